"""A cut graph shows which edges join nodes of different sides, and where it is not the best cut."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views import cut_marks
from simulator.views.cut import CutView
from simulator.views.cut_layout import Graph, misplaced

POSITIONS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
EDGES = np.array([[0, 1], [1, 2], [2, 3], [0, 3]])
WEIGHTS = np.array([1, 5, 1, 3])
SIDES = np.array([1, -1, -1, 1], np.int8)  # cuts the edges 0 and 2


@pytest.fixture
def view(qtbot):
    view = CutView()
    qtbot.addWidget(view)
    view.resize(400, 426)
    view.show_cut(POSITIONS, EDGES, WEIGHTS, SIDES)
    view.show()
    qtbot.waitExposed(view)
    return view


def color_at(view, place):
    return view.grab().toImage().pixelColor(place.toPoint())


def beside(view, node):
    """A point of a node beside its number, in the corner that only a square has."""
    reach = 0.78 * view._places.radius
    return view.place_of(node) + QPointF(-reach, -reach)


def rim(view, node):
    return view.place_of(node) + QPointF(-0.6 * view._places.radius, 0)


def on_edge(view, edge, share=0.25):
    a, b = (view.place_of(node) for node in EDGES[edge])
    return a + (b - a) * share


def is_near(color, other, tolerance=24):
    other = QColor(other)
    return all(abs(x - y) <= tolerance for x, y in zip(color.getRgb(), other.getRgb(), strict=True))


# ---- the picture ----


def test_the_sides_differ_in_colour(view):
    assert is_near(color_at(view, rim(view, 0)), theme.current_theme().accent)
    assert is_near(color_at(view, rim(view, 1)), theme.current_theme().warm)


def test_the_sides_differ_in_shape(view):
    assert is_near(color_at(view, beside(view, 1)), theme.current_theme().warm)
    assert not is_near(color_at(view, beside(view, 0)), theme.current_theme().accent)


def test_cut_edges_are_strong_and_the_others_faint(view):
    dark = [color_at(view, on_edge(view, edge)).lightnessF() < 0.5 for edge in range(4)]
    assert dark == [True, False, True, False]


def test_a_new_division_cuts_other_edges(view):
    view.show_cut(POSITIONS, EDGES, WEIGHTS, np.array([1, 1, -1, -1], np.int8))
    dark = [color_at(view, on_edge(view, edge)).lightnessF() < 0.4 for edge in range(4)]
    assert dark == [False, True, False, True]


def test_heavier_edges_are_thicker(view):
    widths = {width for width, lines in view._places.lines_of(np.ones(4, bool)) if lines}
    assert len(widths) == 3
    assert max(widths) == 4.0


def test_weights_of_few_edges_are_written_but_not_where_all_are_alike(view):
    assert [text for _, text, _ in view._labels] == ["1", "5", "1", "3"]
    view.show_cut(POSITIONS, EDGES, np.ones(4, int), SIDES)
    assert not view._labels


def test_a_node_unlike_the_best_cut_is_hollow(view):
    best = SIDES * np.array([1, 1, 1, -1], np.int8)
    view.show_cut(POSITIONS, EDGES, WEIGHTS, SIDES, best)
    surface = theme.current_theme().surface
    assert is_near(color_at(view, rim(view, 3)), surface)
    assert not is_near(color_at(view, rim(view, 0)), surface)


def test_a_division_with_the_sides_named_otherwise_is_the_same():
    best = np.array([1, 1, -1, -1, 1], np.int8)
    assert not misplaced(-best, best).any()
    assert misplaced(-best * np.array([1, -1, 1, 1, 1]), best).tolist() == [
        False, True, False, False, False,
    ]  # fmt: skip


def test_edges_are_cut_as_a_loop_finds_them():
    rng = np.random.default_rng(0)
    edges, sides = rng.integers(0, 30, (50, 2)), rng.choice([-1, 1], 30)
    slow = [sides[i] != sides[j] for i, j in edges.tolist()]
    assert Graph(rng.random((30, 2)), edges, np.ones(50)).is_cut(sides).tolist() == slow


def test_the_ground_is_kept_while_only_the_division_is_another(view):
    view.grab()
    before = view._ground.cacheKey()
    view.show_cut(POSITIONS.copy(), EDGES.copy(), WEIGHTS.copy(), -SIDES)
    view.grab()
    assert view._ground.cacheKey() == before


def test_nothing_is_painted_anew_where_nothing_differs(view, monkeypatch):
    updates = []
    monkeypatch.setattr(view, "update", lambda: updates.append(1))
    view.show_cut(POSITIONS.copy(), EDGES.copy(), WEIGHTS.copy(), SIDES.copy())
    assert not updates


@pytest.mark.parametrize("count", [1, 2, 7, 64, 2000])
def test_all_nodes_lie_inside_the_view(view, count):
    rng = np.random.default_rng(count)
    edges = rng.integers(0, count, (3 * count, 2))
    sides = rng.choice(np.array([-1, 1], np.int8), count)
    view.show_cut(rng.random((count, 2)), edges, np.ones(3 * count), sides, sides)
    view.grab()
    reach = view._places.radius
    assert (view._places.centers >= reach).all()
    assert (view._places.centers <= np.array([400, 426]) - reach).all()


def test_a_view_without_a_graph_says_so(view, qtbot):
    view.clear()
    QTest.mouseMove(view, QPoint(200, 200))
    view.grab()
    assert view.is_empty()


# ---- the mouse ----


def test_a_node_under_the_pointer_is_told_with_its_edges(view):
    told = []
    view.hovered.connect(told.append)
    for node in (0, 2):
        QTest.mouseMove(view, view.place_of(node).toPoint())
    QTest.mouseMove(view, QPoint(200, 200))
    assert told == [
        "node 0: side +1; 1 of its 2 edges are cut, weight 1 of 4",
        "node 2: side −1; 1 of its 2 edges are cut, weight 1 of 6",
        "",
    ]


def test_a_click_on_a_node_asks_about_it(view, qtbot):
    with qtbot.waitSignal(view.why_asked) as asked:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(2).toPoint())
    assert asked.args == [2]


# ---- looks and export ----


def test_colours_follow_the_theme(view, qapp):
    view.grab()
    theme.apply_theme(qapp, "dark")
    try:
        assert is_near(color_at(view, rim(view, 0)), theme.current_theme().accent)
    finally:
        theme.apply_theme(qapp, "light")


def test_the_legend_names_what_there_is_room_for(view, monkeypatch):
    named = []
    monkeypatch.setattr(cut_marks, "_paint_key", lambda painter, kind, box: named.append(kind))
    for width, best in ((400, SIDES), (400, None), (150, SIDES)):
        view.resize(width, 400)
        view.show_cut(POSITIONS, EDGES, WEIGHTS, SIDES, best)
        view.renew()
        named.clear()
        view.grab()
        assert (
            named == ["cut", "faint", "sides", "odd"][: {400: 3 + (best is not None)}.get(width, 2)]
        )


@pytest.mark.parametrize("count", [12, 500])
def test_an_svg_parses(view, tmp_path, count):
    rng = np.random.default_rng(0)
    sides = rng.choice(np.array([-1, 1], np.int8), count)
    edges = rng.integers(0, count, (2 * count, 2))
    view.show_cut(rng.random((count, 2)), edges, rng.integers(1, 7, 2 * count), sides, -sides)
    view.export_svg(str(tmp_path / "cut.svg"), {"seed": 42})
    assert ElementTree.parse(tmp_path / "cut.svg").getroot().tag.endswith("svg")


def test_an_export_looks_like_the_screen(view):
    color = view.picture(2.0).pixelColor((rim(view, 0) * 2).toPoint())
    assert is_near(color, theme.current_theme().accent)
