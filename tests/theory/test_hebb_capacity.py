"""How many memories a network of finite size holds, against the theory of infinitely many units."""

import numpy as np
import pytest

from simulator.core import job
from simulator.models.hopfield import Hopfield


def crossing(text, **parameters):
    """The loading K/N at which half of the memories are recalled."""
    model = Hopfield(1)
    for name, value in parameters.items():
        model.set(name, value)
    columns = job.finish(job.begin(model, f"capacity={text}")).columns
    shares, loadings = np.array(columns["recalled"]), np.array(columns["loading"])
    last = int(np.flatnonzero(shares >= 0.5)[-1])
    drop = (shares[last] - 0.5) / (shares[last] - shares[last + 1])
    return loadings[last] + drop * (loadings[last + 1] - loadings[last])


def test_hebb_fails_above_the_critical_loading_of_infinitely_many_units():
    """Amit, Gutfreund, Sompolinsky (1985): 0.138; 250 units are measured to reach 0.190."""
    text = "sizes=250;trials=100;points=9;loading_from=0.12;loading_to=0.28"
    assert crossing(text, rule="hebb") == pytest.approx(0.19, abs=0.015)


def test_larger_hebb_networks_come_closer_to_it():
    text = "trials=60;points=7;loading_from=0.12;loading_to=0.24"
    small, large = (crossing(f"{text};sizes={n}", rule="hebb") for n in (250, 1000))
    assert 0.138 < large < small - 0.01


def test_the_projection_rule_keeps_nearly_as_many_memories_as_units():
    """Personnaz, Guyon, Dreyfus (1985); with K = N and no own connections every field is 0."""
    text = "sizes=100;trials=20;points=8;loading_from=0.92;loading_to=1.06"
    assert crossing(text, rule="pseudo-inverse") == pytest.approx(1.0, abs=0.05)


def test_a_cubic_energy_holds_about_a_tenth_of_n_squared():
    """Krotov, Hopfield (2016): K grows as N²; for 50 units it is measured to be 0.095 N²."""
    text = "sizes=50;trials=60;points=9;loading_from=1;loading_to=9"
    assert crossing(text, rule="dense", degree=3) * 50 / 50**2 == pytest.approx(0.095, abs=0.02)
