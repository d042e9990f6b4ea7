"""Curves in pixels, dotted, dashed or solid, drawn fast.

Qt's own dashes take two to three times as long as a solid line; dots laid down with one stamp and
dashes cut beforehand take less than one.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from simulator.controls import theme
from simulator.views.plane_dots import Look

DOT, DOT_STEP = 1.6, 6.0  # radius and distance of dots, in pixels of normal mode
DASH_STEP, DASH = 3.2, (1, 1, 0)  # a dash is two steps, a gap is one
MOST = 3000  # points of a curve


def draw_dotted(painter: QPainter, x: np.ndarray, y: np.ndarray, color: str) -> None:
    """Draw dots along a curve (P,), all equally far apart."""
    places = evenly(x, y, DOT_STEP * theme.scale())
    Look("disc", color, DOT * theme.scale()).draw(painter, places)


def draw_dashed(
    painter: QPainter, x: np.ndarray, y: np.ndarray, color: str, width: float = 2.0
) -> None:
    """Draw dashes along a curve (P,)."""
    places = evenly(x, y, DASH_STEP * theme.scale())
    joined = np.resize(np.array(DASH, np.int32), len(places))
    _stroke(painter, places[:, 0], places[:, 1], joined, color, width)


def draw_solid(
    painter: QPainter, x: np.ndarray, y: np.ndarray, color: str, width: float = 2.0
) -> None:
    """Draw a curve (P,) without gaps."""
    _stroke(painter, x, y, "all", color, width)


def _stroke(
    painter: QPainter,
    x: np.ndarray,
    y: np.ndarray,
    joined: str | np.ndarray,
    color: str,
    width: float,
) -> None:
    if len(x) < 2:
        return
    pen = QPen(QColor(theme.current_theme().color(color)), theme.stroke(width))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(pg.arrayToQPath(x.copy(), y.copy(), connect=joined))


def evenly(x: np.ndarray, y: np.ndarray, step: float) -> np.ndarray:
    """Points (M, 2) along a polyline (P,), `step` apart."""
    if len(x) < 2:
        return np.empty((0, 2))
    far = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.arange(0.0, far[-1] + 1e-9, max(step, far[-1] / MOST, 1e-6))
    return np.column_stack([np.interp(at, far, x), np.interp(at, far, y)])
