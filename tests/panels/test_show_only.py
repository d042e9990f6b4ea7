"""A slim column in presenter mode: what a lesson names, and nothing else."""

import pytest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.core.errors import InputError
from simulator.core.model import Readout
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import CATALOGUE, model_class
from simulator.panels import panel_class


@pytest.fixture
def open_panel(qtbot, qapp):
    """A function that opens the panel of a model, in a hall."""
    runners = []

    def open_one(name):
        theme.apply_theme(qapp, "light", presenter=True)
        runner = Runner(Run(model_class(name)()))
        runners.append(runner)
        runner.start()
        panel = panel_class(name)(runner)
        qtbot.addWidget(panel)
        panel.resize(1024, 580)
        panel.show()
        panel.show_frame(runner.latest)
        return panel

    yield open_one
    for runner in runners:
        runner.close()
    theme.apply_theme(qapp, "light")


def parameters_of(panel):
    names = panel.model.Parameters.specs()
    return [name for name in names if panel.form.row(name).isVisible()]


def readouts_of(panel):
    rows = panel.readouts.row
    return [n for n in panel.model.declared(Readout) if any(w.isVisible() for w in rows(n))]


def test_a_hall_sees_no_column_until_a_lesson_names_something(open_panel):
    assert not open_panel("hopfield").side.isVisible()


def test_just_the_named_are_there(open_panel):
    panel = open_panel("hopfield")
    panel.show_only(["threshold", "energy"])
    QApplication.processEvents()
    assert panel.side.isVisible()
    assert parameters_of(panel) == ["threshold"]
    assert readouts_of(panel) == ["energy"]
    assert not panel.invariants.isVisible()
    assert not panel._signs.isVisible()


def test_a_new_frame_brings_nothing_else(open_panel):
    panel = open_panel("hopfield")
    panel.show_only(["threshold"])
    panel.runner.do("set rule=storkey")
    panel.runner.ask(lambda run: None).result(10)
    panel.show_frame(panel.runner.latest)
    assert parameters_of(panel) == ["threshold"]
    assert not panel._readouts_card.isVisible()


def test_none_takes_the_column_away(open_panel):
    panel = open_panel("hopfield")
    panel.show_only(["threshold"])
    panel.show_only(None)
    assert not panel.side.isVisible()


def test_outside_the_hall_all_are_there(open_panel, qapp):
    panel = open_panel("hopfield")
    before = panel.form.row("rule").isHidden()
    panel.show_only(["threshold"])
    assert panel.form.row("rule").isHidden()
    theme.apply_theme(qapp, "light")
    assert not panel.form.row("rule").isHidden()
    assert not before


def test_what_stands_in_a_folded_section_is_seen_and_folded_again(open_panel, qapp):
    panel = open_panel("ntm")
    specs = panel.model.Parameters.specs()
    name = next(n for n, s in specs.items() if s.section and s.has_effect(panel.form._values))
    fold = panel.form._sections[specs[name].section]
    panel.show_only([name])
    assert panel.form.row(name).isVisible()
    assert [s for s, f in panel.form._sections.items() if f.isVisible()] == [specs[name].section]
    panel.show_only(None)
    assert not fold.is_open


def test_a_name_that_is_neither_is_refused_in_words(open_panel):
    panel = open_panel("hopfield")
    with pytest.raises(InputError, match=r"There is no heat; allowed: .*threshold"):
        panel.show_only(["threshold", "heat"])
    assert not panel.side.isVisible()


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_column_is_slim_and_nothing_in_it_is_cut_off(open_panel, name):
    panel = open_panel(name)
    for spec in panel.model.Parameters.specs().values():
        if not spec.has_effect(panel.form._values):
            continue
        panel.show_only([spec.name])
        row = panel.form.row(spec.name)
        assert panel.side.width() <= theme.px(272)
        assert row.minimumSizeHint().width() <= panel.side.width() - theme.px(28), spec.name
