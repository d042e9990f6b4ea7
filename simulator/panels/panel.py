"""The base of panels: cards of views at the left, parameters, readouts and invariants at the right.

A subclass names its model's class, builds its cards in `build`, and shows a frame in `show_state`.
Everything that can be derived from declarations is made here.
"""

import itertools
import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.controls.card import Card
from simulator.controls.form import ParameterForm
from simulator.controls.readings import InvariantList, InvariantSigns, ReadoutTable, as_text
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frame import Frame
from simulator.core.job import Table
from simulator.core.model import Invariant, Model, Readout
from simulator.core.runner import Runner
from simulator.panels import ask
from simulator.panels.pages import PageBook
from simulator.panels.seldom import Seldom, at_rest
from simulator.views.verdict import VerdictView
from simulator.views.view import View

SIDE_WIDTH, SLIM = 272, 190  # pixels of normal mode, of the side column and of a hall's
CARD_EDGES = 40  # of a card and a scroll bar
LOW = 690  # pixels of height below which the side column is shortened
_groups = itertools.count(time.time_ns() // 1_000_000)  # numbers no journal on disk has yet


def new_group() -> int:
    """Return a number for things that are to be undone together."""
    return next(_groups)


VIEWS = 480  # pixels of normal mode that a hall's column of parameters leaves to the views


class Panel(QWidget):
    """Shows one model and sends what the person does to its runner."""

    model: ClassVar[type[Model]]
    hint: ClassVar[str] = ""
    start: ClassVar[tuple[str, ...]] = ()  # what is done when the panel opens for the first time
    start_speed: ClassVar[float] = 1.0  # grains a second

    said = Signal(str)  # a sentence for the person
    hovered = Signal(str)  # what is under the pointer, for the status bar
    paced = Signal(str, float)  # a grain and a speed that suit what is shown now
    export_asked = Signal(object, str)  # a View and what is wanted: png, svg, film, csv, npz

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.runner = runner
        self.cards: dict[str, Card] = {}
        self.card_views: dict[str, View] = {}
        self.book: PageBook | None = None
        self._group = 0
        self._only: tuple[str, ...] | None = None  # parameters and readouts for a hall
        self._hidden: frozenset[str] = frozenset()  # rows that a kiosk hides
        self.is_twin = False  # beside another panel: cards only
        self._alone: Card | None = None  # the card that is maximised
        self._maximisers: dict[str, ToolButton] = {}
        self._frame: Frame | None = None
        self._numbers = Seldom()
        row = QHBoxLayout(self)
        self._row = row
        row.addWidget(self.build(), 1)
        self.side = self._build_side()
        row.addWidget(self.side)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    # ---- what a subclass gives ----

    def build(self) -> QWidget:
        """Return the widget that holds the cards."""
        raise NotImplementedError

    def show_state(self, frame: Frame) -> None:
        """Show a frame in the views."""
        raise NotImplementedError

    def readings(self, frame: Frame) -> dict[str, str]:
        """Return the texts of the readout rows; a subclass may say some better."""
        declared = self.model.declared(Readout)
        return {n: as_text(v, declared[n].unit) for n, v in frame.readouts.items()}

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        """Return (title, shortcut, function) of what this panel adds to the command palette."""
        return []

    def commands_of_weights(self) -> list[tuple[str, str, Callable[[], Any]]]:
        """Return what is added where the model has the actions `load` and `save`."""
        return [
            ("Open weights…", "", self.choose_weights),
            ("Save weights…", "", self.save_weights),
        ]

    def choose_weights(self) -> None:
        """Ask for a file of weights, and go on with them."""
        if path := ask.weights(self):
            self.runner.do(f"load={path}")

    def save_weights(self) -> None:
        """Ask where the weights are to be written."""
        if path := ask.where_to_save_weights(self, f"{self.model.name}.npz"):
            self.runner.do(f"save={path}")

    def arrange(self) -> None:
        """Lay the cards out for the present mode; called when it changes."""

    @property
    def is_computing(self) -> bool:
        """Whether a view waits for something that is computed beside the window."""
        return False

    def show_page(self, key: str) -> None:
        """Show one of the panel's pages; raises InputError for an unknown one."""
        if self.book:
            self.book.show_page(key)
            return
        raise InputError(
            f"The {self.model.name} panel has no page {shorten(key)}; it has one view."
        )

    def show_table(self, job: str, table: Table) -> None:
        """Show the table of a job on the page where it is measured."""
        if self.book:
            self.book.show_table(job, table)

    def measure(self, job: str, then: Callable[[Table | None], None]) -> None:
        """Show the page of a job, measure, and hand its table over, None if it is given up; raises
        InputError where the panel has no such page."""
        if self.book is None or not self.book.measure(job, then):
            raise InputError(f"The {self.model.name} panel has no page that measures {job}.")

    def shut(self) -> None:
        """End what the panel itself started."""
        if self.book:
            self.book.close_job()

    @property
    def canvas(self) -> QWidget:
        """The view that has the focus at first."""
        return next(iter(self.card_views.values()))

    # ---- frames ----

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame; called at most once a screen refresh."""
        self._frame = frame
        if self._numbers.is_due((id(frame.parameters), frame.revision, at_rest(frame))):
            self.form.show_values(frame.parameters.values())
            self.readouts.show_values(self.readings(frame))
            self.invariants.show_values(frame.invariants)
            self._signs.show_values(frame.invariants)
        self.show_state(frame)

    @property
    def frame(self) -> Frame:
        """The frame on screen."""
        return self._frame or self.runner.latest

    def do(self, text: str) -> None:
        """Act; texts of the present gesture are undone together."""
        self.runner.do(text, self._group)

    # ---- the side column ----

    def _build_side(self) -> QWidget:
        self.form = ParameterForm(self.model.Parameters)
        self.form.changed.connect(self._set_parameter)
        self.form.rested.connect(self._end_gesture)
        self.form.refused.connect(self.said)
        shown = {n: r for n, r in self.model.declared(Readout).items() if self.has_row(r)}
        self.readouts = ReadoutTable(shown)
        self.invariants = InvariantList(self.model.declared(Invariant))
        column = QWidget()
        column.setProperty("role", "page")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        self._must_hold = Card("Must hold")
        self._must_hold.body.addWidget(self.invariants)
        parameters, readouts = Card("Parameters"), Card("Readouts")
        parameters.body.addWidget(self.form)
        readouts.body.addWidget(self.readouts)
        self._signs = InvariantSigns(self.model.declared(Invariant))
        readouts.body.addWidget(self._signs)
        self._parameters_card, self._readouts_card = parameters, readouts
        for card in (parameters, readouts, self._must_hold):
            layout.addWidget(card)
        layout.addStretch(1)
        self._side_layout = layout
        area = QScrollArea()
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def has_row(self, readout: Readout) -> bool:
        """Whether a readout has a row of its own (lists and texts are shown by views)."""
        return True

    def rows_of(self, name: str) -> list[QWidget]:
        """Where a parameter stands, unfolded."""
        self.form.unfold(name)
        return [self.form.row(name)]

    def titles_with(self, widget: QWidget | None) -> list[str]:
        """The title of the card in which a widget stands."""
        return [t for t, c in self.cards.items() if widget is not None and c.isAncestorOf(widget)]

    def _set_parameter(self, name: str, value: Any) -> None:
        self._group = self._group or new_group()
        self.runner.do(f"set {name}={self.model.Parameters.spec(name).write(value)}", self._group)

    def _end_gesture(self) -> None:
        self._group = 0

    def _restyle(self) -> None:
        edge = 0 if self.is_twin else theme.px(14)
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(theme.px(13))
        self._side_layout.setSpacing(theme.px(10))
        self._suit_side()
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if theme.is_presenter() and self._only is not None:
            self._suit_side()
        self._show_invariants()

    # ---- what of the side column is seen ----

    def show_only(self, names: Sequence[str] | None) -> None:
        """In presenter mode show a slim column with just these parameters and readouts; None: none.

        Raises InputError for a name that is neither.
        """
        known = {**self.model.Parameters.specs(), **self.model.declared(Readout)}
        for name in names or ():
            if name not in known:
                raise InputError(f"There is no {shorten(name)}; allowed: {one_of(known)}.")
        self._only = None if names is None else tuple(names)
        self._suit_side()
        self._row.activate()  # the cards have their new width before they share it
        self.arrange()

    def hide_rows(self, keys: Collection[str]) -> None:
        """Hide rows of the side column: `parameter.NAME`, `readout.NAME`, `invariants`."""
        self._hidden = frozenset(keys)
        self._suit_side()

    def _suit_side(self) -> None:
        """Show the rows that are wanted now, in a column as wide as they need."""
        is_slim = theme.is_presenter() and self._only is not None
        specs, only = self.model.Parameters.specs(), self._only or ()
        rows = set(specs) & set(only) if is_slim else set(specs)
        readouts = self.model.declared(Readout)
        numbers = set(readouts) & set(only) - set(specs) if is_slim else set(readouts)
        rows -= {name for name in specs if f"parameter.{name}" in self._hidden}
        numbers -= {name for name in readouts if f"readout.{name}" in self._hidden}
        self.form.set_wanted(rows, are_open=is_slim)
        self.readouts.set_wanted(numbers)
        self._parameters_card.setVisible(bool(rows))
        self._show_invariants()
        has_any = bool(rows or numbers or not self._shows_no_invariants())
        width = self._slim_width() if is_slim else theme.px(SIDE_WIDTH)
        has_room = self.width() >= width + theme.px(VIEWS) if is_slim else not theme.is_presenter()
        self.side.setVisible(has_any and not self.is_twin and has_room)
        self.side.setFixedWidth(width)

    def _slim_width(self) -> int:
        needed = self.form.minimumSizeHint().width() + theme.px(CARD_EDGES)
        return min(max(needed, theme.px(SLIM)), theme.px(SIDE_WIDTH))

    def _shows_no_invariants(self) -> bool:
        is_hall = theme.is_presenter() and self._only is not None
        return is_hall or "invariants" in self._hidden

    def _show_invariants(self) -> None:
        """Where there is little height, what must hold is one row of signs."""
        is_low, is_away = self.height() < theme.px(LOW), self._shows_no_invariants()
        self._must_hold.setVisible(not is_low and not is_away)
        self._signs.setVisible(is_low and not is_away)
        self._readouts_card.setVisible(self.readouts.has_rows or (is_low and not is_away))

    # ---- beside a twin ----

    def set_twin(self, is_twin: bool) -> None:
        """Stand beside another panel, without the side column, or alone again with all cards."""
        self.is_twin = is_twin
        for button in self._maximisers.values():
            button.setVisible(not is_twin)  # one choice of cards serves both
        if not is_twin:
            self.show_alone("")
        self._restyle()

    @property
    def alone_title(self) -> str:
        """The title of the card that is maximised, or nothing."""
        return next((t for t, card in self.cards.items() if card is self._alone), "")

    def shown_titles(self) -> tuple[str, ...]:
        """The titles of the cards that have something to show now, the main one first."""
        return tuple(self.cards)

    def show_alone(self, title: str) -> None:
        """Show the card of this title alone, or all again ("")."""
        for name, button in self._maximisers.items():
            button.set_icon("maximize")
            button.setChecked(name == title)
        self._maximise(self.cards.get(title), self._maximisers[title or next(iter(self.cards))])

    # ---- cards ----

    def card(
        self,
        title: str,
        view: View,
        caption: str = "",
        data: str = "",
        body: QWidget | None = None,
        tools: Sequence[ToolButton] = (),
    ) -> Card:
        """Return a card around a view (or around `body`, which holds it), with its own tools and
        menus."""
        card = Card(title, caption)
        card.body.addWidget(body or view, 1)
        self.cards[title] = card
        self.card_views[title] = view
        export = ToolButton("export", f"Export {title.lower()}")
        export.clicked.connect(lambda: self._export_menu(title, view, data, export))
        maximise = ToolButton("maximize", f"Maximise {title.lower()}", checkable=True)
        maximise.clicked.connect(lambda on: self._maximise(card if on else None, maximise))
        self._maximisers[title] = maximise
        for tool in (*tools, export, maximise):
            card.add_tool(tool)
        return card

    def book_card(self, title: str, book: PageBook, verdict: VerdictView) -> Card:
        """Return a card of pages with the verdict below them; the panel's book from now on."""
        self.book = book
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(book, 1)
        column.addWidget(verdict)
        card = self.card(title, book.current.view, data="csv", body=body)
        card.add_choice(book.short_choice)
        return card

    def _export_menu(self, title: str, view: View, data: str, button: QWidget) -> None:
        menu = QMenu(button)
        view = self.view_in(title)
        for scale in (1, 2, 4):
            menu.addAction(
                f"Picture, PNG ×{scale}…", partial(self.export_asked.emit, view, f"png{scale}")
            )
        menu.addAction("Picture, SVG…", lambda: self.export_asked.emit(view, "svg"))
        menu.addAction("Film…", lambda: self.export_asked.emit(view, "film"))
        if data:
            names = {
                "csv": "Table, CSV…" if view.exported() else "Trace, CSV…",
                "npz": "State, NPZ…",
            }
            menu.addAction(names[data], lambda: self.export_asked.emit(view, data))
        menu.addSeparator()
        menu.addAction("Copy picture", lambda: self.copy_view(view))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def view_in(self, title: str) -> View:
        """The view a card shows now."""
        return self.card_views[title]

    def copy_view(self, view: View) -> None:
        """Put a view on the clipboard, twice its size on screen."""
        view.copy(2.0, self.frame.about)
        self.said.emit(f"{view.title} copied as a picture.")

    def _maximise(self, card: Card | None, button: ToolButton) -> None:
        """Show one card alone, or all again."""
        self._alone = card
        button.set_icon("restore" if card else "maximize")
        for other in self.cards.values():
            other.setVisible(card is None or other is card)
        for splitter in self.findChildren(QSplitter):
            splitter.setVisible(card is None or splitter.isAncestorOf(card))
