"""The exactly solved Ising lattice: known values, limits, derivatives, all states of 4 × 4."""

import numpy as np
import pytest

from simulator.models.boltzmann_onsager import (
    CRITICAL,
    energy_per_spin,
    kaufman_energy,
    kaufman_log_z,
    magnetization,
    specific_heat,
)

TEMPERATURES = np.array([0.5, 1.0, 1.5, 2.0, 2.2, 2.35, 3.0, 5.0, 20.0])


def all_sums(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """B and M of every state of a small lattice whose edges meet."""
    bits = np.arange(2 ** (rows * columns))[:, None] >> np.arange(rows * columns) & 1
    s = (2 * bits - 1).reshape(-1, rows, columns)
    tied = (s * np.roll(s, -1, 1) + s * np.roll(s, -1, 2)).sum((1, 2))
    return tied, s.sum((1, 2))


def test_the_critical_temperature():
    assert pytest.approx(2.269185314213022, abs=1e-14) == CRITICAL
    assert np.sinh(2 / CRITICAL) == pytest.approx(1, abs=1e-14)


def test_the_energy_at_the_critical_temperature_is_minus_root_2():
    assert energy_per_spin(CRITICAL) == pytest.approx(-np.sqrt(2), abs=1e-12)


def integrated(temperature: float) -> float:
    """e by Onsager's double integral of ln Z, differentiated under the integral, on a grid."""
    angle = 2 * np.pi * np.arange(600) / 600
    both = np.cos(angle)[:, None] + np.cos(angle)
    C, S = np.cosh(2 / temperature), np.sinh(2 / temperature)
    return -0.5 * float(np.mean((4 * C * S - 2 * C * both) / (C * C - S * both)))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0, 2.15, 2.4, 3.0, 10.0])
def test_the_energy_is_that_of_the_double_integral(temperature):
    assert energy_per_spin(temperature) == pytest.approx(integrated(temperature), abs=1e-12)


def test_the_energy_at_temperature_0_is_that_of_all_bonds():
    assert energy_per_spin(0.0) == -2


def test_the_energy_of_a_hot_lattice_is_that_of_bonds_alone():
    """The series −2 tanh K − 4 tanh³ K …"""
    t = np.tanh(1 / 50)
    assert energy_per_spin(50.0) == pytest.approx(-2 * t - 4 * t**3, abs=1e-7)


def test_a_cold_lattice_has_single_spins_turned():
    """One turned spin costs 8: e = −2 + 8 exp(−8/T), m = 1 − 2 exp(−8/T)."""
    x = np.exp(-8 / 0.8)
    assert energy_per_spin(0.8) == pytest.approx(-2 + 8 * x, abs=30 * np.exp(-12 / 0.8))
    assert magnetization(0.8) == pytest.approx(1 - 2 * x, abs=30 * np.exp(-12 / 0.8))


def test_the_specific_heat_is_the_slope_of_the_energy():
    step = 1e-5
    slope = energy_per_spin(TEMPERATURES + step) - energy_per_spin(TEMPERATURES - step)
    assert specific_heat(TEMPERATURES) == pytest.approx(slope / (2 * step), abs=1e-7)


def test_at_the_critical_temperature_only_the_specific_heat_diverges():
    assert specific_heat(CRITICAL) > 15  # a logarithm: 0.495 ln(1/|1 − T/T_C|)
    assert np.isfinite(specific_heat(CRITICAL))
    assert magnetization(CRITICAL) < 0.02
    assert (magnetization(np.array([2.2692, 3.0, 100.0])) == 0).all()


def test_the_magnetization_has_the_exponent_of_yang():
    near = CRITICAL * (1 - np.array([1e-4, 1e-6]))
    assert np.diff(np.log(magnetization(near)))[0] / np.log(1e-2) == pytest.approx(1 / 8, abs=1e-4)


@pytest.mark.parametrize(("rows", "columns"), [(4, 4), (4, 2), (3, 4), (2, 4)])
def test_the_sum_over_all_states_is_that_of_a_small_lattice(rows, columns):
    tied, _ = all_sums(rows, columns)
    for temperature in (*TEMPERATURES, CRITICAL):
        top = tied.max() / temperature
        weights = np.exp(tied / temperature - top)
        log_z, energy = top + np.log(weights.sum()), -(weights @ tied) / weights.sum()
        assert kaufman_log_z(rows, columns, temperature) == pytest.approx(log_z, abs=1e-10)
        found = kaufman_energy(rows, columns, temperature)
        assert found == pytest.approx(energy / (rows * columns), abs=1e-11)


def test_rows_and_columns_may_be_exchanged():
    wide, high = kaufman_log_z(8, 24, TEMPERATURES), kaufman_log_z(24, 8, TEMPERATURES)
    assert wide == pytest.approx(high, rel=1e-13)


def test_a_large_lattice_has_the_energy_of_the_infinite_one():
    away = np.abs(TEMPERATURES - CRITICAL) > 0.2
    found = kaufman_energy(128, 128, TEMPERATURES[away])
    assert found == pytest.approx(energy_per_spin(TEMPERATURES[away]), abs=1e-9)


def test_values_have_the_shape_of_the_temperatures():
    grid = np.full((2, 3), 2.0)
    for values in (energy_per_spin, specific_heat, magnetization):
        assert values(grid).shape == (2, 3)
    assert kaufman_energy(16, 16, grid).shape == (2, 3)
    assert kaufman_log_z(16, 16, 0.02).shape == ()
