"""What stands between two twins: what differs, readouts in three columns, a trace of both and of
their difference; and the settings, with a choice of the twin that a change goes to."""

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.card import Card
from simulator.controls.form import ParameterForm
from simulator.controls.segmented import Segmented
from simulator.core.frame import Frame
from simulator.panels.panel import Panel, new_group
from simulator.panels.seldom import Seldom, at_rest
from simulator.window import twin_words as words
from simulator.window.twin_offer import Offer
from simulator.window.twin_table import TwinTable
from simulator.window.twin_traces import TwinTraces

WHOM = {"a": 0, "b": 1, "both": None}
ALL = "all"


class TwinColumn(Card):
    """The card between the twins."""

    set_asked = Signal(str, object, object, object)  # name, value, twin (None: both), group
    addressed = Signal(object)  # the twin that is acted on; None: both
    card_chosen = Signal(str)  # a card's title, or "" for all
    scrubbed = Signal(int)  # a step
    refused = Signal(str)

    def __init__(self, panel: Panel) -> None:
        super().__init__("Twins")
        self._panel, self._group = panel, 0
        self._seldom = Seldom()
        self._last: tuple[Frame, str] | None = None
        self.cards = Offer("Cards shown of both")
        self.add_choice(self.cards)
        self.cards.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._caption.hide()  # its room is the choice's
        self.cards.selected.connect(lambda key: self.card_chosen.emit("" if key == ALL else key))
        self.tabs = Segmented((("compare", "Compare"), ("settings", "Settings")), "Twins")
        self.tabs.selected.connect(self.show_tab)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._compare())
        self._stack.addWidget(self._settings())
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(240))

    # ---- building ----

    def _compare(self) -> QWidget:
        self.table = TwinTable()
        self.note = _label("")
        self.traces = TwinTraces()
        self.traces.scrubbed.connect(self.scrubbed)
        self.traces.chosen.connect(self._show_again)
        inside = _column(self.note, self.table)
        page = _column(_scrolled(inside), self.traces, stretch=0)
        self._compared = cast("QVBoxLayout", page.layout())
        return page

    def set_room(self, is_wide: bool, is_low: bool) -> None:
        """Numbers beside the traces, where there is more width than height."""
        direction = QBoxLayout.Direction
        for layout in (self._compared, self._set_up):
            layout.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._compared.setStretch(1, int(is_wide))
        self.traces.set_room(is_wide, is_low)

    def _settings(self) -> QWidget:
        self.whose = Segmented((("a", "A"), ("b", "B"), ("both", "both")), "A setting goes to")
        self.whose.set_value("b")
        self.whose.selected.connect(lambda key: self._show_again())
        self.acted = Segmented((("both", "both"), ("a", "A"), ("b", "B")), "What you do goes to")
        self.acted.set_value("both")
        self.acted.selected.connect(lambda key: self.addressed.emit(WHOM[key]))
        self.acted.setToolTip("Drawing, spoiling, presets. Reset and new seeds are for both.")
        self.form = ParameterForm(self._panel.model.Parameters)
        self.form.changed.connect(self._ask)
        self.form.rested.connect(self._end_gesture)
        self.form.refused.connect(self.refused)
        switches = _column(
            _label("A setting goes to"), self.whose,
            _label("What you draw or press goes to"), self.acted,
        )  # fmt: skip
        page = _column(switches, _scrolled(_column(self.form)), stretch=1)
        self._set_up = cast("QVBoxLayout", page.layout())
        return page

    # ---- showing ----

    def show_tab(self, key: str) -> None:
        """Show what differs, or the settings."""
        self.tabs.set_value(key)
        self._stack.setCurrentIndex(("compare", "settings").index(key))
        self._show_again()

    def _show_again(self) -> None:
        """Something else of the same frame is looked at."""
        self._seldom = Seldom()
        if self._last:
            self.show_frame(*self._last)

    def show_frame(self, frame: Frame, note: str = "") -> None:
        """Show a frame and its twin, numbers ten times a second, and a note about their grains."""
        twin, self._last = frame.twin, (frame, note)
        key = (id(frame.parameters), id(twin and twin.parameters), frame.revision, at_rest(frame))
        if twin is None or not self._seldom.is_due(key):
            return
        if self._stack.currentIndex():
            shown = twin if self.whose.value() == "b" else frame
            self.form.show_values(shown.parameters.values())
            return
        said = note or ("" if frame.parameters != twin.parameters else words.NOTHING_DIFFERS)
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.table.show_rows(words.rows(self._panel, frame, twin))
        self.traces.show_frames(self._panel.model, frame, twin)

    def offer_cards(self, titles: Sequence[str], has_room: bool) -> str:
        """Offer the cards there are, and all together where there is room; returns which is
        chosen: a title, or "" for all."""
        options = [(title, title) for title in titles]
        self.cards.offer([*options, (ALL, "All cards")] if has_room else options, titles[0])
        chosen = str(self.cards.currentData())
        return "" if chosen == ALL else chosen

    # ---- doing ----

    def _ask(self, name: str, value: Any) -> None:
        self._group = self._group or new_group()
        self.set_asked.emit(name, value, WHOM[self.whose.value()], self._group)

    def _end_gesture(self) -> None:
        self._group = 0


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setWordWrap(True)
    return label


def _column(*widgets: QWidget, stretch: int = -1) -> QWidget:
    """Widgets one below another; the one at `stretch` has the room that is left."""
    made = QWidget()
    made.setProperty("role", "sheet")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(8))
    for place, widget in enumerate(widgets):
        column.addWidget(widget, int(place == stretch))
    if stretch < 0:
        column.addStretch(1)
    return made


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return area
