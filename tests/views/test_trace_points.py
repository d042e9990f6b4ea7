"""Measured points with errors, a legend and guides: all in sight, nothing over anything else."""

import numpy as np
import pytest

from simulator.controls import theme
from simulator.views.trace import Chart, Guide, Level, Line, TraceView
from simulator.views.trace_canvas import Strokes, Text
from simulator.views.trace_points import Signs, legend_boxes, shape_of

X = np.linspace(0.0, 0.2, 5)
Y = np.array([1.0, 0.9, 0.5, 0.2, 0.0])
ERRORS = np.array([0.0, 0.05, 0.1, 0.05, 0.0])


@pytest.fixture
def trace(qtbot):
    view = TraceView("Capacity", "loading", "overlap")
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def line(name="Hebb", color=0, **changes):
    return Line(name, **{"y": Y, "color": color, "x": X, "errors": ERRORS, "has_points": True,
                         **changes})  # fmt: skip


def chart(*lines, **changes):
    return Chart(lines or (line(),), **{"x_range": (0.0, 0.2), "y_range": (0.0, 1.0), **changes})


def marks(view, kind):
    return [mark for mark in (*view._ground.marks, *view._front.marks) if isinstance(mark, kind)]


def texts(view):
    return [mark.text for mark in marks(view, Text)]


def bars(view):
    """The upright strokes of the error bars: those without dashes inside the plot."""
    plot = view._frame.plot
    return [
        stroke
        for mark in marks(view, Strokes)
        if mark.dashes is None
        for stroke in mark.lines
        if stroke[0] == stroke[2] and plot.top() <= min(stroke[1], stroke[3]) < plot.bottom() - 9
    ]


def test_each_point_stands_at_its_own_x_and_y(trace):
    trace.show_chart(chart())
    signs = [mark for mark in marks(trace, Signs) if len(mark.points) == X.size]
    frame = trace._frame
    wanted = [(frame.px(float(x)), frame.py(float(y))) for x, y in zip(X, Y, strict=True)]
    assert np.allclose(signs[0].points, wanted)


def test_an_error_bar_reaches_one_error_up_and_down(trace):
    trace.show_chart(chart())
    frame, found = trace._frame, bars(trace)
    assert len(found) == 3  # an error of 0 has no bar
    middle = next(bar for bar in found if abs(bar[0] - frame.px(0.1)) < 1)
    assert {middle[1], middle[3]} == {frame.py(0.4), frame.py(0.6)}


def test_an_error_bar_ends_at_the_edge_of_the_plot(trace):
    trace.show_chart(chart(line(errors=np.full(5, 5.0))))
    plot = trace._frame.plot
    assert {tuple(sorted((bar[1], bar[3]))) for bar in bars(trace)} == {(plot.top(), plot.bottom())}


def test_lines_may_have_their_own_points(trace):
    other = line("Storkey", 1, x=np.array([0.05, 0.15]), y=np.array([0.3, 0.6]), errors=None)
    trace.show_chart(chart(line(), other))
    assert sorted(len(m.points) for m in marks(trace, Signs)) == [1, 1, 2, 5]  # two in the legend


def test_a_value_that_is_missing_has_no_point(trace):
    trace.show_chart(chart(line(y=np.array([1.0, np.nan, 0.5, np.nan, 0.0]))))
    assert max(len(mark.points) for mark in marks(trace, Signs)) == 3


def test_without_a_range_the_errors_are_in_sight(trace):
    trace.show_chart(chart(line(errors=np.full(5, 0.7)), y_range=None))
    low, high = trace._frame.y
    assert low <= -0.7
    assert high >= 1.7


def test_the_legend_names_strong_lines_in_order(trace):
    thin = line("one memory", is_strong=False)
    trace.show_chart(chart(line("Hebb"), thin, line("Storkey", 1)))
    assert [name for name in texts(trace) if name in ("Hebb", "Storkey", "one memory")] == [
        "Hebb", "Storkey",
    ]  # fmt: skip


def test_colours_differ_in_shape_as_well():
    assert len({shape_of(color) for color in range(4)}) == 4


def test_the_chart_names_its_axes_and_the_trace_has_its_own_again(trace):
    trace.show_chart(chart(x_label="load K/N", y_label="share"))
    assert {"load K/N", "share"} <= set(texts(trace))
    trace.show_lines(X, [Line("", Y)])
    assert {"loading", "overlap"} <= set(texts(trace))


def test_a_guide_stands_at_its_place_with_its_name(trace):
    trace.show_chart(chart(guides=[Guide("0.138", 0.138), Guide("beyond", 0.9)]))
    frame = trace._frame
    dashed = [m for m in marks(trace, Strokes) if m.dashes and m.lines[0][0] == m.lines[0][2]]
    assert [abs(mark.lines[0][0] - frame.px(0.138)) < 1 for mark in dashed] == [True]
    assert "0.138" in texts(trace)
    assert "beyond" not in texts(trace)


@pytest.mark.parametrize("size", [(280, 160), (340, 170), (900, 500)])
def test_no_two_names_overlap_and_none_is_cut_off(trace, size):
    trace.resize(*size)
    lines = [line(f"a rather long name, {k}", k) for k in range(6)]
    guides = [Guide(f"guide {k}", 0.1 + 0.004 * k) for k in range(4)]
    trace.show_chart(chart(*lines, guides=guides, levels=[Level("chance", 0.5)]))
    wide = ("overlap",)  # its box is the whole row
    found = [mark for mark in marks(trace, Text) if mark.text not in wide]
    boxes = [mark.box for mark in found]
    for k, (x, y, w, h) in enumerate(boxes):
        assert -1 <= x <= x + w <= size[0] + 3
        assert -1 <= y <= y + h <= size[1] + 3
        for left, top, width, height in boxes[k + 1 :]:
            apart = x >= left + width or left >= x + w or y >= top + height or top >= y + h
            assert apart, (found[k].text, boxes)


def test_a_long_legend_leaves_most_of_a_small_view_to_the_plot(trace):
    trace.resize(340, 200)
    trace.show_chart(chart(*(line(f"Pseudo-inverse, side {k}", k) for k in range(6))))
    assert trace._frame.plot.height() > 0.5 * 200


def test_legend_rows_are_as_wide_as_the_view(qapp):
    from PySide6.QtCore import QSize

    for x, _, width, _ in legend_boxes(QSize(300, 200), "overlap", ["a name"] * 9):
        assert x + width <= 301


def test_the_same_chart_again_draws_nothing(trace, monkeypatch):
    trace.show_chart(chart(guides=[Guide("a", 0.1)]))
    monkeypatch.setattr(trace, "_redraw", lambda: pytest.fail("drawn again"))
    trace.show_chart(chart(line(x=X.copy(), errors=ERRORS.copy()), guides=[Guide("a", 0.1)]))


@pytest.mark.parametrize(
    "other",
    [
        chart(line(errors=ERRORS * 2)),
        chart(line(x=X * 0.9)),
        chart(line(has_points=False)),
        chart(guides=[Guide("a", 0.1)]),
        chart(x_label="other"),
    ],
)
def test_whatever_differs_is_drawn_anew(trace, monkeypatch, other):
    trace.show_chart(chart())
    drawn = []
    monkeypatch.setattr(trace, "_redraw", lambda: drawn.append(True))
    trace.show_chart(other)
    assert drawn == [True]


def test_points_may_lie_beside_a_trace_over_time(trace):
    steps = np.linspace(0, 3, 31)
    measured = Line("measured", np.array([0.5]), 1, x=np.array([1.5]), has_points=True)
    trace.show_lines(steps, [Line("model", np.sin(steps)), measured], 2.0)
    assert {"model", "measured"} <= set(texts(trace))
    assert any("past" in name for name in trace._curves)


def test_a_line_without_points_shows_the_empty_state(trace):
    trace.set_empty("Press Measure.")
    trace.show_chart(chart(line(x=np.empty(0), y=np.empty(0), errors=None)))
    assert texts(trace) == ["Press Measure."]


def test_a_chart_goes_to_paper_as_lines(trace, tmp_path):
    trace.show_chart(chart(guides=[Guide("0.138", 0.138)]))
    path = tmp_path / "a.svg"
    trace.export_svg(str(path), {"seed": 7})
    text = path.read_text("utf-8")
    assert "<image" not in text
    assert "<polyline" in text


def test_the_colours_of_a_chart_follow_the_theme(trace, qapp):
    trace.show_chart(chart(line(color=1)))
    try:
        theme.apply_theme(qapp, "dark")
        sign = marks(trace, Signs)[0]
        assert sign.color == theme.load_theme("dark").categories[1]
    finally:
        theme.apply_theme(qapp, "light")
