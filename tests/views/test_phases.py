"""The diagram shows both phases and the change, lights what has just been, and stays legible."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.phases import PhasesView
from simulator.views.phases_layout import PhasesLayout

SIDE, H = 4, 10
RNG = np.random.default_rng(0)
DATA, MODEL = (RNG.integers(0, 2, SIDE * SIDE).astype(np.uint8) * 255 for _ in range(2))
AWAKE, ASLEEP = (RNG.integers(0, 256, H).astype(np.uint8) for _ in range(2))
CHANGE = np.linspace(-0.1, 0.1, SIDE * SIDE, dtype=np.float32)
ARRAYS = (DATA, AWAKE, MODEL, ASLEEP, CHANGE)
CAPTIONS = ("pattern 3", "one step", "rate 0.05")


@pytest.fixture
def view(qtbot):
    view = PhasesView()
    qtbot.addWidget(view)
    view.resize(560, 420)
    view.show()
    qtbot.waitExposed(view)
    view.show_phases(SIDE, *ARRAYS, 1, CAPTIONS, data_label="5", model_label="3")
    return view


def pixel_place(view, station, k):
    box = view.grid_of(station).box
    row, column = divmod(k, SIDE)
    x, y = ((n + 0.5) * box.width() / SIDE for n in (column, row))
    return QPoint(round(box.left() + x), round(box.top() + y))


def unit_place(view, station, unit):
    grid = view.grid_of(station)
    return grid.box_of(divmod(unit, grid.columns)).center().toPoint()


def test_pictures_stand_at_their_stations(view):
    image, now = view.picture(), theme.current_theme()
    for station, picture in ((0, DATA), (2, MODEL)):
        for k, value in enumerate(picture):
            wanted = QColor(now.unit_on if value else now.unit_off)
            assert image.pixelColor(pixel_place(view, station, k)) == wanted


def test_the_change_is_orange_below_zero_and_blue_above(view):
    image = view.picture()
    below, above = (image.pixelColor(pixel_place(view, 4, k)) for k in (0, 15))
    assert below.red() > below.blue()
    assert above.blue() > above.red()


def test_hidden_units_are_darker_the_more_they_are_on(view):
    image = view.picture()
    shades = [image.pixelColor(unit_place(view, 1, unit)).lightness() for unit in range(H)]
    assert (np.diff(np.array(shades)[np.argsort(AWAKE, kind="stable")]) <= 0).all()


def accent_in(view, station):
    box = view.grid_of(station).box.adjusted(-4, -4, 4, 4).toRect()
    part, accent = view.picture().copy(box), QColor(theme.current_theme().accent).rgb()
    middle = part.height() // 2
    return any(part.pixel(x, middle) == accent for x in range(5))


@pytest.mark.parametrize("phase", [-1, 0, 1, 2])
def test_only_the_phase_that_has_just_been_is_lit(view, phase):
    view.show_phases(SIDE, *ARRAYS, phase, CAPTIONS)
    lit = [accent_in(view, station) for station in range(5)]
    assert lit == [phase == 0, phase == 0, phase == 1, phase == 1, phase == 2]


def test_the_words_are_in_the_export(view, tmp_path):
    view.export_svg(str(tmp_path / "p.svg"), {})
    text = (tmp_path / "p.svg").read_text("utf-8")
    for words in ("2 sleep: negative phase", "3 update", "data v⁺ · 5", "model v⁻ · 3", "p(v|h)"):
        assert f">{words}<" in text
    assert all(caption in text for caption in CAPTIONS)
    assert "<image" in text


def test_the_description_says_phase_and_captions(view):
    text = view.accessibleDescription()
    assert text.startswith("2 sleep: negative phase has just been")
    assert "1 wake: positive phase: pattern 3" in text


def test_the_pointer_is_told_units_and_pixels(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, unit_place(view, 1, 7))
    QTest.mouseMove(view, pixel_place(view, 2, 6))
    QTest.mouseMove(view, pixel_place(view, 4, 15))
    QTest.mouseMove(view, QPoint(1, 1))
    assert said == [
        f"hidden unit 7: {AWAKE[7] / 255:.2f} in the wake phase",
        f"column 2, row 1: {MODEL[6] / 255:.2f} in the model",
        "column 3, row 3: +0.100 in the change",
        "",
    ]


def test_the_free_cells_of_a_grid_of_units_are_nothing(view):
    view.say("before")
    QTest.mouseMove(view, unit_place(view, 1, 11))
    assert view._said == ""


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        arrays = (one.copy() for one in ARRAYS)
        view.show_phases(SIDE, *arrays, 1, CAPTIONS, data_label="5", model_label="3")


def test_other_pictures_keep_the_ground(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_phases(
            SIDE, 255 - DATA, *ARRAYS[1:], 1, CAPTIONS, data_label="5", model_label="3"
        )


def test_what_there_is_not_yet_is_an_empty_frame(view):
    none, numbers = np.zeros(0, np.uint8), np.zeros(0, np.float32)
    view.show_phases(SIDE, DATA, AWAKE, none, none, numbers, 0, CAPTIONS)
    assert [view.grid_of(k) is None for k in range(5)] == [False, False, True, True, True]
    assert not view.picture().isNull()


@pytest.mark.parametrize("size", [(260, 150), (300, 200), (560, 420), (860, 260), (420, 900)])
@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("units", [4, 144, 500, 1024])
def test_nothing_overlaps_or_leaves_the_view(qapp, view, size, presenter, units):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view.resize(*size)
        hidden = np.zeros(units, np.uint8)
        view.show_phases(SIDE, DATA, hidden, MODEL, hidden, CHANGE, 2, CAPTIONS)
        boxes = [view.grid_of(k).box for k in range(5)]
        for k, box in enumerate(boxes):
            assert view.rect().adjusted(-1, -1, 1, 1).contains(box.toRect())
            assert not any(box.intersects(other) for other in boxes[k + 1 :])
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


def test_wide_views_have_one_row_and_others_two_storeys(qapp):
    assert PhasesLayout.of(QSize(1000, 260), 28, 1.0).is_row
    assert not PhasesLayout.of(QSize(560, 420), 28, 1.0).is_row


def test_cleared_it_is_empty(view):
    view.set_empty("Step once.")
    view.clear()
    assert view.is_empty()
    assert not view.picture().isNull()


def test_what_does_not_fit_is_refused(view):
    with pytest.raises(ValueError, match="side"):
        view.show_phases(5, *ARRAYS, 1)
    with pytest.raises(ValueError, match="phase"):
        view.show_phases(SIDE, *ARRAYS, 3)
