"""Where everything of a trace stands: the frame, its ticks, and labels that never overlap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from simulator.controls import theme
from simulator.views.trace_canvas import CENTER, LEFT, RIGHT, Mark, Strokes, Text, label_font
from simulator.views.trace_scale import (
    Shelf,
    round_step,
    thinned,
    tick_text,
    ticks,
    without_straight,
)
from simulator.views.trace_wish import Level

MEDIUM = QFont.Weight.Medium
ROW = 15  # pixels of normal mode: the height of a label
SAME = 3.0  # levels so many pixels apart are one
WIDEST_LABEL = 0.28  # of the view
Values = TypeVar("Values", float, np.ndarray)


@dataclass(frozen=True)
class End:
    """Where a strong line has come to."""

    name: str
    y: float
    color: str


@dataclass(frozen=True)
class Frame:
    """The plot's place in the view and the ranges it shows; y grows upward."""

    plot: QRectF
    x: tuple[float, float]
    y: tuple[float, float]
    size: QSize
    axes: tuple[str, str]
    levels: tuple[Level, ...] = ()  # those in range, merged where they fall together

    def px(self, x: Values) -> Values:
        low, high = self.x
        return self.plot.left() + (x - low) / (high - low) * self.plot.width()

    def py(self, y: Values) -> Values:
        low, high = self.y
        return self.plot.bottom() - (y - low) / (high - low) * self.plot.height()

    def x_at(self, place: float) -> float:
        low, high = self.x
        return low + (place - self.plot.left()) / self.plot.width() * (high - low)

    @property
    def bounds(self) -> QRectF:
        return QRectF(0, 0, self.size.width(), self.size.height())

    def path(self, x: np.ndarray, y: np.ndarray, detail: float) -> tuple[np.ndarray, np.ndarray]:
        """Return x (P,) and y (K, P) as one path in pixels, the K curves parted by NaN, with the
        extremes of every `detail` pixels."""
        low, high = self.x
        first, last = np.searchsorted(x, low), np.searchsorted(x, high, side="right")
        x, y = thinned(x[first:last], y[:, first:last], round(self.plot.width() / detail))
        over = self.plot.top() - 1, self.plot.bottom() + 1
        rows = np.full((len(y), x.size + 1), np.nan)
        rows[:, :-1] = np.clip(self.py(y), *over)
        columns = np.append(self.px(x), np.nan)
        return without_straight(np.tile(columns, len(y))[:-1], rows.ravel()[:-1])


def count_of_ticks(height: float) -> float:
    """Return how many parts the y axis has room for."""
    return min(max(height / theme.px(46), 2.0), 8.0)


def plot_height(size: QSize, axes: tuple[str, str], head: float = 0.0) -> tuple[float, float]:
    """Return top and height of the plot: room for the y label and a legend (`head` pixels high)
    above, the ticks below."""
    top = max(theme.px(ROW * 1.6 if axes[1] else ROW * 0.6), head + theme.px(ROW * 0.6))
    return top, max(size.height() - top - theme.px(ROW + 9), 1.0)


def frame_of(
    size: QSize,
    axes: tuple[str, str],
    ranges: tuple[tuple[float, float], tuple[float, float]],
    levels: Sequence[Level],
    names: Sequence[str],
    head: float = 0.0,
) -> Frame:
    """Make the frame: left the y ticks, right the widest name of a level or a line, above the
    y label and a legend."""
    metrics = QFontMetricsF(label_font(MEDIUM))
    top, height = plot_height(size, axes, head)
    x, y = ranges
    step = round_step(y[1] - y[0], count_of_ticks(height))
    left = max(metrics.horizontalAdvance(tick_text(t, step)) for t in ticks(*y, step) or [0.0])
    plot = QRectF(round(left + theme.px(9)), round(top), 1, round(height))
    frame = Frame(plot, x, y, size, axes)
    merged = together(frame, levels)
    names = [*names, *(level.name for level in merged)]
    widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    gutter = min(widest + theme.px(4), WIDEST_LABEL * size.width()) + theme.px(8)
    plot.setRight(max(round(size.width() - gutter), plot.left() + 1))
    return replace(frame, plot=plot, levels=tuple(merged))


# ---- below the curves ----


def backdrop(frame: Frame, levels: Sequence[Level], marks: Sequence[float]) -> list[Mark]:
    """Return grid, ticks, axis labels, levels and marks."""
    now, plot = theme.current_theme(), frame.plot
    result: list[Mark] = []
    y_step = round_step(frame.y[1] - frame.y[0], count_of_ticks(plot.height()))
    y_ticks = ticks(*frame.y, y_step)
    rows = [round(frame.py(t)) + 0.5 for t in y_ticks]
    result.append(Strokes(tuple((plot.left(), r, frame.size.width(), r) for r in rows), now.line))
    half, grey = theme.px(ROW) / 2, theme.caption_color()
    for t, row in zip(y_ticks, rows, strict=True):
        box = (0.0, row - half, plot.left() - theme.px(8), 2 * half)
        result.append(Text(tick_text(t, y_step), box, grey, RIGHT))
    result.append(Text(frame.axes[1], (0.0, 0.0, frame.size.width(), 2 * half), grey, LEFT))
    result += _x_ticks(frame, grey)
    result += _level_lines(frame, levels)
    foot = plot.bottom() + 0.5
    places = sorted({round(frame.px(m)) + 0.5 for m in marks if frame.x[0] <= m <= frame.x[1]})
    ends = tuple((x, foot - theme.px(3), x, foot + theme.px(4)) for x in places)
    result.append(Strokes(ends, now.ink2, theme.scale()))
    return result


def _x_ticks(frame: Frame, grey: str) -> list[Mark]:
    metrics, plot = QFontMetricsF(label_font()), frame.plot
    low, high = frame.x
    widest = metrics.horizontalAdvance(tick_text(high, round_step(high - low, 4)))
    step = round_step(high - low, plot.width() / (widest + theme.px(26)))
    top, height = plot.bottom() + theme.px(8), theme.px(ROW)
    width = metrics.horizontalAdvance(frame.axes[0]) + 2
    shelf = Shelf(top, top + height)
    end = (frame.size.width() - width, top, width, float(height))
    shelf.put((end[0] - theme.px(8), *end[1:]), 0)
    result: list[Mark] = [Text(frame.axes[0], end, grey, RIGHT)]
    for t in ticks(low, high, step):
        width = metrics.horizontalAdvance(tick_text(t, step)) + 2
        if box := shelf.put((frame.px(t) - width / 2, top, width, float(height)), 0):
            result.append(Text(tick_text(t, step), box, grey, CENTER))
    return result


def _level_lines(frame: Frame, levels: Sequence[Level]) -> list[Mark]:
    now, left, right = theme.current_theme(), frame.plot.left(), frame.plot.right()
    weak: set[float] = set()
    strong: set[float] = set()
    for level in levels:
        if frame.y[0] <= level.y <= frame.y[1]:
            (strong if level.is_strong else weak).add(round(frame.py(level.y)) + 0.5)
    dashes = (4.0, 3.0)
    return [
        Strokes(tuple((left, r, right, r) for r in sorted(rows)), color, theme.scale(), dashes)
        for rows, color in ((weak - strong, now.unknown), (strong, now.ink3))
        if rows
    ]


# ---- above the curves ----


def together(frame: Frame, levels: Sequence[Level]) -> list[Level]:
    """Merge the levels that fall on one line of pixels: "A +9" for A and nine others."""
    inside = [level for level in levels if frame.y[0] <= level.y <= frame.y[1]]
    result = []
    for _, group in groupby(
        sorted(inside, key=lambda level: level.y), key=lambda level: round(frame.py(level.y) / SAME)
    ):
        members = list(group)
        first = next((level for level in members if level.is_strong), members[0])
        more = f" +{len(members) - 1}" if len(members) > 1 else ""
        result.append(Level(first.name + more, first.y, first.is_strong))
    return result


def labels(frame: Frame, now: float, ends: Sequence[End]) -> list[Mark]:
    """Name line ends and levels; where it is crowded, strong and near ones come first."""
    metrics, ink = QFontMetricsF(label_font(MEDIUM)), theme.current_theme()
    plot, height = frame.plot, float(theme.px(ROW))
    shelf = Shelf(plot.top() - height / 2, plot.bottom() + height / 3)
    near = ends[-1].y if ends else 0.0
    result: list[Mark] = []

    def put(name: str, y: float, left: float, color: str, reach: float) -> None:
        room = frame.size.width() - left
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
        wanted = (left, frame.py(y) - height / 2, width, height)
        if text and (box := shelf.put(wanted, reach, is_up=y > near)):
            result.append(Text(text, (*box[:2], width + 2, height), color, LEFT, MEDIUM, True))

    for end in reversed(ends):
        put(end.name, end.y, frame.px(now) + theme.px(9), end.color, 4 * height)
    for level in sorted(frame.levels, key=lambda level: (not level.is_strong, abs(level.y - near))):
        color = ink.ink2 if level.is_strong else theme.caption_color()
        reach = 2 * height if level.is_strong else 0.0
        put(level.name, level.y, plot.right() + theme.px(7), color, reach)
    return result
