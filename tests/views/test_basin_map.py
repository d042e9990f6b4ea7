"""The exact map: every state at its place, in the look of the attractor it ends in."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.basin_colors import shades, tones_of
from simulator.views.basin_map import Attractor, BasinMapView
from simulator.views.karnaugh import place_of, sheet

BITS = 4
ATTRACTORS = [
    Attractor("A", 0b1100, -3.0, 6, "memory"),
    Attractor("inverse of A", 0b0011, -3.0, 6, "inverse"),
    Attractor("spurious", 0b1010, -1.0, 3, "spurious"),
]
ENDS = np.array([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 2, 2, 0, 1, 2, -1], np.int32)
SURE = np.linspace(0.25, 1.0, 16)


@pytest.fixture
def view(qtbot):
    view = BasinMapView()
    qtbot.addWidget(view)
    view.resize(460, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_basins(BITS, ENDS, SURE, ATTRACTORS)
    return view


def place(view, state):
    return view.grid().box_of(place_of(state, BITS)).center().toPoint()


def test_an_inverse_is_its_memory_s_colour_striped_and_the_rest_is_grey(qapp):
    memory, inverse, other = tones_of(ATTRACTORS, BITS)
    assert memory.color == inverse.color
    assert inverse.is_striped
    assert not memory.is_striped
    assert QColor(other.color).hsvSaturationF() < 0.3


def test_each_memory_has_a_colour_of_its_own(qapp):
    many = [Attractor(str(k), k, 0.0, 1, "memory") for k in range(6)]
    assert len({tone.color for tone in tones_of(many, BITS)}) == 6


def test_a_surer_end_is_farther_from_paper(qapp):
    tones = tones_of(ATTRACTORS, BITS)
    index = np.zeros((1, 3), np.intp)
    pixels = shades(index, np.array([[0.1, 0.5, 1.0]]), tones)
    light = [QColor.fromRgb(int(p)).lightnessF() for p in pixels[0]]
    assert light[0] > light[1] > light[2]
    assert QColor.fromRgb(int(pixels[0, 2])).name() == tones[0].color


def test_each_cell_has_the_look_of_its_state(view):
    image = view.picture()
    tones = tones_of(ATTRACTORS, BITS)
    for state in (0, 1, 4, 5, 8, 9):  # of A, which is not striped
        corner = view.grid().box_of(place_of(state, BITS)).topLeft().toPoint() + QPoint(2, 2)
        wanted = shades(np.zeros((1, 1), np.intp), SURE[[state]].reshape(1, 1), tones)
        assert image.pixelColor(corner) == QColor.fromRgb(int(wanted[0, 0]))


def test_attractors_have_a_dot(view):
    image, ink = view.picture(), QColor(theme.current_theme().ink)
    for state in range(16):
        is_attractor = state in {one.state for one in ATTRACTORS}
        assert (image.pixelColor(place(view, state)) == ink) == is_attractor


def test_a_click_tells_the_number_of_the_state(view, qtbot):
    for state in (0, 7, 13):
        with qtbot.waitSignal(view.clicked) as told:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(view, state))
        assert told.args == [state]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (0b1101, "state 13 → inverse of A, p = 0.90, 3 units away"),
        (0b1000, "state 8 → A, p = 0.65, 1 unit away"),
        (0b1100, "state 12 is A, an attractor: E = −3.00"),
        (0b1111, "state 15: ends in no attractor"),
    ],
)
def test_a_state_is_told_in_words(view, qtbot, state, words):
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, place(view, state))
    assert told.args == [words]


def test_an_attractor_may_have_no_energy(view):
    view.show_basins(BITS, ENDS, SURE, [Attractor("A", 12, None, 6.5, "memory"), *ATTRACTORS[1:]])
    assert view.words_of(place_of(12, BITS)) == "state 12 is A, an attractor"
    assert not view.picture().isNull()


@pytest.mark.parametrize("bits", [1, 4, 9, 16])
@pytest.mark.parametrize("size", [(180, 120), (320, 240), (300, 600), (1200, 900)])
@pytest.mark.parametrize("presenter", [False, True])
def test_everything_stays_in_the_view(qapp, view, bits, size, presenter):
    theme.apply_theme(qapp, "light", presenter)
    try:
        view.resize(*size)
        ends = (np.arange(1 << bits) % 3).astype(np.int32)
        shown = [Attractor(str(k), k % (1 << bits), 0.0, 1, "spurious") for k in range(40)]
        view.show_basins(bits, ends, np.ones(1 << bits), shown)
        box, legend = view.grid().box, view._legend
        assert box.left() >= 0
        assert not box.intersects(legend)
        assert max(box.right(), legend.right()) <= view.width()
        assert max(box.bottom(), legend.bottom()) <= view._foot.top() + 1
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


def test_sixteen_units_are_a_square_of_all_states(view):
    view.show_basins(16, np.zeros(1 << 16, np.int32), np.ones(1 << 16), ATTRACTORS[:1])
    assert (view.grid().rows, view.grid().columns) == (256, 256)
    assert view.state_at((3, 200)) == sheet(16)[3, 200]


def test_the_same_again_lays_nothing_out(view, monkeypatch):
    monkeypatch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
    view.show_basins(BITS, ENDS.copy(), SURE.copy(), list(ATTRACTORS))


def test_states_that_are_not_all_are_refused(view):
    with pytest.raises(ValueError, match="not all of 5 units"):
        view.show_basins(5, ENDS, SURE, ATTRACTORS)
