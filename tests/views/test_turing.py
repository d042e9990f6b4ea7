"""The machine shows controller, heads and memory, lights what runs, and marks where heads are."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.turing import TuringShown, TuringView
from simulator.views.turing_layout import TuringLayout
from simulator.views.turing_marks import line_of, pooled
from simulator.views.turing_parts import LEGS, PARTS, PLAIN, STATIONS, part_of

RNG = np.random.default_rng(0)
SIZES = [(300, 200), (340, 620), (430, 420), (690, 300), (1100, 500)]
BOTH = ("write", "read")


def focus(at, size=128):
    weights = np.full(size, 0.1 / (size - 1))
    weights[at] = 0.9
    return weights


SHOWN = TuringShown(
    lit="content", head=0, input=np.array([1.0, 0.0, 1.0]), output=np.array([0.9, 0.1]),
    target=np.array([1.0, 1.0]), hidden=RNG.uniform(-1, 1, 100),
    memory=RNG.normal(0, 0.3, (128, 20)),
    weightings=np.array([focus(100), focus(20)]), reads=RNG.uniform(-1, 1, (1, 20)),
    adds=RNG.uniform(-1, 1, (1, 20)), controller="LSTM", time="time 27",
)  # fmt: skip
MANY = replace(
    SHOWN, lit="shift", head=2, weightings=np.array([focus(k) for k in (3, 60, 90, 127)]),
    reads=np.zeros((1, 20)), adds=np.zeros((3, 20)), target=None,
)  # fmt: skip
WITHOUT = TuringShown(lit="controller", input=np.ones(3), output=np.ones(2), hidden=np.zeros(7))


@pytest.fixture
def view(qtbot):
    view = TuringView()
    qtbot.addWidget(view)
    view.resize(690, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_machine(SHOWN)
    return view


def is_ringed(view, image, station):
    box = view.box_of(station)
    edge = QPoint(round(box.left()) + 1, round(box.center().y()))
    return image.pixelColor(edge) == QColor(theme.current_theme().accent)


# ---- parts ----


@pytest.mark.parametrize("lit", PARTS)
@pytest.mark.parametrize("kinds", [(), ("read",), ("write",), BOTH])
def test_every_part_lights_what_there_is(lit, kinds):
    part = part_of(lit, kinds)
    assert set(part.stations) <= set(STATIONS if kinds else PLAIN)
    assert set(part.legs) <= set(LEGS)


def test_a_key_goes_the_way_of_its_head():
    assert part_of("content", ("read",)).legs == (("memory", "read"),)
    assert part_of("content", ("write",)).legs == (("write", "memory"),)
    assert part_of("content", BOTH).stations == ("write", "read", "memory")


def test_the_kind_of_a_head_is_known_by_its_number():
    assert SHOWN.kinds == ("read",)
    assert replace(SHOWN, head=1).kinds == ("write",)
    assert replace(SHOWN, head=-1).kinds == BOTH


def test_the_title_says_time_head_and_part():
    assert SHOWN.part_title == "time 27 · read head · Content"
    assert MANY.part_title == "time 27 · write head 2 · Shift"
    assert replace(SHOWN, head=-1).part_title == "time 27 · all heads · Content"
    assert replace(SHOWN, lit="").part_title == "time 27 · Neural Turing Machine"


# ---- what is painted ----


@pytest.mark.parametrize("lit", ["", *PARTS])
def test_only_what_is_running_is_ringed(view, lit):
    view.show_machine(replace(SHOWN, lit=lit))
    image = view.picture()
    ringed = {name for name in STATIONS if is_ringed(view, image, name)}
    assert ringed == set(part_of(lit, ("read",)).stations)


@pytest.mark.parametrize("lit", ["", *PARTS])
def test_only_legs_that_are_lit_are_in_the_accent(view, lit):
    view.show_machine(replace(SHOWN, lit=lit))
    image, accent = view.picture(), QColor(theme.current_theme().accent)
    for leg, corners in view._layout.legs.items():
        middle = ((corners[0] + corners[1]) / 2).toPoint()
        near = [image.pixelColor(middle + QPoint(0, dy)) for dy in (-1, 0, 1)]
        assert (accent in near) == (leg in part_of(lit, ("read",)).legs)


def test_bits_are_ink_and_paper_in_their_order(view):
    now, inner = theme.current_theme(), view._layout.stations["input"].inner
    grid, image = line_of(inner, 3), view.picture()
    across = [(0, k) if grid.rows == 1 else (k, 0) for k in range(3)]
    colors = [image.pixelColor(grid.box_of(cell).center().toPoint()) for cell in across]
    assert colors == [QColor(c) for c in (now.unit_on, now.unit_off, now.unit_on)]


def test_a_wrong_bit_has_a_ring(view):
    inner, image = view._layout.stations["output"].inner, view.picture()
    grid, warm = line_of(inner, 2), QColor(theme.current_theme().warm)
    edges = [
        grid.box_of((0, k) if grid.rows == 1 else (k, 0)).topLeft().toPoint() + QPoint(1, 6)
        for k in range(2)
    ]
    assert [image.pixelColor(edge) == warm for edge in edges] == [False, True]


def test_the_focus_of_each_head_is_marked_at_its_location(view):
    view.show_machine(replace(SHOWN, lit="gate"))  # no ring about the memory
    inner, image = view._layout.stations["memory"].inner, view.picture()
    now = theme.current_theme()
    column = [image.pixelColor(int(inner.left()) + 5, y) for y in range(view.height())]
    for location, token in ((100, "accent"), (20, "warm")):
        rows = [y for y, color in enumerate(column) if color == QColor(now.color(token))]
        wanted = inner.top() + (location + 0.5) / 128 * inner.height()
        assert np.mean(rows) == pytest.approx(wanted, abs=2)


def test_a_head_that_looks_nowhere_has_no_mark(view):
    even = np.full((2, 128), 1 / 128)
    view.show_machine(replace(SHOWN, weightings=even))
    inner, image = view._layout.stations["memory"].inner, view.picture()
    colors = {image.pixelColor(int(inner.left()) + 5, y).name() for y in range(view.height())}
    assert theme.current_theme().warm not in colors


def test_names_and_numbers_are_in_the_export(view, tmp_path):
    view.export_svg(str(tmp_path / "t.svg"), {})
    text = (tmp_path / "t.svg").read_text("utf-8")
    for words in ("input x", "controller", "write head", "read head", "memory M", "output y",
                  "LSTM 100", "at location 100", "128 × 20 numbers"):  # fmt: skip
        assert f">{words}<" in text


@pytest.mark.parametrize("shown", [SHOWN, MANY, WITHOUT, TuringShown(), replace(SHOWN, lit="")])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [("light", False), ("dark", True)])
def test_everything_can_be_drawn_at_every_size(qapp, view, shown, size, look):
    theme.apply_theme(qapp, *look)
    try:
        view.resize(*size)
        view.show_machine(shown)
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stations", [STATIONS, PLAIN])
@pytest.mark.parametrize("presenter", [False, True])
def test_nothing_overlaps_or_leaves_the_view(qapp, size, stations, presenter):
    theme.apply_theme(qapp, "light", presenter)
    try:
        layout = TuringLayout.of(QSize(*size), stations)
        boxes = [*(place.box for place in layout.stations.values()), layout.words]
        assert all(QRectF(0, 0, *size).contains(box) for box in boxes)
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
        for corners in layout.legs.values():
            assert not any(box.contains(corner) for box in boxes for corner in corners)
    finally:
        theme.apply_theme(qapp, "light")


def test_a_wide_machine_goes_to_the_right_and_a_high_one_down(qapp):
    wide, high = (TuringLayout.of(QSize(*size), STATIONS) for size in ((690, 300), (340, 620)))
    assert wide.stations["memory"].box.left() > wide.stations["controller"].box.right()
    assert high.stations["memory"].box.top() > high.stations["controller"].box.bottom()
    assert high.stations["controller"].box.top() > high.stations["input"].box.bottom()


def test_two_ways_between_controller_and_read_heads_lie_apart(qapp):
    layout = TuringLayout.of(QSize(690, 300), STATIONS)
    ys = [layout.legs[leg][0].y() for leg in (("controller", "read"), ("read", "controller"))]
    assert ys[1] - ys[0] >= 10


def test_a_network_without_memory_has_three_stations(view):
    view.show_machine(WITHOUT)
    assert set(view._layout.stations) == set(PLAIN)
    assert view.box_of("memory") == QRectF()


def test_broken_numbers_are_shown_not_a_crash(view):
    view.show_machine(
        replace(SHOWN, memory=np.full((128, 20), np.nan), output=np.array([np.nan, np.inf]),
                hidden=np.full(9, np.inf), weightings=np.full((2, 128), np.nan))
    )  # fmt: skip
    assert not view.picture().isNull()


def test_of_many_weights_the_largest_of_each_stretch_is_seen():
    weights = np.zeros(1000)
    weights[637] = 1.0
    assert pooled(weights, 50).max() == 1.0
    assert pooled(weights, 50).size == 50
    assert pooled(weights[:5], 50).size == 5


# ---- words ----


def test_the_pointer_is_told_each_station(view):
    said = []
    view.hovered.connect(said.append)
    for name in ("input", "controller", "write", "output"):
        QTest.mouseMove(view, view.box_of(name).center().toPoint())
    QTest.mouseMove(view, QPoint(2, 2))
    assert said == [
        "input x: 2 of 3 bits on", "controller: LSTM of 100 units",
        "write head: most at location 20 (0.90)", "output y: 1 of 2 bits on, 1 wrong", "",
    ]  # fmt: skip


def test_the_memory_says_its_size_and_range():
    shown = replace(SHOWN, memory=np.linspace(-0.5, 1.0, 128 * 20).reshape(128, 20))
    assert shown.words_of("memory") == "memory M: 128 locations × 20, from −0.50 to 1.00"


def test_arrows_go_from_station_to_station(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view._said == SHOWN.words_of("output")
    view.clearFocus()
    assert view._said == ""


def test_the_description_says_the_part_and_all_stations(view):
    text = view.accessibleDescription()
    assert text.startswith("time 27 · read head · Content. Each location is compared")
    assert "memory M: 128 locations × 20" in text


def test_memory_and_weightings_are_exported_as_a_table(view):
    columns = view.exported().columns
    assert columns["read head"][100] == 0.9
    assert columns["write head"][20] == 0.9
    assert columns["memory 19"][127] == SHOWN.memory[127, 19]


def test_without_memory_the_units_are_exported(view):
    view.show_machine(WITHOUT)
    assert view.exported().columns["value"] == [0.0] * 7


def test_cleared_it_says_what_to_do(view, tmp_path):
    view.set_empty("Press Space.")
    view.clear()
    view.export_svg(str(tmp_path / "t.svg"), {})
    assert view.exported() is None
    assert ">Press Space.<" in (tmp_path / "t.svg").read_text("utf-8")
    assert view.accessibleDescription() == "Press Space."
    assert view.station_at(QPointF(100, 100)) == ""


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="part 'x' is unknown"):
        TuringShown(lit="x")
    with pytest.raises(ValueError, match="do not fit 1 read and 1 write heads on 128 locations"):
        replace(SHOWN, weightings=np.zeros((3, 128)))
    with pytest.raises(ValueError, match="a target of 3 bits does not fit an output of 2"):
        replace(SHOWN, target=np.zeros(3))


# ---- what is painted anew ----


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_machine(replace(SHOWN, memory=SHOWN.memory.copy()))


def test_another_input_keeps_the_ground_and_the_other_pictures(view, monkeypatch):
    versions = {name: view._pictures.version_of(name) for name in STATIONS}
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_machine(replace(SHOWN, input=np.zeros(3)))
    changed = {name for name in STATIONS if view._pictures.version_of(name) != versions[name]}
    assert changed == {"input"}
