"""The Neural Turing Machine on another back end: it learns the same, or says why not."""

import numpy as np
import pytest

pytest.importorskip("torch")

from kernels import torch as twins
from kernels.torch import ntm as ntm_twins
from simulator.core import backends
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.ntm import Ntm
from simulator.models.ntm_state import OPTIMIZERS, NtmParameters
from simulator.models.ntm_tasks import TASKS
from simulator.models.ntm_torch import FULL
from tests.helpers import bits

ELSEWHERE = [
    "torch",
    pytest.param("cuda", marks=pytest.mark.skipif(not twins.has_cuda(), reason="no GPU")),
]
SMALL = {"controller_size": 6, "memory_locations": 8, "memory_width": 4, "length_max": 3,
         "width": 3}  # fmt: skip
MACHINES = {
    "lstm": {},
    "feed-forward": {"controller": "feed-forward", "controller_layers": 2, "shift_range": 2},
    "many heads": {"controller_layers": 2, "read_heads": 2, "write_heads": 3},
    "lstm-only": {"controller": "lstm-only", "controller_layers": 2},
}
BATCHES = 6
# ways to move whose steps hang on the size of a gradient; the others divide gradients by their own
# size, so that of small ones the rounding is seen too
PLAIN, NEAR, NOT_AS_NEAR = ("sgd", "momentum"), 2e-7, 1e-4
each_machine = pytest.mark.parametrize("name", MACHINES)


@pytest.fixture(params=ELSEWHERE)
def backend(request):
    return request.param


@pytest.fixture(autouse=True)
def all_back_ends(monkeypatch):
    monkeypatch.setattr(Ntm, "backends", tuple(backends.BACKENDS))


@pytest.fixture
def full_device(monkeypatch):
    """The processor stands for a CUDA device, which is full from its third batch on."""
    monkeypatch.setitem(twins.DEVICES, "cuda", "cpu")
    monkeypatch.setattr(twins, "has_cuda", lambda: True)
    works, played = ntm_twins.forward, []

    def forward(*given):
        played.append(given)
        if len(played) == 3:
            raise twins.OutOfMemory("full")
        return works(*given)

    monkeypatch.setattr(ntm_twins, "forward", forward)


def machine(backend="numba", **given) -> Ntm:
    model = Ntm(1, NtmParameters(**{**SMALL, **given}))
    model.use_backend(backend)
    return model


def pair(backend, **given) -> tuple[Ntm, Ntm]:
    """Two models alike that have learned, the second elsewhere."""
    one, two = machine(**given), machine(backend, **given)
    for model in (one, two):
        model.advance(BATCHES)
    return one, two


def assert_same(one: Ntm, two: Ntm) -> None:
    """Two models are where rounding alone has brought them apart."""
    s, t = one.state, two.state
    near = NEAR if one.parameters.optimizer in PLAIN else NOT_AS_NEAR
    assert (s.step, s.sequences, s.updates) == (t.step, t.sequences, t.updates)
    assert (s.lengths == t.lengths).all()
    np.testing.assert_array_equal(t.wrong, s.wrong)
    np.testing.assert_allclose(t.losses, s.losses, rtol=1e-5)
    np.testing.assert_allclose(t.norm, s.norm, rtol=1e-5)
    np.testing.assert_allclose(t.params, s.params, atol=near)
    for moments in ("first", "second"):
        mine, other = getattr(s, moments), getattr(t, moments)
        np.testing.assert_allclose(other, mine, rtol=1e-4, atol=1e-5 * np.abs(mine).max())


# ---- it learns the same ----


@each_machine
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("clip", [0.0, 0.5])
def test_every_machine_learns_the_same(name, optimizer, batch_size, clip, backend):
    given = {**MACHINES[name], "optimizer": optimizer, "batch_size": batch_size, "clip": clip}
    one, two = pair(backend, **given)
    assert one.state.norm > clip
    assert_same(one, two)


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_learned_the_same(task, backend):
    lengths = {"length_max": max(TASKS[task].fewest, 3), "repeats_max": 3}
    assert_same(*pair(backend, task=task, batch_size=4, **lengths))


def test_what_is_read_off_is_the_same(backend):
    one, two = pair(backend, batch_size=50)  # so many sequences that the course has a point
    assert len(two.state.course) == len(one.state.course) > 0
    np.testing.assert_allclose(two.state.course, one.state.course, rtol=1e-5)
    assert two.readouts()["loss"] == pytest.approx(one.readouts()["loss"], rel=1e-4)
    assert False not in two.invariants().values()


def test_a_machine_goes_on_where_another_back_end_has_left_it(backend):
    one, two = pair(backend)
    two.use_backend("numba")
    for model in (one, two):
        model.advance(BATCHES)
    assert_same(one, two)


def test_a_gradient_that_is_not_finite_changes_nothing(backend):
    model = machine(backend)
    model.state.params[0] = np.nan
    before = model.state.params.copy()
    model.advance(2)
    assert (model.state.updates, model.state.sequences) == (0, 2)
    assert np.array_equal(model.state.params, before, equal_nan=True)


# ---- a state is what it always is ----


@each_machine
def test_it_is_the_same_however_steps_are_cut(name, backend):
    given = {**MACHINES[name], "batch_size": 3}
    whole, cut = machine(backend, **given), machine(backend, **given)
    whole.advance(12)
    for count in (1, 2, 8, 1):
        cut.advance(count)
    assert bits(whole) == bits(cut)


def test_a_state_that_was_kept_goes_on_alike(backend):
    model, again = machine(backend), machine(backend)
    model.advance(3)
    again.place(model.seed, model.parameters, Ntm.checked(model.state.arrays(), model.parameters))
    for each in (model, again):
        each.advance(3)
    assert bits(model) == bits(again)


def test_a_run_is_rewound_and_comes_to_the_same(backend):
    run = Run(machine(backend))
    run.advance(8)
    before = bits(run.model)
    run.seek(3)
    run.seek(8)
    assert bits(run.model) == before


def test_the_probe_is_played_by_numba_alone(backend):
    one, two = machine("numba", batch_size=2), machine(backend, batch_size=2)
    two.advance(2)
    one.place(two.seed, two.parameters, two.state.copied())
    for ours, others in zip(one.tape, two.tape, strict=True):
        np.testing.assert_array_equal(others, ours)


def test_after_play_stages_are_followed_and_batches_learned(backend):
    one, two = machine(), machine(backend)
    for model in (one, two):
        model.act("play")
        model.advance(2 * model.stages_of_probe)
    assert_same(one, two)
    assert one.state.stage == two.state.stage


# ---- it says why not ----


def test_a_full_device_is_left_in_words_and_learning_goes_on(full_device):
    one, two = machine(batch_size=2), machine("cuda", batch_size=2)
    for model in (one, two):
        model.advance(BATCHES)
    assert_same(one, two)
    assert two.backend == "torch"
    assert two.taken_notice() == FULL
    assert two.taken_notice() == ""


def test_a_full_device_may_be_asked_again(full_device):
    model = machine("cuda")
    model.advance(BATCHES)
    model.use_backend("cuda")
    model.advance(BATCHES)
    assert (model.backend, model.taken_notice()) == ("cuda", FULL)
    assert model.elsewhere.notice == ""


def test_what_fails_on_the_processor_is_not_tried_again(full_device):
    model = machine("torch")
    with pytest.raises(twins.OutOfMemory):
        model.advance(BATCHES)
    assert (model.state.sequences, model.state.updates) == (0, 0)


def test_a_device_that_is_gone_is_refused_before_anything_is_learned(monkeypatch):
    model = machine()
    monkeypatch.setattr(twins, "has_cuda", lambda: False)
    model.backend = "cuda"  # as a document may say
    before = bits(model)
    with pytest.raises(InputError, match="no CUDA device"):
        model.advance(1)
    assert bits(model) == before
