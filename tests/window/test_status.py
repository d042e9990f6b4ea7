"""The status bar says how fast a run goes, in words."""

import pytest

from simulator.models import CATALOGUE, model_class
from simulator.window.status import plural

ODD = {"batch": "batches"}


@pytest.mark.parametrize("name", CATALOGUE)
def test_grains_have_their_plural(name):
    for grain in model_class(name).grains:
        if not grain.label.endswith("s"):
            assert plural(grain.label) == ODD.get(grain.label, f"{grain.label}s")


def test_many_are_many_already():
    assert plural("100 iterations") == "100 iterations"
