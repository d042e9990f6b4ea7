"""The journal: what was done, and at which step. Undo is an entry like any other.

An entry's text is what `Model.act` understands. Entries of one group (a brush stroke, a dragged
slider, *Spoil & recall*) are undone together. Undoing appends the inverse texts at the present
step, so that a replay of the journal passes through the same states.
"""

from collections.abc import Iterable

import msgspec


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing done. `kind` is "do", "undo" or "redo"; `undoes` is the group taken back."""

    step: int
    text: str
    inverse: str = ""
    group: int = 0
    kind: str = "do"


Group = list[Entry]


def stacks(entries: Iterable[Entry]) -> tuple[list[Group], list[Group]]:
    """Return what can be undone and what can be redone after `entries`, last thing last."""
    undoable: list[Group] = []
    redoable: list[Group] = []
    last: tuple[str, int] | None = None
    for entry in entries:
        if not entry.inverse:
            last = None
            continue
        if (entry.kind, entry.group) == last:
            _open_group(entry.kind, undoable, redoable).append(entry)
            continue
        last = (entry.kind, entry.group)
        if entry.kind == "undo":
            undoable and undoable.pop()
            redoable.append([entry])
        else:
            redoable = redoable[:-1] if entry.kind == "redo" else []
            undoable.append([entry])
    return undoable, redoable


def _open_group(kind: str, undoable: list[Group], redoable: list[Group]) -> Group:
    return redoable[-1] if kind == "undo" else undoable[-1]


def next_group(entries: list[Entry]) -> int:
    """Return a number no entry has yet."""
    return 1 + max((entry.group for entry in entries), default=0)


def is_same_setting(last: Entry, entry: Entry) -> bool:
    """Whether `entry` only moves on what `last` set (a slider being dragged at one step).

    A setting that also changed the state (its inverse is no setting) stays: a replay needs it.
    """
    return (
        (last.step, last.group, last.kind) == (entry.step, entry.group, "do")
        and last.inverse.startswith("set ")
        and entry.inverse.startswith("set ")
        and entry.text.partition("=")[0] == last.text.partition("=")[0]
    )
