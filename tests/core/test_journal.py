"""What can be undone, against a plain list of snapshots."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.core.journal import Entry, is_same_setting, next_group, stacks


class Ledger:
    """One number, changed by entries whose inverse is the number before."""

    def __init__(self):
        self.value = 0
        self.entries: list[Entry] = []

    def do(self, value: int, group: int, kind: str = "do") -> None:
        self.entries.append(Entry(0, str(value), str(self.value), group, kind))
        self.value = value

    def take_back(self, which: int, kind: str) -> None:
        stack = stacks(self.entries)[which]
        if stack:
            number = next_group(self.entries)
            for entry in reversed(stack[-1]):
                self.do(int(entry.inverse), number, kind)


moves = st.lists(st.one_of(st.integers(1, 3), st.sampled_from(["undo", "redo"])), max_size=40)


@given(moves)
def test_undo_and_redo_walk_through_the_snapshots(moves):
    ledger, past, ahead, fresh = Ledger(), [0], [], 100
    for move in moves:
        if move == "undo":
            ledger.take_back(0, "undo")
            if len(past) > 1:
                ahead.append(past.pop())
        elif move == "redo":
            ledger.take_back(1, "redo")
            if ahead:
                past.append(ahead.pop())
        else:  # a group of `move` entries
            number = next_group(ledger.entries)
            for _ in range(move):
                ledger.do(fresh := fresh + 1, number)
            past, ahead = [*past, fresh], []
        assert ledger.value == past[-1]


def test_what_has_no_inverse_can_not_be_undone():
    entries = [Entry(0, "clear", "restore=x", 1), Entry(0, "reset", "", 2)]
    undoable, _ = stacks(entries)
    assert [entry.text for entry in undoable[-1]] == ["clear"]


def test_entries_of_one_group_are_undone_together():
    entries = [Entry(0, "probe=0", "a", 1), Entry(5, "corrupt", "b", 1), Entry(9, "clear", "c", 2)]
    undoable, redoable = stacks(entries)
    assert [len(group) for group in undoable] == [2, 1]
    assert redoable == []


def test_a_new_deed_forgets_what_could_be_redone():
    entries = [Entry(0, "a", "A", 1), Entry(0, "A", "a", 2, "undo"), Entry(0, "b", "B", 3)]
    assert stacks(entries[:2])[1] != []
    assert stacks(entries)[1] == []


def test_a_slider_dragged_at_one_step_is_one_setting():
    first, second = Entry(3, "set t=1", "set t=0", 4), Entry(3, "set t=2", "set t=1", 4)
    assert is_same_setting(first, second)
    assert not is_same_setting(first, Entry(4, "set t=2", "set t=1", 4))
    assert not is_same_setting(first, Entry(3, "set u=2", "set u=1", 4))
    assert not is_same_setting(first, Entry(3, "set t=2", "set t=1", 5))


def test_a_setting_that_changed_the_state_is_never_merged():
    first = Entry(3, "set units=two-valued", "restore=packed", 4)
    second = Entry(3, "set units=graded", "set units=two-valued", 4)
    assert not is_same_setting(first, second)
    assert not is_same_setting(second, Entry(3, "set units=two-valued", "restore=packed", 4))
