"""A raster shows who answers which pattern, and which units are of no use."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.raster import RasterView
from simulator.views.raster_picture import bars

LEFT = Qt.MouseButton.LeftButton
R, H = 6, 8
ACTIVITY = np.random.default_rng(0).integers(0, 256, (R, H)).astype(np.uint8)
USE = np.array([0.1, 0.9, 0.0, 0.5, 1.0, 0.3, 0.2, 0.0], np.float32)
ORDER = np.argsort(-USE, kind="stable")
SHOWN = (ACTIVITY, ORDER, USE, USE < 0.01, USE > 0.99)


@pytest.fixture
def view(qtbot):
    view = RasterView()
    qtbot.addWidget(view)
    view.resize(420, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_raster(*SHOWN)
    return view


def place(view, row, column):
    return view.grid().box_of((row, column)).center().toPoint()


def test_each_cell_has_the_colour_of_its_activity_in_the_order_of_use(view):
    image, viridis = view.picture(), tiles.viridis()
    for pattern, column in np.ndindex(R, H):
        wanted = QColor.fromRgb(viridis[ACTIVITY[pattern, ORDER[column]]])
        assert image.pixelColor(place(view, pattern + 1, column)) == wanted


def test_the_pointer_is_told_unit_activity_pattern_and_use(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, place(view, 3, 1))
    QTest.mouseMove(view, QPoint(0, view.height() - 1))
    value = ACTIVITY[2, 1] / 255
    assert said == [f"hidden unit 1: {value:.2f} for pattern 2, on for 90 % of patterns", ""]


def test_the_strip_tells_the_use_alone(view):
    assert view.words_of((0, 0)) == "hidden unit 4: on for 100 % of patterns, saturated"
    assert view.words_of((0, H - 1)).endswith("on for 0 % of patterns, dead")
    assert view.grid().cell_at(view.grid().strip.center()) == (0, 4)


def test_dead_and_saturated_units_are_counted_in_words(view, tmp_path):
    assert view.counted() == "2 dead, 1 saturated"
    assert "2 dead, 1 saturated" in view.accessibleDescription()
    view.export_svg(str(tmp_path / "r.svg"), {})
    text = (tmp_path / "r.svg").read_text("utf-8")
    assert ">2 dead<" in text
    assert ">1 saturated<" in text
    assert "<image" in text


def test_a_click_tells_the_unit_and_not_the_column(view, qtbot):
    with qtbot.waitSignal(view.unit_chosen) as told:
        QTest.mouseClick(view, LEFT, pos=place(view, 2, 0))
    assert told.args == [4]


def test_arrows_move_up_into_the_strip_and_enter_chooses(view, qtbot):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.unit_chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [1]
    assert "hidden unit 1" in view.accessibleDescription()


def test_the_chosen_unit_is_ringed_in_its_column(view):
    before = view.picture()
    view.show_raster(*SHOWN, chosen=1)
    first = view.grid().box_of((1, 1))
    spot = QPoint(round(first.center().x()), round(first.top()) - 2)
    assert view.picture().pixelColor(spot) != before.pixelColor(spot)
    assert view.picture().pixelColor(place(view, 2, 1)) == before.pixelColor(place(view, 2, 1))


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "lay_out"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_raster(*(one.copy() for one in SHOWN))


def test_another_batch_lays_nothing_out(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
        view.show_raster(255 - ACTIVITY, *SHOWN[1:])


@pytest.mark.parametrize(("wide", "high"), [(8, 10), (100, 20), (5, 7)])
def test_bars_are_as_high_as_the_means(wide, high):
    use, tokens = USE[ORDER], np.ones(H, np.uint8)
    codes = bars(use, tokens, wide, high)
    for x in range(wide):
        unit = x * H // wide
        is_gap = wide >= 4 * H and x > 0 and (x - 1) * H // wide != unit
        wanted = 0 if is_gap else round(float(use[unit]) * high)
        assert np.count_nonzero(codes[:, x]) == wanted
        assert (codes[high - wanted :, x] == 1).all()


@pytest.mark.parametrize("units", [4, 144, 1024])
@pytest.mark.parametrize("size", [(180, 120), (300, 200), (1200, 800)])
@pytest.mark.parametrize("presenter", [False, True])
def test_everything_stays_in_the_view(qapp, view, units, size, presenter):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view.resize(*size)
        use = np.linspace(1, 0, units, dtype=np.float32)
        activity = np.zeros((100, units), np.uint8)
        view.show_raster(activity, np.arange(units), use, use < 0.1, use > 0.9)
        assert not view.picture().isNull()
        assert view.rect().contains(view.grid().box.toRect())
        assert view._layout.foot.bottom() <= view.height() + 1
    finally:
        theme.apply_theme(qapp, "light")


def test_cleared_it_says_what_to_do(view):
    view.set_empty("Train a batch.")
    view.clear()
    assert view.grid() is None
    assert view.accessibleDescription() == "Train a batch."


def test_arrays_that_do_not_fit_are_refused(view):
    with pytest.raises(ValueError, match="one for each"):
        view.show_raster(ACTIVITY, ORDER[:3], USE, USE < 0, USE > 1)
    with pytest.raises(ValueError, match="can't be shown"):
        view.show_raster(np.zeros((0, H), np.uint8), ORDER, USE, USE < 0, USE > 1)
