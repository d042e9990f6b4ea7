"""What is pressed: tool, text, round and chip buttons (and the segmented row, beside this file).

All take the focus by keyboard only (a click must not draw a ring) and obey Enter as well, because
Space belongs to play and pause. Those that paint themselves read the theme while painting, so a
change of theme needs no more than a new size and a repaint.
"""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QToolButton,
)

from simulator.controls import theme
from simulator.controls.segmented import Segmented

__all__ = ["ChipButton", "Pressable", "RoundButton", "Segmented", "TextButton", "ToolButton"]

NORMAL, MEDIUM = QFont.Weight.Normal, QFont.Weight.Medium
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # a class with two Qt bases crashes PySide6


class Pressable(_Button):
    """What the buttons share; mixed in before a Qt button."""

    def _prepare(self, name: str) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        elif event.key() in ARROWS:  # a Qt button would hand the focus on; they step the run
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fill(self, resting: str) -> str:
        """The plate's colour: `resting`, a little darker under the pointer and when pressed."""
        now = theme.current_theme()
        if not self.isEnabled():
            return now.color(resting)
        share = 0.09 if self.isDown() else 0.04 if self.underMouse() else 0.0
        return now.mix(resting, "ink", share)

    def _paint_plate(self, painter: QPainter, fill: str, line: str, radius: float) -> None:
        """A rounded plate with a hairline, and a ring around it when the keyboard is here."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current_theme()
        width = 2.0 if self.hasFocus() else 1.0
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(now.accent if self.hasFocus() else now.color(line)), width))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(edge, theme.px(radius), theme.px(radius))


class ToolButton(Pressable, QToolButton):
    """A square button with an icon; when checked it turns to the accent."""

    def __init__(
        self, icon_name: str, tooltip: str, shortcut: str = "", *, checkable: bool = False
    ) -> None:
        super().__init__()
        self._icon_name, self._is_small = icon_name, False
        self.setCheckable(checkable)
        self.setToolTip(f"{tooltip}  ({shortcut})" if shortcut else tooltip)
        if shortcut:
            self.setShortcut(shortcut)
        self._prepare(tooltip)

    def set_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self.update()

    def set_small(self, is_small: bool) -> None:
        """Small ones stand in a card's header and have no border."""
        self._is_small = is_small
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(26), theme.px(26)) if self._is_small else _tool_size()

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        super()._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        resting = "accent_soft" if self.isChecked() else "surface"
        line = resting if self.isChecked() or self._is_small else "line"
        self._paint_plate(painter, self._fill(resting), line, 6 if self._is_small else 7)
        ink = "accent" if self.isChecked() else "ink2"
        center = QRectF(self.rect()).center()
        size = 16 if self._is_small else 18
        theme.paint_icon(
            painter, self._icon_name, ink if self.isEnabled() else "ink3", center, size
        )


def _tool_size() -> QSize:
    return QSize(theme.px(34), theme.px(30))


class RoundButton(Pressable, QPushButton):
    """The one big button in the accent: play and pause."""

    def __init__(self, icon_name: str, tooltip: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._prepare(tooltip or icon_name)
        self.setToolTip(tooltip)

    def set_icon(self, icon_name: str, tooltip: str = "") -> None:
        """Show another icon; with a tooltip, it also gets another name."""
        self._icon_name = icon_name
        if tooltip:
            self.setToolTip(tooltip)
            self.setAccessibleName(tooltip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(46), theme.px(46))

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        super()._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current_theme()
        disc = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._fill("accent" if self.isEnabled() else "line")))
        painter.drawEllipse(disc)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.on_accent), 2))
            painter.drawEllipse(disc.adjusted(4, 4, -4, -4))
        ink = "on_accent" if self.isEnabled() else "ink3"
        theme.paint_icon(painter, self._icon_name, ink, disc.center(), 20)


class TextButton(Pressable, QPushButton):
    """A word on a plate; "primary" is the one to press next, at most one in a card."""

    def __init__(self, text: str, kind: Literal["plain", "primary"] = "plain") -> None:
        super().__init__(text)
        self.kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._prepare(text)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.text_font(weight=MEDIUM)).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(26), theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_primary = self.kind == "primary" and self.isEnabled()
        fill, line = ("accent", "accent") if is_primary else ("surface", "line")
        self._paint_plate(painter, self._fill(fill), line, 7)
        if is_primary and self.hasFocus():  # the ring of the plate is invisible on the accent
            painter.setPen(QColor(theme.current_theme().on_accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 5, 5)
        ink = "on_accent" if is_primary else "ink" if self.isEnabled() else "ink3"
        painter.setPen(QColor(theme.current_theme().color(ink)))
        painter.setFont(theme.text_font(weight=MEDIUM if is_primary else NORMAL))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(self.rect(), int(flags), self.text())


class ChipButton(Pressable, QPushButton):
    """A setting in the title bar: grey label, value in ink, perhaps ▾ or a small icon after it.

    `clicked` means the chip, `icon_clicked` its trailing icon.
    """

    icon_clicked = Signal()

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        has_arrow: bool = False,
        icon_name: str = "",
        is_number: bool = False,
    ) -> None:
        super().__init__()
        self._label, self._value = label, value
        self._trailing = icon_name or ("down" if has_arrow else "")
        self._has_own_icon, self._is_number = bool(icon_name), is_number
        self._has_label = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._prepare(f"{label} {value}".strip())

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        self._value = value
        self.setAccessibleName(f"{self._label} {value}".strip())
        self._restyle()

    def set_has_label(self, has_label: bool) -> None:
        """Show the label, or, where there is little room, the value alone."""
        if has_label != self._has_label:
            self._has_label = has_label
            self._restyle()

    def _words(self) -> list[tuple[str, QFont, str]]:
        """Text, font and colour of label and value."""
        face = theme.number_font(13) if self._is_number else theme.text_font(weight=MEDIUM)
        label = self._label if self._has_label else ""
        words = [(label, theme.text_font(), "ink2"), (self._value, face, "ink")]
        return [word for word in words if word[0]]

    def sizeHint(self) -> QSize:
        widths = [QFontMetricsF(font).horizontalAdvance(text) for text, font, _ in self._words()]
        gaps = theme.px(6) * (len(widths) - 1)
        trailing = theme.px(20) if self._trailing else 0
        return QSize(round(sum(widths)) + gaps + trailing + theme.px(22), theme.px(32))

    def _icon_zone(self) -> QRectF:
        width = theme.px(30)
        return QRectF(self.width() - width, 0, width, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._has_own_icon and self.isDown() and self._icon_zone().contains(event.position()):
            self.setDown(False)
            self.icon_clicked.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_plate(painter, self._fill("surface"), "line", 7)
        x = float(theme.px(11))
        for text, font, ink in self._words():
            painter.setFont(font)
            painter.setPen(QColor(theme.current_theme().color(ink if self.isEnabled() else "ink3")))
            width = QFontMetricsF(font).horizontalAdvance(text)
            box = QRectF(x, 0, width + 2, self.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            x += width + theme.px(6)
        if self._trailing:
            center = QPointF(self.width() - theme.px(17), self.height() / 2)
            theme.paint_icon(painter, self._trailing, "ink2", center, 15)
