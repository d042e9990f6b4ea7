"""A run as a link: its journal, shortened where nothing hangs on what is left out.

Left out, because the same bits come without it (tests walk over all models):

- all before the last preset, which sets everything anew;
- a reset before another one, or before a new seed;
- a number that is set again before anything else is done;
- the seams of a stroke, which a drag writes piece by piece.

What was undone stays, with its `undo`: an action that is taken back may still have drawn a random
number. `Run.undo` then finds the same things to take back, one entry at a time.
"""

from collections.abc import Sequence

import msgspec

from simulator.core import drawing, journal, link
from simulator.core.drawing import Stroke
from simulator.core.errors import InputError, shorten
from simulator.core.journal import Entry
from simulator.core.link import Link, Move
from simulator.core.model import Model
from simulator.core.run import Run, forgets, starts_again
from simulator.core.script import first_seed

JOINED = ("draw", "paint", "pin", "unpin", "world")  # a stroke in pieces is the same as in one
PACKED = "restore="


def as_link(run: Run) -> str:
    """Return the link that leads where a run stands; raises InputError that says why there is
    none."""
    return link.written(link_of(run))


def link_of(run: Run) -> Link:
    """Return what a link to where a run stands says; raises InputError."""
    model, entries = run.model, run.entries
    first = _first_taken_back(entries)
    seed, since = _since_preset(model, entries[:first])
    backend = model.backend if model.backend != model.backends[0] else ""
    story = _shortened(model, since) + entries[first:]
    moves = _moves(model, story, len(story) - len(entries[first:]))
    return Link(model.name, seed, tuple(moves), backend)


def _moves(model: Model, story: list[Entry], first: int) -> list[Move]:
    """Return the moves of a story whose entries from `first` on are needed one by one."""
    moves: list[Move] = []
    now = 0
    for index, entry in enumerate(story):
        is_needed = index >= first or not forgets(model, entry.text)
        if entry.step != now and is_needed:  # undoing a restart brings back what ran before it
            moves.append(entry.step)
        again = starts_again(model, entry.text)
        # putting back another side starts again, too; then a step too many does no harm
        now = 0 if again or entry.text.startswith(PACKED) else entry.step
        if entry.kind != "do" and index >= first:
            moves.append(entry.kind)
        elif entry.text.partition("=")[0] not in link.WRITERS:  # it changed nothing here
            _check(model, entry.text)
            moves.append(entry.text)
    return [*moves, model.step]


def _check(model: Model, text: str) -> None:
    try:
        link.check(type(model), text)
    except InputError as error:
        raise InputError(
            f"{shorten(text, 32)} can't be said in a link (pictures, tables and weights from files "
            "don't fit into one); save a document and send that file instead."
        ) from error


def _first_taken_back(entries: Sequence[Entry]) -> int:
    """Return the index of the first entry that an `undo` or `redo` must find again.

    Settings that were taken back are said as settings, unless they stand after that entry.
    """
    needs: list[tuple[int, int, bool]] = []  # of each group: where it is, what it took back
    index = {id(entry): i for i, entry in enumerate(entries)}
    for i, entry in enumerate(entries):
        if entry.kind == "do":
            continue
        before = entries[i - 1] if i else entry
        if (before.kind, before.group) != (entry.kind, entry.group):
            stack = journal.stacks(entries[:i])[entry.kind == "redo"]
            needs.append((i, index[id(stack[-1][0])] if stack else 0, False))
        at, taken, is_packed = needs.pop()
        needs.append((at, taken, is_packed or entry.text.startswith(PACKED)))
    first, last = len(entries), -1
    while first != last:
        last = first
        found = [taken for at, taken, is_packed in needs if is_packed or at >= first]
        first = min([first, *found])
    return first


def _since_preset(model: Model, entries: list[Entry]) -> tuple[int, list[Entry]]:
    """Return the entries from the last preset on, and the seed at that place."""
    begin = max((i for i, e in enumerate(entries) if e.text.startswith("preset=")), default=0)
    seeds = [e.text for e in entries[:begin] if e.text.startswith("new-seed=")]
    seed = int(seeds[-1].partition("=")[2]) if seeds else first_seed(model, entries)
    return seed, entries[begin:]


def _shortened(model: Model, entries: Sequence[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in entries:
        last = kept[-1] if kept else None
        if last and _restarts_only(last) and entry.text == "reset":
            continue
        if last and last.text == "reset" and _restarts_only(entry):
            kept.pop()
        if _is_number(model, entry):
            _drop_older(model, kept, entry)
        elif last and (joined := _joined(last, entry)):
            kept[-1] = msgspec.structs.replace(last, text=joined)
            continue
        kept.append(entry)
    return kept


def _restarts_only(entry: Entry) -> bool:
    return entry.text == "reset" or entry.text.startswith("new-seed=")


# ---- settings ----


def _is_number(model: Model, entry: Entry) -> bool:
    """Whether an entry only sets a number: nothing starts again, nothing else was changed."""
    if not (entry.text.startswith("set ") and entry.inverse.startswith("set ")):
        return False
    spec = model.Parameters.spec(_set_by(entry))
    return spec.kind in ("int", "float") and not spec.rebuilds and spec.name not in model.learned


def _drop_older(model: Model, kept: list[Entry], entry: Entry) -> None:
    """Drop the setting that `entry` replaces: the last entry, or one before others that set
    numbers which are allowed whatever the rest is."""
    for i in reversed(range(len(kept))):
        older = kept[i]
        if older.step != entry.step or not _is_number(model, older):
            return
        if _set_by(older) == _set_by(entry):
            del kept[i]
            return
        if not (_is_free(model, older) and _is_free(model, entry)):
            return


def _is_free(model: Model, entry: Entry) -> bool:
    spec = model.Parameters.spec(_set_by(entry))
    return spec.kind == "float" and not spec.on_release  # sizes and what is costly have limits


def _set_by(entry: Entry) -> str:
    return entry.text[4:].partition("=")[0]


# ---- strokes ----


def _joined(last: Entry, entry: Entry) -> str:
    """Return one text for two pieces of a stroke, or an empty one where they are none."""
    name, _, old = last.text.partition("=")
    its_name, _, new = entry.text.partition("=")
    is_one = name == its_name and name in JOINED and last.step == entry.step
    if not (is_one and drawing.is_stroke(old) and drawing.is_stroke(new)):
        return ""
    a, b = drawing.parse(old), drawing.parse(new)
    if {a.tool, b.tool} != {"pencil"} or (a.size, a.value) != (b.size, b.value):
        return ""
    if a.points[-1] != b.points[0]:
        return ""
    points = a.points
    for point in b.points[1:]:
        points = (*(points[:-1] if _is_straight(*points[-2:], point) else points), point)
    return f"{name}={Stroke(points, 'pencil', a.size, a.value)}"


def _is_straight(*points: tuple[int, int]) -> bool:
    """Whether three points lie one after another in a row, a column or a diagonal."""
    if len(points) < 3:
        return False
    (x0, y0), (x1, y1), (x2, y2) = points
    ways = [(x1 - x0, y1 - y0), (x2 - x1, y2 - y1)]
    lengths = [max(abs(dx), abs(dy)) for dx, dy in ways]
    if 0 in lengths or any(min(abs(dx), abs(dy)) not in (0, max(abs(dx), abs(dy)))
                           for dx, dy in ways):  # fmt: skip
        return False
    (a, b), (n, m) = ways, lengths
    return (a[0] // n, a[1] // n) == (b[0] // m, b[1] // m)
