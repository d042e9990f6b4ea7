"""What the window can do: one list for keys, menu and palette."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from simulator.models import CATALOGUE, model_class

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

MENU = (
    "New document", "Open…", "recent", "Save", "Save as…", "",
    "Undo", "Redo", "", "Twins", "",
    "Copy as link", "Open a link…", "Copy as Python",
    "Export the trace, CSV…", "Export the state, NPZ…", "",
    "Record…", "Report, PDF…", "Report, HTML…", "",
    "Presenter mode", "Present on the second display", "Full screen",
    "Kiosk profile…", "Begin the kiosk", "",
    "Theme of the system", "Light theme", "Dark theme", "High contrast", "High contrast, dark", "",
    "Commands…", "Help", "Lessons", "Welcome", "", "Quit",
)  # fmt: skip


def commands_of(w: "MainWindow") -> list[tuple[str, str, Callable[[], Any]]]:
    """Return (title, keys, function) of everything the window can do, whichever model is in
    sight."""
    models = [
        (f"Open the {model_class(name).title}", str(number), partial(w.open_model, name))
        for number, name in enumerate(CATALOGUE, start=1)
    ]
    return [
        ("Play or pause", "Space", w.toggle_play),
        ("Step", "", w.step),
        ("Step back", "", w.step_back),
        ("Back to step 0", "", lambda: w.runner.seek(0)),
        ("Reset", "R", lambda: w.do("reset")),
        ("New seed", "N", w.titlebar.new_seed),
        ("Undo", "Ctrl+Z", lambda: w.runner.undo()),
        ("Redo", "Ctrl+Shift+Z", lambda: w.runner.redo()),
        ("Twins", "Ctrl+T", w.twins.begin),
        ("Keep A", "", lambda: w.twins.keep(0)),
        ("Keep B", "", lambda: w.twins.keep(1)),
        ("New document", "Ctrl+N", w.files.new_document),
        ("Open…", "Ctrl+O", w.files.open_document),
        ("Save", "Ctrl+S", w.files.save),
        ("Save as…", "Ctrl+Shift+S", w.files.save_as),
        ("Copy as link", "Ctrl+Shift+L", w.links.copy),
        ("Open a link…", "", w.links.ask),
        ("Copy as Python", "Ctrl+Shift+C", w.files.copy_as_python),
        ("Export the trace, CSV…", "", lambda: w.files.export(None, "csv")),
        ("Export the state, NPZ…", "", lambda: w.files.export(None, "npz")),
        ("Record…", "Ctrl+R", w.recording.open),
        ("Report, PDF…", "", lambda: w.reporting.ask("pdf")),
        ("Report, HTML…", "", lambda: w.reporting.ask("html")),
        ("Help", "F1", lambda: w.toggle_help("page")),
        ("Lessons", "", lambda: w.show_help("lesson")),
        ("Welcome", "", w.show_welcome),
        ("Light theme", "", lambda: w.set_theme("light")),
        ("Dark theme", "", lambda: w.set_theme("dark")),
        ("High contrast", "", lambda: w.set_theme("high-contrast")),
        ("High contrast, dark", "", lambda: w.set_theme("high-contrast-dark")),
        ("Theme of the system", "", lambda: w.set_theme("system")),
        ("Presenter mode", "F5", w.toggle_presenter),
        ("Present on the second display", "", w.presenter.go_elsewhere),
        ("Blank the screen", "", w.presenter.blank.toggle),
        ("Pointer or spotlight", "", w.presenter.pointer.next),
        ("Kiosk profile…", "", w.kiosk.edit),
        ("Begin the kiosk", "", w.kiosk.begin),
        ("Full screen", "F11", w.toggle_full_screen),
        ("Leave full screen", "Esc", w.leave_full_screen),
        ("Commands…", "Ctrl+K", w.show_palette),
        ("Menu", "F10", w.show_menu),
        ("Quit", "Ctrl+Q", w.close),
        *models,
    ]


def menu_of(w: "MainWindow") -> QMenu:
    """Return the menu behind the button in the rail."""
    menu = QMenu(w)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    by_title = {command.title: command for command in w.commands}
    frame = w.runner.latest
    possible = {"Undo": frame.can_undo, "Redo": frame.can_redo}
    for title in MENU:
        if not title:
            menu.addSeparator()
        elif title == "recent":
            _add_recent(menu, w)
        else:
            action = menu.addAction(title, by_title[title].run)
            action.setShortcut(QKeySequence(by_title[title].shortcut))
            action.setEnabled(possible.get(title, True))
    return menu


def _add_recent(menu: QMenu, w: "MainWindow") -> None:
    recent = menu.addMenu("Open recent")
    recent.setToolTipsVisible(True)
    for path in w.settings.recent():
        entry = recent.addAction(Path(path).name, partial(w.files.open_path, path))
        entry.setToolTip(path)
        entry.setEnabled(Path(path).is_file())
    recent.setEnabled(bool(w.settings.recent()))
