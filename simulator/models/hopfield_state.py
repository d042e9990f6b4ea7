"""What a person sets in a Hopfield network, and all that changes while it runs."""

from dataclasses import dataclass

import numpy as np

from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter


@dataclass(frozen=True)
class HopfieldParameters(Parameters):
    side: int = parameter(
        28, 2, 128, label="Grid side", unit="units", rebuilds=True,
        help="The network has side × side units; memories and drawing are resized with it.",
    )  # fmt: skip
    rule: str = parameter(
        "pseudo-inverse",
        label="Learning rule",
        help="How the weights follow from the memories.",
        choices=(
            Choice("hebb", "Hebb", "Units that agree are wired together; alike memories mix."),
            Choice(
                "pseudo-inverse", "Pseudo-inverse", "Projection: takes out what memories share."
            ),
        ),
    )
    dynamics: str = parameter(
        "asynchronous",
        label="Dynamics",
        help="In which order units are updated.",
        choices=(
            Choice("asynchronous", "Asynchronous", "One random unit at a time."),
            Choice(
                "synchronous", "Synchronous", "All units at once; may end in a two-state cycle."
            ),
            Choice("ordered", "Ordered", "One unit at a time, row by row."),
        ),
    )
    temperature: float = parameter(
        0.0, 0.0, 5.0, label="Temperature",
        help="0: each unit follows its field. Above: it does so with probability "
        "1/(1 + exp(−2(h − θ)/T)).",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, -5.0, 5.0, label="Threshold θ", help="The field a unit needs to turn on."
    )
    own_connections: bool = parameter(
        False, label="Own connections", help="Whether a unit's field includes its own state."
    )


@dataclass
class HopfieldState(State):
    units: np.ndarray  # (N,) int8: −1, +1, 0 = unknown
    pending: np.ndarray  # (N,) int8: next values, during a synchronous sweep
    previous: np.ndarray  # (N,) int8: the units one sweep ago
    order: np.ndarray  # (N,) int32: this sweep's units in turn
    words: np.ndarray  # (4,) uint64: the generator of the dynamics
    overlaps: np.ndarray  # (K,) float64: Σ_i ξ_i s_i, exact
    energy: float  # running sum
    largest_rise: float  # of the energy in one update, since the person last acted
    position: int  # units of this sweep already updated
    sweeps: int  # whole sweeps since step 0
    flips: int  # in this sweep; after its last unit, in that sweep
    is_cycle: bool  # the last two sweeps only swapped two states
    # what the person made, kept by Reset
    memories: np.ndarray  # (K, N) int8, not writeable
    names: tuple[str, ...]
    cue: np.ndarray  # (N,) int8: where the recall began
    probed: int  # the memory last taken as a cue, or −1
    draws: int  # how often noise was drawn


def frozen(array: np.ndarray) -> np.ndarray:
    """Return the array, contiguous and not writeable: copies of a state share it."""
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
