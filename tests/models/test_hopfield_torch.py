"""The model on another back end: the same bits where sums are whole, and words where it fails."""

import numpy as np
import pytest

pytest.importorskip("torch")

from simulator.core import document, job
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.core.script import as_python
from simulator.models import hopfield_torch, model_class
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import TOGETHER, HopfieldParameters
from tests.helpers import bits, run_python


def spoiled(backend, **values) -> Hopfield:
    """A network of ten random memories, at the first with a third of its units flipped."""
    given = {"rule": "hebb", "dynamics": "synchronous", **values}
    model = Hopfield(1, HopfieldParameters(side=8, unlearning_steps=20, **given))
    model.use_backend(backend)
    for text in ("store=preset:random", "probe=0", "corrupt=0.3"):
        model.act(text)
    return model


@pytest.mark.parametrize("temperature", [0.0, 0.5])
@pytest.mark.parametrize("dynamics", TOGETHER)
def test_whole_numbers_give_the_bits_of_numba_at_every_step(dynamics, temperature):
    one, two = (
        spoiled(backend, dynamics=dynamics, temperature=temperature)
        for backend in ("numba", "torch")
    )
    for count in (1, 30, 33, 200, 17):
        one.advance(count)
        two.advance(count)
        assert bits(one) == bits(two)


@pytest.mark.parametrize("units", ["two-valued", "graded"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_comes_to_the_same_state(rule, units):
    one, two = (spoiled(b, rule=rule, units=units, temperature=0.2) for b in ("numba", "torch"))
    one.advance(64 * 6)
    two.advance(64 * 6)
    assert np.allclose(one.state.units, two.state.units, rtol=0, atol=1e-9)
    assert (one.state.words == two.state.words).all()


@pytest.mark.parametrize("dynamics", TOGETHER)
def test_the_bits_do_not_hang_on_how_steps_are_cut(dynamics):
    values = {"rule": "pseudo-inverse", "units": "graded", "temperature": 0.3}
    whole, pieces = (spoiled("torch", dynamics=dynamics, **values) for _ in range(2))
    whole.advance(200)
    for count in (*[1] * 70, 35, 95):
        pieces.advance(count)
    assert bits(whole) == bits(pieces)


def test_the_back_end_can_change_in_the_middle_of_a_sweep():
    one, two = spoiled("numba", temperature=0.5), spoiled("numba", temperature=0.5)
    one.advance(300)
    for backend, count in (("numba", 20), ("torch", 130), ("numba", 50), ("torch", 100)):
        two.use_backend(backend)
        two.advance(count)
    assert bits(one) == bits(two)


def test_what_a_person_does_between_two_steps_is_seen():
    one, two = spoiled("numba"), spoiled("torch")
    for model in (one, two):
        model.advance(20)
        model.act("corrupt=0.2")
        model.set("threshold", 0.1)
        model.advance(100)
    assert bits(one) == bits(two)


def test_one_unit_at_a_time_is_numba():
    one, two = (spoiled(b, dynamics="asynchronous", temperature=0.5) for b in ("numba", "torch"))
    one.advance(150)
    two.advance(150)
    assert bits(one) == bits(two)
    assert two._elsewhere is None


def test_a_job_computes_where_its_model_does():
    tables = [
        job.finish(job.begin(spoiled(b), "basins=trials=3;points=4")) for b in ("numba", "torch")
    ]
    assert tables[0].columns == tables[1].columns
    assert "backend" not in tables[0].about
    assert tables[1].about["backend"] == "torch"


def test_a_document_remembers_what_computed(tmp_path):
    run = Run(spoiled("torch"))
    run.advance(64)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert again.model.backend == "torch"
    assert again.model.taken_notice() == ""


def test_a_document_opens_where_its_back_end_is_missing(tmp_path, monkeypatch):
    document.save(tmp_path / "a.reverie", Run(spoiled("torch")))
    monkeypatch.setattr("simulator.core.backends._has_torch", lambda: False)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert again.model.backend == "numba"
    assert "PyTorch" in again.model.taken_notice()


def test_the_copied_script_computes_there_too():
    script = as_python(spoiled("torch"), [], 0)
    assert 'model.use_backend("torch")' in script.splitlines()
    assert "use_backend" not in as_python(spoiled("numba"), [], 0)


def test_the_runner_says_what_a_back_end_has_to_say():
    run = Run(spoiled("numba"))
    run.model.notice = "The device is full."
    runner = Runner(run)
    runner.start()
    runner.wake()
    assert runner.messages.get(timeout=10) == "The device is full."
    runner.close()


def full(monkeypatch):
    """A device called cuda that has no room."""
    import kernels.torch as twins

    real = hopfield_torch.Columns.__init__

    def init(self, network, backend):
        if backend == "cuda":
            raise twins.OutOfMemory("full")
        real(self, network, backend)

    monkeypatch.setattr(hopfield_torch.Columns, "__init__", init)
    monkeypatch.setattr(twins, "has_cuda", lambda: True)


def test_a_full_device_hands_over_to_the_cpu_in_words(monkeypatch):
    full(monkeypatch)
    one, two = spoiled("numba"), spoiled("cuda")
    one.advance(128)
    two.advance(128)
    assert bits(one) == bits(two)
    assert two.backend == "torch"
    assert "too little memory" in two.taken_notice()
    assert two.taken_notice() == ""


def test_a_full_device_hands_a_job_over_to_the_cpu(monkeypatch, caplog):
    full(monkeypatch)
    model = spoiled("cuda")
    table = job.finish(job.begin(model, "basins=trials=2;points=2"))
    assert "too little memory" in caplog.text
    assert table.columns["trials"] == [2] * 20


def test_a_batch_that_does_not_fit_is_made_smaller(monkeypatch):
    import kernels.torch as twins
    from simulator.models import hopfield_recall_torch
    from simulator.models.hopfield_recall import recall_all

    real, sizes = hopfield_torch.Columns.decide, []

    def decide(self, units, *rest):
        sizes.append(len(units))
        if len(units) > 3:
            raise twins.OutOfMemory("full")
        real(self, units, *rest)

    monkeypatch.setattr(hopfield_torch.Columns, "decide", decide)
    monkeypatch.setitem(twins.DEVICES, "cuda", "cpu")
    monkeypatch.setattr(hopfield_recall_torch, "AT_ONCE", 64 * 10)
    model = spoiled("numba", dynamics="independent")
    cues, network = model.state.memories, model.network
    found = recall_all(network, cues, np.random.default_rng(0), "cuda")
    assert (found == recall_all(network, cues, np.random.default_rng(0))).all()
    assert sizes[0] == 10


def test_run_names_what_computed():
    done = run_python(
        "main.py", "run", "hopfield", "--backend", "torch", "--preset", "worked-example",
        "--set", "dynamics=synchronous", "--grain", "settle", "--json",
    )  # fmt: skip
    assert '"backend": "torch"' in done.stdout, done.stderr


def test_an_unknown_back_end_changes_nothing():
    model = spoiled("torch")
    with pytest.raises(InputError, match="allowed: numba, torch, cuda"):
        model.use_backend("abacus")
    assert model.backend == "torch"


@pytest.mark.parametrize("dynamics", TOGETHER)
def test_a_cuda_device_gives_the_bits_of_numba(dynamics):
    from kernels.torch import has_cuda

    if not has_cuda():
        pytest.skip("there is no CUDA device")
    one, two = (spoiled(b, dynamics=dynamics, temperature=0.5) for b in ("numba", "cuda"))
    one.advance(300)
    two.advance(300)
    assert bits(one) == bits(two)
    tables = [job.finish(job.begin(model, "basins=trials=3")) for model in (one, two)]
    assert tables[0].columns == tables[1].columns
