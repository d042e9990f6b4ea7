"""The machine of a generative adversarial net: two players, and what passes between them.

Noise goes through G and comes out as fakes; D is given fakes and data and says what it takes each
for; from that come two losses, and their gradients go back. The part that is running is lit.
"""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import outputs_marks
from simulator.views import players_marks as marks
from simulator.views.players_layout import PlayersLayout
from simulator.views.players_phases import BACKWARD, FORWARD, STATIONS, Phase, phase_of
from simulator.views.players_pictures import Pictures
from simulator.views.players_shown import PlayersShown
from simulator.views.players_words import paint_words
from simulator.views.plot_view import PlotView

__all__ = ["PlayersShown", "PlayersView"]

TICK_MS, PACE = 40, 36.0  # how often dashes move on, and how many pixels in a second
FAST = "Slow down to see each part"


class PlayersView(PlotView):
    """Shows the diagram with live thumbnails; `hovered` says the station looked at."""

    title = "Machine"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: PlayersShown | None = None
        self._layout: PlayersLayout | None = None
        self._pictures = Pictures()
        self._looked_at = ""
        self._flow = 0.0
        self._is_animated = False
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._tick)

    # ---- what is shown ----

    def show_players(self, shown: PlayersShown) -> None:
        """Show the machine; only what differs is painted anew."""
        old = self._shown
        if shown.is_like(old):
            return
        self._shown = shown
        self._pictures.take(shown)
        if shown.has_same_ground(old):
            self.update()
        else:
            self.renew()
        self._say_anew()
        self._run_timer()

    def set_animated(self, is_animated: bool) -> None:
        """Let dashes flow along the legs that are lit, or stand."""
        if is_animated != self._is_animated:
            self._is_animated = is_animated
            self._run_timer()
            self.update()

    def clear(self) -> None:
        """Show nothing but the empty state, and forget the ranges."""
        self._shown, self._looked_at = None, ""
        self._pictures.take(None)
        self._run_timer()
        self._say_anew()
        self.renew()

    def is_empty(self) -> bool:
        return self._shown is None

    def exported(self) -> Table | None:
        """The numbers of the diagram, a row each."""
        shown = self._shown
        if shown is None:
            return None
        means = [_mean(one) for one in (shown.d_real, shown.d_fake)]
        rows = {
            "loss of D": shown.loss_d, "loss of G": shown.loss_g,
            "gradient norm of D": shown.gradient_norm_d,
            "gradient norm of G": shown.gradient_norm_g,
            "mean D of data": means[0], "mean D of fakes": means[1],
        }  # fmt: skip
        values = [None if math.isnan(value) else value for value in rows.values()]
        return Table({"quantity": list(rows), "value": values})

    # ---- places ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(380))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(200))

    def lay_out(self) -> None:
        self._layout = PlayersLayout.of(self.size())

    def box_of(self, station: str) -> QRectF:
        """Where a station stands."""
        return self._layout.stations[station].box if self._layout else QRectF()

    def station_at(self, point: QPointF) -> str:
        """The station at a point, or ""."""
        if self.is_empty():
            return ""
        return next((name for name in STATIONS if self.box_of(name).contains(point)), "")

    # ---- drawing ----

    def _phase(self) -> Phase:
        shown = self._shown or PlayersShown()
        return phase_of(shown.lit, shown.is_flowing_back)

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the stations' fields, the nets, the legs at rest, and the words."""
        layout, shown, phase = self._layout, self._shown, self._phase()
        if layout is None or shown is None:
            return
        for leg in (*FORWARD, *BACKWARD):
            if leg not in phase.legs:
                marks.paint_leg(painter, layout.legs[leg], leg in BACKWARD, False)
        for name, place in layout.stations.items():
            marks.paint_station(painter, place, name, name in phase.stations)
        self._pictures.paint_nets(painter, layout)
        note = FAST if shown.is_playing_fast and not shown.lit else ""
        paint_words(painter, layout.words, phase, shown.lit, note)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """Draw the legs that are lit, the pictures and the numbers."""
        layout = self._layout
        if layout is None:
            return
        flow = self._flow if self._is_animated and is_live else -1.0
        for leg in self._phase().legs:
            marks.paint_leg(painter, layout.legs[leg], leg in BACKWARD, True, flow)
        self._pictures.paint(painter, layout)
        if is_live and self._looked_at:
            marks.paint_ring(painter, self.box_of(self._looked_at))

    # ---- dashes that flow ----

    def _run_timer(self) -> None:
        has_flow = self._shown is not None and bool(self._phase().legs)
        if self._is_animated and has_flow and self.isVisible():
            if not self._ticking.isActive():
                self._ticking.start()
        else:
            self._ticking.stop()

    def _tick(self) -> None:
        """Move the dashes on, and paint only them."""
        layout = self._layout
        if layout is None:
            return
        self._flow = (self._flow + PACE * theme.scale() * TICK_MS / 1000) % 1e6
        region = QRegion()
        for leg in self._phase().legs:
            corners = layout.legs[leg]
            xs, ys = [c.x() for c in corners], [c.y() for c in corners]
            reach = theme.px(marks.POINT)
            box = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
            region += box.adjusted(-reach, -reach, reach, reach).toRect()
        self.update(region)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_timer()

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
        """← → from station to station, the way the noise goes."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        move = moves.get(Qt.Key(event.key()))
        if move is None or self.is_empty():
            super().keyPressEvent(event)
            return
        at = STATIONS.index(self._looked_at) + move if self._looked_at else 0
        self._look_at(STATIONS[at % len(STATIONS)])


def _mean(values: np.ndarray) -> float:
    kept = outputs_marks.finite(values)
    return float(kept.mean(dtype=np.float64)) if kept.size else math.nan
