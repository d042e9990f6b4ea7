"""The tapes of the NTM panel: what is written and read over time, and the memory of the sandbox.

As in Figure 6 of Graves, Wayne and Danihelka (2014): what goes in, what is added and where at the
left; what comes out, what was read and from where at the right.
"""

import numpy as np

from simulator.models.ntm_hand import Hand
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.models.ntm_state import STAGES
from simulator.panels.ntm_look import Look
from simulator.views.tape import Box, Phase, TapeRow, TapeShown

SEEN, STEP = 0.5, 16  # a weight that counts; locations by which what is shown grows
JUMPS = ("repeat-copy",)  # tasks in which a head goes back to where it began


def writing(s: NtmSnapshot, look: Look) -> TapeShown | None:
    """What goes in, and what is written where; None while there is no tape."""
    tape, p = s.tape, s.parameters
    if tape is None:
        return None
    rows = [
        TapeRow(
            "input", "bits", s.probe.x, caption="input · paint the bits",
            names=_inputs(s), paintable=s.probe.paintable,
        )
    ]  # fmt: skip
    if p.has_memory:
        steps = len(tape.add)
        rows.append(
            TapeRow(
                "add", "vectors", tape.add.reshape(steps, -1), caption="add vectors",
                known=_known(s, "add"), heads=p.write_heads,
            )
        )  # fmt: skip
        rows += _weightings(s, "write")
    else:
        rows.append(_units("h", "what the LSTM tells: h", tape.hidden[1:], s))
    return TapeShown(tuple(rows), _phases(s), _boxes(s, "input"), look.time_of(s))


def reading(s: NtmSnapshot, look: Look) -> TapeShown | None:
    """What comes out, and what is read where; None while there is no tape."""
    tape, p, probe = s.tape, s.parameters, s.probe
    if tape is None:
        return None
    known = _known(s, "read")
    rows = [
        TapeRow(
            "output", "bits", s.outputs, caption="output", wanted=probe.targets, mask=probe.mask,
            known=known, names=_outputs(s),
        )
    ]  # fmt: skip
    boxes = _boxes(s, "output")
    if p.has_memory:
        steps = len(tape.add)
        rows.append(
            TapeRow(
                "read", "vectors", tape.reads[1:].reshape(steps, -1), caption="read vectors",
                known=known, heads=p.read_heads,
            )
        )  # fmt: skip
        rows += _weightings(s, "read")
        boxes += _jumps(s, rows[-1].name)
    else:
        rows.append(_units("c", "what the LSTM keeps: c", tape.cell[1:], s))
    return TapeShown(tuple(rows), _phases(s), boxes, look.time_of(s))


def _weightings(s: NtmSnapshot, kind: str) -> list[TapeRow]:
    """One row a head."""
    assert s.tape is not None
    p = s.parameters
    heads = range(p.read_heads) if kind == "read" else range(
        p.read_heads, p.read_heads + p.write_heads
    )  # fmt: skip
    rows, (first, count) = [], used(s.tape.w[1:])
    for k, head in enumerate(heads):
        name = f"{kind} weighting" + (f" {k + 1}" if len(heads) > 1 else "")
        caption = f"{name} · location × time"
        values = s.tape.w[1:, head, :].take(range(first, first + count), axis=1, mode="wrap")
        rows.append(
            TapeRow(
                name, "weighting", values, caption, known=_known(s, "sharpen"), first=first,
                around=p.memory_locations,
            )
        )  # fmt: skip
    return rows


def used(w: np.ndarray) -> tuple[int, int]:
    """From which location, and how many, a tape of weightings (T, H, N) is shown: those where
    heads are at any time, which may lie about the end of the memory, in steps of STEP so that it
    stays calm while it learns."""
    n = w.shape[2]
    places = np.flatnonzero(w.max(axis=(0, 1)) > SEEN)
    if not len(places) or n % STEP:
        return 0, n
    gaps = np.diff(np.append(places, places[0] + n))
    widest = int(gaps.argmax())  # what is left out
    first = int(places[(widest + 1) % len(places)])
    last = first + n - int(gaps[widest])
    begin, end = first // STEP * STEP, -(-(last + 1) // STEP) * STEP
    return (begin, end - begin) if end - begin < n else (0, n)


def _units(name: str, caption: str, values: np.ndarray, s: NtmSnapshot) -> TapeRow:
    """Units of an LSTM (T, L, C), layers one below another."""
    flat = values.reshape(len(values), -1)
    limit = max(1.0, float(np.abs(flat).max(initial=0.0)))
    return TapeRow(name, "vectors", flat, caption, known=_known(s, "read"),
                   heads=s.parameters.controller_layers, limit=limit)  # fmt: skip


def _known(s: NtmSnapshot, stage: str) -> int | None:
    """How many time steps have got so far; None: all."""
    if s.mode != "play" or s.stage == 0:
        return None
    is_reached = s.running not in STAGES or STAGES.index(s.running) >= STAGES.index(stage)
    return s.time + is_reached


def _inputs(s: NtmSnapshot) -> tuple[str, ...]:
    p = s.parameters
    return ("",) * p.form.bits(p.width) + p.form.channels


def _outputs(s: NtmSnapshot) -> tuple[str, ...]:
    p = s.parameters
    return ("",) * p.form.bits(p.width) + p.form.ends


def _phases(s: NtmSnapshot) -> tuple[Phase, ...]:
    return tuple(Phase(*mark) for mark in s.probe.marks)


def _boxes(s: NtmSnapshot, row: str) -> tuple[Box, ...]:
    """Boxes of what is shown lie over the input, those of what is wanted over the output."""
    is_told = s.probe.mask > 0
    return tuple(
        Box(first, last, kind, row)
        for first, last, kind in s.probe.boxes
        if bool(is_told[first]) == (row == "output")
    )


def _jumps(s: NtmSnapshot, row: str) -> tuple[Box, ...]:
    """Where a read head goes farther than a shift could take it: the "goto" of repeat copy."""
    p, tape = s.parameters, s.tape
    if p.task not in JUMPS or tape is None:
        return ()
    places = tape.w[:, p.read_heads - 1].argmax(axis=1)
    steps = (np.diff(places) + p.memory_locations // 2) % p.memory_locations
    is_far = np.abs(steps - p.memory_locations // 2) > p.shift_range
    known = _known(s, "sharpen")
    end = len(is_far) if known is None else known
    times = np.flatnonzero(is_far & (s.probe.mask > 0))
    return tuple(Box(t, t, "goto", row) for t in times.tolist() if t < end)


# ---- the sandbox ----


def hand_memory(hand: Hand) -> TapeShown:
    """The memory that a person made, and how alike each location is to the key."""
    at, stage = hand.at, hand.stage
    alike = at.similarity[:, None] if stage >= 1 else np.zeros((len(hand.memory), 1))
    rows = (
        TapeRow("memory", "bits", hand.memory, caption="memory · paint it", names=(),
                paintable=np.ones(hand.memory.shape, bool)),
        TapeRow("similarity", "vectors", alike, caption="alike to the key: K",
                names=("cosine with the key",)),
    )  # fmt: skip
    found = int(at.similarity.argmax())
    return TapeShown(rows, cursor=found, axis="location")


def hand_head(hand: Hand, kept: int) -> TapeShown:
    """Where the head was at every time step so far, with room for those to come."""
    past = hand.past
    now = hand.at.weighting[None] if hand.stage >= 4 else np.zeros((0, past.shape[1]))
    known = np.vstack([past, now])
    steps = min(kept + 1, max(24, len(known)))
    values = np.zeros((steps, past.shape[1]))
    values[: len(known)] = known[-steps:]
    row = TapeRow("weighting", "weighting", values, caption="weighting · location × time",
                  known=min(len(known), steps))  # fmt: skip
    return TapeShown((row,), cursor=min(len(known), steps) - 1)
