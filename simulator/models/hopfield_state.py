"""What a person sets in a Hopfield network, and all that changes while it runs."""

from dataclasses import dataclass

import numpy as np

from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models.hopfield_rules import CHOICES, WEIGHTED

TOGETHER = ("synchronous", "independent")  # dynamics in which all units see the same old state
FROZEN = 1e-3  # a cooling temperature so near its end is there


@dataclass(frozen=True)
class HopfieldParameters(Parameters):
    side: int = parameter(
        28, 2, 1024, label="Grid side", unit="units", scale="log", rebuilds=True,
        help="The network has side × side units; memories and drawing are resized with it.",
    )  # fmt: skip
    rule: str = parameter(
        "pseudo-inverse", label="Learning rule", choices=CHOICES,
        help="How the network follows from the memories.",
    )  # fmt: skip
    margin: float = parameter(
        0.5, 0.0, 3.0, label="Margin κ", applies={"rule": ("perceptron",)}, on_release=True,
        help="How stable each memory must be at each unit, in units of the weights' length.",
    )  # fmt: skip
    unlearning_rate: float = parameter(
        0.01, 0.001, 0.5, label="Unlearning rate ε", scale="log", on_release=True,
        applies={"rule": ("unlearning",)}, help="How much of a dream is forgotten.",
    )  # fmt: skip
    unlearning_steps: int = parameter(
        100, 0, 2000, label="Unlearning steps", unit="dreams", on_release=True,
        applies={"rule": ("unlearning",)}, help="How often the network dreams and unlearns.",
    )  # fmt: skip
    interaction: str = parameter(
        "polynomial", label="Interaction", applies={"rule": ("dense",)},
        help="How steeply the energy falls with an overlap.",
        choices=(
            Choice("polynomial", "Polynomial", "The overlap to the power n."),
            Choice("exponential", "Exponential", "The exponential of the overlap."),
        ),
    )  # fmt: skip
    degree: int = parameter(
        3, 2, 12, label="Degree n",
        applies={"rule": ("dense",), "interaction": ("polynomial",)},
        help="2 is Hebb's rule; the larger, the more memories.",
    )  # fmt: skip
    beta: float = parameter(
        0.1, 0.0001, 10.0, label="Inverse temperature β", scale="log",
        applies={"rule": ("modern",)},
        help="How sharply softmax picks: large recalls one memory, small their average.",
    )  # fmt: skip
    dynamics: str = parameter(
        "asynchronous",
        label="Dynamics",
        help="In which order units are updated.",
        choices=(
            Choice("asynchronous", "Asynchronous", "Every unit once a sweep, in random order."),
            Choice("independent", "Independent", "In a sweep each unit is updated by chance, "
                   "all from the same old state."),
            Choice(
                "synchronous", "Synchronous", "All units at once; may end in a two-state cycle."
            ),
            Choice("ordered", "Ordered", "One unit at a time, row by row."),
            Choice("glauber", "Glauber", "A unit drawn by chance at a time; it may cool."),
        ),
    )  # fmt: skip
    update_probability: float = parameter(
        0.5, 0.01, 1.0, label="Update probability", applies={"dynamics": ("independent",)},
        unit="per sweep", help="The chance that a unit is updated in a sweep.",
    )  # fmt: skip
    temperature: float = parameter(
        0.0, 0.0, 5.0, label="Temperature",
        help="0: each unit follows its field. Above: it does so with probability "
        "1/(1 + exp(−2(h − θ)/T)).",
    )  # fmt: skip
    cooling: float = parameter(
        1.0, 0.5, 1.0, label="Cooling", unit="per sweep", applies={"dynamics": ("glauber",)},
        help="What remains of the way to the final temperature after each sweep; 1: constant.",
    )  # fmt: skip
    temperature_end: float = parameter(
        0.0, 0.0, 5.0, label="Final temperature", applies={"dynamics": ("glauber",)},
        help="Where cooling ends.",
    )  # fmt: skip
    units: str = parameter(
        "two-valued", label="Units", help="What values a unit can have.",
        applies={"rule": (*WEIGHTED, "dense")},
        choices=(
            Choice("two-valued", "Two-valued", "Off or on, −1 or +1."),
            Choice("graded", "Graded", "Any value between: tanh(gain · field)."),
        ),
    )  # fmt: skip
    gain: float = parameter(
        4.0, 0.1, 50.0, label="Gain", scale="log",
        applies={"units": ("graded",), "rule": (*WEIGHTED, "dense")},
        help="How steeply a graded unit answers its field.",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, -5.0, 5.0, label="Threshold θ", help="The field a unit needs to turn on."
    )
    own_connections: bool = parameter(
        False, label="Own connections", applies={"rule": WEIGHTED},
        help="Whether a unit's field includes its own state.",
    )  # fmt: skip

    @property
    def is_continuous(self) -> bool:
        """Whether units have values between −1 and +1."""
        return self.rule == "modern" or self.units == "graded"

    @property
    def felt_gain(self) -> float | None:
        """The gain of graded units, None for others."""
        return self.gain if self.units == "graded" and self.rule != "modern" else None

    @property
    def is_cooling(self) -> bool:
        """Whether the temperature changes as the network runs."""
        return self.dynamics == "glauber" and self.cooling < 1.0

    @property
    def is_cold(self) -> bool:
        """Whether no temperature shakes the units, now or later."""
        return self.temperature == 0 and not (self.is_cooling and self.temperature_end > 0)

    def temperature_at(self, age: int) -> float:
        """The temperature `age` sweeps after the person last gave a pattern."""
        if not self.is_cooling:
            return self.temperature
        away = (self.temperature - self.temperature_end) * self.cooling**age
        return self.temperature_end + (away if abs(away) >= FROZEN else 0.0)


@dataclass
class HopfieldState(State):
    units: np.ndarray  # (N,) int8: −1, +1, 0 = unknown; or float64 −1 … 1
    pending: np.ndarray  # (N,) next values, during a sweep of all at once
    previous: np.ndarray  # (N,) the units one sweep ago, not writeable
    words: np.ndarray  # (4,) uint64: the generator of the dynamics
    sweep_words: np.ndarray  # (4,) uint64: the generator when this sweep's order was drawn
    sums: np.ndarray  # (R,) float64: Σ_i R_ir s_i; the first K are Σ_i ξ_i s_i
    back: np.ndarray  # (R,) float64: Σ_i L_ir s_i; (0,) where weights are symmetric
    energy: float  # running sum
    largest_rise: float  # of the energy in one update, since the person last acted
    position: int  # units of this sweep already updated
    sweeps: int  # whole sweeps since step 0
    age: int  # whole sweeps since the person last gave a pattern
    flips: int  # in this sweep; after its last unit, in that sweep
    is_cycle: bool  # the last two sweeps only swapped two states
    # what the person made, kept by Reset
    memories: np.ndarray  # (K, N) int8, not writeable
    names: tuple[str, ...]
    cue: np.ndarray  # (N,) as units, not writeable: where the recall began
    probed: int  # the memory last taken as a cue, or −1
    draws: int  # how often noise was drawn

    @property
    def overlaps(self) -> np.ndarray:
        """Σ_i ξ_i s_i of each memory, (K,)."""
        return self.sums[: len(self.memories)]


def binary(units: np.ndarray) -> np.ndarray:
    """Return units (N,) as int8: the signs, 0 where nothing is known."""
    return np.sign(units).astype(np.int8)
