"""Whatever a person does, in whatever order: nothing false, nothing infinite, the same bits again.

Each example is one walk over parameters, actions and steps, on two runs: one goes in one piece, the
other is cut, rewound, saved and opened on the way.
"""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.core.run import Run, replay
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_state import BoltzmannParameters
from tests.helpers import bits
from tests.models.test_hopfield_any_order import done, there_and_back
from tests.models.walks import settings_of

FEW = {  # of what would take long
    "visible": [1, 2, 3, 5], "hidden": [0, 1, 4], "units": [2, 5, 12], "side": [4, 6],
    "chains": [1, 2, 5], "sweeps": [1, 2, 11, 30], "collect": [1, 3], "batch": [1, 3, 20],
}  # fmt: skip
NETWORKS = [c.id for c in BoltzmannParameters.spec("network").choices]
DATA = [c.id for c in BoltzmannParameters.spec("data").choices]
DEEDS = [
    "clamp=0:1", "clamp=1:0", "clamp=2:-1", "clamp=v1:1", "unclamp", "unclamp=1", "paint=0,0;3,3",
    "paint=1,1;value=-1", "pin=0,0;2,2", "pin=1,1;tool=fill", "unpin", "unpin=1,1", "randomize",
    "corrupt=0.25", "corrupt=1", "reheat", "bend=0,2;0.5,0;1,1", "edge=0,1:2", "edge=1,2:-1.5",
    "bias=0:-1", "pattern=10", "pattern=011", "pattern=0:110", "forget-pattern=0", "reset",
    "new-seed=7", "undo", "redo", "undo", "preset=worked-example",
]  # fmt: skip

settings_made = settings_of(BoltzmannParameters, FEW)
steps = st.sampled_from([1, 2, 7, 16, 40, 100, 333])
moves = st.lists(
    st.one_of(steps, settings_made, settings_made, st.sampled_from(DEEDS)), min_size=5, max_size=25
)


def look(model: Boltzmann) -> None:
    """Assert all that must hold at any place."""
    for name, holds in model.invariants().items():
        assert holds is not False, name
    for name, value in model.readouts().items():
        entries = value if isinstance(value, list) else [value]
        assert all(np.isfinite(v) for v in entries if isinstance(v, float)), name
    snapshot, s, p = model.snapshot(), model.state, model.parameters
    assert np.isfinite(snapshot.curve).all()
    assert np.isfinite(snapshot.past).all()
    assert np.isin(s.units, (p.low, 1)).all()
    assert s.best_energy[0] == pytest.approx(model.machine.energy_of(s.best), abs=1e-6)
    if s.counts.size:
        assert s.counts.sum() == snapshot.counted
    for grain in ("unit", "sweep", "anneal"):
        assert model.steps_to(grain) >= 1
        assert 0 <= model.step_before(grain) <= model.step


@settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    network=st.sampled_from(NETWORKS), data=st.sampled_from(DATA), moves=moves,
    seed=st.integers(0, 9),
)  # fmt: skip
def test_any_walk_keeps_what_must_hold_and_gives_the_same_bits(
    tmp_path, network, data, moves, seed
):
    dice = random.Random(seed)
    start = BoltzmannParameters(network=network, data=data, side=4, units=6, chains=3, sweeps=5)
    whole, cut = Run(Boltzmann(seed, start)), Run(Boltzmann(seed, start))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for move in moves:
            assert done(whole, move, None) == done(cut, move, dice)
            cut = there_and_back(cut, tmp_path / "walk.reverie", dice)
            look(whole.model)
            assert bits(whole.model) == bits(cut.model)
        fresh = Boltzmann(seed, start)
        replay(fresh, whole.entries, whole.model.step)
    assert bits(fresh) == bits(whole.model)
