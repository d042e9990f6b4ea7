"""How a temperature falls with the sweeps."""

import math

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.models import boltzmann_schedules as schedules

POINTS = np.array([[0.0, 2.0], [0.5, 1.0], [1.0, 0.1]])
FALLING = ("linear", "geometric", "logarithmic", "drawn")


def of(kind, ages, start=2.0, end=0.1, sweeps=100):
    return schedules.temperatures(kind, np.asarray(ages), sweeps, start, end, 0.7, POINTS)


@pytest.mark.parametrize("kind", FALLING)
def test_a_schedule_goes_from_its_first_to_its_final_temperature(kind):
    assert of(kind, [0, 100]) == pytest.approx([2.0, 0.1], rel=1e-12)


@pytest.mark.parametrize("kind", FALLING)
def test_a_schedule_falls_all_the_time(kind):
    assert (np.diff(of(kind, np.arange(101))) < 0).all()


@pytest.mark.parametrize("kind", FALLING)
def test_beyond_its_length_the_end_holds(kind):
    assert (of(kind, [100, 101, 10**6]) == of(kind, [100])).all()


def test_a_linear_schedule_is_half_way_in_the_middle():
    assert of("linear", [50]) == pytest.approx([1.05])


def test_a_geometric_schedule_multiplies_by_the_same_factor():
    t = of("geometric", np.arange(101))
    assert t[1:] / t[:-1] == pytest.approx(np.full(100, 0.05**0.01))


def test_a_logarithmic_schedule_is_that_of_geman_and_geman():
    a = (2.0 / 0.1 - 1.0) / np.log(101.0)
    assert of("logarithmic", [7]) == pytest.approx([2.0 / (1.0 + a * np.log(8.0))])


def test_a_drawn_schedule_is_straight_between_its_points():
    assert of("drawn", [25, 50, 75]) == pytest.approx([1.5, 1.0, 0.55])


def test_a_constant_temperature_stays():
    assert (of("constant", [0, 3, 1000]) == 0.7).all()


@pytest.mark.parametrize("kind", ["geometric", "logarithmic"])
def test_an_end_of_zero_counts_as_a_thousandth_of_the_start(kind):
    assert of(kind, [100], end=0.0) == pytest.approx([0.002])


def test_a_linear_schedule_comes_to_zero():
    assert of("linear", [100], end=0.0) == [0.0]


@pytest.mark.parametrize("kind", [*FALLING, "constant"])
def test_one_age_and_many_give_the_same_bits(kind):
    ages = [0, 1, 37, 99, 100, 250]
    one = [schedules.temperature_at(kind, a, 100, 2.0, 0.1, 0.7, POINTS) for a in ages]
    assert one == of(kind, ages).tolist()


@pytest.mark.parametrize("kind", [*FALLING, "constant"])
def test_a_schedule_of_one_sweep_is_finite(kind):
    assert np.isfinite(of(kind, [0, 1, 2], sweeps=1)).all()


def test_a_schedule_that_follows_from_energies_has_no_temperature_of_an_age():
    with pytest.raises(ValueError, match="no schedule 'adaptive'"):
        of("adaptive", [0])


def test_an_adaptive_step_lowers_the_mean_energy_by_its_rate_of_spreads():
    # d⟨E⟩/dT = σ²/T², so ΔT = −rate T²/σ lowers ⟨E⟩ by rate·σ
    cooler = schedules.next_temperature(1.0, 50.0, 0.01)
    assert (1.0 - cooler) * 50.0**2 == pytest.approx(0.01 * 50.0, rel=1e-3)


def test_an_adaptive_step_is_smaller_where_the_energy_fluctuates_more():
    assert schedules.next_temperature(1.0, 5.0, 0.5) > schedules.next_temperature(1.0, 2.0, 0.5)


@pytest.mark.parametrize("spread", [0.0, 1e-9])
def test_an_adaptive_step_leaves_at_least_half(spread):
    assert schedules.next_temperature(2.0, spread, 1.0) == 1.0


def test_an_adaptive_step_never_heats():
    assert schedules.next_temperature(2.0, 1.0, -1.0) == 2.0


def test_drawn_points_are_read():
    assert np.array_equal(schedules.checked_points(" 0, 2; 0.5,1 ;1,0.1; "), POINTS)


def test_drawn_points_come_back_to_the_bit():
    points = np.array([[0.0, 1 / 3], [0.1 + 0.2, np.pi], [1.0, 0.0]])
    assert np.array_equal(schedules.checked_points(schedules.written_points(points)), points)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no point of a schedule"),
        ("0,2;hot;1,1", "'hot' is no point"),
        ("0,2;1", "write the share of the schedule and the temperature"),
        ("0,2;0.5,nan;1,1", "is no point"),
        ("0,2", "1 points was given; allowed: 2 to 32"),
        (";".join(f"{k / 32},1" for k in range(33)), "33 points"),
        ("0.1,2;1,1", "must rise from 0 to 1"),
        ("0,2;0.9,1", "must rise from 0 to 1"),
        ("0,2;0.5,1;0.5,0.5;1,0", "must rise from 0 to 1"),
        ("0,-1;1,1", "temperature of -1 was given; allowed: 0 to 100"),
        ("0,101;1,1", "temperature of 101"),
    ],
)
def test_points_that_are_no_schedule_are_refused_in_words(text, words):
    with pytest.raises(InputError, match=words):
        schedules.checked_points(text)


@pytest.mark.parametrize(("spread", "times"), [(0.0, 2.0), (1e9, 0.1)])
def test_an_adaptive_schedule_keeps_near_the_pace_of_a_geometric_one(spread, times):
    pace = math.log(10.0) * schedules.BLOCK / 100
    got = schedules.adapted(1.0, spread, 50, 100, 1.0, 0.1)
    assert got == pytest.approx(max(math.exp(-times * pace), 0.5))


def test_an_adaptive_schedule_ends_at_its_end():
    assert schedules.adapted(0.1001, 1.0, 50, 100, 1.0, 0.1) == 0.1
