"""The Boltzmann kernels against slow twins that know only the definition of the energy.

Weights are eighths, so that sums of them are exact and twins must agree to the last bit.
"""

import math
import os
from functools import lru_cache

import numpy as np
import pytest

from kernels import boltzmann as kernels
from kernels import words as random_words
from tests.helpers import run_python
from tests.kernels import naive_boltzmann as naive
from tests.kernels.naive import Words

SIZES, CHAINS, LOWS = (1, 2, 7, 64), (1, 3), (0, -1)
SAMPLERS = ("gibbs", "metropolis", "replica-exchange")
IS_INNER = "REVERIE_INNER_TESTS" in os.environ

each_size = pytest.mark.parametrize("n", SIZES)
each_low = pytest.mark.parametrize("low", LOWS)
each_sampler = pytest.mark.parametrize("sampler", SAMPLERS)
each_number_of_chains = pytest.mark.parametrize("chains", CHAINS)


def machine(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """W (n, n) and b (n,), multiples of 1/8."""
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(-8, 9, (n, n)) / 8.0, 1)
    return upper + upper.T, rng.integers(-8, 9, n) / 8.0


class Twins:
    """The same chains twice: arrays for the kernel, lists for the twin."""

    def __init__(self, n, low, chains, sampler="gibbs", held=(), temperature=1.0, sweeps=12):
        rng = np.random.default_rng([n, chains])
        self.n, self.low, self.sampler = n, low, sampler
        self.W, self.b = machine(n, n)
        self.units = rng.choice(np.array([low, 1], np.int8), (chains, n))
        self.free = np.array([i for i in range(n) if i not in held], np.int32)
        self.words = random_words.seeded(n, 3)
        self.fields = self.units @ self.W + self.b
        self.energies = np.array([naive.energy(self.W, self.b, u) for u in self.units])
        self.heats = np.repeat(temperature * 1.5 ** np.arange(chains)[:, None], sweeps + 1, 1)
        self.heats *= 1.0 - 0.02 * np.arange(sweeps + 1)  # each sweep has its own
        self.slow = naive.Chains(self.W, self.b, low, self.units, self.free, self.words)
        self.best = np.array(self.slow.best, np.int8)
        self.best_energy = np.array([self.slow.energy(self.slow.best)])
        self.log = np.zeros((3, chains, sweeps + 1))
        self.on = np.zeros(n, np.int64)
        self.counts = np.zeros(2**self.free.size if self.free.size < 12 else 0, np.int64)
        self.pairs = np.zeros((n, n), np.int64)
        self.last = np.array([-1.0, 0.0, 0.0, 0.0])
        self.tick = self.sweeps = self.swaps = 0

    @property
    def is_exchanging(self) -> bool:
        return self.sampler == "replica-exchange"

    @property
    def counted(self) -> int:
        return 1 if self.is_exchanging else len(self.units)

    def run(self, count: int) -> None:
        """Go on by `count` ticks."""
        heats, log = self.heats[:, self.sweeps :], self.log[:, :, self.sweeps :].copy()
        exchanged, ended = kernels.sample(
            self.units, self.fields, self.energies, self.W, self.free, self.low, heats.copy(),
            self.tick, count, self.sampler == "metropolis",
            self.sweeps % 2 if self.is_exchanging else -1, self.best, self.best_energy, log,
            self.counted, self.on, self.counts, self.pairs, self.last, self.words,
        )  # fmt: skip
        self.log[:, :, self.sweeps :] = log
        self.tick = (self.tick + count) % self.n
        self.sweeps += ended
        self.swaps += exchanged

    def run_slowly(self, sweeps: int) -> None:
        for k in range(sweeps):
            first = k % 2 if self.is_exchanging else -1
            heats = self.heats[:, k].tolist()
            self.slow.sweep(heats, self.sampler == "metropolis", first, self.counted)

    def bits(self) -> list[bytes]:
        arrays = (
            self.units, self.fields, self.energies, self.best, self.best_energy, self.log, self.on,
            self.counts, self.pairs, self.last, self.words, np.array([self.tick, self.swaps]),
        )  # fmt: skip
        return [array.tobytes() for array in arrays]


@lru_cache(None)
def both_run(n, low, chains, sampler) -> Twins:
    t = Twins(n, low, chains, sampler)
    sweeps = 3 if n == 64 else 12
    t.run(sweeps * n)
    t.run_slowly(sweeps)
    return t


# ---- probabilities ----


@pytest.mark.parametrize("temperature", [0.0, 5e-324, 0.01, 1.0, 10.0])
@pytest.mark.parametrize("drive", [-1e6, -39.0, -1.0, -1e-12, 0.0, 1e-12, 0.3, 39.0, 1e6])
def test_the_chance_to_be_on_is_that_of_the_heat_bath(drive, temperature):
    with np.errstate(over="ignore"):
        found = float(kernels.chance(drive, temperature))
    assert found == pytest.approx(naive.chance(drive, temperature), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("temperature", [0.0, 5e-324, 0.01, 1.0, 10.0])
@pytest.mark.parametrize("rise", [-1e6, -1.0, 0.0, 1e-12, 0.3, 39.0, 1e6])
def test_a_move_is_accepted_as_metropolis_says(rise, temperature):
    with np.errstate(over="ignore"):
        found = float(kernels.acceptance(rise, temperature))
    assert found == pytest.approx(naive.acceptance(rise, temperature), rel=1e-14)


@pytest.mark.parametrize("drive", [0.0, 0.3, 2.0, 39.0])
def test_the_chances_to_be_on_and_off_sum_to_one(drive):
    both = float(kernels.chance(drive, 1.0)) + float(kernels.chance(-drive, 1.0))
    assert both == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize("n", [1, 2, 7])
@each_low
def test_a_state_has_the_number_of_its_bits(n, low):
    for number, units in enumerate(naive.states(n, low)):
        every = np.arange(n, dtype=np.int32)
        assert kernels.state_number(np.array(units, np.int8), every) == number


def test_the_number_of_a_state_leaves_held_units_out():
    free = np.array([1, 3], np.int32)
    assert kernels.state_number(np.array([1, 1, 1, 0], np.int8), free) == 2


# ---- sampling ----


@each_sampler
@each_number_of_chains
@each_low
@each_size
def test_sampling_equals_the_twin(n, low, chains, sampler):
    t = both_run(n, low, chains, sampler)
    assert t.units.tolist() == t.slow.units
    assert t.swaps == t.slow.swaps
    assert t.words.tolist() == t.slow.words.s


@each_sampler
@each_low
@each_size
def test_fields_and_energies_are_kept_up_to_date(n, low, sampler):
    t = both_run(n, low, 3, sampler)
    assert (t.fields == t.units @ t.W + t.b).all()
    assert t.energies.tolist() == [t.slow.energy(units) for units in t.slow.units]


@each_sampler
@each_low
@each_size
def test_the_lowest_state_of_any_chain_is_kept(n, low, sampler):
    t = both_run(n, low, 3, sampler)
    assert t.best.tolist() == t.slow.best
    assert t.best_energy[0] == t.slow.energy(t.slow.best)


@each_sampler
@each_low
@each_size
def test_the_log_has_energy_mean_and_changes_of_every_sweep(n, low, sampler):
    t = both_run(n, low, 3, sampler)
    slow = np.array(t.slow.log).transpose(2, 1, 0)
    assert np.allclose(t.log[:, :, : slow.shape[2]], slow, rtol=1e-15, atol=0)
    assert not t.log[:, :, slow.shape[2] :].any()


@each_sampler
@each_low
@pytest.mark.parametrize("n", [1, 2, 7])
def test_what_was_seen_is_counted(n, low, sampler):
    t = both_run(n, low, 3, sampler)
    assert t.on.tolist() == t.slow.on()
    assert t.counts.tolist() == t.slow.counts()
    assert t.pairs.tolist() == t.slow.pairs()


@each_sampler
@each_low
def test_the_last_update_of_the_first_chain_is_told(low, sampler):
    t = both_run(7, low, 3, sampler)
    assert t.last.tolist() == pytest.approx(t.slow.last, rel=1e-15)


@each_sampler
@each_low
@pytest.mark.parametrize("held", [(0,), (1, 2, 5), tuple(range(7))])
def test_held_units_stay_and_the_others_equal_the_twin(held, low, sampler):
    t = Twins(7, low, 3, sampler, held)
    before = t.units[:, list(held)].copy()
    t.run(12 * 7)
    t.run_slowly(12)
    assert t.units.tolist() == t.slow.units
    assert t.counts.tolist() == t.slow.counts()
    if not t.is_exchanging:  # whose chains exchange all they have
        assert (t.units[:, list(held)] == before).all()


@each_sampler
@each_number_of_chains
@each_low
@each_size
def test_a_run_in_pieces_has_the_bits_of_a_run_at_once(n, low, chains, sampler):
    whole, pieces = (Twins(n, low, chains, sampler) for _ in "12")
    whole.run(10 * n)
    cuts = np.random.default_rng(n).integers(0, 10 * n + 1, 12)
    for count in np.diff(np.sort([0, *cuts, 10 * n])):
        pieces.run(int(count))
    assert pieces.bits() == whole.bits()


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis"])
@each_low
def test_at_zero_temperature_no_update_raises_the_energy(low, sampler):
    t = Twins(64, low, 3, sampler, temperature=0.0)
    for _ in range(10 * 64):
        before = t.energies.copy()
        t.run(1)
        assert (t.energies <= before).all()


def test_nothing_is_counted_where_nothing_is_asked_for():
    t = Twins(7, 0, 3)
    t.counts, on, pairs = np.zeros(0, np.int64), t.on, t.pairs
    t.on = t.pairs = None
    t.run(21)
    t.run_slowly(3)
    assert t.units.tolist() == t.slow.units
    assert not on.any()
    assert not pairs.any()


# ---- exchanges ----


@pytest.mark.parametrize("first", [0, 1])
def test_an_exchange_swaps_all_that_a_chain_has(first):
    rng = np.random.default_rng(0)
    t = Twins(7, 0, 5, "replica-exchange")
    t.energies[:] = rng.permutation(5) * 1e6  # always, or as good as never
    before = [t.units.copy(), t.fields.copy(), t.energies.copy()]
    order = list(range(5))
    for a in range(first, 4, 2):
        if before[2][a] > before[2][a + 1]:  # the colder chain takes the lower energy
            order[a], order[a + 1] = order[a + 1], order[a]
    swaps = kernels.exchange(t.units, t.fields, t.energies, t.heats, 0, first, t.words)
    assert swaps == sum(order[a] == a + 1 for a in range(5))
    for array, old in zip((t.units, t.fields, t.energies), before, strict=True):
        assert (array == old[order]).all()


def test_exchanges_take_place_as_often_as_their_formula_says():
    units, fields = np.zeros((2, 1), np.int8), np.zeros((2, 1))
    heats, words = np.array([[0.5], [2.0]]), random_words.seeded(1)
    rounds = 2_000 if IS_INNER else 20_000
    swaps = sum(
        kernels.exchange(units, fields, np.array([0.0, 0.6]), heats, 0, 0, words)
        for _ in range(rounds)
    )
    p = math.exp((1 / 0.5 - 1 / 2.0) * (0.0 - 0.6))
    assert abs(swaps / rounds - p) < 4 * math.sqrt(p * (1 - p) / rounds)


# ---- counting ----


@each_low
def test_a_tally_counts_units_states_and_pairs(low):
    t = Twins(7, low, 3, held=(2, 4))
    kernels.tally(t.units, t.free, t.on, t.counts, t.pairs)
    is_on = t.units == 1
    assert (t.on == is_on.sum(0)).all()
    assert (t.pairs == sum(np.outer(row, row) for row in is_on.astype(int))).all()
    numbers = [naive.number_of(units, t.free) for units in t.units]
    assert (t.counts == np.bincount(numbers, minlength=2**5)).all()


class Recorder:
    """What `record` fills, and the whole series beside it."""

    def __init__(self, points=8, ring=5):
        self.moments, self.recent = np.zeros((2, 5)), np.zeros((2, ring))
        self.course, self.past = np.zeros((2, 2, points)), np.zeros((2, points))
        self.progress = np.array([0, 0, 1, 0, 1])
        self.series = np.zeros((4, 2, 0))  # energy, mean, changes, temperature

    def record(self, sweeps: int, rng) -> None:
        new = rng.normal(size=(4, 2, sweeps))
        before, self.series = self.series.shape[2], np.concatenate([self.series, new], 2)
        log = np.concatenate([new[:3], np.full((3, 2, 1), np.nan)], 2)
        heats = np.concatenate([new[3], np.full((2, 1), np.nan)], 1)
        kernels.record(
            log, sweeps, heats, 0.25, self.moments, self.recent, self.course, self.progress,
            self.past, before,
        )  # fmt: skip


def recorded(sweeps: int) -> Recorder:
    rng, r = np.random.default_rng(sweeps), Recorder()
    while (left := sweeps - r.series.shape[2]) > 0:
        r.record(min(left, int(rng.integers(1, 6))), rng)
    return r


LENGTHS = [1, 2, 3, 4, 5, 8, 9, 16, 17, 31, 32, 33, 100]
each_length = pytest.mark.parametrize("sweeps", LENGTHS)


@each_length
def test_moments_are_those_of_the_last_two_spans(sweeps):
    r = recorded(sweeps)
    wanted = naive.moments(*r.series[:2, 0].tolist(), 0.25)
    assert np.allclose(r.moments, wanted, rtol=1e-12, atol=1e-12)


@each_length
def test_the_ring_holds_the_last_sweeps(sweeps):
    r = recorded(sweeps)
    for k in range(max(0, sweeps - 5), sweeps):
        assert (r.recent[:, k % 5] == r.series[:2, 0, k]).all()


@each_length
def test_the_course_has_every_sweep_at_a_stride_of_a_power_of_two(sweeps):
    r = recorded(sweeps)
    for kind, chain in np.ndindex(2, 2):
        points, stride = naive.thinned(r.series[kind, chain].tolist(), 8)
        assert r.progress[:3].tolist() == [sweeps, len(points), stride]
        assert r.course[kind, chain, : len(points)].tolist() == points


@each_length
def test_the_past_has_temperatures_and_acceptances_in_the_same_way(sweeps):
    r = recorded(sweeps)
    heats, stride = naive.thinned(r.series[3, 0].tolist(), 8)
    changes, _ = naive.thinned((r.series[2, 0] * 0.25).tolist(), 8)
    assert r.progress[3:].tolist() == [len(heats), stride]
    assert r.past[:, : len(heats)].tolist() == [heats, changes]


def test_thinning_keeps_every_second_column():
    rows = np.arange(16.0).reshape(2, 8)
    kernels.thin(rows)
    assert rows[:, :4].tolist() == [[0, 2, 4, 6], [8, 10, 12, 14]]


# ---- for other back ends, and the walkers ----


@each_number_of_chains
@each_size
def test_updates_that_are_drawn_beforehand_are_those_of_sampling(n, chains):
    t = Twins(n, 0, chains)
    words, ticks = t.words.copy(), 2 * n
    picks, uniforms = np.empty((ticks, chains), np.int64), np.empty((ticks, chains))
    kernels.draw_updates(ticks, chains, n, picks, uniforms, words)
    for k in range(ticks):
        t.run(1)
        assert (int(t.last[0]), t.last[3]) == (picks[k, 0], uniforms[k, 0])
    assert (t.words == words).all()


@each_size
def test_drawn_updates_equal_the_twin(n):
    words = random_words.seeded(n)
    twin = Words(words)
    picks, uniforms = np.empty((20, 3), np.int64), np.empty((20, 3))
    kernels.draw_updates(20, 3, n, picks, uniforms, words)
    for k, c in np.ndindex(20, 3):
        assert picks[k, c] == (twin.word() >> 32) * n >> 32
        assert uniforms[k, c] == twin.uniform()


@pytest.mark.parametrize("places", [1, 2, 7, 64])
def test_walkers_equal_the_twin(places):
    rng, words = np.random.default_rng(places), random_words.seeded(places)
    heights, twin = rng.normal(size=places), Words(words)
    heats = np.stack([np.zeros(30), np.geomspace(3, 0.1, 30)])
    at, bests = np.full(2, places // 2), np.full(2, places // 2)
    slow = at.tolist(), bests.tolist()
    kernels.walk(at, bests, heights, heats, 5, words)
    naive.walk(*slow, heights.tolist(), heats.tolist(), 5, twin)
    assert (at.tolist(), bests.tolist()) == slow
    assert words.tolist() == twin.s


def test_a_cold_walker_never_climbs():
    heights, words = np.random.default_rng(0).normal(size=64), random_words.seeded(0)
    at, bests = np.array([30]), np.array([30])
    for _ in range(200):
        before = heights[at[0]]
        kernels.walk(at, bests, heights, np.zeros((1, 1)), 1, words)
        assert heights[at[0]] <= before
    assert bests[0] == at[0]


# ---- compiling ----


WALK = """
from itertools import product
from kernels import boltzmann, boltzmann_exact, ising, ising_cluster, words
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_state import BoltzmannParameters

def compiled():
    kernels = (
        boltzmann.sample, boltzmann.record, boltzmann.tally, boltzmann.walk, boltzmann.chance,
        boltzmann.acceptance, boltzmann_exact.all_energies, boltzmann_exact.pair_sums,
        ising.update_lattice, ising_cluster.grow_cluster, words.fill, words.uniforms,
    )
    return [(len(k.signatures), k.stats.cache_misses) for k in kernels]

Boltzmann.warm_up()
warm = compiled()
samplers = [c.id for c in BoltzmannParameters.spec("sampler").choices]
networks = (
    dict(network="general"), dict(network="general", visible=9, hidden=5),
    dict(network="general", data="xor"), dict(network="spin-glass", units=12),
    dict(network="spin-glass", couplings="lattice", side=4), dict(network="lattice", side=4),
    dict(network="lattice", side=16), dict(network="picture", side=4),
    dict(network="picture", side=16), dict(network="problem", units=12),
)
holds = ("", "clamp=0:1")
for given, sampler, schedule, hold in product(networks, samplers, ("constant", "adaptive"), holds):
    values = {**given, "sampler": sampler, "schedule": schedule, "sweeps": 3, "collect": 1}
    for chains in (1, 3):
        model = Boltzmann(1, BoltzmannParameters(**values, chains=chains))
        if hold:
            model.act(hold)
        model.advance(3)
        model.advance(model.steps_to("sweep") + 2 * model.parameters.n)
        model.advance(model.steps_to("cycle" if "data" in given else "anneal"))
        model.snapshot(), model.readouts(), model.invariants()
        assert compiled() == warm, values
print("the same")
"""


@pytest.mark.skipif(IS_INNER, reason="this is the inner run")
def test_after_warming_up_nothing_more_is_compiled():
    result = run_python("-c", WALK)
    assert result.stdout == "the same\n", result.stderr[-2000:]
