"""The form shows what applies, keeps still while it does, and asks once for what is costly."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from simulator.controls.card import Card
from simulator.controls.combo import Combo
from simulator.controls.form import ParameterForm
from simulator.controls.segmented import Segmented
from simulator.controls.slider import NumberEdit
from simulator.controls.text_edit import LineEdit, TextField
from simulator.controls.thin_slider import ThinSlider
from simulator.core.parameter import Choice, Parameters, parameter

LEFT = Qt.MouseButton.LeftButton


def choices(*labels):
    return tuple(Choice(label.lower().replace(" ", "-"), label, "Help.") for label in labels)


@dataclass(frozen=True)
class Example(Parameters):
    rule: str = parameter(
        "hebb", label="Learning rule", help="Which.",
        choices=choices("Hebb", "Projection", "Storkey", "Perceptron", "Optimal", "Dense", "Own"),
    )  # fmt: skip
    order: str = parameter("one", help="How.", choices=choices("One", "All"))
    long: str = parameter(
        "a", help="How.", choices=choices("A", "A name", "A rather long name for a choice")
    )
    degree: int = parameter(3, 2, 20, help="With dense.", applies={"rule": ("dense",)})
    margin: float = parameter(1.0, 0.0, 5.0, help="Costly.", on_release=True)
    sizes: tuple[int, ...] = parameter((8, 16), 1, 99, help="Sizes.")
    place: str = parameter("", 0, 50, help="Where.", browse="file")
    heat: float = parameter(0.0, 0.0, 5.0, help="Heat.")
    side: int = parameter(16, 4, 512, help="Side.", multiple=4)
    log_side: int = parameter(16, 4, 4096, help="Side.", scale="log", multiple=2)


@pytest.fixture
def form(qtbot):
    """The form in a side column as narrow as a panel's, the values it asked for in `asked`."""
    page, card, area = QWidget(), Card("Parameters"), QScrollArea()
    form = ParameterForm(Example)
    card.body.addWidget(form)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    column.addStretch(1)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.resize(272, 549)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitExposed(area)
    form.area, form.asked = area, []
    form.changed.connect(lambda name, value: form.asked.append((name, value)))
    return form


def slider(form, name):
    return form.row(name).findChild(ThinSlider)


def test_a_row_is_there_only_while_its_parameter_applies(form):
    assert not form.row("degree").isVisible()
    form.show_values({"rule": "dense"})
    assert form.row("degree").isVisible()
    form.show_values({"rule": "hebb", "heat": 1.0})
    assert not form.row("degree").isVisible()
    assert form.asked == []


def test_a_form_opens_without_the_rows_that_do_not_apply(qapp):
    form = ParameterForm(Example)
    assert form.row("degree").isHidden()
    assert not form.row("margin").isHidden()


def test_a_row_that_comes_leaves_the_focus_where_it_is(form):
    combo = form.row("rule").findChild(Combo)
    combo.setFocus()
    form.show_values({"rule": "dense"})
    assert QApplication.focusWidget() is combo


def test_a_row_that_goes_hands_the_focus_to_no_other_control(form):
    form.show_values({"rule": "dense"})
    slider(form, "degree").setFocus()
    form.show_values({"rule": "hebb"})
    assert not form.isAncestorOf(QApplication.focusWidget() or form.area)


def test_a_row_is_laid_out_before_it_is_painted(form):
    before = form.row("margin").y()
    form.show_values({"rule": "dense"})
    QApplication.sendPostedEvents()
    assert form.row("degree").y() == before
    assert form.row("margin").y() > before


def test_short_choices_are_a_row_and_many_or_long_ones_a_list(form):
    assert form.row("order").findChild(Segmented)
    assert form.row("rule").findChild(Combo)
    assert form.row("long").findChild(Combo)


def test_a_choice_in_the_list_asks_for_its_value(form, qtbot):
    combo = form.row("rule").findChild(Combo)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert form.asked == [("rule", "projection")]


def test_no_row_is_wider_than_the_column(form):
    assert form.area.widget().minimumSizeHint().width() <= 272 - 12
    for name in Example.specs():
        row = form.row(name)
        assert row.isHidden() or row.minimumSizeHint().width() <= row.width()


def test_a_slider_asks_while_it_is_dragged(form, qtbot):
    groove = slider(form, "heat")
    qtbot.mousePress(groove, LEFT, pos=QPoint(120, groove.height() // 2))
    assert [name for name, _ in form.asked] == ["heat"]
    qtbot.mouseRelease(groove, LEFT, pos=QPoint(120, groove.height() // 2))


def test_a_costly_slider_asks_when_it_is_let_go(form, qtbot):
    groove = slider(form, "margin")
    middle = groove.height() // 2
    qtbot.mousePress(groove, LEFT, pos=QPoint(120, middle))
    qtbot.mouseMove(groove, QPoint(160, middle))
    assert form.asked == []
    qtbot.mouseRelease(groove, LEFT, pos=QPoint(160, middle))
    assert len(form.asked) == 1


def test_a_list_is_asked_for_at_enter(form, qtbot):
    edit = form.row("sizes").findChild(LineEdit)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "3,4")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert form.asked == [("sizes", (3, 4))]


def test_a_bad_list_is_refused_by_the_form(form, qtbot):
    edit = form.row("sizes").findChild(LineEdit)
    edit.setFocus()
    qtbot.keyClicks(edit, "x")
    with qtbot.waitSignal(form.refused) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "is not a list of whole numbers" in told.args[0]


def test_a_text_is_asked_for_at_enter(form, qtbot):
    field = form.row("place").findChild(TextField)
    form.area.ensureWidgetVisible(field)
    field.setFocus()
    qtbot.keyClicks(field.line, "/a b/c")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert form.asked == [("place", "/a b/c")]


def test_a_text_that_is_shown_has_the_whole_row_and_a_tip(form):
    form.show_values({"place": "/data/digits"})
    field = form.row("place").findChild(TextField)
    assert field.line.text() == "/data/digits"
    assert (
        field.toolTip() == "/data/digits\nWhere.\nAllowed: a line of text, at most 50 characters."
    )
    assert field.width() == form.row("place").width()
    assert form.asked == []


@pytest.mark.parametrize(("name", "multiple"), [("side", 4), ("log_side", 2)])
def test_a_dragged_slider_keeps_to_multiples(form, qtbot, name, multiple):
    form.area.ensureWidgetVisible(form.row(name))
    groove = slider(form, name)
    middle = groove.height() // 2
    qtbot.mousePress(groove, LEFT, pos=QPoint(20, middle))
    for x in range(23, groove.width(), 3):
        qtbot.mouseMove(groove, QPoint(x, middle))
    qtbot.mouseRelease(groove, LEFT, pos=QPoint(groove.width() - 1, middle))
    asked = [value for what, value in form.asked if what == name]
    assert len(asked) > 20
    assert all(value % multiple == 0 for value in asked)


@pytest.mark.parametrize(("name", "after"), [("side", 20), ("log_side", 18)])
def test_a_key_moves_a_slider_to_the_next_multiple(form, qtbot, name, after):
    qtbot.keyClick(slider(form, name), Qt.Key.Key_Right)
    assert form.asked == [(name, after)]


@pytest.mark.parametrize(("name", "multiple"), [("side", 4), ("log_side", 2)])
def test_every_multiple_can_be_passed_by_keys_and_none_else(form, qtbot, name, multiple):
    for _ in range(130):
        qtbot.keyClick(slider(form, name), Qt.Key.Key_Right)
    values = [value for _, value in form.asked]
    assert values == sorted(set(values))
    assert all(value % multiple == 0 for value in values)
    assert values[-1] == Example.spec(name).high


def test_a_typed_number_that_is_no_multiple_is_refused_in_words(form, qtbot):
    edit = form.row("side").findChild(NumberEdit)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "17")
    with qtbot.waitSignal(form.refused) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert told.args == ["Side: 17 is not a multiple of 4; allowed is 4 to 512."]
    assert edit.text() == "16"


def test_the_tip_names_the_multiple(form):
    assert "Allowed: 4 to 512, a multiple of 4." in slider(form, "side").toolTip()
