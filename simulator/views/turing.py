"""The Neural Turing Machine as a diagram: a controller, its heads, and the memory they share.

The input goes into the controller; it tells the write heads where to write and the read heads where
to read; what they read comes back. The part that is running is lit.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import players_marks
from simulator.views import turing_marks as marks
from simulator.views.plot_view import PlotView
from simulator.views.turing_layout import TuringLayout
from simulator.views.turing_pictures import Pictures
from simulator.views.turing_shown import TuringShown

__all__ = ["TuringShown", "TuringView"]


class TuringView(PlotView):
    """Shows the diagram with live thumbnails; `hovered` says the station looked at."""

    title = "Machine"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: TuringShown | None = None
        self._layout: TuringLayout | None = None
        self._pictures = Pictures()
        self._looked_at = ""

    # ---- what is shown ----

    def show_machine(self, shown: TuringShown) -> None:
        """Show the machine; only what differs is painted anew."""
        old = self._shown
        if shown.is_like(old):
            return
        self._shown = shown
        self._pictures.take(shown)
        if self._looked_at not in shown.stations:
            self._looked_at = ""
        if shown.has_same_ground(old):
            self.update()
        else:
            self.renew()
        self._say_anew()

    def set_empty(self, text: str) -> None:
        super().set_empty(text)
        self._say_anew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown, self._looked_at = None, ""
        self._pictures.take(None)
        self._say_anew()
        self.renew()

    def is_empty(self) -> bool:
        return self._shown is None

    def exported(self) -> Table | None:
        """The memory and where every head is, a row a location."""
        return self._shown.table() if self._shown else None

    # ---- places ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(140))

    def lay_out(self) -> None:
        if self._shown:
            self._layout = TuringLayout.of(self.size(), self._shown.stations)

    def box_of(self, station: str) -> QRectF:
        """Where a station stands, or nowhere."""
        place = self._layout.stations.get(station) if self._layout and self._shown else None
        return place.box if place else QRectF()

    def station_at(self, point: QPointF) -> str:
        """The station at a point, or ""."""
        names = self._shown.stations if self._shown else ()
        return next((name for name in names if self.box_of(name).contains(point)), "")

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the stations' fields, the legs, and the words."""
        layout, shown = self._layout, self._shown
        if layout is None or shown is None:
            return
        part = shown.part
        for leg, corners in layout.legs.items():
            if leg not in part.legs:
                players_marks.paint_leg(painter, corners, False, False)
        for leg in part.legs:
            players_marks.paint_leg(painter, layout.legs[leg], False, True)
        for name, place in layout.stations.items():
            texts = marks.TITLES[name]
            if len(shown.heads_of(name)) == 1 and name in marks.TOKENS:
                texts = (f"{name} head", name)
            marks.paint_station(painter, place, texts, name in part.stations)
        marks.paint_words(painter, layout.words, shown.part_title, part.does, bool(shown.lit))

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """Draw the thumbnails."""
        if self._layout is None:
            return
        self._pictures.paint(painter, self._layout)
        if is_live and self._looked_at:
            players_marks.paint_ring(painter, self.box_of(self._looked_at))

    # ---- what is looked at ----

    def _look_at(self, station: str) -> None:
        if station != self._looked_at:
            self._looked_at = station
            self.update()
            self._say_anew()

    def _say_anew(self) -> None:
        shown = self._shown
        said = shown.words_of(self._looked_at) if shown and self._looked_at else ""
        self.say(said)
        whole = shown.description() if shown else self._empty
        self.setAccessibleDescription(". ".join(text for text in (said, whole) if text))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self.station_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from station to station, the way the input goes."""
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None or self._shown is None:
            super().keyPressEvent(event)
            return
        names = self._shown.stations
        at = names.index(self._looked_at) + move if self._looked_at else 0
        self._look_at(names[at % len(names)])
