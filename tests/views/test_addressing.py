"""The stages of addressing show actual bars and numbers, and a hand chooses and turns them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views.addressing import AddressingShown, AddressingView
from simulator.views.addressing_layout import places
from simulator.views.addressing_numbers import (
    dragged,
    fitting,
    line_width,
    lines_of,
    number_text,
    step_text,
)
from simulator.views.addressing_shown import ladder
from simulator.views.addressing_window import Window, around
from simulator.views.why_sheet import equation_font

LEFT = Qt.MouseButton.LeftButton
RNG = np.random.default_rng(0)
SIZES = [(300, 120), (430, 420), (560, 150), (940, 210), (1400, 500)]


def bump(at, size=128, high=0.9):
    values = np.full(size, (1 - high) / (size - 1))
    values[at] = high
    return values


READ = AddressingShown(
    previous=bump(45), content=bump(51, high=0.4), gated=bump(45, high=0.95), shifted=bump(46),
    weighting=bump(46, high=0.99), shift=np.array([0.01, 0.02, 0.97]), beta=6.31, gate=0.02,
    gamma=9.4, read=np.tanh(RNG.normal(size=20)), running="shift",
)  # fmt: skip
WRITE = replace(READ, read=None, erase=RNG.uniform(size=20), add=np.tanh(RNG.normal(size=20)))


@pytest.fixture
def view(qtbot):
    view = AddressingView()
    qtbot.addWidget(view)
    view.resize(940, 220)
    view.show()
    qtbot.waitExposed(view)
    view.show_addressing(READ)
    view.chosen, view.turned, view.said = [], [], []
    view.stage_chosen.connect(view.chosen.append)
    view.number_dragged.connect(lambda *told: view.turned.append(told))
    view.hovered.connect(view.said.append)
    return view


def bar(view, stage, location):
    """The middle of a bar's foot."""
    k = view._scene.shown.stages.index(stage)
    place, window = view._scene.places[k], view._scene.windows[k]
    x = place.x_of(window.position(location), window.count)
    return QPointF(x, place.plot.bottom() - 2)


def column(view, stage, location):
    """How many pixels of a bar's column are of the bars' colour."""
    image, foot = view.picture(), bar(view, stage, location)
    token = "accent" if view._scene.shown.running == stage else "ink3"
    wanted = QColor(theme.current_theme().color(token))
    return sum(image.pixelColor(int(foot.x()), y) == wanted for y in range(int(foot.y()) + 2))


def move(view, place, buttons=Qt.MouseButton.NoButton):
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    glob = QPointF(view.mapToGlobal(place.toPoint()))
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, place, glob, none, buttons, keys))


def drag(view, name, way):
    start = view.number_box(name).center()
    QTest.mousePress(view, LEFT, pos=start.toPoint())
    move(view, QPointF(start.toPoint()) + QPointF(way, 0), LEFT)
    QTest.mouseRelease(view, LEFT, pos=(start + QPointF(way, 0)).toPoint())


# ---- what is shown ----


def test_a_head_has_the_stages_it_has_values_for():
    assert READ.stages == ("content", "gate", "shift", "sharpen", "read")
    assert WRITE.stages == ("content", "gate", "shift", "sharpen", "erase", "add")


def test_a_bar_is_as_high_as_its_value(view):
    high = view._scene.places[0].plot.height()
    assert column(view, "shift", 46) == pytest.approx(0.9 * high, abs=2)
    assert column(view, "sharpen", 46) == pytest.approx(0.99 * high, abs=2)


def test_bars_of_before_are_pale_behind(view):
    foot = bar(view, "shift", 45)  # the weighting stood there, and has moved on
    color = view.picture().pixelColor(foot.toPoint() - QPointF(0, 30).toPoint())
    now = theme.current_theme()
    assert color not in (QColor(now.surface), QColor(now.accent))
    assert color.blue() > color.red()


def test_only_the_stage_that_runs_is_in_the_accent(view):
    image, accent = view.picture(), QColor(theme.current_theme().accent)
    for stage in READ.stages:
        box = view.box_of(stage).toRect()
        part = image.copy(box)
        pixels = (part.pixelColor(x, y) for x in range(part.width()) for y in range(part.height()))
        assert (accent in pixels) == (stage == "shift")


def test_numbers_and_names_are_in_the_export(view, tmp_path):
    view.export_svg(str(tmp_path / "a.svg"), {})
    text = (tmp_path / "a.svg").read_text("utf-8")
    for words in ("1 content", "2 gate", "5 read", "6.31", "0.97", "9.40", "46", "51"):
        assert f">{words}<" in text


def test_values_below_zero_hang(view):
    view.show_addressing(replace(READ, read=np.array([1.0, -1.0])))
    plot = view._scene.places[4].plot
    middle, image = plot.center().y(), view.picture()
    gray = QColor(theme.current_theme().ink3)
    xs = [int(plot.left() + share * plot.width()) for share in (0.25, 0.75)]
    above, below = ([image.pixelColor(x, int(middle + dy)) == gray for x in xs] for dy in (-20, 20))
    assert above == [True, False]
    assert below == [False, True]


def test_stages_that_are_to_come_have_no_bars(view, tmp_path):
    view.show_addressing(replace(READ, reached="gate"))
    assert column(view, "sharpen", 46) == 0
    view.export_svg(str(tmp_path / "a.svg"), {})
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert text.count(">not yet<") == 3
    assert ">9.40<" not in text
    assert set(view.exported().columns["stage"]) == {"content", "gate"}


def test_the_stage_that_is_held_has_a_ground(view):
    corner = view.box_of("gate").bottomRight().toPoint() - QPointF(8, 8).toPoint()
    before = view.picture().pixelColor(corner)
    view.show_addressing(replace(READ, held="gate"))
    assert view.picture().pixelColor(corner) != before


@pytest.mark.parametrize("shown", [READ, WRITE, replace(WRITE, reached="content", can_drag=True)])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [("light", False), ("dark", True)])
def test_everything_can_be_drawn_at_every_size(qapp, view, shown, size, look):
    theme.apply_theme(qapp, *look)
    try:
        view.resize(*size)
        view.show_addressing(shown)
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("count", [4, 5, 6, 7])
def test_charts_stand_apart_within_the_view(qapp, size, count):
    boxes = [place.box for place in places(QSize(*size), count)]
    assert all(box.left() >= 0 and box.right() <= size[0] + 0.01 for box in boxes)
    assert all(box.bottom() <= size[1] + 0.01 for box in boxes)
    assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])
    assert all(place.axis.bottom() <= place.box.bottom() for place in places(QSize(*size), count))


@pytest.mark.parametrize("count", [1, 3, 500, 5000])
def test_any_number_of_locations_can_be_shown(view, count):
    values = RNG.dirichlet(np.ones(count))
    names = ("previous", "content", "gated", "shifted", "weighting")
    view.show_addressing(replace(READ, read=RNG.normal(size=count), **dict.fromkeys(names, values)))
    assert not view.picture().isNull()


def test_broken_numbers_are_shown_not_a_crash(view):
    broken = np.full(128, np.nan)
    view.show_addressing(
        replace(READ, content=broken, gated=broken, weighting=broken, beta=np.inf, gate=np.nan,
                read=np.array([np.inf, -np.inf, np.nan]))
    )  # fmt: skip
    assert not view.picture().isNull()


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_addressing(replace(READ, content=READ.content.copy()))


def test_other_bars_keep_the_ground(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_addressing(replace(READ, gate=0.5, gated=bump(46)))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="stage 'x' is unknown"):
        replace(READ, running="x")
    with pytest.raises(ValueError, match="gated has 3 locations, previous 128"):
        replace(READ, gated=np.ones(3))
    with pytest.raises(ValueError, match="2 shifts have no middle"):
        replace(READ, shift=np.ones(2))


def test_cleared_it_says_what_to_do(view, tmp_path):
    view.set_empty("Press Space.")
    view.clear()
    view.export_svg(str(tmp_path / "a.svg"), {})
    assert ">Press Space.<" in (tmp_path / "a.svg").read_text("utf-8")
    assert view.exported() is None
    assert view.accessibleDescription() == "Press Space."


def test_the_table_has_every_bar_before_and_after(view):
    columns = view.exported().columns
    k = next(
        i for i, (stage, place) in enumerate(zip(columns["stage"], columns["place"], strict=True))
        if (stage, place) == ("shift", 45)
    )  # fmt: skip
    assert columns["before"][k] == READ.gated[45]
    assert columns["value"][k] == READ.shifted[45]
    assert len(columns["value"]) == 4 * 128 + 20


# ---- the locations in sight ----


def test_the_focus_is_in_the_middle_of_what_is_in_sight():
    window = around(bump(60), 30, None)
    assert abs(window.position(60) - 15) <= 1


def test_what_is_in_sight_stays_while_the_focus_moves_within_it():
    window = around(bump(60), 30, None)
    assert around(bump(70), 30, window) is window
    assert around(bump(90), 30, window) is not window


def test_a_stretch_goes_over_the_end_to_the_first():
    window = around(bump(0), 30, None)
    assert window.start > 100
    assert window.last < 20
    assert window.position(0) >= 0


def test_few_locations_are_all_in_sight():
    assert around(bump(3, 20), 30, None) == Window.all_of(20)


def test_the_shorter_way_out_of_sight_is_known():
    window = Window(40, 30, 128)
    assert window.position(30) == -1
    assert window.is_before(30)
    assert not window.is_before(80)


def test_a_peak_out_of_sight_is_named_at_that_side(view, tmp_path):
    view.show_addressing(replace(READ, content=bump(100, high=0.2)))
    view.export_svg(str(tmp_path / "a.svg"), {})
    assert ">100 ›<" in (tmp_path / "a.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("highest", "top"), [(0.0, 1.0), (0.008, 0.01), (0.011, 0.03), (0.31, 1.0), (1.0, 1.0), (2, 3)]
)
def test_scales_have_few_rungs(highest, top):
    assert ladder(highest) == top


# ---- numbers ----


def test_numbers_have_two_decimals_while_they_are_small():
    texts = [number_text(x) for x in (9.4, 123.4, 4321.0, np.nan, np.inf)]
    assert texts == ["9.40", "123.4", "4321", "–", "∞"]


def test_a_shift_is_named_by_how_far_it_goes():
    assert [step_text(k, 5) for k in range(5)] == ["−2", "−1", "0", "+1", "+2"]


def test_a_narrow_line_is_written_shorter(qapp):
    metrics = QFontMetricsF(equation_font())
    ways = lines_of(READ, "shift")
    widths = [line_width(way, metrics) for way in ways]
    assert widths == sorted(widths, reverse=True)
    texts = ["".join(piece.text for piece in fitting(ways, w + 0.1, metrics)) for w in widths]
    assert texts == ["s = 0.01, 0.02, 0.97", "0.01  0.02  0.97", ".01  .02  .97", "+1: 0.97"]


def test_a_drag_goes_from_end_to_end_and_no_further():
    assert dragged("gate", 0.5, 1000) == 1.0
    assert dragged("shift[0]", 0.5, -1000) == 0.0
    assert dragged("gamma", 9.4, -1e5) == 1.0
    assert dragged("beta", 6.0, -1e5) == pytest.approx(0.0)
    assert dragged("beta", 6.0, 1e5) == 1000.0


def test_a_number_that_is_not_moved_stays():
    for name, value in (("beta", 6.31), ("gamma", 1.0), ("gate", 0.02), ("shift[2]", 0.97)):
        assert dragged(name, value, 0.0) == pytest.approx(value)


# ---- the hand ----


def test_a_click_on_a_chart_chooses_its_stage(view):
    for stage in READ.stages:
        QTest.mouseClick(view, LEFT, pos=view.box_of(stage).center().toPoint())
    assert tuple(view.chosen) == READ.stages


def test_the_bar_under_the_pointer_is_said_before_and_after(view):
    move(view, bar(view, "shift", 46))
    assert view.said[-1] == "shift: location 46 · 0.00039 → 0.90"
    move(view, bar(view, "gate", 45))
    assert view.said[-1] == "gate: location 45 · content 0.0047, before 0.90 → 0.95"
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_a_similarity_that_is_known_is_said(view):
    view.show_addressing(replace(READ, similarity=np.full(128, 0.25)))
    move(view, bar(view, "content", 51))
    assert view.said[-1] == "content: location 51 · similarity 0.25 → 0.40"


def test_a_number_under_the_pointer_is_explained(view):
    move(view, view.number_box("shift[2]").center())
    assert view.said[-1] == "s(+1) = 0.97: how much of the weighting goes 1 location forward"


def test_a_dragged_number_tells_its_name_and_value(view):
    view.show_addressing(replace(READ, can_drag=True))
    drag(view, "gate", 80)
    assert view.turned[-1] == ("gate", pytest.approx(0.52))
    drag(view, "shift[2]", -80)
    assert view.turned[-1] == ("shift[2]", pytest.approx(0.47))
    drag(view, "beta", 60)
    assert view.turned[-1] == ("beta", pytest.approx(6.41 * np.e - 0.1))
    assert view.chosen == []


def test_each_drag_is_a_group_of_its_own(view):
    view.show_addressing(replace(READ, can_drag=True))
    drag(view, "gate", 20)
    first = view.group()
    drag(view, "gate", 20)
    assert view.group() != first
    assert not view.is_dragging()


def test_numbers_stay_where_they_can_not_be_dragged(view):
    drag(view, "gate", 80)
    assert view.turned == []
    assert view.chosen == ["gate"]


def test_arrows_go_from_bar_to_bar_and_from_chart_to_chart(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    start = view._scene.windows[0].start
    assert view.said[0].startswith(f"content: location {start} ·")
    assert view.said[1].startswith(f"content: location {start + 1} ·")
    assert view.said[2].startswith(f"gate: location {start + 1} ·")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.chosen == ["gate"]
    view.clearFocus()
    assert view.said[-1] == ""


def test_keys_turn_the_number_of_the_chart_looked_at(view):
    view.show_addressing(replace(READ, can_drag=True))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Plus, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.turned == [("gate", pytest.approx(0.07)), ("shift[2]", pytest.approx(0.92))]


def test_all_stages_are_described(view):
    text = view.accessibleDescription()
    assert text.startswith("content: β = 6.31, most at location 51 (0.40). gate: g = 0.02")
    assert "shift (running): s = 0.01, 0.02, 0.97, most at location 46 (0.90)" in text
