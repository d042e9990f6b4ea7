"""The Neural Turing Machine as a model: what a step does, what a person does, what must hold."""

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.ntm import Ntm
from simulator.models.ntm_state import ABLATIONS, NtmParameters
from simulator.models.ntm_tasks import TASKS
from tests.helpers import bits

SMALL = {"controller_size": 6, "memory_locations": 8, "memory_width": 4, "length_max": 3,
         "width": 3}  # fmt: skip


def machine(*texts: str, seed: int = 1, **given) -> Ntm:
    model = Ntm(seed, NtmParameters(**{**SMALL, **given}))
    for text in texts:
        model.act(text)
    return model


# ---- steps ----


@pytest.mark.parametrize("controller", ["lstm", "feed-forward", "lstm-only"])
@pytest.mark.parametrize("task", TASKS)
def test_every_task_can_be_learned_by_every_controller(task, controller):
    form = TASKS[task]
    model = machine(task=task, controller=controller, length_max=max(form.fewest, 3))
    before = model.state.params.copy()
    model.advance(5)
    assert (model.sequences_seen(), model.state.updates) == (5, 5)
    assert (model.state.params != before).any()
    assert False not in model.invariants().values()
    assert model.readouts()["loss"] > 0.0


@pytest.mark.parametrize("grain", ["time-step", "sequence"])
def test_at_the_end_of_a_sequence_no_grain_has_been_begun(grain):
    run = Run(machine("play"))
    run.grain("sequence")
    assert run.model.steps_to(grain) == run.model.pace(grain) == 1


def test_it_is_the_same_however_steps_are_cut():
    whole, cut = machine(batch_size=3), machine(batch_size=3)
    whole.advance(40)
    for count in (1, 2, 30, 7):
        cut.advance(count)
    assert bits(whole) == bits(cut)


def test_after_play_steps_are_stages_and_a_batch_comes_after_each_sequence():
    model = machine("length=2", "play")
    stages = 7 * 5
    model.advance(stages)
    assert (model.state.stage, model.sequences_seen()) == (stages, 0)
    model.advance(1)
    assert (model.state.stage, model.sequences_seen()) == (0, 1)


def test_grains_end_where_their_names_say():
    model = machine("length=2", "play")
    for grain, stage in (("stage", 1), ("time-step", 7), ("sequence", 35), ("batch", 0)):
        start = model.step
        model.advance(model.steps_to(grain))
        assert model.is_over(grain, start)
        assert model.state.stage == stage
    model.act("train")
    model.advance(model.steps_to("batch"))
    assert model.sequences_seen() == 2


def test_what_is_watched_changes_nothing_that_is_learned():
    plain, watched = machine(), machine()
    for _ in range(3):
        plain.advance(1)
        watched.advance(1)
        watched.act("length=3"), watched.act("paint=0,1,1"), watched.act("ablate=content")
        watched.readouts(), watched.snapshot().outputs
    assert (plain.state.params == watched.state.params).all()


def test_a_curriculum_grows_once_short_sequences_are_known():
    model = machine(curriculum=True, width=1, length_max=5, learning_rate=0.01, controller_size=20)
    assert model.longest_now == 1
    model.advance(3000)
    assert model.longest_now > 1


def test_copying_is_learned_and_goes_along_the_diagonal():
    model = Ntm(0)
    assert any(model.advance(1000) or model.bits_wrong() < 0.05 for _ in range(20))
    model.act("length=20")
    assert model.probe_wrong() <= 1
    assert model.diagonal_mass() > 0.9
    assert max(share for _, share in model.accuracy_by_length()) > 0.98


# ---- what a person does ----


def test_bits_are_given_in_the_text_or_a_table_and_kept_by_reset(tmp_path):
    (tmp_path / "rows.csv").write_text("1,0,1\n0,1,1\n")
    model = machine(f"input={tmp_path / 'rows.csv'}")
    assert model.probe.content.bits.tolist() == [[1, 0, 1], [0, 1, 1]]
    model.act("input=111;000;101")
    assert len(model.probe.x) == 7
    model.act("paint=1,2,1")
    model.act("reset")
    assert model.probe.content.bits.tolist() == [[1, 1, 1], [0, 0, 1], [1, 0, 1]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("input=1111", "rows of 3 bits"), ("input=10;1", "different lengths"),
        ("input=none.csv", "no file"), ("paint=99,0,1", "outside"), ("paint=1", "no bit"),
        ("length=1000000", "no length"), ("length=x", "no length"), ("ablate=reading", "allowed:"),
        ("load=none.npz", "no file"), ("set memory_locations=1000000000", "allowed"),
        ("set length_min=9", "above"), ("save=weights.txt", "npz"),
    ],
)  # fmt: skip
def test_what_is_no_sense_is_refused_and_changes_nothing(text, said):
    model = machine()
    model.advance(2)
    before = bits(model)
    with pytest.raises(InputError, match=said):
        model.act(text)
    assert bits(model) == before


@pytest.mark.parametrize("what", ABLATIONS)
def test_heads_without_something_play_otherwise(what):
    model = machine()
    whole = model.tape.w.copy()
    model.act(f"ablate={what}")
    tape = model.tape
    assert not np.allclose(tape.w, whole)
    held = {"content": tape.gate < 1e-6, "location": tape.gate > 1 - 1e-6,
            "sharpening": tape.gamma < 1 + 1e-6}[what]  # fmt: skip
    assert held.all()
    model.act("ablate")
    assert (model.tape.w == whole).all()


def test_weights_come_back_from_a_file_and_others_are_refused(tmp_path):
    path = tmp_path / "weights.npz"
    model = machine()
    model.advance(3)
    model.act(f"save={path}")
    other = machine(f"load={path}", seed=5)
    assert (other.state.params == model.state.params).all()
    with pytest.raises(InputError, match="controller units"):
        machine(f"load={path}", controller_size=7)


def test_a_run_is_undone_and_done_again():
    run = Run(machine())
    run.advance(3)
    before = bits(run.model)
    for text in ("length=2", "play", "ablate=content", "input=111;001", "set learning_rate=0.01"):
        run.do(text)
    for _ in range(5):
        run.undo()
    assert bits(run.model) == before


@pytest.mark.parametrize("texts", [(), ("play",), ("input=101;111", "play")])
def test_a_state_that_was_kept_is_taken_and_goes_on_alike(texts):
    model = machine(*texts)
    model.advance(20)
    again = machine()
    again.place(model.seed, model.parameters, Ntm.checked(model.state.arrays(), model.parameters))
    for each in (model, again):
        each.advance(30)
    assert bits(model) == bits(again)


@pytest.mark.parametrize("name", ["params", "stage", "bits", "losses", "ablated"])
def test_a_damaged_state_is_refused_by_its_name(name):
    model = machine()
    arrays = model.state.arrays()
    arrays[name] = np.array(-1.5)
    with pytest.raises(InputError, match=name):
        Ntm.checked(arrays, model.parameters)
