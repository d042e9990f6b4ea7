"""The job `states`: all states of a small machine, each with its energy and its probability.

Units that are held stay as they are: the states are those of the others. `p_visible` is the
probability of a state's visible units, whatever the hidden ones do.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Table, Work
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models.boltzmann_exact import Exact, bits_of
from simulator.models.boltzmann_state import MOST_COUNTED

LARGEST = 700.0  # the exponent of a number a computer can write


@dataclass(frozen=True)
class StatesOptions(Parameters):
    """Which states are listed."""

    rows: int = parameter(
        256, 1, 2**MOST_COUNTED, label="At most rows", scale="log", help="States that are listed."
    )
    order: str = parameter(
        "probability", help="Which states come first.",
        choices=(
            Choice("probability", "Probability", "The most probable ones."),
            Choice("number", "Number", "As binary numbers, the first unit's bit counting most."),
        ),
    )  # fmt: skip


def states_of(model: Any, options: StatesOptions) -> Work:
    """Yield the share done; return a row for each state, columns one a unit, then energy, weight
    e^(−E/T), p, p_visible and sampled. Raises InputError for a machine that is too large."""
    exact = states_or_refuse(model)
    yield 0.5
    chosen = _chosen(exact, options)
    visible = (
        model.parameters.visible if model.parameters.network == "general" else exact.values.size
    )
    units = np.repeat(exact.values[None], chosen.size, axis=0)
    units[:, exact.free] = np.where(bits_of(chosen, exact.free.size) == 1, 1, exact.machine.low)
    hidden = int((exact.free >= visible).sum())
    columns: dict[str, list[Any]] = {
        name: units[:, k].tolist() for k, name in enumerate(unit_names(model.parameters))
    }
    columns |= {
        "energy": (exact.energies[chosen] + 0.0).tolist(),
        "weight": _weights(exact, chosen),
        "p": exact.p[chosen].tolist(),
        "p_visible": exact.marginal(visible)[chosen >> hidden].tolist(),
        "sampled": _sampled(model, exact, chosen),
    }
    return Table(columns)


def states_or_refuse(model: Any) -> Exact:
    """Return all states of a model at its present temperature, or raise InputError."""
    if model.exact is None:
        free = model.parameters.n - int(model.state.held.sum())
        raise InputError(
            f"{free} free units have too many states to visit all; allowed: {MOST_COUNTED}. Choose "
            "fewer units, or clamp some."
        )
    return model.exact


def unit_names(p: Any) -> list[str]:
    """Return what units are called in a table: v1 …, h1 …, or s1 … of spins."""
    if p.network != "general":
        return [f"s{k + 1}" for k in range(p.n)]
    return [f"v{k + 1}" for k in range(p.visible)] + [f"h{k + 1}" for k in range(p.hidden)]


def _chosen(exact: Exact, options: StatesOptions) -> np.ndarray:
    if options.order == "number":
        return np.arange(min(options.rows, exact.p.size))
    return np.argsort(-exact.log_p, kind="stable")[: options.rows]


def _weights(exact: Exact, chosen: np.ndarray) -> list[float | None]:
    """Return e^(−E/T), None where it is no number a computer can write, or T = 0."""
    if exact.temperature == 0:
        return [None] * chosen.size
    powers = -exact.energies[chosen] / exact.temperature
    return [float(np.exp(power)) if power < LARGEST else None for power in powers]


def _sampled(model: Any, exact: Exact, chosen: np.ndarray) -> list[float | None]:
    counts = model.state.counts
    is_counted = counts.size == exact.p.size and model.state.felt == exact.temperature
    total = int(counts.sum()) if is_counted else 0
    return (counts[chosen] / total).tolist() if total else [None] * chosen.size
