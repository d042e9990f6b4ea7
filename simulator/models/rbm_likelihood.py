"""How likely the data are to a restricted Boltzmann machine: ln Z, exact or by annealing.

Annealed importance sampling (Neal 2001; for RBMs Salakhutdinov and Murray 2008) goes from a machine
without weights, whose Z_0 = 2^H Π_i (1 + e^(a_i)) is known, to this one, over inverse temperatures
β from 0 to 1:

    E_β(v, h) = −((1 − β) a + β b)ᵀv − β cᵀh − β vᵀWh
    ln w = Σ_k [ln p*_{β_{k+1}}(v_k) − ln p*_{β_k}(v_k)],     Ẑ = Z_0 · mean of w over the chains

The biases a are those with which single pixels have the data's means. w is unbiased, but ln Ẑ is
below ln Z on average: a likelihood may be said too high, never surely too low. The error given is
that of ln Ẑ, the spread of w over the root of the number of chains.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kernels import rbm_exact, rbm_layers
from kernels.rbm_layers import Machine
from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models.rbm_state import MOST_LISTED

PARTS = ((0.5, 0.05), (0.9, 0.25), (1.0, 0.7))  # up to this β, with this share of the temperatures
FEWEST, MOST = 0.001, 0.999  # means of the machine that annealing begins with
AT_ONCE = 1000  # patterns whose free energies are computed together
PAUSE = 5  # temperatures between two looks at whether to go on


@dataclass(frozen=True)
class LikelihoodOptions(Parameters):
    chains: int = parameter(
        100, 2, 1000, scale="log", help="How many chains anneal, each with a weight.",
    )  # fmt: skip
    temperatures: int = parameter(
        10_000, 10, 100_000, scale="log", help="How many inverse temperatures, from 0 to 1.",
    )  # fmt: skip
    patterns: int = parameter(
        10_000, 10, 60_000, scale="log", help="How many patterns of each part are looked at.",
    )  # fmt: skip
    exact: bool = parameter(
        True, help="Sum over all states where the smaller layer has at most 20 units."
    )


@dataclass(frozen=True)
class Estimate:
    """ln Z with its error."""

    log_z: float
    error: float  # 0: exact


def likelihood(model: Any, options: LikelihoodOptions) -> Work:
    """Return a row for the learned and one for the held-out patterns."""
    machine = model.machine
    if options.exact and rbm_exact.enumerated(machine) <= MOST_LISTED:
        yield 0.1
        log_z = rbm_exact.log_partition(machine)
        found, how = Estimate(log_z, 0.0), "exact"
    else:
        keys = (np.uint64(k) for k in iter(lambda: next(model.job_keys), None))
        first = first_biases(model.data_means(), machine)
        anneal = annealed(machine, first, options.chains, options.temperatures, keys, model.layers)
        found, how = (yield from anneal), "annealed"
    columns: dict[str, list[Any]] = {
        "part": [], "patterns": [], "log_likelihood": [], "error": [], "log_partition": [],
        "how": [],
    }  # fmt: skip
    for name, part in zip(("learned", "held out"), model.split, strict=True):
        if part.stop == part.start:
            continue
        patterns = model.evaluated(part, options.patterns)
        row = (
            name, len(patterns), mean_log_likelihood(machine, patterns, found.log_z), found.error,
            found.log_z, how,
        )  # fmt: skip
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return Table(columns)


def mean_log_likelihood(machine: Machine, patterns: np.ndarray, log_z: float) -> float:
    """Return the mean of −F(v) − ln Z over patterns (R, V), in nats."""
    total = 0.0
    for first in range(0, len(patterns), AT_ONCE):
        total -= float(rbm_layers.free_energies(machine, patterns[first : first + AT_ONCE]).sum())
    return total / len(patterns) - log_z


def first_biases(means: np.ndarray, machine: Machine) -> np.ndarray:
    """Return the biases (V,) float32 of the machine without weights that has the data's means."""
    p = np.clip(means, FEWEST, MOST)
    biases = np.log(p / (1.0 - p))
    d = machine.pixels
    biases[d:] = np.log(p[d:])
    if machine.is_gaussian:
        biases[:d] = machine.visible_biases[:d]
    return biases.astype(np.float32)


def inverse_temperatures(count: int) -> np.ndarray:
    """Return β (count + 1,) float32 from 0 to 1: few at first, most near the end, in the shares of
    Salakhutdinov and Murray."""
    parts, last = [], 0.0
    for upto, share in PARTS:
        parts.append(np.linspace(last, upto, max(1, round(share * count)), endpoint=False))
        last = upto
    return np.append(np.concatenate(parts), 1.0).astype(np.float32)


def log_partition_of_first(machine: Machine, biases: np.ndarray) -> float:
    """Return ln Z_0 of the machine without weights."""
    d, h = machine.pixels, machine.weights.shape[1]
    outer = biases.astype(np.float64)
    if machine.is_gaussian:
        total = 0.5 * d * rbm_exact.LOG_TAU
    else:
        total = float(np.logaddexp(0.0, outer[:d]).sum())
    if machine.labels:
        total += float(np.logaddexp.reduce(outer[d:]))
    return total + h * float(np.log(2.0))


def annealed(
    machine: Machine, first: np.ndarray, chains: int, temperatures: int,
    keys: Iterator[np.uint64], layers: Any = rbm_layers,
) -> Any:  # fmt: skip
    """Yield the share done and return an Estimate."""
    v, h = machine.weights.shape
    visible, means = np.empty((2, chains, v), np.float32)
    nothing = replace(machine, weights=np.zeros_like(machine.weights), visible_biases=first)
    layers.draw_visible(nothing, np.zeros((chains, h), np.float32), next(keys), means, visible)
    betas, logs = inverse_temperatures(temperatures), np.zeros(chains)
    last = len(betas) - 1
    for start in range(0, last, PAUSE):
        some = betas[start : start + PAUSE + 1]
        drawn = np.array([[next(keys), next(keys)] for _ in some[1:]])
        layers.anneal(machine, first, visible, logs, some, drawn)
        yield start / last
    return estimate(log_partition_of_first(machine, first), logs)


def estimate(log_first: float, logs: np.ndarray) -> Estimate:
    """Return ln Ẑ of ln Z_0 and the chains' ln w (C,)."""
    top = logs.max()
    weights = np.exp(logs - top)
    mean = float(weights.mean())
    error = float(weights.std(ddof=1) / np.sqrt(len(weights)))
    return Estimate(float(log_first + top + np.log(mean)), error / mean)
