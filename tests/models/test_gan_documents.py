"""A game of two networks is saved, opened, refused when damaged, and ends where it stopped."""

import numpy as np
import pytest

from simulator.core import document
from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.gan import Gan
from simulator.models.gan_measuring import EVERY
from tests.helpers import bits
from tests.models.gan_games import GAMES, game, look, ready

each_kind = pytest.mark.parametrize("kind", GAMES)


# ---- documents ----


@pytest.mark.parametrize("steps", [0, 1, 4, 5, 6, 10, 37, 41])
@each_kind
def test_a_saved_run_goes_on_with_the_same_bits(kind, steps, tmp_path):
    run = Run(game(kind, "interpolate=3"))
    run.advance(steps)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert bits(again.model) == bits(run.model)
    for r in (run, again):
        r.advance(25)
    assert bits(again.model) == bits(run.model)


def test_a_saved_run_is_measured_when_the_other_is(tmp_path):
    run = Run(game("ring"))
    run.advance(11 * EVERY - 3)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    for r in (run, again):
        r.advance(11)
    assert again.model.state.measured == EVERY
    assert bits(again.model) == bits(run.model)


F = np.float32
DAMAGE = {
    "step": [np.array(-1), np.array(1.0), np.array([3])],
    "params_d": [np.zeros(3, F), np.full(33, np.nan, F), np.zeros(33), np.zeros((33, 1), F)],
    "first_d": [np.zeros(32, F), np.full(33, np.inf, F)], "second_d": [np.zeros(0, F)],
    "params_g": [np.zeros(3, F), np.zeros(65, np.int32)], "first_g": [np.zeros(1, F)],
    "second_g": [np.full(65, np.nan, F)], "average": [np.zeros(65, F), np.array("a")],
    "directions": [np.zeros(9, F)], "phase": [np.array(11), np.array(-1), np.array(1.5)],
    "turn": [np.array(-1)], "iterations": [np.array(-5)],
    "updates_d": [np.array("a")], "updates_g": [np.array(-1)], "keys": [np.array(-1)],
    "seen_key": [np.array(2.5)],
    "noise": [np.zeros((0, 2), F), np.zeros((16, 3), F), np.zeros((1001, 2), F), np.zeros(16, F)],
    "real": [np.zeros((15, 2), F), np.full((16, 2), np.nan, F)], "fake": [np.zeros((16, 2))],
    "said": [np.zeros(16, F), np.zeros(32)], "pulled": [np.zeros((16, 1), F)],
    "old": [np.zeros((1024, 2), F), np.zeros((0, 3), F)], "stored": [np.array(-2)],
    "numbers": [np.zeros(7), np.zeros(8, F)], "measures": [np.zeros(8), np.array(0.0)],
    "measured": [np.array(-2), np.array(0.5)],
    "canvas": [np.zeros((39, 40), np.int8), np.full((40, 40), 2, np.int8), np.zeros((40, 40))],
    "made_params_d": [np.zeros(3, F), np.full(33, np.nan, F)], "made_params_g": [np.zeros(3, F)],
    "tour": [np.zeros((26, 2), F), np.zeros((3, 3), F), np.zeros(4, F)],
    "data_digest": [np.zeros(31, np.uint8), np.zeros(32)],
}  # fmt: skip


def test_damage_to_every_field_is_tried():
    assert set(DAMAGE) == set(game().state.arrays())


@pytest.mark.parametrize(
    ("name", "number"), [(n, k) for n in DAMAGE for k in range(len(DAMAGE[n]))]
)
def test_a_state_that_can_not_be_is_refused_by_name(name, number):
    model = ready("ring")
    arrays = model.state.arrays()
    Gan.checked(arrays, model.parameters)
    with pytest.raises(InputError, match=f"saved state's {name} "):
        Gan.checked({**arrays, name: DAMAGE[name][number]}, model.parameters)


@each_kind
def test_every_field_of_a_state_is_asked_for(kind):
    model = ready(kind)
    arrays = model.state.arrays()
    for name in arrays:
        with pytest.raises(InputError, match=f"{name} is missing"):
            Gan.checked({k: v for k, v in arrays.items() if k != name}, model.parameters)


@each_kind
@pytest.mark.parametrize("steps", [0, 1, 2, 37, 38])
def test_an_honest_state_is_taken_as_it_is(kind, steps):
    model, again = game(kind), game(kind)
    model.advance(steps)
    again.place(3, model.parameters, Gan.checked(model.state.arrays(), model.parameters))
    assert bits(again) == bits(model)
    again.advance(9), model.advance(9)
    assert bits(again) == bits(model)


@pytest.mark.parametrize(("arrays", "words"), [
    ({"params_d": np.zeros((3, 3), F)}, {}), ({"params_g": np.zeros(3, F)}, {}),
    ({"first_d": np.full(33, np.nan, F)}, {}), ({"nothing": np.zeros(3)}, {}),
    ({"canvas": np.zeros((9, 9), np.int8)}, {}), ({"tour": np.zeros((3, 5), F)}, {}),
    ({}, {"phase": 11}), ({}, {"step": "a"}), ({}, {"turn": -1}), ({}, {"measured": 0.5}),
    ({}, {"stored": None}), ({"old": np.zeros((7, 2), F)}, {}), ({}, {"canvas": 3}),
    ({"canvas": np.zeros((9, 9), np.int8)}, {"parameters": {"layers_g": [7]}}),
    ({}, {"parameters": {"layers_g": [-1]}}), ({}, {"parameters": 3}),
    ({}, {"parameters": {"k_d": 0, "k_g": 0}}), ({}, {"phase": 3, "parameters": {"side": 9}}),
    ({"made_params_d": np.zeros(4, F)}, {"parameters": {"layers_g": [7]}}),
])  # fmt: skip
def test_what_can_not_be_put_back_changes_nothing(arrays, words):
    model = ready("drawn")
    before = bits(model)
    try:
        model.act("restore=" + pack(arrays, words))
    except InputError:
        assert bits(model) == before
    else:
        assert words.get("phase") == 3  # what a restart does not keep is passed over
        look(model)


# ---- where a run stops, and what is damaged ----


@pytest.mark.parametrize(("name", "array"), [
    ("noise", np.zeros((), F)), ("tour", np.zeros((), F)), ("turn", np.array(11)),
])  # fmt: skip
def test_more_that_can_not_be_is_refused_by_name(name, array):
    model = ready("ring")
    with pytest.raises(InputError, match=f"saved state's {name} "):
        Gan.checked({**model.state.arrays(), name: array}, model.parameters)


@pytest.mark.parametrize("player", ["d", "g"])
@pytest.mark.parametrize("steps", [0, 3, 6])
def test_a_game_that_stopped_can_be_saved_and_opened(player, steps, tmp_path):
    run = Run(game("ring"))
    run.advance(steps)
    getattr(run.model.state, f"params_{player}")[:] *= F(1e30)
    with pytest.raises(InputError, match="no finite number"):
        run.advance(60)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert bits(again.model) == bits(run.model)


@pytest.mark.parametrize("steps", range(7))
def test_nothing_moves_where_a_gradient_is_no_number(steps):
    model = game("ring")
    model.advance(steps)
    model.state.params_d[:] *= F(1e35)
    while True:
        before = bits(model)
        try:
            model.advance(1)
        except InputError:
            break
    assert bits(model) == before


def test_where_d_never_learns_no_data_are_needed():
    model = Gan(0, Gan.Parameters(world="drawn", k_d=0, layers_g=(4,), layers_d=(4,)))
    model.advance(5 * EVERY)
    assert model.state.iterations == EVERY
    look(model)


@pytest.mark.parametrize("given", [{}, {"k_d": 0, "unrolled": 1}])
def test_playing_where_nothing_is_drawn_changes_no_bit_however_often_it_is_tried(given):
    model = game("ring", world="drawn", **given)
    found = []
    for _ in range(3):
        with pytest.raises(InputError, match="Nothing is drawn yet"):
            model.advance(20)
        found.append(bits(model))
    assert found[0] == found[1] == found[2]


def test_a_run_that_stopped_rewinds_to_where_it_stopped():
    run = Run(game("ring", world="drawn"))
    with pytest.raises(InputError):
        run.advance(20)
    here = bits(run.model)
    run.seek(0)
    run.seek(here["step"])
    assert here["step"] == 1
    assert bits(run.model) == here
