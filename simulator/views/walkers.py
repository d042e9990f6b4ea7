"""A landscape of one dimension and two who walk on it: a hill-climber and an annealer.

The **hill-climber** only goes down: a square. The **annealer** also goes up, the more easily the
hotter it is: a disc. Both stand on the curve at their true places; a hollow sign under the curve
marks the best place each has been to, with its energy.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import walkers_marks as marks
from simulator.views.heat import is_same
from simulator.views.plot_view import PlotView
from simulator.views.schedule_picture import draw_line
from simulator.views.trace_frame import Frame, backdrop, frame_of, plot_height
from simulator.views.trace_scale import CalmRange

HEAD, FOOT = 18, 40  # pixels of normal mode that stay free in the plot, above and below the curve
NAMES = 34  # and above the plot, for the names
MOST = 0.35  # of the plot's height that HEAD or FOOT take
FINE = 24.0  # parts that the range of energies is cut into: it follows the landscape closely


@dataclass(frozen=True, eq=False)
class Landscape:
    """Energies y (P,) over places x (P,), which rises; never changed in place."""

    x: np.ndarray
    y: np.ndarray

    def is_like(self, other: "Landscape | None") -> bool:
        return other is not None and is_same(self.x, other.x) and is_same(self.y, other.y)


class WalkersView(PlotView):
    """Shows the landscape, the two, and the best of each."""

    title = "One dimension"

    def __init__(
        self, x_label: str = "state", y_label: str = "energy E", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._axes = x_label, y_label
        self._land: Landscape | None = None
        self._walk: tuple[tuple[int, int], tuple[int, int], float] = (0, 0), (0, 0), 0.0
        self._calm = CalmRange()
        self._frame: Frame | None = None

    def show_walkers(
        self,
        x: np.ndarray,
        y: np.ndarray,
        places: tuple[int, int],
        bests: tuple[int, int],
        temperature: float,
    ) -> None:
        """Show energies y (P,) over x (P,) float64, P ≥ 2, and where hill-climber and annealer are
        and were best, as numbers of points. ValueError where one is not among them."""
        if not all(0 <= int(place) < x.size for place in (*places, *bests)):
            raise ValueError(f"places {places} and {bests} must be below {x.size}")
        land = Landscape(x, y)
        walk = (_pair(places), _pair(bests), float(temperature))
        old_land, old_walk = self._land, self._walk
        self._land, self._walk = land, walk
        if not land.is_like(old_land):
            self.renew()
        elif walk != old_walk:
            self._describe()
            self.update()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._land = None
        self.renew()

    def place_of(self, number: int) -> QPointF:
        """Return a point of the curve in the view's pixels."""
        if self._land is None or self._frame is None:
            return QPointF()
        x, y = float(self._land.x[number]), float(self._land.y[number])
        return QPointF(self._frame.px(x), self._frame.py(y))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(140))

    def is_empty(self) -> bool:
        return self._land is None

    def lay_out(self) -> None:
        if self._land is None:
            return
        x, y = self._land.x, self._land.y
        low, high = float(y.min()), float(y.max())
        height = plot_height(self.size(), self._axes, theme.px(NAMES))[1]
        above, below = (min(theme.px(room), MOST * height) for room in (HEAD, FOOT))
        pixel = (high - low) / (height - above - below)
        range_y = self._calm.cover(low - below * pixel, high + above * pixel, FINE)
        ranges = (float(x[0]), float(x[-1])), range_y
        self._frame = frame_of(self.size(), self._axes, ranges, (), (), theme.px(NAMES))
        self._describe()

    def _describe(self) -> None:
        names = ("hill-climber", "annealer")
        if self._land is not None:
            energies = [float(self._land.y[place]) for place in self._walk[0]]
            parts = [f"{name} {energy:.3f}" for name, energy in zip(names, energies, strict=True)]
            self.setAccessibleDescription(f"{self._axes[1]}: {', '.join(parts)}")

    # ---- painting ----

    def _curve(self) -> tuple[np.ndarray, np.ndarray]:
        """The curve in pixels, thinned."""
        if self._land is None or self._frame is None:
            return np.zeros(0), np.zeros(0)
        return self._frame.path(self._land.x, self._land.y[None], 1.0)

    def draw_ground(self, painter: QPainter) -> None:
        if self._frame is None:
            return
        for mark in backdrop(self._frame, (), ()):
            mark.draw(painter)
        now, plot = theme.current_theme(), self._frame.plot
        x, y = self._curve()
        corners = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
        foot = [QPointF(plot.right(), plot.bottom()), QPointF(plot.left(), plot.bottom())]
        shade = QLinearGradient(plot.topLeft(), plot.bottomLeft())
        shade.setColorAt(0.0, QColor(now.mix("surface", "ink", 0.16)))
        shade.setColorAt(1.0, QColor(now.mix("surface", "ink", 0.04)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPolygon(QPolygonF([*corners, *foot]))
        draw_line(painter, x, y, now.ink2, 1.8 * theme.scale())

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        if self._land is None or self._frame is None:
            return
        places, bests, temperature = self._walk
        spots, corners = ([self.place_of(n) for n in numbers] for numbers in (places, bests))
        walkers = marks.both(temperature, spots, corners, self._land.y[list(bests)])
        curve = self._frame.px(self._land.x), self._frame.py(self._land.y)
        room = QRectF(0, 0, self.width(), self.height())
        marks.draw(painter, walkers, curve, self._frame.plot, room)

    # ---- the pointer ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._land is None or self._frame is None:
            return
        if not self._frame.plot.contains(event.position()):
            self.say("")
            return
        number = int(np.argmin(np.abs(self._land.x - self._frame.x_at(event.position().x()))))
        x, y = self._land.x[number], self._land.y[number]
        self.say(f"{self._axes[0]} {x:.4g}: E = {y:.4g}".replace("-", "−"))

    def leaveEvent(self, event: QEvent) -> None:
        self.say("")


def _pair(numbers: tuple[int, int]) -> tuple[int, int]:
    return int(numbers[0]), int(numbers[1])
