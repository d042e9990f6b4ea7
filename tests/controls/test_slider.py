"""The value slider under real keys and a real mouse."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt

from simulator.controls.number_scale import NumberScale
from simulator.controls.slider import NumberEdit, ValueSlider
from simulator.controls.thin_slider import ThinSlider

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot):
    """Make a slider on screen that keeps what it told in `told`."""

    def build(**keywords):
        widget = ValueSlider(
            **{"label": "Temperature", "low": 0, "high": 5, "value": 1, **keywords}
        )
        qtbot.addWidget(widget)
        widget.resize(260, 40)
        widget.show()
        qtbot.waitExposed(widget)
        widget.told = []
        for name in ("changed", "committed", "refused"):
            signal = getattr(widget, name)
            signal.connect(lambda value, name=name: widget.told.append((name, value)))
        return widget

    return build


def type_value(qtbot, widget, text):
    edit = widget.findChild(NumberEdit)
    qtbot.mouseClick(edit, LEFT)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_a_typed_value_is_taken_once(make, qtbot):
    widget = make()
    type_value(qtbot, widget, "2,5")
    assert widget.told == [("changed", 2.5), ("committed", 2.5)]
    assert widget.text() == "2.50"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9", "Temperature: 9.00 is too large; allowed is 0.00 to 5.00."),
        ("-1", "Temperature: −1.00 is too small; allowed is 0.00 to 5.00."),
        ("warm", "Temperature: “warm” is not a number; allowed is 0.00 to 5.00."),
        ("nan", "Temperature: “nan” is not a number; allowed is 0.00 to 5.00."),
        ("1e999", "Temperature: inf is not a number; allowed is 0.00 to 5.00."),
    ],
)
def test_a_typed_value_that_is_not_allowed_is_refused_in_words(make, qtbot, typed, sentence):
    widget = make()
    type_value(qtbot, widget, typed)
    assert widget.told == [("refused", sentence)]
    assert widget.value() == 1
    assert widget.findChild(NumberEdit).text() == "1.00"


def test_a_fraction_is_refused_where_whole_numbers_are_asked_for(make, qtbot):
    widget = make(label="Grid side", low=4, high=64, value=28, kind="int")
    type_value(qtbot, widget, "2.5")
    assert widget.told[0][1] == "Grid side: 2.5 is not a whole number; allowed is 4 to 64."


def test_escape_leaves_the_value_as_it_was(make, qtbot):
    widget = make()
    edit = widget.findChild(NumberEdit)
    qtbot.mouseClick(edit, LEFT)
    qtbot.keyClicks(edit, "3")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert (edit.text(), widget.told) == ("1.00", [])


def test_percent_is_shown_and_typed_as_percent(make, qtbot):
    widget = make(label="Corruption", high=0.5, value=0.25, unit="%")
    assert widget.text() == "25 %"
    type_value(qtbot, widget, "30 %")
    assert widget.value() == 0.3


def test_dragging_changes_often_and_commits_once(make, qtbot):
    widget = make()
    slider = widget.findChild(ThinSlider)
    qtbot.mousePress(slider, LEFT, pos=QPoint(100, 9))
    for x in (120, 140, 160):
        qtbot.mouseMove(slider, QPoint(x, 9))
    assert [name for name, _ in widget.told] == ["changed"] * 4
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(160, 9))
    assert widget.told[-1] == ("committed", widget.value())
    assert widget.value() == round(widget.value(), 2)


def test_arrows_and_page_keys_move_the_value(make, qtbot):
    widget = make()
    slider = widget.findChild(ThinSlider)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert widget.value() == 1.01
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert widget.value() == 0.91
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert widget.value() == 0
    assert [name for name, _ in widget.told] == ["changed", "committed"] * 3


def test_setting_a_value_is_silent(make):
    widget = make()
    widget.set_value(3.25)
    assert (widget.text(), widget.told) == ("3.25", [])


def test_no_value_is_ever_nan(make):
    with pytest.raises(ValueError, match="not a number"):
        make(value=math.nan)
    with pytest.raises(ValueError, match="not a number"):
        make().set_value(math.nan)


def test_slider_and_number_carry_the_label_as_accessible_name(make):
    widget = make()
    assert widget.accessibleName() == "Temperature"
    assert widget.findChild(ThinSlider).accessibleName() == "Temperature"
    assert "Temperature" in widget.findChild(NumberEdit).accessibleName()


@pytest.mark.parametrize(
    "scale",
    [
        NumberScale(0, 5),
        NumberScale(-1, 1, step=0.25),
        NumberScale(1e-5, 1, scale="log"),
        NumberScale(1, 10_000, "int", "log"),
        NumberScale(0, 1, unit="%"),
    ],
)
def test_every_stop_is_allowed_and_says_what_it_is(scale):
    for stop in range(scale.stops + 1):
        value = scale.value_at(stop / scale.stops)
        assert scale.read(scale.text(value)) == pytest.approx(value, rel=1e-5)


def test_a_key_press_always_moves_a_logarithmic_whole_number():
    scale, value = NumberScale(1, 1000, "int", "log"), 1
    for _ in range(30):
        assert scale.moved(value, 1) > value
        value = scale.moved(value, 1)
