"""Whatever a person does, in whatever order: nothing false, nothing infinite, the same bits again.

Each example is one walk over parameters, actions and steps, on two runs: one goes in one piece, the
other is cut, rewound, saved and opened on the way.
"""

import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.core import document
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_patterns import SETS
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters
from tests.helpers import bits
from tests.models.walks import settings_of

FEW = {"side": [2, 3, 4, 6], "unlearning_steps": [0, 1, 5, 30]}  # of what would take long
DEEDS = [
    "store", "store=preset:random", "store=preset:random", "forget=0", "forget=2", "rename=0:x",
    "probe=0", "probe=1", "probe=0+1", "corrupt=0.25", "corrupt=1", "mask=left", "mask=1",
    "draw=0,0;1,1", "clear", "invert", "mirror=vertical", "shift=1,1", "randomize", "reset",
    "new-seed=7", "undo", "redo", "preset=worked-example", "preset=random",
]  # fmt: skip

settings_made = settings_of(HopfieldParameters, FEW)
sets_stored = st.sampled_from(list(SETS)).map(lambda name: f"store=preset:{name}")
steps = st.sampled_from([1, 2, 7, 16, 40, 100])
moves = st.lists(
    st.one_of(steps, settings_made, settings_made, st.sampled_from(DEEDS), sets_stored),
    min_size=5, max_size=25,
)  # fmt: skip


def done(run: Run, move: int | str, dice: random.Random | None) -> str:
    """Make a move, in pieces if there are dice; return what was refused."""
    try:
        if move in ("undo", "redo"):
            getattr(run, move)()
        elif isinstance(move, str):
            run.do(move)
        else:
            while move > 0:
                count = min(move, dice.choice([1, 2, 5, 100]) if dice else move)
                run.advance(count)
                move -= count
    except InputError as error:
        return str(error)
    return ""


def there_and_back(run: Run, file: Path, dice: random.Random) -> Run:
    """Rewind and return, or save and open, or neither."""
    turn = dice.randrange(8)
    if turn == 0:
        here = run.model.step
        run.seek(here // 2)
        run.seek(here)
    elif turn == 1:
        document.save(file, run)
        return document.load(file, model_class)
    return run


def look(model: Hopfield) -> None:
    """Assert all that must hold at any place."""
    assert False not in model.invariants().values()
    for name, value in model.readouts().items():
        entries = value if isinstance(value, list) else [value]
        assert all(math.isfinite(v) for v in entries if isinstance(v, float)), name
    snapshot = model.snapshot()
    if snapshot.names:
        felt = model.network.felt(model.state.units)
        assert snapshot.explain(1).field == pytest.approx(felt[1], rel=1e-6, abs=1e-6)


@settings(
    max_examples=30, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(rule=st.sampled_from(list(RULES)), moves=moves, seed=st.integers(0, 9))
def test_any_walk_keeps_what_must_hold_and_gives_the_same_bits(tmp_path, rule, moves, seed):
    dice = random.Random(seed)
    start = HopfieldParameters(side=4, rule=rule, unlearning_steps=5)
    whole, cut = Run(Hopfield(seed, start)), Run(Hopfield(seed, start))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for move in ["store=preset:random", *moves]:
            assert done(whole, move, None) == done(cut, move, dice)
            cut = there_and_back(cut, tmp_path / "walk.reverie", dice)
            look(whole.model)
            assert bits(whole.model) == bits(cut.model)
