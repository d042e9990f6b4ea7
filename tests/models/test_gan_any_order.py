"""Whatever a person does, in whatever order: nothing false, nothing infinite, the same bits again.

Each example is one walk over parameters, actions and steps, on two runs: one goes in one piece, the
other is cut, rewound, saved and opened on the way.
"""

import random

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.core.run import Run, replay
from simulator.models.gan import Gan
from simulator.models.gan_state import GanParameters
from tests.helpers import bits
from tests.models.gan_games import GAMES, look
from tests.models.test_hopfield_any_order import done, there_and_back
from tests.models.walks import settings_of

FEW = {  # of what would take long
    "world": ["gaussian", "ring", "moons", "drawn", "digits", "idx"], "side": [8, 9],
    "examples": [100, 120], "layers_g": ["0", "3", "4,2", "1,1,1,1,1"],
    "layers_d": ["0", "5", "3,4", "2,2,2"], "noise_dimensions": [1, 2, 3],
    "batch_size": [1, 7, 40, 300], "k_d": [0, 1, 2, 5], "k_g": [0, 1, 3], "unrolled": [0, 1, 3],
    "rate_d": [1e-5, 0.001, 0.1, 10.0], "rate_g": [1e-5, 0.001, 0.1, 10.0],
}  # fmt: skip
DEEDS = [
    "world=3,3;30,20;size=2", "world=10,35", "world=3,3;value=-1", "world=0,0;tool=fill", "wipe",
    "interpolate=5", "interpolate", "interpolate=0", "interpolate=1", "reset", "new-seed=7", "undo",
    "redo", "undo", "undo",
]  # fmt: skip

settings_made = settings_of(GanParameters, FEW)
steps = st.sampled_from([1, 2, 3, 7, 16, 40, 100])
moves = st.lists(
    st.one_of(steps, steps, settings_made, settings_made, st.sampled_from(DEEDS)),
    min_size=5, max_size=25,
)  # fmt: skip


def look_anywhere(model: Gan) -> None:
    look(model)
    s, p = model.state, model.parameters
    assert model.steps_to("hundred") >= model.steps_to("iteration") >= model.steps_to("phase")
    assert bool(s.average.size) == bool(p.averaging)
    assert bool(len(s.old)) == bool(p.replay)
    for array in (s.params_d, s.params_g, s.second_d, s.second_g):
        assert np.isfinite(array).all()
    assert s.updates_d <= s.step
    Gan.checked(s.arrays(), p)


@settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(kind=st.sampled_from(list(GAMES)), moves=moves, seed=st.integers(0, 9))
def test_any_walk_keeps_what_must_hold_and_gives_the_same_bits(tmp_path, kind, moves, seed):
    dice = random.Random(seed)
    start = GanParameters(**GAMES[kind])
    whole, cut = Run(Gan(seed, start)), Run(Gan(seed, start))
    for move in moves:
        refused = done(whole, move, None)
        assert refused == done(cut, move, dice)
        cut = there_and_back(cut, tmp_path / "walk.reverie", dice)
        look_anywhere(whole.model)
        assert bits(whole.model) == bits(cut.model)
    fresh = Gan(seed, start)
    replay(fresh, whole.entries, whole.model.step)
    assert bits(fresh) == bits(whole.model)
