"""The job `answers`: what a machine that has learned answers to the questions of its data.

The first units of a pattern, its question, are held; in each of some runs the others begin by
chance, anneal by the model's schedule and are then counted for some sweeps, and what was on most is
the answer (boltzmann_answers.py). `right` is the share of runs that answer rightly; its error is
that of the runs' chance, the questions being given. With `exact`, for at most 20 units, the
probabilities at the schedule's last temperature decide instead, and there is no chance.

Few patterns have a row each, with the code of its hidden units: their most probable state while the
whole pattern is held. More patterns, and those of the shifter, are put together by how many units
of the first group are on, as in Hinton and Sejnowski (1986), figure 7. All patterns count the same.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_answers import answers, outputs_on
from simulator.models.boltzmann_chains import Chains, by_chance, plain_sampler
from simulator.models.boltzmann_data import DataSet
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_state import MOST_COUNTED

MOST_ROWS = 64  # patterns with a row each
MOST_CODED = 12  # hidden units whose states are all tried


@dataclass(frozen=True)
class AnswerOptions(Parameters):
    """How the machine is asked."""

    exact: bool = parameter(False, help="Exact probabilities decide, for at most 20 units.")
    trials: int = parameter(
        20, 1, 1000, scale="log", unit="runs", applies={"exact": (False,)},
        help="Runs of each question.",
    )  # fmt: skip
    sweeps: int = parameter(
        20, 1, 10_000, scale="log", unit="sweeps", label="Counted sweeps",
        applies={"exact": (False,)}, help="Sweeps after each annealing in which units are counted.",
    )  # fmt: skip


COLUMNS = (
    "pattern", "active_bits", "right", "error", "best_possible", "patterns", "code", "distinct"
)  # fmt: skip


def answered(model: Any, rng: np.random.Generator, options: AnswerOptions) -> Work:
    """Yield the share done; return a row for each pattern, or number of units on, columns
    `COLUMNS`. `best_possible` is below 1 where patterns share a question; `distinct` is whether no
    two patterns have the same code. Raises InputError where nothing can be asked."""
    data = _asked_data(model)
    if options.exact:
        shares = _exactly(model, data)
        yield 0.9
    else:
        shares = yield from _sampled(model, data, rng, options)
    on = data.patterns[:, : data.groups[0][1]].sum(axis=1, dtype=np.int64)
    trials = 0 if options.exact else options.trials
    if data.name == "shifter" or len(data.patterns) > MOST_ROWS:
        rows = [
            _row(
                shares[on == k], trials, active_bits=int(k), best_possible=_possible(data, on == k)
            )
            for k in np.unique(on)
        ]
    else:
        codes = codes_of(model, data)
        is_distinct = len(set(codes)) == len(codes) if codes else None
        rows = [
            _row(shares[k : k + 1], trials, pattern=written(data, k), active_bits=int(on[k]),
                 best_possible=1.0, code=codes[k] if codes else None, distinct=is_distinct)
            for k in range(len(data.patterns))
        ]  # fmt: skip
    return Table({name: [row.get(name) for row in rows] for name in COLUMNS})


def _possible(data: DataSet, chosen: np.ndarray) -> float:
    """Return the largest share of chosen patterns (P,) bool that can all be right: one a question.

    A question that looks the same when it is shifted has as many units on each time.
    """
    questions = data.patterns[chosen, : data.inputs]
    return len(np.unique(questions, axis=0)) / len(questions)


def written(data: DataSet, k: int) -> str:
    """Return a pattern as its groups, `01 1`."""
    cuts = np.cumsum([size for _, size in data.groups])[:-1]
    parts = np.split(data.patterns[k], cuts)
    return " ".join("".join(str(bit) for bit in part) for part in parts)


def codes_of(model: Any, data: DataSet) -> list[str]:
    """Return the most probable hidden state for each pattern, `011`; none for many hidden units."""
    p = model.parameters
    if not 1 <= p.hidden <= MOST_CODED:
        return []
    machine, codes = model.machine, []
    for pattern in data.patterns:
        hidden = Exact.of(machine, _clamped(pattern, p.n), np.arange(p.n) < p.visible, 1.0)
        codes.append(format(int(hidden.energies.argmin()), f"0{p.hidden}b"))
    return codes


def _asked_data(model: Any) -> DataSet:
    data = model.data_set
    if data is None:
        raise InputError(
            "Nothing is learned, so there is nothing to ask: set data to xor, encoder, shifter or "
            "another of its choices first."
        )
    if not data.inputs:
        raise InputError(
            "Your own patterns have no question and no answer: set data to xor, encoder or another "
            "of its choices to ask the machine."
        )
    return data


def _clamped(values: np.ndarray, units: int) -> np.ndarray:
    return np.concatenate([values, np.zeros(units - values.size, np.int8)])


def _exactly(model: Any, data: DataSet) -> np.ndarray:
    """Return 1 where the exact probabilities give the right answer, else 0, (P,)."""
    p, machine = model.parameters, model.machine
    if p.n > MOST_COUNTED:
        raise InputError(
            f"Exact answers visit all states of at most {MOST_COUNTED} units, not {p.n}: choose "
            "fewer units, or exact=false."
        )
    held, seen, on = np.arange(p.n) < data.inputs, {}, []
    for question in data.patterns[:, : data.inputs]:
        key = question.tobytes()
        if key not in seen:
            units = _clamped(question, p.n)
            states = Exact.of(machine, units, held, model.learning_temperature)
            seen[key] = outputs_on(data, states.marginal(p.visible)[None])[0]
        on.append(seen[key])
    return answers(data, np.array(on)).astype(np.float64)


def _sampled(
    model: Any, data: DataSet, rng: np.random.Generator, options: AnswerOptions
) -> Generator[float, None, np.ndarray]:
    """Return the share of runs that give the right answer, (P,)."""
    p = model.parameters
    heats, sampler = _annealing(model), plain_sampler(p)
    last = np.full(options.sweeps, model.learning_temperature)
    held = np.arange(p.n) < data.inputs
    on = np.zeros((options.trials, len(data.patterns), data.outputs))
    for k, pattern in enumerate(data.patterns):
        for trial in range(options.trials):
            chain = _begun(model.machine, pattern, held, rng)
            chain.run(heats, sampler)
            counted = np.zeros(p.n, np.int64)
            chain.run(last, sampler, counted)
            on[trial, k] = counted[data.inputs : p.visible] / options.sweeps
        yield (k + 1) / len(data.patterns)
    return np.mean([answers(data, one) for one in on], axis=0)


def _begun(
    machine: Dense, pattern: np.ndarray, held: np.ndarray, rng: np.random.Generator
) -> Chains:
    return Chains(machine, by_chance(1, held, _clamped(pattern, held.size), 0, rng), held, rng)


def _annealing(model: Any) -> np.ndarray:
    """Return the temperatures of the model's schedule; adaptive falls geometrically, as it does
    in learning."""
    p = model.parameters
    kind = "geometric" if p.schedule == "adaptive" else p.schedule
    return schedules.temperatures(
        kind, np.arange(p.sweeps), p.sweeps, p.temperature_start, p.temperature_end, p.temperature,
        model.state.drawn,
    )  # fmt: skip


def _row(shares: np.ndarray, trials: int, **words: Any) -> dict[str, Any]:
    """Return a row of the mean share (P',) of right answers, and its error."""
    spread = (shares * (1.0 - shares)).sum() / trials if trials else 0.0
    numbers = {"right": float(shares.mean()), "error": float(np.sqrt(spread)) / shares.size}
    return {**numbers, "patterns": shares.size, **words}
