"""The welcome page: what the five models do, and a way into the first lesson of each.

It lies over the panel at the very first start, while kernels compile behind it, and whenever it is
asked for. Arrows and Tab go from card to card, Enter or Space begins, Esc just looks around.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ARROWS, ENTER, TextButton
from simulator.window.welcome_card import LARGEST, LEAST, OFFERS, WelcomeCard

EDGE, GAP = 24, 16  # pixels of normal mode: around the page, between cards
WIDEST = 256  # of a card
GREETING = "Welcome to Reverie"
QUESTION = "Five networks that you can take apart while they run. Where shall we begin?"
HINT = "The menu brings this page back."
NEXT, BEFORE = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)
CENTRED = int(Qt.AlignmentFlag.AlignCenter)


class Welcome(QWidget):
    """Covers its parent. `chosen` carries a model's name; nothing is chosen by looking around."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setAccessibleName(f"{GREETING}. {QUESTION}")
        self.cards = [WelcomeCard(offer) for offer in OFFERS]
        for card in self.cards:
            card.setParent(self)
            card.clicked.connect(lambda _=False, model=card.offer.model: self._choose(model))
        self.around = TextButton("Just look around")
        self.around.setParent(self)
        self.around.setToolTip("Close this page  (Esc)")
        self.around.clicked.connect(self.leave)
        ground.installEventFilter(self)
        theme.notifier.changed.connect(self._restyle)
        self._top = 0.0
        self.hide()

    def show_over(self) -> None:
        """Cover the ground, ready for the keyboard."""
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()
        self.cards[0].setFocus()

    def leave(self) -> None:
        """Give the ground free, and the focus."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _choose(self, model: str) -> None:
        self.leave()
        self.chosen.emit(model)

    # ---- keys ----

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()  # nothing is done to what lies below
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Whether a key is the page's: all that would act on a run that nobody sees."""
        strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        is_model = Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9
        return not (event.modifiers() & strong or is_function or is_model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in ARROWS:
            self.focusNextPrevChild(key in NEXT)
        elif key in (*ENTER, Qt.Key.Key_Space):
            focused = QApplication.focusWidget()
            if isinstance(focused, WelcomeCard | TextButton):
                focused.click()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go round among the cards: what lies below is out of reach."""
        stops: list[QWidget] = [*self.cards, self.around]
        focused = QApplication.focusWidget()
        at = stops.index(focused) if focused in stops else -1
        step = 1 if forward else -1
        stops[(at + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # ---- how it looks ----

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._ground.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def showEvent(self, event: QEvent) -> None:
        self._lay_out()

    def _restyle(self) -> None:
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        """Cards in a row, all as high as the one that needs most; pictures take what is left."""
        edge, gap, count = theme.px(EDGE), theme.px(GAP), len(self.cards)
        room = self.width() - 2 * edge - (count - 1) * gap
        width = min(room // count, theme.px(WIDEST))
        words = max(card.height_of_words(width) for card in self.cards)
        head, foot = self._head_height(), self.around.sizeHint().height() + 3 * gap
        left_over = self.height() - head - foot - words - 2 * edge
        side = min(width - 2 * gap, theme.px(LARGEST), max(theme.px(LEAST), left_over))
        height = round(words + side)
        top = max(edge, (self.height() - head - height - foot) // 2)
        left = (self.width() - count * width - (count - 1) * gap) // 2
        for k, card in enumerate(self.cards):
            card.setGeometry(left + k * (width + gap), round(top + head), width, height)
            card.set_picture(side)
            card.setFixedHeight(height)
        self._top = top
        size = self.around.sizeHint()
        self.around.resize(size)
        self.around.move((self.width() - size.width()) // 2, round(top + head) + height + gap)

    def _head_height(self) -> float:
        heights = [QFontMetricsF(font).height() for font in (_greeting_font(), _question_font())]
        return sum(heights) + theme.px(8) + theme.px(EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        painter.fillRect(self.rect(), QColor(now.bg))
        y = float(self._top)
        for text, font, ink in (
            (GREETING, _greeting_font(), now.ink),
            (QUESTION, _question_font(), now.ink2),
        ):
            height = QFontMetricsF(font).height()
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(0, y, self.width(), height), CENTRED, text)
            y += height + theme.px(8)
        painter.setFont(theme.text_font(12))
        painter.setPen(QColor(theme.caption_color()))
        below = self.around.geometry().bottom() + theme.px(8)
        height = painter.fontMetrics().height()
        painter.drawText(QRectF(0, below, self.width(), height), CENTRED, HINT)


def _greeting_font() -> QFont:
    return theme.text_font(28, QFont.Weight.DemiBold)


def _question_font() -> QFont:
    return theme.text_font(15)
