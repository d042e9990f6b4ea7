"""What stands in each station: nets, thumbnails, outputs and losses, kept as pixels while they
are the same.

Ranges of losses and of a critic's scores stay put while the numbers drift.
"""

import itertools
import math
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from simulator.controls import theme
from simulator.views import outputs_marks
from simulator.views import players_marks as marks
from simulator.views import players_thumbnails as thumbnails
from simulator.views.layer import Layer
from simulator.views.players_layout import PlayersLayout
from simulator.views.players_net import paint_net
from simulator.views.players_phases import LEARNS, STATIONS, phase_of
from simulator.views.players_shown import PlayersShown, norm_text, number
from simulator.views.trace_scale import CalmRange

NET = 0.4  # of a player's height has its net, above its picture
BESIDE = 1.5  # a player so many times wider than high has them side by side
PARTS = 8.0  # into which the range of losses is cut
AT_ONCE = 3  # stations that are drawn anew in a frame of a fast game
FOOT, WEDGE = 14, 7  # pixels of normal mode: the outputs' line of words, and the mark of a mean


class Pictures:
    """Paints all stations' pictures; `take` first says what is shown."""

    def __init__(self) -> None:
        self._shown = PlayersShown()
        self._layers = {name: Layer() for name in STATIONS}
        self._versions = dict.fromkeys(STATIONS, 0)
        self._stale: list[str] = []  # stations whose pixels are of the past, longest first
        looks = itertools.product("gd", (False, True), (False, True))
        self._nets = {look: Layer() for look in looks}  # player, is lit, is learning
        self._losses, self._scores = CalmRange(), CalmRange()

    def take(self, shown: PlayersShown | None) -> None:
        """Show something else, or with None nothing, and forget the ranges. While the game is fast
        stations take turns: to draw all of them takes half a frame."""
        if shown is None:
            self._losses, self._scores = CalmRange(), CalmRange()
        shown = shown or PlayersShown()
        for name in STATIONS:
            if name not in self._stale and not shown.has_same_picture(name, self._shown):
                self._stale.append(name)
        self._shown = shown
        count = AT_ONCE if shown.is_playing_fast else len(self._stale)
        for name in self._stale[:count]:
            self._versions[name] += 1
        del self._stale[:count]

    def is_lit(self, station: str) -> bool:
        return station in phase_of(self._shown.lit).stations

    def paint(self, painter: QPainter, layout: PlayersLayout) -> None:
        """Paint everything but the nets."""
        for name in STATIONS:
            self._paint_station(painter, layout, name)
        norms = ("g", self._shown.gradient_norm_g), ("d", self._shown.gradient_norm_d)
        for name, norm in norms:
            if not math.isnan(norm):
                foot = layout.stations[name].foot
                marks.paint_norm(painter, foot, norm_text(norm), self.is_lit(name))

    def paint_nets(self, painter: QPainter, layout: PlayersLayout) -> None:
        """Paint both players' nets: hundreds of lines, hence kept pixels where there can be."""
        for player, sizes in (("g", self._shown.sizes_g), ("d", self._shown.sizes_d)):
            is_lit, is_learning = self.is_lit(player), LEARNS.get(self._shown.lit) == player
            room = self.parts_of(layout, player)[0]
            box = QRectF(room.toAlignedRect())
            inner = room.translated(-box.topLeft())
            draw = partial(
                paint_net, box=inner, sizes=sizes, is_lit=is_lit, is_learning=is_learning
            )
            painter.save()
            painter.translate(box.topLeft())
            self._nets[player, is_lit, is_learning].paint(
                painter, box.size().toSize(), (sizes, is_lit, is_learning), draw
            )
            painter.restore()

    def parts_of(self, layout: PlayersLayout, player: str) -> tuple[QRectF, QRectF]:
        """Where a player's net and its picture stand; without a picture the net has all."""
        inner, gap = layout.stations[player].inner, theme.px(5)
        if (self._shown.manifold if player == "g" else self._shown.heat) is None:
            return inner, QRectF()
        if inner.width() > BESIDE * inner.height():
            wide = (inner.width() - gap) - min(inner.height(), 0.5 * inner.width())
            net = QRectF(inner.left(), inner.top(), wide, inner.height())
            return net, inner.adjusted(wide + gap, 0, 0, 0)
        high = max(NET * inner.height(), inner.height() - inner.width() - gap)
        high = min(high, 0.9 * inner.width())
        net = QRectF(inner.left(), inner.top(), inner.width(), high)
        return net, inner.adjusted(0, high + gap, 0, 0)

    # ---- a station ----

    def _paint_station(self, painter: QPainter, layout: PlayersLayout, name: str) -> None:
        box = layout.stations[name].box

        def draw(onto: QPainter) -> None:
            onto.save()
            onto.translate(-box.topLeft())
            self._draw(onto, layout, name)
            onto.restore()

        is_print = self._is_print(name)  # between pictures is the station's own colour
        key = self._versions[name], is_print and self.is_lit(name)
        painter.save()
        painter.translate(box.topLeft())
        self._layers[name].paint(painter, box.size().toSize(), key, draw)
        painter.restore()

    def _is_print(self, station: str) -> bool:
        """Whether pictures stand in a station."""
        array = getattr(self._shown, "manifold" if station == "g" else station, None)
        return array is not None and array.dtype == np.uint8

    def _draw(self, painter: QPainter, layout: PlayersLayout, name: str) -> None:
        shown, inner = self._shown, layout.stations[name].inner
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if name in ("noise", "fake", "real"):
            self._draw_examples(painter, inner, name, getattr(shown, name))
        elif name == "outputs":
            self._draw_outputs(painter, inner)
        elif name == "losses":
            self._draw_losses(painter, inner)
        else:
            self._draw_player(painter, self.parts_of(layout, name)[1], name)

    def _draw_examples(self, painter: QPainter, box: QRectF, name: str, points: np.ndarray) -> None:
        shown = self._shown
        if not len(points):
            marks.paint_none(painter, box)
        elif points.dtype == np.uint8:
            thumbnails.paint_pictures(painter, box, points, shown.side, self.is_lit(name))
        elif name == "noise":
            thumbnails.paint_noise(painter, box, points)
        else:
            thumbnails.paint_points(painter, box, points, name, shown.low, shown.high)

    def _draw_player(self, painter: QPainter, box: QRectF, name: str) -> None:
        shown = self._shown
        if box.width() < 12 or box.height() < 12:
            return
        if name == "d" and shown.heat is not None:
            thumbnails.paint_heat(painter, box, shown.heat)
        elif name == "g" and self._is_print(name):
            assert shown.manifold is not None
            thumbnails.paint_pictures(painter, box, shown.manifold, shown.side, self.is_lit(name))
        elif name == "g" and shown.manifold is not None:
            thumbnails.paint_manifold(painter, box, shown.manifold, shown.low, shown.high)

    def _draw_outputs(self, painter: QPainter, box: QRectF) -> None:
        """Draw the outputs for data above a line and for fakes below it."""
        shown, row = self._shown, theme.px(FOOT)
        if not shown.d_real.size + shown.d_fake.size:
            marks.paint_none(painter, box)
            return
        low, high, middle, word = 0.0, 1.0, 0.5, "½"
        if shown.are_scores:
            values = [outputs_marks.finite(one) for one in (shown.d_real, shown.d_fake)]
            ends = [float(end(initial=0.0)) for v in values for end in (v.min, v.max)]
            low, high = self._scores.cover(min(ends), max(ends), PARTS)
            middle, word = 0.0, "0"
        counted = outputs_marks.mirrored(shown.d_real, shown.d_fake, low, high)
        plot = box.adjusted(0, theme.px(2), 0, -row)
        outputs_marks.paint_bars(painter, plot, counted, max(counted.top, 0.1))
        x = plot.left() + counted.share_of(middle) * plot.width()
        outputs_marks.paint_line(painter, plot, x)
        outputs_marks.paint_means(painter, plot, counted, theme.px(WEDGE))
        foot = QRectF(plot.left(), plot.bottom() + 1, plot.width(), row)
        marks.paint_scale(painter, foot, x, word)

    def _draw_losses(self, painter: QPainter, box: QRectF) -> None:
        both = self._shown.loss_d, self._shown.loss_g
        known = [value for value in both if math.isfinite(value)]
        low, high = self._losses.cover(min([0.0, *known]), max([0.0, 1.0, *known]), PARTS)
        rows, tokens = marks.loss_rows(box), ("accent", "warm")
        for name, value, row, token in zip("DG", both, rows, tokens, strict=True):
            end = 0.0 if math.isnan(value) else value
            ends = [min(max((v - low) / (high - low), 0.0), 1.0) for v in (0.0, end)]
            other = both[name == "D"]
            texts, span = (number(value), number(other)), (ends[0], ends[1])
            marks.paint_loss(painter, row, name, texts, span, token)
