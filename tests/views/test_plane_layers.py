"""The buttons of a plane switch its layers, by mouse and by keyboard, at every width."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.plane import LAYERS, PlaneShown, PlaneView
from simulator.views.plane_layers import PlaneLayers


@pytest.fixture
def both(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    view = PlaneView()
    strip = PlaneLayers(view)
    column.addWidget(strip)
    column.addWidget(view, 1)
    dots = np.zeros((1, 2))
    view.show_plane(PlaneShown(-1.0, 1.0, dots, dots))
    window.resize(600, 500)
    window.show()
    qtbot.waitExposed(window)
    view.home = window  # it lives as long as the view is in use
    return strip, view


def test_a_click_switches_a_layer(both):
    strip, view = both
    for name in LAYERS:
        before = name in view.layers()
        QTest.mouseClick(strip.button(name), Qt.MouseButton.LeftButton)
        assert (name in view.layers()) is not before
        assert strip.button(name).isChecked() is not before


def test_enter_switches_a_layer(both, qtbot):
    strip, view = both
    button = strip.button("arrows")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert "arrows" in view.layers()


def test_buttons_follow_the_view(both):
    strip, view = both
    view.set_layers(("density",))
    assert [name for name in LAYERS if strip.button(name).isChecked()] == ["density"]


def test_the_question_is_a_button_too(both):
    strip, view = both
    QTest.mouseClick(strip.why_button, Qt.MouseButton.LeftButton)
    assert view.asks()
    view.set_asks(False)
    assert not strip.why_button.isChecked()


def test_every_button_has_a_name_and_says_what_it_does(both):
    strip, _ = both
    for name in LAYERS:
        button = strip.button(name)
        assert button.accessibleName().startswith("Layer ")
        assert button.toolTip() == button.accessibleDescription() != ""


def test_layers_that_are_not_offered_have_no_button(both):
    strip, _ = both
    strip.set_offered(("data", "fakes"))
    assert [name for name in LAYERS if strip.button(name).isVisible()] == ["data", "fakes"]


@pytest.mark.parametrize("width", [320, 420, 900])
@pytest.mark.parametrize("presenter", [False, True])
def test_no_button_is_cut_off_or_lies_on_another(both, qapp, width, presenter):
    strip, _ = both
    theme.apply_theme(qapp, "light", presenter)
    try:
        strip.window().resize(width, 600)
        boxes = [strip.button(name).geometry() for name in LAYERS] + [strip.why_button.geometry()]
        assert all(strip.rect().contains(box) for box in boxes)
        assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])
    finally:
        theme.apply_theme(qapp, "light")


def test_a_layer_that_is_unknown_is_refused(both):
    with pytest.raises(KeyError):
        both[1].show_layer("clouds", True)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_on_and_off_look_different_in_either_theme(both, qapp, name):
    strip, view = both
    theme.apply_theme(qapp, name)
    try:
        view.show_layer("density", True)
        on = strip.button("density").grab().toImage()
        view.show_layer("density", False)
        assert strip.button("density").grab().toImage() != on
    finally:
        theme.apply_theme(qapp, "light")
