"""The GAN panel answers "why?" of a fake, and takes what is drawn for data."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.panels import gan_why as why
from tests.helpers import wait_until
from tests.panels.gan_bench import (
    ALT,
    DIGITS,
    DRAWN,
    LEFT,
    RIGHT,
    RING,
    compile_game,
    drag,
    place,
    run,
)
from tests.panels.panel_bench import panels_of, settle


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    compile_game()
    yield from panels_of("gan", qtbot, (1130, 760))


@pytest.fixture
def presenter(qapp):
    """Show everything as in a hall."""
    theme.apply_theme(qapp, "light", presenter=True)
    yield
    theme.apply_theme(qapp, "light")


# ---- why ----


def test_alt_and_a_click_ask_about_a_fake(bench):
    panel = bench(*RING)
    run(panel)
    plane = panel.sight.plane
    where = plane.place_of(*panel.frame.snapshot.probes[7].tolist()).toPoint()
    near = plane.fake_near(plane.place_of(*panel.frame.snapshot.probes[7].tolist()))
    QTest.mouseClick(plane, LEFT, ALT, where)
    settle(panel)
    assert panel.pages.current.key == "why"
    assert panel.pages.why.fake == near
    assert panel.sight.plane._shown.marked == near


def test_the_why_tool_asks_with_a_plain_click(bench):
    panel = bench(*RING)
    run(panel)
    panel.why.click()
    QTest.mouseClick(panel.sight.plane, LEFT, pos=panel.sight.plane.rect().center())
    settle(panel)
    assert panel.pages.why.fake >= 0


def test_the_keyboard_asks_about_a_fake(bench):
    panel = bench(*RING)
    run(panel)
    assert QTest.qWaitForWindowActive(panel)
    panel.sight.plane.clearFocus()
    panel.sight.plane.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(panel.sight.plane, key)
    settle(panel)
    assert panel.pages.current.key == "why"


def test_a_click_on_a_picture_asks_about_it(bench):
    panel = bench(*DIGITS)
    run(panel)
    wall = panel.sight.wall
    QTest.mouseClick(wall, LEFT, pos=wall.grid().box_of((2, 3)).center().toPoint())
    settle(panel)
    assert panel.pages.why.fake == 2 * 9 + 3
    assert wall._words.selected == 2 * 10 + 3


@pytest.mark.parametrize("texts", [(), ("set spectral_norm=true",), ("set layers_d=0",),
                                   ("set batch_discrimination=true",)])  # fmt: skip
def test_the_sum_of_a_fake_is_what_d_says(bench, texts):
    s = run(bench(*RING, *texts), 3)
    layers, said, _ = s.path(s.probes[4])
    shown = why.why(s, 4, layers, said)
    parts = sum(w * v for _, w, v in shown["terms"]) + shown["more"][1] + shown["extra"][0][1]
    assert parts == pytest.approx(shown["total"], abs=1e-4)
    assert said == pytest.approx(1 / (1 + np.exp(-shown["total"])), abs=1e-5)


def test_where_a_fake_should_go_is_said_in_words():
    assert why.where_to(np.array([-0.3, 0.02])).startswith("G's loss sends it left: Δx₁ −0.300")
    assert "nowhere" in why.where_to(np.zeros(2))


def test_a_fake_that_is_no_more_is_another(bench):
    panel = bench(*RING)
    run(panel)
    panel.ask_about(299)
    panel.do("set world=digits")
    settle(panel)
    assert panel.pages.why.fake < 90


# ---- drawing ----


def test_one_dot_is_a_world(bench):
    panel = bench(*DRAWN)
    QTest.mouseClick(panel.drawing.pad, LEFT, pos=place(panel, 20, 20))
    s = settle(panel)
    assert s.canvas.sum() == 9
    assert s.world is not None


def test_a_stroke_is_data_and_one_undo_takes_it_back(bench):
    panel = bench(*DRAWN)
    assert drag(panel, (5, 5), (30, 5)).canvas.sum() > 60
    panel.runner.undo()
    assert not settle(panel).canvas.any()


def test_the_right_button_wipes(bench):
    panel = bench(*DRAWN)
    drag(panel, (5, 5), (30, 5))
    assert not drag(panel, (5, 5), (30, 5), RIGHT).canvas.any()


def test_fill_makes_a_full_canvas_a_world(bench):
    panel = bench(*DRAWN)
    panel.drawing.tools._buttons["fill"].click()
    QTest.mouseClick(panel.drawing.pad, LEFT, pos=place(panel, 20, 20))
    assert settle(panel).canvas.all()
    run(panel)


def test_what_is_drawn_while_the_two_play_is_learned_at_once(bench):
    panel = bench(*DRAWN, "world=5,5")
    panel.runner.set_pace("iteration", 1000.0)
    panel.runner.play()
    wait_until(lambda: settle(panel).iterations > 5)
    s = drag(panel, (10, 10), (30, 30))
    assert panel.frame.is_playing
    assert s.canvas[20, 20] == 1
    assert panel.sight.plane._shown is not None


def test_draw_your_own_turns_to_the_pad_and_back(bench):
    panel = bench(*RING)
    panel.draw.click()
    settle(panel)
    assert panel.frame.parameters.world == "drawn"
    assert panel.pages.current.key == "draw"
    panel.do("set world=ring")
    settle(panel)
    assert panel.pages.current.key == "players"


def test_the_keyboard_draws_too(bench):
    panel = bench(*DRAWN)
    panel.drawing.pad.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.drawing.pad, Qt.Key.Key_Return)
    assert settle(panel).canvas.any()


@pytest.mark.parametrize("deed", ["invert", "mirror=horizontal", "shift=1,0"])
def test_the_tools_turn_the_drawing_about(bench, deed):
    panel = bench(*DRAWN, "world=3,3;3,9")
    before = settle(panel).canvas
    panel.drawing.tools.action_chosen.emit(deed)
    after = settle(panel).canvas
    assert not np.array_equal(before, after)
    if deed == "shift=1,0":
        assert np.array_equal(after, np.roll(before, 1, axis=1))


def test_a_pasted_picture_is_data(bench):
    panel = bench(*DRAWN)
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(40):
        image.setPixelColor(QPoint(x, 40), QColor("black"))
    QApplication.clipboard().setImage(image)
    panel.drawing.pad.paste()
    canvas = settle(panel).canvas
    assert canvas[20, :20].all()
    assert canvas.sum() == 20


def test_a_blank_picture_is_refused_in_words(bench):
    panel = bench(*DRAWN)
    said = []
    panel.said.connect(said.append)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    panel._take_image(image)
    assert "blank" in said[0]


def test_a_table_of_points_becomes_data(bench, tmp_path):
    panel = bench(*RING)
    path = tmp_path / "points.csv"
    path.write_text("0,0\n1,1\n2,2\n")
    panel.open_data(str(path))
    assert settle(panel).canvas.sum() == 3
    assert panel.frame.parameters.world == "drawn"
