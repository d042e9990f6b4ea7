"""A row of exclusive choices in one plate: the short form of a list to choose from."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from simulator.controls import theme

CLOSE, LEAST = 3, 0.75  # pixels beside a word, and how much smaller it may be, where room is scarce
NORMAL, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.DemiBold


class _Segment(QPushButton):
    """One choice; it paints its word only, the row paints the plate."""

    tall = 30  # pixels of normal mode

    def sizeHint(self) -> QSize:
        return QSize(width_of([self.text()]), theme.px(self.tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "accent" if self.isChecked() else "ink" if self.underMouse() else "ink2"
        painter.setPen(QColor(theme.current_theme().color(ink if self.isEnabled() else "ink3")))
        painter.setFont(self._font())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())

    def _font(self) -> QFont:
        """The usual face, smaller where the row is too narrow for the word."""
        font = theme.text_font(weight=SEMIBOLD if self.isChecked() else NORMAL)
        words = QFontMetricsF(font).horizontalAdvance(self.text())
        room = max(1, self.width() - theme.px(2 * CLOSE))
        if words > room:
            smaller = round(font.pixelSize() * room / words)
            font.setPixelSize(max(smaller, round(LEAST * font.pixelSize())))
        return font


class Segmented(QWidget):
    """A row of choices of which one holds; arrows move it. `selected` tells a person's choice."""

    selected = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, label in options:
            segment = self._segments[key] = _Segment(label)
            segment.setCheckable(True)
            segment.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            segment.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            segment.clicked.connect(lambda _=False, key=key: self._choose(key))
            self._group.addButton(segment)
            row.addWidget(segment, 1)
        self._value = options[0][0]
        self.set_value(self._value)
        theme.notifier.changed.connect(self._restyle)

    def value(self) -> str:
        return self._value

    def set_value(self, key: str) -> None:
        """Show another choice, silently; KeyError for one that is not offered."""
        if key == self._value and self._segments[key].isChecked():
            return
        self._segments[key].setChecked(True)
        self._value = key
        self.update()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Offer all choices but these."""
        for key, segment in self._segments.items():
            segment.setVisible(key not in keys)
        self.update()

    def _choose(self, key: str) -> None:
        if key != self._value:
            self.set_value(key)
            self.selected.emit(key)

    def _restyle(self) -> None:
        for segment in self._segments.values():
            segment.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up)
        forth = event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down)
        if not (back or forth):
            super().keyPressEvent(event)
            return
        keys = [key for key, segment in self._segments.items() if not segment.isHidden()]
        if self._value not in keys:
            return
        place = keys.index(self._value) + (1 if forth else -1)
        self._choose(keys[min(max(place, 0), len(keys) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if self.hasFocus() else 1.0
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        plate = QPainterPath()
        plate.addRoundedRect(edge, theme.px(7), theme.px(7))
        painter.fillPath(plate, QColor(now.surface))
        painter.save()
        painter.setClipPath(plate)
        chosen = self._segments[self._value].geometry()
        painter.fillRect(chosen, QColor(now.accent_soft if self.isEnabled() else now.line))
        painter.restore()
        painter.setPen(QPen(QColor(now.accent if self.hasFocus() else now.line), width))
        painter.drawPath(plate)


def width_of(labels: Sequence[str]) -> int:
    """How wide a row of these labels is when none is cut off, in pixels of the present mode."""
    metrics = QFontMetricsF(theme.text_font(weight=SEMIBOLD))
    return sum(round(metrics.horizontalAdvance(label)) + theme.px(16) for label in labels)
