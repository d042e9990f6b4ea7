"""The legend of a basin map: each attractor's look, state, name, energy and share of states."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from simulator.controls import maps, theme
from simulator.views.basin_colors import Attractor, Tone, shades
from simulator.views.heat import RIGHT, label_font, paint_frame, paint_text
from simulator.views.karnaugh import state_bits
from simulator.views.thumbnail import thumbnail

ROW, SWATCH = 26, 12  # pixels of normal mode
BOLD = QFont.Weight.DemiBold


def paint_state(painter: QPainter, corner: QPointF, size: float, state: int, bits: int) -> float:
    """Paint a state as its grid, or as a strip where N is no square; returns its width."""
    side, units = math.isqrt(bits), state_bits(state, bits)
    if side * side == bits:
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        picture = thumbnail(side, units, size, ratio)
        painter.drawPixmap(corner, picture)
        paint_frame(painter, QRectF(corner, picture.deviceIndependentSize()))
        return size
    now, cell = theme.current_theme(), max(round(size / 4), 3)
    top = QPointF(corner.x(), round(corner.y() + (size - cell) / 2))
    for k, unit in enumerate(units.tolist()):
        color = now.unit_on if unit > 0 else now.unit_off
        painter.fillRect(QRectF(top + QPointF(k * cell, 0), QSizeF(cell, cell)), color)
    paint_frame(painter, QRectF(top, QSizeF(cell * bits, cell)))
    return float(cell * bits)


def state_width(size: float, bits: int) -> float:
    """Return how wide `paint_state` paints."""
    return size if math.isqrt(bits) ** 2 == bits else float(max(round(size / 4), 3) * bits)


@dataclass(frozen=True)
class _Columns:
    """The widths of shares and energies; energies give way where they would cut names off."""

    share: float
    energy: float


def legend_height(count: int) -> float:
    """Return how high a legend of so many attractors is."""
    return count * theme.px(ROW)


def paint_legend(
    painter: QPainter,
    box: QRectF,
    attractors: Sequence[Attractor],
    tones: Sequence[Tone],
    bits: int,
) -> None:
    """Paint as many rows as there is room for; the last says how many more there are."""
    row = theme.px(ROW)
    room = max(int((box.height() + 2) // row), 1)
    shown = len(attractors) if len(attractors) <= room else room - 1
    columns = _columns(attractors[:shown], box.width(), bits)
    for place in range(shown):
        line = QRectF(box.left(), box.top() + place * row, box.width(), row)
        _paint_row(painter, line, attractors[place], tones[place], bits, columns)
    if rest := attractors[shown:]:
        line = QRectF(box.left(), box.top() + shown * row, box.width(), row)
        share = sum(one.states for one in rest) / (1 << bits)
        paint_text(painter, line, f"… and {len(rest)} more: {_percent(share)}")


def _columns(attractors: Sequence[Attractor], width: float, bits: int) -> _Columns:
    metrics, bold = (QFontMetricsF(label_font(w)) for w in (QFont.Weight.Normal, BOLD))

    def widest(texts: list[str]) -> float:
        return max(map(metrics.horizontalAdvance, texts), default=0.0) + theme.px(10)

    share = widest([_percent(one.states / (1 << bits)) for one in attractors])
    energy = widest([_energy(one) for one in attractors])
    names = max((bold.horizontalAdvance(one.name) for one in attractors), default=0.0)
    room = width - _head(bits) - share - energy
    return _Columns(share, energy if names + theme.px(4) <= room else 0.0)


def _head(bits: int) -> float:
    """Return the width of what stands before a name: the look and the state."""
    return theme.px(SWATCH + 15) + state_width(theme.px(ROW - 6), bits)


def _paint_row(
    painter: QPainter, box: QRectF, one: Attractor, tone: Tone, bits: int, columns: _Columns
) -> None:
    px, middle = theme.px, box.center().y()
    side, size = px(SWATCH), px(ROW - 6)
    paint_tone(painter, QRectF(box.left() + 1, round(middle - side / 2), side, side), tone)
    corner = QPointF(box.left() + side + px(8), round(middle - size / 2))
    paint_state(painter, corner, size, one.state, bits)
    share = QRectF(box.right() - columns.share, box.top(), columns.share, box.height())
    paint_text(painter, share, _percent(one.states / (1 << bits)), "ink2", RIGHT)
    energy = share.translated(-columns.energy, 0)
    energy.setWidth(columns.energy)
    if columns.energy:
        paint_text(painter, energy, _energy(one), flags=RIGHT)
    left = box.left() + _head(bits)
    name = QRectF(left, box.top(), max(energy.left() - left, 1.0), box.height())
    weight = BOLD if one.kind == "memory" else QFont.Weight.Normal
    paint_text(painter, name, one.name, "ink", weight=weight)


def _energy(one: Attractor) -> str:
    return "" if one.energy is None else f"E {one.energy:.2f}".replace("-", "−")


def paint_tone(painter: QPainter, box: QRectF, tone: Tone) -> None:
    """Paint a small square of a basin's look."""
    ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
    side = max(round(box.width() * ratio), 1)
    pixels = shades(np.zeros((side, side), np.intp), np.ones((side, side)), [tone], ratio)
    painter.drawImage(box, maps.image_of(pixels))
    paint_frame(painter, box)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.095 or share == 0 else f"{100 * share:.1f} %"
