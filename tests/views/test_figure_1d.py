"""Figure 1 shows densities, D and the way from z to x, each named where it is."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views.figure_1d import Figure1dShown, Figure1dView
from simulator.views.figure_1d_curves import evenly
from simulator.views.figure_1d_marks import curves_of
from simulator.views.figure_1d_names import Named, Names

X = np.linspace(-3, 3, 121)


def gauss(middle, width):
    return np.exp(-(((X - middle) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))


P, Q = gauss(0.5, 0.4), gauss(-1.0, 0.5)
Z = np.linspace(-1, 1, 9)
SHOWN = Figure1dShown(X, P, Q, X / 6 + 0.5, P / (P + Q), Z, Z - 1.0, "D learns")


@pytest.fixture
def view(qtbot):
    view = Figure1dView()
    qtbot.addWidget(view)
    view.resize(500, 420)
    view.show_figure(SHOWN)
    view.show()
    qtbot.waitExposed(view)
    view.said = []
    view.hovered.connect(view.said.append)
    return view


def is_near(color, other, tolerance=40):
    pairs = zip(QColor(color).getRgb(), QColor(other).getRgb(), strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


# ---- the curves ----


def test_the_generator_s_density_is_painted_at_its_height(view):
    place = view.place_of(-1.0, float(Q.max())).toPoint()
    color = view.grab().toImage().pixelColor(place)
    assert is_near(color, theme.current_theme().warm)


def test_the_four_curves_differ_in_kind_and_colour(view):
    curves = curves_of(view._figure, SHOWN)
    assert [(curve.name, curve.kind) for curve in curves] == [
        ("best D", "thin"), ("D", "dashed"), ("data", "dotted"), ("generator", "solid"),
    ]  # fmt: skip
    assert len({curve.color for curve in curves}) == 4


def test_d_has_its_own_scale_from_foot_to_head(view):
    figure, plot = view._figure, view._figure.curves.plot
    assert figure.py_d(0.0) == plot.bottom()
    assert figure.py_d(1.0) == plot.top()
    middle = curves_of(figure, SHOWN)[1].y[60]
    assert middle == pytest.approx(plot.center().y(), abs=1)


def test_a_critic_has_the_scale_it_is_given(view):
    view.show_figure(replace(SHOWN, d_range=(-4.0, 4.0)))
    assert view._figure.py_d(-4.0) == view._figure.curves.plot.bottom()


def test_the_scale_stays_while_the_generator_moves(view):
    before = view._figure
    view.show_figure(replace(SHOWN, q=gauss(0.5, 0.02), mapped=Z * 0.01))
    assert view._figure == before


def test_a_density_beyond_the_plot_says_how_high_it_is(view):
    view.show_figure(replace(SHOWN, q=gauss(0.5, 0.05)))
    curve = curves_of(view._figure, view._shown)[-1]
    assert curve.name.startswith("generator ↑ 8")
    assert curve.y.min() >= view._figure.curves.plot.top() - 10


def test_without_a_best_d_or_noise_there_is_neither(view):
    before = view._figure.curves.plot.height()
    view.show_figure(replace(SHOWN, best=None, z=Z[:0], mapped=Z[:0]))
    view.grab()
    assert len(curves_of(view._figure, view._shown)) == 3
    assert view._figure.curves.plot.height() > before
    assert list(view.exported().columns) == ["x", "p", "q", "D"]


def test_points_along_a_curve_are_equally_far_apart():
    points = evenly(np.array([0.0, 30.0, 30.0]), np.array([0.0, 0.0, 50.0]), 10.0)
    assert len(points) == 9
    assert np.abs(np.diff(points, axis=0)).sum(axis=1) == pytest.approx(10.0)


def test_a_curve_of_no_length_has_one_point():
    assert len(evenly(np.array([1.0]), np.array([1.0]), 3.0)) == 0
    assert len(evenly(np.ones(3), np.ones(3), 3.0)) == 1


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_does_no_harm(view, bad):
    broken = np.full_like(X, bad)
    view.show_figure(replace(SHOWN, q=broken, d=broken, mapped=np.full_like(Z, bad)))
    view.grab()


@pytest.mark.parametrize("size", [(200, 140), (320, 320), (900, 600), (300, 900)])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_size_and_theme_is_drawn(view, qapp, size, name):
    theme.apply_theme(qapp, name, presenter=size[0] > 600)
    try:
        view.resize(*size)
        view.grab()
        assert view._figure.strip.bottom() < view.height()
    finally:
        theme.apply_theme(qapp, "light")


# ---- names ----

PLOT = (0.0, 0.0, 400.0, 200.0)
AT = np.linspace(0, 400, 201)


def bump(middle, height, width=30):
    return 195 - height * np.exp(-(((AT - middle) / width) ** 2))


def placed(*curves, names=None):
    named = [Named(AT, y, 50.0, has_peak) for y, has_peak in curves]
    return (names or Names()).place(named, PLOT, 15.0)


def test_a_name_stands_above_its_peak():
    left, top, width, height = placed((bump(150, 100, 70), True))[0]
    assert abs(left + width / 2 - 150) < 16
    assert 95 - 12 < top + height <= 95


def test_a_name_stands_beside_a_narrow_peak():
    left, top, width, height = placed((bump(150, 100, 20), True))[0]
    assert left > 150 or left + width < 150
    assert 95 < top + height < 150


def test_names_and_curves_keep_clear_of_each_other():
    curves = [(bump(150, 100), True), (bump(180, 90), True), (190 - 0.4 * AT, False)]
    boxes = placed(*curves)
    assert all(boxes)
    for k, (left, top, width, height) in enumerate(boxes):
        for j, (y, _) in enumerate(curves):
            over = y[(left <= AT) & (left + width >= AT)]
            if j != k:
                assert (over < top).all() or (over > top + height).all()


def test_a_name_stays_while_its_place_is_clear():
    names = Names()
    first = placed((bump(150, 100, 70), True), names=names)[0]
    second = placed((bump(156, 100, 70), True), names=names)[0]
    assert first[0] == second[0]


def test_a_name_beside_a_spike_that_is_cut_off():
    y = np.maximum(bump(150, 900, 3), -2.0)
    left, top, width, height = placed((y, True))[0]
    assert left > 150 or left + width < 150
    assert top >= 0
    assert top + height <= 200


def test_a_plot_without_room_has_no_names():
    named = [Named(AT, bump(150, 100), 50.0, True)]
    assert Names().place(named, (0.0, 0.0, 400.0, 10.0), 15.0) == [None]


# ---- what is looked at ----


def test_the_pointer_is_told_all_curves(view):
    QTest.mouseMove(view, view.place_of(0.5, 0.1).toPoint())
    x = view._figure.curves.x_at(view.place_of(0.5).toPoint().x())
    values = [np.interp(x, X, y) for y in (P, Q, SHOWN.d, SHOWN.best)]
    texts = zip(SHOWN.names, values, strict=True)
    assert view.said[-1] == " · ".join(
        [f"x {x:.2f}", *(f"{name} {value:.3g}" for name, value in texts)]
    )
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_a_line_of_the_strip_is_told_with_its_ends(view):
    start, end = view.line_of(6)
    QTest.mouseMove(view, ((start + end) / 2).toPoint())
    assert view.said[-1] == "z 0.50 → x −0.50"


def test_what_is_looked_at_is_marked(view):
    before = view.grab().toImage()
    QTest.mouseMove(view, view.place_of(0.5, 0.1).toPoint())
    assert view.grab().toImage() != before


def test_arrows_move_a_cursor_where_the_focus_came_by_keyboard(view, qtbot):
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    assert view.said[-1].startswith("x 0.00")
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.said[-1].startswith("x 0.06")
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.said[-1].startswith("x −0.06")


# ---- as a view ----


def test_nothing_is_painted_anew_where_nothing_differs(view, monkeypatch):
    updates = []
    monkeypatch.setattr(view, "update", lambda: updates.append(1))
    view.show_figure(replace(SHOWN, p=P.copy()))
    assert not updates
    view.show_figure(replace(SHOWN, q=P))
    assert updates


def test_new_curves_leave_the_axes_as_they_are(view):
    view.grab()
    before = view._ground.cacheKey()
    view.show_figure(replace(SHOWN, q=gauss(0.0, 0.5), stage="G learns"))
    view.grab()
    assert view._ground.cacheKey() == before


def test_an_empty_figure_says_what_to_do(view):
    view.set_empty("Choose data of one dimension.")
    view.clear()
    QTest.mouseMove(view, QPoint(100, 100))
    view.grab()
    assert view.is_empty()
    assert view.exported() is None
    view.show_figure(SHOWN)
    assert not view.is_empty()


def test_the_table_has_the_curves(view):
    table = view.exported()
    assert list(table.columns) == ["x", "p", "q", "D", "D_best"]
    assert table.columns["q"] == Q.tolist()


def test_an_svg_parses(view, tmp_path):
    view.export_svg(str(tmp_path / "figure.svg"), {"seed": 1})
    text = (tmp_path / "figure.svg").read_text("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "<image" not in text
