"""The ground of a plane: D as colours, the line where it is undecided, the density as contours.

Pictures and lines are found anew only for other arrays, and then drawn wherever the plane is
looked at.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from simulator.controls import maps, theme
from simulator.controls.theme import Theme
from simulator.views.heat import is_vector
from simulator.views.plane_contours import segments
from simulator.views.plane_frame import PlaneFrame
from simulator.views.plane_shown import PlaneShown

SOFT = 0.48  # how much paper is mixed into the colours of D: dots stand out from them
SHARES = (0.1, 0.35, 0.7)  # of the largest density, where its contours lie
SHADE = 0.3  # the opacity of the largest density


class Field:
    """Draws heat and density; keeps what it made of the last arrays."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Any, Any]] = {}

    def draw_heat(self, painter: QPainter, frame: PlaneFrame, shown: PlaneShown) -> None:
        """Draw D's colours."""
        heat = shown.heat
        assert heat is not None
        look, box = theme.current_theme().name, frame.box(shown.low, shown.high)
        image = self._found("heat", heat, look, lambda: image_of(heat, heat_colors()))
        if is_vector(painter) or not frame.plot.adjusted(-1, -1, 1, 1).contains(box):
            draw_image(painter, image, box)
            return
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        size = (box.size() * ratio).toSize()  # colours take a millisecond: they stay for frames
        scaled = self._found("scaled", heat, (look, size, ratio), lambda: enlarged(image, size))
        painter.drawPixmap(box, scaled, QRectF(scaled.rect()))

    def draw_boundary(self, painter: QPainter, frame: PlaneFrame, shown: PlaneShown) -> None:
        """Draw the line where D is undecided."""
        heat = shown.heat
        assert heat is not None
        lines = self._found("boundary", heat, None, lambda: segments(heat, 0.5))
        painter.setPen(boundary_pen())
        _draw_lines(painter, frame, shown, len(heat), lines)

    def draw_density(
        self, painter: QPainter, frame: PlaneFrame, shown: PlaneShown, is_shaded: bool
    ) -> None:
        """Draw the contours of the data's density, and below them, if wished, a shade."""
        density = shown.density
        assert density is not None
        most = float(density.max())
        if not most > 0:
            return
        if is_shaded:
            look = theme.current_theme().name
            image = self._found(
                "shade", density, look, lambda: image_of(density / most, shade_colors())
            )
            draw_image(painter, image, frame.box(shown.low, shown.high))
        lines = self._found(
            "contours",
            density,
            None,
            lambda: np.concatenate([segments(density, share * most) for share in SHARES]),
        )
        painter.setPen(contour_pen())
        _draw_lines(painter, frame, shown, len(density), lines)

    def _found(self, name: str, array: np.ndarray, look: Any, make: Any) -> Any:
        """What was made of an array, kept as long as it is the same."""
        kept = self._kept.get(name)
        if kept is None or kept[0] is not array or kept[1] != look:
            kept = self._kept[name] = (array, look, make())
        return kept[2]


def _draw_lines(
    painter: QPainter, frame: PlaneFrame, shown: PlaneShown, n: int, lines: np.ndarray
) -> None:
    """Draw pieces (S, 4), counted in the columns and rows of n × n cells."""
    if not len(lines):
        return
    at = shown.low + (lines.reshape(-1, 2) + 0.5) * (shown.span / n)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPath(path_of(frame.places(at), "pairs"))


def path_of(places: np.ndarray, connect: str | np.ndarray) -> QPainterPath:
    """A path through places (P, 2), in pixels."""
    return pg.arrayToQPath(places[:, 0].copy(), places[:, 1].copy(), connect=connect)


def draw_image(painter: QPainter, image: QImage, box: QRectF) -> None:
    """Draw an image into a box, its pixels run together."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)


def enlarged(image: QImage, size: QSize) -> QPixmap:
    """An image of another size, its pixels run together."""
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_image(painter, image, QRectF(picture.rect()))
    painter.end()
    return picture


def image_of(shares: np.ndarray, colors: list[int]) -> QImage:
    """Make an image of shares (n, m), 0 … 1, the first row below, by a table of 256 colours."""
    codes = np.nan_to_num(shares, nan=0.5) * 255.0
    codes = np.ascontiguousarray(np.clip(codes + 0.5, 0, 255).astype(np.uint8)[::-1])
    rows, columns = codes.shape
    image = QImage(codes.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(colors)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy


# ---- colours ----


def heat_colors() -> list[int]:
    """The colours of D from 0 (fake) to 1 (real)."""
    return _heat_colors(theme.current_theme())


@lru_cache(4)
def _heat_colors(now: Theme) -> list[int]:
    stops = (now.mix("warm", "surface", SOFT), now.surface, now.mix("accent", "surface", SOFT))
    rgb = np.array([maps.rgb_of(color) for color in stops])
    at = np.linspace(0, 2, 256)
    red, green, blue = (np.rint(np.interp(at, range(3), rgb[:, k])).astype(int) for k in range(3))
    return (0xFF000000 + (red << 16) + (green << 8) + blue).tolist()


def shade_colors() -> list[int]:
    """The accent, ever less transparent."""
    return clear_colors("accent", SHADE)


def clear_colors(token: str, opacity: float) -> list[int]:
    """A colour from transparent to an opacity, 256 of it."""
    return _clear_colors(theme.current_theme().color(token), opacity)


@lru_cache(8)
def _clear_colors(color: str, opacity: float) -> list[int]:
    rgb = QColor(color).rgb() & 0xFFFFFF
    return [round(opacity * k) << 24 | rgb for k in range(256)]


def boundary_pen() -> QPen:
    now = theme.current_theme()
    return QPen(QColor(now.mix("ink", "surface", 0.15)), theme.stroke(1.4))


def contour_pen() -> QPen:
    color = QColor(theme.current_theme().mix("accent", "ink", 0.35))
    color.setAlphaF(0.65)
    return QPen(color, 1.0 * theme.scale())
