"""A pad of cells finer than the screen's pixels, and one of graded units."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.core.drawing import parse
from simulator.views import pad_cells
from simulator.views.pad import Pad
from simulator.views.pad_ink import pen_width
from simulator.views.pad_tools import PadTools

LEFT = Qt.MouseButton.LeftButton
SIDE = 1000


@pytest.fixture
def pad(qtbot):
    pad = Pad()
    qtbot.addWidget(pad)
    pad.resize(400, 400)
    pad.show_units(SIDE, paper())
    pad.show()
    qtbot.waitExposed(pad)
    pad.strokes = []
    pad.stroke_drawn.connect(lambda text, group: pad.strokes.append(text))
    return pad


def paper():
    return np.full(SIDE * SIDE, -1, np.int8)


def color_at(pad, x, y):
    return pad.grab().toImage().pixelColor(x, y)


def mixed(share):
    return QColor(theme.current_theme().mix("unit_off", "unit_on", share))


def is_near(a, b, tolerance=6):
    return all(abs(x - y) <= tolerance for x, y in zip(a.getRgb(), b.getRgb(), strict=True))


# ---- a million units ----


def test_the_grid_fits_though_its_cells_are_smaller_than_pixels(pad):
    assert pad.place_of(0, 0).x() > 0
    assert pad.place_of(SIDE - 1, SIDE - 1).x() < 400


def test_several_units_in_a_pixel_show_as_their_average(pad):
    units = np.random.default_rng(0).choice(np.array([-1, 1], np.int8), SIDE * SIDE)
    pad.show_units(SIDE, units)
    colors = [color_at(pad, x, 200).red() for x in range(100, 300, 5)]
    assert abs(np.mean(colors) - mixed(0.5).red()) < 12


def test_a_stroke_is_seen_before_the_network_answers(pad):
    QTest.mouseClick(pad, LEFT, pos=QPoint(200, 200))
    pad.set_pen_size(9)
    QTest.mouseClick(pad, LEFT, pos=QPoint(100, 100))
    assert [parse(text).size for text in pad.strokes] == [8, 70]
    assert is_near(color_at(pad, 100, 100), mixed(1))


def test_a_stroke_dries_as_on_a_coarse_grid(pad):
    QTest.mouseClick(pad, LEFT, pos=QPoint(200, 200))
    pad.show_units(SIDE, paper())
    assert (pad.units() == 1).sum() == 64
    pad.show_units(SIDE, paper())
    assert (pad.units() == -1).all()


def test_later_strokes_lie_over_earlier_ones_while_wet(pad):
    QTest.mouseClick(pad, LEFT, pos=QPoint(200, 200))
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(202, 200))
    assert 0 < (pad.units() == 1).sum() < 64


def test_what_is_hovered_is_named(pad, qtbot):
    with qtbot.waitSignal(pad.hovered) as told:
        QTest.mouseMove(pad, QPoint(200, 200))
        QTest.mouseMove(pad, QPoint(210, 200))
    column = round((210 - pad.place_of(0, 0).x()) / 396 * SIDE)
    told_column = int(told.args[0].removeprefix("column ").split(",")[0])
    assert abs(told_column - column) < 40


def test_unstable_units_tint_their_place(pad):
    unstable = np.zeros((SIDE, SIDE), bool)
    unstable[:500] = True
    pad.set_shows_unstable(True)
    pad.show_units(SIDE, paper(), unstable.ravel())
    warm = QColor(theme.current_theme().mix("unit_off", "warm", 0.5))
    assert is_near(color_at(pad, 200, 100), warm)
    assert is_near(color_at(pad, 200, 300), mixed(0))


def test_a_line_is_previewed(pad):
    pad.set_tool("line")
    pad.set_pen_size(9)
    QTest.mousePress(pad, LEFT, pos=QPoint(100, 200))
    QTest.mouseMove(pad, QPoint(300, 200))
    color = color_at(pad, 200, 200)
    QTest.mouseRelease(pad, LEFT, pos=QPoint(300, 200))
    assert color.blue() > color.red() + 50


def test_the_keyboards_cursor_goes_in_strides_that_can_be_seen(pad):
    pad.setFocus()
    before = pad._hand.cursor[0]
    QTest.keyClick(pad, Qt.Key.Key_Right)
    assert pad._hand.cursor[0] - before == pen_width(1, SIDE)


def test_the_picture_is_made_once_for_a_state(pad, monkeypatch):
    pad.grab()
    made, pixels = [], pad_cells.pixels
    monkeypatch.setattr(pad_cells, "pixels", lambda *a: made.append(1) or pixels(*a))
    pad.show_units(SIDE, paper())
    pad.grab()
    pad._hand.point_at((3, 3))
    pad.grab()
    assert not made
    pad.show_units(SIDE, -paper())
    pad.grab()
    assert made == [1]


def test_an_svg_holds_the_picture_and_is_small(pad, tmp_path):
    units = np.random.default_rng(0).choice(np.array([-1, 1], np.int8), SIDE * SIDE)
    pad.show_units(SIDE, units)
    pad.export_svg(str(tmp_path / "state.svg"), {"seed": 42})
    assert ElementTree.parse(tmp_path / "state.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "state.svg").stat().st_size < 2_000_000


def test_an_export_looks_like_the_screen(pad):
    units = paper().reshape(SIDE, SIDE)
    units[:, 500:] = 1
    pad.show_units(SIDE, units.ravel())
    image = pad.picture(2.0)
    assert is_near(image.pixelColor(200, 400), mixed(0))
    assert is_near(image.pixelColor(600, 400), mixed(1))


def test_photos_are_no_negatives_in_the_dark_theme(pad, qapp):
    theme.apply_theme(qapp, "dark")
    try:
        assert color_at(pad, 200, 200).lightnessF() > 0.8
    finally:
        theme.apply_theme(qapp, "light")


# ---- the pen ----


@pytest.mark.parametrize(
    ("size", "side", "width"), [(1, 2, 1), (9, 128, 9), (1, 1000, 8), (9, 1000, 70)]
)
def test_a_pen_is_as_wide_to_the_eye_on_finer_grids(size, side, width):
    assert pen_width(size, side) == width


def test_the_tools_name_the_pens_width_on_the_grid(qtbot):
    tools = PadTools()
    qtbot.addWidget(tools)
    tools.set_side(1000)
    tools.set_pen_size(9)
    assert "70 units" in tools._size_button.toolTip()
    assert tools._size_actions[0].text() == "8 units"
    tools.set_side(28)
    assert "9 units" in tools._size_button.toolTip()


# ---- graded units ----


@pytest.mark.parametrize("side", [2, 28, 128, 1000])
@pytest.mark.parametrize(("value", "share"), [(-1, 0), (-0.5, 0.25), (0, 0.5), (1, 1), (1.5, 1)])
def test_graded_units_are_shades_between_paper_and_ink(pad, side, value, share):
    pad.show_units(side, np.full(side * side, value, np.float32))
    assert is_near(color_at(pad, 150, 147), mixed(share), 16 if side == 128 else 6)


def test_graded_units_that_differ_a_little_are_shown_anew(pad):
    pad.show_units(2, np.zeros(4))
    pad.show_units(2, np.array([0.2, 0, 0, 0]))
    assert color_at(pad, 100, 100) != color_at(pad, 300, 100)


def test_a_grey_unit_is_not_an_unknown_one(pad):
    pad.show_units(2, np.zeros(4, np.int8))
    unknown = color_at(pad, 100, 100)
    pad.show_units(2, np.zeros(4))
    assert color_at(pad, 100, 100) != unknown


def test_an_unstable_graded_unit_has_an_ear(pad):
    pad.set_shows_unstable(True)
    pad.show_units(2, np.full(4, -1.0), np.array([True, False, False, False]))
    corner = pad.place_of(0, 0) + QPointF(80, -80)
    assert is_near(
        color_at(pad, round(corner.x()), round(corner.y())), QColor(theme.current_theme().warm)
    )


def test_a_hovered_graded_unit_says_its_value(pad, qtbot):
    pad.show_units(2, np.full(4, -0.25))
    with qtbot.waitSignal(pad.hovered) as told:
        QTest.mouseMove(pad, QPoint(100, 100))
        QTest.mouseMove(pad, QPoint(110, 100))
    assert told.args == ["column 0, row 0 · unit 0 · −0.25"]


def test_ink_is_drawn_over_graded_units(pad):
    pad.show_units(28, np.full(784, 0.3, np.float32))
    QTest.mouseClick(pad, LEFT, pos=QPoint(200, 200))
    assert (pad.units() == 1).sum() == 1
    assert pad.units().dtype == np.float32


def test_graded_units_can_be_exported(pad, tmp_path):
    pad.set_shows_unstable(True)
    pad.show_units(28, np.linspace(-1, 1, 784), np.arange(784) % 3 == 0)
    pad.export_svg(str(tmp_path / "state.svg"), {})
    assert ElementTree.parse(tmp_path / "state.svg").getroot().tag.endswith("svg")
