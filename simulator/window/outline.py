"""Outlines around what a lesson points at, over everything, in nobody's way."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from simulator.controls import theme
from simulator.core.model import Readout
from simulator.panels.panel import Panel

FOLLOW_MS = 120  # between two looks at where things stand
MARGIN, WIDTH, CORNER = 4, 3.0, 9  # pixels of normal mode


class Outline(QWidget):
    """Lies over its parent; drawn are frames around other widgets, wherever they go."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.targets: list[list[QWidget]] = []  # one frame around each list
        self._frames: list[QRect] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._follow)
        self.hide()

    def show_on(self, targets: Sequence[list[QWidget]]) -> None:
        """Draw a frame around each of these; none takes all frames away."""
        self.targets, self._frames = [target for target in targets if target], []
        for target in self.targets:
            _bring_into_sight(target[0])
        if self.targets:
            self._follow()
            self._timer.start(FOLLOW_MS)
        else:
            self._timer.stop()
            self.hide()

    def _follow(self) -> None:
        ground = self.parentWidget()
        assert ground is not None
        seen = [[w for w in t if _is_alive(w) and w.isVisible()] for t in self.targets]
        frames = [_frame(target, ground) for target in seen if target]
        if frames == self._frames and self.geometry() == ground.rect():
            return
        self._frames = frames
        self.setGeometry(ground.rect())
        self.setVisible(bool(frames))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current_theme().warm), WIDTH * theme.scale()))
        for frame in self._frames:
            painter.drawRoundedRect(QRectF(frame), theme.px(CORNER), theme.px(CORNER))


def find_targets(window: QWidget, panel: Panel, name: str) -> list[QWidget]:
    """Return what a name means: a parameter, a readout, a card's title, or a control in sight by
    the name that is on screen. Nothing where it is not in sight."""
    if name in panel.model.Parameters.specs():
        return panel.rows_of(name)
    if name in panel.model.declared(Readout):  # one without a row is shown by the pages
        return panel.readouts.row(name) or [panel.cards[t] for t in panel.titles_with(panel.book)]
    wanted = name.casefold()
    cards = [card for title, card in panel.cards.items() if title.casefold() == wanted]
    if cards:
        return [cards[0]]
    named = [w for w in window.findChildren(QWidget) if w.isVisible() and wanted in _names(w)]
    return named[:1]


def _names(widget: QWidget) -> set[str]:
    said = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    tip = widget.toolTip().partition("  (")[0]
    return {str(n).strip().casefold() for n in (widget.accessibleName(), said, tip) if n}


def _bring_into_sight(widget: QWidget) -> None:
    """Scroll to it where it stands in an area that scrolls."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, theme.px(24))
        parent = parent.parentWidget()


def _frame(widgets: Sequence[QWidget], ground: QWidget) -> QRect:
    whole = QRect()
    for widget in widgets:
        whole = whole.united(QRect(widget.mapTo(ground, QPoint()), widget.size()))
    margin = theme.px(MARGIN)
    frame = whole.adjusted(-margin, -margin, margin, margin)
    return frame.intersected(ground.rect().adjusted(2, 2, -2, -2))


def _is_alive(widget: QWidget) -> bool:
    try:
        widget.objectName()
    except RuntimeError:  # Qt has deleted it
        return False
    return True
