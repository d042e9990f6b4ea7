"""The numbers of the stages: how they are written, what they mean, and how a drag turns them.

A line is made of pieces: words, and numbers that have a name (β `beta`, g `gate`, γ `gamma`, and
`shift[0]` … for −S … S locations).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from simulator.views.addressing_shown import AddressingShown

E_FOLD = 60.0  # pixels of normal mode that multiply β or γ − 1 by e
WHOLE = 160.0  # pixels of normal mode from 0 to 1
SOFT = 0.1  # β near 0 and γ near 1 move by at least so much
MOST = 1000.0
EQUATIONS = {
    "erase": ("M ∘ (1 − w e)", "1 − w e", "e"), "add": ("M + w a", "a"),
    "read": ("r = Σ w(i) M(i)", "Σ w M", "r"),
}  # fmt: skip
MEANINGS = {
    "beta": "how much more a location counts that is like the key",
    "gate": "1 takes what content says, 0 keeps the weighting of the time before",
    "gamma": "how much the largest weight wins over the others",
}


class Piece(NamedTuple):
    """Words of a line; with a name they are a number."""

    text: str
    name: str = ""


def number_text(value: float) -> str:
    """Two decimals, fewer of large numbers, a true minus."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    decimals = 2 if abs(value) < 99.995 else 1 if abs(value) < 999.95 else 0
    return f"{value:.{decimals}f}".replace("-", "−")


def step_text(k: int, count: int) -> str:
    """How far a shift of number k goes: −1, 0, +1."""
    step = k - count // 2
    return f"{step:+d}".replace("-", "−") if step else "0"


def lines_of(shown: AddressingShown, stage: str) -> list[list[Piece]]:
    """The ways to write a stage's line, the longest first."""
    if stage in EQUATIONS:
        return [[Piece(text)] for text in EQUATIONS[stage]]
    if stage != "shift":
        symbol, name = {"content": ("β", "beta"), "gate": ("g", "gate"),
                        "sharpen": ("γ", "gamma")}[stage]  # fmt: skip
        number = Piece(number_text(getattr(shown, name)), name)
        return [[Piece(f"{symbol} = "), number], [number]]
    return _shift_lines([float(value) for value in shown.shift])


def _shift_lines(shift: Sequence[float]) -> list[list[Piece]]:
    texts = [number_text(value) for value in shift]
    bare = [text.removeprefix("0") if text != "0.00" else "0" for text in texts]
    largest = max(range(len(shift)), key=shift.__getitem__)
    alone = [Piece(f"{step_text(largest, len(shift))}: "), _shift(largest, texts)]
    return [
        [Piece("s = "), *_joined(texts, ", ")],
        _joined(texts, "  "),
        _joined(bare, "  "),
        alone,
    ]


def _shift(k: int, texts: Sequence[str]) -> Piece:
    return Piece(texts[k], f"shift[{k}]")


def _joined(texts: Sequence[str], between: str) -> list[Piece]:
    pieces = [_shift(0, texts)]
    for k in range(1, len(texts)):
        pieces += [Piece(between), _shift(k, texts)]
    return pieces


def fitting(ways: Sequence[list[Piece]], room: float, metrics: QFontMetricsF) -> list[Piece]:
    """The first way that has room, or the last."""
    return next((way for way in ways if line_width(way, metrics) <= room), ways[-1])


def line_width(line: Sequence[Piece], metrics: QFontMetricsF) -> float:
    return sum(metrics.horizontalAdvance(piece.text) for piece in line)


def value_of(shown: AddressingShown, name: str) -> float:
    """The number of a name."""
    return float(shown.shift[_place(name)]) if name.startswith("shift") else getattr(shown, name)


def words_of(shown: AddressingShown, name: str) -> str:
    """What a number means: "β = 6.31: how much more a location counts that is like the key"."""
    text = number_text(value_of(shown, name))
    if name.startswith("shift"):
        k = _place(name)
        steps = k - shown.shift.size // 2
        many = f"{abs(steps)} location{'s' if abs(steps) != 1 else ''}"
        way = f"goes {many} {'forward' if steps > 0 else 'back'}" if steps else "stays"
        said = f"s({step_text(k, shown.shift.size)}) = {text}: how much of the weighting {way}"
    else:
        symbol = {"beta": "β", "gate": "g", "gamma": "γ"}[name]
        said = f"{symbol} = {text}: {MEANINGS[name]}"
    return said + " · drag to change" * shown.can_drag


def _place(name: str) -> int:
    return int(name.removeprefix("shift[").removesuffix("]"))


def dragged(name: str, value: float, way: float) -> float:
    """What a number becomes that is dragged so many pixels of normal mode to the right."""
    if name in ("beta", "gamma"):
        least = 1.0 if name == "gamma" else 0.0
        start = min(max(value - least, 0.0), MOST) + SOFT
        grown = start * math.exp(min(max(way / E_FOLD, -20.0), 20.0)) - SOFT
        return min(max(grown, 0.0) + least, MOST)
    return min(max(value + way / WHOLE, 0.0), 1.0)
