"""A pad draws what the hand does, gives it away as text, and shows what the network answers."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QMouseEvent,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from simulator.controls import theme
from simulator.core import drawing
from simulator.views.pad import Pad
from simulator.views.pad_tools import TOOLS, PadTools

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SIDE = 28


@pytest.fixture
def pad(qtbot):
    pad = Pad()
    qtbot.addWidget(pad)
    pad.resize(400, 400)
    pad.show_units(SIDE, blank())
    pad.show()
    qtbot.waitExposed(pad)
    pad.strokes, pad.asked = [], []
    pad.stroke_drawn.connect(lambda text, group: pad.strokes.append((text, group)))
    pad.why_asked.connect(pad.asked.append)
    return pad


@pytest.fixture
def tools(qtbot):
    tools = PadTools()
    qtbot.addWidget(tools)
    tools.stamp_edit.setParent(tools)  # a panel gives it a place of its own
    tools.resize(84, 302)
    tools.show()
    qtbot.waitExposed(tools)
    return tools


def blank(side=SIDE):
    return np.full(side * side, -1, np.int8)


def at(pad, column, row):
    size = (min(pad.width(), pad.height()) - 4) // pad.side()
    start = (pad.width() - size * pad.side()) // 2
    return QPoint(start + column * size + size // 2, start + row * size + size // 2)


def move(pad, place, buttons=Qt.MouseButton.NoButton):
    """As the window system tells it; QTest's own move says nothing where the pointer is already."""
    where, none = QPointF(place), Qt.MouseButton.NoButton
    kind, globally = QEvent.Type.MouseMove, QPointF(pad.mapToGlobal(place))
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pad, QMouseEvent(kind, where, globally, none, buttons, keys))


def drag(pad, *cells, button=LEFT):
    start, *rest = (at(pad, *cell) for cell in cells)
    QTest.mousePress(pad, button, pos=start)
    for place in rest:
        move(pad, place, button)
    QTest.mouseRelease(pad, button, pos=rest[-1] if rest else start)


def replayed(pad, units=None):
    """The units (side, side) after a network has drawn all strokes."""
    grid = (blank() if units is None else units).copy().reshape(SIDE, SIDE)
    for text, _ in pad.strokes:
        drawing.paint(drawing.parse(text), grid)
    return grid


def drop(pad, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(50, 50), copy, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    pad.dropEvent(event)
    return event.isAccepted()


# ---- the mouse ----


def test_a_click_draws_ink_under_the_pointer(pad):
    drag(pad, (11, 7))
    assert pad.strokes == [("11,7", 1)]


def test_what_is_drawn_is_seen_before_the_network_answers(pad):
    drag(pad, (11, 7))
    colour = pad.grab().toImage().pixelColor(at(pad, 11, 7))
    assert colour == QColor(theme.current_theme().unit_on)


def test_a_fast_drag_leaves_no_gaps(pad):
    drag(pad, (2, 3), (25, 14), (4, 20))
    grid = replayed(pad)
    assert (grid[:, 2:26] == 1).any(axis=0).all()
    assert (grid[3:21] == 1).any(axis=1).all()


def test_segments_of_one_press_are_one_group(pad):
    drag(pad, (2, 3), (9, 3), (9, 9))
    drag(pad, (20, 20))
    assert [group for _, group in pad.strokes] == [1, 1, 1, 2]


def test_segments_begin_where_the_last_one_ended(pad):
    drag(pad, (2, 3), (9, 3), (9, 9))
    assert [text for text, _ in pad.strokes] == ["2,3", "2,3;9,3", "9,3;9,9"]


@pytest.mark.parametrize("tool", TOOLS)
def test_the_right_button_erases_with_any_tool(pad, tool):
    pad.set_tool(tool)
    pad.show_units(SIDE, -blank())
    drag(pad, (5, 5), (9, 5), button=RIGHT)
    assert (replayed(pad, -blank())[5, 5:10] == -1).all()


def test_the_pen_size_is_in_the_stroke(pad):
    pad.set_pen_size(3)
    drag(pad, (5, 5))
    assert pad.strokes == [("5,5;size=3", 1)]


@pytest.mark.parametrize("tool", ["line", "rectangle"])
def test_a_shape_is_given_away_once_at_release(pad, tool):
    pad.set_tool(tool)
    drag(pad, (2, 3), (9, 9), (20, 14))
    assert pad.strokes == [(f"2,3;20,14;tool={tool}", 1)]


def test_a_shape_is_previewed_before_release(pad):
    pad.set_tool("line")
    QTest.mousePress(pad, LEFT, pos=at(pad, 2, 3))
    move(pad, at(pad, 20, 3), LEFT)
    colour = pad.grab().toImage().pixelColor(at(pad, 10, 3))
    QTest.mouseRelease(pad, LEFT, pos=at(pad, 20, 3))
    assert colour.blue() > colour.red() + 50


def test_fill_acts_at_press(pad):
    pad.set_tool("fill")
    QTest.mousePress(pad, LEFT, pos=at(pad, 4, 6))
    assert pad.strokes == [("4,6;tool=fill", 1)]


def test_a_stamp_lies_about_the_pointer(pad):
    pad.set_tool("text")
    pad.set_stamp("a;=ö1")
    drag(pad, (14, 14))
    assert pad.strokes == [("5,10;tool=text;size=9;text=A1", 1)]
    assert np.array_equal(replayed(pad).ravel(), pad.units())


def test_a_stroke_that_leaves_the_grid_gives_only_what_touches_it(pad):
    drag(pad, (1, 1))
    QTest.mousePress(pad, LEFT, pos=at(pad, 0, 5))
    move(pad, at(pad, 0, 5) - QPoint(60, 0), LEFT)
    move(pad, at(pad, 0, 5) - QPoint(60, 60), LEFT)
    QTest.mouseRelease(pad, LEFT, pos=at(pad, 0, 5) - QPoint(60, 60))
    assert len(pad.strokes) == 3


def test_why_is_asked_by_tool_and_by_alt(pad):
    QTest.mouseClick(pad, LEFT, Qt.KeyboardModifier.AltModifier, at(pad, 11, 7))
    pad.set_tool("why")
    QTest.mouseClick(pad, LEFT, pos=at(pad, 0, 1))
    assert pad.asked == [207, 28]
    assert not pad.strokes


def test_nothing_is_drawn_where_editing_is_off(pad):
    pad.show_units(SIDE, blank(), can_edit=False)
    drag(pad, (4, 4), (9, 9))
    assert not pad.strokes


def test_hovering_names_the_unit(pad, qtbot):
    with qtbot.waitSignal(pad.hovered) as told:
        move(pad, at(pad, 11, 7))
    assert told.args == ["column 11, row 7 · unit 207 · off"]


def test_what_is_under_a_resting_pointer_is_told_anew(pad, qtbot):
    move(pad, at(pad, 11, 7))
    with qtbot.waitSignal(pad.hovered) as told:
        pad.show_units(SIDE, np.zeros(784, np.int8))
    assert told.args == ["column 11, row 7 · unit 207 · unknown"]


# ---- the keyboard ----


def test_arrows_and_enter_paint(pad, qtbot):
    pad.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(pad, key)
    assert pad.strokes == [("13,12", 1)]


def test_backspace_erases_at_the_cursor(pad, qtbot):
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.strokes == [("14,14;value=-1", 1)]


def test_a_line_takes_enter_at_both_ends(pad, qtbot):
    pad.set_tool("line")
    pad.setFocus()
    for key in (Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Enter):
        qtbot.keyClick(pad, key)
    assert pad.strokes == [("14,14;15,15;tool=line", 1)]


def test_the_cursor_stays_on_the_grid_and_can_ask_why(pad, qtbot):
    pad.set_tool("why")
    pad.setFocus()
    for _ in range(40):
        qtbot.keyClick(pad, Qt.Key.Key_Right)
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert pad.asked == [14 * SIDE + 27]


def test_space_is_left_to_the_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    pad, heard = Pad(window), []
    window.keyPressEvent = lambda event: heard.append(event.key())
    window.show()
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Space)
    assert heard == [Qt.Key.Key_Space]


def test_the_windows_arrow_key_waits_while_the_pad_has_the_focus(pad, qtbot):
    steps = []
    QShortcut(QKeySequence("Right"), pad).activated.connect(lambda: steps.append(1))
    pad.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    QTest.keyClick(pad.windowHandle(), Qt.Key.Key_Right)
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert (steps, pad.strokes) == ([], [("15,14", 1)])


# ---- pictures from elsewhere ----


def test_a_dropped_picture_gives_its_path(pad, tmp_path):
    paths = []
    pad.picture_dropped.connect(paths.append)
    files = [tmp_path / name for name in ("a.png", "b.JPG", "c.npz")]
    assert drop(pad, *files)
    assert paths == [str(file) for file in files]


def test_a_text_file_named_png_is_passed_on_unread(pad, tmp_path):
    paths, file = [], tmp_path / "letter.png"
    file.write_text("no picture")
    pad.picture_dropped.connect(paths.append)
    drop(pad, file)
    assert paths == [str(file)]


def test_a_document_is_left_to_the_window(pad, tmp_path):
    assert not drop(pad, tmp_path / "run.reverie")


def test_a_picture_on_the_clipboard_is_pasted(pad, qtbot):
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(pad.picture_pasted) as pasted:
        assert pad.paste()
    assert pasted.args[0].size() == image.size()


def test_words_on_the_clipboard_are_no_picture(pad):
    QGuiApplication.clipboard().setText("A")
    assert not pad.paste()


# ---- what the network answers ----


def test_nothing_sticks_after_two_newer_states(pad):
    drag(pad, (4, 4), (9, 4))
    pad.show_units(SIDE, blank())
    assert (pad.units() == 1).sum() == 6
    pad.show_units(SIDE, blank())
    assert (pad.units() == -1).all()


def test_what_the_network_has_taken_up_is_its_own_again(pad):
    drag(pad, (4, 4))
    units = blank()
    units[4 * SIDE + 4] = 1
    pad.show_units(SIDE, units)
    pad.show_units(SIDE, blank())
    assert (pad.units() == -1).all()


def test_nothing_sticks_where_no_state_comes(pad, qtbot):
    drag(pad, (4, 4))
    qtbot.waitUntil(lambda: bool((pad.units() == -1).all()), timeout=2000)


def test_the_same_units_are_not_painted_again(pad, qtbot, monkeypatch):
    qtbot.wait(1)
    painted = []
    monkeypatch.setattr(pad, "update", lambda: painted.append(1))
    pad.show_units(SIDE, blank())
    assert not painted
    pad.show_units(SIDE, -blank())
    assert painted


def test_a_new_side_ends_the_stroke_in_hand(pad):
    QTest.mousePress(pad, LEFT, pos=at(pad, 4, 4))
    pad.show_units(2, blank(2))
    move(pad, at(pad, 1, 1), LEFT)
    assert len(pad.strokes) == 1


def test_units_that_fill_no_square_are_refused(pad):
    with pytest.raises(ValueError, match="783 units do not fill"):
        pad.show_units(SIDE, np.ones(783, np.int8))


@pytest.mark.parametrize("side", [2, 28, 128])
def test_the_three_states_of_a_unit_look_different(pad, side):
    units, half = blank(side).reshape(side, side), side // 2
    units[:half, :half], units[half:, half:] = 1, 0
    pad.show_units(side, units.ravel())
    image = pad.grab().toImage()
    places = ((100, 100), (100, 300), (300, 300))
    assert len({image.pixelColor(x, y).name() for x, y in places}) == 3


def test_assistive_technology_is_told_the_counts(pad, qtbot):
    assert pad.accessibleName() == "State: 28 × 28 units"
    pad.show_units(SIDE, np.zeros(784, np.int8))
    qtbot.waitUntil(lambda: pad.accessibleDescription() == "0 on, 0 off, 784 unknown")


# ---- export ----


@pytest.mark.parametrize("side", [2, 28, 128])
def test_an_svg_parses_and_is_small(pad, tmp_path, side):
    units = np.random.default_rng(0).integers(-1, 2, side * side).astype(np.int8)
    pad.set_shows_unstable(True)
    pad.show_units(side, units, units > 0, updated=1, why=2)
    pad.export_svg(str(tmp_path / "state.svg"), {"seed": 42})
    root = ElementTree.parse(tmp_path / "state.svg").getroot()
    assert root.tag.endswith("svg")
    assert (tmp_path / "state.svg").stat().st_size < 2_000_000


def test_a_png_has_the_asked_size_and_says_its_seed(pad, tmp_path):
    pad.export_png(str(tmp_path / "state.png"), 2.0, {"seed": 42})
    image = QImage(str(tmp_path / "state.png"))
    assert (image.width(), image.text("seed")) == (800, "42")


def test_export_leaves_pointer_and_hint_out(pad):
    plain = pad.picture()
    pad.set_hint("press Space")
    move(pad, at(pad, 11, 7))
    assert pad.picture() == plain


def test_taking_the_hint_away_moves_nothing(pad):
    pad.set_hint("press Space")
    before = pad.picture()
    pad.set_hint("")
    assert pad.picture() == before


# ---- the column of tools ----


def test_each_tool_can_be_clicked_and_told(tools, qtbot):
    chosen = []
    tools.tool_chosen.connect(chosen.append)
    for name in (*TOOLS, "pencil"):
        if tools._buttons[name].isVisible():
            qtbot.mouseClick(tools._buttons[name], LEFT)
    assert chosen == ["eraser", "line", "rectangle", "fill", "text", "why", "pencil"]


def test_a_key_chooses_a_tool_that_has_no_room(tools, qtbot):
    tools.resize(34, 110)
    tools.activateWindow()
    qtbot.waitUntil(tools.isActiveWindow)
    QTest.keyClick(tools.windowHandle(), Qt.Key.Key_F)
    assert tools.tool() == "fill"
    assert tools._buttons["fill"].isVisible()


def test_everything_fits_in_its_height(tools):
    for height in (98, 200, 330, 500):
        for name in TOOLS:
            tools.resize(34, height)
            tools.set_tool(name)
            tools.layout().activate()
            assert tools._more.geometry().bottom() < height


def test_what_has_no_room_stands_in_the_menu(tools):
    tools.resize(34, 200)
    for name, button in tools._buttons.items():
        assert button.isVisible() != tools._tool_actions[name].isVisible()


def test_only_what_can_be_stamped_can_be_typed(tools, qtbot):
    stamps = []
    tools.stamp_chosen.connect(stamps.append)
    tools.set_tool("text")
    tools.set_stamp("")
    qtbot.keyClicks(tools._stamp, "a;b 1")
    assert stamps == ["A", "AB", "AB1"]


def test_the_menu_gives_actions_as_the_model_writes_them(tools):
    given = []
    tools.action_chosen.connect(given.append)
    for action in tools._menu.actions():
        if action.text() in ("Invert", "Shift up", "Mirror left and right", "Clear"):
            action.trigger()
    assert given == ["invert", "mirror=horizontal", "shift=0,-1", "clear"]


def test_pen_sizes_stay_between_one_and_nine(tools):
    sizes = []
    tools.size_chosen.connect(sizes.append)
    for steps in (-1, 1, 20):
        tools._step(steps)
    assert sizes == [2, 9]


def test_every_tool_has_a_name_and_a_tip_with_its_key(tools):
    for name, (label, key) in TOOLS.items():
        assert tools._buttons[name].accessibleName() == label
        assert f"({key})" in tools._buttons[name].toolTip()


def test_tools_and_pad_grow_for_the_projector(pad, tools, qapp):
    before = tools.sizeHint().height()
    theme.apply_theme(qapp, "dark", presenter=True)
    try:
        assert tools.sizeHint().height() > before
        colour = pad.grab().toImage().pixelColor(at(pad, 11, 7))
        assert colour == QColor(theme.current_theme().unit_off)
    finally:
        theme.apply_theme(qapp, "light")
    assert tools.sizeHint().height() == before


def test_leaving_takes_the_words_away(pad, qtbot):
    move(pad, at(pad, 11, 7))
    with qtbot.waitSignal(pad.hovered) as told:
        pad.leaveEvent(QEvent(QEvent.Type.Leave))
    assert told.args == [""]
