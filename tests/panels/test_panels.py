"""Every panel of the catalogue opens, plays, changes each control, resets and closes cleanly."""

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from simulator.core.model import Invariant, Readout
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import CATALOGUE as MODELS
from simulator.models import model_class
from simulator.panels import CATALOGUE, panel_class


class Bench:
    """A panel on its runner, as the window holds it."""

    def __init__(self, name, is_empty=False):
        self.cls = panel_class(name)
        run = Run(model_class(name)())
        for text in () if is_empty else self.cls.start:
            run.do(text)
        self.runner = Runner(run)
        self.panel = self.cls(self.runner)
        self.said = []
        self.panel.said.connect(self.said.append)
        self.panel.resize(1130, 760)
        self.panel.show()
        self.runner.start()
        self.settle()

    def settle(self):
        """Show the frame after all that was asked; returns it."""
        self.runner.ask(lambda run: None).result(10)
        self.panel.show_frame(self.runner.latest)
        QApplication.processEvents()
        return self.runner.latest

    def refusals(self):
        """What was refused in words since this was asked last."""
        found = []
        while not self.runner.messages.empty():
            found.append(self.runner.messages.get())
        return found

    def close(self):
        self.panel.shut()
        self.runner.close()
        self.panel.hide()
        self.panel.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@pytest.fixture(params=CATALOGUE)
def bench(request, qapp):
    bench = Bench(request.param)
    yield bench
    bench.close()


def other_values(spec):
    """Values of a parameter that differ from its default, all allowed."""
    if spec.kind == "choice":
        return [choice.id for choice in spec.choices if choice.id != spec.default]
    if spec.kind == "bool":
        return [not spec.default]
    if spec.kind == "list":
        return [(3,), (5, 4)]
    if spec.kind == "text":
        return ["nowhere/a b"]
    ends = {spec.low, spec.high} - {spec.default}
    return [int(end) if spec.kind == "int" else float(end) for end in sorted(ends)]


def test_every_model_has_a_panel_under_the_same_name():
    assert set(CATALOGUE) == set(MODELS)
    for name in CATALOGUE:
        assert panel_class(name).model is model_class(name)


def test_a_panel_opens_on_something_to_look_at(bench):
    assert bench.runner.latest.step == 0
    assert bench.cls.start
    assert bench.panel.canvas.isVisible()


def test_a_panel_plays_and_shows_it(bench, qtbot):
    bench.runner.set_pace(bench.cls.model.default_grain, 1000.0)
    bench.runner.play()
    qtbot.waitUntil(lambda: bench.runner.latest.step > 0, timeout=60_000)
    bench.runner.pause()
    assert bench.settle().step > 0


def test_every_control_changes_its_parameter_or_says_why_not(bench):
    for name, spec in bench.cls.model.Parameters.specs().items():
        for value in other_values(spec):
            bench.panel.form.changed.emit(name, value)
            bench.panel.form.rested.emit()
            is_taken = getattr(bench.settle().parameters, name) == value
            assert is_taken or bench.refusals()
        bench.panel.form.changed.emit(name, spec.default)
        bench.panel.form.rested.emit()
        bench.settle()
    assert bench.said == []


def test_reset_goes_back_to_step_0_and_keeps_the_settings(bench):
    bench.runner.take_step(bench.cls.model.grains[0].name)
    bench.settle()
    before = bench.runner.latest.parameters
    bench.runner.do("reset")
    frame = bench.settle()
    assert frame.step == 0
    assert frame.parameters == before


def test_every_readout_with_a_row_has_a_text(bench):
    texts = bench.panel.readings(bench.settle())
    rows = [n for n, r in bench.cls.model.declared(Readout).items() if bench.panel.has_row(r)]
    assert rows
    assert all(texts[name] for name in rows)


def test_every_invariant_holds_or_does_not_apply_at_the_start(bench):
    frame = bench.settle()
    assert set(frame.invariants) == set(bench.cls.model.declared(Invariant))
    assert False not in frame.invariants.values()


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_view_draws_where_nothing_was_done_yet(qapp, name):
    bench = Bench(name, is_empty=True)
    picture = bench.panel.grab()
    bench.close()
    assert not picture.isNull()


def test_no_two_commands_of_a_panel_have_one_title_or_one_key(bench):
    commands = bench.panel.commands()
    titles, keys = [c[0] for c in commands], [c[1] for c in commands if c[1]]
    assert len(set(titles)) == len(titles)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_closed_panel_leaves_no_thread_timer_or_window(qapp, name):
    Bench(name).close()  # what is made once and kept
    threads = set(threading.enumerate())
    windows = len(QApplication.topLevelWidgets())
    timers = active_timers()
    bench = Bench(name)
    bench.runner.play()
    bench.settle()
    bench.close()
    del bench
    assert set(threading.enumerate()) <= threads
    assert len(QApplication.topLevelWidgets()) <= windows
    assert active_timers() <= timers


def active_timers():
    """How many timers run, of those Python knows."""
    gc.collect()
    timers = [it for it in gc.get_objects() if type(it) is QTimer]
    return sum(1 for timer in timers if shiboken6.isValid(timer) and timer.isActive())
