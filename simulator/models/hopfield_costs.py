"""What learning costs, and what is refused because it costs too much.

Costs are seconds of one core, rough to a factor of three. Learning can't be given up halfway: what
would take longer than a person waits is refused in words before anything is allocated.
"""

import psutil

from simulator.core.errors import InputError
from simulator.models.hopfield_capacities import perceptron_capacity
from simulator.models.hopfield_learning import ROUNDS
from simulator.models.hopfield_rules import MAX_MEMORIES, RULES
from simulator.models.hopfield_state import HopfieldParameters

MOST_UNITS_TO_DREAM = 64**2
MOST_DREAM_WORK = 4e9  # additions: some ten seconds
MOST_SECONDS = 30.0  # of learning
STORKEY_LOADING = 5  # the factors grow as e^(2K/N), and the weights are their differences: at
# K = 10 N rounding made w_ij and w_ji differ by more than 1e-9


def check_size(p: HopfieldParameters, memories: int, units: int) -> None:
    """Raise InputError when the rule can't store so many memories of so many units."""
    if memories > MAX_MEMORIES:
        raise InputError(f"At most {MAX_MEMORIES} memories can be stored; forget some first.")
    columns = memories
    if p.rule == "unlearning":
        columns += p.unlearning_steps
        _check_dreams(p.unlearning_steps, memories, columns, units)
    check_loading(p, memories, units)
    need, free = RULES[p.rule].bytes * columns * units, psutil.virtual_memory().available
    if need > free / 4:
        raise InputError(
            f"{memories} memories of {units} units need {need / 2**20:.0f} MB; a quarter of "
            f"the free memory is {free / 2**22:.0f} MB. Forget some, or choose a smaller side."
        )
    seconds = learning_seconds(p, units, memories)
    if p.rule != "unlearning" and seconds > MOST_SECONDS:
        raise InputError(
            f"{memories} memories of {units} units would take about {seconds:.0f} s to learn by "
            f"the {p.rule} rule; {MOST_SECONDS:.0f} s is allowed. Choose another rule or a smaller "
            "side, or forget some."
        )


def check_loading(p: HopfieldParameters, memories: int, units: int) -> None:
    """Raise InputError when rounding would spoil what the rule makes of so many memories."""
    if p.rule == "storkey" and memories > STORKEY_LOADING * units:
        raise InputError(
            f"{memories} memories are too many for {units} units by Storkey's rule; allowed: "
            f"{STORKEY_LOADING} for each unit. Choose another rule, fewer memories or more units."
        )


def _check_dreams(dreams: int, memories: int, columns: int, units: int) -> None:
    if units > MOST_UNITS_TO_DREAM:
        raise InputError(
            f"{units} units are too many to dream; unlearning allows a side up to 64. "
            "Choose a smaller side, or another rule."
        )
    if memories and 6 * units * dreams * columns > MOST_DREAM_WORK:
        raise InputError(
            f"{dreams} dreams of {units} units would take minutes; "
            "take fewer unlearning steps, or a smaller side."
        )


def learning_seconds(p: HopfieldParameters, n: int, k: int) -> float:
    """Return about what it takes to draw K memories of N units and learn them."""
    drawn = 5e-9 * n * k
    if p.rule == "pseudo-inverse":
        return drawn + 0.3e-9 * n * k * k + 0.7e-9 * k**3
    if p.rule == "storkey":
        return drawn + 12e-9 * n * k * k
    if p.rule == "perceptron":  # those that can't reach their margin take all rounds
        effort = min(1.0, k / n / perceptron_capacity(p.margin)) ** 2
        return drawn + 0.8e-9 * ROUNDS * effort * n * k * k
    if p.rule == "unlearning":
        dreams = p.unlearning_steps
        return drawn + 20e-9 * n * dreams * (k + dreams / 2)
    return drawn
