"""What a document keeps of the window's looks: noted when it is saved, put back when it opens."""

import contextlib
import math
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter

from simulator.core import lessons
from simulator.core.errors import InputError
from simulator.core.layout import FASTEST, Layout
from simulator.window.places import Place

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow


def arrangement(window: "MainWindow", place: Place) -> Layout:
    """Return how a model's panel stands, and what the help dock shows of it."""
    panel, dock = place.panel, window.help
    is_open = dock.isVisible() and place is window.place
    player = dock.player if is_open else None
    return Layout(
        page=panel.book.current.key if panel.book else "",
        alone=panel.alone_title,
        splitters=tuple(tuple(s.sizes()) for s in panel.findChildren(QSplitter)),
        grain=place.grain,
        speed=0.0 if math.isinf(place.speed) else min(place.speed, FASTEST),
        text=(player.name if player else "page") if is_open else "",
        lesson_step=player.at if player else 0,
    )


def arrange(window: "MainWindow", place: Place, layout: Layout) -> None:
    """Put a model's panel and the help dock as a document says, as far as there is such a thing."""
    panel = place.panel
    with contextlib.suppress(InputError):
        if layout.page:
            panel.show_page(layout.page)
    with contextlib.suppress(InputError):
        place.model.grain(layout.grain)
        window.take_pace(place, layout.grain, layout.speed or math.inf)
    panel.show_alone(layout.alone if layout.alone in panel.cards else "")
    splitters = panel.findChildren(QSplitter)
    if [s.count() for s in splitters] == [len(sizes) for sizes in layout.splitters]:
        for splitter, sizes in zip(splitters, layout.splitters, strict=True):
            splitter.setSizes(list(sizes))
    if any(lesson.name == layout.text for lesson in lessons.catalogue(place.model.name)):
        window.show_help(layout.text)
        window.help.hold(layout.text, layout.lesson_step)
    elif layout.text == "page":
        window.show_help("page")
