"""Several small histograms in one view: weights, biases, the last change of weights."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.views import histograms_marks as marks
from simulator.views.heat import CENTER, is_same, paint_text
from simulator.views.histograms_count import Bins, counted
from simulator.views.histograms_layout import Place, places
from simulator.views.plot_view import PlotView
from simulator.views.trace_scale import CalmRange

MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
NONE_YET = "no values yet"


class Sample(NamedTuple):
    """What one histogram shows; marks are lines at values, with a word each."""

    title: str
    unit: str
    values: np.ndarray  # any shape, never changed in place
    marks: Sequence[tuple[float, str]] = ()


class HistogramsView(PlotView):
    """Shows how often values occur, a plot for each array."""

    title = "Histograms"

    def __init__(self, title: str = "Histograms", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._samples: list[Sample] = []
        self._bins: list[Bins | None] = []
        self._calm: dict[str, CalmRange] = {}  # by title
        self._is_log = False
        self._places: list[Place] = []
        self._looked_at: tuple[int, int] | None = None  # plot, bin

    # ---- what is shown ----

    def show_histograms(
        self, samples: Sequence[Sample | tuple[Any, ...]], log: bool = False
    ) -> None:
        """Show samples (title, unit, values, marks) in turn; with `log` a bar's height is the
        logarithm of its count. Marks are (value, word) and may be left out."""
        new = [Sample(*one) for one in samples]
        is_kept = len(new) == len(self._samples)
        same = [
            is_kept and is_same(one.values, self._samples[k].values) for k, one in enumerate(new)
        ]
        rest = [(one.title, one.unit, tuple(one.marks)) for one in new]
        old_rest = [(one.title, one.unit, tuple(one.marks)) for one in self._samples]
        if all(same) and rest == old_rest and log == self._is_log:
            return
        bins = [
            self._bins[k] if same[k] else counted(one.values, self._range(one.title))
            for k, one in enumerate(new)
        ]
        has_axes = rest == old_rest and log == self._is_log and _axes(bins) == _axes(self._bins)
        self._samples, self._bins, self._is_log = new, bins, log
        self._looked()
        if has_axes:
            self.update()
        else:
            self.renew()

    def _range(self, title: str) -> CalmRange:
        return self._calm.setdefault(title, CalmRange())

    def clear(self) -> None:
        """Show nothing but the empty state, and forget the ranges."""
        self._samples, self._bins, self._calm = [], [], {}
        self._look_at(None)
        self.renew()

    def is_empty(self) -> bool:
        return not self._samples

    def lay_out(self) -> None:
        self._places = places(self.size(), len(self._samples))

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        for sample, bins, place in zip(self._samples, self._bins, self._places, strict=True):
            marks.paint_heading(painter, place, sample.title, sample.unit)
            if bins is None:
                paint_text(painter, place.plot, NONE_YET, flags=CENTER)
            else:
                marks.paint_axis(painter, place, bins)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        plot, looked_at = (self._looked_at or (-1, -1)) if is_live else (-1, -1)
        for k, (bins, place) in enumerate(zip(self._bins, self._places, strict=True)):
            if bins is not None:
                one = looked_at if k == plot else -1
                marks.paint_bars(painter, place, bins, self._is_log, one)
                marks.paint_sum(painter, place, bins, self._is_log)
                marks.paint_marks(painter, place, bins, self._samples[k].marks)

    # ---- what is looked at ----

    def words_of(self, plot: int, k: int) -> str:
        """What is to be said of a bin: "weights: 120 of 400 from 0.1 to 0.2"."""
        bins = self._bins[plot]
        if bins is None:
            return ""
        low = bins.low + k * bins.width
        ends = f"{marks.number_text(low)} to {marks.number_text(low + bins.width)}"
        counts = [marks.count_text(n) for n in (int(bins.counts[k]), bins.counted)]
        return f"{self._samples[plot].title}: {counts[0]} of {counts[1]} from {ends}"

    def _look_at(self, cell: tuple[int, int] | None) -> None:
        if cell != self._looked_at:
            self._looked_at = cell
            self.update()
        self._looked()

    def _looked(self) -> None:
        """Say anew what is looked at, and describe the whole."""
        if self._looked_at is not None:
            plot, k = self._looked_at
            bins = self._bins[plot] if plot < len(self._bins) else None
            if bins is None:
                self._looked_at = None
            else:
                self._looked_at = plot, min(k, len(bins.counts) - 1)
        self.say(self.words_of(*self._looked_at) if self._looked_at else "")
        texts = [
            f"{sample.title}: {marks.sum_text(bins) if bins else NONE_YET}"
            for sample, bins in zip(self._samples, self._bins, strict=True)
        ]
        self.setAccessibleDescription(". ".join(text for text in (self._said, *texts) if text))

    def bin_at(self, point: QPointF) -> tuple[int, int] | None:
        """The plot and the bin at a point, or None."""
        for plot, (bins, place) in enumerate(zip(self._bins, self._places, strict=False)):
            if bins is not None and place.box.contains(point):
                k = place.bin_at(point, bins)
                return (plot, k) if k >= 0 else None
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self.bin_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from bin to bin, ↑ ↓ from plot to plot."""
        move = MOVES.get(Qt.Key(event.key()))
        shown = [plot for plot, bins in enumerate(self._bins) if bins is not None]
        if move is None or not shown:
            super().keyPressEvent(event)
            return
        plot, k = self._looked_at or (shown[0], -1)
        plot = shown[(shown.index(plot) + move[0]) % len(shown)]
        bins = self._bins[plot]
        assert bins is not None
        self._look_at((plot, (k + move[1]) % len(bins.counts)))


def _axes(bins: Sequence[Bins | None]) -> list[tuple[float, float] | None]:
    return [(one.low, one.high) if one is not None else None for one in bins]
