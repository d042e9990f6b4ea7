"""Ten grey pictures at any side from 16 to 1024, painted by rule: nothing is read from a file."""

import numpy as np

from simulator.core import scenes_faces, scenes_land, scenes_sea, scenes_things
from simulator.core.canvas import Canvas

MIN_SIDE, MAX_SIDE = 16, 1024
FINE = 256  # smaller pictures are painted at this many pixels or more, and averaged

SCENES = {
    "peaks": scenes_land.peaks,
    "lady": scenes_faces.lady,
    "ship": scenes_sea.ship,
    "galaxy": scenes_things.galaxy,
    "cat": scenes_faces.cat,
    "coast": scenes_sea.coast,
    "rose": scenes_things.rose,
    "city": scenes_land.city,
    "planet": scenes_things.planet,
    "tree": scenes_land.tree,
}


def names() -> tuple[str, ...]:
    """The titles of the scenes, short enough for a card."""
    return tuple(SCENES)


def grey(name: str, side: int) -> np.ndarray:
    """Return a scene as (side, side) uint8, 0 black and 255 white; raises ValueError."""
    if name not in SCENES:
        raise ValueError(f"No scene {name!r}; the scenes are {', '.join(SCENES)}.")
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise ValueError(f"A side of {side} pixels was asked for; {MIN_SIDE} to {MAX_SIDE} work.")
    finer = -(-FINE // side)
    canvas = Canvas(side * finer)
    with np.errstate(under="ignore"):  # the far ends of a glow
        SCENES[name](canvas)
    tone = canvas.tone.reshape(side, finer, side, finer).mean(axis=(1, 3))
    return np.rint(np.clip(tone, 0, 1) * 255).astype(np.uint8)
