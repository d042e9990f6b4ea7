"""The window, used as a person uses it: real keys, real mouse."""

import threading
import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from simulator.controls import theme
from simulator.core import presets
from simulator.core.frame import BranchInfo
from simulator.window import transport

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def press(window, key, modifier=NO_KEY):
    """A key, to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def verdict(window):
    return window.runner.latest.readouts["verdict"]


def draw_line(pad, start, stop):
    """A real stroke over the pad, from cell to cell (column, row)."""
    first, last = cell(pad, *start), cell(pad, *stop)
    QTest.mousePress(pad, LEFT, NO_KEY, first)
    for share in (0.3, 0.6, 1.0):
        between = QPointF(first) + share * (QPointF(last) - QPointF(first))
        QTest.mouseMove(pad, between.toPoint())
    QTest.mouseRelease(pad, LEFT, NO_KEY, last)


def cell(pad, column, row):
    """The middle of a cell, in the pad's pixels."""
    return pad.place_of(column, row).toPoint()


def test_it_opens_with_ten_letters_and_a_spoiled_a(window, settled):
    frame = settled(window)
    assert len(frame.snapshot.names) == 10
    assert frame.snapshot.overlaps[0] == pytest.approx(0.5)
    assert frame.step == 0


def test_space_recalls_the_a(window, qtbot):
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: verdict(window) == "stored 0", timeout=5000)
    qtbot.waitUntil(lambda: not window.runner.latest.is_playing, timeout=5000)


def test_space_plays_and_pauses_wherever_the_focus_is(window, settled):
    window.do("set temperature=0.5")  # so that no run ends by itself
    tried = 0
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus()
            if not widget.hasFocus() or isinstance(widget, QLineEdit):
                continue
            before = settled(window).is_playing
            press(window, Qt.Key.Key_Space)
            assert settled(window).is_playing != before, widget.accessibleName()
            tried += 1
    assert tried > 30


def test_a_letter_drawn_by_mouse_is_stored_spoiled_and_recalled(window, qtbot, settled):
    window.do("clear")
    settled(window)
    pad = window.panel.pad
    draw_line(pad, (4, 4), (23, 4))
    draw_line(pad, (13, 4), (13, 24))
    draw_line(pad, (14, 4), (14, 24))
    settled(window)
    press(window, Qt.Key.Key_M)
    assert len(settled(window).snapshot.names) == 11
    QTest.mouseClick(window.panel.spoil_button, LEFT)
    qtbot.waitUntil(lambda: verdict(window) == "stored 10", timeout=5000)


def test_undo_takes_back_a_whole_stroke_and_redo_brings_it_again(window, settled):
    before = settled(window).snapshot.units
    draw_line(window.panel.pad, (2, 2), (20, 20))
    drawn = settled(window).snapshot.units
    assert (drawn != before).any()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (settled(window).snapshot.units == before).all()
    shift = Qt.KeyboardModifier.ShiftModifier
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | shift)
    assert (settled(window).snapshot.units == drawn).all()


def test_arrows_step_a_sweep_forward_and_back(window, qtbot, settled):
    window.rail.menu.setFocus()
    press(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.runner.latest.step == 784, timeout=3000)
    press(window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: window.runner.latest.step == 0, timeout=3000)


def test_the_timeline_scrubs_and_acting_there_begins_a_branch(window, qtbot, settled):
    window.run_to_convergence()
    qtbot.waitUntil(lambda: verdict(window) == "stored 0", timeout=5000)
    settled(window)
    line = window.transport.timeline
    QTest.mouseClick(line, LEFT, NO_KEY, QPoint(line.width() // 2, line.height() // 2))
    step = settled(window).step
    assert 0 < step < settled(window).end
    window.do("corrupt=0.1")
    frame = settled(window)
    assert len(frame.branches) == 2
    assert frame.step == frame.end == step
    assert window.transport.branch.isVisible()


def test_a_spoken_refusal_leaves_everything_as_it_was(window, settled):
    before = settled(window)
    window.do("set side=1000000000")
    after = settled(window)
    assert "allowed: 2 to 1024 units" in window.notice.sentence()
    assert (after.snapshot.units == before.snapshot.units).all()


def test_play_with_nothing_stored_is_refused_in_words(window, qtbot, settled):
    for _ in range(10):
        window.do("forget=0")
    settled(window)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Nothing is stored" in window.notice.sentence(), timeout=3000)
    assert not settled(window).is_playing


def test_reset_keeps_the_drawing_and_goes_back_to_step_0(window, qtbot, settled):
    draw_line(window.panel.pad, (2, 2), (9, 2))
    drawn = settled(window).snapshot.units
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.step > 0, timeout=3000)
    press(window, Qt.Key.Key_R)
    frame = settled(window)
    assert frame.step == 0
    assert (frame.snapshot.units == drawn).all()


def test_n_takes_a_new_seed_and_the_chip_shows_it(window, settled):
    press(window, Qt.Key.Key_N)
    assert settled(window).seed == 1
    assert window.titlebar.seed.value() == "1"


@pytest.mark.parametrize("name", list(presets.catalogue("hopfield")))
def test_every_preset_opens_and_settles_in_the_window(window, qtbot, settled, name):
    window.titlebar.preset_chosen.emit(name)
    settled(window)
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.readouts["converged"], timeout=10_000)
    assert window.notice.sentence() == ""
    qtbot.waitUntil(lambda: window.titlebar.preset.value() != "–", timeout=2000)


def test_every_parameter_changes_live_and_no_change_discards_the_run(window, qtbot, settled):
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.step > 0, timeout=3000)
    names = settled(window).snapshot.names
    changes = {"rule": "hebb", "dynamics": "ordered", "temperature": 0.3, "threshold": 0.1,
               "own_connections": True}  # fmt: skip
    for name, value in changes.items():
        window.panel.form.changed.emit(name, value)
        window.panel.form.rested.emit()
    frame = settled(window)
    assert frame.step > 0
    assert frame.snapshot.names == names
    assert {n: getattr(frame.parameters, n) for n in changes} == changes


def test_a_dragged_slider_is_undone_as_one(window, settled):
    for value in (0.1, 0.5, 0.9):
        window.panel.form.changed.emit("temperature", value)
    window.panel.form.rested.emit()
    assert settled(window).parameters.temperature == 0.9
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settled(window).parameters.temperature == 0.0


def test_every_interactive_widget_has_an_accessible_name(window):
    kinds = (QAbstractButton, QAbstractSlider, QComboBox)
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("presenter", [False, True])
def test_nothing_is_cut_off(window, settled, size, presenter):
    theme.apply_theme(QApplication.instance(), "light", presenter)
    window.resize(*size)
    QApplication.processEvents()
    settled(window)
    assert (window.width(), window.height()) == size
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QAbstractButton):
            least = widget.minimumSizeHint()
            assert widget.width() >= least.width() - 1, widget.accessibleName()
            assert widget.height() >= least.height() - 1, widget.accessibleName()


def test_theme_and_presenter_switch_live_without_a_warning(window, settled):
    for _ in range(3):
        window.next_theme()
        press(window, Qt.Key.Key_F5)
        settled(window)
        window.grab()
    window.set_theme("light")


def test_the_palette_runs_what_is_typed(window, qtbot, settled):
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    popup = QApplication.activePopupWidget()
    QTest.keyClicks(popup._line, "invert the draw")
    before = settled(window).snapshot.units
    QTest.keyClick(popup._line, Qt.Key.Key_Return)
    assert (settled(window).snapshot.units == -before).all()


def test_f1_shows_the_page_and_the_first_lesson_drives_the_panel(window, settled):
    press(window, Qt.Key.Key_F1)
    assert window.help.isVisible()
    window.help.choice.selected.emit("lesson")
    window.help.lesson.link_activated.emit("action:preset=letters-hebb")
    assert settled(window).parameters.rule == "hebb"
    press(window, Qt.Key.Key_F1)
    assert not window.help.isVisible()


def test_why_shows_the_numbers_of_the_unit_that_is_clicked(window, settled):
    pad = window.panel.pad
    QTest.mouseClick(pad, LEFT, Qt.KeyboardModifier.AltModifier, cell(pad, 11, 7))
    settled(window)
    assert window.panel.pages.current.key == "why"
    assert "column 11, row 7" in window.panel.pages.why.accessibleDescription()


def test_copy_as_python_puts_a_script_on_the_clipboard(window, settled):
    window.files.copy_as_python()
    text = QGuiApplication.clipboard().text()
    assert "from simulator.models.hopfield import Hopfield" in text
    assert "preset=letters-ten" in text


def test_it_closes_within_two_seconds_while_playing(window, qtbot):
    window.runner.set_pace("unit", 1.0)
    window.toggle_play()
    qtbot.waitUntil(lambda: window.runner.latest.is_playing, timeout=3000)
    begun = time.monotonic()
    window.shut()
    assert time.monotonic() - begun < 2.0
    assert not [t for t in threading.enumerate() if t.name == "runner"]


def test_play_before_the_kernels_are_ready_waits_in_words_and_then_starts(
    open_window, qtbot, monkeypatch
):
    is_there = []
    monkeypatch.setattr("simulator.window.warming.Warming.is_ready", lambda *_: bool(is_there))
    window = open_window()
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.runner.latest.is_waiting, timeout=3000)
    window.refresh()
    assert "starts by itself" in window.status["kernels"].text()
    is_there.append(True)
    window.runner.wake()
    qtbot.waitUntil(lambda: window.runner.latest.step > 0, timeout=3000)


def test_a_maximised_view_stands_alone_and_comes_back(window, settled):
    card = window.panel.cards["State"]
    button = next(b for b in card.findChildren(QAbstractButton) if "Maximise" in b.accessibleName())
    QTest.mouseClick(button, LEFT)
    assert [c.isVisible() for c in window.panel.cards.values()].count(True) == 1
    QTest.mouseClick(button, LEFT)
    assert all(c.isVisible() for c in window.panel.cards.values())


def test_a_slider_that_starts_the_run_again_waits_until_it_is_let_go(window, settled):
    slider = next(
        s for s in window.panel.form.findChildren(QAbstractSlider)
        if s.accessibleName() == "Grid side"
    )  # fmt: skip
    before = settled(window).parameters.side
    place, right = slider.rect().center(), QPoint(slider.width() - 2, slider.height() // 2)
    QTest.mousePress(slider, LEFT, NO_KEY, place)
    QTest.mouseMove(slider, right)
    assert settled(window).parameters.side == before
    QTest.mouseRelease(slider, LEFT, NO_KEY, right)
    assert settled(window).parameters.side > 100


def test_the_ring_of_why_goes_with_its_page(window, settled, monkeypatch):
    shown = []
    show = window.panel.pad.show_units
    monkeypatch.setattr(
        window.panel.pad, "show_units", lambda *a, **k: (shown.append(k["why"]), show(*a, **k))
    )
    window.panel.pages.choose_unit(100)
    settled(window)
    window.panel.pages.show_page("energy")
    assert shown[-1] == -1
    assert 100 in shown


def test_the_caption_of_the_energy_says_when_it_may_rise(window, settled):
    settled(window)
    assert "lowers" in window.panel.pages.caption(window.panel.frame)
    window.do("set temperature=0.5")
    settled(window)
    assert "may rise" in window.panel.pages.caption(window.panel.frame)


def test_a_narrow_transport_gives_up_its_labels_and_overlaps_nothing(window, settled):
    window.resize(900, 600)
    QApplication.processEvents()
    settled(window)
    t = window.transport
    parts = [t.grain, t.speed_box, t.timeline, t.place, t.reset]
    ends = [(p.geometry().left(), p.geometry().right()) for p in parts]
    assert all(a[1] < b[0] for a, b in pairwise(ends))
    assert ends[-1][1] <= t.width()


def test_a_seed_that_is_none_is_refused_in_words(window, settled, monkeypatch):
    told = []
    window.titlebar.refused.connect(told.append)
    answer = lambda *a, **k: ("abc", True)  # noqa: E731
    monkeypatch.setattr("simulator.window.titlebar.QInputDialog.getText", answer)
    window.titlebar._type_seed()
    assert len(told) == 1
    assert settled(window).seed == 0


def test_branches_are_named_by_what_began_them():
    words = [
        transport.branch_words(BranchInfo("1", "", 0, 784, "preset=digits")),
        transport.branch_words(BranchInfo("2", "1", 100, 1568, "preset=digits")),
        transport.branch_words(BranchInfo("3", "2", 0, 0, "set side=40")),
        transport.branch_words(BranchInfo("4", "3", 0, 5, "new-seed=7")),
    ]
    assert words == [
        "1 · digits · to step 784",
        "2 · left 1 at step 100 · to step 1\u2009568",
        "3 · side 40 · to step 0",
        "4 · seed 7 · to step 5",
    ]


def test_a_stroke_while_playing_makes_one_tick(window, qtbot, settled):
    window.do("set temperature=0.3")
    window.runner.play()
    for step, end in ((1, 5), (2, 9), (3, 14)):
        window.runner.do(f"draw={step},3;{end},3", 987654)
        before = settled(window).step
        qtbot.waitUntil(lambda before=before: window.runner.latest.step > before, timeout=3000)
    window.runner.pause()
    frame = settled(window)
    strokes = [s for s in frame.marks if s > 0]
    assert len(strokes) <= 1


def test_a_landscape_computed_beside_a_paused_window_is_shown(window, qtbot):
    for text in ("set side=160", "store=preset:random", "probe=0"):
        window.do(text)
    window.panel.show_page("landscape")
    view = window.panel.pages.landscape
    qtbot.waitUntil(lambda: view._scene is not None, timeout=10_000)


def test_a_small_hall_sees_a_page_alone(window, qtbot):
    window.toggle_presenter()
    window.resize(1280, 720)
    panel = window.panel
    qtbot.waitUntil(lambda: panel.cards["Memories"].isVisible())
    panel.show_page("landscape")
    assert not panel.cards["Memories"].isVisible()
    assert panel.pages.landscape.height() > 200
    panel.show_page("energy")
    assert panel.cards["Memories"].isVisible()
    window.toggle_presenter()
