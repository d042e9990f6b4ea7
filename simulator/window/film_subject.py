"""What a film shows: the window, or what one card of the panel in sight shows."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from simulator.controls import theme
from simulator.core.errors import InputError, one_of, shorten

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

WINDOW = ""  # as a card's title: the whole window


class FilmSubject:
    """Draws itself in the size it had at first; what is larger by then is drawn smaller.

    It follows its card: where a page is turned, the film shows the other page.
    """

    def __init__(self, window: "MainWindow", card: str = WINDOW, scale: float = 1.0) -> None:
        """Raises InputError for a card that is not there."""
        self._window, self._card, self._scale = window, card, scale
        self._panel = window.panel
        if card != WINDOW and card not in cards_in_sight(window):
            raise InputError(
                f"There is no card {shorten(card)} in sight; allowed: "
                f"{one_of(cards_in_sight(window))}."
            )
        self.size = self._widget_size() * scale

    @property
    def name(self) -> str:
        """What is filmed, in a word."""
        return self._panel.view_in(self._card).title if self._card else "window"

    def frame(self) -> np.ndarray:
        """Return how it looks now, (H, W, 3) uint8."""
        image = self._picture()
        if image.size() != self.size:
            image = _fitted(image, self.size)
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    def _widget_size(self) -> QSize:
        return self._panel.view_in(self._card).size() if self._card else self._window.size()

    def _picture(self) -> QImage:
        if self._card:
            return self._panel.view_in(self._card).picture(self._scale)
        image = QImage(self._window.size() * self._scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._scale)
        self._window.render(image)
        image.setDevicePixelRatio(1.0)
        return image


def cards_in_sight(window: "MainWindow") -> list[str]:
    """Return the titles of the cards that can be filmed now."""
    return [title for title, card in window.panel.cards.items() if card.isVisible()]


def _fitted(image: QImage, size: QSize) -> QImage:
    """Return an image in the middle of paper of another size."""
    small = image.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(theme.current_theme().color("surface"))
    painter = QPainter(sheet)
    place = QRect(small.rect())
    place.moveCenter(sheet.rect().center())
    painter.drawImage(place, small)
    painter.end()
    return sheet
