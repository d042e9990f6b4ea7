"""The buttons that switch the layers of a plane, and the tool that asks about a fake.

They stand in rows, as many as the width needs. Each shows the sign that its layer has in the
legend; one that is on has a coloured plate and a bold name.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton, ToolButton
from simulator.views.plane import LAYERS, PlaneView
from simulator.views.plane_marks import paint_sign

NAMES = {  # layer: its label, what it shows
    "heat": ("D(x)", "What D thinks of each place, as colours"),
    "manifold": ("G(z)", "Where G puts its noise: a sheet, dark where it is dense"),
    "density": ("p(x)", "Where the data are dense, as contour lines"),
    "data": ("data", "The data, as dots"),
    "fakes": ("fakes", "What G makes, as diamonds"),
    "arrows": ("arrows", "Where each fake is pushed, as arrows"),
}
HIGH, SIGN, GAP = 26, 14, 3  # pixels of normal mode
BOLD = QFont.Weight.DemiBold


class PlaneLayers(QWidget):
    """One button for each layer that is offered, and one for the question."""

    def __init__(
        self,
        view: PlaneView,
        offered: Sequence[str] = LAYERS,
        parent: QWidget | None = None,
        has_why: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Layers of {view.title}")
        self._view = view
        self._buttons = {name: _LayerButton(name) for name in LAYERS}
        self._why = ToolButton(
            "why", "Why? Then click a fake; also Alt and a click", checkable=True
        )
        self._why.set_small(True)
        for name, button in self._buttons.items():
            button.setParent(self)
            button.clicked.connect(lambda is_on, name=name: view.show_layer(name, is_on))
        self._why.setParent(self)
        self._why.clicked.connect(view.set_asks)
        self._why.setVisible(has_why)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        view.layers_changed.connect(self._follow)
        theme.notifier.changed.connect(self._place)
        self.set_offered(offered)
        self._follow()

    def set_offered(self, names: Sequence[str]) -> None:
        """Offer these layers only, such as make sense for what the plane shows."""
        for name, button in self._buttons.items():
            button.setVisible(name in names)
        self._place()

    def button(self, name: str) -> TextButton:
        """The button of a layer."""
        return self._buttons[name]

    @property
    def why_button(self) -> ToolButton:
        return self._why

    def _follow(self) -> None:
        """Show what is switched on."""
        for name, button in self._buttons.items():
            button.setChecked(name in self._view.layers())
        self._why.setChecked(self._view.asks())

    # ---- rows ----

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width)[1]

    def sizeHint(self) -> QSize:
        sizes = [one.sizeHint().width() + theme.px(GAP) for one in self._offered()]
        return QSize(sum(sizes), theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        widest = max(one.sizeHint().width() for one in self._offered())
        return QSize(widest, self.heightForWidth(max(self.width(), widest)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _offered(self) -> list[TextButton | ToolButton]:
        buttons: list[TextButton | ToolButton] = [*self._buttons.values(), self._why]
        return [one for one in buttons if not one.isHidden()]

    def _flow(self, width: int) -> tuple[list[tuple[int, int]], int]:
        """Where each button stands in rows so wide, and how high all rows are."""
        places, x, y = [], 0, 0
        for one in self._offered():
            wide = one.sizeHint().width()
            if x and x + wide > width:
                x, y = 0, y + theme.px(HIGH + GAP)
            places.append((x, y))
            x += wide + theme.px(GAP)
        return places, y + theme.px(HIGH)

    def _place(self) -> None:
        places, height = self._flow(self.width())
        for one, (x, y) in zip(self._offered(), places, strict=True):
            one.resize(one.sizeHint())
            one.move(x, y)
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.updateGeometry()


class _LayerButton(TextButton):
    """A layer's name with its sign."""

    def __init__(self, name: str) -> None:
        label, about = NAMES[name]
        super().__init__(label)
        self._name = name
        self.setCheckable(True)
        self.setToolTip(about)
        self.setAccessibleName(f"Layer {label}")
        self.setAccessibleDescription(about)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.text_font(12, BOLD)).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(SIGN + 11), theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), theme.px
        is_on = self.isChecked()
        plate = "accent_soft" if is_on else "surface"
        self._paint_plate(painter, self._fill(plate), plate if is_on else "line", 7)
        painter.setOpacity(1.0 if is_on else 0.45)
        paint_sign(painter, self._name, QRectF(px(3), 0, px(SIGN), self.height()))
        painter.setOpacity(1.0)
        painter.setPen(QColor(theme.current_theme().color("accent" if is_on else "ink2")))
        painter.setFont(theme.text_font(12, BOLD if is_on else QFont.Weight.Normal))
        box = QRectF(px(SIGN + 6), 0, self.width() - px(SIGN + 7), self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, int(flags), self.text())
