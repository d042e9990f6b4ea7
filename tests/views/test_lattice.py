"""A lattice shows up to millions of spins, and gives away what is drawn and pinned on it."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.core import drawing
from simulator.views.lattice import LatticeView
from simulator.views.lattice_picture import averaged
from simulator.views.pad_tools import WITH_PINS, PadTools

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot):
    view = LatticeView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show_lattice(down(20))
    view.show()
    qtbot.waitExposed(view)
    view.given = []
    for name in ("stroke", "pin", "unpin"):
        signal = getattr(view, f"{name}_drawn")
        signal.connect(lambda text, group, name=name: view.given.append((name, text, group)))
    return view


def down(side):
    return np.full((side, side), -1, np.int8)


def pins(side, *rows):
    pinned = np.zeros((side, side), bool)
    pinned[list(rows)] = True
    return pinned


def at(view, column, row):
    return view.place_of(column, row).toPoint()


def color_at(view, column, row):
    return view.grab().toImage().pixelColor(at(view, column, row))


def token(name):
    return QColor(theme.current_theme().color(name))


def shares_warm(view, column, row):
    color = color_at(view, column, row)
    return color.red() - color.blue() > 60


def averaged_slowly(values, k, low):
    n = -(-len(values) // k)
    shades = np.empty((n, n))
    for i, j in np.ndindex(n, n):
        shades[i, j] = values[i * k : i * k + k, j * k : j * k + k].mean()
    return (shades - low) / (1 - low) * 255


# ---- spins ----


def test_spins_up_are_ink_and_spins_down_paper(view):
    units = down(20)
    units[3, 5] = 1
    view.show_lattice(units)
    assert color_at(view, 5, 3) == token("unit_on")
    assert color_at(view, 3, 5) == token("unit_off")


@pytest.mark.parametrize("side", [16, 128, 512])
def test_spins_up_are_light_in_the_dark_theme_however_many(view, qapp, side):
    theme.apply_theme(qapp, "dark")
    try:
        view.show_lattice(-down(side))
        assert color_at(view, side // 2, side // 2) == token("unit_on")
    finally:
        theme.apply_theme(qapp, "light")


def test_units_that_are_no_square_are_refused(view):
    with pytest.raises(ValueError, match="square"):
        view.show_lattice(np.ones((3, 4), np.int8))


@pytest.mark.parametrize(("side", "span"), [(12, 5), (13, 5), (40, 5), (64, 64), (100, 7)])
@pytest.mark.parametrize("low", [-1, 0])
def test_averages_are_those_of_a_loop(side, span, low):
    values = np.random.default_rng(side).choice(np.array([low, 1], np.int8), (side, side))
    slow = averaged_slowly(values, max(1, side // span), low)
    assert np.abs(averaged(values, span, low) - slow).max() <= 1


def test_several_spins_in_a_pixel_show_as_their_average(view):
    rows, columns = np.indices((1024, 1024))
    view.show_lattice(np.where((rows + columns) % 2, 1, -1).astype(np.int8))
    grey = QColor(theme.current_theme().mix("unit_off", "unit_on", 0.5))
    picture = view.grab().toImage()
    reds = [picture.pixelColor(x, 200).red() for x in range(100, 300)]
    assert max(reds) - min(reds) < 8  # no false pattern
    assert abs(np.mean(reds) - grey.red()) < 4


def test_the_picture_is_made_once_for_a_state(view, monkeypatch):
    view.show_lattice(down(512))
    view.grab()
    made = []
    monkeypatch.setattr(view._picture, "_spins", lambda span: made.append(span))
    view.show_lattice(down(512), pins(512))
    view.grab()
    assert not made


def test_only_rings_that_can_be_seen_are_drawn(view):
    for side, is_ringed in ((20, True), (64, True), (256, False)):
        view.show_lattice(down(side))
        before = view.picture()
        view.show_lattice(down(side), updated=side + 1)
        assert (view.picture() != before) == is_ringed


def test_the_spin_asked_about_is_ringed_at_any_size(view):
    view.show_lattice(down(512))
    before = view.picture()
    view.show_lattice(down(512), ringed=512 * 256 + 256)
    assert view.picture() != before


# ---- pins ----


def test_pinned_spins_have_the_head_of_a_pin(view):
    view.show_lattice(down(20), pins(20, 4))
    assert color_at(view, 7, 4) == token("warm")
    assert color_at(view, 7, 5) == token("unit_off")


@pytest.mark.parametrize("side", [128, 300, 1024])
def test_small_pinned_spins_are_tinted(view, side):
    middle = side // 2
    view.show_lattice(down(side), pins(side, *range(middle - side // 30, middle + side // 30)))
    assert shares_warm(view, middle, middle)
    assert not shares_warm(view, middle, 2)


def test_pins_that_are_gone_are_not_shown(view):
    for side in (20, 256):
        view.show_lattice(down(side), pins(side, 5))
        view.show_lattice(down(side), np.empty(0, bool))
        assert not view.pinned().any()
        assert not shares_warm(view, 5, 5)


def test_drawing_with_a_pin_gives_its_stroke_away(view):
    view.set_tool("pin")
    QTest.mousePress(view, LEFT, pos=at(view, 2, 3))
    QTest.mouseMove(view, at(view, 6, 3))
    QTest.mouseRelease(view, LEFT, pos=at(view, 6, 3))
    assert view.given == [("pin", "2,3", 1), ("pin", "2,3;6,3", 1)]


def test_a_pin_is_seen_before_the_model_answers(view):
    view.set_tool("pin")
    QTest.mouseClick(view, LEFT, pos=at(view, 2, 3))
    assert color_at(view, 2, 3) == token("warm")
    assert view.units()[3 * 20 + 2] == 1


def test_with_shift_a_pin_holds_down(view):
    view.set_tool("pin")
    QTest.mouseClick(view, LEFT, SHIFT, at(view, 2, 3))
    assert [drawing.parse(text).value for _, text, _ in view.given] == [-1]


@pytest.mark.parametrize(("tool", "button"), [("pin", RIGHT), ("unpin", LEFT), ("unpin", RIGHT)])
def test_the_right_button_and_the_tool_unpin_let_go(view, tool, button):
    view.show_lattice(down(20), pins(20, 3))
    view.set_tool(tool)
    QTest.mouseClick(view, button, pos=at(view, 2, 3))
    assert view.given == [("unpin", "2,3", 1)]
    assert not view.pinned()[3 * 20 + 2]
    assert view.pinned()[3 * 20 + 4]


def test_the_right_button_erases_with_other_tools(view):
    QTest.mouseClick(view, RIGHT, pos=at(view, 2, 3))
    assert view.given == [("stroke", "2,3;value=-1", 1)]


def test_the_keyboard_pins_down_and_lets_go(view):
    view.set_tool("pin")
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert [(name, drawing.parse(text).value) for name, text, _ in view.given] == [
        ("pin", 1), ("pin", -1), ("unpin", 1),
    ]  # fmt: skip


def test_shift_is_not_the_pencils(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Return, SHIFT)
    assert not view.given


def test_wet_pins_stay_until_the_model_shows_others(view):
    view.set_tool("pin")
    QTest.mouseClick(view, LEFT, pos=at(view, 2, 3))
    view.show_lattice(down(20), pins(20))
    assert view.pinned().sum() == 1
    view.show_lattice(down(20), pins(20, 7))
    assert view.pinned().sum() == 20


def test_wet_pins_dry_where_the_model_did_not_take_them_up(view, qtbot):
    view.set_tool("pin")
    QTest.mouseClick(view, LEFT, pos=at(view, 2, 3))
    qtbot.waitUntil(lambda: not view.pinned().any())


def test_nothing_is_pinned_while_the_lattice_cannot_be_edited(view):
    view.show_lattice(down(20), can_edit=False)
    view.set_tool("pin")
    QTest.mouseClick(view, LEFT, pos=at(view, 2, 3))
    assert not view.given


def test_the_same_state_shown_again_dries_no_ink(view):
    units = down(20)
    view.show_lattice(units)
    QTest.mouseClick(view, LEFT, pos=at(view, 2, 3))
    for _ in range(3):
        view.show_lattice(units)
    assert (view.units() == 1).sum() == 1


# ---- words ----


def test_the_spin_under_the_pointer_is_named(view):
    view.show_lattice(down(20), pins(20, 3))
    told = []
    view.hovered.connect(told.append)
    for place in ((2, 2), (12, 3)):
        QTest.mouseMove(view, at(view, *place))
    assert told == ["column 2, row 2: −1", "column 12, row 3: −1, pinned"]


def test_assistive_technology_hears_the_counts(view, qtbot):
    view.show_lattice(-down(30), pins(30, 1))
    assert view.accessibleName() == "Lattice: 30 × 30 spins"
    qtbot.waitUntil(lambda: view.accessibleDescription() == "900 up, 0 down, 30 pinned")


# ---- export ----


@pytest.mark.parametrize("side", [20, 128, 1024])
def test_an_export_looks_like_the_screen(view, side):
    units = down(side)
    units[:, side // 2 :] = 1
    view.show_lattice(units, pins(side, *range(side // 4)))
    image = view.picture(2.0)
    assert image.pixelColor(100, 600) == token("unit_off")
    assert image.pixelColor(700, 600) == token("unit_on")
    warm = image.copy(QRect(QPoint(90, 90), QPoint(130, 130)))
    assert any(warm.pixelColor(x, 20) != token("unit_off") for x in range(40))


@pytest.mark.parametrize("side", [20, 128, 2048])
def test_an_svg_parses_and_is_small(view, tmp_path, side):
    units = np.random.default_rng(0).choice(np.array([-1, 1], np.int8), (side, side))
    view.show_lattice(units, pins(side, 1, 2))
    view.export_svg(str(tmp_path / "lattice.svg"), {"seed": 42})
    assert ElementTree.parse(tmp_path / "lattice.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "lattice.svg").stat().st_size < 4_000_000


# ---- the column of tools ----


def test_a_column_of_tools_can_have_pins(qtbot):
    tools = PadTools(tools=WITH_PINS, actions=(("Randomize", "random", "randomize"),))
    qtbot.addWidget(tools)
    tools.stamp_edit.setParent(tools)
    tools.resize(tools.sizeHint())
    tools.show()
    chosen = []
    tools.tool_chosen.connect(chosen.append)
    for name in ("pin", "unpin"):
        qtbot.mouseClick(tools._buttons[name], LEFT)
    assert chosen == ["pin", "unpin"]
    assert "mirror" not in tools._more.accessibleName()


def test_every_tool_of_the_column_is_known_to_the_lattice(view):
    for name in WITH_PINS:
        view.set_tool(name)
