"""Four charts in one view: places, names told once, one picture."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.views.quartet import QuartetView
from simulator.views.trace import Chart, Line

X = np.arange(5.0)


def chart(label, *names, note=""):
    lines = [Line(name, X + k, k, x=X, has_points=True) for k, name in enumerate(names)]
    return Chart(lines, (0.0, 4.0), x_label="T", y_label=label, note=note)


@pytest.fixture
def view(qtbot):
    view = QuartetView("Scan")
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.set_empty("Press Measure.")
    view.show()
    qtbot.waitExposed(view)
    return view


def shown(view):
    return [one for one in view.views if one.isVisible()]


def test_four_charts_stand_two_beside_two(view):
    view.show_charts([chart(label, "a") for label in "ECmx"])
    places = [(one.x() > 200, one.y() > 100) for one in shown(view)]
    assert places == [(False, False), (True, False), (False, True), (True, True)]
    assert len({(one.width(), one.height()) for one in shown(view)}) <= 2


def test_two_charts_have_the_whole_height(view, qtbot):
    view.show_charts([chart(label, "a") for label in "EC"])
    qtbot.waitUntil(lambda: view.views[0].height() == view.height())
    assert len(shown(view)) == 2


def test_a_low_view_shows_two_and_turns_to_the_others(view, qtbot):
    view.show_charts([chart(label, "a") for label in "ECmx"])
    view.resize(400, 130)
    assert labels_of(view) == ["E", "C"]
    for expected in (["m", "x"], ["E", "C"]):
        qtbot.mouseClick(view.findChild(ToolButton), Qt.MouseButton.LeftButton)
        assert labels_of(view) == expected
    assert all(one.height() == view.height() for one in shown(view))


def test_a_narrow_view_shows_one(view):
    view.resize(200, 130)
    view.show_charts([chart(label, "a") for label in "EC"])
    assert labels_of(view) == ["E"]


def test_where_all_fit_there_is_nothing_to_turn(view):
    view.show_charts([chart(label, "a") for label in "ECmx"])
    assert not view.findChild(ToolButton).isVisible()


def labels_of(view):
    return [one._axes[1] for one in shown(view)]


def test_a_name_stands_in_the_first_legend_that_has_it(view):
    view.show_charts([chart("E", "a"), chart("C", "a", "b")])
    names = [[line.words[0] for line in one._wish.measured] for one in view.views[:2]]
    assert names == [["a"], ["", "b"]]


def test_the_note_is_that_of_the_first_chart(view):
    view.show_charts([chart("E", "a", note="16 points")])
    assert view.note == "16 points"
    view.show_charts([chart("E", "a", note="16 points")], "other")
    assert view.note == view.accessibleDescription() == "other"


def test_the_empty_view_says_what_to_do(view):
    view.show_charts([chart(label, "a") for label in "EC"])
    view.clear()
    assert shown(view) == view.views[:1]
    assert view.views[0]._empty == "Press Measure."
    assert view.views[0]._wish is None


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_picture_has_all_charts_though_it_was_never_shown(qtbot, qapp, name):
    theme.apply_theme(qapp, name)
    view = QuartetView("Scan")
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show_charts([chart(label, "a") for label in "ECmx"])
    image = view.picture(1.0)
    quarters = [image.copy(x, y, 240, 190) for x in (0, 255) for y in (0, 205)]
    assert all(len(colors_of(quarter)) > 10 for quarter in quarters)


def colors_of(image: QImage) -> set[int]:
    return {
        image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }


def test_it_is_exported_as_drawing(view, tmp_path):
    labels = ("energy", "heat", "mean", "response")
    view.show_charts([chart(label, "a") for label in labels])
    view.export_svg(str(tmp_path / "scan.svg"), {"seed": 1})
    text = (tmp_path / "scan.svg").read_text()
    assert all(f">{label}<" in text for label in labels)
    assert "seed=1" in text
