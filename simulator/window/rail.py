"""The rail: the models by what they do, and at the foot the window's own buttons."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ARROWS, ENTER, ToolButton
from simulator.panels import CATALOGUE

WIDTH = 147


class RailButton(QPushButton):
    """An icon and a word; the chosen one stands on the soft accent."""

    def __init__(self, icon_name: str, text: str, is_choice: bool = False) -> None:
        super().__init__(text)
        self._icon_name = icon_name
        self.setCheckable(is_choice)
        self.setAutoExclusive(is_choice)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.notifier.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(127), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        elif event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            fill = now.accent_soft if self.isChecked() else now.mix("rail", "ink", 0.05)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(QRectF(self.rect()), theme.px(7), theme.px(7))
        ink = "accent" if self.isChecked() else "ink2"
        if self.hasFocus():
            painter.setPen(QColor(now.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        center = QRectF(theme.px(8), 0, theme.px(18), self.height()).center()
        theme.paint_icon(painter, self._icon_name, ink, center, 18)
        painter.setPen(QColor(now.color(ink)))
        is_strong = self.isChecked()
        painter.setFont(
            theme.text_font(weight=QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        )
        box = QRectF(theme.px(34), 0, self.width() - theme.px(34), self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.text())


class Rail(QWidget):
    """Lists what exists, nothing that does not."""

    chosen = Signal(str)
    menu_asked = Signal()
    help_asked = Signal()
    theme_asked = Signal()
    presenter_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self._column = QVBoxLayout(self)
        self._name = QLabel("Reverie")
        self._name.setProperty("role", "heading")
        self.menu = ToolButton("menu", "Menu  (F10)")
        self.menu.set_small(True)
        self.menu.clicked.connect(self.menu_asked)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.menu)
        self._column.addLayout(head)
        self._captions: list[QLabel] = []
        self._buttons: dict[str, RailButton] = {}
        group = ""
        for model, (_, its_group, icon, title) in CATALOGUE.items():
            if its_group != group:
                group = its_group
                caption = QLabel(group.upper())
                caption.setProperty("role", "caption")
                self._captions.append(caption)
                self._column.addWidget(caption)
            button = self._buttons[model] = RailButton(icon, title, is_choice=True)
            button.clicked.connect(lambda _=False, name=model: self.chosen.emit(name))
            self._column.addWidget(button)
        self._column.addStretch(1)
        for icon, title, signal in (
            ("presenter", "Presenter", self.presenter_asked),
            ("theme", "Theme", self.theme_asked),
            ("help", "Help", self.help_asked),
        ):
            foot = RailButton(icon, title)
            foot.clicked.connect(signal)
            self._column.addWidget(foot)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def choose(self, model: str) -> None:
        """Mark a model as the one that is open."""
        self._buttons[model].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        painter.fillRect(self.rect(), QColor(now.rail))
        painter.setPen(QColor(now.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _restyle(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))
        edge = theme.px(10)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.px(4))
        self._name.setContentsMargins(theme.px(8), 0, 0, 0)
        for caption in self._captions:
            caption.setContentsMargins(theme.px(8), theme.px(20), 0, theme.px(2))
            font = theme.text_font(11, QFont.Weight.DemiBold)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
            caption.setFont(font)
