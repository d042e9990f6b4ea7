"""Several models in one window: each is found as it was left, and only one runs."""

import gc
import threading
import time

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from simulator.core import presets
from simulator.core.pages import with_tables
from simulator.models import CATALOGUE, model_class
from simulator.window.places import Place, close_all, first_run
from simulator.window.rail import RailButton
from tests.window import second_model
from tests.window.second_model import Counter

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def two_models(monkeypatch):
    second_model.install(monkeypatch)


def press(window, key, modifier=NO_KEY):
    """A key, to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def key_of(model):
    """The key that opens a model."""
    return Qt.Key(Qt.Key.Key_1 + list(CATALOGUE).index(model))


def rail_button(window, title):
    return next(b for b in window.rail.findChildren(RailButton) if b.text() == title)


def total(window):
    return window.runner.latest.snapshot.total


@pytest.fixture
def counter(window, settled):
    """The window after Hopfield was left for the counter."""
    window.open_model("counter")
    settled(window)
    return window


@pytest.mark.parametrize("by", ["key", "rail", "palette"])
def test_a_model_is_opened_by_key_rail_or_palette(window, settled, by):
    if by == "key":
        press(window, key_of("counter"))
    elif by == "rail":
        QTest.mouseClick(rail_button(window, "Counter"), LEFT)
    else:
        press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        popup = QApplication.activePopupWidget()
        QTest.keyClicks(popup._line, "open the counter")
        QTest.keyClick(popup._line, Qt.Key.Key_Return)
    assert settled(window).model == "counter"
    assert window.panel.isVisible()
    assert rail_button(window, "Counter").isChecked()
    assert window.stage.currentWidget() is window.panel


def test_a_model_opens_ready_with_its_own_start(counter):
    assert counter.panel.view.shown == 100
    assert counter.place.speed == 8.0
    assert counter.runner.latest.step == 0


def test_all_around_the_panel_follows_the_model(counter, qtbot):
    assert counter.titlebar.title.text() == "Counter"
    assert counter.titlebar.equation.equation() == Counter.equation
    assert counter.transport.grain.value() == "tick"
    assert "Counter" in counter.windowTitle()
    assert not counter.titlebar.preset.isVisible()
    counter.open_model("hopfield")
    assert counter.titlebar.title.text() == "Hopfield network"
    assert counter.transport.grain.value() == "sweep"
    assert counter.titlebar.preset.isVisible()
    first = next(iter(presets.catalogue("hopfield").values()))
    assert counter.titlebar.preset.value() == first.title


def test_what_was_left_is_found_as_it_was(window, qtbot, settled):
    window.do("draw=3,3;20,9")
    window.transport.choose_grain("unit")
    window.transport.speed.setValue(3)
    window.panel.show_page("overlaps")
    window.do("corrupt=0.1")
    settled(window)
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.is_finished, timeout=5000)
    window.do("corrupt=0.1")
    before, pace = settled(window), (window.transport.grain.value(), window.place.speed)
    place = window.place
    window.open_model("counter")
    window.panel.bump()
    settled(window)
    window.open_model("hopfield")
    after = settled(window)
    assert window.place is place
    assert (after.snapshot.units == before.snapshot.units).all()
    assert (after.step, after.end, after.branches) == (before.step, before.end, before.branches)
    assert (window.transport.grain.value(), window.place.speed) == pace
    assert window.panel.pages.current.key == "overlaps"


def test_the_history_of_a_model_that_was_left_can_be_undone(counter, settled):
    counter.panel.bump()
    settled(counter)
    counter.open_model("hopfield")
    counter.open_model("counter")
    assert total(counter) == 200
    press(counter, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(counter)
    assert total(counter) == 100


def test_leaving_pauses_and_nothing_runs_unseen(counter, qtbot, settled):
    counter.toggle_play()
    qtbot.waitUntil(lambda: counter.runner.latest.step > 2, timeout=3000)
    left = counter.runner
    counter.open_model("hopfield")
    left.ask(lambda run: None).result(5)
    assert not left.latest.is_playing
    step = left.latest.step
    counter.run_to_convergence()
    qtbot.waitUntil(lambda: counter.runner.latest.is_finished, timeout=5000)
    assert left.latest.step == step
    counter.open_model("counter")
    assert not settled(counter).is_playing


def test_keys_reach_the_window_and_the_panel_in_sight_only(counter, settled):
    unseen = counter.places["hopfield"].runner
    before = unseen.latest.revision
    press(counter, Qt.Key.Key_S)
    settled(counter)
    assert total(counter) == 200
    unseen.ask(lambda run: None).result(5)
    assert unseen.latest.revision == before
    counter.open_model("hopfield")
    bumped = len(counter.places["counter"].panel.bumped)
    press(counter, Qt.Key.Key_S)
    press(counter, Qt.Key.Key_M)
    assert settled(counter).revision > before
    assert len(counter.places["counter"].panel.bumped) == bumped


def test_commands_are_those_of_the_panel_in_sight(counter):
    titles = [command.title for command in counter.commands]
    assert "Bump" in titles
    assert "Spoil & recall" not in titles
    assert titles.count("Undo") == 1
    counter.open_model("hopfield")
    titles = [command.title for command in counter.commands]
    assert "Bump" not in titles
    assert "Spoil & recall" in titles


@pytest.mark.parametrize("name", [*CATALOGUE, "counter"])
def test_no_key_of_a_panel_is_one_of_the_window(window, name):
    window.open_model(name)
    titles = [command.title for command in window.commands]
    keys = [command.shortcut for command in window.commands if command.shortcut]
    assert sorted(set(titles)) == sorted(titles)
    assert sorted(set(keys)) == sorted(keys)


def test_shift_right_runs_one_of_the_far_grain_and_says_so(counter, qtbot):
    assert counter.transport.settle.toolTip().startswith("Run one ten  (Shift+→)")
    assert "Run one ten" in [command.title for command in counter.commands]
    press(counter, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: counter.runner.latest.step == 10, timeout=3000)
    QTest.mouseClick(counter.transport.settle, LEFT)
    qtbot.waitUntil(lambda: counter.runner.latest.step == 20, timeout=3000)
    assert "run one ten" in with_tables("<!-- keys -->", Counter)
    counter.open_model("hopfield")
    assert counter.transport.settle.accessibleName() == "Run one settle"


def test_the_help_follows_and_each_text_is_found_where_it_was_left(counter, qtbot):
    counter.show_help("page")
    bar = counter.help.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    counter.open_model("hopfield")
    assert "Hopfield" in counter.help.page.toPlainText()[:200]
    counter.show_help("hopfield-capacity")
    counter.open_model("counter")
    assert "It counts." in counter.help.page.toPlainText()
    qtbot.waitUntil(lambda: abs(bar.value() - bar.maximum() / 2) <= 2, timeout=2000)
    counter.open_model("hopfield")
    assert counter.help.lessons.currentData() == "hopfield-capacity"


def test_a_sentence_of_a_model_that_is_not_in_sight_says_whose_it_is(counter):
    counter.places["hopfield"].panel.said.emit("Measured.")
    assert counter.notice.sentence() == "Hopfield network: Measured."
    counter.open_model("hopfield")
    assert counter.notice.sentence() == ""


def test_a_measurement_goes_on_where_one_left_and_its_result_is_there(window, qtbot, settled):
    window.do("preset=worked-example")
    settled(window)
    window.panel.show_page("basins")
    page = window.panel.pages.current.widget
    page._toggle()
    window.open_model("counter")
    qtbot.waitUntil(lambda: bool(page.tables), timeout=20_000)
    window.open_model("hopfield")
    assert window.panel.pages.current.key == "basins"
    assert page.tables


def test_a_long_rewind_is_given_up_when_one_leaves(counter, qtbot, settled, monkeypatch):
    counter.runner.set_pace("hundred", float("inf"))
    counter.toggle_play()
    qtbot.waitUntil(lambda: counter.runner.latest.step > 3000, timeout=5000)
    counter.runner.pause()
    settled(counter)
    runner = counter.runner

    def forget(run):
        run.branch.keys = run.branch.keys[:1]

    runner.ask(forget).result(5)
    tick = threading.Event()
    monkeypatch.setattr(Counter, "brake", staticmethod(lambda: tick.wait(0.001)))
    runner.seek(runner.latest.step - 1)
    qtbot.waitUntil(lambda: runner.latest.progress is not None, timeout=5000)
    counter.open_model("hopfield")
    monkeypatch.setattr(Counter, "brake", staticmethod(lambda: None))
    runner.ask(lambda run: None).result(10)
    assert runner.latest.progress is None
    assert not runner.latest.is_playing


def test_a_model_opens_while_kernels_compile_and_its_start_waits(
    open_window, qtbot, settled, monkeypatch
):
    is_there = []
    monkeypatch.setattr("simulator.window.warming.Warming.is_ready", lambda *_: bool(is_there))
    window = open_window()
    window.open_model("counter")
    window.toggle_play()
    qtbot.waitUntil(lambda: window.runner.latest.is_waiting, timeout=3000)
    window.open_model("hopfield")
    assert not settled(window).is_waiting
    window.open_model("counter")
    window.toggle_play()
    is_there.append(True)
    window.warming.ready.emit()
    qtbot.waitUntil(lambda: window.runner.latest.step > 0, timeout=3000)


def test_a_model_that_needs_a_kernel_too_early_is_refused_and_the_rail_stays(window, monkeypatch):
    from kernels.jit import NotReadyError

    def unready(self):
        raise NotReadyError("The kernels are still being compiled; try again in a moment.")

    monkeypatch.setattr(Counter, "initial_state", unready)
    QTest.mouseClick(rail_button(window, "Counter"), LEFT)
    assert "try again in a moment" in window.notice.sentence()
    assert window.model.name == "hopfield"
    assert rail_button(window, "Hopfield").isChecked()
    assert list(window.places) == ["hopfield"]


class Watch(QObject):
    """Notes every window that is shown."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.mark.parametrize("name", [*CATALOGUE, "counter"])
def test_a_panel_that_is_built_shows_no_window_of_its_own(window, name):
    run, watch = first_run(model_class(name)), Watch()
    QApplication.instance().installEventFilter(watch)
    place = Place(run, lambda: True)
    QApplication.instance().removeEventFilter(watch)
    close_all([place])
    place.panel.deleteLater()
    assert watch.windows == []


def things():
    """What a leak would make more of."""
    gc.collect()
    found = [it for it in gc.get_objects() if type(it) in (QTimer, QAction)]
    timers = [it for it in found if shiboken6.isValid(it) and type(it) is QTimer]
    return (
        len(threading.enumerate()),
        len(QApplication.allWidgets()),
        sum(1 for timer in timers if timer.isActive()),
        len(found),
    )


def test_fifty_times_back_and_forth_leaves_nothing_behind(counter, settled):
    counter.open_model("hopfield")
    counter.open_model("counter")
    settled(counter)
    before = things()
    for n in range(50):
        press(counter, key_of("hopfield" if n % 2 == 0 else "counter"))
        if n % 5 == 0:
            counter.toggle_play()
        QApplication.processEvents()
    counter.runner.pause()
    settled(counter)
    QApplication.processEvents()
    after = things()
    assert all(a <= b for a, b in zip(after, before, strict=True)), (before, after)


def test_the_focus_is_where_it_was_left(window, settled):
    window.panel.form.setFocus()
    box = window.panel.strip
    box.setFocus()
    window.open_model("counter")
    assert window.panel.isAncestorOf(QApplication.focusWidget())
    window.open_model("hopfield")
    assert QApplication.focusWidget() is box


def test_closing_while_several_models_played_ends_all_within_two_seconds(counter, qtbot):
    counter.toggle_play()
    counter.open_model("hopfield")
    counter.toggle_play()
    begun = time.monotonic()
    counter.shut()
    assert time.monotonic() - begun < 2.5
    assert counter.places["counter"].panel.is_shut
    assert not [t for t in threading.enumerate() if t.name in ("runner", "closing")]


def test_a_hidden_panel_gets_the_window_s_new_size_when_it_is_shown(counter):
    counter.resize(1500, 950)
    QApplication.processEvents()
    counter.open_model("hopfield")
    QApplication.processEvents()
    assert counter.panel.size() == counter.stage.size()
    assert counter.panel.mapTo(counter.stage, QPoint(0, 0)) == QPoint(0, 0)
