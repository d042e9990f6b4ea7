"""What D says of data rises from a line, what it says of fakes hangs below, to one scale."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views import outputs_frame
from simulator.views.outputs import SCORES, OutputsView
from simulator.views.outputs_marks import BINS, edges, middle_of, mirrored

RNG = np.random.default_rng(0)
REAL = RNG.beta(4, 2, 200).astype(np.float32)
FAKE = RNG.beta(2, 4, 200).astype(np.float32)


@pytest.fixture
def view(qtbot):
    view = OutputsView()
    qtbot.addWidget(view)
    view.resize(420, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_outputs(REAL, FAKE)
    return view


def place_of(view, k, dy=0):
    return QPoint(edges(view.plot)[k] + 3, middle_of(view.plot) + dy)


def test_every_number_is_in_the_bin_that_holds_it():
    shown = mirrored(REAL, FAKE, 0.0, 1.0)
    for shares, values in zip(shown.shares, (REAL, FAKE), strict=True):
        slow = np.histogram(values, BINS, (0, 1))[0] / values.size
        assert np.abs(shares - slow).sum() <= 2 / values.size  # float32: one beside an edge
        assert shares.sum() == pytest.approx(1.0)


def test_numbers_beyond_the_ends_are_counted_in_the_outermost_bins():
    shown = mirrored(np.array([-1.0, 0.5]), np.array([2.0]), 0.0, 1.0)
    assert shown.beyond == 2
    assert shown.shares[0, 0] == 0.5
    assert shown.shares[1, -1] == 1.0


def test_broken_numbers_are_left_out():
    shown = mirrored(np.array([np.nan, 0.5, np.inf]), np.zeros(0), 0.0, 1.0)
    assert shown.sizes == (1, 0)
    assert shown.means[0] == 0.5
    assert np.isnan(shown.means[1])


def test_data_are_blue_above_and_fakes_orange_below(view):
    image = view.picture()
    high, low = int(np.argmax(view._shown.shares[0])), int(np.argmax(view._shown.shares[1]))
    above, below = (image.pixelColor(place_of(view, k, dy)) for k, dy in ((high, -4), (low, 4)))
    assert above.blue() > above.red()
    assert below.red() > below.blue()


def test_both_sides_have_one_scale(view):
    view.show_outputs(np.full(10, 0.72, np.float32), np.linspace(0, 1, 10, dtype=np.float32))
    image, half = view.picture(), view.plot.height() / 2
    now = theme.current_theme()
    paper = QColor(now.surface)
    share = round(0.3 * half)  # a bar of 100 % is taller than this, one of 10 % is not
    assert image.pixelColor(place_of(view, 14, -share)) != paper
    assert image.pixelColor(place_of(view, 2, share)) == paper


def test_the_means_and_the_middle_are_named_in_the_export(view, tmp_path):
    view.export_svg(str(tmp_path / "o.svg"), {})
    text = (tmp_path / "o.svg").read_text("utf-8")
    for words in (f"data: mean {REAL.mean():.2f}", f"fakes: mean {FAKE.mean():.2f}", "½",
                  "← fake", "real →", "D(x)", "share of a batch"):  # fmt: skip
        assert f">{words}<" in text
    assert "<image" not in text


def test_scores_have_a_line_at_0_and_a_range_that_holds_them(view, tmp_path):
    scores = np.array([-7.0, 1.0, 3.0], np.float32)
    view.show_outputs(scores, scores, SCORES)
    view.export_svg(str(tmp_path / "o.svg"), {})
    text = (tmp_path / "o.svg").read_text("utf-8")
    assert view._shown.low <= -7 < 3 <= view._shown.high
    assert view._shown.beyond == 0
    assert ">score D(x)<" in text


def test_a_range_of_scores_stays_while_they_drift_a_little(view):
    view.show_outputs(REAL * 8, FAKE * -8, SCORES)
    before = view._axes()[:2]
    view.show_outputs(REAL * 7.8, FAKE * -7.8, SCORES)
    assert view._axes()[:2] == before


def test_the_pointer_is_told_ends_and_shares(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, place_of(view, 10))
    QTest.mouseMove(view, QPoint(1, 1))
    share = round(100 * view._shown.shares[0, 10])
    assert said[0].startswith(f"D(x) 0.5 to 0.55: data {share} %, fakes ")
    assert said[-1] == ""


def test_arrows_go_from_bin_to_bin(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    assert view._said == view.words_of(BINS - 2)
    assert view.accessibleDescription().startswith("D(x) 0.9 to 0.95")


def test_bins_are_exported_as_a_table(view):
    table = view.exported()
    assert list(table.columns) == ["from", "to", "data", "fakes"]
    assert sum(table.columns["data"]) == pytest.approx(1.0)
    assert table.columns["to"][-1] == pytest.approx(1.0)


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_outputs(REAL.copy(), FAKE.copy())


def test_other_numbers_keep_the_ground(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_outputs(REAL[::-1].copy(), FAKE)
        view.show_outputs(REAL * np.float32(0.99), FAKE)


def test_one_batch_alone_is_shown(view):
    view.show_outputs(REAL, np.zeros(0, np.float32))
    assert view.sum_text(1) == "fakes: none yet"
    assert not view.picture().isNull()


def test_cleared_it_says_what_to_do(view, tmp_path):
    view.set_empty("Step once.")
    view.clear()
    view.export_svg(str(tmp_path / "o.svg"), {})
    assert view.is_empty()
    assert view.exported() is None
    assert ">Step once.<" in (tmp_path / "o.svg").read_text("utf-8")


@pytest.mark.parametrize("size", [(160, 90), (320, 200), (700, 700), (900, 180), (200, 600)])
@pytest.mark.parametrize("presenter", [False, True])
def test_everything_stays_in_the_view(qapp, view, size, presenter):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view.resize(*size)
        assert not view.picture().isNull()
        assert view.rect().adjusted(-1, -1, 1, 1).contains(view.plot.toAlignedRect())
        last = view.plot.bottom() + theme.px(2 * outputs_frame.ROW)
        assert last <= view.height() or size[1] <= 90
    finally:
        theme.apply_theme(qapp, "light")
