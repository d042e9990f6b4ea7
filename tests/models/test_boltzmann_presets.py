"""Every preset of the Boltzmann machine does what its title and its words say.

Those that learn are tested beside learning.
"""

import math

import numpy as np
import pytest

from simulator.core import presets
from simulator.models.boltzmann import Boltzmann

SEEDS = range(10)
A, B = 0b111000, 0b000111  # the wells


def made(*texts: str, seed: int = 0) -> Boltzmann:
    """A machine to which `texts` were done."""
    model = Boltzmann(seed)
    for text in texts:
        model.act(text)
    return model


def annealed(*texts: str, seed: int = 0) -> Boltzmann:
    """A machine at the end of its schedule, after `texts`."""
    model = made(*texts, seed=seed)
    model.advance(model.steps_to("anneal"))
    assert model.is_annealed
    return model


def lean(model: Boltzmann, sweeps: int) -> np.ndarray:
    """After each sweep, how many more units of the first half are on than of the second one."""
    n, course = model.parameters.n, np.empty(sweeps, int)
    for k in range(sweeps):
        model.advance(n)
        units = model.state.units[0].astype(int)
        course[k] = units[: n // 2].sum() - units[n // 2 :].sum()
    return course


def crossings(course: np.ndarray, clearly: int) -> int:
    """How often a course goes from `clearly` positive to as negative, or back."""
    sides = np.sign(course[np.abs(course) >= clearly])
    return int((np.diff(sides) != 0).sum())


def test_no_two_presets_have_the_same_place_title_or_words():
    found = list(presets.catalogue("boltzmann").values())
    for name in ("order", "title", "about"):
        assert len({getattr(preset, name) for preset in found}) == len(found)


# ---- small ones, whose states are all counted ----


def test_the_worked_example_has_the_sums_of_the_lecture():
    model = made("preset=worked-example")
    assert model.partition() == pytest.approx(39.68989, abs=1e-5)
    visible = model.exact.p.reshape(4, 4).sum(axis=1)  # 00, 01, 10, 11
    assert visible == pytest.approx([0.0849, 0.1441, 0.3050, 0.4660], abs=5e-5)


def test_two_wells_are_the_two_lowest_states_and_b_is_lower_by_three_halves():
    model = made("preset=two-wells")
    lowest = np.argsort(model.exact.energies)[:2]
    assert lowest.tolist() == [B, A]
    assert model.exact.energies[[B, A]].tolist() == [-6.0, -4.5]


def test_two_wells_begin_in_a_with_nothing_held():
    model = made("preset=two-wells")
    assert model.state.units[0].tolist() == [1, 1, 1, 0, 0, 0]
    assert not model.state.held.any()


def test_two_wells_are_seldom_crossed_and_visited_as_often_as_their_energies_ask():
    model = made("preset=two-wells")
    assert 10 < crossings(lean(model, 5000), 3) < 200
    model.advance(6 * 100_000)
    counts = model.state.counts
    assert counts[B] / counts[A] == pytest.approx(math.exp(1.5 / 0.8), rel=0.1)


def test_the_frustrated_triangle_has_six_lowest_states_that_share_the_time():
    model = made("preset=frustrated-triangle")
    energies = model.exact.energies
    assert (energies == energies.min()).sum() == 6
    model.advance(3 * 5000)
    shares = model.state.counts / model.state.counts.sum()
    assert shares[1:7] == pytest.approx(np.full(6, 1 / 6), abs=0.02)


def test_the_necker_cube_is_seen_one_way_or_the_other_and_hardly_ever_mixed():
    p = made("preset=necker-cube").exact.p
    units = (np.arange(2**16)[:, None] >> np.arange(15, -1, -1)) & 1
    one, other = units[:, :8].sum(axis=1), units[:, 8:].sum(axis=1)
    assert p[(one >= 7) & (other <= 1)].sum() > 0.45
    assert p[(one <= 1) & (other >= 7)].sum() > 0.45
    assert p[np.abs(one - other) < 4].sum() < 0.02


def test_the_necker_cube_turns_over_now_and_then():
    assert 2 <= crossings(lean(made("preset=necker-cube"), 10_000), 5) <= 60


def test_the_exchange_crosses_where_a_cold_chain_alone_never_does():
    exchanging = lean(made("preset=exchange"), 1000)
    alone = lean(made("preset=exchange", "set sampler=gibbs"), 1000)
    assert crossings(exchanging, 2) > 50
    assert crossings(alone, 2) == 0


# ---- lattices ----


def test_the_critical_lattice_is_at_the_critical_temperature():
    p = made("preset=critical-lattice").parameters
    assert (p.side, p.temperature) == (256, 2.269185)
    assert p.temperature == pytest.approx(2 / math.log(1 + math.sqrt(2)), abs=1e-6)


def test_the_critical_lattice_comes_to_onsagers_energy_by_clusters():
    model = made("preset=critical-lattice", "set sampler=wolff")
    model.advance(model.parameters.n * 100)
    assert model.energy_per_spin() == pytest.approx(-math.sqrt(2), abs=0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_cooled_too_fast_stays_far_above_the_ground_state(seed):
    model = annealed("preset=cooled-too-fast", seed=seed)
    assert model.state.energies[0] > -1.9 * model.parameters.n


def test_cooled_slowly_the_same_lattice_mostly_gets_to_the_ground_state():
    ends = [annealed("preset=cooled-too-fast", "set sweeps=2000", seed=k) for k in range(5)]
    assert sum(m.state.energies[0] <= -1.999 * m.parameters.n for m in ends) >= 3


def test_reheating_over_2000_sweeps_mends_what_was_cooled_too_fast():
    model = annealed("preset=cooled-too-fast")
    before = model.state.energies[0]
    model.act("set sweeps=2000")
    model.advance(model.steps_to("anneal"))
    assert model.state.energies[0] < before - 0.1 * model.parameters.n


def test_after_a_quench_domains_are_twice_as_wide_in_four_times_the_time():
    model, above = made("preset=ising-quench"), []
    for sweeps in (16, 48):  # 16, then 64 in all
        model.advance(model.parameters.n * sweeps)
        above.append(1.9973 + model.state.energies[0] / model.parameters.n)  # Onsager's at T = 1
    assert above[0] / above[1] == pytest.approx(2.0, abs=0.15)


# ---- what annealing solves ----


@pytest.mark.parametrize("seed", SEEDS)
def test_the_spin_glass_comes_within_3_percent_of_its_lowest_energy(seed):
    model = annealed("preset=spin-glass", seed=seed)
    lowest = 500 * (-0.7632 + 0.70 * 500 ** (-2 / 3))
    assert model.best_energy() < 0.97 * lowest


def test_the_plus_minus_glass_comes_near_its_ground_state_without_any_order():
    model = annealed("preset=plus-minus-glass")
    assert model.best_energy() / model.parameters.n < 0.95 * -1.4015
    assert abs(model.magnetization()) < 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_clean_letters_puts_97_percent_right(seed):
    model = made("preset=clean-letters", seed=seed)
    assert model.restored() == pytest.approx(85, abs=0.1)
    model.advance(model.steps_to("anneal"))
    assert model.restored() >= 97


@pytest.mark.parametrize("seed", SEEDS)
def test_max_cut_finds_the_best_cut(seed):
    model = annealed("preset=max-cut", seed=seed)
    assert model.solution().endswith("the best possible")


@pytest.mark.parametrize("seed", SEEDS)
def test_partition_comes_within_a_thousandth_of_equal_sums(seed):
    model = annealed("preset=partition", seed=seed)
    problem = model.problem_now
    assert problem.cost(model.state.best) < problem.numbers.sum() / 1000
