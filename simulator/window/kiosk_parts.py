"""Which widgets of a window a kiosk's names mean."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from simulator.controls.buttons import ToolButton
from simulator.core.kiosk import Kiosk
from simulator.views.pad_tools import PadTools
from simulator.window.rail import RailButton

if TYPE_CHECKING:
    from simulator.panels.panel import Panel
    from simulator.window.main_window import MainWindow

TITLE = ("equation", "preset", "seed", "backend", "lesson")
TRANSPORT = (
    "to_start", "back", "play", "step", "settle", "grain", "timeline", "branch", "place", "reset",
)  # fmt: skip


def of_window(window: "MainWindow", profile: Kiosk) -> Iterator[QWidget]:
    """Give what is hidden around the panels: what the profile names, and what every kiosk lacks."""
    whole = {
        "rail": window.rail,
        "title": window.titlebar,
        "help": window.help,
        "status": window.bar,
        "transport": window.foot,
        "transport.speed": window.transport.speed_box,
    }
    yield from (widget for name, widget in whole.items() if profile.hides(name))
    bars = (("title", window.titlebar, TITLE), ("transport", window.transport, TRANSPORT))
    for part, bar, names in bars:
        yield from (getattr(bar, name) for name in names if profile.hides(f"{part}.{name}"))
    yield window.rail.menu
    yield window.titlebar.twins
    for button in window.rail.findChildren(RailButton):
        is_help = button.accessibleName() == "Help" and not profile.hides("help")
        if not (button.isCheckable() or is_help):
            yield button


def of_panel(panel: "Panel", profile: Kiosk) -> Iterator[QWidget]:
    """Give what is hidden on the cards: nothing is exported from a kiosk."""
    if profile.hides("tools"):
        yield from panel.findChildren(PadTools)
    unwanted = ("Export ", "Maximise ") if profile.hides("maximise") else ("Export ",)
    for button in panel.findChildren(ToolButton):
        if button.accessibleName().startswith(unwanted):
            yield button
