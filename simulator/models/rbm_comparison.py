"""Contrastive divergence against persistent chains: two machines learn the same from the start.

The log-likelihood is exact where all states of the smaller layer can be visited, else the
pseudo-log-likelihood stands in its place.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter

POINTS = 60  # of each curve
LEARNERS = ("cd", "pcd")


@dataclass(frozen=True)
class ComparisonOptions(Parameters):
    epochs: int = parameter(
        1000, 1, 10_000, scale="log", unit="epochs", help="How long each of the two learns.",
    )  # fmt: skip
    k: int = parameter(1, 1, 50, label="Gibbs steps k", help="Steps of the chains in each batch.")


def compared(model: Any, options: ComparisonOptions) -> Work:
    """Return log-likelihood and reconstruction error of both, against the epochs."""
    columns: dict[str, list[Any]] = {
        "learning": [], "epoch": [], "log_likelihood": [], "pseudo_log_likelihood": [],
        "reconstruction_error": [],
    }  # fmt: skip
    places = np.unique(np.geomspace(1, options.epochs, POINTS).round().astype(int))
    for turn, learning in enumerate(LEARNERS):
        machine = beginner(model, learning, options.k)
        for place in places.tolist():
            while machine.state.epoch < place:
                machine.advance(machine.steps_to("batch"))
                done = machine.epochs_done / options.epochs
                yield min(1.0, (turn + done) / len(LEARNERS))
            machine.measure()
            machine.clear_cache()
            known = machine.measures
            row = (learning, place, known["log_likelihood"], known["pseudo_log_likelihood"],
                   known["reconstruction_error"])  # fmt: skip
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return Table(columns)


def beginner(model: Any, learning: str, k: int) -> Any:
    """Return a model that knows nothing yet, with the same data, seed and settings."""
    p = replace(model.parameters, learning=learning, k=k, when_saturated="go-on")
    fresh = type(model)(model.seed, p)
    fresh.state.examples, fresh.state.example_labels = (
        model.state.examples, model.state.example_labels,
    )  # fmt: skip
    return fresh
