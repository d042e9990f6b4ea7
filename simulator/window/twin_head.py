"""The head over each of two twins: its letter, what tells it from the other, a way to keep it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import ElidedLabel
from simulator.core.twins import LETTERS

COLORS = (0, 1)  # of the Okabe–Ito categories, one a twin; also of its line in the trace
HEIGHT = 40  # pixels of normal mode


def color_of(place: int) -> QColor:
    """The colour of a twin."""
    return QColor(theme.current_theme().categories[COLORS[place]])


class Letter(QWidget):
    """A or B on a disc (A) or a square (B) in its twin's colour: told apart by shape too."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setAccessibleName(f"Twin {LETTERS[place]}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(24), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = color_of(self._place)
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2 if self._place == 0 else theme.px(5)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(_readable_on(color))
        painter.setFont(theme.text_font(14, QFont.Weight.DemiBold))
        place = QRectF(self.rect()).translated(QPointF(0, -0.5))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), LETTERS[self._place])


def _readable_on(ground: QColor) -> QColor:
    """White or black, whichever stands out more."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
               for c in (ground.redF(), ground.greenF(), ground.blueF()))  # fmt: skip
    return QColor("white" if 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 else "black")


class TwinHead(QWidget):
    """Letter, settings that differ, `Keep A`."""

    kept = Signal()

    def __init__(self, place: int) -> None:
        super().__init__()
        letter = LETTERS[place]
        self.words = ElidedLabel("", "label")
        self.keep = TextButton(f"Keep {letter}")
        self.keep.setToolTip(f"End the twins and go on with {letter} alone")
        self.keep.clicked.connect(self.kept)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(Letter(place))
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.keep)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_words(self, text: str) -> None:
        """Say what tells this twin from the other."""
        if text != self.words.text():
            self.words.setText(text)
            self.setAccessibleName(text)

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(10))
        self.words.setFont(theme.text_font(14, QFont.Weight.DemiBold))
        self.setFixedHeight(theme.px(HEIGHT))
