"""The table of all states: its numbers, its order, its rows under mouse and keys."""

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views import states
from simulator.views.state_columns import BITS, FACTOR, JOINT, MARGINAL, MET, columns_of
from simulator.views.state_table import StateTable

LEFT = Qt.MouseButton.LeftButton
NAMES = ("v1", "v2", "h1", "h2")


def machine(units=4, visible=2):
    """Numbers, energies, p, p(v) and Z of random energies."""
    energies = np.round(np.random.default_rng(units).normal(0, 1, 1 << units), 2)
    factors = np.exp(-energies)
    p = factors / factors.sum()
    marginal = p.reshape(1 << visible, -1).sum(1).repeat(1 << (units - visible))
    return np.arange(1 << units), energies, p, marginal, factors.sum()


@pytest.fixture
def view(qtbot):
    view = StateTable()
    qtbot.addWidget(view)
    view.resize(430, 330)
    view.show()
    qtbot.waitExposed(view)
    return view


def show(view, units=4, visible=2, current=-1, sampled=None):
    numbers, energies, p, marginal, z = machine(units, visible)
    names = [f"v{k + 1}" for k in range(visible)] + [f"h{k + 1}" for k in range(units - visible)]
    view.show_table(names, numbers, energies, 1.0, p, marginal, sampled, z, current)
    return p


def row_of(view, row):
    return QPoint(40, round(view.top_of(row) + view.heights()[1] / 2))


def head_of(view, key):
    column = view._columns.find(key)
    return QPoint(round(column.right) - 4, 10)


def test_a_click_tells_the_number_of_the_state(view, qtbot):
    show(view)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.mouseClick(view, LEFT, pos=row_of(view, 5))
    assert told.args == [5]


def test_the_pointer_is_told_the_state_and_its_numbers(view, qtbot):
    p = show(view, sampled=np.arange(16))
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, row_of(view, 6))
    assert told.args[0].startswith("0 1 1 0: E = ")
    assert f"p = {p[6]:.4f}" in told.args[0]
    assert told.args[0].endswith(", sampled 0.0500")


def test_the_heads_of_columns_sort_the_rows(view, qtbot):
    p = show(view)
    QTest.mouseClick(view, LEFT, pos=head_of(view, JOINT))
    falling = [view._state(row) for row in range(16)]
    QTest.mouseClick(view, LEFT, pos=head_of(view, JOINT))
    rising = [view._state(row) for row in range(16)]
    QTest.mouseClick(view, LEFT, pos=head_of(view, BITS))
    assert falling == np.argsort(-p, kind="stable").tolist()
    assert rising == np.argsort(p, kind="stable").tolist()
    assert [view._state(row) for row in range(16)] == list(range(16))


def test_the_keys_sort_the_rows_too(view):
    p = show(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._state(0) == p.argmax()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view._state(0) == 0


def test_the_order_follows_new_probabilities(view):
    show(view)
    view.sort_by(JOINT)
    numbers, energies, p, marginal, z = machine()
    view.show_table(NAMES, numbers, -energies, 1.0, p[::-1].copy(), marginal, None, z, -1)
    assert view._state(0) == 15 - p.argmax()


def test_a_million_states_scroll_by_wheel_and_keys(view):
    show(view, 20, 12)
    point = QPointF(row_of(view, 2))
    wheel = QWheelEvent(
        point, view.mapToGlobal(point), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert view.in_sight().start == 3
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.spot()[0] == view.in_sight().stop - 1 == (1 << 20) - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.in_sight().start == 0
    assert len(view.in_sight()) < 20


def test_16_states_fit_into_the_card_without_scrolling(view):
    show(view)
    assert view.in_sight() == range(16)
    assert view._bar.maximum() == 0


def test_the_row_of_the_current_state_is_lit(view):
    soft = QColor(theme.current_theme().accent_soft)
    for current in (13, 2):
        show(view, current=current)
        image = view.picture()
        lit = [image.pixelColor(5, row_of(view, row).y()) == soft for row in range(16)]
        assert lit == [row == current for row in range(16)]


def test_p_of_v_stands_once_beside_the_states_of_one_v(view):
    show(view)
    column, image = view._columns.find(MARGINAL), view.picture()
    paper = image.pixelColor(5, row_of(view, 1).y())
    high = view.heights()[1]

    def has_ink(y):
        xs = range(round(column.left), round(column.right))
        return any(image.pixelColor(x, round(y)) != paper for x in xs)

    assert has_ink(view.top_of(2) - 1)  # the middle of the first four rows
    assert not has_ink(view.top_of(0) + high / 2)
    assert not has_ink(view.top_of(4) - high / 2)


def test_a_network_without_hidden_units_has_no_column_of_p_of_v(view):
    numbers, energies, p, _, z = machine()
    view.show_table(("v1", "v2", "v3", "v4"), numbers, energies, 1.0, p, None, None, z, -1)
    assert view._columns.find(MARGINAL) is None
    assert view._columns.find(JOINT)


@pytest.mark.parametrize("units", [1, 4, 10, 20])
@pytest.mark.parametrize("width", [180, 310, 420, 800])
def test_columns_keep_clear_of_each_other_and_of_the_edge(qtbot, units, width):
    columns = columns_of(["v1"] * units, units // 2, width, True, "000.0000")
    for one, other in pairwise(columns.shown):
        assert one.right < other.left
    assert columns.shown[-1].right <= width or (units, width) == (20, 180)
    assert columns.shown[-1].key == MET
    assert columns.unit >= 4


def test_where_there_is_room_all_columns_are_shown(qtbot):
    columns = columns_of(NAMES, 2, 420, True, "000.0000")
    assert [c.key for c in columns.shown] == [BITS, "minus_e", FACTOR, JOINT, MARGINAL, MET]
    assert columns.has_digits


def test_the_sum_is_written_like_its_column():
    text = states.boltzmann_factor(math.log(39.6899), states.factor_decimals(2.0))
    assert text == "39.6899"


@pytest.mark.parametrize(
    ("exponent", "wanted"),
    [(0.0, "1.0000"), (2.0, "7.3891"), (-12.0, "6.1·10⁻⁶"), (750.0, "5.3·10³²⁵"),
     (-math.inf, "0"), (math.inf, "∞")],
)  # fmt: skip
def test_factors_of_any_size_can_be_written(exponent, wanted):
    assert states.boltzmann_factor(exponent, 4) == wanted


@pytest.mark.parametrize("n", [1, 2, 7, 20])
def test_bits_are_those_of_the_number_the_first_unit_the_highest(n):
    numbers = np.random.default_rng(n).integers(0, 1 << n, 20)
    slow = [[int(c) for c in bin(k)[2:].zfill(n)] for k in numbers.tolist()]
    assert states.bits_of(numbers, n).tolist() == slow


def test_numbers_are_written_for_people():
    assert states.fixed(-0.001, 2) == "0.00"
    assert states.fixed(-1234.5, 1) == "−1\u2009234.5"
    assert states.share(3.2e-6) == "3.2·10⁻⁶"
    assert states.power(-4.0000001) == "1.0·10⁻⁴"
    assert states.lowered("v12") == "v₁₂"
    assert states.counted(1, "state") == "1 state"


def test_sampled_counts_and_shares_are_told_apart():
    rows, counts = np.array([1, 3]), np.array([1, 2, 3, 4])
    assert states.frequencies(counts, rows, states.total_of(counts)).tolist() == [0.2, 0.4]
    assert states.frequencies(counts / 10, rows, states.total_of(counts / 10)).tolist() == [
        0.2,
        0.4,
    ]
    assert states.frequencies(counts * 0, rows, states.total_of(counts * 0)).tolist() == [0, 0]


def test_energies_have_no_more_decimals_than_they_need():
    assert states.least_decimals(np.array([-1.0, 2.0])) == 0
    assert states.least_decimals(np.array([0.5, 2.0])) == 1
    assert states.least_decimals(np.array([0.123, 2.0])) == 2


def test_a_temperature_of_zero_can_be_shown(view):
    numbers, energies, p, marginal, _ = machine()
    view.show_table(NAMES, numbers, energies, 0.0, p, marginal, None, None, 3)
    assert not view.picture().isNull()
