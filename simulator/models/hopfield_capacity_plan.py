"""What a measurement of capacity asks for: how many memories, in how many sets, at what cost.

Costs are seconds of one core, rough to a factor of three. They share out the progress, decide how
many memories are recalled from one network, and refuse what would take all day.

SciPy is imported where it is used: it would cost every start of the program 0.3 s.
"""

import math
from dataclasses import dataclass

import numpy as np
import psutil

from simulator.core.errors import InputError
from simulator.core.parameter import Parameters, parameter
from simulator.models.hopfield_costs import check_loading, learning_seconds
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters

LONGEST = 30 * 60.0  # seconds of all
LONGEST_LEARNING = 60.0  # seconds of one network that can't be given up halfway
PATIENCE = 600.0  # seconds for a curve whose end nobody chose, so that it shows where recall ends
GLANCE = 60.0  # seconds for one that may never end
MOST_BITS = 2e7  # units times memories of it
LARGEST = 20.0  # ln K that is looked at
SPANS = {  # loadings between which a rule ceases to recall
    "hebb": (0.04, 0.24),
    "pseudo-inverse": (0.05, 1.1),
    "storkey": (0.05, 0.8),
    "perceptron": (0.2, 2.4),
    "unlearning": (0.04, 0.6),
}
MANY, FEW = 20, 5  # recalls from one network at most, where learning takes long; else


@dataclass(frozen=True)
class CapacityOptions(Parameters):
    """How the capacity is measured."""

    sizes: tuple[int, ...] = parameter(
        (250, 1000), 50, 10_000, label="Network sizes", unit="units",
        help="How many units; one curve each.",
    )  # fmt: skip
    corruption: float = parameter(
        0.0, 0.0, 0.5, help="The share of the units flipped; 0 starts from the memory itself."
    )
    trials: int = parameter(40, 1, 1000, scale="log", help="Recalls at each loading.")
    loading_from: float = parameter(
        0.0, 0.0, 1000.0, help="The least loading K/N; 0: what suits the rule."
    )
    loading_to: float = parameter(
        0.0, 0.0, 1000.0, help="The largest loading K/N; 0: what suits the rule."
    )
    points: int = parameter(21, 1, 101, help="How many loadings are tried, evenly spaced.")
    overlap: float = parameter(
        0.9, 0.1, 0.999, help="A memory counts as recalled above this overlap."
    )


@dataclass(frozen=True)
class Point:
    """One place on a curve: `sets` networks of K random memories, `trials` recalls in all."""

    units: int
    memories: int
    trials: int
    sets: int
    learning: float  # seconds for one network
    recall: float  # seconds for one memory

    @property
    def loading(self) -> float:
        """K/N."""
        return self.memories / self.units

    @property
    def seconds(self) -> float:
        """The whole cost."""
        return self.sets * self.learning + self.trials * self.recall

    def recalls(self) -> list[int]:
        """Return how many memories are recalled from each set."""
        return [len(part) for part in np.array_split(np.arange(self.trials), self.sets)]


def plan(p: HopfieldParameters, options: CapacityOptions) -> list[Point]:
    """Return the points, the smaller networks first; raises InputError for what is too much."""
    points = []
    for n in sorted(set(options.sizes)):
        points += curve(p, n, *span(p, n, options), options)
    check(p, points)
    return points


def curve(
    p: HopfieldParameters, n: int, low: float, high: float, options: CapacityOptions
) -> list[Point]:
    """Return the points of one curve, each number of memories once."""
    counts = np.rint(np.linspace(low, high, options.points) * n)
    return [point(p, n, int(k), options.trials) for k in np.unique(np.maximum(counts, 1))]


def point(p: HopfieldParameters, n: int, k: int, trials: int) -> Point:
    """Return how K memories of N units are to be measured."""
    learning, recall = learning_seconds(p, n, k), recall_seconds(p, n, k)
    together = MANY if learning > 1.0 else min(FEW, math.ceil(learning / recall))
    sets = max(min(trials, 2), math.ceil(trials / min(together, k)))
    return Point(n, k, trials, sets, learning, recall)


def span(p: HopfieldParameters, n: int, options: CapacityOptions) -> tuple[float, float]:
    """Return the least and the largest loading; raises InputError where they are the wrong way
    round."""
    low, high = suiting(p, n)
    low, high = options.loading_from or low, options.loading_to or high
    if options.loading_to == 0:
        least = max(low, 0.5 * high if p.rule in SPANS else 0.0)  # a shorter one shows nothing
        while high > least and not is_affordable(p, n, low, high, options):
            high = max(least, 0.9 * high)
    if options.loading_from == 0 and not 0 < low < high:
        low = high / options.points
    if low > high:
        raise InputError(
            f"The loadings go from {low:g} to {high:g}; choose a larger end or a smaller beginning."
        )
    return low, high


def is_affordable(
    p: HopfieldParameters, n: int, low: float, high: float, options: CapacityOptions
) -> bool:
    """Whether a curve is short enough for an end that nobody chose."""
    seconds = sum(point.seconds for point in curve(p, n, low, high, options))
    if p.rule in SPANS:
        return seconds < PATIENCE
    return high * n * n < MOST_BITS and seconds < GLANCE


def suiting(p: HopfieldParameters, n: int) -> tuple[float, float]:
    """Return loadings between which a rule ceases to recall memories of N units."""
    if p.rule in ("dense", "modern"):
        return 0.0, 2.0 * math.exp(min(_log_capacity(p, n), LARGEST)) / n
    return SPANS[p.rule]


def _log_capacity(p: HopfieldParameters, n: int) -> float:
    """Return about ln K at which a network without weights ceases to recall.

    A degree: the noise a (2n − 3)!! of K = a N^(n−1) memories, as for Hebb's rule; measured, 0.28.
    Softmax: the self-consistent share w of the memory, w = 1/(1 + K e^(−N(βw − ln cosh βw))).
    Exponential: 2^(N/2).
    """
    from scipy.special import factorial2

    if p.rule == "modern":
        w = np.linspace(0.5, 0.99, 50)
        slope = n * (p.beta * w - np.log(np.cosh(p.beta * w)))
        return float((slope + np.log(1.0 / w - 1.0)).max())
    if p.interaction == "exponential":
        return 0.5 * n * math.log(2.0)
    odd = float(factorial2(2 * p.degree - 3))
    return math.log(0.28 / odd) + (p.degree - 1) * math.log(n)


# ---- costs ----


def recall_seconds(p: HopfieldParameters, n: int, k: int) -> float:
    """Return about what one recall takes."""
    if p.rule == "hebb":
        return 15e-9 * n * k
    if p.rule == "unlearning":
        return 20e-9 * n * (k + p.unlearning_steps)
    has_exponentials = p.rule == "modern" or (p.rule == "dense" and p.interaction == "exponential")
    return (60e-9 if has_exponentials else 25e-9) * n * k


def needed_bytes(p: HopfieldParameters, n: int, k: int) -> int:
    """Return what one network needs at its largest: a copy in float64 is made of the memories."""
    columns = k + (p.unlearning_steps if p.rule == "unlearning" else 0)
    tables = {"pseudo-inverse": 5, "perceptron": 2, "storkey": 8}.get(p.rule, 0)
    return (RULES[p.rule].bytes + 10) * columns * n + 8 * tables * k * k


def check(p: HopfieldParameters, points: list[Point]) -> None:
    """Raise InputError for what would take too long or does not fit into memory."""
    for point in points:
        check_loading(p, point.memories, point.units)
    largest = max(points, key=lambda point: (point.learning, point.memories * point.units))
    what = f"{largest.memories:,} memories of {largest.units:,} units"
    less = "Choose smaller networks, or a smaller largest loading"
    need = max(needed_bytes(p, point.units, point.memories) for point in points)
    free = psutil.virtual_memory().available
    if need > free / 2:
        raise InputError(
            f"{what} need {need / 2**20:,.0f} MB; half of the free memory is "
            f"{free / 2**21:,.0f} MB. {less}."
        )
    if p.rule != "perceptron" and largest.learning > LONGEST_LEARNING:
        raise InputError(
            f"{what} would take about {_minutes(largest.learning)} to learn once, and it can't be "
            f"stopped halfway; {_minutes(LONGEST_LEARNING)} is allowed. {less}."
        )
    seconds = sum(point.seconds for point in points)
    if seconds > LONGEST:
        raise InputError(
            f"This would take about {_minutes(seconds)}; {_minutes(LONGEST)} is allowed. {less}, "
            "fewer points or fewer trials."
        )


def _minutes(seconds: float) -> str:
    return f"{math.ceil(seconds / 60):,} min"
