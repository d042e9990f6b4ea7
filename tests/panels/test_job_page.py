"""A job's page: options are turned, results are kept beside each other, and exported as tables."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from simulator.controls.slider import ValueSlider
from simulator.core.job import Table
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models.hopfield import Hopfield
from simulator.panels.hopfield_words import basin_lines
from simulator.panels.job_page import MOST_KEPT, JobPage, charted
from simulator.views.trace import Chart, Line, TraceView

LEFT = Qt.MouseButton.LeftButton


def chart(tables):
    lines = [
        Line(str(k), np.array(t.columns["recalled"]), k, x=np.array(t.columns["corruption"]))
        for k, t in enumerate(tables)
    ]
    return Chart(lines, (0.0, 1.0), (0.0, 1.0), note=f"{len(tables)} measured")


class Bench:
    """A page on a runner with the network of the worked example."""

    def __init__(self, qtbot, keeps, draw=chart):
        run = Run(Hopfield(1))
        run.do("preset=worked-example")
        self.runner = Runner(run)
        self.runner.start()
        view = TraceView("Basins", "corruption", "share")
        self.page = JobPage(self.runner, "basins", view, charted(view, draw), keeps)
        self.qtbot, self.said = qtbot, []
        self.page.said.connect(self.said.append)
        qtbot.addWidget(self.page)
        self.page.resize(420, 360)
        self.page.show()
        qtbot.waitExposed(self.page)

    def button(self, word):
        return next(b for b in self.page.findChildren(QPushButton) if b.text() == word)

    def press(self, word):
        self.qtbot.mouseClick(self.button(word), LEFT)

    def measure(self):
        self.press("Measure")
        self.qtbot.waitUntil(lambda: self.shows("Measure"), timeout=10_000)

    def shows(self, word):
        buttons = self.page.findChildren(QPushButton)
        return any(b.text() == word and b.isVisible() for b in buttons)


@pytest.fixture
def make(qtbot):
    benches = []

    def build(keeps=False, draw=chart):
        benches.append(Bench(qtbot, keeps, draw))
        return benches[-1]

    yield build
    for bench in benches:
        bench.page.close_job()
        bench.runner.close()


def few(bench, trials=1):
    options = bench.page.options
    options.options = options.options.with_value("trials", trials).with_value("points", 2)


def test_a_runner_that_is_learning_never_holds_up_the_window(make):
    bench, is_learned = make(), threading.Event()
    few(bench)
    bench.runner.ask(lambda run: is_learned.wait(10))
    bench.press("Measure")
    assert bench.shows("Stop")
    is_learned.set()
    bench.qtbot.waitUntil(lambda: bench.shows("Measure"), timeout=10_000)
    assert len(bench.page.tables) == 1


def test_measuring_draws_the_table_and_offers_it_for_export(make):
    bench = make()
    bench.measure()
    assert len(bench.page.tables) == 1
    assert bench.page.view.table is bench.page.tables[0]
    assert bench.page._note.text() == "1 measured"
    assert bench.said == []


def test_options_are_what_is_measured(make):
    bench = make()
    few(bench, 3)
    bench.measure()
    assert set(bench.page.tables[0].columns["trials"]) == {3}
    assert bench.page.tables[0].about["job"] == "basins=trials=3;points=2"


def test_a_page_that_does_not_keep_has_the_last_result_only(make):
    bench = make(keeps=False)
    for trials in (1, 2):
        few(bench, trials)
        bench.measure()
    assert [t.columns["trials"][0] for t in bench.page.tables] == [2]


def test_a_page_that_keeps_adds_a_curve_at_each_measurement(make):
    bench = make(keeps=True)
    for trials in (1, 2):
        few(bench, trials)
        bench.measure()
    assert [t.columns["trials"][0] for t in bench.page.tables] == [1, 2]
    assert bench.page.view.table.columns["measurement"] == [0] * 4 + [1] * 4
    assert bench.page._note.text() == "2 measured"


def test_the_same_again_is_not_kept_twice(make):
    bench = make(keeps=True)
    few(bench)
    bench.measure()
    bench.measure()
    assert len(bench.page.tables) == 1


def test_of_many_results_the_newest_are_kept(make):
    bench = make(keeps=True)
    for k in range(MOST_KEPT + 2):
        bench.page.take(Table({"corruption": [0.0], "recalled": [1.0]}, {"seed": k}))
    assert [t.about["seed"] for t in bench.page.tables] == list(range(2, MOST_KEPT + 2))


def test_clear_forgets_the_results(make):
    bench = make(keeps=True)
    assert not bench.shows("Clear")
    few(bench)
    bench.measure()
    bench.press("Clear")
    assert bench.page.tables == []
    assert bench.page.view.table is None
    assert not bench.shows("Clear")


def test_stop_ends_the_job_and_keeps_what_was_measured(make):
    bench = make(keeps=True)
    few(bench)
    bench.measure()
    bench.page.options.options = bench.page.options.options.with_value("trials", 1000)
    bench.press("Measure")
    bench.press("Stop")
    assert bench.shows("Measure")
    assert len(bench.page.tables) == 1


def test_the_card_of_options_opens_with_what_is_set_and_closes_with_escape(make, qtbot):
    bench = make()
    few(bench, 7)
    bench.press("Options")
    card = bench.page.options._card
    assert card.isVisible()
    assert card.form.row("trials").value() == 7
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_slider_in_the_card_changes_the_options(make, qtbot):
    bench = make()
    bench.press("Options")
    card = bench.page.options._card
    slider: ValueSlider = card.form.row("points")
    qtbot.keyClick(slider.focusProxy(), Qt.Key.Key_Right)
    assert bench.page.options.options.points == 12
    assert bench.page.options.text_of_job == "basins=points=12"
    assert "basins=points=12" in card._text.text()
    qtbot.mouseClick(card.reset, LEFT)
    assert bench.page.options.text_of_job == "basins"
    assert slider.value() == 11
    card.close()


def test_what_is_refused_is_said(make):
    bench = make()
    for _ in range(2):
        bench.runner.do("forget=0")
    bench.measure()
    assert len(bench.said) == 1
    assert "store" in bench.said[0]
    assert bench.page.tables == []


def test_a_card_left_open_goes_with_its_page(make, qtbot):
    bench = make()
    bench.press("Options")
    assert QApplication.activePopupWidget() is bench.page.options._card
    bench.page.options._card.close()
    assert QApplication.activePopupWidget() is None


def test_basins_of_one_state_show_each_memory_and_the_mean(make):
    bench = make(keeps=True, draw=basin_lines)
    bench.measure()
    lines = basin_lines(bench.page.tables).lines
    assert [line.is_strong for line in lines] == [False, False, True]
    each = np.array([line.y for line in lines[:-1]])
    assert np.array_equal(lines[-1].y, each.mean(axis=0))
    assert (lines[-1].errors >= 0).all()


def test_basins_of_several_states_are_named_by_what_differs(make):
    bench = make(keeps=True, draw=basin_lines)
    few(bench)
    bench.measure()
    bench.runner.do("set rule=pseudo-inverse")
    bench.measure()
    assert [line.name for line in basin_lines(bench.page.tables).lines] == [
        "Hebb", "Pseudo-inverse",
    ]  # fmt: skip


def test_a_page_may_have_another_word_on_its_button(qtbot, make):
    bench = make()
    view = TraceView("Other", "x", "y")
    page = JobPage(bench.runner, "basins", view, charted(view, chart), verb="Fetch")
    qtbot.addWidget(page)
    assert any(b.text() == "Fetch" for b in page.findChildren(QPushButton))
    assert view._empty.endswith("Press Fetch.")
