"""The colours of basins: a hue a memory, the same hue striped for its inverse, greys for the rest.

The striping is told without colour; probability is told by how much paper is stirred in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.controls import theme
from simulator.controls.maps import rgb_of

GREYS = (0.62, 0.42, 0.76, 0.52)  # how much ink is stirred into the paper, for one after another
FAINTEST = 0.18  # the colour that is left at probability 0
STRIPES, STRIPE = 5, 2  # pixels: the distance of the stripes of inverses, and their width
LIGHTER = 0.6  # paper in a stripe


@dataclass(frozen=True)
class Attractor:
    """Where states end. `kind` is "memory", "inverse", or any other word, such as "spurious"."""

    name: str
    state: int  # its number, unit 0 the highest bit
    energy: float | None
    states: float  # how many states end here; where chance decides, the expected number
    kind: str


@dataclass(frozen=True)
class Tone:
    """The look of a basin: a colour as "#rrggbb", plain or striped."""

    color: str
    is_striped: bool = False


NOWHERE = Tone("surface")  # of states that end in no attractor


def tones_of(attractors: Sequence[Attractor], bits: int) -> list[Tone]:
    """Return a tone each; an inverse has its memory's colour, found by the opposite state."""
    now, opposite = theme.current_theme(), (1 << bits) - 1
    hues = [c for c in now.categories if c not in (now.ink, now.unit_on)]
    colors: dict[int, str] = {}  # by a memory's state

    def hue(state: int) -> str:
        return colors.setdefault(state, hues[len(colors) % len(hues)])

    for one in attractors:
        if one.kind == "memory":
            hue(one.state)
    result, greys = [], 0
    for one in attractors:
        if one.kind == "memory":
            result.append(Tone(hue(one.state)))
        elif one.kind == "inverse":
            result.append(Tone(hue(one.state ^ opposite), True))
        else:
            result.append(Tone(now.mix("unit_off", "ink", GREYS[greys % len(GREYS)])))
            greys += 1
    return result


def shades(
    index: np.ndarray, probability: np.ndarray, tones: Sequence[Tone], scale: float = 1.0
) -> np.ndarray:
    """Return pixels (R, C) of 0xffRRGGBB for the attractors `index` (R, C), −1 for none.

    Stripes are laid over the pixels, `scale` device pixels a pixel, so that they go through.
    """
    now = theme.current_theme()
    rgb = np.array([rgb_of(now.color(t.color)) for t in (*tones, NOWHERE)])
    paper = np.array(rgb_of(now.unit_off))
    share = FAINTEST + (1 - FAINTEST) * np.clip(probability, 0.0, 1.0)
    striped = np.array([t.is_striped for t in (*tones, NOWHERE)])[index]
    share = np.where(striped & _stripes(index.shape, scale), share * (1 - LIGHTER), share)
    mixed = paper + (rgb[index] - paper) * share[..., None]  # (R, C, 3)
    red, green, blue = (np.rint(mixed[..., k]).astype(np.uint32) for k in range(3))
    return np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue


def _stripes(shape: tuple[int, ...], scale: float) -> np.ndarray:
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return ((rows + columns) % max(round(STRIPES * scale), 2)) < max(round(STRIPE * scale), 1)
