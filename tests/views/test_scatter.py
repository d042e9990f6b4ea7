"""A scatter draws each point at its place, its guides straight, and says what is pointed at."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views.scatter import Points, ScatterView, Straight
from simulator.views.scatter_marks import legend_of, places_of
from simulator.views.scatter_wish import clipped

X, Y = np.array([0.1, 0.5, 0.9]), np.array([0.2, 0.5, 0.7])
UNIT = (0.0, 1.0)
DIAGONAL = (Straight("p⁺ = p⁻", 1.0, 0.0),)


@pytest.fixture
def view(qtbot):
    view = ScatterView("Correlations")
    qtbot.addWidget(view)
    view.resize(420, 320)
    show(view)
    view.show()
    qtbot.waitExposed(view)
    view.said = []
    view.hovered.connect(view.said.append)
    return view


def show(view, *groups, guides=DIAGONAL, **changes):
    wish = {"x_range": UNIT, "y_range": UNIT, "x_label": "p⁻", "y_label": "p⁺", **changes}
    view.show_points(groups or (Points("weights", X, Y),), guides, **wish)


def painted(view):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    view.render(image)
    return image


def test_a_point_is_painted_at_its_place(view):
    image = painted(view)
    for x, y in zip(X, Y, strict=True):
        color = image.pixelColor(view.place_of(x, y).toPoint())
        assert color == QColor(theme.current_theme().categories[0])


@pytest.mark.parametrize("shape", ["disc", "square", "diamond", "triangle"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_shape_stands_in_the_middle_of_its_place_at_every_scale(view, shape, scale):
    show(view, Points("", X, Y, "warm", shape=shape), guides=())
    image = view.picture(scale)
    place = view.place_of(0.5, 0.5) * scale
    assert image.pixelColor(place.toPoint()) == QColor(theme.current_theme().warm)


def test_points_out_of_range_or_unknown_are_left_out(view):
    x, y = np.array([0.5, 2.0, np.nan, 0.4]), np.array([0.5, 0.5, 0.5, -np.inf])
    assert places_of(Points("", x, y), view._frame)[1].tolist() == [0]


def test_without_ranges_all_points_are_in_sight(view):
    x, y = np.random.default_rng(0).normal(5, 40, (2, 300))
    show(view, Points("states", x, y), x_range=None, y_range=None)
    assert len(places_of(Points("", x, y), view._frame)[1]) == 300


@pytest.mark.parametrize("line", [(1.0, 0.0), (-3.0, 2.0), (0.0, 0.4), (0.2, -0.1), (50.0, -20.0)])
def test_a_guide_is_cut_where_a_fine_copy_leaves_the_field(line):
    x = np.linspace(0, 1, 200_001)
    y = line[0] * x + line[1]
    inside = x[(y >= 0) & (y <= 1)]
    part = clipped(Straight("", *line), UNIT, UNIT)
    assert (part[0], part[2]) == pytest.approx((inside[0], inside[-1]), abs=1e-4)


def test_a_guide_beside_the_field_is_not_there():
    assert clipped(Straight("", 0.0, 2.0), UNIT, UNIT) is None
    assert clipped(Straight("", 1.0, 5.0), UNIT, UNIT) is None


def test_groups_and_guides_with_a_name_stand_in_the_legend(view):
    show(view, Points("weights", X, Y), Points("", X, Y, 1), Points("biases", Y, X, 2))
    names, boxes = legend_of(view._wish, view.size())
    assert names == ["weights", "biases", "p⁺ = p⁻"]
    assert max(top + height for _, top, _, height in boxes) <= view._frame.plot.top()


def test_a_note_has_a_row_of_its_own(view):
    before = view._frame.plot.top()
    show(view, note="G = 0.031")
    assert view._frame.plot.top() > before


def test_the_pointer_is_told_the_label_of_the_nearest_point(view):
    show(view, Points("weights", X, Y, labels=("w12", "w13", "w23")))
    QTest.mouseMove(view, view.place_of(0.9, 0.7).toPoint())
    assert view.said[-1] == "w23"
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_a_point_without_a_label_is_told_by_its_numbers(view):
    QTest.mouseMove(view, view.place_of(0.1, 0.2).toPoint())
    assert view.said[-1] == "weights: p⁻ 0.1, p⁺ 0.2"


def test_pointing_leaves_the_ground_as_it_is(view):
    painted(view)
    ground = view._ground.cacheKey()
    QTest.mouseMove(view, view.place_of(0.9, 0.7).toPoint())
    painted(view)
    assert view._ground.cacheKey() == ground


def test_the_same_points_are_not_painted_again(view, monkeypatch):
    calls = []
    monkeypatch.setattr(view, "update", lambda: calls.append(1))
    show(view, Points("weights", X.copy(), Y.copy()))
    assert not calls
    show(view, Points("weights", X, Y + 0.01))
    assert calls


def test_larger_points_cover_more(view):
    colors = []
    for size in (1.0, 9.0):
        show(view, Points("", X, Y, "warm", sizes=np.full(3, size)), guides=())
        image, middle = painted(view), view.place_of(0.5, 0.5).toPoint()
        color = image.pixelColor(middle.x() + 7, middle.y())
        colors.append(color == QColor(theme.current_theme().warm))
    assert colors == [False, True]


def test_an_export_has_every_point_as_a_shape(view, tmp_path):
    show(view, Points("weights", X, Y, 1))
    view.export_svg(str(tmp_path / "a.svg"), {})
    tree = ElementTree.parse(tmp_path / "a.svg")
    assert not [node for node in tree.iter() if node.tag.endswith("image")]


def test_arrays_of_different_lengths_are_refused(view):
    with pytest.raises(ValueError, match="differ"):
        show(view, Points("weights", X, Y[:2]))
    with pytest.raises(ValueError, match="unknown"):
        show(view, Points("weights", X, Y, shape="star"))


def test_nothing_to_show_says_what_to_do(view):
    view.set_empty("Press Space.")
    show(view, Points("weights", X[:0], Y[:0]))
    assert view.is_empty()
    painted(view)
