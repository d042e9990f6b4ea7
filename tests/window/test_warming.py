"""Getting kernels ready: compiled in another process, loaded in the window's, never in between."""

import json
import os
import subprocess
import sys
import threading
import time

import psutil
import pytest

from simulator.core import warmup
from simulator.models import CATALOGUE, model_class
from simulator.window import warming
from simulator.window.warming import Warming
from tests.helpers import run_python

PLAY = """
import json, sys
from simulator.app import make_application
app = make_application(offscreen=True)
from simulator.window.main_window import MainWindow
window = MainWindow(); window.show()
def until(holds):
    while not holds(): app.processEvents()
until(window.warming.is_ready)
window.run_to_convergence(); until(lambda: window.runner.latest.is_finished)
window.do("set dynamics=synchronous"); window.do("corrupt=0.3")
window.run_to_convergence(); until(lambda: window.runner.latest.step > 784)
window.shut()
from kernels import hopfield, words
found = [k for file in (hopfield, words) for k in vars(file).values() if hasattr(k, "stats")]
misses = {k.__name__: sum(k.stats.cache_misses.values()) for k in found}
hits = sum(sum(k.stats.cache_hits.values()) for k in found)
print(json.dumps({"misses": misses, "hits": hits}))
"""


@pytest.fixture
def cold(tmp_path, monkeypatch):
    """A home in which nothing was ever compiled."""
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    return tmp_path


@pytest.fixture
def warming_up(cold, qtbot):
    """A `Warming` of the first model, closed after the test."""
    made = Warming(model_class("hopfield"))
    made.sentences = []
    made.failed.connect(made.sentences.append)
    yield made
    made.close()


def children():
    return psutil.Process().children(recursive=True)


def process_that(code):
    """A start function for a process that runs `code` in place of compiling."""
    return lambda: subprocess.Popen([sys.executable, "-c", code])


def test_the_window_never_compiles_after_a_warm_start():
    done = run_python("-c", PLAY, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["hits"] >= 3
    assert set(found["misses"].values()) == {0}, found["misses"]


@pytest.mark.timeout(1500)  # all kernels of all models, then the equations of all texts
def test_from_a_cold_cache_another_process_compiles_while_the_window_answers(
    cold, open_window, qtbot
):
    window = open_window()
    assert window.warming.is_compiling
    assert children()
    window.do("invert")
    qtbot.waitUntil(lambda: window.isWindowModified(), timeout=3000)
    assert not window.warming.is_ready()
    assert "compiling" in window.status["kernels"].text()
    with qtbot.waitSignal(window.warming.ready, timeout=400_000):
        pass
    qtbot.waitUntil(warmup.is_warm, timeout=900_000)  # other models are compiled meanwhile
    # then it typesets the equations of all texts
    qtbot.waitUntil(lambda: not window.warming.is_compiling, timeout=100_000)


def test_closing_while_compiling_leaves_no_process_behind(cold, open_window):
    window = open_window()
    process = children()[0]
    begun = time.monotonic()
    window.shut()
    assert time.monotonic() - begun < 2
    assert not process.is_running()
    assert [t.name for t in threading.enumerate() if t.name == "kernels"] == []


def test_a_model_is_ready_while_those_of_others_are_still_compiled(warming_up, qtbot, monkeypatch):
    monkeypatch.setattr(warmup, "is_marked", lambda name: name == "hopfield")
    monkeypatch.setattr(warming_up._wanted[0], "warm_up", lambda: None)
    monkeypatch.setattr(warming, "start_preparing", process_that("import time; time.sleep(60)"))
    with qtbot.waitSignal(warming_up.ready, timeout=5000):
        warming_up.start()
    assert warming_up.is_compiling
    assert warming_up.is_ready(model_class("hopfield"))


def test_a_failed_compilation_is_said_in_words(warming_up, qtbot, monkeypatch):
    monkeypatch.setattr(warming, "start_preparing", process_that("raise SystemExit(3)"))
    with qtbot.waitSignal(warming_up.failed, timeout=10_000):
        warming_up.start()
    assert warming_up.sentences == ["The kernels could not be compiled (exit code 3)."]
    assert not warming_up.is_ready()


def test_kernels_that_can_not_be_loaded_are_made_again_once_and_then_it_is_said(
    warming_up, qtbot, monkeypatch
):
    def broken():
        raise OSError("a damaged file")

    started = []
    monkeypatch.setattr(warmup, "is_warm", lambda: True)
    monkeypatch.setattr(warming_up._wanted[0], "warm_up", broken)
    again = process_that("")
    monkeypatch.setattr(warming, "start_preparing", lambda: started.append(1) or again())
    with qtbot.waitSignal(warming_up.failed, timeout=10_000):
        warming_up.start()
    assert len(started) == 1
    assert warming_up.sentences == ["The kernels could not be loaded: a damaged file"]


def test_the_window_says_a_failure_in_its_notice(cold, open_window, qtbot, monkeypatch):
    monkeypatch.setattr(warming, "start_preparing", process_that("raise SystemExit(3)"))
    window = open_window()
    qtbot.waitUntil(lambda: "could not be compiled" in window.notice.sentence(), timeout=10_000)


def test_starting_twice_starts_one_process(warming_up, qtbot, monkeypatch):
    started = []
    sleeping = process_that("import time; time.sleep(60)")
    monkeypatch.setattr(warming, "start_preparing", lambda: started.append(1) or sleeping())
    warming_up.start()
    warming_up.start()
    assert started == [1]


@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_compilation_killed_half_way_is_begun_again_at_the_next_start(cold, qtbot):
    process = warmup.start_process("tests.window.one_model", "prepare")
    qtbot.waitUntil(lambda: any(cold.rglob("*.nb?")), timeout=400_000)
    process.kill()
    process.wait()
    assert not warmup.is_warm()
    again = warmup.start_process("tests.window.one_model", "prepare")
    assert again.wait(timeout=400) == 0
    assert warmup.is_warm()


def test_compiling_is_said_in_the_status_bar_of_an_idle_window(open_window, monkeypatch):
    monkeypatch.setattr(
        "simulator.window.warming.Warming.is_compiling", property(lambda self: True)
    )
    window = open_window()
    window.warming.progressed.emit()
    assert "compiling kernels, once" in window.status["kernels"].text()


EARLY = """
from simulator.app import make_application
app = make_application(offscreen=True)
from simulator.window.main_window import MainWindow
window = MainWindow(); window.show()
for text in ("set rule=perceptron", "preset=overloaded"):
    window.runner.do(text)
window.runner.ask(lambda run: None).result(10)
print(window.runner.messages.get())
print(window.runner.latest.parameters.rule, window.warming.is_ready())
window.shut()
from kernels import hopfield, hopfield_learning
made = [k for f in (hopfield, hopfield_learning) for k in vars(f).values() if hasattr(k, "stats")]
print(len(made))
"""


def test_what_needs_a_kernel_before_there_are_any_is_refused_in_words(tmp_path):
    done = run_python("-c", EARLY, QT_QPA_PLATFORM="offscreen", REVERIE_HOME=str(tmp_path))
    said, now, made = done.stdout.splitlines()
    assert said == "The kernels are still being compiled; try again in a moment."
    assert now == "hebb False"  # the preset needs none
    assert made == "0"  # nothing was compiled here


UNREADY = """
from kernels import jit
jit.wait_for(lambda: False)
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import CATALOGUE, model_class
for name in CATALOGUE:
    model = model_class(name)
    frame = Runner(Run(model(0, model.Parameters()))).latest
    print(name, frame.step)
"""


def test_every_model_can_be_opened_before_its_kernels_are_there():
    lines = run_python("-c", UNREADY).stdout.splitlines()
    assert lines == [f"{name} 0" for name in CATALOGUE]


class Second(model_class("hopfield")):
    """A second model; its kernels are loaded when it is wanted."""

    name = "second"
    warmed: list[int] = []

    @classmethod
    def warm_up(cls):
        cls.warmed.append(1)


@pytest.fixture
def warm(qtbot, monkeypatch):
    """A `Warming` whose first model is loaded from a warm cache."""
    monkeypatch.setattr(warmup, "is_warm", lambda: True)
    monkeypatch.setattr(model_class("hopfield"), "warm_up", lambda: None)
    monkeypatch.setattr(Second, "warmed", [])
    made = Warming(model_class("hopfield"))
    with qtbot.waitSignal(made.ready, timeout=5000):
        made.start()
    yield made
    made.close()


def test_the_kernels_of_a_second_model_are_loaded_when_it_is_wanted(warm, qtbot):
    assert Second.warmed == []
    assert warm.is_ready(model_class("hopfield"))
    assert not warm.is_ready(Second)
    with qtbot.waitSignal(warm.ready, timeout=5000):
        warm.want(Second)
    assert Second.warmed == [1]
    assert warm.is_ready(Second)
    assert not warm._timer.isActive()


def test_a_model_is_loaded_once(warm, qtbot):
    with qtbot.waitSignal(warm.ready, timeout=5000):
        warm.want(Second)
        warm.want(Second)
    warm.want(Second)
    assert Second.warmed == [1]
    assert not warm._timer.isActive()


def test_a_model_wanted_while_another_is_loaded_comes_after_it(qtbot, monkeypatch):
    is_open = threading.Event()
    monkeypatch.setattr(warmup, "is_warm", lambda: True)
    monkeypatch.setattr(model_class("hopfield"), "warm_up", lambda: is_open.wait(5))
    monkeypatch.setattr(Second, "warmed", [])
    made = Warming(model_class("hopfield"))
    made.start()
    made.want(Second)
    assert not made.is_ready()
    is_open.set()
    qtbot.waitUntil(made.is_ready, timeout=5000)
    assert Second.warmed == [1]
    made.close()


def test_nothing_is_loaded_before_the_window_is_shown(qtbot, monkeypatch):
    monkeypatch.setattr(Second, "warmed", [])
    made = Warming(model_class("hopfield"))
    made.want(Second)
    assert not made._timer.isActive()
    assert Second.warmed == []
