"""The learning rules of a Hopfield network: what each promises, and what may be asked of it."""

from dataclasses import dataclass
from typing import Any

from simulator.core.errors import InputError
from simulator.core.parameter import Choice

MAX_MEMORIES = 1000
MOST_UNITS_TO_DREAM = 64**2
MOST_DREAM_WORK = 4e9  # additions: some ten seconds


@dataclass(frozen=True)
class Rule:
    """A learning rule. `bytes` is what one unit and one memory need in memory."""

    label: str
    help: str
    bytes: int
    has_weights: bool = True  # between pairs of units
    is_symmetric: bool = True  # w_ij = w_ji is promised
    is_iterated: bool = False  # learned in many steps


RULES = {
    "hebb": Rule("Hebb", "Units that agree are wired together; alike memories mix.", 1),
    "pseudo-inverse": Rule(
        "Pseudo-inverse", "Projection: takes out what the memories share.", 9
    ),
    "storkey": Rule(
        "Storkey", "Hebb, less what the network already knows; local and incremental.", 32
    ),
    "perceptron": Rule(
        "Perceptron", "Every unit learns its weakest memory until all have the margin κ; "
        "the weights need not be symmetric.", 9, is_symmetric=False, is_iterated=True,
    ),
    "unlearning": Rule(
        "Unlearning", "Hebb, then dreams: what the network falls into is weakened.", 9,
        is_iterated=True,
    ),
    "dense": Rule(
        "Dense", "A steeper energy of the overlaps: far more memories than units.", 1,
        has_weights=False,
    ),
    "modern": Rule(
        "Modern", "Continuous units and softmax: attention over the memories.", 1,
        has_weights=False,
    ),
}  # fmt: skip

CHOICES = tuple(Choice(name, rule.label, rule.help) for name, rule in RULES.items())
WEIGHTED = tuple(name for name, rule in RULES.items() if rule.has_weights)


def columns_of(p: Any, memories: int) -> tuple[int, int]:
    """Return how many sums a state keeps: R, and those along the other factor."""
    more = {"storkey": memories, "unlearning": p.unlearning_steps if memories else 0}
    return memories + more.get(p.rule, 0), 0 if RULES[p.rule].is_symmetric else memories


def check_size(rule: str, memories: int, units: int, dreams: int = 0) -> None:
    """Raise InputError when a rule can't store so many memories of so many units."""
    if memories > MAX_MEMORIES:
        raise InputError(f"At most {MAX_MEMORIES} memories can be stored; forget some first.")
    columns = memories
    if rule == "unlearning":
        columns += dreams
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
    import psutil

    need, free = RULES[rule].bytes * columns * units, psutil.virtual_memory().available
    if need > free / 4:
        raise InputError(
            f"{memories} memories of {units} units need {need / 2**20:.0f} MB; a quarter of "
            f"the free memory is {free / 2**22:.0f} MB. Forget some, or choose a smaller side."
        )
