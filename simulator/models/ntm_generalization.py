"""How well a machine does at lengths beyond those that it has learned.

Sequences of each length are drawn from the job's own stream of chance and played by all machines,
the same ones for each; nothing is learned. A sequence of a length is the same whatever other
lengths are asked for, and 20 of them are the first 20 of 100.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kernels.ntm import LSTM_ONLY, Shape
from kernels.ntm_backward import lose, wrong_bits
from kernels.ntm_forward import forward
from kernels.ntm_tape import Tape, new_tape
from simulator.core import weights
from simulator.core.errors import InputError
from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models.ntm_formats import Sequence
from simulator.models.ntm_state import NtmParameters, check_steps
from simulator.models.ntm_tasks import generator
from simulator.models.ntm_weights import NEEDED, read_weights

LN_2 = math.log(2.0)
LENGTHS = (10, 20, 30, 50, 120, 200, 300)  # the first five are those of the paper's figures 4 and 5
MOST_SEQUENCES = 500
STRIDE = 1000  # keys from those of a length to those of the next one
LSTM_FILE, LSTM_TASK = "lstm-copy", "copy"  # the weights that are shipped, and what they learned
NAMES = {"lstm": "NTM", "feed-forward": "feed-forward NTM", "lstm-only": "LSTM"}
FURTHEST = 60.0  # a logit beyond which nothing changes


@dataclass(frozen=True)
class GeneralizationOptions(Parameters):
    sequences: int = parameter(
        20, 1, MOST_SEQUENCES, scale="log", help="How many of each length are played.",
    )  # fmt: skip
    longest: int = parameter(
        120, 2, LENGTHS[-1],
        help="The longest sequence; below it are those of 10, 20, 30, 50, 120 and 200.",
    )  # fmt: skip
    against_lstm: bool = parameter(
        True, label="Against an LSTM",
        help="An LSTM alone that has learned to copy plays the same sequences.",
    )  # fmt: skip


@dataclass(frozen=True)
class Machine:
    """What plays."""

    name: str
    shape: Shape
    params: np.ndarray  # (P,) float32

    def play(self, sequence: Sequence, tape: Tape) -> np.ndarray:
        """Return the logits (T, Y) of a sequence; they lie on the tape."""
        with np.errstate(all="ignore"):
            forward(self.shape, self.params, np.ascontiguousarray(sequence.x), tape)
        return tape.logits[: len(sequence.x)]


def generalized(model: Any, rng: np.random.Generator, options: GeneralizationOptions) -> Work:
    """Return wrong bits and loss of each machine at each length, and a sequence of each."""
    p: NtmParameters = model.parameters
    lengths, often = lengths_of(p, options.longest), p.repeats[1]
    machines = [own_machine(model)]
    if options.against_lstm and (other := shipped_lstm(p)) is not None:
        machines.append(other)
    base = int(rng.integers(2**62))
    columns: dict[str, list[Any]] = {
        "machine": [], "length": [], "sequences": [], "bits_wrong": [], "share_wrong": [],
        "loss": [], "wanted": [], "told": [],
    }  # fmt: skip
    count = options.sequences
    total = count * len(machines) * sum(p.form.steps(length, often) for length in lengths)
    done = 0
    yield 0.0
    for length in lengths:
        steps = p.form.steps(length, often)
        tapes = [new_tape(machine.shape, steps) for machine in machines]
        sums, shown = np.zeros((len(machines), 2)), [("", "")] * len(machines)
        for k in range(count):
            key = (base + STRIDE * length + k) % 2**64
            sequence = p.form.make(generator(key), length, p.width, often)
            for m, (machine, tape) in enumerate(zip(machines, tapes, strict=True)):
                logits = machine.play(sequence, tape)
                sums[m] += scores(sequence, logits)
                if k == 0:
                    shown[m] = told_as_text(sequence, logits)
                done += steps
                yield done / total
        bits = int(np.count_nonzero(sequence.mask)) * sequence.targets.shape[1]
        for machine, (wrong, loss), texts in zip(machines, sums / count, shown, strict=True):
            row = (machine.name, length, count, float(wrong), float(wrong) / bits, float(loss),
                   *texts)  # fmt: skip
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return Table(columns)


def lengths_of(p: NtmParameters, longest: int) -> list[int]:
    """Return the lengths that are played; raises InputError where there are none, or where the
    longest one has too many steps. All have the most repeats that are learned."""
    form = p.form
    found = [n for n in sorted({*LENGTHS, longest}) if form.fewest <= n <= longest]
    if not found:
        raise InputError(
            f"longest={longest} is too short for {form.title}; give {form.fewest} {form.unit} or "
            "more."
        )
    # of a tiny machine: playing takes a tenth of learning, and is bounded by its steps alone
    tiny = replace(
        p, batch_size=1, controller="lstm-only", controller_size=1, controller_layers=1
    )  # fmt: skip
    check_steps(tiny, found[-1], p.repeats[1])
    return found


def own_machine(model: Any) -> Machine:
    """Return the model's machine as it plays now: an ablated one without what was taken away."""
    p, without = model.parameters, model.state.ablated
    name = NAMES[p.controller] + (f" without {without}" if without else "")
    return Machine(name, p.shape, model.played_params)


def shipped_lstm(p: NtmParameters) -> Machine | None:
    """Return the LSTM that is shipped; None where it is not there or has learned something else,
    and beside an LSTM alone, which needs no other."""
    if p.task != LSTM_TASK or not p.has_memory or LSTM_FILE not in weights.checkpoints("ntm"):
        return None
    text = f"{weights.CHECKPOINT}{LSTM_FILE}"
    numbers = weights.need(weights.read(text, "ntm")[0], "shape", text, NEEDED).tolist()
    shape = Shape(*numbers)
    wanted = p.shape.inputs, p.shape.outputs, LSTM_ONLY
    if (shape.inputs, shape.outputs, shape.controller) != wanted:
        return None
    return Machine(NAMES["lstm-only"], shape, read_weights(text, shape)[0])


def scores(sequence: Sequence, logits: np.ndarray) -> tuple[float, float]:
    """Return the wrong bits of a sequence, and its loss in bits."""
    targets, mask = sequence.targets, sequence.mask
    loss = lose(logits, targets, mask, np.empty_like(logits))
    return float(wrong_bits(logits, targets, mask)), float(loss) / LN_2


def told_as_text(sequence: Sequence, logits: np.ndarray) -> tuple[str, str]:
    """Return what was wanted and what was told where outputs count: a digit an output, rows with ;
    between them. What was wanted is 0 or 1, what was told tenths of the probability."""
    counts = sequence.mask > 0
    wanted = (sequence.targets[counts] > 0.5).astype(int)
    return _text(wanted), _text(tenths(logits[counts]))


def tenths(logits: np.ndarray) -> np.ndarray:
    """Return probabilities as digits 0 … 9: d is above d/10 and at most (d + 1)/10, so that from 5
    on a bit is on, as wrong bits are counted."""
    values = np.nan_to_num(logits.astype(float), nan=0.0).clip(-FURTHEST, FURTHEST)
    digits = np.ceil(10.0 / (1.0 + np.exp(-values))).astype(int) - 1
    # ½ + 10⁻¹⁷ is rounded to ½: which side a bit is on is the logit's sign
    return np.where(values > 0.0, digits.clip(5, 9), digits.clip(0, 4))


def _text(digits: np.ndarray) -> str:
    return ";".join("".join(map(str, row)) for row in digits.tolist())
