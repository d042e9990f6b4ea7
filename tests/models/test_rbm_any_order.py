"""Whatever a person does, in whatever order: nothing false, nothing infinite, the same bits again.

Each example is one walk over parameters, actions and steps, on two runs: one goes in one piece, the
other is cut, rewound, saved and opened on the way.
"""

import random

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.core.run import Run, replay
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters
from tests.helpers import bits
from tests.models.test_hopfield_any_order import done, there_and_back
from tests.models.test_rbm import look
from tests.models.walks import settings_of

FEW = {  # of what would take long
    "data": ["strokes", "bars-and-stripes", "patches", "drawn"], "side": [4, 5, 8],
    "examples": [100, 120], "hidden": [4, 6], "k": [1, 2, 5], "chains": [1, 5, 30],
    "temperatures": [2, 4], "batch_size": [1, 7, 100, 1000], "fantasy_period": [1, 3],
    "schedule_epochs": [1, 2, 50],
}  # fmt: skip
DATA = FEW["data"]
LEARNING = [c.id for c in RbmParameters.spec("learning").choices]
DEEDS = [
    "clamp=0,0;3,3", "clamp=1,1;value=-1", "clamp=0,2;tool=fill", "unclamp", "unclamp=0,0;1,1",
    "show=0", "show=3", "cover=left", "cover=none", "reconstruct", "denoise=0.3", "denoise=1",
    "dream", "dream=1", "reseed_fantasies", "add", "add=1", "add=2", "forget_example=0", "reset",
    "new-seed=7", "undo", "redo", "undo",
]  # fmt: skip

settings_made = settings_of(RbmParameters, FEW)
steps = st.sampled_from([1, 2, 3, 7, 16, 40, 100])
moves = st.lists(
    st.one_of(steps, steps, settings_made, settings_made, st.sampled_from(DEEDS)),
    min_size=5, max_size=25,
)  # fmt: skip


def look_anywhere(model: Rbm) -> None:
    look(model)
    s, p = model.state, model.parameters
    assert s.phase == s.step % 3
    assert s.rows == len(s.visible)
    assert model.pace("epoch") >= 3
    for grain in ("phase", "batch", "epoch"):
        assert 0 <= model.step_before(grain) <= model.step
    if not p.is_gaussian:
        assert np.isin(s.fantasies[:, : p.pixels], (0, 1)).all() or s.made_fantasies.size
    Rbm.checked(s.arrays(), p)


@settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    data=st.sampled_from(DATA), learning=st.sampled_from(LEARNING), moves=moves,
    seed=st.integers(0, 9),
)  # fmt: skip
def test_any_walk_keeps_what_must_hold_and_gives_the_same_bits(
    tmp_path, data, learning, moves, seed
):
    dice = random.Random(seed)
    kind = "gaussian" if data == "patches" else "bernoulli"
    start = RbmParameters(data=data, learning=learning, visible_type=kind, side=4, hidden=5,
                          examples=100, chains=5, temperatures=2, batch_size=20)  # fmt: skip
    whole, cut = Run(Rbm(seed, start)), Run(Rbm(seed, start))
    for move in moves:
        refused = done(whole, move, None)
        assert refused == done(cut, move, dice)
        cut = there_and_back(cut, tmp_path / "walk.reverie", dice)
        look_anywhere(whole.model)
        assert bits(whole.model) == bits(cut.model)
    fresh = Rbm(seed, start)
    replay(fresh, whole.entries, whole.model.step)
    assert bits(fresh) == bits(whole.model)
