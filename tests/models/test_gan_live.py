"""A game of two networks whose settings are changed while it is played: nothing learned is lost."""

import contextlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.gan_state import LOSSES, NOISES, OPTIMIZERS, GanParameters
from tests.helpers import bits
from tests.models.gan_games import game, look

LIVE = [n for n, spec in GanParameters.specs().items() if not spec.rebuilds]
REBUILDING = [n for n, spec in GanParameters.specs().items() if spec.rebuilds]
UNITS = ["relu", "leaky", "tanh", "sigmoid"]
VALUES: dict[str, list[Any]] = {
    "loss": [*LOSSES], "noise": [*NOISES], "activation_g": UNITS, "activation_d": UNITS,
    "k_d": [0, 3, 10, 1], "k_g": [0, 2, 10, 1], "batch_size": [1, 7, 1000, 16],
    "optimizer_d": [*OPTIMIZERS], "rate_d": [1e-5, 0.01], "optimizer_g": [*OPTIMIZERS],
    "rate_g": [1e-5, 0.01], "beta_1": [0.0, 0.99], "beta_2": [0.5, 0.9999],
    "weight_clip": [0.001, 1.0], "gradient_penalty": [0.0, 100.0], "label_smoothing": [0.5, 0.0],
    "r1": [1.0, 0.0], "spectral_norm": ["true", "false"],
    "batch_discrimination": ["true", "false"], "minibatch_std": ["true", "false"],
    "replay": [0.9, 0.0], "unrolled": [3, 0], "instance_noise": [1.0, 0.0],
    "averaging": [0.9999, 0.0],
}  # fmt: skip
FRESH = {"world": "moons", "data_path": "nowhere", "side": "9", "examples": "200",
         "held_out": "0.3", "noise_dimensions": "5", "layers_g": "3",
         "layers_d": "4,4"}  # fmt: skip
COUNTS = ("step", "iterations", "updates_d", "updates_g", "keys")
LEARNED = ("params_d", "first_d", "second_d", "params_g", "first_g", "second_g")
PHASES = range(11)


def named(model, names) -> dict:
    found = bits(model)
    return {name: found[name] for name in names}


def said_of_points(model) -> np.ndarray:
    """What D says of points of the plane, each alone."""
    grid = np.linspace(-1.5, 1.5, 9, dtype=np.float32)
    return model.verdicts(np.column_stack([np.repeat(grid, 9), np.tile(grid, 9)])).copy()


def test_every_live_parameter_is_tried():
    assert sorted(VALUES) == sorted(LIVE)


def test_every_parameter_that_begins_again_is_tried():
    assert sorted(FRESH) == sorted(REBUILDING)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", [n for n in LIVE if n not in ("k_d", "k_g")])
def test_a_live_parameter_never_loses_what_was_learned(name, phase):
    model = game("ring")
    model.advance(22 + phase)
    for value in VALUES[name]:
        before = named(model, COUNTS)
        deed = model.act(f"set {name}={value}")
        assert not deed.restarts
        assert named(model, COUNTS) == before
        look(model)
        model.advance(12)
        look(model)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", [n for n in LIVE if n not in VALUES or n[0] != "k"])
def test_only_what_d_sees_of_its_batch_touches_the_players_at_once(name, phase):
    model = game("turns")
    model.advance(24 * 2 + phase)
    for value in VALUES[name]:
        before = named(model, LEARNED)
        model.act(f"set {name}={value}")
        if name in ("batch_discrimination", "minibatch_std"):
            assert named(model, LEARNED[3:]) == {k: before[k] for k in LEARNED[3:]}
        else:
            assert named(model, LEARNED) == before


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", ["k_d", "k_g"])
def test_counts_of_turns_change_in_any_phase(name, phase):
    model = game("turns")
    model.advance(22 + phase)
    for value in VALUES[name]:
        before = named(model, ("step", "updates_d", "updates_g", *LEARNED))
        iterations = model.state.iterations
        model.act(f"set {name}={value}")
        assert named(model, ("step", "updates_d", "updates_g", *LEARNED)) == before
        assert model.state.iterations - iterations in (0, 1)
        model.advance(9)
        look(model)


@pytest.mark.parametrize("kind", ["ring", "line", "slopes", "batches", "digits"])
@pytest.mark.parametrize("name", LIVE)
def test_a_live_parameter_is_taken_or_refused_in_words(name, kind):
    model = game(kind)
    model.advance(15)
    for value in VALUES[name]:
        before, refused = bits(model), ""
        try:
            model.act(f"set {name}={value}")
        except InputError as error:
            refused = str(error)
        if refused:
            assert refused.endswith(".")
            assert bits(model) == before
        model.advance(7)
        look(model)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", LIVE)
def test_taking_back_a_live_parameter_brings_its_value_back(name, phase):
    run = Run(game("ring"))
    run.advance(22 + phase)
    before, shapes = run.model.parameters, {k: v.shape for k, v in run.model.state.arrays().items()}
    for value in VALUES[name]:
        run.do(f"set {name}={value}")
        after = run.model.parameters
        run.undo()
        assert run.model.parameters == before
        assert {k: v.shape for k, v in run.model.state.arrays().items()} == shapes
        run.redo()
        assert run.model.parameters == after
        run.undo()
    run.advance(23)
    look(run.model)


@pytest.mark.parametrize("kind", ["turns", "slopes", "batches"])
@pytest.mark.parametrize("name", LIVE)
def test_after_a_change_in_any_phase_a_copied_state_goes_on_with_the_same_bits(name, kind):
    whole, copied = game(kind), game(kind)
    for turn in range(26):
        whole.advance(1), copied.advance(1)
        value = VALUES[name][turn % len(VALUES[name])]
        for model in (whole, copied):
            with contextlib.suppress(InputError):
                model.act(f"set {name}={value}")
        copied.place(copied.seed, copied.parameters, copied.state.copied())
        assert bits(whole) == bits(copied)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("after", LOSSES)
def test_the_loss_may_change_in_the_middle_of_a_turn(loss, after):
    for phase in PHASES:
        model = game("ring", loss=loss)
        model.advance(22 + phase)
        model.act(f"set loss={after}")
        assert model.state.phase == phase if after == loss else model.state.phase in (0, 6)
        model.advance(13)
        look(model)


def test_a_batch_of_another_size_is_laid_out_at_the_next_turn():
    model = game("ring")
    model.advance(3)
    model.act("set batch_size=5")
    assert len(model.state.fake) == 16
    model.advance(3)
    assert len(model.state.fake) == 16
    model.advance(1)
    assert len(model.state.fake) == len(model.state.real) == model.state.said.size / 2 == 5


@pytest.mark.parametrize("kind", ["ring", "turns"])
def test_a_live_change_counts_from_the_next_update_on(kind):
    plain, changed = game(kind), game(kind)
    for model in (plain, changed):
        model.advance(5)
    changed.act("set rate_d=0.5")
    plain.advance(1), changed.advance(1)
    moved = [np.abs(m.state.params_d - game(kind).state.params_d).max() for m in (plain, changed)]
    assert moved[1] > 2 * moved[0] > 0


# ---- what D sees of its batch ----


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("names", [("minibatch_std",), ("batch_discrimination",),
                                   ("minibatch_std", "batch_discrimination"),
                                   ("batch_discrimination", "minibatch_std")])  # fmt: skip
@pytest.mark.parametrize("activation", ["leaky", "tanh"])
def test_d_says_at_once_what_it_said_when_it_begins_to_see_its_batch(names, phase, activation):
    model = game("ring", activation_d=activation)
    model.advance(110 + phase)
    before = said_of_points(model)
    for name in names:
        model.act(f"set {name}=true")
        assert np.allclose(said_of_points(model), before, rtol=1e-5, atol=1e-6)
    model.advance(33)
    assert np.abs(said_of_points(model) - before).max() > 1e-4
    look(model)


@pytest.mark.parametrize("name", ["minibatch_std", "batch_discrimination"])
def test_on_and_off_again_leaves_d_as_it_was(name):
    model = game("ring")
    model.advance(110)
    before = named(model, LEARNED)
    model.act(f"set {name}=true")
    model.act(f"set {name}=false")
    assert named(model, LEARNED) == before


@pytest.mark.parametrize("name", ["minibatch_std", "batch_discrimination"])
def test_what_is_switched_off_leaves_the_rest_of_d_as_it_was(name):
    model = game("ring", minibatch_std=True, batch_discrimination=True)
    model.advance(110)
    p, before = model.parameters, model.state.params_d
    begin = 2 if name == "minibatch_std" else 3
    gone = 1 if name == "minibatch_std" else 5
    model.act(f"set {name}=false")
    first = before[: 8 * 8].reshape(8, 8)
    left = np.concatenate([first[:begin], first[begin + gone :]])
    after = model.state.params_d
    assert p.sizes_d[0] - gone == model.parameters.sizes_d[0]
    assert np.array_equal(after[: left.size], left.ravel())
    rest = after[left.size : left.size + 17]
    assert np.array_equal(rest, before[64 : 64 + 17])
    if name == "minibatch_std":  # the table of the other goes on
        assert np.array_equal(after[-30:], before[-30:])


@pytest.mark.parametrize("name", ["minibatch_std", "batch_discrimination"])
@pytest.mark.parametrize("penalty", [("r1=1",), ("loss=wasserstein-gp",)])
def test_a_penalty_on_slopes_and_a_look_at_the_batch_exclude_each_other(name, penalty):
    for texts in ((*penalty, f"{name}=true"), (f"{name}=true", *penalty)):
        model = game("ring", f"set {texts[0]}")
        model.advance(15)
        before = bits(model)
        with pytest.raises(InputError, match="one or the other"):
            model.act(f"set {texts[1]}")
        assert bits(model) == before


def test_without_its_weight_a_penalty_excludes_nothing():
    model = game("ring", "set gradient_penalty=0", "set loss=wasserstein-gp")
    model.act("set minibatch_std=true")
    model.advance(30)
    with pytest.raises(InputError, match="one or the other"):
        model.act("set gradient_penalty=1")


# ---- remedies that keep something in the state ----


def test_an_average_begins_with_g_as_it_is():
    model = game("ring")
    model.advance(50)
    model.act("set averaging=0.99")
    assert np.array_equal(model.state.average, model.state.params_g)
    model.advance(50)
    assert not np.array_equal(model.state.average, model.state.params_g)
    model.act("set averaging=0.5")
    assert model.state.average.size
    model.act("set averaging=0")
    assert model.state.average.size == 0


def test_old_fakes_are_remembered_as_long_as_they_are_shown():
    model = game("ring", "set replay=0.5")
    model.advance(50)
    stored = model.state.stored
    model.act("set replay=0.2")
    assert model.state.stored == stored > 0
    model.act("set replay=0")
    assert (model.state.stored, len(model.state.old)) == (0, 0)


def test_spectral_norm_on_and_off_leaves_the_weights():
    model = game("ring")
    model.advance(50)
    before = named(model, LEARNED)
    model.act("set spectral_norm=true")
    assert model.state.directions.size == 9
    model.act("set spectral_norm=false")
    assert model.state.directions.size == 0
    assert named(model, LEARNED) == before


# ---- what begins again ----


@pytest.mark.parametrize("name", REBUILDING)
def test_a_rebuilding_parameter_begins_again_and_can_be_taken_back(name):
    model = game("digits" if name in ("side", "examples", "held_out") else "drawn", "interpolate=3")
    model.advance(41)
    before, parameters = bits(model), model.parameters
    deed = model.act(f"set {name}={FRESH[name]}")
    assert deed.restarts
    assert (model.step, model.state.iterations) == (0, 0)
    assert bits(model)["canvas"] == before["canvas"]
    model.advance(15)
    look(model)
    model.act(deed.inverse)
    assert model.parameters == parameters
    for field in model.made:
        assert bits(model)[field] == before[field]
    model.advance(15)
    look(model)


@pytest.mark.parametrize("name", REBUILDING)
def test_a_rebuilt_game_has_the_bits_of_a_fresh_one(name):
    kind = "digits" if name in ("side", "examples", "held_out") else "ring"
    model, fresh = game(kind), game(kind)
    model.advance(41)
    model.act(f"set {name}={FRESH[name]}")
    fresh.act(f"set {name}={FRESH[name]}")
    assert bits(model) == bits(fresh)


@pytest.mark.parametrize("text", [
    "layers_d=129", "layers_g=4,0", "layers_d=1,1,1,1,1,1", "layers_d=a", "world=nowhere",
    "noise_dimensions=65", "noise_dimensions=0", "side=7", "held_out=0.6", "k_d=11", "loss=x",
    "rate_d=nan", "rate_d=11", "batch_size=0", "averaging=1", "layers_g=", "unrolled=-1",
])  # fmt: skip
def test_a_value_that_can_not_be_is_refused_and_changes_nothing(text):
    model = game("turns")
    model.advance(33)
    before = bits(model)
    with pytest.raises(InputError):
        model.act(f"set {text}")
    assert bits(model) == before
    model.advance(24)


def test_pictures_that_are_not_there_are_refused_before_anything_changes():
    model = game("drawn")
    model.advance(20)
    model.act("set data_path=/nowhere/at/all")  # another world is learned: it is only noted
    before = bits(model)
    with pytest.raises(InputError):
        model.act("set world=idx")
    assert bits(model) == before


@pytest.mark.parametrize("texts", [
    ("set world=digits", "set side=28", "set layers_d=512,512", "set unrolled=10",
     "set batch_size=1000"),
    ("set world=digits", "set layers_d=512,512", "set unrolled=10", "set batch_size=1000",
     "set side=28"),
])  # fmt: skip
def test_what_would_take_too_long_is_refused_and_changes_nothing(texts):
    model = game("ring", *texts[:-2], examples=100)
    with pytest.raises(InputError, match="could not be paused"):
        model.act(texts[-2]), model.act(texts[-1])
    assert model.parameters.batch_size in (16, 1000)
    look(model)


# ---- what is changed in the middle ----


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 60), st.sampled_from(["k_d", "k_g"]),
       st.integers(0, 5))  # fmt: skip
def test_grains_end_where_they_say_after_turns_were_changed(k_d, k_g, before, name, count):
    model = game("ring", k_d=k_d or 1, k_g=k_g or 1)
    model.advance(before)
    try:
        model.act(f"set {name}={count}")
    except InputError:
        return
    begun = model.state.iterations
    steps = model.steps_to("iteration")
    assert steps >= 1
    model.advance(steps - 1)
    assert model.state.iterations == begun
    model.advance(1)
    assert model.state.iterations == begun + 1


@pytest.mark.parametrize("names", ["minibatch_std", "batch_discrimination"])
def test_with_spectral_norm_too_d_says_at_once_what_it_said(names):
    model = game("ring", spectral_norm=True)
    model.advance(110)
    before = said_of_points(model)
    model.act(f"set {names}=true")
    assert np.allclose(said_of_points(model), before, rtol=1e-5, atol=1e-6)


def test_loaded_weights_are_still_made_after_a_look_at_the_batch_was_taken_back(tmp_path):
    source = game("ring", seed=8)
    source.advance(40)
    source.act(f"save={tmp_path / 'w.npz'}")
    run = Run(game("ring", f"load={tmp_path / 'w.npz'}"))
    run.do("set minibatch_std=true")
    run.undo()
    run.do("reset")
    assert np.array_equal(run.model.state.params_g, source.state.params_g)
