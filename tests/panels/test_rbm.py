"""The RBM panel shows a machine that learns and dreams, and does what mouse and keys ask."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.controls import theme
from simulator.core.job import Table
from simulator.panels import rbm_features as features
from tests.helpers import wait_until
from tests.panels.panel_bench import panels_of, settle

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier
SMALL = ("set side=8", "set examples=200", "set hidden=16", "set batch_size=20", "set chains=10")
LABELLED = (*SMALL, "set labels=true")
STROKE = "clamp=1,1;6,1"
MACHINES = {
    "digits": SMALL,
    "labelled": (*LABELLED, STROKE),
    "bars": ("preset=bars-and-stripes", "clamp=0,0;3,0"),
    "gaussian": ("set data=patches", "set side=8", "set examples=200", "set visible_type=gaussian",
                 "set hidden=16", "set learning=cd"),
    "drawn": (*SMALL, "set data=drawn"),
    "no file": (*SMALL, "set data=idx"),
    "dreaming": (*SMALL, "set learning=none"),
}  # fmt: skip


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    yield from panels_of("rbm", qtbot, (1130, 760))


@pytest.fixture
def presenter(qapp):
    """Show everything as in a hall."""
    theme.apply_theme(qapp, "light", presenter=True)
    yield
    theme.apply_theme(qapp, "light")


def run(panel, count=1, grain="batch"):
    """Run grains to their ends; returns the snapshot."""
    for _ in range(count):
        before = settle(panel).updates, panel.frame.step
        panel.runner.take_step(grain)
        wait_until(lambda seen=before: settle(panel) and panel.frame.step > seen[1], 60)
    return panel.frame.snapshot


def place(panel, column, row):
    return panel.drawing.pad.place_of(column, row).toPoint()


def drag(panel, start, end, button=LEFT):
    pad = panel.drawing.pad
    QTest.mousePress(pad, button, pos=place(panel, *start))
    QTest.mouseMove(pad, place(panel, *end))
    QTest.mouseRelease(pad, button, pos=place(panel, *end))
    return settle(panel)


def press(menu_text):
    """Choose an entry of the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(a for a in menu.actions() if a.text().replace("&", "") == menu_text).trigger()
    menu.close()


def said_by(panel):
    return panel.verdict.accessibleName()


# ---- pages ----


@pytest.mark.parametrize("machine", MACHINES)
def test_every_page_draws_for_every_machine(bench, machine):
    panel = bench(*MACHINES[machine])
    if machine not in ("drawn", "no file"):
        run(panel, 2)
    for key in panel.pages._pages:
        panel.show_page(key)
        settle(panel)
        assert not panel.pages.current.widget.grab().isNull()
        assert panel.pages.caption(panel.frame)


def test_a_batch_is_shown_with_its_reconstruction(bench):
    panel = bench(*SMALL)
    panel.show_page("batch")
    s = run(panel)
    assert np.array_equal(panel.pages.batch._given[0], s.batch[:30])
    assert np.array_equal(panel.pages.batch._given[1], s.reconstructions[:30])


def test_the_caption_of_the_batch_says_what_is_learned_and_held_out(bench):
    panel = bench(*SMALL)
    panel.show_page("batch")
    run(panel, 2)
    assert panel.pages.caption(panel.frame) == "180 learned, 20 held out · batch 2 of 9"


def test_single_phases_turn_to_the_page_that_names_them(bench):
    panel = bench(*SMALL)
    panel.runner.set_pace("batch", 20.0)
    settle(panel)
    assert panel.pages.current.key == "fields"
    panel.runner.set_pace("phase", 1.0)
    settle(panel)
    assert panel.pages.current.key == "phases"
    panel.runner.set_pace("batch", 20.0)
    settle(panel)
    assert panel.pages.current.key == "fields"


def test_a_page_on_which_one_measures_stays_when_the_pace_is_slow(bench):
    panel = bench(*SMALL)
    panel.show_page("halves")
    panel.runner.set_pace("phase", 1.0)
    settle(panel)
    assert panel.pages.current.key == "halves"


def test_each_phase_is_named_as_it_happens(bench):
    panel = bench(*SMALL)
    panel.runner.set_pace("phase", 1.0)
    names = []
    for _ in range(3):
        run(panel, 1, "phase")
        names.append(said_by(panel))
    assert [name.split()[1] for name in names] == ["Wake:", "Sleep:", "Update"]


def test_what_a_phase_has_not_brought_yet_is_not_shown(bench):
    panel = bench(*SMALL)
    panel.show_page("phases")
    run(panel, 1, "phase")
    assert [a.size > 0 for a in panel.pages.phases._arrays] == [True, True, False, False, False]


def test_a_click_on_a_field_asks_about_its_unit(bench):
    panel = bench(*SMALL)
    run(panel, 2)
    wall = panel.pages.fields
    QTest.mouseClick(wall, LEFT, pos=wall.grid().box_of((0, 1)).center().toPoint())
    settle(panel)
    assert panel.pages.current.key == "unit"
    assert panel.pages.unit.unit == panel.pages._shown_units[1]


def test_a_column_of_the_raster_asks_about_its_unit(bench):
    panel = bench(*SMALL)
    panel.show_page("activity")
    run(panel, 1)
    panel.pages.raster.unit_chosen.emit(7)
    assert panel.pages.unit.unit == 7
    assert panel.pages.current.key == "unit"


def test_a_machine_too_small_for_the_unit_asked_about_says_how_to_ask(bench):
    panel = bench(*SMALL)
    panel.pages.choose_unit(15)
    panel.do("set hidden=8")
    settle(panel)
    assert "Click a field" in panel.pages.unit.view._empty


def test_the_curves_of_the_course_follow_the_trace(bench):
    panel = bench("preset=bars-and-stripes")
    panel.show_page("likelihood")
    run(panel, 3)
    wish = panel.pages.likelihood._wish
    exact = panel.frame.readouts["log_likelihood"]
    assert wish.y[-1, -1] == pytest.approx(exact)
    assert wish.plain[2][0].y == pytest.approx(-np.log(30))  # the best possible


def test_without_held_out_patterns_overfitting_is_explained(bench):
    panel = bench(*SMALL, "set held_out=0")
    panel.show_page("overfitting")
    run(panel)
    assert "Held out above 0" in panel.pages.overfitting._empty


def test_a_press_on_a_curve_goes_back_to_that_batch(bench):
    panel = bench(*SMALL)
    run(panel, 3)
    panel.pages.error.scrubbed.emit(1.0)
    wait_until(lambda: settle(panel).updates == 1)


# ---- what a unit adds up ----


def test_the_sum_of_a_unit_is_its_input(bench):
    s = run(bench(*SMALL), 2)
    shown = features.why(s, 3)
    total = s.hidden_biases[3] + features.looked_at(s) @ s.weights[:, 3]
    assert shown["total"] == pytest.approx(float(total), rel=1e-4, abs=1e-5)
    parts = [w * v for _, w, v in shown["terms"]]
    assert sum(parts) + shown["more"][1] + shown["extra"][0][1] == pytest.approx(
        shown["total"], abs=0.02
    )


def test_the_sum_of_a_pixel_is_its_bias_and_what_hidden_units_give(bench):
    s = run(bench(*SMALL), 2)
    hidden = 1 / (1 + np.exp(-features.drives(s)))
    total = s.visible_biases[9] + s.weights[9] @ hidden
    assert features.why_pixel(s, 9)["total"] == pytest.approx(float(total), rel=1e-4)


def test_ringed_fields_are_those_with_the_largest_input(bench):
    s = run(bench(*SMALL), 3)
    units = np.arange(16)
    lit = {k for k, mark in enumerate(features.marks(s, units)) if mark == "lit"}
    best = [k for k in np.argsort(-features.drives(s))[:8] if features.drives(s)[k] > 0]
    assert lit == set(best)


def test_fields_keep_their_places_while_the_machine_plays(bench):
    panel = bench(*SMALL)
    order = features.Order()
    before = order.of(settle(panel), True).copy()
    assert np.array_equal(order.of(run(panel, 3), True), before)
    assert np.array_equal(order.of(panel.frame.snapshot, False),
                          np.argsort(-panel.frame.snapshot.use, kind="stable"))  # fmt: skip


# ---- the drawing ----


def test_ink_is_held_on_and_one_undo_takes_the_stroke_back(bench):
    panel = bench(*SMALL)
    query = drag(panel, (1, 2), (6, 2)).query.reshape(8, 8)
    assert (query[2, 1:7] == 1).all()
    assert query.sum() == 6
    panel.runner.undo()
    assert not settle(panel).query.any()


def test_paper_is_held_off(bench):
    panel = bench(*SMALL)
    panel.drawing.tools._buttons["paper"].click()
    assert (drag(panel, (1, 2), (6, 2)).query.reshape(8, 8)[2, 1:7] == -1).all()


@pytest.mark.parametrize("by", ["eraser", "right button"])
def test_what_is_erased_is_free_again(bench, by):
    panel = bench(*SMALL, "clamp=1,2;6,2")
    if by == "eraser":
        panel.drawing.tools._buttons["eraser"].click()
    query = drag(panel, (1, 2), (3, 2), LEFT if by == "eraser" else RIGHT).query.reshape(8, 8)
    assert query[2].tolist() == [0, 0, 0, 0, 1, 1, 1, 0]


def test_the_keyboard_draws_too(bench):
    panel = bench(*SMALL)
    pad = panel.drawing.pad
    pad.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(pad, key)
    assert settle(panel).query.reshape(8, 8)[4, 3] == 1


def test_what_is_drawn_is_completed_beside_it(bench):
    panel = bench(*LABELLED)
    assert panel.drawing.mean.grid() is None
    s = drag(panel, (1, 2), (6, 2))
    assert np.array_equal(panel.drawing.mean._given[0][0], s.completion)
    assert np.array_equal(panel.drawing.single._given[0], s.completions)
    assert panel.drawing.classes._shown.values.sum() == pytest.approx(1.0, abs=0.01)


def test_without_label_units_there_are_no_classes(bench):
    panel = bench(*SMALL, STROKE)
    assert not panel.drawing.classes.isVisible()
    assert panel.dreams.classes is None


def test_digits_are_shown_one_after_another(bench):
    panel = bench(*SMALL)
    seen = []
    for _ in range(2):
        panel.drawing.show_one.click()
        seen.append(settle(panel).query)
    assert seen[0].all()
    assert not np.array_equal(*seen)


def test_half_of_a_digit_is_covered_and_uncovered(bench):
    panel = bench(*SMALL, "show=0")
    panel.drawing.cover.click()
    query = settle(panel).query.reshape(8, 8)
    assert not query[:, 4:].any()
    assert query[:, :4].all()
    panel.drawing.more.click()
    press("Uncover")
    assert settle(panel).query.all()


def test_buttons_that_need_a_drawing_wait_for_one(bench):
    panel = bench(*SMALL)
    assert not panel.drawing.cover.isEnabled()
    drag(panel, (1, 2), (6, 2))
    assert panel.drawing.cover.isEnabled()
    panel.drawing.clear.click()
    settle(panel)
    assert not panel.drawing.denoise.isEnabled()


@pytest.mark.parametrize("name", ["reconstruct", "denoise"])
def test_a_digit_is_sent_through_the_machine(bench, name):
    panel = bench(*SMALL, "show=0")
    getattr(panel.drawing, name).click()
    assert settle(panel).completion_kind == name


def test_the_tools_mirror_and_fill_up(bench):
    panel = bench(*SMALL, "clamp=0,0")
    panel.drawing.tools.action_chosen.emit("mirror=horizontal")
    assert settle(panel).query.reshape(8, 8)[0, 7] == 1
    panel.drawing.tools.action_chosen.emit("rest")
    assert (settle(panel).query == -1).sum() == 63


def test_alt_and_a_click_ask_about_a_pixel(bench):
    panel = bench(*SMALL, STROKE)
    QTest.mouseClick(panel.drawing.pad, LEFT, ALT, place(panel, 3, 1))
    settle(panel)
    assert panel.pages.current.key == "unit"
    assert "(3, 1): held on" in panel.pages.unit.view._shown.title


# ---- the person's own examples ----


def test_a_drawing_is_added_under_its_class_and_the_pad_is_free_for_the_next(bench):
    panel = bench(*SMALL, "set data=drawn", STROKE)
    panel.drawing.add.click()
    press("As a 3")
    s = settle(panel)
    assert s.example_labels.tolist() == [3]
    assert not s.query.any()
    panel.runner.undo()
    assert settle(panel).query.any()
    assert not len(panel.frame.snapshot.examples)


def test_an_example_that_is_chosen_is_forgotten_by_key(bench):
    panel = bench(*SMALL, "set data=drawn", STROKE, "add=1", "clamp=0,0", "add=2")
    panel.show_page("examples")
    settle(panel)
    wall = panel.pages.examples.view
    QTest.mouseClick(wall, LEFT, pos=wall.grid().box_of((0, 0)).center().toPoint())
    wall.setFocus()
    QTest.keyClick(wall, Qt.Key.Key_Delete)
    assert settle(panel).example_labels.tolist() == [2]


def test_examples_of_other_data_offer_to_learn_drawings(bench):
    panel = bench(*SMALL)
    panel.show_page("examples")
    settle(panel)
    panel.pages.examples.learn.click()
    settle(panel)
    assert panel.frame.parameters.data == "drawn"
    assert "press Add" in panel.pages.examples.view._empty


# ---- fantasies ----


def test_the_wall_shows_the_fantasies_as_they_move(bench):
    panel = bench(*SMALL)
    before = settle(panel).fantasies
    s = run(panel)
    assert not np.array_equal(before, s.fantasies)
    assert np.array_equal(panel.dreams.wall._given[0], s.fantasies)


def test_new_fantasies_are_asked_for_by_a_button(bench):
    panel = bench(*SMALL)
    before = settle(panel).fantasies
    panel.dreams.anew.click()
    assert not np.array_equal(settle(panel).fantasies, before)


def test_with_label_units_one_class_is_dreamt_of(bench):
    panel = bench(*LABELLED)
    panel.dreams.classes._segments["3"].click()
    s = settle(panel)
    assert s.dream_label == 3
    assert panel.cards["Fantasies"]._caption.text().startswith("of 3")
    panel.dreams.classes._segments["any"].click()
    assert settle(panel).dream_label == -1


# ---- the verdict ----


def test_a_rate_too_high_is_said_and_its_remedy_is_a_button(bench):
    panel = bench("preset=rate-too-high", *SMALL)
    panel.runner.set_pace("batch", 1000.0)
    panel.runner.play()
    wait_until(lambda: settle(panel).updates > 20 and not panel.frame.is_playing, 60)
    assert "saturated" in said_by(panel)
    panel.verdict._buttons[0].click()
    settle(panel)
    assert panel.frame.parameters.learning_rate == pytest.approx(0.1)
    assert panel.frame.step == 0
    assert "Press Space" in said_by(panel)


def test_a_page_of_a_job_has_the_room_of_the_verdict(bench):
    panel = bench(*SMALL)
    panel.show_page("measured")
    settle(panel)
    assert not panel.verdict.isVisible()


# ---- measuring ----


def test_completed_halves_are_bars(bench):
    panel = bench(*SMALL)
    table = Table({
        "way": ["mean pattern", "nearest learned patterns", "this machine"],
        "squared_error": [0.08, 0.05, 0.04], "ratio": [1.0, 0.6, 0.5], "patterns": [60] * 3,
    }, {"job": "completion=half=left"})  # fmt: skip
    panel.show_table("completion", table)
    assert panel.pages.halves.view._shown.strong == 2
    assert "the left half of 60" in panel.pages.halves._note.text()


def idx_folder(folder):
    """Write ten blank pictures of 8×8 as IDX files; returns the folder's name."""
    head = (0x803).to_bytes(4, "big") + b"".join(n.to_bytes(4, "big") for n in (10, 8, 8))
    (folder / "train-images-idx3-ubyte").write_bytes(head + bytes(640))
    labels = (0x801).to_bytes(4, "big") + (10).to_bytes(4, "big") + bytes(range(10))
    (folder / "train-labels-idx1-ubyte").write_bytes(labels)
    return str(folder)


def test_mnist_that_was_fetched_is_used_at_a_press(bench, tmp_path):
    panel = bench(*SMALL)
    folder = idx_folder(tmp_path)
    panel.show_table("download_mnist", Table({"data_path": [folder]}))
    panel.pages.mnist.use.click()
    settle(panel)
    assert panel.frame.parameters.data == "idx"
    assert panel.frame.parameters.data_path == folder
    panel.runner.undo()
    settle(panel)
    assert panel.frame.parameters.data == "strokes"


# ---- a hall ----


def test_in_a_hall_the_fantasies_have_the_whole_height(bench, presenter):
    panel = bench(*SMALL)
    panel.resize(1280, 560)
    settle(panel)
    cards = panel.cards
    assert cards["Fantasies"].height() > 1.4 * cards["Machine"].height()
    assert panel.drawing.pad.isVisible()


def test_buttons_without_room_are_left_to_the_palette(bench, presenter):
    panel = bench(*SMALL, STROKE)
    panel.resize(1280, 560)
    QApplication.processEvents()
    settle(panel)
    drawing = panel.drawing
    assert not drawing.reconstruct.isVisible()
    ends = drawing.clear.mapTo(drawing, QPoint(drawing.clear.width(), 0)).x()
    assert ends <= drawing.width()
    assert "Reconstruct the drawing" in [title for title, *_ in panel.commands()]
