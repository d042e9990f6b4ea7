"""Pages of one card: a row of groups, below it the views of the chosen group, and the view.

A **page** is declared in one line: its group, its word, what stands there, how a frame is shown
and how the view is read. Only the page in sight is shown a frame.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.combo import Combo
from simulator.controls.segmented import Segmented
from simulator.controls.tabs import HEIGHT, Tabs
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frame import Frame
from simulator.core.job import Table
from simulator.panels.job_page import JobPage
from simulator.views.view import View

WIDEST = 150  # pixels of normal mode: the one list that stands for all choices


@dataclass(frozen=True, eq=False)
class Page:
    """One view of a card. Two pages may share a widget, which then shows one or the other."""

    key: str
    group: str
    label: str  # among the views of its group
    command: str  # in the command palette
    widget: QWidget
    show: Callable[[Frame], None] | None  # None: it shows itself
    caption: str | Callable[[Frame], str]  # how to read it

    @property
    def view(self) -> View:
        """What is exported: the widget, or the view it holds."""
        return self.widget if isinstance(self.widget, View) else self.widget.view  # type: ignore[attr-defined]

    def caption_of(self, frame: Frame) -> str:
        return self.caption if isinstance(self.caption, str) else self.caption(frame)


class PageBook(QWidget):
    """Shows one page at a time; every group remembers which of its pages was chosen last."""

    turned = Signal(str)  # the key of the page to be shown a frame now

    def __init__(
        self,
        groups: Sequence[tuple[str, str]],
        pages: Sequence[Page],
        name: str,
        is_wide: bool = False,
    ) -> None:
        """Take groups (key, label) and pages, each of a group; a group without pages is left
        out. In a wide, low card both choices stand in one row."""
        super().__init__()
        self._pages = {page.key: page for page in pages}
        self._last = {page.group: page for page in reversed(pages)}
        self._current = pages[0]
        groups = [group for group in groups if group[0] in self._last]
        self._choice = Segmented(groups, name)
        self._choice.selected.connect(lambda group: self._turn(self._last[group]))
        self.short_choice = Combo(_short_names(groups, pages), name)
        self.short_choice.selected.connect(self.show_page)
        self.short_choice.hide()
        self._tabs: dict[str, Tabs] = {}
        self._rows, self._stack = QStackedWidget(), QStackedWidget()
        self._rows.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row_of = {key: row for row, (key, _) in enumerate(groups)}
        for key, label in groups:
            self._add_tabs(key, label, [page for page in pages if page.group == key])
        for page in pages:
            self._stack.addWidget(page.widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        choices = QHBoxLayout() if is_wide else QVBoxLayout()
        if is_wide:
            self._choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        choices.addWidget(self._choice)
        choices.addWidget(self._rows, 1)
        self._choices = choices
        self._column.addLayout(choices)
        self._column.addWidget(self._stack, 1)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _add_tabs(self, group: str, label: str, pages: Sequence[Page]) -> None:
        """A group of one page has an empty row, so that nothing moves between groups."""
        if len(pages) == 1:
            self._rows.addWidget(QWidget())
            return
        self._tabs[group] = tabs = Tabs([(page.key, page.label) for page in pages], label)
        tabs.selected.connect(self.show_page)
        self._rows.addWidget(tabs)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all pages."""
        return tuple(self._pages)

    @property
    def titles(self) -> dict[str, str]:
        """What each page is called, by its key."""
        return {key: page.label for key, page in self._pages.items()}

    @property
    def current(self) -> Page:
        """The page in sight."""
        return self._current

    def show_page(self, key: str) -> None:
        """Turn to a page; raises InputError for one that is not there."""
        if key not in self._pages:
            known = one_of(self._pages)
            raise InputError(f"There is no page {shorten(key)}; allowed: {known}.")
        self._turn(self._pages[key])

    def key_of(self, widget: QWidget) -> str:
        """Return the key of the first page a widget stands on."""
        return next(page.key for page in self._pages.values() if page.widget is widget)

    def _turn(self, page: Page) -> None:
        self._current = self._last[page.group] = page
        self._choice.set_value(page.group)
        self._rows.setCurrentIndex(self._row_of[page.group])
        if page.group in self._tabs:
            self._tabs[page.group].set_value(page.key)
        self.short_choice.set_value(page.key)
        self._fit_short_choice()
        self._stack.setCurrentWidget(page.widget)
        self.turned.emit(page.key)

    def show_frame(self, frame: Frame) -> None:
        """Show a frame on the page in sight."""
        if self._current.show:
            self._current.show(frame)

    def caption(self, frame: Frame) -> str:
        """How to read the page in sight."""
        return self._current.caption_of(frame)

    @property
    def jobs(self) -> tuple[JobPage, ...]:
        """The pages on which something is measured."""
        widgets = [page.widget for page in self._pages.values()]
        return tuple(widget for widget in widgets if isinstance(widget, JobPage))

    def show_table(self, job: str, table: Table) -> None:
        """Show the table of a job on its page, if it has one."""
        for page in self.jobs:
            if page.name == job:
                page.take(table)
                self.show_page(self.key_of(page))

    def measure(self, job: str, then: Callable[[Table | None], None]) -> bool:
        """Turn to the page of a job and measure; whether there is one. `then` gets its table."""
        for page in self.jobs:
            if page.name == job.partition("=")[0].strip():
                self.show_page(self.key_of(page))
                page.measure(job, then)
                return True
        return False

    def close_job(self) -> None:
        """Give up what is being measured."""
        for page in self.jobs:
            page.close_job()

    def set_choices_shown(self, is_shown: bool) -> None:
        """Hide the rows of choices where there is no room for them: one list takes their place."""
        self._choice.setVisible(is_shown)
        self._rows.setVisible(is_shown)
        self.short_choice.setVisible(not is_shown)

    def hide_pages(self, keys: Collection[str]) -> None:
        """Offer all pages but these; one in sight gives way to the first that is left."""
        left = [page for page in self._pages.values() if page.key not in keys]
        groups = {page.group for page in left}
        self._choice.set_hidden(set(self._last) - groups)
        for tabs in self._tabs.values():
            tabs.set_hidden(keys)
        for group, page in self._last.items():
            if page.key in keys and group in groups:
                self._last[group] = next(p for p in left if p.group == group)
        self.short_choice.set_hidden(keys)
        if left and self._current.key in keys:
            self._turn(left[0])

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        """Return (title, shortcut, function) for each page."""
        return [(p.command, "", partial(self.show_page, p.key)) for p in self._pages.values()]

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(4))
        self._choices.setSpacing(theme.px(4))
        self._rows.setFixedHeight(theme.px(HEIGHT))
        self._fit_short_choice()

    def _fit_short_choice(self) -> None:
        self.short_choice.setFixedWidth(min(self.short_choice.least_width(), theme.px(WIDEST)))


def _short_names(groups: Sequence[tuple[str, str]], pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Name all pages in one list; of those that share a word, the first of a group is named by
    it, and the others by both."""
    labels, words, seen, names = dict(groups), [page.label for page in pages], set[str](), []
    for page in pages:
        is_first = page.group not in seen
        seen.add(page.group)
        group, label = labels[page.group], page.label
        if words.count(label) > 1:
            label = group if is_first else f"{group}: {label}"
        names.append((page.key, label))
    return names
