"""The baseline of a Neural Turing Machine: an LSTM alone learns the same sequences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kernels.ntm import parameter_count
from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models.ntm_generalization import LN_2
from simulator.models.ntm_state import TIMES, NtmParameters
from simulator.models.ntm_training import AT_ONCE

POINTS = 200  # of the curve
WORK = 10**9  # multiplications between two shares that are told: about 40 ms


@dataclass(frozen=True)
class BaselineOptions(Parameters):
    sequences: int = parameter(
        20_000, 500, 2_000_000, scale="log", help="How many sequences the LSTM learns.",
    )  # fmt: skip
    size: int = parameter(
        256, 1, 512, label="Units", scale="log", help="Units in each layer of the LSTM.",
    )  # fmt: skip
    layers: int = parameter(1, 1, 3, help="Layers of the LSTM.")
    learning_rate: float = parameter(
        0.001, 0.00001, 0.1, scale="log", help="How far its weights move.",
    )  # fmt: skip


def baseline(model: Any, options: BaselineOptions) -> Work:
    """Return loss and wrong bits of an LSTM alone against the sequences that it has learned, each
    the mean of the last 1,000, or of as many as there are."""
    lstm = beginner(model, options)
    p: NtmParameters = lstm.parameters
    batches = -(-options.sequences // p.batch_size)
    places = np.unique(np.linspace(0, batches, POINTS + 1).round().astype(int))[1:].tolist()
    columns: dict[str, list[Any]] = {"sequences": [], "loss": [], "bits_wrong": []}
    yield 0.0
    for done, stop in _pieces(places, _at_once(p)):
        lstm.learn(stop - done)
        yield stop / batches
        if stop in places:
            s = lstm.state
            columns["sequences"].append(s.sequences)
            columns["loss"].append(lstm.lately(s.losses) / LN_2)
            columns["bits_wrong"].append(lstm.lately(s.wrong))
    return Table(columns)


def beginner(model: Any, options: BaselineOptions) -> Any:
    """Return an LSTM that knows nothing yet; with the model's seed it draws the same sequences."""
    p = replace(
        model.parameters, controller="lstm-only", controller_size=options.size,
        controller_layers=options.layers, learning_rate=options.learning_rate,
    )  # fmt: skip
    lstm = type(model)(model.seed, p)
    lstm.backend = model.backend
    return lstm


def _at_once(p: NtmParameters) -> int:
    """Return how many batches are learned between two shares. It hangs on no clock: the same
    options must give the same table. A curriculum is looked at after each batch."""
    if p.curriculum:
        return 1
    steps = p.form.steps(p.lengths[1], p.repeats[1])
    each = TIMES * steps * parameter_count(p.shape) * p.batch_size
    return max(1, min(AT_ONCE // p.batch_size, WORK // each))


def _pieces(places: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Cut the batches up to the last place into pieces of at most so many; all places are ends."""
    begin = 0
    for place in places:
        while begin < place:
            end = min(begin + most, place)
            yield begin, end
            begin = end
