"""What moves over a landscape: the ball, which is the state, and the trail it leaves.

Where the surface hides them, they shine through. The ball stands at its own energy: where that is
not the height of the sheet below or above it, a dashed line leads there.
"""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QRadialGradient

from simulator.controls import theme
from simulator.views.landscape_camera import FAR, Camera, sampled
from simulator.views.landscape_marks import runs
from simulator.views.landscape_scene import Scene

RADIUS = 8.5  # pixels of normal mode in a block of 300 pixels
POINTS = 160  # of a trail
LIFT = 0.006  # of the height: a line lies on the surface, not in it
BESIDE = 0.02  # of the height: so far from the sheet a state is beside it
THROUGH = 0.38  # how strongly it shines through the surface


def on_surface(scene: Scene, trail: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, y and z of about `POINTS` places along a trail (M, 2), M ≥ 1."""
    steps = np.hypot(*np.diff(trail, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.union1d(np.linspace(0, length[-1], POINTS), length if length.size < POINTS else [])
    x, y = np.interp(at, length, trail[:, 0]), np.interp(at, length, trail[:, 1])
    return x, y, sampled(scene.surface, x, y) + LIFT


def paint_trail(painter: QPainter, camera: Camera, scene: Scene, trail: np.ndarray) -> None:
    """Paint the way so far, (M, 2) of x and y, on the surface."""
    if len(trail) < 2:
        return
    points = on_surface(scene, trail)
    hidden = camera.is_hidden(scene.surface, *points)
    columns, rows = camera.project(*points)
    for first, last, is_hidden in runs(hidden):
        line = QPolygonF(
            [
                QPointF(*p)
                for p in zip(columns[first : last + 1], rows[first : last + 1], strict=True)
            ]
        )
        _stroke(painter, line, THROUGH * 0.7 if is_hidden else 1.0)


def _stroke(painter: QPainter, line: QPolygonF, strength: float) -> None:
    """Draw a light line with dark sides, which is seen on every colour."""
    for color, width, alpha in (("black", 4.6, 0.28), ("white", 2.2, 0.95)):
        shade = QColor(color)
        shade.setAlphaF(alpha * strength)
        pen = QPen(shade, width * theme.scale())
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPolyline(line)


def paint_ball(
    painter: QPainter, camera: Camera, scene: Scene, ball: tuple[float, float, float]
) -> None:
    """Paint the state: x, y, and its energy."""
    x, y = (np.array([min(max(v, 0.0), 1.0)]) for v in ball[:2])
    z, sheet = np.array([scene.share(ball[2])]), sampled(scene.surface, x, y)
    column, row = (float(v[0]) for v in camera.project(x, y, z))
    radius = ball_radius(camera) * FAR / float(camera.ground(x, y)[1][0])
    is_beside = abs(float(z[0] - sheet[0])) > BESIDE
    seen = np.maximum(z, sheet) if is_beside else sheet + LIFT
    hidden = bool(camera.is_hidden(scene.surface, x, y, seen + radius / camera.size)[0])
    painter.setOpacity(THROUGH if hidden else 1.0)
    foot = QPointF(column, float(camera.project(x, y, sheet)[1][0]))
    _shadow(painter, foot, radius, camera.elevation)
    middle = QPointF(column, row - 0.86 * radius)
    if is_beside:
        for color, style in (
            (QColor.fromRgbF(0, 0, 0, 0.45), Qt.PenStyle.SolidLine),
            (QColor("white"), Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(color, 1.4 * theme.scale(), style))
            painter.drawLine(QLineF(foot, middle))
    _sphere(painter, middle, radius)
    painter.setOpacity(1.0)


def ball_radius(camera: Camera) -> float:
    """Return the radius of a ball at the block's middle, in pixels."""
    return theme.px(RADIUS) * min(max(camera.size / theme.px(300), 0.75), 1.7)


def _shadow(painter: QPainter, foot: QPointF, radius: float, elevation: float) -> None:
    """Paint a soft dark spot where a ball touches, away from the light."""
    painter.save()
    painter.translate(foot + QPointF(0.35 * radius, 0.05 * radius))
    painter.scale(1.0, 0.35 + 0.6 * elevation / 90)
    reach = 1.5 * radius
    fade = QRadialGradient(QPointF(0, 0), reach)
    for place, alpha in ((0.0, 0.60), (0.45, 0.42), (1.0, 0.0)):
        fade.setColorAt(place, QColor.fromRgbF(0, 0, 0, alpha))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fade)
    painter.drawEllipse(QPointF(0, 0), reach, reach)
    painter.restore()


def _sphere(painter: QPainter, middle: QPointF, radius: float) -> None:
    now = theme.current_theme()
    gloss = QRadialGradient(middle, radius, middle - QPointF(0.38 * radius, 0.42 * radius))
    gloss.setColorAt(0.0, QColor(now.mix("warm", "#ffffff", 0.85)))
    gloss.setColorAt(0.18, QColor(now.mix("warm", "#ffffff", 0.42)))
    gloss.setColorAt(0.55, QColor(now.warm))
    gloss.setColorAt(0.90, QColor(now.mix("warm", "#000000", 0.38)))
    gloss.setColorAt(1.0, QColor(now.mix("warm", "#000000", 0.28)))  # light from the ground
    painter.setPen(QPen(QColor.fromRgbF(1, 1, 1, 0.85), 1.2 * theme.scale()))
    painter.setBrush(gloss)
    painter.drawEllipse(middle, radius, radius)
    glint = QRadialGradient(middle - QPointF(0.36 * radius, 0.44 * radius), 0.34 * radius)
    glint.setColorAt(0.0, QColor.fromRgbF(1, 1, 1, 0.95))
    glint.setColorAt(1.0, QColor.fromRgbF(1, 1, 1, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glint)
    painter.drawEllipse(glint.center(), 0.34 * radius, 0.34 * radius)
