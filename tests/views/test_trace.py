"""A trace keeps still while it grows, tells where it is pressed, and goes to paper as lines."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views.trace import Canvas, Level, Line, TraceView
from simulator.views.trace_canvas import Text
from simulator.views.trace_scale import CalmRange, Shelf, round_step, thinned, tick_text, ticks

LEFT = Qt.MouseButton.LeftButton
X = np.linspace(0, 3, 49)
FALL = -100 - 290 * np.minimum(X, 1)


@pytest.fixture
def trace(qtbot):
    view = TraceView("Energy", "sweeps", "energy E")
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def words(view):
    """All texts, ground and front, with their boxes."""
    return [mark for mark in (*view._ground.marks, *view._front.marks) if isinstance(mark, Text)]


def overlap(a, b):
    (x, y, w, h), (left, top, width, height) = a.box, b.box
    return x < left + width and left < x + w and y < top + height and top < y + h


def test_nothing_to_show_is_said_in_words(trace):
    trace.set_empty("Press Space.")
    assert [mark.text for mark in words(trace)] == ["Press Space."]
    trace.show_lines(X, [Line("", FALL)])
    assert "Press Space." not in [mark.text for mark in words(trace)]
    trace.clear()
    assert [mark.text for mark in words(trace)] == ["Press Space."]


def test_both_axes_have_their_label(trace):
    trace.show_lines(X, [Line("", FALL)])
    assert {"sweeps", "energy E"} <= {mark.text for mark in words(trace)}


def test_every_point_and_level_lies_within_the_range(trace):
    trace.show_lines(X, [Line("", FALL)], None, [Level("A", -612.0)])
    low, high = trace._frame.y
    assert low <= -612
    assert high >= -100


def test_the_range_stays_while_the_trace_grows_a_little(trace):
    frames = set()
    for end in range(20, 49):
        trace.show_lines(X[:end], [Line("", FALL[:end])], None, [Level("A", -390.0)])
        frames.add((trace._frame.x, trace._frame.y, trace._frame.plot.getRect()))
    assert len(frames) == 1


def test_a_growing_run_moves_the_end_in_few_steps():
    calm = CalmRange()
    ends = {calm.grow(0.0, x, 8.0) for x in np.arange(0, 1000, 0.5)}
    assert len(ends) < 20


def test_the_same_again_draws_nothing(trace, qtbot, monkeypatch):
    trace.show_lines(X, [Line("", FALL)], 2.0, [Level("A", -390.0)], [1.0])
    monkeypatch.setattr(trace, "_redraw", lambda: pytest.fail("drawn again"))
    trace.show_lines(X.copy(), [Line("", FALL.copy())], 2.0, [Level("A", -390.0)], [1.0])


def test_a_press_and_a_drag_tell_the_place_on_the_x_axis(trace, qtbot):
    trace.show_lines(X, [Line("", FALL)], x_range=(0, 4))
    told = []
    trace.scrubbed.connect(told.append)
    viewport, frame = trace.findChild(Canvas).viewport(), trace._frame
    qtbot.mousePress(viewport, LEFT, pos=QPoint(round(frame.px(1)), 100))
    qtbot.mouseMove(viewport, QPoint(round(frame.px(2)), 150))
    qtbot.mouseRelease(viewport, LEFT, pos=QPoint(round(frame.px(2)), 150))
    assert told[0] == pytest.approx(1, abs=0.02)
    assert told[-1] == pytest.approx(2, abs=0.02)


def test_a_press_beyond_the_trace_gives_its_end(trace, qtbot):
    trace.show_lines(X, [Line("", FALL)], x_range=(0, 8))
    with qtbot.waitSignal(trace.scrubbed) as told:
        place = QPoint(round(trace._frame.px(7)), 100)
        qtbot.mouseClick(trace.findChild(Canvas).viewport(), LEFT, pos=place)
    assert told.args == [3.0]


def test_an_empty_trace_tells_nothing(trace, qtbot):
    with qtbot.assertNotEmitted(trace.scrubbed):
        qtbot.mouseClick(trace.findChild(Canvas).viewport(), LEFT, pos=QPoint(200, 200))


def test_keys_are_left_to_the_window(trace):
    assert trace.findChild(Canvas).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_what_lies_after_the_present_is_another_curve(trace):
    trace.show_lines(X, [Line("", FALL)], 3.0)
    assert not [name for name, c in trace._curves.items() if "next" in name and c.isVisible()]
    trace.show_lines(X, [Line("", FALL)], 1.5)
    past, after = trace._curves["0, past"].getData()[0], trace._curves["0, next"].getData()[0]
    assert past[-1] == after[0] == pytest.approx(trace._frame.px(1.5))


@pytest.mark.parametrize("size", [(280, 160), (420, 400), (900, 600)])
def test_labels_never_overlap(trace, size):
    trace.resize(*size)
    rng = np.random.default_rng(0)
    levels = [Level(f"memory {k}", y, k < 3) for k, y in enumerate(-390 + 20 * rng.random(26))]
    lines = [Line(f"line {k}", FALL + k, k) for k in range(4)]
    trace.show_lines(X, lines, None, levels)
    shown = words(trace)
    assert any(mark.text.startswith("memory 0") for mark in shown) or size[1] < 200
    clashes = [(a.text, b.text) for a in shown for b in shown if a is not b and overlap(a, b)]
    grounds = {"energy E"}  # its box is the whole row
    assert not [pair for pair in clashes if not grounds & set(pair)]


def test_no_label_is_cut_off(trace):
    trace.show_lines(X, [Line("a rather long name", FALL)], 3.0, x_range=(0, 3))
    for mark in words(trace):
        left, top, width, height = mark.box
        assert left >= 0
        assert left + width <= trace.width() + 2
        assert top >= 0
        assert top + height <= trace.height()


def test_levels_on_one_line_of_pixels_share_a_label(trace):
    levels = [Level(name, -390.0, name == "B") for name in "ABC"]
    trace.show_lines(X, [Line("", FALL)], None, levels)
    assert "B +2" in [mark.text for mark in words(trace)]


def test_a_column_that_did_not_exist_yet_is_a_gap(trace, qtbot):
    late = np.where(X > 1, 0.5, np.nan)
    trace.show_lines(X, [Line("A", late, "accent"), Line("B", late, "line", False)], 2.0)
    assert not trace.grab().isNull()


def test_a_value_known_better_is_where_the_dot_is(trace):
    trace.show_lines(X, [Line("", FALL, present=-250.0)], 3.0)
    dot = trace._front.marks[-1]
    assert dot.y == pytest.approx(trace._frame.py(-250.0))


def test_a_drawing_is_of_lines_and_words_not_of_pixels(trace, tmp_path):
    trace.show_lines(X, [Line("A", FALL)], 2.0, [Level("B", -390.0)], [1.0])
    path = tmp_path / "energy.svg"
    trace.export_svg(str(path), {"seed": 7})
    text = path.read_text("utf-8")
    assert "<image" not in text
    assert "<polyline" in text or "<path" in text
    assert "seed=7" in text


def test_a_view_that_was_never_on_screen_can_be_drawn(qtbot):
    view = TraceView("Energy", "sweeps", "energy E")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_lines(X, [Line("", FALL)])
    image = view.picture(2.0)
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(0, image.height(), 3)
    }
    assert theme.current_theme().accent in colors


def test_a_change_of_theme_colours_the_curves_anew(trace):
    trace.show_lines(X, [Line("", FALL)])
    app = QApplication.instance()
    try:
        theme.apply_theme(app, "dark", presenter=True)
        pen = trace._curves["0, past"].opts["pen"]
        assert pen.color().name() == theme.load_theme("dark").accent
        assert pen.widthF() > 2
        image: QImage = trace.picture()
        assert image.pixelColor(200, 1).name() == theme.load_theme("dark").surface
    finally:
        theme.apply_theme(app, "light")


@pytest.mark.parametrize(
    ("span", "count", "step"), [(292, 6, 50), (1, 5, 0.2), (8, 8, 1), (3e-4, 4, 1e-4)]
)
def test_ticks_are_one_two_or_five(span, count, step):
    assert round_step(span, count) == pytest.approx(step)


def test_a_tick_has_the_digits_of_its_step():
    assert [tick_text(t, 0.05) for t in ticks(-0.1, 0.1, 0.05)][:3] == ["−0.10", "−0.05", "0.00"]
    assert tick_text(-12000, 1000) == "−12\u2009000"


def test_a_shelf_hides_what_has_no_room():
    shelf = Shelf(0, 100)
    assert shelf.put((0, 50, 10, 10), 0) == (0, 50, 10, 10)
    assert shelf.put((5, 52, 10, 10), 0) is None
    assert shelf.put((5, 52, 10, 10), 20)[1] >= 60


def test_thinning_keeps_every_extreme_and_the_past():
    y = np.random.default_rng(0).normal(size=(3, 2000))
    x = np.arange(2000.0)
    some_x, some = thinned(x, y, 200)
    assert some.shape == (3, some_x.size)
    assert some_x.size <= 400
    assert (some.max(axis=1) == y.max(axis=1)).all()
    assert (some.min(axis=1) == y.min(axis=1)).all()
    assert (thinned(x[:1990], y[:, :1990], 200)[1][:, :390] == some[:, :390]).all()


def test_values_that_differ_by_rounding_alone_are_not_blown_up():
    low, high = CalmRange().cover(-387.0 - 1e-9, -387.0 + 1e-9, 6)
    assert high - low > 10
