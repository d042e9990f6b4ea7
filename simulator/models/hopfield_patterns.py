"""Patterns a Hopfield network can store: named sets, files, and their text in a journal."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from simulator.core import glyphs, pictures, scenes
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.halftone import halftone
from simulator.models.hopfield_rules import MAX_MEMORIES

Named = tuple[str, np.ndarray]  # a name and units (N,) int8
RANDOM = 10  # patterns in the set `random`
MANY, TWICE = 0.2, 2.0  # memories for each unit: too many for Hebb's rule; for any pair of units
ROUND = "CDGOQSU"  # seven letters that are alike: an odd number, so that a majority never ties


def pattern_set(name: str, side: int, rng: np.random.Generator) -> list[Named]:
    """Return a named set at a side; raises InputError for an unknown name or an unfit side."""
    if name not in SETS:
        raise InputError(f"There is no set of patterns {shorten(name)}; allowed: {one_of(SETS)}.")
    return SETS[name](side, rng)


def _glyphs(set_name: str, count: int | None = None, only: str = "") -> Callable[..., list[Named]]:
    def make(side: int, rng: np.random.Generator) -> list[Named]:
        names = only or glyphs.names(set_name)[:count]
        return [(name, glyphs.render(set_name, name, side).ravel()) for name in names]

    return make


def _photos(side: int, rng: np.random.Generator) -> list[Named]:
    if side < scenes.MIN_SIDE:
        raise InputError(
            f"Photos need a grid side of {scenes.MIN_SIDE} or more, not {side}: "
            f"set side={scenes.MIN_SIDE} or more first."
        )
    return [(name, _photo(name, side)) for name in scenes.names()]


@lru_cache(len(scenes.SCENES))
def _photo(name: str, side: int) -> np.ndarray:
    # kept, because ten of a million units take 2 s and every replay asks again
    units = halftone(scenes.grey(name, side)).ravel()
    units.flags.writeable = False
    return units


def _random(side: int, rng: np.random.Generator) -> list[Named]:
    return _drawn(RANDOM, side, rng)


def _drawn(count: int, side: int, rng: np.random.Generator) -> list[Named]:
    values = np.array([-1, 1], np.int8)
    return [(f"R{k}", rng.choice(values, side * side)) for k in range(count)]


def _loaded(loading: float) -> Callable[..., list[Named]]:
    """Random patterns in proportion to the units."""
    largest = int((MAX_MEMORIES / loading) ** 0.5)

    def make(side: int, rng: np.random.Generator) -> list[Named]:
        count = round(loading * side * side)
        if count > MAX_MEMORIES:
            raise InputError(
                f"{loading:g} random patterns for each of {side * side} units are {count}, and at "
                f"most {MAX_MEMORIES} memories can be stored: set side={largest} or less first."
            )
        return _drawn(count, side, rng)

    return make


def _orthogonal(side: int, rng: np.random.Generator) -> list[Named]:
    """Walsh patterns: stripes, checks and their products, exactly orthogonal."""
    if side < 4 or side & (side - 1):
        raise InputError(
            f"Orthogonal patterns need a side of 4, 8, 16, … 1024, a power of 2, not {side}."
        )
    t = np.arange(side)
    wave = {p: np.where((t * p // side) % 2, 1, -1) for p in (2, 4)}
    flat = np.ones(side, int)
    pairs = {
        "halves": (flat, wave[2]),
        "stripes": (flat, wave[4]),
        "floors": (wave[2], flat),
        "shelves": (wave[4], flat),
        "quarters": (wave[2], wave[2]),
        "bricks": (wave[2], wave[4]),
        "planks": (wave[4], wave[2]),
        "checks": (wave[4], wave[4]),
    }
    return [(name, np.outer(r, c).astype(np.int8).ravel()) for name, (r, c) in pairs.items()]


def _worked_example(side: int, rng: np.random.Generator) -> list[Named]:
    if side != 2:
        raise InputError(f"The worked example has 4 units: set side=2, not {side}.")
    return [("P1", np.array([-1, -1, -1, 1], np.int8)), ("P2", np.ones(4, np.int8))]


SETS: dict[str, Callable[[int, np.random.Generator], list[Named]]] = {
    "letters": _glyphs("letters"),
    "letters-ten": _glyphs("letters", 10),
    "letter-a": _glyphs("letters", 1),
    "letters-round": _glyphs("letters", only=ROUND),
    "digits": _glyphs("digits"),
    "faces": _glyphs("faces"),
    "shapes": _glyphs("shapes"),
    "photos": _photos,
    "orthogonal": _orthogonal,
    "random": _random,
    "random-many": _loaded(MANY),
    "random-twice": _loaded(TWICE),
    "worked-example": _worked_example,
}


def read(text: str, side: int, name: str) -> tuple[np.ndarray, str]:
    """Return the units (N,) int8 and the name in `data:…` (a journal's text) or in a file."""
    if not text.startswith("data:"):
        return pictures.read_pattern(text, side).ravel(), Path(text).stem[:24] or name
    arrays, words = unpack(text[5:])
    pattern = arrays.get("pattern")
    if pattern is None or pattern.ndim != 2 or not np.isin(pattern, (-1, 0, 1)).all():
        raise InputError("The packed pattern is damaged; it can't be read.")
    return pictures.fitting(pattern, side, "The pattern").ravel(), str(words.get("name", name))[:24]


def halves(left: np.ndarray, right: np.ndarray, side: int) -> np.ndarray:
    """Return the left half of one pattern (N,) beside the right half of another."""
    both = right.reshape(side, side).copy()
    both[:, : side // 2] = left.reshape(side, side)[:, : side // 2]
    return both.ravel()


def written(pattern: np.ndarray, side: int, name: str) -> str:
    """Return the text from which `read` gives the pattern and its name again, without the file."""
    return "data:" + pack({"pattern": pattern.reshape(side, side)}, {"name": name})


def from_numbers(text: str, side: int) -> np.ndarray:
    """Return the units (N,) written as `1,-1,0,…`; 0 is unknown."""
    parts = [p.strip() for p in text.split(",")]
    if any(p not in ("1", "+1", "-1", "0") for p in parts):
        bad = next(p for p in parts if p not in ("1", "+1", "-1", "0"))
        raise InputError(
            f"{shorten(bad)!r} is no state of a unit; allowed: 1, -1, and 0 for unknown."
        )
    if len(parts) != side * side:
        raise InputError(f"{len(parts)} states were given and the network has {side * side} units.")
    return np.array([int(p) for p in parts], np.int8)
