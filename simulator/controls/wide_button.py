"""A wide button whose words may need several lines, with a sign at its left."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from simulator.controls import theme
from simulator.controls.buttons import Pressable

SIGN, EDGE, LEAST, WIDTH = 30, 9, 36, 240  # pixels of normal mode: sign's column, inside, height


class WideButton(Pressable, QPushButton):
    """As high as its words need at the width it is given."""

    def __init__(self, text: str, icon_name: str = "") -> None:
        super().__init__(text)
        self.icon_name, self.is_primary = icon_name, False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._prepare(text)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - theme.px(SIGN + EDGE)), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        words = QFontMetrics(self.face()).boundingRect(room, flags, self.text())
        return max(theme.px(LEAST), words.height() + 2 * theme.px(EDGE))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), self.heightForWidth(self.width() or theme.px(WIDTH)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(LEAST))

    def face(self) -> QFont:
        """The face of its words."""
        return theme.text_font(14, QFont.Weight.Medium if self.is_primary else QFont.Weight.Normal)

    def plate(self) -> tuple[str, str]:
        """The colours of its ground and its edge."""
        is_accent = self.is_primary and self.isEnabled()
        return (self._fill("accent"), "accent") if is_accent else (self._fill("surface"), "line")

    def ink(self) -> str:
        """The token of its words."""
        if not self.isEnabled():
            return "ink3"
        return "on_accent" if self.is_primary else "ink"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_plate(painter, *self.plate(), 8)
        box, sign = QRectF(self.rect()), theme.px(SIGN)
        self.paint_sign(painter, QPointF(sign / 2 + 1, box.center().y()))
        painter.setPen(QColor(theme.current_theme().color(self.ink())))
        painter.setFont(self.face())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(sign, 0, -theme.px(EDGE), 0), int(flags), self.text())

    def paint_sign(self, painter: QPainter, center: QPointF) -> None:
        """Paint what stands before the words."""
        if self.icon_name:
            theme.paint_icon(painter, self.icon_name, self.ink(), center, 16)
