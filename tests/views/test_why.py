"""The sum is written out with its numbers, and they add up."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from simulator.controls import theme
from simulator.views.why import EMPTY, WhyView
from simulator.views.why_picture import Picture, Placed
from simulator.views.why_sheet import lay_out
from simulator.views.why_sum import Sum

TERMS = [(chr(65 + k), (-1) ** k * 1.0, 0.9 / (k + 1)) for k in range(10)]
TOTAL = sum(w * f for _, w, f in TERMS) - 0.03
GIVEN = {
    "title": "Unit 300, column 20, row 10: now off",
    "symbol": "h",
    "terms": TERMS,
    "extra": [("less its own connection", -0.03)],
    "total": TOTAL,
    "comparison": 0.0,
    "conclusion": "turns on",
    "notes": [("neighbours for on", 1.2)],
}


def made(**changes):
    given = {**GIVEN, **changes}
    for name in ("terms", "extra", "notes"):
        given[name] = tuple(given[name])
    return Sum(**given)


@pytest.fixture
def why(qtbot):
    view = WhyView()
    qtbot.addWidget(view)
    view.resize(280, 260)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_largest_terms_stand_in_full_and_the_rest_as_one():
    words = " ".join(made().words).replace("\u00a0", " ")
    assert words.startswith("1.00·(+0.90) − 1.00·(+0.45) + 1.00·(+0.30)")
    assert "(7 more)" in words
    assert words.endswith("− 0.03 (less its own connection)")


def test_the_bars_add_up_to_the_total():
    many = [(str(k), 1.0, 0.1 * k) for k in range(40)]
    total = sum(f for *_, f in many)
    shown = made(terms=many, extra=[], total=total)
    assert sum(value for _, value in shown.bars) == pytest.approx(total)
    assert len(shown.bars) == 11


@pytest.mark.parametrize(
    ("total", "threshold", "line"),
    [
        (0.84, 0.0, "= +0.84 ≥ 0 → on"),
        (-0.97, 0.0, "= −0.97 < 0 → on"),
        (0.0, 0.0, "= +0.00 ≥ 0 → on"),
        (0.5, 0.75, "= +0.50 < 0.75 → on"),
        (-0.0004, 0.0, "= −0.0004 < 0 → on"),
    ],
)
def test_the_result_is_compared_with_the_threshold(total, threshold, line):
    assert made(total=total, comparison=threshold, conclusion="on").result == line


@pytest.mark.parametrize("width", [260, 420, 900])
def test_no_words_are_cut_off(qapp, width):
    pieces, height = lay_out(made(), width)
    for piece in pieces:
        assert piece.box.right() <= width + 3
        assert piece.box.bottom() <= height
        if piece.font and not piece.flags & int(Qt.TextFlag.TextWordWrap):
            assert QFontMetricsF(piece.font).horizontalAdvance(piece.text) <= piece.box.width() + 1


def test_no_two_pieces_of_text_overlap(qapp):
    pieces = [piece for piece in lay_out(made(), 260)[0] if piece.font]
    for a in pieces:
        for b in pieces:
            shared = a.box.adjusted(0, 1, -3, -1).intersected(b.box.adjusted(0, 1, -3, -1))
            assert a is b or shared.isEmpty(), (a.text, b.text)


def test_before_a_unit_is_chosen_it_says_what_to_do(why):
    assert why.accessibleDescription() == EMPTY
    assert not why.findChild(QScrollArea).isVisible()
    why.show_sum(**GIVEN)
    assert why.findChild(QScrollArea).isVisible()
    why.clear()
    assert why.accessibleDescription() == EMPTY


def test_a_tall_sum_scrolls_under_the_wheel(why):
    why.show_sum(**GIVEN)
    area = why.findChild(QScrollArea)
    middle = QPointF(100, 100)
    wheel = QWheelEvent(
        middle,
        area.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), wheel)
    assert area.verticalScrollBar().value() > 0


def test_the_same_again_lays_nothing_out(why, monkeypatch):
    why.show_sum(**GIVEN)
    monkeypatch.setattr(why, "_redraw", lambda: pytest.fail("laid out again"))
    why.show_sum(**GIVEN)


def test_a_screen_reader_hears_the_equation(why):
    why.show_sum(**GIVEN)
    assert "h = 1.00·(+0.90)" in why.accessibleDescription()
    assert "turns on" in why.accessibleDescription()


def test_a_drawing_has_its_words_as_text(why, tmp_path):
    why.show_sum(**GIVEN)
    why.export_svg(str(tmp_path / "why.svg"), {})
    text = (tmp_path / "why.svg").read_text("utf-8")
    assert "neighbours for on" in text
    assert "<image" not in text


def test_bars_take_the_colours_of_a_new_theme(why):
    why.show_sum(**GIVEN)
    app = QApplication.instance()
    try:
        theme.apply_theme(app, "dark")
        dark = theme.load_theme("dark")
        assert {dark.accent, dark.warm} <= {piece.color for piece in why._sheet.pieces}
    finally:
        theme.apply_theme(app, "light")


NEAR = [(f"({k}, 2)", 0.0128 / (k + 1), (-1) ** k) for k in range(8)]
BY_NEIGHBOURS = {"terms": NEAR, "extra": [], "more": (775, 0.12), "has_factors": True}


def test_small_weights_are_written_with_enough_digits_and_whole_factors_without():
    words = " ".join(made(**BY_NEIGHBOURS).words).replace("\u00a0", " ")
    assert words.startswith("0.0128·(+1) + 0.0064·(−1)")


def test_terms_that_are_not_given_are_counted_with_those_that_are_left_out():
    shown = made(**BY_NEIGHBOURS)
    rest = 0.12 + sum(w * f for _, w, f in NEAR[3:])
    assert " ".join(shown.words).endswith(f"{rest:.4f}\u00a0(780\u00a0more)")
    assert shown.bars[-1] == ("… and 775 more", 0.12)


def test_the_bars_of_neighbours_add_up_and_say_their_factors():
    shown = made(**BY_NEIGHBOURS)
    total = sum(w * f for _, w, f in NEAR) + 0.12
    assert sum(value for _, value in shown.bars) == pytest.approx(total)
    assert shown.bars[0][0] == "(0, 2)  0.0128·(+1)"


def test_a_term_without_a_weight_is_its_value():
    shown = made(terms=[("A", None, 0.5), ("B", None, -0.75)], extra=[])
    assert " ".join(shown.words).replace("\u00a0", " ") == "−0.75 (B) + 0.50 (A)"
    assert shown.bars == [("B", -0.75), ("A", 0.5)]


def test_the_bar_of_many_terms_is_broken_rather_than_making_the_others_small(qapp):
    pieces, _ = lay_out(made(**BY_NEIGHBOURS), 400)
    colors = {theme.current_theme().accent, theme.current_theme().warm}
    bars = [piece.box for piece in pieces if not piece.text and piece.color in colors]
    lengths = {}
    for box in bars:
        lengths.setdefault(box.top(), []).append(box.width())
    rows = [lengths[top] for top in sorted(lengths)]
    assert [len(row) for row in rows] == [1] * 8 + [2]
    assert rows[0][0] == pytest.approx(max(map(sum, rows)), rel=0.1)


@pytest.mark.parametrize(("width", "is_beside"), [(300, False), (640, True)])
def test_the_picture_stands_beside_the_bars_or_below_them(qapp, width, is_beside):
    picture = Picture(4, np.linspace(-1, 1, 16))
    pieces, height = lay_out(made(**BY_NEIGHBOURS), width, picture)
    placed = next(piece for piece in pieces if isinstance(piece, Placed))
    others = [piece.box for piece in pieces if piece is not placed and piece.color]
    assert placed.box.right() <= width
    assert placed.box.bottom() <= height
    assert not any(placed.box.adjusted(1, 1, -1, -1).intersects(box) for box in others)
    assert (placed.box.left() > width / 2) == is_beside


def test_another_picture_is_drawn_and_the_same_is_not(why, monkeypatch):
    values = np.linspace(-1, 1, 16)
    why.show_sum(**GIVEN, picture=Picture(4, values))
    drawn = []
    monkeypatch.setattr(why, "_redraw", lambda: drawn.append(1))
    why.show_sum(**GIVEN, picture=Picture(4, values.copy()))
    assert drawn == []
    why.show_sum(**GIVEN, picture=Picture(4, -values))
    why.show_sum(**GIVEN)
    assert drawn == [1, 1]


def test_the_same_empty_words_lay_nothing_out(why, monkeypatch):
    why.set_empty("Click a unit.")
    monkeypatch.setattr(why, "_redraw", lambda: pytest.fail("laid out again"))
    why.set_empty("Click a unit.")


def test_a_sum_may_be_compared_with_nothing():
    shown = Sum("Why?", "w", (("a", 0.5, 0.5),), (), 0.25, None, "sharpened")
    assert shown.result == "= 0.25 → sharpened"
