"""What theory says of Boltzmann machines: balance, free energy, entropy, learning, glasses."""

import math

import numpy as np
import pytest

from kernels import boltzmann as kernels
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_exact import Exact, bits_of
from simulator.models.boltzmann_state import BoltzmannParameters

TEMPERATURES = [0.05, 0.5, 1.0, 3.0, 50.0]
each_temperature = pytest.mark.parametrize("temperature", TEMPERATURES)
each_low = pytest.mark.parametrize("low", [0, -1])
PARISI = -0.7632  # the energy per spin of Sherrington and Kirkpatrick's glass (Parisi 1980)


def machine(n: int, low: int = 0, seed: int = 0) -> Dense:
    rng = np.random.default_rng([seed, n])
    upper = np.triu(rng.normal(size=(n, n)), 1)
    return Dense(upper + upper.T, rng.normal(size=n), low)


def exact(n: int, low: int, temperature: float) -> Exact:
    off = np.full(n, low, np.int8)
    return Exact.of(machine(n, low), off, np.zeros(n, bool), temperature)


def steps(e: Exact, is_metropolis: bool) -> np.ndarray:
    """The probabilities (2^n, 2^n) of going from one state to another in one update."""
    n, t = e.free.size, e.temperature
    found = np.zeros((e.p.size, e.p.size))
    for a in range(e.p.size):
        for k in range(n):
            b = a ^ (1 << k)
            rise = float(e.energies[b] - e.energies[a])
            p = kernels.acceptance(rise, t) if is_metropolis else kernels.chance(-rise, t)
            found[a, b] = p / n
        found[a, a] = 1.0 - found[a].sum()
    return found


# ---- equilibrium ----


@pytest.mark.parametrize("is_metropolis", [False, True])
@each_temperature
@each_low
def test_every_two_states_are_in_detailed_balance(low, temperature, is_metropolis):
    e = exact(5, low, temperature)
    flows = e.p[:, None] * steps(e, is_metropolis)
    assert (np.abs(flows - flows.T) <= 1e-12 * np.maximum(flows, flows.T) + 1e-300).all()


@pytest.mark.parametrize("is_metropolis", [False, True])
@each_low
def test_any_beginning_comes_to_the_boltzmann_distribution(low, is_metropolis):
    e = exact(5, low, 1.0)
    after = np.linalg.matrix_power(steps(e, is_metropolis), 4096)
    assert np.allclose(after, e.p, rtol=0, atol=1e-9)


@each_temperature
@each_low
def test_the_free_energy_is_that_of_the_partition_function(low, temperature):
    e = exact(8, low, temperature)
    assert e.free_energy == pytest.approx(-temperature * e.log_z, rel=1e-12)
    direct = np.log(np.sum(np.exp(-(e.energies - e.energies.min()) / temperature)))
    assert e.log_z == pytest.approx(direct - e.energies.min() / temperature, rel=1e-12)


@each_low
def test_no_other_distribution_has_a_lower_free_energy(low):
    e, rng = exact(6, low, 1.0), np.random.default_rng(0)
    for _ in range(50):
        q = 0.9 * e.p + 0.1 * rng.dirichlet(np.ones(64))
        assert q @ e.energies + (q * np.log(q)).sum() > e.free_energy


@each_low
def test_the_entropy_goes_from_that_of_the_ground_states_to_n_ln_2(low):
    assert exact(8, low, 1e6).entropy == pytest.approx(8 * math.log(2), rel=1e-6)
    assert exact(8, low, 1e-3).entropy == pytest.approx(0.0, abs=1e-9)
    assert exact(8, low, 0.0).entropy == 0.0
    entropies = [exact(8, low, t).entropy for t in TEMPERATURES]
    assert entropies == sorted(entropies)


def test_at_zero_temperature_equal_ground_states_share_the_probability():
    pair = Dense(np.array([[0.0, 1.0], [1.0, 0.0]]), np.zeros(2), -1)
    e = Exact.of(pair, np.full(2, -1, np.int8), np.zeros(2, bool), 0.0)
    assert e.p.tolist() == [0.5, 0, 0, 0.5]
    assert e.entropy == pytest.approx(math.log(2))


def test_heat_is_the_slope_of_the_mean_energy():
    step = 1e-4
    hot, e, cold = (exact(8, 0, 1.0 + d) for d in (step, 0.0, -step))
    variance = e.p @ e.energies**2 - e.mean_energy**2
    assert (hot.mean_energy - cold.mean_energy) / (2 * step) == pytest.approx(variance, rel=1e-6)


def test_the_probability_of_a_unit_is_the_slope_of_the_free_energy():
    d, step = machine(6), 1e-5
    off, none = np.zeros(6, np.int8), np.zeros(6, bool)
    bump = np.zeros(6)
    bump[2] = step
    up, down = (
        Exact.of(Dense(d.couplings, d.biases + s, 0), off, none, 1.0) for s in (bump, -bump)
    )
    slope = -(up.free_energy - down.free_energy) / (2 * step)
    assert Exact.of(d, off, none, 1.0).means()[2] == pytest.approx(slope, rel=1e-8)


def test_spins_and_bits_of_the_same_machine_have_the_same_distribution():
    """s = 2b − 1 turns W, b of spins into 4W, 2b − 2 Σ_j w_ij of bits, but for a constant."""
    spins = machine(6, -1)
    bits = Dense(4 * spins.couplings, 2 * spins.biases - 2 * spins.couplings.sum(1), 0)
    none = np.zeros(6, bool)
    of_spins = Exact.of(spins, np.full(6, -1, np.int8), none, 0.7)
    of_bits = Exact.of(bits, np.zeros(6, np.int8), none, 0.7)
    assert np.allclose(of_spins.p, of_bits.p, rtol=1e-9)


@pytest.mark.parametrize("n", [4, 9, 12])
def test_few_and_many_units_are_listed_by_different_ways_to_the_same_sums(n):
    e = exact(n, 0, 1.0)
    states = bits_of(np.arange(2**n), n).astype(float)
    assert np.allclose(e.pairs(), (states * e.p[:, None]).T @ states, atol=1e-12)
    d = e.machine
    direct = -0.5 * ((states @ d.couplings) * states).sum(1) - states @ d.biases
    assert np.allclose(e.energies, direct, atol=1e-10)


# ---- samples ----


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis", "replica-exchange"])
def test_the_divergence_of_samples_falls_as_one_over_their_number(sampler):
    """Of M independent samples of S states the expectation is (S − 1)/2M."""
    model = Boltzmann(1, BoltzmannParameters(visible=3, hidden=2, sampler=sampler))
    for k, text in enumerate(("0,3:1", "1,3:-1", "2,4:1", "3,4:0.5")):
        model.act(f"edge={text}"), model.act(f"bias={k}:-0.3")
    found = []
    for sweeps in (200, 2_000, 20_000, 200_000):
        model.advance(5 * sweeps - model.step)
        found.append(model.kl_exact())
    assert found == sorted(found, reverse=True)
    assert found[-1] < 10 * 31 / (2 * model.state.counts.sum())


def test_chains_that_exchange_cross_a_barrier_that_one_chain_does_not():
    rare = {}
    for sampler in ("gibbs", "replica-exchange"):
        model = Boltzmann(1, BoltzmannParameters(
            network="lattice", side=4, temperature=0.9, sampler=sampler, chains=6,
            temperature_start=5.0,
        ))  # fmt: skip
        turns, last = 0, 1
        for _ in range(1500):
            model.advance(16)
            sign = int(np.sign(model.state.units[0].sum(dtype=int)))
            turns, last = turns + (sign == -last), sign or last
        rare[sampler] = turns
    assert rare["replica-exchange"] > 50 > 10 * rare["gibbs"]


# ---- learning ----


def learned(cycles: int, **given) -> Boltzmann:
    values = {"statistics": "exact", "learning_rate": 1.0, "initial_weights": 0.5, **given}
    model = Boltzmann(2, BoltzmannParameters(**values))
    for _ in range(cycles):
        model.advance(model.steps_to("cycle"))
    return model


def test_exact_learning_lowers_the_divergence_in_every_cycle():
    model = learned(0, data="xor", hidden=3, learning_rate=0.1)
    last = model.divergence()
    for _ in range(200):
        model.advance(model.steps_to("cycle"))
        assert model.divergence() <= last + 1e-12
        last = model.divergence()


def test_a_learned_machine_dreams_its_data():
    model = learned(2000, data="majority", visible=4, hidden=2)
    assert model.divergence() < 0.05
    model.act("set data=none")
    model.advance(6 * 20_000)
    answers = model.exact.marginal(4)
    odd = [k for k in range(16) if (bin(k >> 1).count("1") > 1) == bool(k & 1)]
    assert answers[odd].sum() > 0.95
    assert model.kl_exact() < 0.01


def test_the_change_of_a_weight_is_the_slope_of_the_divergence():
    """∂G/∂w_ij = −(p⁺_ij − p⁻_ij)/T (Ackley, Hinton and Sejnowski 1985)."""
    model = learned(5, data="xor", hidden=2, temperature=1.5)
    positive, negative = model.statistics("exact")
    weights, step = model.state.weights.copy(), 1e-5
    for i, j in ((0, 1), (0, 3), (3, 4)):
        found = []
        for sign in (1, -1):
            w = weights.copy()
            w[i, j] = w[j, i] = weights[i, j] + sign * step
            model.act(f"edge={i},{j}:{float(w[i, j])!r}")
            found.append(model.divergence())
        model.act(f"edge={i},{j}:{float(weights[i, j])!r}")
        slope = (found[0] - found[1]) / (2 * step)
        assert slope == pytest.approx(-(positive[i, j] - negative[i, j]) / 1.5, abs=1e-8)


def test_sampled_statistics_are_those_of_all_states():
    model = learned(
        1, data="xor", hidden=2, statistics="sampled", chains=64, sweeps=30, collect=400
    )
    s, begun = model.state, Boltzmann(2, model.parameters)  # before the weights changed
    positive, negative = begun.statistics("exact")
    assert np.abs(s.positive - positive).max() < 0.02
    assert np.abs(s.negative - negative).max() < 0.02


# ---- glasses and problems ----


def test_annealing_finds_an_energy_of_a_glass_within_5_per_cent_of_parisis():
    """At N = 200 the lowest energy is −0.7632 + 0.70 N^(−2/3) per spin (Boettcher 2005)."""
    found = []
    for seed in range(4):
        model = Boltzmann(seed, BoltzmannParameters(
            network="spin-glass", units=200, chains=2, schedule="geometric", sweeps=600,
            temperature_start=1.5, temperature_end=0.05,
        ))  # fmt: skip
        model.advance(model.steps_to("anneal"))
        found.append(model.best_energy() / 200)
    finite = PARISI + 0.70 * 200 ** (-2 / 3)
    assert np.mean(found) == pytest.approx(finite, rel=0.05)
    assert np.mean(found) == pytest.approx(PARISI, rel=0.08)


@pytest.mark.parametrize("schedule", ["linear", "geometric", "logarithmic", "adaptive", "drawn"])
def test_annealing_ends_lower_than_a_quench(schedule):
    energies = {}
    for name, given in {
        "quench": {"temperature": 0.0}, "anneal": {"schedule": schedule},
    }.items():  # fmt: skip
        model = Boltzmann(5, BoltzmannParameters(
            network="spin-glass", units=150, chains=6, sweeps=200, temperature_start=2.0,
            temperature_end=0.05, **given,
        ))  # fmt: skip
        model.act("bend=0,2;1,0.05")
        model.advance(150 * 200)
        energies[name] = model.state.energies.mean()
    assert energies["anneal"] < energies["quench"]


@pytest.mark.parametrize(("problem", "share"), [("max-cut", 1e-9), ("partition", 1e-5)])
def test_annealing_solves_a_small_problem(problem, share):
    """The best divisions of numbers differ by less than any temperature can tell."""
    model = Boltzmann(1, BoltzmannParameters(
        network="problem", problem=problem, units=14, chains=8, schedule="geometric", sweeps=300,
    ))  # fmt: skip
    model.advance(model.steps_to("anneal"))
    assert model.best_energy() == pytest.approx(model.exact.lowest, rel=share)
