"""Exact and sampled probabilities of states, a bar each."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.state_bars import place_of
from simulator.views.state_histogram import StateHistogram, chosen

LEFT = Qt.MouseButton.LeftButton
NUMBERS = np.arange(16)
EXACT = np.arange(1.0, 17.0) / 136.0
ENERGIES = -np.log(EXACT)


@pytest.fixture
def view(qtbot):
    view = StateHistogram()
    qtbot.addWidget(view)
    view.resize(430, 330)
    view.show()
    qtbot.waitExposed(view)
    return view


def middle(view, bar):
    return view.grid().box_of((0, bar)).center().toPoint()


def test_the_pointer_is_told_units_energy_and_both_probabilities(view, qtbot):
    counts = np.zeros(16, int)
    counts[13], counts[0] = 1990, 18140
    view.show_states(EXACT, counts, NUMBERS, 4, 2, energies=ENERGIES)
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, middle(view, 13))
    assert told.args == ["1 1 0 1: E = 2.27, exact 0.1029, sampled 0.0989 (n = 20\u2009130)"]


def test_what_is_said_follows_the_sampling_under_a_resting_pointer(view, qtbot):
    view.show_states(EXACT, np.eye(16, dtype=int)[3], NUMBERS, 4, 2)
    QTest.mouseMove(view, middle(view, 3))
    with qtbot.waitSignal(view.hovered) as told:
        view.show_states(EXACT, np.eye(16, dtype=int)[4], NUMBERS, 4, 2)
    assert told.args == ["0 0 1 1: exact 0.0294, sampled 0.0000 (n = 1)"]


def test_shares_are_shown_as_they_are(view):
    view.show_states(EXACT, EXACT / 2, NUMBERS, 4, 2)
    assert view.words_of((0, 15)) == "1 1 1 1: exact 0.1176, sampled 0.0588"


def test_a_click_tells_the_number_of_the_state(view, qtbot):
    numbers = NUMBERS[::-1].copy()  # bars are in the order of numbers, however they are given
    view.show_states(EXACT, None, numbers, 4, 2)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.mouseClick(view, LEFT, pos=middle(view, 5))
    assert told.args == [5]


def test_enter_chooses_the_bar_that_the_arrows_went_to(view, qtbot):
    view.show_states(EXACT, None, NUMBERS, 4, 2)
    view.setFocus()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [3]


@pytest.mark.parametrize(("states", "room"), [(65, 20), (200, 7), (1024, 1), (100, 100)])
def test_the_bars_are_of_the_most_probable_states(states, room):
    exact = np.random.default_rng(states).choice([0.1, 0.2, 0.3, 0.4], states)
    numbers = np.random.default_rng(1).permutation(states)
    wanted = sorted(range(states), key=lambda k: (-exact[k], numbers[k]))[:room]
    assert chosen(exact, numbers, room).tolist() == wanted


def test_all_of_64_states_have_a_bar_even_in_a_narrow_view(view):
    view.resize(200, 160)
    view.show_states(np.full(64, 1 / 64), None, np.arange(64), 6, 4)
    assert view.grid().columns == 64


def test_the_others_are_one_bar_that_is_no_state(view, qtbot):
    p = np.random.default_rng(0).dirichlet(np.ones(1024))
    view.show_states(p, None, np.arange(1024), 10, 6)
    told = []
    view.clicked.connect(told.append)
    last = view.grid().columns - 1
    QTest.mouseClick(view, LEFT, pos=middle(view, last))
    shown = last - 1
    rest = 1 - np.sort(p)[::-1][:shown].sum()
    assert view.words_of((0, last)) == f"{1024 - shown} others: exact {rest:.4f}"
    assert told == []


def test_the_column_of_the_current_state_is_lit(view):
    view.show_states(EXACT, None, NUMBERS, 4, 2, current=2)
    soft = QColor(theme.current_theme().accent_soft)
    image = view.picture()
    top = view.grid().box.top() + 3
    lit = [image.pixelColor(QPoint(middle(view, k).x(), round(top))) == soft for k in range(16)]
    assert lit == [k == 2 for k in range(16)]


def test_a_current_state_without_a_bar_lights_the_others(view):
    p = np.arange(1024.0, 0.0, -1.0) / (1024 * 1025 / 2)
    view.show_states(p, None, np.arange(1024), 10, 6, current=1000)
    assert view._bars.current == len(view._bars.rows)


def test_the_sampled_fill_the_outline_of_the_exact(view):
    view.show_states(EXACT, EXACT, NUMBERS, 4, 2)
    place, accent = view._place, QColor(theme.current_theme().accent)
    box, image = place.bar_box(15, EXACT[15]), view.picture()
    x = round(box.center().x())
    assert image.pixelColor(x, round(box.top()) + 4) == accent
    assert image.pixelColor(x, round(box.top()) - 4) != accent


def test_a_state_met_too_often_stays_within_the_plot(view):
    view.show_states(EXACT, np.eye(16)[0], NUMBERS, 4, 2)
    box = view._place.bar_box(0, 1.0)
    assert box.top() == view._place.plot.top()


def test_units_stand_below_their_bar_visible_ones_first(view):
    view.show_states(EXACT, None, NUMBERS, 4, 2)
    place, image, now = view._place, view.picture(), theme.current_theme()
    for unit, bit in enumerate((1, 0, 1, 1)):
        spot = QPoint(middle(view, 11).x(), round(place.unit_top(unit) + place.side / 2))
        assert image.pixelColor(spot) == QColor(now.unit_on if bit else now.line), unit
    gaps = np.diff([place.unit_top(unit) for unit in range(4)])
    assert gaps[1] > gaps[0] == gaps[2]


@pytest.mark.parametrize("size", [(180, 120), (340, 200), (900, 700)])
@pytest.mark.parametrize("units", [1, 4, 20])
def test_everything_is_inside_the_view(size, units):
    place = place_of(QRectF(0, 0, *size), units, units // 2, 1 << units, 64, 0.3)
    assert place.plot.top() > 0
    assert place.unit_top(units - 1) + place.side <= size[1]
    assert place.grid.box.right() <= size[0]


def test_the_same_again_draws_nothing(view):
    view.show_states(EXACT, EXACT, NUMBERS, 4, 2)
    bars = view._bars
    view.show_states(EXACT.copy(), EXACT.copy(), NUMBERS.copy(), 4, 2)
    assert view._bars is bars


def test_without_states_it_says_so(view):
    view.show_states(EXACT, None, NUMBERS, 4, 2)
    view.set_empty("too large")
    view.clear()
    assert view.grid() is None
    assert view.accessibleDescription() == "too large"
