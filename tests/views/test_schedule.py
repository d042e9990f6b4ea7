"""A schedule shows plan and past, and a hand bends it by mouse and by keyboard."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.views.schedule import ScheduleView
from simulator.views.schedule_frame import nearest_on, temperature_text
from simulator.views.schedule_points import inserted, moved, removed, sampled

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SWEEPS = np.linspace(0.0, 100.0, 101)
COOLING = 3.0 * 0.03 ** (SWEEPS / 100)
POINTS = np.array([[0.0, 3.0], [0.4, 1.0], [0.7, 2.0], [1.0, 0.5]])


@pytest.fixture
def view(qtbot):
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(640, 300)
    show(view)
    view.show()
    qtbot.waitExposed(view)
    view.told, view.said = [], []
    view.bent.connect(view.told.append)
    view.hovered.connect(view.said.append)
    return view


def show(view, points=None, now=20.0, **changes):
    past = SWEEPS[now >= SWEEPS]
    plan = (SWEEPS, COOLING) if points is None else (points[:, 0] * 100, points[:, 1])
    wish = {
        "past_sweeps": past,
        "past_temperatures": np.interp(past, *plan),
        "acceptance": np.linspace(0.9, 0.42, past.size),
        "acceptance_sweeps": past,
        "total": 100.0,
        "t_max": 4.0,
        **changes,
    }
    view.show_schedule(*plan, now, float(np.interp(now, *plan)), points=points, **wish)


def at(view, sweep, temperature):
    return view.place_of(sweep, temperature).toPoint()


def move(view, place, buttons=LEFT):
    where, none = QPointF(place), Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    globally = QPointF(view.mapToGlobal(place))
    QApplication.sendEvent(view, QMouseEvent(kind, where, globally, none, buttons, keys))


def drag(view, start, *places):
    QTest.mousePress(view, LEFT, pos=start)
    for place in places:
        move(view, place)
    QTest.mouseRelease(view, LEFT, pos=places[-1])


def tab_into(view):
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)


def pixels(view):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    view.render(image)
    return image


# ---- points, without a window ----


@pytest.mark.parametrize("curve", [COOLING, 3 - SWEEPS / 50, np.full(101, 2.0)])
def test_the_points_of_a_curve_follow_it(curve):
    points = sampled(SWEEPS / 100, curve)
    assert 6 <= len(points) <= 9
    assert np.abs(np.interp(SWEEPS / 100, *points.T) - curve).max() < 0.03 * curve.max()


def test_the_points_of_a_reheated_curve_keep_its_jump():
    curve = np.where(SWEEPS < 50, 3.0 - SWEEPS / 20, 2.5 - (SWEEPS - 50) / 25)
    shares = sampled(SWEEPS / 100, curve)[:, 0]
    assert {0.49, 0.5} <= {round(share, 2) for share in shares}
    assert (np.diff(shares) > 0).all()


def test_a_point_moves_only_between_its_neighbours():
    assert moved(POINTS, 1, 0.9, 1.0, 4.0)[1, 0] < 0.7
    assert moved(POINTS, 1, -1.0, 9.0, 4.0)[1].tolist() == pytest.approx([0.001, 4.0])


def test_the_ends_keep_their_shares_and_stay():
    assert moved(POINTS, 0, 0.3, 2.5, 4.0)[0].tolist() == [0.0, 2.5]
    assert moved(POINTS, 3, 0.3, -1.0, 4.0)[3].tolist() == [1.0, 0.0]
    assert (removed(POINTS, 0) == POINTS).all()


def test_a_point_is_inserted_in_its_place():
    points, number = inserted(POINTS, 0.5, 1.5)
    assert number == 2
    assert points[2].tolist() == [0.5, 1.5]
    assert (np.delete(points, 2, axis=0) == POINTS).all()


def test_the_nearest_place_on_a_curve_is_that_of_a_fine_copy():
    x, y = np.array([0.0, 10.0, 10.0, 30.0]), np.array([0.0, 5.0, 20.0, 0.0])
    fine_x = np.concatenate([np.linspace(a, b, 4000) for a, b in pairwise(x)])
    fine_y = np.concatenate([np.linspace(a, b, 4000) for a, b in pairwise(y)])
    for place in ((3.0, 9.0), (12.0, 11.0), (40.0, -5.0)):
        slow = np.hypot(fine_x - place[0], fine_y - place[1]).min()
        assert nearest_on(x, y, QPointF(*place))[1] == pytest.approx(slow, abs=1e-2)


@pytest.mark.parametrize(
    ("value", "highest", "text"), [(1.3, 4.0, "1.30"), (0.05, 0.5, "0.050"), (12.34, 25.0, "12.3")]
)
def test_temperatures_have_three_figures_of_the_highest(value, highest, text):
    assert temperature_text(value, highest) == text


# ---- what is shown ----


def test_the_same_schedule_is_not_painted_again(view, monkeypatch):
    painted = []
    monkeypatch.setattr(view, "update", lambda: painted.append(1))
    show(view)
    assert not painted
    show(view, now=21.0)
    assert painted


def test_the_ground_is_kept_while_only_the_present_moves(view):
    pixels(view)
    ground = view._ground.cacheKey()
    show(view, now=30.0)
    pixels(view)
    assert view._ground.cacheKey() == ground


def test_a_run_beyond_the_end_stays_in_sight(view):
    show(view, now=100.0)
    show(view, now=130.0)
    assert view.place_of(130.0, 1.0).x() < view.width()


@pytest.mark.parametrize("size", [(1100, 130), (500, 350), (180, 110)])
def test_everything_stands_within_the_view(view, size):
    view.resize(*size)
    show(view, POINTS)
    pixels(view)
    for x, y in ((0, 0), (0, 4), (100, 4), (100, 0)):
        assert view.rect().contains(at(view, x, y))
    assert view._scene.places.band.bottom() <= view.height()
    assert view._scene.places.label.right() <= view.width()


def test_the_pointer_is_told_the_temperature_there(view):
    move(view, at(view, 12.0, 3.5), Qt.MouseButton.NoButton)
    words, _, told = view.said[-1].rpartition(" ")
    assert words == "sweep 12: T ="
    assert float(told) == pytest.approx(1.97, abs=0.011)  # a pixel is 0.1 sweeps
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_nothing_to_show_says_what_to_do(view):
    view.set_empty("Press Space.")
    before = pixels(view)
    view.clear()
    assert view.is_empty()
    assert pixels(view) != before


# ---- the mouse ----


def test_a_dragged_point_is_told_with_its_new_place(view):
    show(view, POINTS)
    drag(view, at(view, 40, 1), at(view, 45, 2), at(view, 50, 3))
    assert view.told[-1].dtype == np.float64
    assert view.told[-1][1] == pytest.approx([0.5, 3.0], abs=0.03)
    assert (np.delete(view.told[-1], 1, axis=0) == np.delete(POINTS, 1, axis=0)).all()


def test_a_drag_is_told_at_once_and_then_seldom(view):
    show(view, POINTS)
    places = [at(view, 40 + k / 10, 1 + k / 50) for k in range(100)]
    QTest.mousePress(view, LEFT, pos=at(view, 40, 1))
    move(view, places[20])
    assert len(view.told) == 1
    assert view.is_bending()
    for place in places[21:]:
        move(view, place)
    assert len(view.told) < 40
    QTest.mouseRelease(view, LEFT, pos=places[-1])
    assert view.told[-1][1] == pytest.approx([0.499, 2.98], abs=0.03)
    assert not view.is_bending()


def test_a_press_that_moves_nothing_tells_nothing(view):
    show(view, POINTS)
    QTest.mouseClick(view, LEFT, pos=at(view, 40, 1))
    assert view.told == []


def test_dragging_the_curve_of_any_plan_makes_points_of_it(view):
    drag(view, at(view, 30, np.interp(30, SWEEPS, COOLING)), at(view, 30, 2.5))
    points = view.told[-1]
    assert points[:, 0].min() == 0
    assert points[:, 0].max() == 1
    assert points[np.argmin(np.abs(points[:, 0] - 0.3)), 1] == pytest.approx(2.5, abs=0.04)
    assert points[0, 1] == pytest.approx(3.0)


def test_a_click_on_the_curve_adds_a_point(view):
    show(view, POINTS)
    QTest.mouseClick(view, LEFT, pos=at(view, 20, 2))
    assert len(view.told[-1]) == 5
    assert view.told[-1][1] == pytest.approx([0.2, 2.0], abs=0.03)


def test_a_double_click_in_the_field_adds_a_point_there(view):
    show(view, POINTS)
    QTest.mouseDClick(view, LEFT, pos=at(view, 20, 3.5))
    QTest.mouseRelease(view, LEFT, pos=at(view, 20, 3.5))
    assert len(view.told[-1]) == 5
    assert view.told[-1][1] == pytest.approx([0.2, 3.5], abs=0.03)


def test_no_more_than_32_points_are_drawn(view):
    shares = np.linspace(0, 1, 32)
    show(view, np.column_stack([shares, np.full(32, 2.0)]))
    place = at(view, 50 / 31 * 9, 3.5)
    QTest.mouseDClick(view, LEFT, pos=place)
    QTest.mouseRelease(view, LEFT, pos=place)
    assert view.told == []


def test_a_press_beside_the_curve_does_nothing(view):
    show(view, POINTS)
    QTest.mouseClick(view, LEFT, pos=at(view, 20, 3.7))
    assert view.told == []


def test_a_point_dragged_out_of_the_view_is_gone(view):
    show(view, POINTS)
    drag(view, at(view, 40, 1), QPoint(200, view.height() + 60))
    assert (view.told[-1] == np.delete(POINTS, 1, axis=0)).all()


def test_a_point_dragged_out_and_back_is_still_there(view):
    show(view, POINTS)
    drag(view, at(view, 40, 1), QPoint(200, view.height() + 60), at(view, 40, 2))
    assert view.told[-1][1] == pytest.approx([0.4, 2.0], abs=0.03)


def test_an_end_is_neither_dragged_out_nor_removed(view):
    show(view, POINTS)
    QTest.mouseClick(view, RIGHT, pos=at(view, 0, 3))
    assert view.told == []
    drag(view, at(view, 0, 3), QPoint(-80, -80))
    assert view.told[-1][0].tolist() == [0.0, 4.0]
    assert len(view.told[-1]) == 4


def test_the_right_button_removes_a_point(view):
    show(view, POINTS)
    QTest.mouseClick(view, RIGHT, pos=at(view, 70, 2))
    assert (view.told[-1] == np.delete(POINTS, 2, axis=0)).all()


def test_what_was_bent_stays_until_the_model_shows_it(view, qtbot):
    show(view, POINTS)
    drag(view, at(view, 40, 1), at(view, 40, 3))
    show(view, POINTS, now=21.0)  # a frame from before
    assert (view._hand.points() == view.told[-1]).all()
    show(view, POINTS, now=22.0)
    qtbot.waitUntil(lambda: (view._hand.points() == POINTS).all())  # it never came


def test_clearing_in_a_drag_tells_nothing(view):
    show(view, POINTS)
    QTest.mousePress(view, LEFT, pos=at(view, 40, 1))
    view.clear()
    QTest.mouseRelease(view, LEFT, pos=QPoint(90, 90))
    assert view.told == []


def test_no_point_is_drawn_above_the_highest_temperature(view):
    show(view, POINTS, t_max=2.5)  # the plan begins higher
    drag(view, at(view, 40, 1), at(view, 40, 2.9))
    assert view.told[-1][1, 1] == 2.5


# ---- the keyboard ----


def test_tab_goes_from_point_to_point_and_then_leaves(view, qtbot):
    show(view, POINTS)
    tab_into(view)
    chosen = [view._hand.chosen]
    while view.focusNextPrevChild(True) and len(chosen) < 9:
        chosen.append(view._hand.chosen)
    assert chosen[:4] == [0, 1, 2, 3]


def test_arrows_move_the_chosen_point(view, qtbot):
    show(view, POINTS)
    tab_into(view)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert view.told[-1][1] == pytest.approx([0.41, 1.08])
    assert view.said[-1] == "point 2 of 4, sweep 41: T = 1.08"


def test_one_run_of_keys_is_one_group(view, qtbot):
    show(view, POINTS)
    tab_into(view)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    first = view.group()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.group() == first
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.group() != first


def test_delete_removes_the_chosen_point(view, qtbot):
    show(view, POINTS)
    tab_into(view)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert (view.told[-1] == np.delete(POINTS, 1, axis=0)).all()


def test_enter_makes_points_of_a_plan(view, qtbot):
    tab_into(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(view.told[-1]) >= 6
    assert view._hand.chosen == 0


def test_the_windows_arrows_wait_while_a_point_can_be_moved(view, qtbot):
    steps = []
    QShortcut(QKeySequence("Right"), view).activated.connect(lambda: steps.append(1))
    tab_into(view)
    QTest.keyClick(view.windowHandle(), Qt.Key.Key_Right)
    assert steps == [1]  # there are no points yet
    show(view, POINTS)
    QTest.keyClick(view.windowHandle(), Qt.Key.Key_Right)
    assert steps == [1]
