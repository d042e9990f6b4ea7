"""The energy landscape: a block whose surface is the energy, and the state as a ball upon it.

The surface stands over the unit square: x runs along the rows of the heights, y along the columns.
Dragging turns it, and so do the arrow keys; a double click (or Home) turns it back. The block with
its frame and names is painted once and kept; a frame costs the trail and the ball alone.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views import landscape_marks as marks
from simulator.views.landscape_ball import paint_ball, paint_trail
from simulator.views.landscape_camera import Camera, sampled
from simulator.views.landscape_relief import Relief
from simulator.views.landscape_scene import Scene, limits_of
from simulator.views.trace_scale import tick_text
from simulator.views.view import View

AZIMUTH, ELEVATION = 124.0, 29.0  # degrees: the corner (1, 1) is nearest
LOWEST, HIGHEST = 8.0, 70.0
DEGREES_A_PIXEL = 0.4
LEAST_NAMED = 90  # pixels of normal mode: a lower block has no room for words
TURNS = {
    Qt.Key.Key_Left: (5.0, 0.0),
    Qt.Key.Key_Right: (-5.0, 0.0),
    Qt.Key.Key_Up: (0.0, 4.0),
    Qt.Key.Key_Down: (0.0, -4.0),
}
KEYED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
STILL_PIXELS, MOVING_PIXELS = 600_000, 120_000  # of the block: 30 ms, and 7 ms while it is turned
PAPER_PIXELS = 8_000_000  # in an export
FINEST = 2.0  # pixels of the block a pixel of the screen: smooth edges

Ball = tuple[float, float, float]  # x, y, energy
Corners = tuple[str, str, str, str]


class LandscapeView(View):
    """Shows a surface, a ball and its trail."""

    title = "Energy landscape"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._relief: Relief | None = None
        self._ball: Ball | None = None
        self._trail = np.empty((0, 2))
        self._empty = ""
        self._angles = (AZIMUTH, ELEVATION)
        self._held: QPointF | None = None  # where the pointer was, while it turns the block
        self._is_keyed = False
        self._kept: tuple[tuple, QPixmap] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)

    # ---- what is shown ----

    def show_landscape(
        self,
        heights: np.ndarray,
        corners: Sequence[str],
        ball: Ball | None = None,
        trail: np.ndarray | None = None,
        cue: tuple[float, float] | None = None,
        axes: tuple[str, str] = ("", ""),
        energy: str = "energy E",
    ) -> None:
        """Show finite heights (P, Q), P and Q ≥ 2, with names for the corners (x, y) = (0, 0),
        (1, 0), (0, 1), (1, 1), and words along x and y; cue and trail (M, 2) are x, y in 0 … 1,
        the ball stands at an energy of its own."""
        if heights.ndim != 2 or min(heights.shape) < 2:
            raise ValueError(f"heights of shape {heights.shape} are no surface")
        limits = limits_of(heights, ball and ball[2])
        names = (corners[0], corners[1], corners[2], corners[3])
        scene = Scene(heights, names, axes, energy, cue, limits)
        if not scene.is_like(self._scene):
            self._scene = scene
            self._relief = Relief(scene.surface, scene.share(0.0), scene.contour_share)
            self._kept = None
            self.update()
        trail = np.empty((0, 2)) if trail is None else trail
        if ball != self._ball or not np.array_equal(trail, self._trail):
            self._ball, self._trail = ball, np.array(trail)
            self.update()
        self._describe()

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show."""
        self._empty = text
        self.update()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._scene = self._relief = self._kept = self._ball = None
        self._trail = np.empty((0, 2))
        self._describe()
        self.update()

    def _describe(self) -> None:
        words = self._empty
        if self._scene is not None:
            corners = ", ".join(self._scene.corners)
            words = f"surface between {corners}"
            if self._ball is not None:
                words += f"; the state has {self._scene.energy} {tick_text(self._ball[2], 0.1)}"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    # ---- how it is looked at ----

    def angles(self) -> tuple[float, float]:
        """Azimuth and elevation of the eye, in degrees."""
        return self._angles

    def turn(self, azimuth: float, elevation: float) -> None:
        """Turn the block by so many degrees; the eye stays above the ground and off the zenith."""
        lifted = min(max(self._angles[1] + elevation, LOWEST), HIGHEST)
        self._look((self._angles[0] + azimuth) % 360.0, lifted)

    def turn_back(self) -> None:
        """Look as in the beginning."""
        self._look(AZIMUTH, ELEVATION)

    def _look(self, azimuth: float, elevation: float) -> None:
        if (azimuth, elevation) != self._angles:
            self._angles = (azimuth, elevation)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            event.ignore()
            return
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            way = (event.position() - self._held) * DEGREES_A_PIXEL
            self._held = event.position()
            self.turn(-way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            self._held = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.update()  # once more, finely

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.turn_back()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # what is around may scroll

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._wants(event):  # before the window's own arrows
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.update()
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        is_plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = (*TURNS, Qt.Key.Key_Home)
        return self._scene is not None and not is_plain and event.key() in keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Home:
            self.turn_back()
        else:
            self.turn(*TURNS[Qt.Key(event.key())])

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_keyed = event.reason() in KEYED
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._is_keyed = False
        self.update()

    # ---- drawing ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(440), theme.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(170))

    def _restyle(self) -> None:
        self._kept = None
        self.updateGeometry()
        self.update()

    def camera(self) -> Camera:
        """How the block is seen now, in the view's pixels."""
        scene = self._scene
        side = marks.axis_room(scene) if scene is not None else 0.0
        top, foot = theme.px(24), theme.px(26)
        width, height = self.width() - 2 * side, self.height() - top - foot
        return Camera(*self._angles, (side, top, max(width, 1.0), max(height, 1.0)))

    def place_of(self, x: float, y: float, energy: float | None = None) -> QPointF:
        """Return where a point is on screen: on the surface, or at an energy of its own."""
        scene = self._scene
        assert scene is not None, "nothing is shown"
        at = np.array([x]), np.array([y])
        z = sampled(scene.surface, *at) if energy is None else np.array([scene.share(energy)])
        column, row = self.camera().project(*at, z)
        return QPointF(float(column[0]), float(row[0]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:  # a painter that outlives its event would crash
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scene is None:
            self._paint_empty(painter)
            return
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self._angles, self._held is None)
        if self._kept is None or self._kept[0] != key:
            self._kept = key, self._painted_ground(ratio)
        painter.drawPixmap(0, 0, self._kept[1])
        self._paint_moving(painter)
        if self._is_keyed:
            painter.setPen(QPen(QColor(theme.current_theme().accent), theme.scale()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))

    def draw_on(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scene is None:
            self._paint_empty(painter)
        else:
            self._paint_ground(painter, painter.transform().m11(), PAPER_PIXELS)
            self._paint_moving(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.caption_color()))
        painter.setFont(theme.text_font())
        box = QRectF(self.rect()).adjusted(theme.px(16), 0, -theme.px(16), 0)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(box, flags, self._empty)

    def _painted_ground(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, ratio, STILL_PIXELS if self._held is None else MOVING_PIXELS)
        painter.end()
        return pixmap

    def _paint_ground(self, painter: QPainter, ratio: float, most: int) -> None:
        """Paint all that does not move with the state; `ratio` device pixels are a pixel, and the
        block is computed in `most` pixels at most."""
        scene, relief, camera = self._scene, self._relief, self.camera()
        if scene is None or relief is None:
            return
        marks.paint_shadow(painter, camera)
        marks.paint_frame(painter, camera, scene)
        _, _, width, height = camera.bounds()
        scale = min(FINEST * ratio, (most / max(width * height, 1)) ** 0.5)
        image, box = relief.picture(camera, scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(*box), image)
        marks.paint_foot(painter, camera)
        room = QRectF(self.rect()).adjusted(theme.px(2), 0, -theme.px(2), -theme.px(1))
        if height < theme.px(LEAST_NAMED):  # words would hide the block and one another
            return
        marks.paint_axis(painter, camera, scene)
        marks.paint_edge_words(painter, camera, scene)
        marks.paint_names(painter, camera, scene, room)

    def _paint_moving(self, painter: QPainter) -> None:
        if self._scene is not None:
            camera = self.camera()
            paint_trail(painter, camera, self._scene, self._trail)
            if self._ball is not None:
                paint_ball(painter, camera, self._scene, self._ball)
