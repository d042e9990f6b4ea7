"""What stands where among the charts of the stages: charts, locations in sight, numbers."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views import addressing_numbers as numbers
from simulator.views.addressing_layout import Place, places
from simulator.views.addressing_numbers import Piece
from simulator.views.addressing_shown import VECTORS, AddressingShown, sum_of
from simulator.views.addressing_window import Window, around
from simulator.views.why_sheet import equation_font

BAR = 4.5  # pixels of normal mode: bars of locations are at least so wide

Bar = tuple[int, int]  # number of the chart, location or column


class Scene:
    """One head's charts in a view of one size."""

    def __init__(self, shown: AddressingShown) -> None:
        self.shown = shown
        self.charts = shown.charts()
        self.places: list[Place] = []
        self.windows: list[Window] = []  # what is in sight of each chart

    def lay_out(self, size: QSize) -> None:
        """Find places for all charts."""
        self.places = places(size, len(self.charts))
        self._find_windows(self.windows[0] if self.windows else None)

    def follow(self, old: "Scene") -> None:
        """Take over the places of a scene with the same ground; what is in sight stays calm."""
        self.places = old.places
        self._find_windows(old.windows[0] if old.windows else None)

    def _find_windows(self, old: Window | None) -> None:
        """Find the locations in sight, the same for all stages that have locations."""
        if not self.places:
            return
        count = max(int(self.places[0].plot.width() / (BAR * theme.scale())), 3)
        window = around(sum_of(self.shown, self.charts), count, old)
        self.windows = [
            Window.all_of(chart.size) if chart.stage in VECTORS else window for chart in self.charts
        ]

    @property
    def ground(self) -> tuple:
        """What names and scales are drawn from."""
        scales = [(c.stage, c.low, c.high, c.size, c.values is None) for c in self.charts]
        return scales, self.shown.running, self.shown.held

    # ---- numbers ----

    def line(self, k: int) -> list[Piece]:
        """The line of a chart as it fits; empty where its number is not known yet."""
        chart = self.charts[k]
        if chart.values is None and chart.stage not in numbers.EQUATIONS:
            return []
        ways = numbers.lines_of(self.shown, chart.stage)
        metrics = QFontMetricsF(equation_font())
        return numbers.fitting(ways, self.places[k].line.width(), metrics)

    def number_boxes(self) -> list[tuple[QRectF, str]]:
        """Where each number stands, and its name."""
        metrics, result = QFontMetricsF(equation_font()), []
        for k, place in enumerate(self.places):
            x = place.line.left()
            for piece in self.line(k):
                wide = metrics.horizontalAdvance(piece.text)
                if piece.name:
                    box = QRectF(x, place.line.top(), wide, place.line.height())
                    result.append((box, piece.name))
                x += wide
        return result

    # ---- what is at a point ----

    def bar_at(self, point: QPointF) -> Bar | None:
        for k, (chart, place) in enumerate(zip(self.charts, self.places, strict=False)):
            at = place.index_at(point, self.windows[k].count)
            if at >= 0 and chart.values is not None:
                return k, int(self.windows[k].places()[at])
        return None

    def number_at(self, point: QPointF) -> str:
        """The name of the number at a point, or ""."""
        near = theme.px(2)
        boxes = ((box.adjusted(-near, 0, near, 0), name) for box, name in self.number_boxes())
        return next((name for box, name in boxes if box.contains(point)), "")

    def stage_at(self, point: QPointF) -> str:
        pairs = zip(self.charts, self.places, strict=False)
        return next((chart.stage for chart, place in pairs if place.box.contains(point)), "")

    def next_bar(self, bar: Bar | None, down: int, right: int) -> Bar | None:
        """The bar beside one, or that of another chart `down` from it; one that is known."""
        known = [k for k, chart in enumerate(self.charts) if chart.values is not None]
        if not known:
            return None
        if bar is None or bar[0] not in known:
            return known[0], int(self.windows[known[0]].places()[0])
        k, at = bar
        if down:
            other = known[(known.index(k) + down) % len(known)]
            chart = self.charts[other]
            has_same_axis = (chart.stage in VECTORS) == (self.charts[k].stage in VECTORS)
            return other, at if has_same_axis else max(chart.peak, 0)
        window = self.windows[k]
        return k, int(window.places()[(window.position(at) + right) % window.count])
