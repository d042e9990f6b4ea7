"""The learning rules of a Hopfield network: what each promises, and what may be asked of it."""

from dataclasses import dataclass
from typing import Any

from simulator.core.parameter import Choice

MAX_MEMORIES = 1000


@dataclass(frozen=True)
class Rule:
    """A learning rule. `bytes` is what one unit and one memory need in memory."""

    label: str
    help: str
    equation: str  # TeX: what it makes of the memories
    bytes: int
    has_weights: bool = True  # between pairs of units
    is_symmetric: bool = True  # w_ij = w_ji is promised
    is_iterated: bool = False  # learned in many steps


RULES = {
    "hebb": Rule(
        "Hebb", "Units that agree are wired together; alike memories mix.",
        r"w_{ij} = \tfrac1N \sum_\mu \xi_i^\mu \xi_j^\mu", 1,
    ),
    "pseudo-inverse": Rule(
        "Pseudo-inverse", "Projection: takes out what the memories share.",
        r"w_{ij} = \tfrac1N \sum_{\mu,\nu} \xi_i^\mu (C^{-1})_{\mu\nu} \xi_j^\nu", 9,
    ),
    "storkey": Rule(
        "Storkey", "Hebb, less what the network already knows; local and incremental.",
        r"\Delta w_{ij} = \tfrac1N (\xi_i \xi_j - \xi_i h_{ji} - h_{ij} \xi_j)", 32,
    ),
    "perceptron": Rule(
        "Perceptron", "Every unit learns its weakest memory until all have the margin κ; "
        "the weights need not be symmetric.",
        r"\xi_i^\mu \sum_j w_{ij} \xi_j^\mu \ge \kappa\, |w_i|", 9,
        is_symmetric=False, is_iterated=True,
    ),
    "unlearning": Rule(
        "Unlearning", "Hebb, then dreams: what the network falls into is weakened.",
        r"\Delta w_{ij} = -\tfrac{\varepsilon}{N} d_i d_j", 9,
        is_iterated=True,
    ),
    "dense": Rule(
        "Dense", "A steeper energy of the overlaps: far more memories than units.",
        r"E = -\tfrac{N}{n} \sum_\mu m_\mu^n", 1,
        has_weights=False,
    ),
    "modern": Rule(
        "Modern", "Continuous units and softmax: attention over the memories.",
        r"s \leftarrow \Xi\, \mathrm{softmax}(\beta\, \Xi^{\top} s)", 1,
        has_weights=False,
    ),
}  # fmt: skip

CHOICES = tuple(Choice(name, rule.label, rule.help) for name, rule in RULES.items())
WEIGHTED = tuple(name for name, rule in RULES.items() if rule.has_weights)

EXPONENTIAL = r"E = -\ln \sum_\mu \mathrm{e}^{N m_\mu}"  # instead of the rule's: dense
FIELDS = (r"\sum_j w_{ij} s_j", "h_i")  # with weights, and without
ANSWERS = (r"\mathrm{sgn}", r"\tanh g")  # of two-valued units, and of graded ones


def equation_under(p: Any) -> str:
    """Return the TeX of how units are updated, and of what the rule makes of the memories."""
    own = RULES[p.rule].equation
    if p.rule == "dense" and p.interaction == "exponential":
        own = EXPONENTIAL
    return own if p.rule == "modern" else _updated(p.rule, p.units == "graded") + own


def equations() -> list[str]:
    """Return all that `equation_under` may say."""
    found = [RULES["modern"].equation]
    for is_graded in (False, True):
        found += [_updated("dense", is_graded) + EXPONENTIAL]
        found += [
            _updated(name, is_graded) + rule.equation
            for name, rule in RULES.items()
            if name != "modern"
        ]
    return found


def _updated(rule: str, is_graded: bool) -> str:
    field = FIELDS[not RULES[rule].has_weights]
    return rf"s_i \leftarrow {ANSWERS[is_graded]}({field} - \theta), \quad "


def columns_of(p: Any, memories: int) -> tuple[int, int]:
    """Return how many sums a state keeps: R, and those along the other factor."""
    more = {"storkey": memories, "unlearning": p.unlearning_steps if memories else 0}
    return memories + more.get(p.rule, 0), 0 if RULES[p.rule].is_symmetric else memories
