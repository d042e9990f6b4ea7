"""The NTM panel shows what is written and read, and does what mouse and keys ask."""

from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.core.job import Table
from simulator.models.ntm import Ntm
from simulator.models.ntm_addressing import Reason
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.models.ntm_tasks import TASKS
from simulator.panels import ntm_tapes as tapes
from simulator.panels import ntm_traces as traces
from simulator.panels import ntm_words as words
from simulator.panels.ntm_look import Look, turned, with_share
from tests.panels.panel_bench import panels_of, settle, take

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SMALL = ("set width=3", "set length_max=4", "set controller_size=8", "set memory_locations=16",
         "set memory_width=5")  # fmt: skip
MACHINES = {
    "lstm": SMALL, "feed-forward": (*SMALL, "set controller=feed-forward"),
    "alone": (*SMALL, "set controller=lstm-only"),
    "many heads": (*SMALL, "set read_heads=2", "set write_heads=3", "set shift_range=2"),
}  # fmt: skip


@cache
def compile_machine():
    """Compile what a machine calls, which takes longer than a panel waits for an answer."""
    Ntm.warm_up()


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    compile_machine()
    yield from panels_of("ntm", qtbot, (1130, 760))


def do(panel, *texts: str) -> NtmSnapshot:
    for text in texts:
        panel.runner.do(text)
    return settle(panel)


def cell_of(tape, row, step, channel):
    """The middle of a cell of a row, by name."""
    number = [one.name for one in tape._shown.rows].index(row)
    grid = tape.grid()
    return grid.box_of((grid.parts[number].start + channel, step)).center().toPoint()


# ---- every page ----


@pytest.mark.parametrize("mode", ["train", "play", "sandbox"])
@pytest.mark.parametrize("name", MACHINES)
def test_every_page_draws_for_every_machine_in_every_mode(bench, name, mode):
    if (name, mode) == ("alone", "sandbox"):
        pytest.skip("an LSTM alone has no head to move")
    panel = bench(*MACHINES[name], mode)
    take(panel, "stage", 2)
    for key in panel.pages._pages:
        panel.show_page(key)
        settle(panel)
        assert not panel.pages.current.widget.grab().isNull()
        assert not panel.grab().isNull()
        assert len(panel.pages.caption(panel.frame)) <= 75


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_shown_with_its_phases(bench, task):
    length = max(4, TASKS[task].fewest + 1)
    panel = bench(*SMALL, f"set task={task}", f"set length_max={length}", "set repeats_max=3",
                  f"length={length}", "play")  # fmt: skip
    s = take(panel, "time-step", 3)
    for tape in (panel.writing, panel.reading):
        shown = tape._shown
        assert [tuple(phase) for phase in shown.phases] == [tuple(mark) for mark in s.probe.marks]
        assert shown.cursor == 2
        assert not tape.grab().isNull()


def test_it_is_shown_in_presenter_mode_and_small(bench, qapp):
    theme.apply_theme(qapp, "dark", presenter=True)
    try:
        panel = bench(*SMALL, "play")
        for size in ((1000, 560), (820, 460), (1600, 1000)):
            panel.resize(*size)
            settle(panel)
            assert not panel.grab().isNull()
    finally:
        theme.apply_theme(qapp, "light")


# ---- tapes ----


def test_what_has_not_been_played_is_not_shown(bench):
    panel = bench(*SMALL, "length=4", "play")
    assert panel.reading._shown.rows[0].known is None  # at the beginning all is shown
    s = take(panel, "stage", 7 * 2 + 4)  # the third time step has been sharpened
    assert (s.time, s.running) == (2, "sharpen")
    known = {
        row.name: row.known for row in (*panel.writing._shown.rows, *panel.reading._shown.rows)
    }
    assert known == {"input": None, "add": 2, "write weighting": 3, "output": 2, "read": 2,
                     "read weighting": 3}  # fmt: skip
    assert panel.writing._shown.cursor == 2


def test_bits_are_painted_and_played_and_undone(bench):
    panel = bench(*SMALL, "length=4", "play")
    tape = panel.writing
    before = panel.frame.snapshot.probe.content.bits.copy()
    row, column = (int(k) for k in np.argwhere(before == 0)[0])
    QTest.mouseClick(tape, LEFT, pos=cell_of(tape, "input", row, column))
    s = settle(panel)
    assert s.probe.content.bits[row, column] == 1
    assert s.is_painted
    panel.runner.undo()
    assert (settle(panel).probe.content.bits == before).all()


def test_a_click_looks_at_a_time_and_the_machine_goes_on_from_where_it_is(bench):
    panel = bench(*SMALL, "length=4", "play")
    take(panel, "time-step", 5)
    assert panel.look.time_of(panel.frame.snapshot) == 4
    QTest.mouseClick(panel.reading, LEFT, pos=cell_of(panel.reading, "read", 1, 0))
    assert panel.look.time_of(panel.frame.snapshot) == 1
    assert panel.writing._shown.cursor == 1
    take(panel, "time-step")
    assert panel.look.time_of(panel.frame.snapshot) == 5


def test_a_time_that_has_not_been_played_is_said_to_be_so(bench, qtbot):
    panel = bench(*SMALL, "length=4", "play")
    take(panel, "time-step", 2)
    with qtbot.waitSignal(panel.said) as said:
        panel.reading.time_chosen.emit(7)
    assert said.args == ["Time 7 has not been played yet."]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ([0, 1, 2], (0, 16)), ([3, 20], (0, 32)), ([126, 127, 0, 5], (112, 32)),
        ([0, 40, 80, 120], (32, 112)),
        ([0, 30, 60, 90, 110], (0, 128)), ([15], (0, 16)), ([16], (16, 16)),
    ],
)  # fmt: skip
def test_locations_are_shown_where_heads_are(places, shown):
    w = np.zeros((len(places), 1, 128))
    w[np.arange(len(places)), 0, places] = 0.9
    assert tapes.used(w) == shown
    assert tapes.used(np.full((3, 2, 128), 1 / 128)) == (0, 128)


def test_a_far_jump_of_the_read_head_is_a_goto(bench):
    panel = bench(*SMALL, "set task=repeat-copy", "set repeats_max=3", "length=3")
    s = panel.frame.snapshot
    told = np.flatnonzero(s.probe.mask)
    w = s.tape.w
    w[:] = 0.0
    for t in range(len(w)):
        w[t, :, 2] = 1.0
    w[told[2] + 1 :, 0] = np.roll(w[told[2] + 1 :, 0], 7, axis=-1)
    boxes = tapes.reading(s, Look()).boxes
    assert [(box.first, box.kind) for box in boxes] == [(told[2], "goto")]


# ---- modes ----


def test_modes_are_chosen_with_buttons_and_get_a_grain_they_have(bench, qtbot):
    panel = bench(*SMALL)
    paces = []
    panel.paced.connect(lambda grain, speed: paces.append(grain))
    for mode in ("play", "sandbox", "train"):
        panel.choose_mode(mode)
        assert settle(panel).mode == mode
        panel.runner.set_pace(paces[-1], 1.0)
        settle(panel)
        assert panel.modes.value() == mode
    assert paces == ["time-step", "batch"]  # the sandbox has the grains of what is played


def test_a_grain_that_is_chosen_asks_for_its_mode(bench):
    panel = bench(*SMALL)
    panel.runner.set_pace("stage", 1.0)
    settle(panel)
    assert settle(panel).mode == "play"
    panel.runner.set_pace("batch", 1.0)
    settle(panel)
    assert settle(panel).mode == "train"


def test_cards_follow_the_mode_also_where_one_is_maximised(bench):
    panel = bench(*SMALL)
    do(panel, "sandbox")
    assert [card.isVisible() for card in (panel._writing, panel._memory)] == [False, True]
    do(panel, "train")
    assert [card.isVisible() for card in (panel._writing, panel._memory)] == [True, False]
    button = panel._reading.findChildren(ToolButton)[-1]
    panel._maximise(panel._reading, button)
    shown = [card for card in panel.cards.values() if card.isVisible()]
    assert shown == [panel._reading]
    panel._maximise(None, button)
    assert sum(card.isVisible() for card in panel.cards.values()) == 3


def test_another_sequence_lets_go_of_what_was_painted(bench):
    panel = bench(*SMALL, "input=111;000", "play")
    panel.draw_another()
    s = settle(panel)
    assert not s.is_painted
    assert s.mode == "play"
    before = s.probe
    panel.draw_another()
    assert settle(panel).probe is not before
    do(panel, "length=4")
    panel.draw_another()
    assert len(settle(panel).probe.content.bits) == 4


def test_ablations_are_chosen_and_said(bench):
    panel = bench(*SMALL)
    panel.choose_ablation("location")
    assert settle(panel).ablated == "location"
    assert panel.ablation.currentData() == "location"
    assert panel._reading._caption.text() == "without location"
    assert "Without location" in panel.verdict.accessibleName()
    panel.choose_ablation("")
    assert settle(panel).ablated == ""


# ---- addressing ----


def test_the_head_that_is_chosen_is_shown(bench):
    panel = bench(*MACHINES["many heads"], "length=4")
    s = panel.frame.snapshot
    panel._choose_head(1)
    shown = panel.pages.addressing.view._scene.shown
    t = panel.look.time_of(s)
    assert np.array_equal(shown.weighting, s.tape.w[t + 1, 1])
    assert shown.erase is None
    panel._choose_head(4)
    assert panel.pages.addressing.view._scene.shown.read is None
    assert len(panel.heads.choice._segments) == 5
    do(panel, "set write_heads=1")
    assert len(panel.heads.choice._segments) == 3


def test_a_number_that_is_dragged_asks_what_if_and_changes_nothing(bench):
    panel = bench(*SMALL, "length=4")
    before = panel.frame.revision
    view = panel.pages.addressing.view
    view.number_dragged.emit("gate", 1.0)
    shown = view._scene.shown
    assert shown.gate == 1.0
    assert np.allclose(shown.gated, shown.content)
    assert panel._machine._caption.text().startswith("what if: ")
    settle(panel)
    assert panel.frame.revision == before
    take(panel, "batch")  # other weights
    assert not panel.look.what_if


def test_a_stage_that_is_clicked_is_explained(bench):
    panel = bench(*SMALL)
    panel.pages.addressing.view.stage_chosen.emit("shift")
    assert "moves the head" in panel._machine._caption.text()
    panel.pages.addressing.view.stage_chosen.emit("shift")
    assert "moves the head" not in panel._machine._caption.text()


def test_shares_of_a_shift_sum_to_one():
    assert with_share(np.array([0.2, 0.2, 0.6]), 2, 0.2).tolist() == pytest.approx([0.4, 0.4, 0.2])
    assert with_share(np.array([1.0, 0.0, 0.0]), 0, 0.5).tolist() == [0.5, 0.25, 0.25]
    model = Ntm(0)
    compile_machine()
    numbers = model.snapshot().numbers(0, 0)
    found = turned(numbers, {"beta": 3.0, "shift[0]": 1.0})
    assert found.beta == 3.0
    assert found.shift.tolist() == [1.0, 0.0, 0.0]


def test_why_adds_up_to_the_weighting_before_it_is_sharpened(bench):
    panel = bench(*SMALL, "length=4")
    panel.show_page("why")
    settle(panel)
    shown = panel.pages.why._shown
    s = panel.frame.snapshot
    t, head = panel.look.time_of(s), panel.look.head_of(s)
    slot = int(s.tape.w[t + 1, head].argmax())
    assert shown.total == pytest.approx(float(s.tape.shifted[t, head, slot]), abs=1e-5)
    assert shown.title.startswith(f"Why slot {slot}?")


# ---- the sandbox ----


def test_in_the_sandbox_numbers_are_set_memory_is_painted_and_locations_are_clicked(bench):
    panel = bench(*SMALL, "sandbox")
    panel.pages.addressing.view.number_dragged.emit("gamma", 5.0)
    panel.pages.addressing.view.number_dragged.emit("shift[1]", 0.5)
    hand = settle(panel).hand
    assert hand.numbers.gamma == 5.0
    assert hand.numbers.shift[1] == pytest.approx(0.5, abs=1e-4)
    memory = panel.memory
    location, column = (int(k) for k in np.argwhere(hand.memory == 0)[0])
    QTest.mouseClick(memory, LEFT, pos=cell_of(memory, "memory", location, column))
    assert settle(panel).hand.memory[location, column] == 1
    memory.time_chosen.emit(7)
    hand = settle(panel).hand
    assert (hand.numbers.key == hand.memory[7]).all()
    panel.clicks.set_value("slot")
    memory.time_chosen.emit(3)
    assert settle(panel).hand.past[0].argmax() == 3


def test_the_past_of_the_head_is_drawn_as_it_comes(bench):
    panel = bench(*SMALL, "sandbox")
    take(panel, "time-step", 3)
    row = panel.head._shown.rows[0]
    assert row.known == 4
    assert np.allclose(row.values[:4].sum(1), 1.0)
    assert "spread over" in panel._head._caption.text()


def test_a_drag_in_the_sandbox_is_undone_as_one(bench):
    panel = bench(*SMALL, "sandbox")
    before = panel.frame.snapshot.hand.numbers.beta
    for value in (1.0, 2.0, 3.0):
        panel.pages.addressing.view.number_dragged.emit("beta", value)
    assert settle(panel).hand.numbers.beta == 3.0
    panel.runner.undo()
    assert settle(panel).hand.numbers.beta == before


# ---- words and files ----


def test_the_verdict_goes_along_with_what_is_played(bench):
    panel = bench(*SMALL, "length=4")
    assert "Nothing is learned yet" in panel.verdict.accessibleName()
    do(panel, "play")
    take(panel, "time-step", 2)
    assert "Time 1 of 9: write" in panel.verdict.accessibleName()
    take(panel, "time-step", 4)
    assert "so far" in panel.verdict._sentence


def test_learning_is_drawn_against_sequences(bench):
    panel = bench(*SMALL)
    panel.show_page("wrong")
    panel.runner.ask(lambda run: run.advance(520)).result(60)
    settle(panel)
    view = panel.pages.wrong
    assert view._wish is not None
    assert panel.frame.snapshot.course[:, 0].tolist() == [250, 500]
    panel.show_page("lengths")
    assert settle(panel).sequences == 520
    assert panel.pages.lengths._wish is not None


def test_learning_is_drawn_before_the_curve_beside_it_begins(bench):
    panel = bench(*SMALL, "set width=8", "set length_max=20")
    assert traces.has_baseline(panel.frame)
    panel.show_page("wrong")
    panel.runner.ask(lambda run: run.advance(250)).result(60)
    settle(panel)
    assert panel.pages.wrong._wish.y.shape == (1, 1)


def test_tables_of_jobs_are_shown_where_they_are_measured(bench):
    panel = bench(*SMALL)
    columns = {
        "machine": ["NTM"], "length": [2], "sequences": [1], "bits_wrong": [1.0],
        "share_wrong": [0.25], "loss": [2.0], "wanted": ["01;11"], "told": ["08;39"],
    }  # fmt: skip
    panel.show_table("generalization", Table(columns))
    assert panel.pages.current.key == "generalization"
    assert not panel.verdict.isVisibleTo(panel)


def test_weights_and_bits_are_opened_and_saved(bench, tmp_path, monkeypatch):
    panel = bench(*SMALL)
    path = tmp_path / "w.npz"
    monkeypatch.setattr("simulator.panels.ask.where_to_save_weights", lambda *_: str(path))
    monkeypatch.setattr("simulator.panels.ask.weights", lambda *_: str(path))
    panel.save_weights()
    settle(panel)
    panel.choose_weights()
    assert settle(panel).is_learned
    table = tmp_path / "b.csv"
    table.write_text("1,0,1\n")
    monkeypatch.setattr(
        "simulator.panels.ntm.QFileDialog.getOpenFileName", lambda *_: (str(table), "")
    )
    panel.choose_bits()
    assert settle(panel).probe.content.bits.tolist() == [[1, 0, 1]]


@pytest.mark.parametrize(
    ("slot", "shift", "said"),
    [
        (3, 1, "It follows slot 3 (shift +1, 0.90); content alone would have chosen slot 6."),
        (7, 1, "It follows slot 7 (shift +1, 0.90); content alone would have chosen slot 6."),
        (5, 1, "It follows slot 5 (shift +1, 0.90); content alone would have chosen it, too."),
        (4, 0, "It stays where it was (0.90); content alone would have chosen slot 6."),
    ],
)
def test_the_reason_of_a_slot_is_a_sentence(slot, shift, said):
    content = np.eye(8)[6]
    assert words.because([Reason(slot, shift, False, 0.9, 1.0)], content) == said
    assert "what the key looks for" in words.because([Reason(6, 0, True, 0.9, 1.0)], content)


def test_the_least_cost_of_n_grams_is_a_line(bench):
    panel = bench(*SMALL, "set task=n-grams", "set length_max=20", "set length_min=20")
    panel.show_page("loss")
    panel.runner.ask(lambda run: run.advance(260)).result(60)
    settle(panel)
    assert not panel.pages.loss.grab().isNull()
    assert 7.0 < traces.bayes(20, 20) < 15.0  # of 15 bits that count


def test_without_heads_the_diagram_is_shown_instead(bench):
    panel = bench(*SMALL)
    assert panel.pages.current.key == "addressing"
    do(panel, "set controller=lstm-only")
    assert panel.pages.current.key == "machine"
    panel.show_page("why")
    settle(panel)
    assert panel.pages.current.key == "why"


def test_both_tapes_begin_at_one_height(bench):
    panel = bench(*SMALL)
    tops = {tape.mapTo(panel, tape.rect().topLeft()).y() for tape in (panel.writing, panel.reading)}
    assert len(tops) == 1
