"""What a person sets in a Boltzmann machine, and all that changes while it runs."""

from dataclasses import dataclass, replace

import numpy as np

from simulator.core.errors import InputError
from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models import boltzmann_data as data_sets

GRIDS = ("lattice", "picture")  # networks that are grids whatever else is set
LEARNING = {
    "network": ("general",),
    "data": ("patterns", "xor", "majority", "parity", "encoder", "shifter"),
}
SPINS = ("spin-glass", *GRIDS, "problem")  # networks of −1 and +1
MOST_UNITS = 2000  # of a network whose couplings are a table
MOST_LEARNING = 256  # units whose weights are learned
MOST_SPINS = 2**26  # of all chains together
MOST_COUNTED = 20  # free units whose states are all counted
POINTS = 512  # of the course of the energies
RECENT = 1024  # sweeps that are kept one by one
CHAINS_WATCHED = 8
COLDEST = 1e-3  # the lowest temperature of a ladder


@dataclass(frozen=True)
class BoltzmannParameters(Parameters):
    network: str = parameter(
        "general", label="Network", rebuilds=True, help="What is connected to what.",
        choices=(
            Choice("general", "General", "Visible and hidden units 0, 1 with any weights."),
            Choice("spin-glass", "Spin glass", "Spins −1, +1 with couplings by chance."),
            Choice("lattice", "Ising lattice", "Spins on a square grid that like to agree."),
            Choice("picture", "Picture", "A noisy drawing whose neighbours like to agree."),
            Choice("problem", "Problem", "A task whose best solution has the lowest energy."),
        ),
    )  # fmt: skip
    visible: int = parameter(
        2, 1, 2000, label="Visible units", scale="log", rebuilds=True,
        applies={"network": ("general",)}, help="Units that data, or you, can set.",
    )  # fmt: skip
    hidden: int = parameter(
        2, 0, 1000, label="Hidden units", rebuilds=True, applies={"network": ("general",)},
        help="Units that only serve the others.",
    )  # fmt: skip
    couplings: str = parameter(
        "gaussian", label="Couplings", rebuilds=True, applies={"network": ("spin-glass",)},
        help="How the spins of a glass are coupled.",
        choices=(
            Choice("gaussian", "Gaussian", "Every two spins, J normal with variance 1/N: "
                   "Sherrington and Kirkpatrick's model."),
            Choice("lattice", "±J lattice", "Neighbours on a square grid, J = −1 or +1."),
        ),
    )  # fmt: skip
    problem: str = parameter(
        "max-cut", label="Problem", rebuilds=True, applies={"network": ("problem",)},
        help="What is to be solved.",
        choices=(
            Choice("max-cut", "Max-cut", "Divide a graph so that most edges run across."),
            Choice("partition", "Partition", "Divide numbers into two equal sums."),
        ),
    )  # fmt: skip
    units: int = parameter(
        100, 2, 2000, label="Units", scale="log", rebuilds=True,
        applies=(
            {"network": ("problem",)},
            {"network": ("spin-glass",), "couplings": ("gaussian",)},
        ),
        help="Spins of a Gaussian glass, nodes of a graph or numbers to divide.",
    )  # fmt: skip
    side: int = parameter(
        64, 4, 4096, label="Grid side", unit="spins", scale="log", rebuilds=True, multiple=2,
        applies=(
            {"network": GRIDS},
            {"network": ("spin-glass",), "couplings": ("lattice",)},
        ),
        help="A grid has side × side spins; its edges meet.",
    )  # fmt: skip
    sampler: str = parameter(
        "gibbs", label="Sampler", help="How a unit, or several, may change.",
        choices=(
            Choice("gibbs", "Gibbs", "Heat bath: on with probability 1/(1 + exp(−ΔE/T))."),
            Choice("metropolis", "Metropolis", "Flip with probability min(1, exp(−ΔE/T))."),
            Choice("wolff", "Wolff", "Flip whole clusters of equal spins of an Ising lattice; "
                   "elsewhere Gibbs is used."),
            Choice("replica-exchange", "Exchange", "Chains at several temperatures that exchange "
                   "their states; in learning Gibbs is used."),
        ),
    )  # fmt: skip
    chains: int = parameter(
        4, 1, 4096, label="Chains", scale="log", rebuilds=True,
        help="Machines that run side by side; the first one is shown.",
    )  # fmt: skip
    schedule: str = parameter(
        "constant", label="Schedule", help="How the temperature changes with the sweeps.",
        choices=(
            Choice("constant", "Constant", "The temperature stays."),
            Choice("linear", "Linear", "It falls by the same amount each sweep."),
            Choice("geometric", "Geometric", "It falls by the same factor each sweep."),
            Choice("logarithmic", "Logarithmic", "As slowly as the proof of annealing asks."),
            Choice("adaptive", "Adaptive", "Slowly where the energy fluctuates much."),
            Choice("drawn", "Drawn", "Through the points you draw."),
        ),
    )  # fmt: skip
    temperature: float = parameter(
        1.0, 0.0, 10.0, label="Temperature T", applies={"schedule": ("constant",)},
        help="How much chance there is; 0 only goes downhill.",
    )  # fmt: skip
    temperature_start: float = parameter(
        3.0, 0.01, 100.0, label="First temperature", scale="log",
        applies={"schedule": ("linear", "geometric", "logarithmic", "adaptive")},
        help="Where a schedule begins.",
    )  # fmt: skip
    temperature_end: float = parameter(
        0.1, 0.0, 10.0, label="Final temperature",
        applies={"schedule": ("linear", "geometric", "logarithmic", "adaptive")},
        help="Where a schedule ends.",
    )  # fmt: skip
    temperature_hot: float = parameter(
        3.0, 0.01, 100.0, label="Hottest chain", scale="log",
        applies={"sampler": ("replica-exchange",)},
        help="The temperature of the last chain; those between rise by equal factors.",
    )  # fmt: skip
    sweeps: int = parameter(
        100, 1, 100_000, label="Schedule's length", unit="sweeps", scale="log",
        help="Sweeps from a schedule's first temperature to its last.",
    )  # fmt: skip
    field: float = parameter(
        0.0, -5.0, 5.0, label="Field", applies={"network": ("spin-glass", "lattice")},
        help="What turns every spin up, or down.",
    )  # fmt: skip
    evidence: float = parameter(
        1.0, 0.0, 5.0, label="Evidence λ", applies={"network": ("picture",)},
        help="How much a spin keeps to what was seen at its place.",
    )  # fmt: skip
    data: str = parameter(
        "none", label="Learns", rebuilds=True, applies={"network": ("general",)},
        help="What the machine learns as it runs; with none it only samples.",
        choices=(
            Choice("none", "Nothing", "Weights stay; the machine samples."),
            Choice("patterns", "Your patterns", "The patterns you draw."),
            Choice("xor", "XOR", "Two bits, and whether they differ."),
            Choice("majority", "Majority", "Bits, and what most of them are."),
            Choice("parity", "Parity", "Bits, and whether an odd number of them is on."),
            Choice("encoder", "Encoder", "One unit of each of two groups, the same in both."),
            Choice("shifter", "Shifter", "A row, the same row shifted, and which way."),
        ),
    )  # fmt: skip
    statistics: str = parameter(
        "sampled", label="Statistics", applies=LEARNING,
        help="From what p⁺ and p⁻ of a weight's change are taken.",
        choices=(
            Choice("exact", "Exact", "All states, for at most 20 units."),
            Choice("sampled", "Sampled", "Chains that anneal to each pattern."),
            Choice("mean-field", "Mean field", "Units that only feel each other's means."),
        ),
    )  # fmt: skip
    learning_rate: float = parameter(
        0.2, 0.0, 10.0, label="Learning rate ε", applies=LEARNING,
        help="How far a weight goes along p⁺ − p⁻ in a cycle.",
    )  # fmt: skip
    update: str = parameter(
        "gradient", label="Step", applies=LEARNING,
        help="How a weight follows p⁺ − p⁻.",
        choices=(
            Choice("gradient", "Gradient", "By ε(p⁺ − p⁻)/T: down the slope of G."),
            Choice("sign", "Sign", "By ε, up or down as the sign of p⁺ − p⁻ says."),
        ),
    )  # fmt: skip
    momentum: float = parameter(
        0.0, 0.0, 0.99, label="Momentum", applies=LEARNING,
        help="The share of a weight's last step that is added to its next.",
    )  # fmt: skip
    noise: float = parameter(
        0.0, 0.0, 0.5, label="Noise of the data", applies=LEARNING,
        help="How often a held bit that is on is turned off; one that is off is turned on a third "
        "as often. It keeps weights finite.",
    )  # fmt: skip
    weight_decay: float = parameter(
        0.0, 0.0, 0.1, label="Weight decay", unit="per cycle", applies=LEARNING,
        help="The share of each weight and bias that a cycle takes away.",
    )  # fmt: skip
    collect: int = parameter(
        10, 1, 1000, label="Counted sweeps", unit="sweeps", scale="log",
        applies=LEARNING,
        help="Sweeps after each annealing in which states are counted.",
    )  # fmt: skip
    batch: int = parameter(
        20, 1, 1000, label="Patterns a cycle", scale="log", applies=LEARNING,
        help="Of more patterns than these, as many by chance are shown in a cycle.",
    )  # fmt: skip
    connections: str = parameter(
        "full", label="Connections", applies=LEARNING, rebuilds=True,
        help="Which weights learning may change.",
        choices=(
            Choice("full", "All", "Every two units that the data let be connected."),
            Choice("restricted", "Restricted", "Only visible with hidden units."),
        ),
    )  # fmt: skip
    initial_weights: float = parameter(
        0.0, 0.0, 5.0, label="First weights σ", applies={"network": ("general",)}, rebuilds=True,
        help="Spread of the weights by chance that learning begins with, added to yours.",
    )  # fmt: skip

    # ---- what follows ----

    @property
    def n(self) -> int:
        """Number of units."""
        if self.network == "general":
            return self.visible + self.hidden
        return self.side**2 if self.is_grid else self.units

    @property
    def is_grid(self) -> bool:
        """Whether the units stand on a square grid and only neighbours are coupled."""
        is_glass = self.network == "spin-glass" and self.couplings == "lattice"
        return self.network in GRIDS or is_glass

    @property
    def low(self) -> int:
        """The value of a unit that is off."""
        return 0 if self.network == "general" else -1

    @property
    def is_learning(self) -> bool:
        """Whether steps change weights."""
        return self.network == "general" and self.data != "none"

    @property
    def uses_clusters(self) -> bool:
        return self.sampler == "wolff" and self.network == "lattice"

    @property
    def is_exchanging(self) -> bool:
        return self.sampler == "replica-exchange" and self.chains > 1

    @property
    def is_annealing(self) -> bool:
        """Whether the temperature changes with the sweeps."""
        return self.schedule != "constant"

    def fitted(self) -> "BoltzmannParameters":
        """Return the parameters with as many visible units as the data need, and no more hidden
        ones than there is room for."""
        if self.network != "general":
            return self
        is_given = self.data not in ("none", "patterns")
        visible = data_sets.visible_units(self.data, self.visible) if is_given else self.visible
        return replace(self, visible=visible, hidden=min(self.hidden, MOST_UNITS - visible))

    def check(self) -> None:
        """Raise InputError for a network that is too large."""
        if self.is_learning and self.n > MOST_LEARNING:
            raise InputError(
                f"A network of {self.n} units is too large to learn here; allowed: "
                f"{MOST_LEARNING}. Choose fewer units first, or data=none."
            )
        if self.is_learning and self.statistics == "exact" and self.n > MOST_COUNTED:
            raise InputError(
                f"Exact statistics visit all states of at most {MOST_COUNTED} units, not {self.n}: "
                "choose fewer units, or sampled statistics."
            )
        if self.n * self.chains > MOST_SPINS:
            raise InputError(
                f"{self.chains} chains of {self.n} spins are too much to hold; allowed: "
                f"{MOST_SPINS} spins together. Choose fewer chains or a smaller side first."
            )
        if self.is_learning and self.schedule == "constant" and self.temperature == 0:
            raise InputError(
                "At T = 0 a weight's change ε(p⁺ − p⁻)/T is not defined: set temperature above 0 "
                "to learn."
            )


@dataclass
class BoltzmannState(State):
    units: np.ndarray  # (C, N) int8: `low` or 1; grids in the order of kernels/ising.py
    fields: np.ndarray  # (C, N) float64; (C, 0) of grids
    energies: np.ndarray  # (C,) float64
    sums: np.ndarray  # (C, 3) int64 of grids: Σ J s s, Σ s, Σ y s
    words: np.ndarray  # (4,) uint64: the generator of the chains
    keys: np.ndarray  # (C,) uint64: of the random numbers of a grid's sweep
    waiting: np.ndarray  # (C,) int64: ticks that the last cluster still takes
    position: int  # ticks of this sweep already done
    sweeps: int  # whole sweeps since step 0
    age: int  # sweeps since the schedule began
    heat: float  # the temperature of an adaptive schedule
    changed: np.ndarray  # (C,) float64: updates of this sweep that changed a unit
    acceptance: float  # their share in the last sweep of the first chain
    exchanges: int  # between chains, since step 0
    last: np.ndarray  # (4,) unit, ΔE, probability and random number of the last update; −1: none
    best: np.ndarray  # (N,) int8
    best_energy: np.ndarray  # (1,) float64
    # counted since weights, temperature or held units last changed
    since: int  # the sweep of that change
    progress: np.ndarray  # (5,) int64: sweeps since; see `record` in kernels/boltzmann.py
    felt: float  # the temperature then
    on: np.ndarray  # (N,) int64: how often on, of all chains that have this temperature
    counts: np.ndarray  # (2^F,) int64, or (0,)
    moments: np.ndarray  # (2, 5): 1, E/N, (E/N)², |m|, m² summed: lately, and in the span before
    recent: np.ndarray  # (2, RECENT) energy and mean unit of the first chain, sweep by sweep
    course: np.ndarray  # (2, C', POINTS) the same of the first chains, every `stride` sweeps
    # the schedule as it was
    past: np.ndarray  # (2, POINTS): temperature and acceptance since the schedule began
    walkers: np.ndarray  # (2,) int64: places of hill-climber and annealer on the line
    walker_bests: np.ndarray  # (2,) int64
    walker_words: np.ndarray  # (4,) uint64
    # learning
    tick: int  # ticks done in this cycle
    cycles: int
    shown: np.ndarray  # (P',) int64: the patterns of this cycle
    pairs: np.ndarray  # (2, N, N) int64: on together, in the positive and the negative phase
    runs: np.ndarray  # (2,) int64: states counted in each phase
    positive: np.ndarray  # (N, N) p⁺ of the last cycle; on the diagonal of single units
    negative: np.ndarray  # (N, N) p⁻
    velocity: np.ndarray  # (N, N) the last step of weights and, on the diagonal, biases
    spent: int  # unit updates since step 0
    weights: np.ndarray  # (N, N) of a general network, else (0, 0); not writeable
    biases: np.ndarray  # (N,), else (0,); not writeable
    # what the person made, kept by Reset
    made_weights: np.ndarray  # as the person left them, not writeable
    made_biases: np.ndarray
    cue: np.ndarray  # (N,) int8 where the first chain begins, not writeable
    held: np.ndarray  # (N,) bool: clamped or pinned, not writeable
    drawing: np.ndarray  # (N,) int8 the picture without noise, else (0,); not writeable
    seen: np.ndarray  # (N,) int8 the picture with noise, else (0,); not writeable
    patterns: np.ndarray  # (P, V) int8 {0, 1}: drawn by the person, not writeable
    drawn: np.ndarray  # (K, 2) float64 share, temperature: the drawn schedule, not writeable
    draws: int  # how often chance was asked for by the person
