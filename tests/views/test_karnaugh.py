"""States are numbered with unit 0 highest, and neighbours on the sheet differ in one unit."""

import numpy as np
import pytest

from simulator.views.karnaugh import place_of, shape_of, sheet, state_bits, state_number


def test_unit_0_is_the_highest_bit():
    assert state_bits(4, 3).tolist() == [1, -1, -1]
    assert state_number(np.array([1, -1, -1])) == 4


@pytest.mark.parametrize("bits", [1, 2, 3, 7, 16])
def test_a_number_and_its_units_are_one_state(bits):
    for number in {0, 1, (1 << bits) - 1, (1 << bits) // 3}:
        assert state_number(state_bits(number, bits)) == number


@pytest.mark.parametrize("bits", range(1, 11))
def test_every_state_has_one_place(bits):
    states = sheet(bits)
    assert states.shape == shape_of(bits)
    assert sorted(states.ravel().tolist()) == list(range(1 << bits))
    assert all(states[place_of(s, bits)] == s for s in range(1 << bits))


@pytest.mark.parametrize("bits", [1, 4, 7, 8])
def test_neighbours_differ_in_one_unit_round_the_edges_too(bits):
    states = sheet(bits)
    for axis in (0, 1):
        if states.shape[axis] > 1:
            differ = states ^ np.roll(states, 1, axis)
            assert {int(d).bit_count() for d in differ.ravel()} == {1}


def test_the_first_half_of_the_units_chooses_the_row():
    states = sheet(5)
    assert len({int(s) >> 3 for s in states[2]}) == 1
    assert len({int(s) & 7 for s in states[:, 5]}) == 1
