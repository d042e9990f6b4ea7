"""A card of the welcome page: a picture, what the model does, and a way into its first lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from simulator.controls import theme
from simulator.controls.buttons import Pressable
from simulator.panels import CATALOGUE
from simulator.window.welcome_pictures import paint_sample

EDGE, GAP, PLATE = 16, 8, 32  # pixels of normal mode: around, between, the plate's height
LEAST, LARGEST = 48, 224  # of a picture's side
SMALLEST, SHORT = 0.84, "Start"  # of a plate's type; what it says where its words don't fit
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
CENTRED = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True)
class Offer:
    """What is said of a model."""

    model: str
    title: str
    sentence: str
    invitation: str


OFFERS = (
    Offer("hopfield", "Remember", "Spoil a letter, and the network pulls it back.",
          "Start with a letter"),
    Offer("boltzmann", "Dream", "Units decide by chance, and find what is likely.",
          "Start with a dream"),
    Offer("rbm", "Imagine", "It learned digits; now it dreams new ones and finishes yours.",
          "Start with digits"),
    Offer("gan", "Compete", "A forger and a detective, each learning from the other.",
          "Start with a forger"),
    Offer("ntm", "Compute", "It learns to write into a memory, and to read it again.",
          "Start with a copy"),
)  # fmt: skip


NAMES = [CATALOGUE[offer.model][3] for offer in OFFERS]


class WelcomeCard(Pressable, QPushButton):
    """The whole card is the button."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self._side = float(LEAST)  # of the picture
        name = CATALOGUE[offer.model][3]
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._prepare(f"{name}. {offer.title}: {offer.sentence} {offer.invitation}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_picture(self, side: float) -> None:
        """Give the picture its side, in pixels, and the card its height."""
        self._side = side
        self.setFixedHeight(round(side + self.height_of_words(self.width())))
        self.update()

    def height_of_words(self, width: float) -> float:
        """Return the height of the card at a width, less its picture."""
        title = QFontMetricsF(_title_font()).height()
        name = max(QFontMetricsF(theme.text_font()).height(), float(theme.px(18)))
        edges, gaps = 2 * theme.px(EDGE), 2 * theme.px(GAP) + theme.px(GAP) // 2 + theme.px(EDGE)
        return edges + gaps + title + name + self._height_of_sentence(width) + theme.px(PLATE)

    def _height_of_sentence(self, width: float) -> float:
        room = QRectF(0, 0, width - 2 * theme.px(EDGE), 10_000)
        metrics = QFontMetricsF(theme.text_font())
        return metrics.boundingRect(room, WRAPPED, self.offer.sentence).height()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(LEAST + 2 * EDGE), theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST + 2 * EDGE), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        self._paint_plate(painter, now.surface, "accent" if self.underMouse() else "line", 10)
        edge, gap = theme.px(EDGE), theme.px(GAP)
        inner = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        left = round(inner.center().x() - self._side / 2)
        paint_sample(painter, self.offer.model, QRectF(left, inner.top(), self._side, self._side))
        y = inner.top() + self._side + gap
        y = self._paint_name(painter, inner, y) + gap // 2
        height = QFontMetricsF(_title_font()).height()
        painter.setFont(_fitting(_title_font(), [o.title for o in OFFERS], inner.width()))
        painter.setPen(QColor(now.ink))
        painter.drawText(QRectF(inner.left(), y, inner.width(), height), WRAPPED, self.offer.title)
        painter.setFont(theme.text_font())
        painter.setPen(QColor(now.ink2))
        sentence = QRectF(inner.left(), y + height + gap, inner.width(), inner.height())
        painter.drawText(sentence, WRAPPED, self.offer.sentence)
        self._paint_invitation(painter, inner)

    def _paint_name(self, painter: QPainter, inner: QRectF, y: float) -> float:
        """Paint the model's icon and name; return where they end."""
        height = max(QFontMetricsF(theme.text_font()).height(), float(theme.px(18)))
        middle = QPointF(inner.left() + theme.px(9), y + height / 2)
        theme.paint_icon(painter, self.offer.model, "accent", middle, 18)
        box = QRectF(inner.left() + theme.px(25), y, inner.width() - theme.px(25), height)
        painter.setFont(_fitting(_name_font(), NAMES, box.width()))
        painter.setPen(QColor(theme.current_theme().accent))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self._name)
        return y + height

    def _paint_invitation(self, painter: QPainter, inner: QRectF) -> None:
        """Paint the plate that says what a press begins."""
        now = theme.current_theme()
        is_wanted = self.underMouse() or self.hasFocus()
        plate = QRectF(
            inner.left(), inner.bottom() - theme.px(PLATE), inner.width(), theme.px(PLATE)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent if is_wanted else now.accent_soft))
        painter.drawRoundedRect(plate, theme.px(7), theme.px(7))
        painter.setPen(QColor(now.on_accent if is_wanted else now.accent))
        face, room = _name_font(), plate.width() - theme.px(8)
        font = _fitting(face, [o.invitation for o in OFFERS], room)
        is_legible = font.pixelSize() >= SMALLEST * face.pixelSize()
        painter.setFont(font if is_legible else face)
        painter.drawText(plate, CENTRED, self.offer.invitation if is_legible else SHORT)


def _title_font() -> QFont:
    return theme.text_font(18, QFont.Weight.DemiBold)


def _name_font() -> QFont:
    return theme.text_font(weight=QFont.Weight.Medium)


def _fitting(font: QFont, texts: Sequence[str], width: float) -> QFont:
    """Return a font, smaller where one of these lines needs that, so that all cards look alike."""
    needed = max(map(QFontMetricsF(font).horizontalAdvance, texts))
    if needed > width:
        font.setPixelSize(max(1, int(font.pixelSize() * width / needed)))
    return font
