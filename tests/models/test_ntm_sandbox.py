"""The sandbox of the Neural Turing Machine: a head that is moved by hand, and where heads go."""

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.ntm import Ntm
from simulator.models.ntm_addressing import Numbers, addressed, entropy, reasons
from simulator.models.ntm_hand import KEPT
from simulator.models.ntm_state import BY_HAND, NtmParameters
from tests.helpers import bits

SMALL = {"controller_size": 6, "memory_locations": 8, "memory_width": 4, "length_max": 3,
         "width": 3}  # fmt: skip
CUT = len(BY_HAND)


def machine(*texts: str, seed: int = 1, **given) -> Ntm:
    model = Ntm(seed, NtmParameters(**{**SMALL, **given}))
    for text in texts:
        model.act(text)
    return model


def step(model: Ntm, count: int = 1) -> None:
    for _ in range(count):
        model.advance(model.steps_to("time-step"))


# ---- where a head goes ----


@pytest.mark.parametrize("far", [1, 2, 3])
def test_the_kernels_take_heads_where_the_equations_do(far):
    model = machine("length=3", shift_range=far, read_heads=2)
    model.advance(30)
    tape = model.tape
    for t in range(len(tape.beta)):
        for head in range(3):
            numbers = model.snapshot().numbers(t, head)
            at = addressed(tape.memory[t], tape.w[t, head].astype(float), numbers)
            for name, theirs in (("similarity", tape.similarity), ("content", tape.content),
                                 ("gated", tape.gated), ("shifted", tape.shifted)):  # fmt: skip
                assert np.allclose(getattr(at, name), theirs[t, head], atol=1e-5), name
            assert np.allclose(at.weighting, tape.w[t + 1, head], atol=1e-5)


def test_all_ways_to_a_slot_add_up_to_what_it_gets():
    rng = np.random.default_rng(0)
    memory, previous = rng.normal(size=(8, 4)), rng.dirichlet(np.ones(8))
    head = Numbers(rng.normal(size=4), 2.0, 0.3, np.array([0.1, 0.2, 0.3, 0.2, 0.2]), 1.5)
    at = addressed(memory, previous, head)
    for slot in range(8):
        ways = reasons(at.content, previous, head, slot)
        assert len(ways) == 10
        assert sum(way.share * way.stood for way in ways) == pytest.approx(at.shifted[slot])
        assert all((way.slot + way.shift) % 8 == slot for way in ways)
        products = [way.share * way.stood for way in ways]
        assert products == sorted(products, reverse=True)


def test_a_head_that_goes_by_content_finds_what_is_like_its_key():
    memory = np.eye(5)
    head = Numbers(memory[3], 100.0, 1.0, np.array([0.0, 1.0, 0.0]), 1.0)
    at = addressed(memory, np.full(5, 0.2), head)
    assert at.weighting.argmax() == 3
    assert at.weighting[3] == pytest.approx(1.0)


# ---- the sandbox ----


def test_it_opens_on_one_slot_with_a_shift_that_is_not_sure():
    hand = machine("sandbox").hand
    assert hand.numbers.shift.tolist() == pytest.approx([0.9, 0.05, 0.05])
    assert (hand.numbers.gate, hand.numbers.gamma) == (0.0, 1.0)
    assert sorted(hand.past[0].tolist()) == [0.0] * 7 + [1.0]


def test_without_sharpening_the_head_spreads_and_with_it_stays_together():
    model = machine("sandbox", memory_locations=32)
    slot = model.state.hand_slot
    spread = []
    for _ in range(6):
        step(model)
        spread.append(entropy(model.hand.at.weighting))
    assert spread == sorted(spread)
    assert spread[-1] > 1.0
    model.act("sandbox=gamma:20")
    model.act(f"sandbox=slot:{slot}")
    step(model, 6)
    assert model.hand.at.weighting.argmax() == slot - 6
    assert entropy(model.hand.at.weighting) < 1e-3


def test_nothing_is_learned_in_it_and_what_was_made_is_kept_by_reset():
    model = machine("sandbox", "sandbox=beta:7", "sandbox=cell:2,1,-0.5", "sandbox=slot:3")
    before = model.state.params.copy()
    step(model, 5)
    assert (model.state.params == before).all()
    assert model.sequences_seen() == 0
    model.act("reset")
    assert model.state.is_by_hand
    assert (model.hand.numbers.beta, model.hand.memory[2, 1]) == (7.0, -0.5)
    assert model.hand.past.shape == (1, 8)
    assert model.hand.past[0, 3] == 1.0


def test_the_key_is_what_a_location_holds_or_numbers():
    model = machine("sandbox", "sandbox=key:5")
    assert (model.hand.numbers.key == model.hand.memory[5]).all()
    model.act("sandbox=key:1,0,-1,0.5")
    assert model.hand.numbers.key.tolist() == [1.0, 0.0, -1.0, 0.5]
    model.act("sandbox=shift:1,1,2")
    assert model.hand.numbers.shift.tolist() == [0.25, 0.25, 0.5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sandbox=speed:3", "one of beta"), ("sandbox=beta", "write sandbox=NAME:VALUE"),
        ("sandbox=beta:-1", "0 to 100"), ("sandbox=gate:2", "0 to 1"), ("sandbox=gate:x", "0 to 1"),
        ("sandbox=gamma:0.5", "1 to 100"), ("sandbox=gamma:nan", "1 to 100"),
        ("sandbox=shift:1,0", "3 shares"), ("sandbox=shift:0,0,0", "3 shares"),
        ("sandbox=key:8", "0 to 7"), ("sandbox=key:1,2,3,4", "from −1 to 1"),
        ("sandbox=slot:8", "0 to 7"), ("sandbox=slot:x", "no location"),
        ("sandbox=cell:0,4,1", "no cell"), ("sandbox=cell:0,0,2", "−1 to 1"),
        ("sandbox=cell:0.5,0,1", "no cell"),
    ],
)  # fmt: skip
def test_what_is_no_sense_is_refused_and_changes_nothing(text, said):
    model = machine("sandbox")
    model.advance(3)
    before = bits(model)
    with pytest.raises(InputError, match=said):
        model.act(text)
    assert bits(model) == before


def test_an_lstm_alone_has_no_head_to_move():
    with pytest.raises(InputError, match="no heads"):
        machine("sandbox", controller="lstm-only")


def test_grains_are_stages_and_time_steps_and_the_past_is_bounded():
    model = machine("sandbox")
    model.advance(model.steps_to("stage"))
    assert model.state.stage == 1
    model.advance(model.steps_to("time-step"))
    assert model.state.stage == CUT
    model.advance(model.steps_to("time-step"))
    assert (model.state.stage, len(model.hand.past)) == (CUT, 2)
    assert model.step_before("time-step") == CUT
    model.advance(model.steps_to("sequence"))
    assert len(model.hand.past) == 2 + 8
    step(model, KEPT)
    assert len(model.hand.past) == KEPT
    assert False not in model.invariants().values()


def test_it_is_left_by_train_and_found_again_as_it_was_made():
    model = machine("sandbox", "sandbox=beta:9")
    step(model, 2)
    model.act("train")
    model.advance(3)
    assert model.sequences_seen() == 3
    model.act("sandbox")
    assert model.hand.numbers.beta == 9.0
    assert model.hand.past.shape == (1, 8)


def test_another_size_opens_it_anew():
    model = machine("sandbox", "sandbox=beta:9", "set memory_locations=12")
    assert model.state.is_by_hand
    assert (model.hand.memory.shape, model.hand.numbers.beta) == ((12, 4), 5.0)
    model.act("set controller_size=7")
    assert model.hand.memory.shape == (12, 4)
    model.act("set controller=lstm-only")
    assert not model.state.is_by_hand


def test_it_is_undone_rewound_and_kept():
    run = Run(machine())
    before = bits(run.model)
    for text in ("sandbox", "sandbox=gamma:3", "sandbox=cell:1,1,1", "sandbox=slot:2"):
        run.do(text)
    run.advance(4 * CUT)
    model = run.model
    again = machine()
    again.place(model.seed, model.parameters, Ntm.checked(model.state.arrays(), model.parameters))
    for each in (model, again):
        each.advance(7)
    assert bits(model) == bits(again)
    run.seek(0)
    for _ in range(4):
        run.undo()
    assert bits(run.model) == before


@pytest.mark.parametrize("name", ["hand_past", "hand_memory", "hand_numbers", "mode", "course"])
def test_a_damaged_sandbox_is_refused_by_its_name(name):
    arrays = machine("sandbox").state.arrays()
    arrays[name] = np.array(-1.5)
    with pytest.raises(InputError, match=name):
        Ntm.checked(arrays, machine().parameters)


# ---- how it learned ----


def test_the_course_is_the_same_however_steps_are_cut_and_stays_short(monkeypatch):
    monkeypatch.setattr("simulator.models.ntm_training.COURSE_MOST", 6)
    whole, cut = machine(), machine()
    whole.advance(3100)
    for count in (1, 249, 1, 700, 1300, 849):
        cut.advance(count)
    assert bits(whole) == bits(cut)
    course = whole.state.course
    assert (course[:, 0] % whole.state.course_every == 0).all()
    assert len(course) < 6
    assert whole.state.course_every == 1000


def test_a_point_of_the_course_is_the_mean_since_the_last():
    model = machine()
    model.advance(250)
    end, loss, wrong = model.state.course[0]
    assert end == 250
    assert loss == pytest.approx(model.state.losses[:250].mean())
    assert wrong == pytest.approx(model.state.wrong[:250].mean())


def test_a_curriculum_does_not_hang_on_how_steps_are_cut():
    given = {"curriculum": True, "width": 1, "length_max": 5, "learning_rate": 0.01}
    whole, cut = machine(**given), machine(**given)
    whole.advance(900)
    for _ in range(900):
        cut.advance(1)
    assert bits(whole) == bits(cut)
