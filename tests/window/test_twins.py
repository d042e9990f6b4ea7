"""Twins in the window: the stage split in two, real clicks and keys on both halves."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.core import twins as core_twins
from simulator.models import CATALOGUE
from tests.window.test_main_window import draw_line, press

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def paired(window, qtbot, settled):
    """A window whose stage is split."""
    press(window, Qt.Key.Key_T, CONTROL)
    settled(window)
    qtbot.waitUntil(lambda: window.place.twins is not None, timeout=5000)
    return window


def stage(window):
    return window.place.twins


def choose(row, key):
    """A real click on one choice of a row."""
    segment = row._segments[key]
    QTest.mouseClick(segment, LEFT, Qt.KeyboardModifier.NoModifier, segment.rect().center())


def slide(window, name):
    """A real press in the middle of a parameter's slider."""
    form = stage(window).column.form
    slider = form.row(name)._slider
    QTest.mouseClick(slider, LEFT, Qt.KeyboardModifier.NoModifier,
                     QPoint(slider.width() // 2, slider.height() // 2))  # fmt: skip


def temperatures(frame):
    return frame.parameters.temperature, frame.twin.parameters.temperature


def test_ctrl_t_sets_a_twin_that_looks_the_same_beside_the_run(paired, settled):
    frame = settled(paired)
    a, b = stage(paired).panels
    assert a.isVisible()
    assert b.isVisible()
    assert (frame.snapshot.units == frame.twin.snapshot.units).all()
    assert not a.side.isVisible()
    assert not b.side.isVisible()
    assert stage(paired).heads[1].words.text() == "the same as A"


def test_a_setting_changed_by_mouse_goes_to_b_and_stands_over_both(paired, settled):
    slide(paired, "temperature")
    a, b = temperatures(settled(paired))
    assert a == 0
    assert b > 0
    heads = [head.words.text() for head in stage(paired).heads]
    assert heads[0] == "temperature 0"
    assert heads[1].startswith("temperature ")
    assert heads[1] != heads[0]


def test_a_setting_goes_to_both_when_both_are_chosen(paired, settled):
    choose(stage(paired).column.whose, "both")
    slide(paired, "temperature")
    a, b = temperatures(settled(paired))
    assert a == b > 0


def test_a_stroke_on_either_pad_is_drawn_in_both(paired, settled):
    for row, panel in zip((1, 26), stage(paired).panels, strict=True):
        before = settled(paired).snapshot.units
        draw_line(panel.pad, (2, row), (20, row))
        frame = settled(paired)
        assert (frame.snapshot.units == frame.twin.snapshot.units).all()
        assert (frame.snapshot.units != before).any()


def test_a_stroke_goes_to_one_when_that_is_chosen_and_undo_takes_it_back_there(paired, settled):
    before = settled(paired).twin.snapshot.units
    choose(stage(paired).column.acted, "b")
    draw_line(stage(paired).panels[0].pad, (2, 2), (20, 20))
    frame = settled(paired)
    assert (frame.snapshot.units == before).all()
    assert (frame.twin.snapshot.units != before).any()
    press(paired, Qt.Key.Key_Z, CONTROL)
    assert (settled(paired).twin.snapshot.units == before).all()


def test_space_plays_both_in_lock_step_and_the_timeline_rewinds_both(paired, qtbot, settled):
    slide(paired, "temperature")
    settled(paired)
    paired.runner.set_pace("sweep", 200.0)
    press(paired, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: paired.runner.latest.step > 3000, timeout=10_000)
    press(paired, Qt.Key.Key_Space)
    frame = settled(paired)
    assert frame.twin.step == frame.step
    assert frame.readouts["energy"] != frame.twin.readouts["energy"]
    QTest.mouseClick(paired.transport.to_start, LEFT)
    frame = settled(paired)
    assert (frame.step, frame.twin.step) == (0, 0)


def test_numbers_stand_in_three_columns(paired, settled):
    paired.runner.do("set temperature=1.5", to=1)
    paired.runner.go("sweep", 3).result(10)
    choose(stage(paired).column.tabs, "compare")
    frame = settled(paired)
    table = stage(paired).column.table
    assert table.texts("set temperature") == ("0", "1.5", "")
    difference = frame.twin.readouts["energy"] - frame.readouts["energy"]
    assert table.texts("energy")[2] == f"{difference:+,.1f}".replace("-", "−").replace(
        ",", "\u2009"
    )


def test_the_trace_shows_both_and_their_difference(paired, settled):
    paired.runner.do("set temperature=1.5", to=1)
    paired.runner.go("sweep", 3).result(10)
    choose(stage(paired).column.tabs, "compare")
    settled(paired)
    traces = stage(paired).column.traces
    assert traces.choice.currentText() == "Energy"
    assert "A " in traces.both.accessibleDescription()
    assert "B " in traces.both.accessibleDescription()
    assert "B − A" in traces.minus.accessibleDescription()


def test_one_choice_of_cards_and_pages_serves_both(paired, settled):
    cards = stage(paired).column.cards
    cards.setCurrentIndex(cards.findData("Recall"))
    cards.activated.emit(cards.currentIndex())
    settled(paired)
    for panel in stage(paired).panels:
        assert panel.cards["Recall"].isVisible()
        assert not panel.cards["State"].isVisible()
    stage(paired).panels[1].book.show_page("overlaps")
    assert stage(paired).panels[0].book.current.key == "overlaps"


@pytest.mark.parametrize("which", [0, 1])
def test_keep_ends_the_twins_and_the_panel_is_whole_again(paired, settled, which):
    paired.runner.do("set temperature=1.5", to=1)
    settled(paired)
    QTest.mouseClick(stage(paired).heads[which].keep, LEFT)
    frame = settled(paired)
    assert frame.twin is None
    assert stage(paired) is None
    assert frame.parameters.temperature == (0, 1.5)[which]
    assert paired.stage.currentWidget() is paired.panel
    assert all(card.isVisible() for card in paired.panel.cards.values())
    assert paired.panel.side.isVisible()


def test_a_second_twin_is_refused_in_words(paired):
    press(paired, Qt.Key.Key_T, CONTROL)
    assert "Keep A or Keep B" in paired.notice.sentence()


def test_keep_without_twins_says_how_to_have_some(window):
    window.twins.keep(1)
    assert "Ctrl+T" in window.notice.sentence()


def test_twins_wait_while_another_model_is_in_sight(paired, qtbot, settled):
    press(paired, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: paired.model.name == "boltzmann", timeout=20_000)
    press(paired, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: paired.model.name == "hopfield", timeout=20_000)
    assert paired.stage.currentWidget() is stage(paired)
    assert stage(paired).panels[0].isVisible()
    assert stage(paired).panels[1].isVisible()


def test_a_new_document_ends_them(paired, settled):
    paired.place.documents._saved_revision = paired.runner.latest.revision
    paired.files.new_document()
    settled(paired)
    assert stage(paired) is None
    assert paired.stage.currentWidget() is paired.panel


def test_saving_says_that_a_is_what_is_kept(paired, settled, tmp_path):
    assert paired.files._save_to(str(tmp_path / "pair.reverie"))
    assert "run A" in paired.notice.sentence()


def test_the_twin_is_exported_with_its_own_settings(paired, settled, tmp_path):
    paired.runner.do("set temperature=1.5", to=1)
    settled(paired)
    for panel, expected in zip(stage(paired).panels, ("0.0", "1.5"), strict=True):
        paired.files.export_to(str(tmp_path / "t.csv"), panel.pad, "csv")
        assert f"temperature={expected}" in (tmp_path / "t.csv").read_text().replace(": ", "=")


def test_presenter_mode_and_another_theme_leave_the_side_columns_hidden(paired, settled):
    theme.apply_theme(QApplication.instance(), "dark", True)
    theme.apply_theme(QApplication.instance(), "dark", False)
    settled(paired)
    assert not any(panel.side.isVisible() for panel in stage(paired).panels)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_model_splits_plays_and_is_whole_again(window, qtbot, settled, name):
    window.open_model(name)
    settled(window)
    qtbot.waitUntil(lambda: window.warming.is_ready(window.model), timeout=60_000)
    window.twins.begin()
    settled(window)
    assert stage(window) is not None
    window.runner.go(window.model.default_grain, 2).result(30)
    frame = settled(window)
    assert frame.step == frame.twin.step > 0
    assert core_twins.differing(frame.parameters, frame.twin.parameters) == []
    for title in window.panel.shown_titles():
        stage(window)._show_card(title)
        assert all(panel.cards[title].isVisible() for panel in stage(window).panels)
    window.twins.keep(1)
    settled(window)
    assert stage(window) is None
    assert window.panel.isVisible()
