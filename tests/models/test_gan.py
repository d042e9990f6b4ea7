"""The generative adversarial network: its life, its time, and the same bits however it is run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.gan_play import D_NOISE, G_NOISE
from simulator.core import presets
from simulator.core.run import Run
from simulator.models.gan import Gan
from simulator.models.gan_game import PHASES
from simulator.models.gan_measuring import EVERY
from tests.helpers import bits
from tests.models.gan_games import GAMES, game, look, look_at_all

each_kind = pytest.mark.parametrize("kind", GAMES)
GRAINS = [grain.name for grain in Gan.grains]
turns = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)  # k_D and k_G


# ---- the same bits ----


@each_kind
def test_the_same_seed_gives_the_same_bits_and_another_one_others(kind):
    first, again, other = (game(kind, seed=seed) for seed in (3, 3, 4))
    for model in (first, again, other):
        model.advance(60)
    assert bits(first) == bits(again)
    for name in ("params_d", "params_g", "noise", "fake"):
        assert bits(first)[name] != bits(other)[name]


@each_kind
def test_cutting_advance_into_pieces_never_changes_a_bit(kind):
    whole, pieces = (game(kind) for _ in "12")
    whole.advance(131)
    rng, left = np.random.default_rng(0), 131
    while left:
        count = min(left, int(rng.integers(1, 6)))
        pieces.advance(count)
        look(pieces)  # looking changes nothing
        left -= count
    assert bits(whole) == bits(pieces)


@each_kind
def test_going_on_from_a_copied_state_in_any_phase_gives_the_same_bits(kind):
    whole, copied = (game(kind) for _ in "12")
    for _ in range(70):
        whole.advance(1), copied.advance(1)
        copied.place(copied.seed, copied.parameters, copied.state.copied())
        assert bits(whole) == bits(copied)


@each_kind
def test_a_rewound_run_comes_to_the_same_bits_wherever_it_began(kind):
    run = Run(game(kind))
    run.advance(97)
    there = bits(run.model)
    for place in range(61, 97, 5):
        run.seek(place)
        run.seek(97)
        assert bits(run.model) == there


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from(list(GAMES)), turns,
    st.lists(st.sampled_from(GRAINS[:-1]), min_size=1, max_size=8),
)  # fmt: skip
def test_coarse_grains_are_runs_of_the_finest(kind, counts, grains):
    coarse, fine = (game(kind, k_d=counts[0], k_g=counts[1]) for _ in "12")
    run = Run(coarse)
    for grain in grains:
        run.grain(grain)
    for _ in range(coarse.step):
        fine.advance(1)
    assert bits(coarse) == bits(fine)


@pytest.mark.parametrize(("k_d", "k_g"), [(1, 1), (2, 3), (0, 1), (2, 0)])
def test_a_hundred_is_a_run_of_phases_too(k_d, k_g):
    coarse, fine = (game("ring", k_d=k_d, k_g=k_g) for _ in "12")
    Run(coarse).grain("hundred")
    for _ in range(100 * (6 * k_d + 5 * k_g)):
        fine.advance(1)
    assert coarse.state.iterations == 100
    assert bits(coarse) == bits(fine)


def test_measuring_now_and_then_belongs_to_the_state_however_it_is_cut():
    whole, cut = (game("ring") for _ in "12")
    whole.advance(11 * (EVERY + 3))
    for _ in range(EVERY + 3):
        cut.advance(7), cut.advance(4)
    assert whole.state.measured == EVERY
    assert bits(whole) == bits(cut)


# ---- grains ----


def counted(model: Gan) -> tuple[int, int, int]:
    s = model.state
    return s.iterations, s.updates_d, s.updates_g


def ends_of_grains(model: Gan) -> dict[str, int | None]:
    """In how many phases the next iteration, D's and G's next update end, by taking them."""
    begun, found = counted(model), dict.fromkeys(("iteration", "d-step", "g-step"))
    for step in range(1, 2 * model.parameters.iteration + 12):
        model.advance(1)
        for name, now, then in zip(found, counted(model), begun, strict=True):
            if found[name] is None and now > then:
                found[name] = step
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(turns, st.integers(0, 70))
def test_grains_end_where_what_they_are_named_after_happens(counts, before):
    model = game("ring", k_d=counts[0], k_g=counts[1])
    model.advance(before)
    said = {name: model.steps_to(name) for name in GRAINS}
    found = ends_of_grains(model)
    assert said["phase"] == 1
    assert said["iteration"] == found["iteration"]
    assert said["d-step"] == (found["d-step"] or found["iteration"])
    assert said["g-step"] == (found["g-step"] or found["iteration"])


@settings(max_examples=15, deadline=None, derandomize=True)
@given(turns, st.integers(0, 300), st.integers(1, 2))
def test_hundreds_end_at_full_hundreds(counts, before, hundreds):
    model = game("ring", k_d=counts[0], k_g=counts[1])
    model.advance(before)
    wanted = (model.state.iterations // 100 + hundreds) * 100
    model.advance(model.steps_of("hundred", hundreds))
    assert (model.state.iterations, model.state.turn) == (wanted, 0)
    assert model.state.phase in (D_NOISE, G_NOISE)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(turns, st.integers(0, 50), st.integers(0, 5))
def test_so_many_iterations_take_as_long_as_is_said(counts, before, count):
    model = game("ring", k_d=counts[0], k_g=counts[1])
    model.advance(before)
    begun = model.state.iterations
    model.advance(model.steps_of("iteration", count))
    assert model.state.iterations == begun + count
    assert model.pace("iteration") == 6 * counts[0] + 5 * counts[1]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(turns, st.integers(0, 70))
def test_a_step_back_goes_to_where_the_iteration_began(counts, before):
    model = game("ring", k_d=counts[0], k_g=counts[1])
    began = {0}
    for step in range(1, before):
        then = model.state.iterations
        model.advance(1)
        began |= {step} if model.state.iterations > then else set()
    model.advance(before - model.step)
    assert model.step_before("phase") == max(0, before - 1)
    assert model.step_before("iteration") == max(began)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(turns, st.integers(0, 2300))
def test_a_hundred_back_is_a_full_hundred(counts, before):
    model = game("ring", k_d=counts[0], k_g=counts[1], batch_size=1)
    model.advance(before)
    length = 100 * model.parameters.iteration
    assert model.step_before("hundred") == max(0, (before - 1) // length * length)


@each_kind
def test_pace_says_how_many_phases_a_grain_takes_on_average(kind):
    model = game(kind)
    model.advance(model.steps_of("iteration", 10))
    _, done_d, done_g = counted(model)
    assert model.step == 10 * model.pace("iteration") == model.pace("hundred") / 10
    assert model.pace("d-step") * max(done_d, 10) == model.step
    assert model.pace("g-step") * max(done_g, 10) == model.step


def test_phases_come_in_the_order_of_the_algorithm():
    model = game("turns")
    names = []
    for _ in range(2 * model.parameters.iteration):
        names.append(PHASES[model.state.phase])
        model.advance(1)
        assert PHASES[model.snapshot().last_phase] == names[-1]
    assert names == 2 * (3 * list(PHASES[:6]) + 2 * list(PHASES[6:]))


@each_kind
def test_the_phase_that_was_taken_last_is_told(kind):
    model = game(kind)
    assert model.snapshot().last_phase == -1
    for _ in range(3 * model.parameters.iteration):
        taken = model.state.phase
        model.advance(1)
        assert model.snapshot().last_phase == taken


@each_kind
def test_only_updates_change_the_players(kind):
    model = game(kind)
    for _ in range(3 * model.parameters.iteration):
        before, phase = bits(model), PHASES[model.state.phase]
        model.advance(1)
        for name, moved in (("params_d", "d-update"), ("params_g", "g-update")):
            assert (bits(model)[name] != before[name]) == (phase == moved)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(turns, st.integers(0, 70))
def test_a_step_back_goes_to_where_the_turn_began(counts, before):
    model = game("ring", k_d=counts[0], k_g=counts[1])
    began = {0}
    for step in range(1, before):
        then = counted(model)[1:]
        model.advance(1)
        began |= {step} if counted(model)[1:] != then else set()
    model.advance(before - model.step)
    assert model.step_before("d-step") == model.step_before("g-step") == max(began)


# ---- life ----


@each_kind
def test_reset_gives_step_0_bit_for_bit(kind):
    model, fresh = game(kind), game(kind)
    model.advance(83)
    deed = model.act("reset")
    assert deed.restarts
    assert bits(model) == bits(fresh)
    model.advance(83), fresh.advance(83)
    assert bits(model) == bits(fresh)


def test_reset_keeps_what_the_person_made(tmp_path):
    source = game("drawn", "interpolate=5", seed=8)
    source.advance(40)
    source.act(f"save={tmp_path / 'w.npz'}")
    model = game("drawn", "interpolate=5", f"load={tmp_path / 'w.npz'}")
    made = {name: bits(model)[name] for name in Gan.made}
    model.advance(83)
    model.act("reset")
    assert {name: bits(model)[name] for name in Gan.made} == made
    assert np.array_equal(model.state.params_d, source.state.params_d)
    assert (model.step, model.state.updates_d) == (0, 0)


@each_kind
def test_another_seed_and_back_is_where_it_began(kind):
    model, fresh = game(kind), game(kind)
    model.advance(30)
    model.act("new-seed=9")
    assert bits(model)["params_g"] != bits(fresh)["params_g"]
    model.act("new-seed=3")
    assert bits(model) == bits(fresh)


# ---- presets ----


@pytest.mark.parametrize("name", presets.catalogue("gan"))
def test_every_preset_is_played_and_keeps_what_must_hold(name):
    model = Gan(0)
    model.act(f"preset={name}")
    model.advance(3 * model.parameters.iteration)
    look(model)
    look_at_all(model)
    assert model.state.iterations == 3
