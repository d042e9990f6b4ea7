"""The samples of the welcome page are what the models come to, not drawings."""

import numpy as np
import pytest

from simulator import samples
from simulator.panels import CATALOGUE


def test_there_is_one_sample_of_each_model():
    assert set(samples.read()) - {"about"} == set(CATALOGUE) == set(samples.MADE)


@pytest.mark.parametrize("model", ["hopfield", "boltzmann"])
def test_states_of_units_are_made_again_bit_for_bit(model):
    assert (samples.MADE[model]() == samples.read()[model]).all()


def test_a_trained_machine_writes_and_reads_where_the_sample_shows():
    made, shown = samples.written_and_read(), samples.read()["ntm"]
    assert np.allclose(made, shown, atol=0.05)
    assert (np.diff(shown[:20].argmax(axis=1)) == 1).all()  # slot by slot


def test_dreams_are_of_digits():
    assert samples.dreamt_digits().shape == samples.read()["rbm"].shape
    assert 0.05 < samples.read()["rbm"].mean() / 255 < 0.5


def test_the_fakes_have_found_the_whole_ring():
    points = samples.read()["gan"]
    near = np.abs(np.hypot(*points.T) - 1) < 0.15
    sectors = np.round(np.arctan2(points[:, 1], points[:, 0])[near] / (np.pi / 4)) % 8
    assert set(sectors) == set(range(8))
