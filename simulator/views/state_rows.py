"""The rows of the table of states that are in sight, and how they are painted. No widget."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from simulator.controls import theme
from simulator.views.heat import CENTER, LEFT, RIGHT, is_same
from simulator.views.state_columns import (
    BITS,
    FACTOR,
    MARGINAL,
    MET,
    MINUS_E,
    Columns,
    cell_font,
)
from simulator.views.states import (
    bits_of,
    boltzmann_factor,
    factor_decimals,
    fixed,
    least_decimals,
    share,
)

MEDIUM, BOLD = QFont.Weight.Medium, QFont.Weight.DemiBold
COLDEST = 1e-12  # a temperature of 0 is shown as this one
SQUARE = 9  # pixels of normal mode: a unit's square where its column is too narrow for a digit


@dataclass(frozen=True, eq=False)
class States:
    """What is shown of S states but the sampled, the arrays never changed in place."""

    names: tuple[str, ...]
    visible: int  # 0 where all units are of one kind
    numbers: np.ndarray  # (S,)
    energies: np.ndarray  # (S,)
    temperature: float
    p: np.ndarray  # (S,)
    marginal: np.ndarray | None  # (S,)
    z: float | None

    def is_like(self, other: "States | None") -> bool:
        plain, arrays = ("names", "visible", "temperature", "z"), ("numbers", "energies", "p")
        return (
            other is not None
            and all(getattr(self, name) == getattr(other, name) for name in plain)
            and all(is_same(getattr(self, n), getattr(other, n)) for n in (*arrays, "marginal"))
        )

    def exponent(self, k: int) -> float:
        """Return −E/T of a state."""
        return -float(self.energies[k]) / max(self.temperature, COLDEST)

    def largest_exponent(self) -> float:
        return -float(self.energies.min()) / max(self.temperature, COLDEST)

    def decimals(self) -> tuple[int, int]:
        """Return those of the columns −E and e^(−E/T)."""
        return least_decimals(self.energies), factor_decimals(self.largest_exponent())

    def text(self, key: str, k: int, decimals: tuple[int, int]) -> str:
        """Return what stands in a column of numbers for a state."""
        if key == MINUS_E:
            return fixed(-float(self.energies[k]), decimals[0])
        if key == FACTOR:
            return boltzmann_factor(self.exponent(k), decimals[1])
        values = self.marginal if key == MARGINAL else self.p
        return share(float(values[k])) if values is not None else ""

    def blocks(self, rows: np.ndarray) -> np.ndarray:
        """Return the numbers of the visible units alone of states (R,)."""
        return self.numbers[rows] >> (len(self.names) - self.visible)


@dataclass(frozen=True, eq=False)
class Sight:
    """The rows in sight."""

    rows: np.ndarray  # (R,) which states they are
    body: QRectF
    top: float  # of the first of them, which may begin above the body
    high: float  # of a row
    has_blocks: bool  # rows of one v stand together and share p(v)

    def top_of(self, place: int) -> float:
        return self.top + place * self.high


def paint_rows(painter: QPainter, states: States, columns: Columns, sight: Sight) -> None:
    """Paint all of the rows that only changes with the states."""
    ink, decimals = QColor(theme.current_theme().ink), states.decimals()
    bits = bits_of(states.numbers[sight.rows], len(states.names))
    numbers = [column for column in columns.shown if column.key not in (BITS, MET)]
    if sight.has_blocks:
        numbers = [column for column in numbers if column.key != MARGINAL]
    for place, k in enumerate(sight.rows.tolist()):
        top = sight.top_of(place)
        _paint_bits(painter, columns, bits[place], top, sight.high)
        painter.setFont(cell_font())
        painter.setPen(ink)
        for column in numbers:
            text = states.text(column.key, k, decimals)
            painter.drawText(column.box(top, sight.high), RIGHT, text)
    if sight.has_blocks:
        _paint_blocks(painter, states, columns, sight)


def _paint_bits(
    painter: QPainter, columns: Columns, bits: np.ndarray, top: float, high: float
) -> None:
    now = theme.current_theme()
    if not columns.has_digits:
        side = min(columns.unit - 1, theme.px(SQUARE))
        for unit, bit in enumerate(bits.tolist()):
            x = columns.unit_left(unit) + (columns.unit - side) / 2
            shade = QColor(now.unit_on if bit else now.line)
            painter.fillRect(QRectF(x, top + (high - side) / 2, side, side), shade)
        return
    looks = (cell_font(), QColor(now.ink3)), (cell_font(BOLD), QColor(now.ink))
    for value, (font, color) in enumerate(looks):
        painter.setFont(font)
        painter.setPen(color)
        for unit in np.flatnonzero(bits == value).tolist():
            box = QRectF(columns.unit_left(unit), top, columns.unit, high)
            painter.drawText(box, CENTER, "01"[value])


def _paint_blocks(painter: QPainter, states: States, columns: Columns, sight: Sight) -> None:
    """Write p(v) once beside the rows of one v, in the middle of what is seen of them, and part
    them by hairlines."""
    now, body, column = theme.current_theme(), sight.body, columns.find(MARGINAL)
    ends = np.flatnonzero(np.diff(states.blocks(sight.rows))) + 1
    edges = [0, *ends.tolist(), len(sight.rows)]
    painter.setFont(cell_font(MEDIUM))
    painter.setPen(QColor(now.ink))
    for first, end in pairwise(edges):
        if end < len(sight.rows):
            line = QRectF(0, round(sight.top_of(end)), body.width(), 1)
            painter.fillRect(line, QColor(now.line))
        if column is None or states.marginal is None:
            continue
        top = max(sight.top_of(first), body.top())
        foot = max(min(sight.top_of(end), body.bottom()), top + sight.high)
        text = share(float(states.marginal[sight.rows[first]]))
        painter.drawText(column.box(top, foot - top), RIGHT, text)
        side = QRectF(column.left - theme.px(6), top + 3, 1, max(foot - top - 6, 0))
        painter.fillRect(side, QColor(now.unknown))


def paint_sum(painter: QPainter, states: States, z: float, columns: Columns, box: QRectF) -> None:
    """Paint the last row: the sum of the factors below their column."""
    now, column = theme.current_theme(), columns.find(FACTOR)
    painter.fillRect(QRectF(0, round(box.top()), box.width(), 1), QColor(now.ink3))
    painter.setFont(cell_font(BOLD))
    painter.setPen(QColor(now.ink))
    logarithm = math.log(z) if z > 0 else -math.inf
    text = boltzmann_factor(logarithm, states.decimals()[1])
    if column is None:
        box = box.adjusted(columns.shown[0].left, 0, 0, 0)
        painter.drawText(box, LEFT, f"Z = Σ exp(−E/T) = {text}")
        return
    painter.drawText(QRectF(0, box.top(), column.right, box.height()), RIGHT, f"Σ = {text}")
    painter.drawText(box.adjusted(column.right, 0, 0, 0), LEFT, " = Z")
