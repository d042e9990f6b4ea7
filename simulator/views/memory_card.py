"""One card of the strip of memories: where its parts stand, and how they are painted."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from simulator.controls import theme
from simulator.views.thumbnail import paint_framed

MEDIUM = QFont.Weight.Medium
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NO_PEN, NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


@dataclass(frozen=True)
class MemoryCard:
    """What a card says."""

    name: str
    overlap: float
    unstable: int  # units of the memory that an update would change
    is_probed: bool = False
    is_recalled: bool = False
    is_current: bool = False  # the keys are here
    is_hovered: bool = False

    @property
    def number(self) -> str:
        text = f"{self.overlap + 0.0:.2f}"
        return text.replace("-0.00", "0.00").replace("-", "−")

    @property
    def tip(self) -> str:
        return (
            f"{self.name}, overlap {self.number}\n{self.stability}\ndouble-click the name: rename"
        )

    @property
    def said(self) -> str:
        """All of it in words, for who does not see it."""
        words = [self.name, f"overlap {self.number}", self.stability]
        words += ["probed"] * self.is_probed + ["recalled"] * self.is_recalled
        return ", ".join(words)

    @property
    def stability(self) -> str:
        if self.unstable == 1:
            return "1 unit of it is unstable"
        if self.unstable:
            return f"{self.unstable} units of it are unstable"
        return "stable: a fixed point"


@dataclass(frozen=True, eq=False)
class Memories:
    """All that the strip shows of K memories."""

    side: int
    memories: np.ndarray  # (K, N) int8, never changed in place
    names: tuple[str, ...]
    overlaps: np.ndarray  # (K,)
    unstable_counts: np.ndarray  # (K,)
    probed: int = -1
    recalled: int | None = None

    def is_like(self, other: "Memories") -> bool:
        plain = ("side", "names", "probed", "recalled")
        return (
            self.memories is other.memories
            and all(getattr(self, name) == getattr(other, name) for name in plain)
            and np.array_equal(self.overlaps, other.overlaps)
            and np.array_equal(self.unstable_counts, other.unstable_counts)
        )

    def card(self, k: int, is_current: bool, is_hovered: bool) -> MemoryCard:
        overlap, unstable = float(self.overlaps[k]), int(self.unstable_counts[k])
        marks = k == self.probed, k == self.recalled, is_current, is_hovered
        return MemoryCard(self.names[k], overlap, unstable, *marks)


@dataclass(frozen=True)
class CardLayout:
    """The parts of a card whose picture is so many pixels wide, from the card's own corner."""

    picture: QRectF
    bar: QRectF
    words: QRectF
    close: QRectF
    pitch: float  # from card to card
    height: int

    @classmethod
    def of(cls, side: float) -> "CardLayout":
        px = theme.px
        picture = QRectF(px(4), px(4), side, side)
        bar = QRectF(px(4), picture.bottom() + px(6), side, px(4))
        words = QRectF(px(4), bar.bottom() + px(3), side, px(17))
        close = QRectF(picture.right() - px(21), px(6), px(19), px(19))
        return cls(picture, bar, words, close, side + px(10), round(words.bottom()) + px(3))

    @property
    def inside(self) -> float:
        """How wide the units of the picture are."""
        return self.picture.width() - theme.px(6)


def paint_card(painter: QPainter, layout: CardLayout, card: MemoryCard, picture: QPixmap) -> None:
    """Paint a card with its corner at 0, 0."""
    now = theme.current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if card.is_current:
        whole = QRectF(0, 0, layout.pitch - theme.px(2), layout.height)
        painter.setPen(NO_PEN)
        painter.setBrush(QColor(now.accent_soft))
        painter.drawRoundedRect(whole, theme.px(7), theme.px(7))
    paint_framed(painter, layout.picture, picture, theme.px(5))
    if card.is_probed:
        reach = theme.scale() * 1.5
        painter.setPen(QPen(QColor(now.accent), 2 * theme.scale()))
        painter.setBrush(NO_BRUSH)
        ring = layout.picture.adjusted(-reach, -reach, reach, reach)
        painter.drawRoundedRect(ring, theme.px(6), theme.px(6))
    if card.is_recalled:
        _paint_recalled(painter, layout)
    if card.is_hovered or card.is_current:
        _paint_close(painter, layout, card.is_hovered)
    _paint_bar(painter, layout.bar, card.overlap)
    _paint_words(painter, layout.words, card)


def _paint_recalled(painter: QPainter, layout: CardLayout) -> None:
    """A tick in a disc, at the lower right corner of the picture."""
    now, radius = theme.current_theme(), theme.px(8)
    center = layout.picture.bottomRight() - QPointF(radius + 1, radius + 1)
    painter.setPen(QPen(QColor(now.unit_off), 1.5))
    painter.setBrush(QColor(now.good))
    painter.drawEllipse(center, radius, radius)
    theme.paint_icon(painter, "check", "surface", center, 12)


def _paint_close(painter: QPainter, layout: CardLayout, is_hovered: bool) -> None:
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.line), 1))
    painter.setBrush(QColor(now.surface))
    painter.drawEllipse(layout.close)
    theme.paint_icon(painter, "close", "ink" if is_hovered else "ink2", layout.close.center(), 13)


def _paint_bar(painter: QPainter, groove: QRectF, overlap: float) -> None:
    now, radius = theme.current_theme(), groove.height() / 2
    painter.setPen(NO_PEN)
    painter.setBrush(QColor(now.line))
    painter.drawRoundedRect(groove, radius, radius)
    length = min(abs(overlap), 1.0) * groove.width()
    if length < 0.5:
        return
    bar = QRectF(groove)
    if overlap > 0:
        bar.setWidth(length)
    else:
        bar.setLeft(groove.right() - length)
    radius = min(radius, length / 2)
    painter.setBrush(QColor(now.accent if overlap > 0 else now.warm))
    painter.drawRoundedRect(bar, radius, radius)


def _paint_words(painter: QPainter, box: QRectF, card: MemoryCard) -> None:
    """● or ○, the name, and at the right end the overlap."""
    now, radius = theme.current_theme(), theme.px(6) / 2
    center = QPointF(box.left() + radius + 0.5, box.center().y() + 0.5)
    painter.setPen(QPen(QColor(now.warm if card.unstable else now.good), 1.2 * theme.scale()))
    painter.setBrush(NO_BRUSH if card.unstable else QColor(now.good))
    painter.drawEllipse(center, radius - 0.4, radius - 0.4)
    is_chosen = card.is_probed or card.is_recalled
    font = theme.text_font(11, MEDIUM if is_chosen else QFont.Weight.Normal)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    name, number = fitted(card, metrics, box.width() - theme.px(12))
    painter.setPen(QColor(now.ink if is_chosen else now.ink2))
    painter.drawText(box, RIGHT, number)
    painter.drawText(box.adjusted(theme.px(10), 0, 0, 0), LEFT, name)


def fitted(card: MemoryCard, metrics: QFontMetricsF, room: float) -> tuple[str, str]:
    """Return the name and the overlap as they fit side by side in `room` pixels: where it is
    tight the overlap is written without its 0, then the name is cut."""
    number = card.number
    if metrics.horizontalAdvance(card.name + number) > room:
        number = number.replace("0.", ".")
    left = room - metrics.horizontalAdvance(number)
    return metrics.elidedText(card.name, Qt.TextElideMode.ElideRight, left), number
