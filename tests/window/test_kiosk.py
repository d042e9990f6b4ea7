"""A kiosk as visitors meet it: real keys and clicks, and nothing that leads out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.core import document
from simulator.core.kiosk import CARDS, TRANSPORT, WINDOW, Kiosk
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.hopfield import Hopfield
from simulator.window import kiosk_parts
from simulator.window.kiosk_dialog import KioskDialog
from tests.helpers import bits, run_python

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PROFILE = Kiosk(
    ("rail", "title.seed", "transport.reset", "tools", "parameter.temperature", "page.overlaps",
     "readout.energy", "help"),
)  # fmt: skip


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """A key, to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.fixture
def exhibit(tmp_path):
    """A document with a profile."""
    run = Run(Hopfield(3))
    for text in ("preset=letters-ten", "probe=2"):
        run.do(text)
    run.kiosk = PROFILE
    path = tmp_path / "exhibit.reverie"
    document.save(path, run)
    return path


@pytest.fixture
def kiosk(window, settled, exhibit):
    """A window that visitors have, its pad in focus."""
    window.kiosk.open(str(exhibit))
    settled(window)
    window.panel.canvas.setFocus()
    return window


def state_of(window):
    return window.runner.answer(lambda run: bits(run.model))


def test_what_the_profile_names_is_not_there(kiosk):
    bar, panel = kiosk.titlebar, kiosk.panel
    row = panel.form.row
    away = [kiosk.rail, bar.seed, kiosk.transport.reset, panel.tools, row("temperature"),
            *panel.readouts.row("energy")]  # fmt: skip
    there = [bar.preset, kiosk.transport.play, row("rule"), panel.pad]
    assert not [widget for widget in away if widget.isVisible()]
    assert not [widget for widget in there if not widget.isVisible()]
    assert all(
        tabs._segments["overlaps"].isHidden()
        for tabs in panel.book._tabs.values()
        if "overlaps" in tabs._segments
    )


def test_what_is_hidden_stays_so_whatever_else_changes(kiosk, settled):
    kiosk.resize(1100, 700)
    kiosk.set_theme("dark")
    kiosk.resize(1280, 720)
    settled(kiosk)
    kiosk.titlebar.show_model(kiosk.model)
    kiosk.rail.show()
    assert not kiosk.rail.isVisible()
    assert not kiosk.panel.tools.isVisible()
    kiosk.set_theme("light")


def test_nothing_is_exported(kiosk):
    tools = list(kiosk_parts.of_panel(kiosk.panel, Kiosk()))
    assert len(tools) >= 3
    assert not [tool for tool in tools if tool.isVisible()]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_K, CTRL), (Qt.Key.Key_S, CTRL), (Qt.Key.Key_O, CTRL), (Qt.Key.Key_F10, None),
     (Qt.Key.Key_F1, None), (Qt.Key.Key_Escape, None), (Qt.Key.Key_F11, None),
     (Qt.Key.Key_Q, CTRL), (Qt.Key.Key_2, None), (Qt.Key.Key_R, None)],
)  # fmt: skip
def test_no_key_leads_out(kiosk, key, modifier):
    press(kiosk, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None
    assert kiosk.kiosk.is_on
    assert kiosk.isVisible()
    assert kiosk.isFullScreen()
    assert kiosk.model is Hopfield
    assert not kiosk.help.isVisible()


def test_the_window_can_not_be_closed(kiosk):
    assert not kiosk.close()
    assert kiosk.isVisible()


def test_a_visitor_may_play(kiosk, qtbot, settled):
    QTest.keyClick(kiosk.panel.canvas, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: settled(kiosk).step > 0)


def test_ctrl_shift_k_leaves_and_brings_the_document_back(kiosk, qtbot, settled, exhibit):
    start = state_of(kiosk)
    kiosk.do("randomize")
    settled(kiosk)
    press(kiosk, Qt.Key.Key_K, CTRL | SHIFT)
    settled(kiosk)
    assert not kiosk.kiosk.is_on
    assert not kiosk.isFullScreen()
    assert kiosk.rail.isVisible()
    assert kiosk.panel.tools.isVisible()
    assert kiosk.panel.form.row("temperature").isVisible()
    assert state_of(kiosk) == start
    assert kiosk.documents.path == exhibit
    assert not kiosk.documents.is_unsaved()
    press(kiosk, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    QApplication.activePopupWidget().close()


def test_an_idle_kiosk_begins_again(window, settled, qtbot):
    window.kiosk.set_profile(Kiosk((), 0.005))  # 0.3 s
    window.kiosk.begin()
    settled(window)
    start = state_of(window)
    window.panel.show_page("landscape")
    window.do("randomize")
    window.do("corrupt=0.5")
    assert state_of(window) != start
    qtbot.waitUntil(lambda: state_of(window) == start)
    assert window.panel.book.current.key == "energy"
    assert window.kiosk.is_on
    window.kiosk.leave()


def test_a_kiosk_in_use_goes_on(window, settled, qtbot):
    window.kiosk.set_profile(Kiosk((), 0.01))  # 0.6 s
    window.kiosk.begin()
    window.do("randomize")
    began = state_of(window)
    for _ in range(12):
        qtbot.wait(80)
        press(window, Qt.Key.Key_Shift)
    assert state_of(window) == began
    window.kiosk.leave()


def test_the_dialog_makes_a_profile_that_is_saved(window, settled, tmp_path):
    window.kiosk.edit()
    dialog = window.findChild(KioskDialog)
    dialog.item("title.seed").setCheckState(0, Qt.CheckState.Unchecked)
    dialog.item("parameter.rule").setCheckState(0, Qt.CheckState.Unchecked)
    dialog.idle.set_value(3.0)
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert window.documents.is_unsaved()
    path = tmp_path / "kept.reverie"
    assert window.documents.save_to(str(path))
    wanted = Kiosk(("title.seed", "parameter.rule"), 3.0)
    assert document.load(path, model_class).kiosk == wanted
    assert window.kiosk.profile() == wanted


def test_the_dialog_shows_what_is_hidden_and_resets_to_all(window):
    window.kiosk.set_profile(PROFILE)
    window.kiosk.edit()
    dialog = window.findChild(KioskDialog)
    assert set(dialog.profile().hidden) == set(PROFILE.hidden)
    QTest.mouseClick(dialog.everything, Qt.MouseButton.LeftButton)
    assert dialog.profile() == Kiosk()
    dialog.reject()


def test_every_name_of_the_window_means_a_widget(window):
    most = len(list(kiosk_parts.of_window(window, Kiosk())))
    for name in (*WINDOW, *TRANSPORT):
        hidden = list(kiosk_parts.of_window(window, Kiosk((name,))))
        assert len(hidden) > most, name
    few = len(list(kiosk_parts.of_panel(window.panel, Kiosk())))
    for name in set(CARDS) - {"keys"}:
        assert len(list(kiosk_parts.of_panel(window.panel, Kiosk((name,))))) > few, name


def test_a_kiosk_needs_a_document():
    done = run_python("main.py", "hopfield", "--kiosk")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--kiosk needs a document" in done.stderr
