"""A choice of a question: letter and sentence on a wide plate, marked once the answer is out."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from simulator.controls import theme
from simulator.controls.wide_button import SIGN, WideButton

Mark = Literal["open", "right", "wrong", "other"]
WORDS: dict[Mark, str] = {"open": "", "right": "right", "wrong": "not this one", "other": ""}
EDGES: dict[Mark, str] = {"right": "good", "wrong": "warm"}
SIGNS: dict[Mark, str] = {"right": "check", "wrong": "close"}


class ChoiceButton(WideButton):
    """Pressed to predict. `mark` shows what it turned out to be, by sign, word and colour."""

    def __init__(self, letter: str, text: str) -> None:
        self._letter = letter
        self.mark: Mark = "open"
        super().__init__(text)
        self.setAccessibleName(f"{letter}: {text}")

    def set_mark(self, mark: Mark) -> None:
        """Show what the choice turned out to be."""
        self.mark = mark
        name = f"{self._letter}: {self.text()}"
        self.setAccessibleName(f"{name} ({WORDS[mark]})" if WORDS[mark] else name)
        self.updateGeometry()
        self.update()

    def face(self) -> QFont:
        is_right = self.mark == "right"
        return theme.text_font(14, QFont.Weight.DemiBold if is_right else QFont.Weight.Normal)

    def plate(self) -> tuple[str, str]:
        if self.mark not in EDGES:
            return self._fill("surface"), "line"
        edge = EDGES[self.mark]
        return theme.current_theme().mix("surface", edge, 0.12), edge

    def ink(self) -> str:
        return "ink" if self.isEnabled() or self.mark in EDGES else "ink2"

    def paint_sign(self, painter: QPainter, center: QPointF) -> None:
        if self.mark in SIGNS:
            theme.paint_icon(painter, SIGNS[self.mark], EDGES[self.mark], center, 16)
            return
        painter.setPen(
            QColor(theme.current_theme().color("accent" if self.isEnabled() else "ink3"))
        )
        painter.setFont(theme.text_font(13, QFont.Weight.DemiBold))
        spot = QRectF(0, 0, theme.px(SIGN) + 2, self.height())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), self._letter)
