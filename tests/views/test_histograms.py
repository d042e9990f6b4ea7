"""Histograms count every value once, sum it up in words, and stay put while values drift."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.heat import label_font
from simulator.views.histograms import HistogramsView
from simulator.views.histograms_count import MOST, Bins, counted
from simulator.views.histograms_layout import places
from simulator.views.histograms_marks import axis_ticks, mean_text, sum_text
from simulator.views.trace_scale import CalmRange

RNG = np.random.default_rng(0)
WEIGHTS = RNG.normal(0, 0.1, (20, 30)).astype(np.float32)
BIASES = RNG.normal(-2, 1, 20).astype(np.float32)
SHOWN = [("Weights", "W", WEIGHTS), ("Biases", "b", BIASES, ((0.0, "zero"),))]


@pytest.fixture
def view(qtbot):
    view = HistogramsView()
    qtbot.addWidget(view)
    view.resize(420, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_histograms(SHOWN)
    return view


@pytest.mark.parametrize("seed", range(5))
def test_every_value_is_in_the_bin_that_holds_it(seed):
    values = np.random.default_rng(seed).normal(0.3, 2.0, 500).astype(np.float32)
    bins = counted(values, CalmRange())
    edges = bins.low + bins.width * np.arange(len(bins.counts) + 1)
    slow = [np.sum((values >= a) & (values < b)) for a, b in pairwise(edges)]
    assert np.abs(bins.counts - slow).sum() <= 2  # float32: one value beside an edge
    assert bins.counts.sum() == 500
    assert len(bins.counts) <= 64


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e-9, 1e6])
def test_equal_values_are_one_bar(value):
    bins = counted(np.full(7, value, np.float32), CalmRange())
    assert bins.counts.max() == bins.counts.sum() == 7
    assert bins.low <= value <= bins.high


def test_large_arrays_are_sampled_from_all_columns():
    values = np.zeros((784, 500), np.float32)
    values[:, 7] = 1.0  # a column that every fourth value would miss
    bins = counted(values, CalmRange())
    assert bins.counted <= MOST
    assert bins.counts[-1] / bins.counted == pytest.approx(1 / 500, rel=0.1)
    assert sum_text(bins).endswith("of 56\u2009000")


def test_the_largest_value_is_that_of_all_though_it_was_not_sampled():
    values = np.zeros((784, 500), np.float32)
    values[0, 1] = -9.0
    assert counted(values, CalmRange()).largest == 9.0


def test_a_range_stays_while_values_drift_a_little():
    calm, values = CalmRange(), RNG.normal(size=1000).astype(np.float32)
    first = counted(values, calm)
    second = counted(values * np.float32(0.95), calm)
    assert (first.low, first.width) == (second.low, second.width)


def test_broken_values_are_counted_apart():
    bins = counted(np.array([1.0, np.nan, np.inf, 2.0], np.float32), CalmRange())
    assert bins.broken == 2
    assert bins.counts.sum() == 2
    assert sum_text(bins).endswith("2 not finite")
    assert counted(np.array([np.nan], np.float32), CalmRange()) is None


def test_a_mean_has_as_many_decimals_as_its_deviation():
    assert mean_text(-0.0123, 0.134) == "−0.01 ± 0.13"
    assert mean_text(-9e-6, 0.00199) == "0.0000 ± 0.0020"
    assert mean_text(0.0, 0.0) == "0 ± 0"


def test_bars_are_orange_below_zero_and_blue_above(view):
    image, place, bins = view.picture(), view._places[0], view._bins[0]
    y = round(place.plot.bottom()) - 2
    edges, middle = place.edges(bins), round(-bins.low / bins.width)
    below, above = (image.pixelColor(edges[k] + 1, y) for k in (middle - 1, middle))
    assert below.red() > below.blue()
    assert above.blue() > above.red()


def test_the_pointer_is_told_count_and_ends(view):
    said = []
    view.hovered.connect(said.append)
    place, bins = view._places[0], view._bins[0]
    k = int(np.argmax(bins.counts))
    QTest.mouseMove(view, QPoint(place.edges(bins)[k] + 2, round(place.plot.center().y())))
    QTest.mouseMove(view, QPoint(1, 1))
    assert said[0] == view.words_of(0, k)
    assert said[0].startswith(f"Weights: {bins.counts[k]} of 600 from ")
    assert said[-1] == ""


def test_arrows_go_from_bin_to_bin_and_from_plot_to_plot(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._said == view.words_of(0, 1)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view._said == view.words_of(1, 1)
    assert view.accessibleDescription().startswith("Biases: ")


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_histograms([(one[0], one[1], one[2].copy(), *one[3:]) for one in SHOWN])


def test_other_values_in_the_same_range_keep_the_ground(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_histograms([("Weights", "W", WEIGHTS * np.float32(0.98)), SHOWN[1]])


def test_only_what_differs_is_counted_again(view):
    kept = view._bins[1]
    view.show_histograms([("Weights", "W", -WEIGHTS), SHOWN[1]])
    assert view._bins[1] is kept


def test_with_logarithms_the_scale_is_named(view, tmp_path):
    view.show_histograms(SHOWN, log=True)
    view.export_svg(str(tmp_path / "h.svg"), {})
    text = (tmp_path / "h.svg").read_text("utf-8")
    assert "log scale" in text
    assert ">zero<" in text
    assert "<image" not in text


@pytest.mark.parametrize("size", [(180, 120), (300, 200), (560, 420), (900, 220), (240, 700)])
@pytest.mark.parametrize("presenter", [False, True])
def test_everything_stays_in_the_view(qapp, view, size, presenter):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view.resize(*size)
        view.show_histograms([*SHOWN, ("More", "", BIASES), ("Most", "", BIASES)])
        assert not view.picture().isNull()
        for place in view._places:
            assert place.box.right() <= view.width() + 1
            assert place.box.bottom() <= view.height() + 1
    finally:
        theme.apply_theme(qapp, "light")


def test_four_plots_are_two_by_two_in_a_card_and_in_a_row_where_it_is_low():
    card, low = places(QSize(560, 420), 4), places(QSize(1400, 160), 4)
    assert len({place.box.top() for place in card}) == 2
    assert len({place.box.top() for place in low}) == 1


@pytest.mark.parametrize("length", [60, 120, 300, 800])
@pytest.mark.parametrize("span", [0.004, 1.5, 40.0, 3e5])
def test_ticks_never_touch(qapp, length, span):
    bins, metrics = Bins(-span, span / 30, np.ones(60, int), 0, 0, 0, 60, 60), _metrics()
    marked = axis_ticks(bins, length, metrics)
    ends = [
        (value / (2 * span) * length, metrics.horizontalAdvance(text) / 2) for value, text in marked
    ]
    for (x, half), (x2, half2) in pairwise(ends):
        assert len(marked) <= 3 or x + half < x2 - half2


def _metrics():
    return QFontMetricsF(label_font())


def test_an_empty_array_is_said(view, tmp_path):
    view.show_histograms([("Weights", "W", np.zeros(0, np.float32))])
    view.export_svg(str(tmp_path / "h.svg"), {})
    assert "no values yet" in (tmp_path / "h.svg").read_text("utf-8")


def test_cleared_it_is_empty_and_says_nothing(view):
    view.set_empty("Train a batch.")
    view.clear()
    assert view.is_empty()
    assert not view.picture().isNull()


def test_dark_bars_are_of_the_dark_theme(qapp, view):
    try:
        theme.apply_theme(qapp, "dark")
        surface = QColor(theme.current_theme().surface)
        assert view.picture().pixelColor(0, view.height() - 1) == surface
    finally:
        theme.apply_theme(qapp, "light")
