"""What is in sight is restyled at once, what is hidden when it is shown."""

import gc

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget

from simulator.controls import theme


class Listener(QLabel):
    """Counts how often it was told."""

    def __init__(self):
        super().__init__("words")
        self.told = 0
        theme.notifier.changed.connect(self.listen)

    def listen(self):
        self.told += 1


@pytest.fixture
def parts(qtbot):
    """A window of two parts, each with a listener."""
    theme.apply_theme(QApplication.instance(), "light")
    window = QWidget()
    column = QVBoxLayout(window)
    made = []
    for _ in range(2):
        part, inner = QWidget(), Listener()
        QVBoxLayout(part).addWidget(inner)
        column.addWidget(part)
        theme.dress(part)
        made.append((part, inner))
    qtbot.addWidget(window)
    window.show()
    yield made
    theme.apply_theme(QApplication.instance(), "light")


def go_dark():
    theme.apply_theme(QApplication.instance(), "dark")


def is_dark(part):
    return theme.load_theme("dark").surface in part.styleSheet()


def test_a_part_in_sight_is_restyled_at_once(parts):
    (part, inner), _ = parts
    go_dark()
    assert inner.told == 1
    assert is_dark(part)


def test_a_hidden_part_waits(parts):
    _, (part, inner) = parts
    part.hide()
    go_dark()
    assert inner.told == 0
    assert not is_dark(part)


def test_a_hidden_part_is_restyled_once_when_it_is_shown(parts):
    _, (part, inner) = parts
    part.hide()
    go_dark()
    part.show()
    part.hide()
    part.show()
    assert inner.told == 1
    assert is_dark(part)


def test_a_hidden_part_can_be_prepared_before_it_is_shown(parts):
    _, (part, inner) = parts
    part.hide()
    go_dark()
    theme.prepare(part)
    assert inner.told == 1
    assert is_dark(part)
    part.show()
    assert inner.told == 1


def test_what_is_hidden_in_a_part_in_sight_is_restyled_with_it(parts):
    (_, inner), _ = parts
    inner.hide()
    go_dark()
    assert inner.told == 1


def test_the_window_of_parts_wears_no_sheet_itself(parts):
    (part, _), _ = parts
    go_dark()
    assert part.window().styleSheet() == ""


def test_a_menu_of_a_part_looks_like_the_part(parts):
    (_, inner), _ = parts
    menu = QMenu(inner)
    menu.addAction("Words")
    menu.ensurePolished()
    go_dark()
    surface = theme.load_theme("dark").surface
    assert menu.grab().toImage().pixelColor(20, 3).name() == surface


def test_nobody_is_kept_alive_by_listening(qapp):
    listener = Listener()
    gone = []
    listener.destroyed.connect(lambda: gone.append(True))
    del listener
    gc.collect()
    assert gone
    go_dark()
    theme.apply_theme(QApplication.instance(), "light")
