"""The verdict: what the network has come to, in a bold headline, a sentence and a picture.

At its right may stand buttons: what a person may do about it.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.views.thumbnail import paint_framed, thumbnail
from simulator.views.view import View

Tone = Literal["moving", "good", "bad", "idle"]
TONES: dict[str, Tone] = {"good": "good", "warm": "bad", "calm": "idle"}  # of core.verdict's kinds
Thumbnail = tuple[int, np.ndarray, bool]  # side, units (N,), is it the inverse
Deed = tuple[str, str]  # what stands on a button, and what is asked for by it

FILLS = {"good": ("good", 0.14), "bad": ("warm", 0.14), "idle": ("ink", 0.035)}
PICTURE, OVERLAP = 42, 25  # pixels of normal mode: a picture, and how far the next one is moved
PAD, GAP = 10, 12
NARROW = 520  # below it there is room for two lines of the sentence from the start
TOP_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class VerdictView(View):
    """A banner as high as the longest verdict it has shown at its width, so that nothing jumps."""

    title = "Verdict"

    asked = Signal(str)  # what the button stands for that was pressed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline, self._sentence, self._tone = "", "", "idle"
        self._pictures: list[Thumbnail] = []
        self._painted: dict[tuple, QPixmap] = {}  # what they look like
        self._deeds: tuple[Deed, ...] = ()
        self._buttons: list[TextButton] = []
        self._highest = 0
        self._measured = (0, 0.0)  # width and scale that the height is for
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_verdict(
        self,
        headline: str,
        sentence: str,
        tone: Tone,
        thumbnails: Sequence[Thumbnail] = (),
        deeds: Sequence[Deed] = (),
    ) -> None:
        """Show a verdict; of the thumbnails at most three; a button a deed, one below another."""
        self._show_deeds(tuple(deeds))
        pictures = list(thumbnails)[:3]
        is_new_text = (headline, sentence) != (self._headline, self._sentence)
        is_new_picture = not _are_like(pictures, self._pictures)
        if not is_new_text and tone == self._tone and not is_new_picture:
            return
        is_new_text = is_new_text or len(pictures) != len(self._pictures)
        self._headline, self._sentence, self._tone = headline, sentence, tone
        if is_new_picture:
            self._pictures, self._painted = pictures, {}
        if is_new_text:
            self.setAccessibleName(f"{self.title}: {headline}")
            self.setAccessibleDescription(sentence)
            self._fit()
        self.update()

    def _show_deeds(self, deeds: tuple[Deed, ...]) -> None:
        if deeds == self._deeds:
            return
        self._deeds = deeds
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for label, asked in deeds:
            button = TextButton(label)
            button.setParent(self)
            button.clicked.connect(lambda _=False, asked=asked: self.asked.emit(asked))
            button.show()
            self._buttons.append(button)
        self._measured = (0, 0.0)  # another width for the words: the height is found anew
        self._fit()

    def draw_on(self, painter: QPainter) -> None:
        self._paint(painter)

    # ---- how large ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(380), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), self.height())

    def _text_left(self) -> float:
        if not self._pictures:
            return theme.px(PAD + 4)
        return theme.px(PAD + PICTURE + OVERLAP * (len(self._pictures) - 1) + GAP)

    def _boxes(self) -> tuple[QRectF, QRectF]:
        """Return where headline and sentence stand when they begin at the top."""
        left = self._text_left()
        width = max(self.width() - left - theme.px(PAD) - self._beside(), 40)
        first = _height(self._headline or "x", _headline_font(), width)
        second = _height(self._sentence or "x", _sentence_font(), width)
        return QRectF(left, 0, width, first), QRectF(left, first + theme.px(2), width, second)

    def _beside(self) -> int:
        """How much of the width the buttons take, with the gap before them."""
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return widest + theme.px(GAP) if widest else 0

    def _place_buttons(self) -> None:
        """One below another, at the right end, in the middle."""
        wide, gap = self._beside() - theme.px(GAP), theme.px(6)
        high = sum(button.sizeHint().height() + gap for button in self._buttons) - gap
        left, top = self.width() - theme.px(PAD) - wide, (self.height() - high) // 2
        for button in self._buttons:
            button.setGeometry(left, top, wide, button.sizeHint().height())
            top += button.height() + gap

    def _fit(self) -> None:
        """Grow to what is said now, never shrink; a new width or scale starts anew."""
        if self._measured != (self.width(), theme.scale()):
            self._measured = (self.width(), theme.scale())
            lines = 2 if self.width() < theme.px(NARROW) else 1
            # as the lines will be measured: some fonts have room between lines
            sentence = _height("\n".join("x" * lines), _sentence_font(), self.width())
            headline = _height("x", _headline_font(), self.width())
            self._highest = headline + theme.px(2) + sentence
        self._highest = max(self._highest, math.ceil(self._boxes()[1].bottom()))
        gap = theme.px(6)
        buttons = sum(button.sizeHint().height() + gap for button in self._buttons) - gap
        self.setFixedHeight(max(self._highest, theme.px(PICTURE), buttons) + 2 * theme.px(8))
        self._place_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _restyle(self) -> None:
        self._fit()
        self.updateGeometry()
        self.update()

    # ---- drawing ----

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self))

    def _paint(self, painter: QPainter) -> None:
        now = theme.current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        fill = FILLS.get(self._tone)
        painter.setBrush(QColor(now.mix("surface", *fill) if fill else now.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(8), theme.px(8))
        self._paint_pictures(painter)
        first, second = self._boxes()
        down = (self.height() - second.bottom()) / 2
        if not self._sentence:
            down = (self.height() - first.bottom()) / 2
        for box, text, font, ink in (
            (first, self._headline, _headline_font(), now.ink),
            (second, self._sentence, _sentence_font(), now.ink2),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(box.translated(0, down), _flags(text, font, box.width()), text)

    def _paint_pictures(self, painter: QPainter) -> None:
        """Paint them from the last to the first, which lies on top."""
        side, ratio = theme.px(PICTURE), painter.device().devicePixelRatioF()
        ratio *= painter.transform().m11()
        corner = QPointF(theme.px(PAD), (self.height() - side) / 2)
        for place in reversed(range(len(self._pictures))):
            picture = self._picture(place, side - theme.px(6), ratio)
            box = QRectF(corner + QPointF(place * theme.px(OVERLAP), 0), QSize(side, side))
            paint_framed(painter, box, picture, theme.px(5))

    def _picture(self, place: int, size: float, ratio: float) -> QPixmap:
        key = place, size, ratio, theme.current_theme().name
        if key not in self._painted:
            cells, units, is_inverse = self._pictures[place]
            self._painted[key] = thumbnail(cells, -units if is_inverse else units, size, ratio)
        return self._painted[key]


def _are_like(a: Sequence[Thumbnail], b: Sequence[Thumbnail]) -> bool:
    """Whether two rows of pictures show the same."""
    return len(a) == len(b) and all(
        x[0] == y[0] and x[2] == y[2] and (x[1] is y[1] or np.array_equal(x[1], y[1]))
        for x, y in zip(a, b, strict=True)
    )


def _flags(text: str, font: QFont, width: float) -> int:
    """Wrap between words, or anywhere where a single word is too long for its line."""
    longest = max(text.split(), key=len, default="")
    if QFontMetricsF(font).horizontalAdvance(longest) > width:
        return TOP_LEFT | int(Qt.TextFlag.TextWrapAnywhere)
    return TOP_LEFT | int(Qt.TextFlag.TextWordWrap)


def _height(text: str, font: QFont, width: float) -> int:
    room = QRectF(0, 0, width, 10_000)
    box = QFontMetricsF(font).boundingRect(room, _flags(text, font, width), text)
    return math.ceil(box.height())


def _headline_font() -> QFont:
    return theme.text_font(14, QFont.Weight.DemiBold)


def _sentence_font() -> QFont:
    return theme.text_font(13)
