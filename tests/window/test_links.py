"""Links in the window: copied, pasted, dropped, typed, given up."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit

LINK = "reverie:hopfield?seed=42&preset=letters-ten&do=corrupt=0.4&step=1568"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(window, key, modifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def copy(text):
    QGuiApplication.clipboard().setText(text)


@pytest.fixture
def arrived(qtbot, settled):
    """A function that waits until the run in sight stands at a step."""

    def wait(window, step):
        qtbot.waitUntil(lambda: window.runner.latest.step == step, timeout=5000)
        return settled(window)

    return wait


def test_ctrl_v_opens_a_link_in_a_window_that_shows_another_model(window, arrived):
    window.open_model("ntm")
    copy(f"Look at this: {LINK}.")
    press(window, Qt.Key.Key_V, CONTROL)
    frame = arrived(window, 1568)
    assert window.model.name == "hopfield"
    assert frame.seed == 42


def test_what_is_copied_in_one_window_opens_in_another_with_the_same_bits(
    window, open_window, settled, arrived
):
    window.do("new-seed=7")
    window.do("set temperature=0.5")
    window.runner.go("sweep", 2).result(5)
    press(window, Qt.Key.Key_L, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("reverie:hopfield?seed=0&preset=")
    other = open_window()
    press(other, Qt.Key.Key_V, CONTROL)
    here, there = settled(window), arrived(other, 1568)
    assert (there.snapshot.units == here.snapshot.units).all()
    assert there.parameters == here.parameters


def test_a_picture_is_still_pasted_as_a_drawing(window, settled):
    before = settled(window).snapshot.units
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    press(window, Qt.Key.Key_V, CONTROL)
    assert (settled(window).snapshot.units != before).any()


def test_a_text_field_takes_what_is_pasted_into_it(window, qtbot):
    copy(LINK)
    line = QLineEdit(window)
    line.show()
    line.setFocus()
    press(window, Qt.Key.Key_V, CONTROL)
    assert line.text() == LINK
    assert window.runner.latest.seed == 0
    line.deleteLater()


def test_a_link_that_is_dropped_is_opened(window, arrived):
    data = QMimeData()
    data.setText(LINK)
    where = QPointF(window.rect().center())
    enter = QDragEnterEvent(
        where.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(window, drop)
    arrived(window, 1568)


def test_open_a_link_begins_with_the_one_that_was_copied(window, arrived, monkeypatch):
    copy(f"here: {LINK}")
    offered = []

    def answer(*_, text=""):
        offered.append(text)
        return text, True

    monkeypatch.setattr(QInputDialog, "getText", answer)
    next(c for c in window.commands if c.title == "Open a link…").run()
    assert offered == [LINK]
    arrived(window, 1568)


@pytest.mark.parametrize("query", ["seed=x", "do=dance", "preset=none", "do=probe=99"])
def test_a_bad_link_changes_nothing_and_is_said_in_one_sentence(window, settled, query):
    before = settled(window)
    assert not window.links.open(f"reverie:hopfield?preset=letters-ten&{query}")
    assert window.notice.sentence()
    assert (settled(window).snapshot.units == before.snapshot.units).all()


def test_a_long_link_is_given_up_by_escape_and_the_run_stays_where_it_came_to(window, qtbot):
    window.links.open("reverie:hopfield?preset=letters-ten&set=temperature:0.5&step=900000000")
    qtbot.waitUntil(lambda: window.runner.latest.progress is not None, timeout=5000)
    press(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: "given up at step" in window.notice.sentence(), timeout=5000)
    assert 0 < window.runner.latest.step < 900_000_000
    assert window.runner.latest.progress is None


def test_steps_wait_for_kernels_and_go_on_by_themselves(window, qtbot, monkeypatch, settled):
    is_ready = []
    monkeypatch.setattr(window.place.runner, "_is_ready", lambda: bool(is_ready))
    window.links.open(LINK)
    assert settled(window).is_waiting
    assert window.runner.latest.step == 0
    is_ready.append(True)
    window.runner.wake()
    qtbot.waitUntil(lambda: window.runner.latest.step == 1568, timeout=5000)


def test_a_refusal_on_the_way_is_said(window, qtbot):
    window.links.open("reverie:hopfield?preset=letters-ten&step=50&do=probe=99&step=60")
    qtbot.waitUntil(lambda: "99" in window.notice.sentence(), timeout=5000)
    assert window.runner.latest.step == 50


def test_what_no_link_can_say_is_told(window, settled):
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    window.panel.pad.paste()
    settled(window)
    press(window, Qt.Key.Key_L, CONTROL | SHIFT)
    assert "can't be said in a link" in window.notice.sentence()


def test_unsaved_work_is_asked_about(window, settled, monkeypatch):
    window.do("invert")
    settled(window)
    monkeypatch.setattr(window.files, "may_leave", lambda place: False)
    assert not window.links.open(LINK)
    assert settled(window).seed == 0
