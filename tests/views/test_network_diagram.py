"""A network as a diagram: what is drawn tells the state, and what is done to it is told."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.network_curves import curves
from simulator.views.network_diagram import NetworkDiagram
from simulator.views.network_layout import placed
from simulator.views.network_shown import Network, Target, edge, short, signed

LEFT = Qt.MouseButton.LeftButton
V1, V2, H1, H2 = range(4)
WEIGHTS = np.zeros((4, 4))
for i, j, weight in ((V1, H1, 2.0), (H1, H2, -1.0), (V2, H2, 1.0)):
    WEIGHTS[i, j] = WEIGHTS[j, i] = weight
FOUR = {
    "values": np.array([1, 0, 1, 0], np.int8),
    "weights": WEIGHTS,
    "biases": np.array([0, 0, 0, -0.5]),
    "visible": 2,
    "held": np.array([True, False, False, False]),
    "names": ("v1", "v2", "h1", "h2"),
}


@pytest.fixture
def view(qtbot):
    view = NetworkDiagram()
    qtbot.addWidget(view)
    view.resize(440, 380)
    view.show_network(**FOUR)
    view.show()
    qtbot.waitExposed(view)
    return view


def point(view, target):
    return view.place_of(target).toPoint()


def unit(number):
    return Target("unit", number)


def click(view, target, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(view, LEFT, modifier, point(view, target))


def drag(view, start, end):
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)


def turn(view, target, notches):
    at = view.place_of(target)
    none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    angle = QPoint(0, 120 * notches)
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), angle, Qt.MouseButton.NoButton, none, phase, False
    )
    view.wheelEvent(event)
    return event.isAccepted()


def edit_of(view):
    return view._slip.edit


# ---- places and lines ----


SHAPES = [(1, 1, ()), (2, 1, ()), (3, 3, ()), (4, 2, ()), (10, 8, (("V1", 4), ("V2", 4)))]
SHAPES += [(8, 8, (("first", 4), ("second", 4))), (12, 8, ()), (24, 24, ()), (24, 16, (("A", 8),))]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("size", [(200, 160), (440, 360), (1100, 500), (300, 800)])
def test_units_and_biases_stay_inside_and_apart(shape, size):
    places = placed(*shape, QRectF(0, 0, *size))
    for k in range(shape[0]):
        assert QRectF(-1, -1, size[0] + 2, size[1] + 2).contains(places.bias_box(k)), k
    gaps = [np.hypot(*(a - b)) for a, b in combinations(places.centers, 2)]
    assert not gaps or min(gaps) > 2 * places.radius


def test_visible_units_stand_below_hidden_ones():
    places = placed(6, 4, (), QRectF(0, 0, 400, 300))
    assert places.centers[:4, 1].min() > places.centers[4:, 1].max()
    assert (np.diff(places.centers[:4, 0]) > 0).all()


def test_groups_stand_apart():
    places = placed(10, 8, (("V1", 4), ("V2", 4)), QRectF(0, 0, 440, 300))
    gaps = np.diff(places.centers[:8, 0])
    assert gaps[3] > 1.5 * gaps[0]
    assert [caption.text for caption in places.captions] == ["V1", "V2"]


def test_visible_units_alone_make_a_regular_polygon():
    places = placed(3, 3, (), QRectF(0, 0, 400, 400))
    sides = [np.hypot(*(a - b)) for a, b in combinations(places.centers, 2)]
    assert np.allclose(sides, sides[0], rtol=0.01)


@pytest.mark.parametrize("shape", SHAPES[2:7], ids=str)
def test_no_line_passes_through_a_third_unit(shape):
    places = placed(*shape, QRectF(0, 0, 460, 380))
    found = curves(places)
    for (i, j), points in zip(found.pairs.tolist(), found.points, strict=True):
        for k in set(range(shape[0])) - {i, j}:
            assert np.hypot(*(points - places.centers[k]).T).min() > places.radius, (i, j, k)


def test_distances_from_lines_are_those_of_their_points():
    found = curves(placed(4, 2, (), QRectF(0, 0, 400, 300)))
    slow = [np.hypot(*(points - [120, 90]).T).min() for points in found.points]
    assert np.allclose(found.distances(120, 90), slow, atol=5)


# ---- what is drawn ----


def test_a_unit_that_is_on_is_ink_and_one_that_is_off_paper(view):
    image, now = view.picture(), theme.current_theme()
    radius = round(view._scene.places.radius * 0.85)
    for k, color in ((V1, now.unit_on), (V2, now.unit_off)):
        at = point(view, unit(k)) + QPoint(0, -radius)
        assert image.pixelColor(at) == QColor(color)


def test_only_a_clamped_unit_has_a_frame(view):
    image, paper = view.picture(), QColor(theme.current_theme().surface)
    for k in (V1, V2):
        box = view._scene.places.unit_box(k, 5)
        column = [image.pixelColor(round(box.left()) + d, round(box.top()) + 8) for d in (-1, 0, 1)]
        assert any(color != paper for color in column) == (k == V1)


def test_a_line_between_units_that_are_on_has_the_full_colour(view):
    image, now = view.picture(), theme.current_theme()
    colors = []
    for one, other in ((V1, H1), (V2, H2)):
        at = view.place_of(unit(one)) * 0.35 + view.place_of(unit(other)) * 0.65
        colors.append(image.pixelColor(at.toPoint()).name())
    assert colors[0] == now.accent
    assert colors[1] != now.accent


def test_of_spins_the_satisfied_lines_are_strong():
    weights = -np.ones((3, 3)) + np.eye(3)
    none = np.zeros(3, bool)
    spins = np.array([1, 1, -1], np.int8)
    shown = Network(spins, weights, np.zeros(3), 3, none, ("a", "b", "c"), -1)
    assert shown.strong().tolist() == [
        [False, False, True],
        [False, False, True],
        [True, True, False],
    ]


@pytest.mark.parametrize(
    ("largest", "limit"), [(0.0, 1), (0.3, 1), (1, 1), (1.5, 2), (2, 2), (3.1, 5), (20, 20)]
)
def test_the_widest_line_is_a_round_number(largest, limit):
    weights = np.array([[0, largest], [largest, 0]])
    values = np.zeros(2, np.int8)
    shown = Network(values, weights, np.zeros(2), 2, np.zeros(2, bool), ("a", "b"))
    assert shown.limit() == limit


def test_numbers_have_their_sign():
    assert [signed(x) for x in (2, -0.5, 0, 0.003)] == ["+2.00", "−0.50", "0.00", "+0.003"]
    assert [short(x) for x in (2, -0.5, 10, 0)] == ["+2", "−0.5", "+10", "0"]


def test_the_same_again_draws_nothing(view, monkeypatch):
    drawn = []
    monkeypatch.setattr(view, "update", lambda *_: drawn.append(1))
    again = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in FOUR.items()}
    view.show_network(**again)
    assert not drawn


def test_what_is_kept_looks_like_what_is_drawn_anew(view):
    values = np.array([1, 1, 1, 1], np.int8)
    view.grab()
    view.show_network(**{**FOUR, "values": values})
    kept = view.grab().toImage()
    view._scene.forget()
    view._lay_out()
    assert view.grab().toImage() == kept


def test_all_units_are_told_in_words(view):
    assert view.accessibleName() == "Network"
    assert view.accessibleDescription() == "4 units, v1 on clamped, v2 off, h1 on, h2 off"


@pytest.mark.parametrize("changed", [{"visible": 5}, {"biases": np.zeros(3)}, {"names": ("a",)}])
def test_a_network_whose_parts_do_not_fit_is_refused(view, changed):
    with pytest.raises(ValueError, match="units"):
        view.show_network(**{**FOUR, **changed})


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("is_presenter", [False, True])
def test_every_look_and_a_full_network_can_be_drawn(qapp, view, tmp_path, name, is_presenter):
    weights = np.random.default_rng(1).normal(size=(24, 24))
    weights = np.triu(weights, 1) + np.triu(weights, 1).T
    values, held = np.arange(24, dtype=np.int8) % 2, np.arange(24) % 5 == 0
    more = {"means": np.linspace(0, 1, 24), "updated": 3, "ringed": 4}
    try:
        theme.apply_theme(qapp, name, is_presenter)
        view.show_network(values, weights, weights[0], 20, held, **more)
        assert not view.grab().isNull()
        view.export_svg(str(tmp_path / "network.svg"), {})
        assert "<image" not in (tmp_path / "network.svg").read_text()
    finally:
        theme.apply_theme(qapp, "light")


def test_an_empty_view_says_what_to_do(view):
    view.clear()
    view.set_empty("Choose a network")
    assert view.accessibleDescription() == "Choose a network"
    assert not view.grab().isNull()


# ---- pointing ----


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (unit(V1), "v1: on, bias 0.00, clamped"),
        (unit(H2), "h2: off, bias −0.50, free"),
        (edge(V1, H1), "w(v1, h1) = +2.00"),
        (Target("bias", H2), "b(h2) = −0.50"),
        (edge(V1, V2), "w(v1, v2) = 0.00 · no edge"),
    ],
    ids=str,
)
def test_the_pointer_is_told_what_is_below(view, qtbot, target, words):
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, point(view, target))
    assert told.args == [words]


def test_a_click_tells_the_unit(view, qtbot):
    with qtbot.waitSignal(view.unit_clicked) as told:
        click(view, unit(H1))
    assert told.args == [H1]


def test_a_click_with_alt_asks_why(view, qtbot):
    with qtbot.waitSignal(view.unit_asked) as told:
        click(view, unit(H1), Qt.KeyboardModifier.AltModifier)
    assert told.args == [H1]


def test_the_tool_why_asks_with_a_plain_click(view, qtbot):
    view.set_asks(True)
    with qtbot.waitSignal(view.unit_asked), qtbot.assertNotEmitted(view.unit_clicked):
        click(view, unit(V2))


# ---- changing numbers ----


def test_a_click_on_an_edge_lets_its_weight_be_typed(view, qtbot):
    click(view, edge(V1, H1))
    assert edit_of(view).text() == "+2.00"
    edit_of(view).setText("−1,5")
    with qtbot.waitSignal(view.edge_changed) as told:
        QTest.keyClick(edit_of(view), Qt.Key.Key_Return)
    assert told.args == [V1, H1, -1.5]
    assert not view._slip.isVisible()


def test_escape_leaves_a_weight_as_it_was(view, qtbot):
    click(view, edge(V1, H1))
    edit_of(view).setText("7")
    with qtbot.assertNotEmitted(view.edge_changed):
        QTest.keyClick(edit_of(view), Qt.Key.Key_Escape)
    assert not view._slip.isVisible()


@pytest.mark.parametrize("text", ["much", "101", "", "nan"])
def test_a_bad_number_is_refused_in_words_and_asked_for_again(view, qtbot, text):
    click(view, edge(V1, H1))
    edit_of(view).setText(text)
    with qtbot.assertNotEmitted(view.edge_changed), qtbot.waitSignal(view.refused) as told:
        QTest.keyClick(edit_of(view), Qt.Key.Key_Return)
    assert told.args[0].startswith("w(v1, h1): ")
    assert told.args[0].endswith("allowed is −100 to 100.")
    assert view._slip.isVisible()


def test_a_click_on_a_bias_lets_it_be_typed(view, qtbot):
    click(view, Target("bias", H2))
    edit_of(view).setText("0.25")
    with qtbot.waitSignal(view.bias_changed) as told:
        QTest.keyClick(edit_of(view), Qt.Key.Key_Return)
    assert told.args == [H2, 0.25]


def test_dragging_an_edge_up_makes_it_heavier_and_tells_once(view, qtbot):
    start = point(view, edge(V1, H1))
    told = []
    view.edge_changed.connect(lambda *args: told.append(args))
    drag(view, start, start - QPoint(0, 20))
    assert told == []
    assert view._said == "w(v1, h1) = +3.00"
    QTest.mouseRelease(view, LEFT, pos=start - QPoint(0, 20))
    assert told == [(V1, H1, 3.0)]


def test_escape_gives_a_drag_up(view, qtbot):
    start = point(view, edge(V1, H1))
    with qtbot.assertNotEmitted(view.edge_changed):
        drag(view, start, start - QPoint(0, 20))
        QTest.keyClick(view, Qt.Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, pos=start)


def test_the_wheel_changes_a_weight_and_tells_once(view, qtbot):
    with qtbot.waitSignal(view.edge_changed) as told:
        assert turn(view, edge(H1, H2), 2)
        assert turn(view, edge(H1, H2), 1)
    assert told.args == [H1, H2, -0.7]


def test_the_wheel_elsewhere_is_for_others(view):
    assert not turn(view, unit(V1), 1)


def test_a_double_click_makes_a_weight_0(view, qtbot):
    click(view, edge(V1, H1))
    with qtbot.waitSignal(view.edge_changed) as told:
        QTest.mouseDClick(view, LEFT, pos=point(view, edge(V1, H1)))
    assert told.args == [V1, H1, 0.0]
    assert not view._slip.isVisible()


def test_a_line_from_unit_to_unit_makes_an_edge(view, qtbot):
    start, end = point(view, unit(V2)), point(view, unit(H1))
    drag(view, start, end)
    assert view._hand.lit(False).link[0] == V2
    with qtbot.waitSignal(view.edge_changed) as told, qtbot.assertNotEmitted(view.unit_clicked):
        QTest.mouseRelease(view, LEFT, pos=end)
    assert told.args == [V2, H1, 1.0]


def test_a_line_along_an_edge_leaves_its_weight(view, qtbot):
    start, end = point(view, unit(V1)), point(view, unit(H1))
    drag(view, start, end)
    with qtbot.assertNotEmitted(view.edge_changed):
        QTest.mouseRelease(view, LEFT, pos=end)


def test_a_new_number_is_shown_until_the_network_has_it(view):
    target = edge(V1, H1)
    view._hand.commit(target, 5.0)
    view.show_network(**{**FOUR, "values": np.zeros(4, np.int8)})
    assert view._hand.value_of(target) == 5.0
    view.show_network(**{**FOUR, "weights": 2 * WEIGHTS})
    assert view._hand.value_of(target) == 4.0


def test_a_number_the_network_did_not_take_goes_back(view, qtbot):
    view._hand.commit(edge(V1, H1), 5.0)
    qtbot.waitUntil(lambda: view._hand.value_of(edge(V1, H1)) == 2.0)


def test_without_editing_only_units_can_be_clicked(view, qtbot):
    view.show_network(**FOUR, can_edit=False)
    with qtbot.assertNotEmitted(view.edge_changed), qtbot.assertNotEmitted(view.bias_changed):
        click(view, edge(V1, H1))
        click(view, Target("bias", H2))
        QTest.mouseDClick(view, LEFT, pos=point(view, edge(V1, H1)))
        assert not turn(view, edge(V1, H1), 1)
    assert not view._slip.isVisible()
    with qtbot.waitSignal(view.unit_clicked):
        click(view, unit(V1))


# ---- keys ----


@pytest.fixture
def keyed(view, qtbot):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    return view


def press(view, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(view, key, modifier)


def test_arrows_go_round_all_units_and_enter_clicks_one(keyed, qtbot):
    press(keyed, Qt.Key.Key_Left)
    with qtbot.waitSignal(keyed.unit_clicked) as told:
        press(keyed, Qt.Key.Key_Return)
    assert told.args == [H2]


def test_up_goes_to_the_unit_above(keyed):
    press(keyed, Qt.Key.Key_Right, Qt.Key.Key_Up)
    assert keyed._hand.cursor == H2


def test_e_types_the_weight_between_the_last_two_units(keyed, qtbot):
    press(keyed, Qt.Key.Key_Up, Qt.Key.Key_E)
    assert edit_of(keyed).accessibleName() == "w(v1, h1)"
    edit_of(keyed).setText("3")
    with qtbot.waitSignal(keyed.edge_changed) as told:
        QTest.keyClick(edit_of(keyed), Qt.Key.Key_Return)
    assert told.args == [V1, H1, 3.0]


def test_shift_keeps_the_other_end(keyed):
    press(keyed, Qt.Key.Key_Right)
    press(keyed, Qt.Key.Key_Right, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert keyed._hand.pair() == edge(V1, H2)


def test_delete_makes_the_chosen_weight_0(keyed, qtbot):
    with qtbot.waitSignal(keyed.edge_changed) as told:
        press(keyed, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert told.args == [V1, H1, 0.0]


def test_b_types_the_bias(keyed):
    press(keyed, Qt.Key.Key_B)
    assert edit_of(keyed).accessibleName() == "b(v1)"


def test_the_unit_chosen_by_key_is_told(keyed, qtbot):
    with qtbot.waitSignal(keyed.hovered) as told:
        press(keyed, Qt.Key.Key_Right)
    assert told.args == ["v2: off, bias 0.00, free"]


def test_space_and_unfocused_arrows_are_left_to_the_window(view, qtbot):
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right):
        with qtbot.assertNotEmitted(view.unit_clicked):
            press(view, key)
    assert view._hand.cursor == -1


def test_places_are_on_the_view(view):
    assert view.rect().toRectF().contains(view.place_of(unit(V1)) + QPointF(1, 1))
