"""What the discriminator says of data and of fakes: two histograms that share one line.

The data's rises, the fakes' hangs. Where both look alike about the dashed line, the discriminator
can't tell them apart.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import outputs_frame as frame
from simulator.views import outputs_marks as marks
from simulator.views.heat import RIGHT, is_same, label_font, paint_text
from simulator.views.histograms_marks import number_text
from simulator.views.outputs_frame import SCORES, Scale
from simulator.views.outputs_marks import BINS, Mirrored, mirrored
from simulator.views.plot_view import PlotView
from simulator.views.trace_scale import CalmRange

__all__ = ["SCORES", "OutputsView", "Scale"]

WEDGE = 9  # pixels of normal mode: the mark of a mean
PARTS = 8.0  # into which a range of scores is cut by its round step


class OutputsView(PlotView):
    """Shows a batch's numbers for data above and for fakes below."""

    title = "D's outputs"

    def __init__(self, title: str = "D's outputs", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._real, self._fake = np.zeros(0), np.zeros(0)
        self._scale = Scale()
        self._names = ("data", "fakes")
        self._shown: Mirrored | None = None
        self._range, self._heights = CalmRange(), CalmRange()
        self._top = 1.0  # the share as high as half the plot
        self._looked_at = -1
        self.plot = QRectF()  # where the bars stand

    # ---- what is shown ----

    def show_outputs(
        self,
        real: np.ndarray,
        fake: np.ndarray,
        scale: Scale | None = None,
        names: tuple[str, str] = ("data", "fakes"),
    ) -> None:
        """Show what is said of data (B,) and of fakes (B,); either may be empty. Without a scale
        the numbers are probabilities; `SCORES` is for a critic. Never change arrays in place."""
        scale = scale or Scale()
        words = scale, names
        is_like = words == (self._scale, self._names) and self._shown is not None
        if is_like and is_same(real, self._real) and is_same(fake, self._fake):
            return
        if scale != self._scale:
            self._range = CalmRange()
        self._real, self._fake, self._scale, self._names = real, fake, scale, names
        before, self._shown = self._axes(), self._counted()
        if is_like and before == self._axes():
            self.update()
        else:
            self.renew()
        self._say_anew()

    def _axes(self) -> tuple[float, float, float] | None:
        return (self._shown.low, self._shown.high, self._top) if self._shown else None

    def _counted(self) -> Mirrored:
        low, high = self._scale.ends or self._score_ends()
        shown = mirrored(self._real, self._fake, low, high)
        self._top = self._heights.cover(0.0, max(shown.top, 0.1), 4.0)[1]
        return shown

    def _score_ends(self) -> tuple[float, float]:
        """Ends that hold all scores and the middle, and stay put while scores drift."""
        middle = self._scale.middle
        values = np.concatenate([marks.finite(self._real), marks.finite(self._fake)])
        low, high = float(values.min(initial=middle)), float(values.max(initial=middle))
        return self._range.cover(low, high, PARTS)

    def clear(self) -> None:
        """Show nothing but the empty state, and forget the ranges."""
        self._shown, self._looked_at = None, -1
        self._range, self._heights = CalmRange(), CalmRange()
        self._say_anew()
        self.renew()

    def is_empty(self) -> bool:
        return self._shown is None or not sum(self._shown.sizes)

    def exported(self) -> Table | None:
        """The bins: their ends, and the share of data and of fakes in each."""
        shown = self._shown
        if shown is None or self.is_empty():
            return None
        starts = [shown.low + k * shown.width for k in range(BINS)]
        return Table(
            {
                "from": starts,
                "to": [start + shown.width for start in starts],
                "data": shown.shares[0].tolist(),
                "fakes": shown.shares[1].tolist(),
            }
        )

    # ---- places ----

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(90))

    def lay_out(self) -> None:
        self.plot = frame.plot_of(self.size(), self._top)

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        if self._shown is not None:
            size, plot = self.size(), self.plot
            frame.paint_ground(painter, size, plot, self._shown, self._scale, self._top)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        shown, plot, px = self._shown, self.plot, theme.px
        assert shown is not None
        marks.paint_bars(painter, plot, shown, self._top, self._looked_at if is_live else -1)
        frame.paint_middle(painter, plot, shown, self._scale)
        marks.paint_means(painter, plot, shown, px(WEDGE))
        row = px(frame.ROW)
        for side, y in enumerate((plot.top() - row - px(2), plot.bottom() + px(2))):
            box = QRectF(plot.left(), y, plot.width(), row)
            paint_text(painter, box, self.sum_text(side), marks.TOKENS[side])
        used = QFontMetricsF(label_font()).horizontalAdvance(self.sum_text(0)) + px(12)
        box = QRectF(plot.left() + used, plot.top() - row - px(2), plot.width() - used, row)
        note = f"{shown.beyond} beyond the ends" if shown.beyond else "share of a batch"
        if box.width() >= QFontMetricsF(label_font()).horizontalAdvance(note):
            paint_text(painter, box, note, flags=RIGHT)

    # ---- words ----

    def sum_text(self, side: int) -> str:
        """What sums a batch up: "data: mean 0.63"."""
        shown = self._shown
        if shown is None or not shown.sizes[side]:
            return f"{self._names[side]}: none yet"
        mean = f"{shown.means[side]:.2f}".replace("-", "−")  # three figures would tremble
        return f"{self._names[side]}: mean {mean}"

    def words_of(self, k: int) -> str:
        """What is to be said of a bin."""
        shown = self._shown
        if shown is None or k < 0:
            return ""
        low = shown.low + k * shown.width
        ends = f"{number_text(low)} to {number_text(low + shown.width)}"
        shares = [
            f"{name} {share * 100:.0f} %"
            for name, share in zip(self._names, shown.shares[:, k].tolist(), strict=True)
        ]
        return f"{self._scale.axis} {ends}: {', '.join(shares)}"

    def _say_anew(self) -> None:
        self.say(self.words_of(self._looked_at))
        texts = [] if self.is_empty() else [self.sum_text(0), self.sum_text(1)]
        self.setAccessibleDescription(". ".join(text for text in (self._said, *texts) if text))

    def _look_at(self, k: int) -> None:
        if k != self._looked_at:
            self._looked_at = k
            self.update()
            self._say_anew()

    # ---- pointer and keyboard ----

    def bin_at(self, point: QPointF) -> int:
        """The bin above or below a point, or −1."""
        plot = self.plot
        if self.is_empty() or not plot.left() <= point.x() < plot.right():
            return -1
        return min(int((point.x() - plot.left()) / plot.width() * BINS), BINS - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self.bin_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from bin to bin."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        move = moves.get(Qt.Key(event.key()))
        if move is None or self.is_empty():
            super().keyPressEvent(event)
            return
        self._look_at((self._looked_at + move) % BINS if self._looked_at >= 0 else 0)
