"""A plane shows layers of dots, colours and arrows at their places, and lets one move about."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views import plane_marks
from simulator.views.plane import LAYERS, PlaneShown, PlaneView
from simulator.views.plane_field import heat_colors
from simulator.views.plane_shown import round_down, scale_text

REAL = np.array([[-1.0, 1.0], [1.0, 1.0]], np.float32)
FAKE = np.array([[0.0, 0.0], [1.0, -1.0], [-1.0, -1.0], [0.5, 0.1]], np.float32)
HEAT = np.tile(np.linspace(0, 1, 8, dtype=np.float32), (8, 1))  # grows to the right
LATTICE = np.stack(np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 5)), -1)
ARROWS = np.array([[0.0, 0.0, 0.01, 0.0], [1.0, -1.0, 0.0, 0.002]])
SHOWN = PlaneShown(-2.0, 2.0, REAL, FAKE, HEAT, manifold=LATTICE, arrows=ARROWS, density=HEAT)


@pytest.fixture
def view(qtbot):
    view = PlaneView()
    qtbot.addWidget(view)
    view.resize(460, 500)
    view.show_plane(SHOWN)
    view.show()
    qtbot.waitExposed(view)
    view.said, view.asked = [], []
    view.hovered.connect(view.said.append)
    view.why_asked.connect(view.asked.append)
    return view


def at(view, x, y):
    return view.place_of(x, y).toPoint()


def color_at(view, x, y):
    return view.grab().toImage().pixelColor(at(view, x, y))


def is_near(color, other, tolerance=30):
    pairs = zip(QColor(color).getRgb(), QColor(other).getRgb(), strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def turn(view, place, notches):
    none, no_phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    at, turned = QPointF(place), QPoint(0, 120 * notches)
    button = Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), turned, button, none, no_phase, False
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    return event


def key_in(view):
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)


# ---- the picture ----


def test_data_and_fakes_stand_at_their_places_in_their_colours(view):
    view.set_layers(("data", "fakes"))
    assert is_near(color_at(view, *REAL[0]), theme.current_theme().accent)
    assert is_near(color_at(view, *FAKE[1]), theme.current_theme().warm)


def test_data_and_fakes_differ_in_shape():
    assert plane_marks.data_look(1).shape != plane_marks.fake_look(1).shape


def test_x2_grows_upward(view):
    assert view.place_of(0, 1).y() < view.place_of(0, -1).y()


def test_the_plot_is_square_at_every_size(view):
    for size in ((320, 320), (900, 400), (300, 900)):
        view.resize(*size)
        plot = view._frame.plot
        assert plot.width() == plot.height() > 100


def test_heat_is_fake_on_the_left_and_real_on_the_right(view):
    view.set_layers(("heat",))
    for x, code in ((-1.99, 0), (1.99, 255)):
        assert is_near(color_at(view, x, 0.5), QColor.fromRgb(heat_colors()[code]))


def test_a_row_of_heat_lies_where_its_x2_is(view):
    view.set_layers(("heat",))
    view.show_plane(replace(SHOWN, heat=HEAT.T.copy(), boundary=""))
    assert is_near(color_at(view, 0, 1.99), QColor.fromRgb(heat_colors()[255]))
    assert is_near(color_at(view, 0, -1.99), QColor.fromRgb(heat_colors()[0]))


def test_the_boundary_stands_where_d_is_a_half(view):
    view.set_layers(("heat",))
    assert color_at(view, 0.0, 1.5).lightnessF() < 0.6 < color_at(view, 0.1, 1.5).lightnessF()


def test_every_layer_changes_the_picture_and_only_its_own(view):
    pictures = {}
    for name in LAYERS:
        view.set_layers((name,))
        image = view.grab().toImage()
        pictures[name] = bytes(image.constBits())
    assert len(set(pictures.values())) == len(LAYERS)


def test_dots_are_smaller_where_there_are_many():
    few, many = plane_marks.fake_look(10), plane_marks.fake_look(3000)
    assert few.radius > many.radius > 0.5 * few.radius


def test_fakes_outside_are_told(view):
    view.show_plane(replace(SHOWN, fake=np.concatenate([FAKE, FAKE * 9 + 5])))
    assert view._caption(view._shown) == "50 % of fakes outside"


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e38])
def test_fakes_that_are_nowhere_do_no_harm(view, bad):
    fake = np.full_like(FAKE, bad)
    arrows = np.full_like(ARROWS, np.nan)
    lattice = np.full_like(LATTICE, bad)
    view.set_layers(LAYERS)
    view.show_plane(replace(SHOWN, fake=fake, arrows=arrows, manifold=lattice, marked=0))
    view.grab()
    assert view._caption(view._shown) == "100 % of fakes outside"


@pytest.mark.parametrize("count", [0, 1, 2, 7, 64, 3000])
@pytest.mark.parametrize("width", [200, 320, 900])
def test_any_number_of_dots_is_drawn_at_any_width(view, count, width):
    points = np.random.default_rng(count).normal(size=(2, count, 2)).astype(np.float32)
    view.resize(width, 400)
    view.set_layers(LAYERS)
    view.show_plane(replace(SHOWN, real=points[0], fake=points[1], arrows=None))
    view.grab()


def test_a_curve_of_noise_is_drawn_too(view):
    view.set_layers(("manifold",))
    before = view.grab().toImage()
    view.show_plane(replace(SHOWN, manifold=LATTICE[0]))
    assert view.grab().toImage() != before


def test_arrays_of_other_shapes_are_refused(view):
    with pytest.raises(ValueError, match="heat of shape"):
        view.show_plane(replace(SHOWN, heat=HEAT[:3]))
    with pytest.raises(ValueError, match="fake of shape"):
        view.show_plane(replace(SHOWN, fake=FAKE[:, 0]))


def test_nothing_is_painted_anew_where_nothing_differs(view, monkeypatch):
    updates = []
    monkeypatch.setattr(view, "update", lambda: updates.append(1))
    view.show_plane(replace(SHOWN, fake=FAKE.copy(), heat=HEAT.copy()))
    assert not updates
    view.show_plane(replace(SHOWN, fake=FAKE + 0.1))
    assert updates


def test_new_fakes_leave_axes_and_legend_as_they_are(view):
    view.grab()
    before = view._ground.cacheKey()
    view.show_plane(replace(SHOWN, fake=FAKE * 0.5, heat=HEAT * 0.5))
    view.grab()
    assert view._ground.cacheKey() == before


def test_an_empty_plane_says_what_to_do(view):
    view.set_empty("Press Space.")
    view.clear()
    QTest.mouseMove(view, QPoint(200, 200))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    view.grab()
    assert view.is_empty()
    assert view.exported() is None


# ---- the legend ----


def kinds(view):
    return [key.kind for key in view._keys(view._shown)]


def test_the_legend_names_what_is_seen_and_nothing_else(view):
    assert kinds(view) == ["data", "fakes", "heat", "boundary"]
    view.set_layers(("arrows", "manifold"))
    assert kinds(view) == ["manifold", "arrows"]


def test_the_legend_says_where_weights_are_averaged_and_what_words_heat_has(view):
    view.show_plane(replace(SHOWN, averaged=True, heat_words="critic", fake_name="made"))
    texts = [key.text for key in view._keys(view._shown)]
    assert texts == ["data", "made, averaged", "critic", "D = ½"]


@pytest.mark.parametrize("size", [(320, 400), (460, 500), (1000, 420)])
def test_the_legend_overlaps_neither_the_plot_nor_itself(view, size):
    view.set_layers(LAYERS)
    view.resize(*size)
    boxes = view._frame.legend
    for x, y, width, height in boxes:
        is_below = y >= view._frame.plot.bottom()
        assert is_below or x >= view._frame.plot.right()
        assert x >= 0
        assert x + width <= view.width() + 0.5
        assert y + height <= view.height() + 0.5
    for k, (x, y, width, _) in enumerate(boxes[1:]):
        assert y > boxes[k][1] or x >= boxes[k][0] + boxes[k][2]
        assert width > 0


def test_arrows_are_scaled_by_a_round_number_that_the_legend_tells(view):
    view.set_layers(("arrows",))
    assert view._shown.arrow_scale(4.0) == 50  # 0.01 · 50 = 0.5 ≤ 0.15 · 4
    assert view._keys(view._shown)[0].text == "gradient ×50"


def test_no_arrow_has_no_scale(view):
    view.set_layers(("arrows",))
    view.show_plane(replace(SHOWN, arrows=ARROWS * (1, 1, 0, 0)))
    view.grab()
    assert view._keys(view._shown)[0].text == "gradient none"


def test_scales_are_written_for_reading():
    assert [scale_text(s) for s in (20.0, 0.5, 2e8, 5e-7)] == ["×20", "×0.5", "×2·10⁸", "×5·10⁻⁷"]
    assert [round_down(v) for v in (1.0, 1.99, 0.3, 7e4)] == pytest.approx([1, 1, 0.2, 5e4])


# ---- what is looked at ----


def test_the_pointer_is_told_what_is_there(view):
    view.show_plane(replace(SHOWN, density=np.full((4, 4), 0.25)))
    QTest.mouseMove(view, at(view, -0.5, 1.5))
    x, y = view._frame.at(QPointF(at(view, -0.5, 1.5)))
    d = np.interp(x, -2 + (np.arange(8) + 0.5) / 2, HEAT[0])
    assert view.said[-1] == f"x₁ {x:.2f}  x₂ {y:.2f} · D {d:.2f} · p 0.25".replace("-", "−")
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_a_value_is_that_of_a_slow_obvious_interpolation():
    field = np.random.default_rng(0).random((5, 5))
    middles = -2 + (np.arange(5) + 0.5) * 4 / 5
    for x, y in np.random.default_rng(1).uniform(-2, 2, (50, 2)).tolist():
        rows = [np.interp(x, middles, row) for row in field]
        assert SHOWN.value_at(field, x, y) == pytest.approx(np.interp(y, middles, rows))


def test_a_critic_s_values_are_told_in_its_own_numbers(view):
    view.show_plane(replace(SHOWN, heat_range=(-3.0, 5.0), heat_name="f", density=None))
    assert view._shown.words_at(1.9, 0.0) == "x₁ 1.90  x₂ 0.00 · f 5.00"


def test_a_fake_under_the_pointer_is_told_with_its_number(view):
    QTest.mouseMove(view, at(view, 1.0, -1.0))
    assert view.said[-1].startswith("fake 1: x₁ 1.00  x₂ −1.00 · D ")


def test_alt_and_a_click_ask_about_the_nearest_fake(view):
    QTest.mouseClick(
        view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at(view, 0.9, -1.4)
    )
    assert view.asked == [1]


def test_a_plain_click_asks_only_with_the_tool(view):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.0, 0.0))
    assert view.asked == []
    view.set_asks(True)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.0, 0.0))
    assert view.asked == [0]


def test_fakes_that_are_hidden_are_not_asked_about(view):
    view.set_asks(True)
    view.show_layer("fakes", False)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.0, 0.0))
    assert view.asked == []


# ---- moving about ----


def test_the_wheel_comes_nearer_at_the_pointer(view):
    place = at(view, 1.0, 0.5)
    before = view._frame.at(QPointF(place))
    assert turn(view, place, 2).isAccepted()
    assert view.sight().zoom == pytest.approx(1.25**2)
    assert view._frame.at(QPointF(place)) == pytest.approx(before, abs=1e-9)


def test_the_wheel_beside_the_plot_is_left_to_what_is_around(view):
    assert not turn(view, QPoint(2, 2), 1).isAccepted()


def test_a_drag_moves_the_plane_with_the_pointer(view):
    view.zoom(4)
    start, end = QPoint(220, 200), QPoint(260, 180)
    before = view._frame.at(QPointF(start))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * k / 4)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert view._frame.at(QPointF(end)) == pytest.approx(before, abs=1e-9)
    assert view.asked == []


def test_a_double_click_shows_all_again(view):
    view.zoom(4, QPointF(300, 100))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.sight() == view._whole()


def test_keys_come_nearer_go_back_and_show_all(view):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.sight().zoom == 1.25
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.sight().zoom == 0.8
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.sight().zoom == 1


def test_there_is_an_end_to_coming_nearer_and_to_going_away(view):
    for factor in (1e9, 1e-9):
        view.zoom(factor)
        view.grab()
        assert 0.5 <= view.sight().zoom <= 64
    view.zoom(1e9, QPointF(0, 0))
    assert -2 <= view.sight().x <= 2


def test_what_is_in_sight_stays_while_fakes_move_and_not_on_another_plane(view):
    view.zoom(3)
    view.show_plane(replace(SHOWN, fake=FAKE * 0.9))
    assert view.sight().zoom == 3
    view.show_plane(replace(SHOWN, low=-5.0, high=5.0))
    assert view.sight().zoom == 1


def test_zooming_never_moves_the_plot(view):
    before = view._frame.plot
    for _ in range(12):
        view.zoom(1.5)
        assert view._frame.plot == before


# ---- the keyboard ----


def test_arrows_go_from_fake_to_fake_and_enter_asks(view, qtbot):
    key_in(view)
    qtbot.waitUntil(view.hasFocus)
    assert view.said[-1].startswith("fake 0:")  # the one nearest the middle
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.said[-1].startswith("fake 3:")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.said[-1].startswith("fake 1:")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.said[-1].startswith("fake 2:")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.asked == [2]


def test_arrows_belong_to_the_window_where_the_mouse_gave_the_focus(view):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0.0, 0.0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert not any(text.startswith("fake 3") for text in view.said)


def test_with_fewer_fakes_none_is_chosen_that_is_gone(view, qtbot):
    key_in(view)
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Right)
    view.show_plane(replace(SHOWN, fake=FAKE[:1]))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.asked == []


def test_the_view_describes_itself(view):
    assert view.accessibleDescription() == "2 data, 4 fakes. Layers: heat, data, fakes."


# ---- looks and export ----


def test_the_table_has_every_dot(view):
    table = view.exported()
    assert table.columns["kind"] == ["data"] * 2 + ["fake"] * 4
    assert table.columns["x2"][:3] == [1.0, 1.0, 0.0]


def test_colours_follow_the_theme(view, qapp):
    view.set_layers(("fakes",))
    theme.apply_theme(qapp, "dark")
    try:
        assert is_near(color_at(view, *FAKE[1]), theme.current_theme().warm)
    finally:
        theme.apply_theme(qapp, "light")


def test_a_presenter_s_dots_are_larger(qapp):
    usual = plane_marks.data_look(1).radius
    theme.apply_theme(qapp, "light", presenter=True)
    try:
        assert plane_marks.data_look(1).radius > 1.3 * usual
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_export_has_the_dots_at_their_places_at_every_scale(view, scale):
    view.set_layers(("data",))
    image = view.picture(scale)
    place = (view.place_of(-1.0, 1.0) * scale).toPoint()
    assert is_near(image.pixelColor(place), theme.current_theme().accent)


def test_an_svg_parses_and_has_dots_as_shapes(view, tmp_path):
    view.set_layers(LAYERS)
    view.export_svg(str(tmp_path / "plane.svg"), {"seed": 1})
    text = (tmp_path / "plane.svg").read_text("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert text.count("<circle") >= len(REAL)
    assert text.count("<polygon") >= len(FAKE)
