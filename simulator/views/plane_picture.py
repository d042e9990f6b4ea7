"""A plane as a picture: its layers, and which part of it is in sight.

`plane` lets a person move about in it.
"""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import plane_marks as marks
from simulator.views.plane_field import Field
from simulator.views.plane_frame import PlaneFrame, Sight, frame_of
from simulator.views.plane_generator import Sheet, draw_arrows
from simulator.views.plane_shown import LAYERS, PlaneShown
from simulator.views.plot_view import PlotView

USUAL = ("heat", "data", "fakes")
Ring = tuple[int, float, str]  # about a fake: how much wider than it, and a token


class PlanePicture(PlotView):
    """Shows a plane."""

    title = "Plane"

    layers_changed = Signal()

    def __init__(self, title: str = "Plane", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self._shown: PlaneShown | None = None
        self._layers = frozenset(USUAL)
        self._frame: PlaneFrame | None = None
        self._sight = Sight(0.0, 0.0)
        self._field, self._sheet = Field(), Sheet()

    # ---- what a subclass gives ----

    def _look(self) -> None:
        """Another thing may lie under the pointer now."""

    def _rings(self) -> list[Ring]:
        """Which fakes a person looks at."""
        return []

    # ---- what is shown ----

    def show_plane(self, shown: PlaneShown) -> None:
        """Show a plane; repaints only if something differs. What is in sight stays, unless the
        plane has another extent. ValueError where arrays have other shapes than said."""
        old = self._shown
        if shown.check().is_like(old):
            return
        self._shown = shown
        if old is None or (old.low, old.high) != (shown.low, shown.high):
            self._sight = self._whole()
        if old is None or self._framed(old) != self._framed(shown):
            self.renew()
        self.update()
        self._look()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown = None
        self.renew()
        self._look()

    def show_layer(self, name: str, is_on: bool) -> None:
        """Show or hide one of LAYERS; KeyError for another name."""
        if name not in LAYERS:
            raise KeyError(name)
        self.set_layers(self._layers | {name} if is_on else self._layers - {name})

    def layers(self) -> frozenset[str]:
        """The layers that are switched on; the others need not be computed."""
        return self._layers

    def set_layers(self, names: Collection[str]) -> None:
        """Switch on these layers and no others."""
        layers = frozenset(names)
        if layers != self._layers:
            self._layers = layers
            self.renew()
            self._look()
            self.layers_changed.emit()

    def exported(self) -> Table | None:
        shown = self._shown
        if shown is None:
            return None
        dots = [("data", x, y) for x, y in shown.real.tolist()]
        dots += [("fake", x, y) for x, y in shown.fake.tolist()]
        columns = zip(*dots, strict=True) if dots else ((), (), ())
        return Table(dict(zip(("kind", "x1", "x2"), map(list, columns), strict=True)))

    # ---- what is in sight ----

    def sight(self) -> Sight:
        """Which part of the plane is in sight."""
        return self._sight

    def reset_sight(self) -> None:
        """See the whole plane again."""
        self._see(self._whole())

    def zoom(self, factor: float, place: QPointF | None = None) -> None:
        """Come nearer by a factor, at a place of the view or at the middle of what is in sight."""
        if self._frame is None:
            return
        at = self._frame.at(place) if place else (self._sight.x, self._sight.y)
        self._see(self._sight.zoomed(factor, *at))

    def place_of(self, x: float, y: float) -> QPointF:
        """A point of the plane in the view's pixels."""
        return QPointF(self._frame.px(x), self._frame.py(y)) if self._frame else QPointF()

    def _whole(self) -> Sight:
        shown = self._shown
        middle = (shown.low + shown.high) / 2 if shown else 0.0
        return Sight(middle, middle)

    def _see(self, sight: Sight) -> None:
        shown = self._shown
        if shown is None:
            return
        sight = sight.within(shown.low, shown.high)
        if sight != self._sight:
            self._sight = sight
            self.renew()
            self._look()

    # ---- painting ----

    def is_empty(self) -> bool:
        return self._shown is None

    def lay_out(self) -> None:
        shown = self._shown
        assert shown is not None
        names = [key.widest for key in self._keys(shown)]
        self._frame = frame_of(self.size(), shown.span, self._sight, names)

    def _keys(self, shown: PlaneShown) -> list[marks.Key]:
        return marks.keys_of(shown, self._layers, shown.span / self._sight.zoom)

    def _framed(self, shown: PlaneShown) -> tuple:
        """All that axes and legend hang on, beside what is in sight."""
        return shown.low, shown.high, self._keys(shown)

    def draw_ground(self, painter: QPainter) -> None:
        shown, frame = self._shown, self._frame
        assert shown is not None
        assert frame is not None
        marks.paint_axes(painter, frame)
        marks.paint_legend(painter, frame, self._keys(shown))

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        shown, frame = self._shown, self._frame
        assert shown is not None
        assert frame is not None
        painter.save()
        painter.setClipRect(frame.plot)
        self._draw_layers(painter, shown, frame)
        self._draw_rings(painter, shown, is_live)
        painter.restore()
        marks.paint_caption(painter, frame.plot, self._caption(shown))

    def _draw_layers(self, painter: QPainter, shown: PlaneShown, frame: PlaneFrame) -> None:
        has_heat = "heat" in self._layers and shown.heat is not None
        if has_heat:
            self._field.draw_heat(painter, frame, shown)
        if "manifold" in self._layers and shown.manifold is not None:
            self._sheet.draw(painter, frame, shown)
        if "density" in self._layers and shown.density is not None:
            self._field.draw_density(painter, frame, shown, is_shaded=not has_heat)
        if has_heat and shown.boundary:
            self._field.draw_boundary(painter, frame, shown)
        margin = 8 * theme.scale() / frame.scale
        if "data" in self._layers:
            dots = shown.real[frame.in_sight(shown.real, margin)]
            marks.data_look(len(shown.real)).draw(painter, frame.places(dots))
        if "fakes" in self._layers:
            dots = shown.fake[frame.in_sight(shown.fake, margin)]
            marks.fake_look(len(shown.fake)).draw(painter, frame.places(dots))
        if "arrows" in self._layers and shown.arrows is not None:
            draw_arrows(painter, frame, shown)

    def _draw_rings(self, painter: QPainter, shown: PlaneShown, is_live: bool) -> None:
        """Ring the marked fake, and those that a person looks at."""
        radius = marks.fake_look(len(shown.fake)).radius
        marked = -1 if shown.marked is None else shown.marked
        rings = [(marked, 3.5, "ink"), *(self._rings() if is_live else [])]
        for k, more, token in rings:
            if self._has_place(k):
                place = self.place_of(*shown.fake[k].tolist())
                marks.paint_ring(painter, place, radius + more * theme.scale(), token)

    def _has_place(self, k: int) -> bool:
        shown = self._shown
        return (
            shown is not None
            and 0 <= k < len(shown.fake)
            and bool(np.isfinite(shown.fake[k]).all())
        )

    def _caption(self, shown: PlaneShown) -> str:
        parts = []
        if "fakes" in self._layers and shown.outside > 0:
            share = 100 * shown.outside
            parts.append(f"{'< 1' if share < 1 else f'{share:.0f}'} % of fakes outside")
        if self._sight.zoom != 1:
            parts.append(f"×{self._sight.zoom:.3g}, 0: all")
        return " · ".join(parts)
