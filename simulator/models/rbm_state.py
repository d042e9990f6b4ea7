"""Parameters and state of the restricted Boltzmann machine."""

from dataclasses import dataclass

import numpy as np

from simulator.core.errors import InputError
from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter

FANTASIES = 100
COMPLETIONS = 20
MOST_WORK = 10**10  # multiplications that one phase may take: about a second
MOST_TERMS = 2**20  # of a sum over all states, when it is needed in every update
MOST_LISTED = 20  # units of the smaller layer, all of whose states can be visited
FILES = ("idx", "folder", "table")  # data that come from the person's disk
PERSISTENT = ("pcd", "replica-exchange")  # learning with chains that go on from batch to batch
SAMPLING = ("cd", *PERSISTENT)
LEARNING = {"learning": (*SAMPLING, "ratio-matching", "exact")}
GREY = {"visible_type": ("bernoulli",), "data": ("strokes", "drawn", *FILES)}


@dataclass(frozen=True)
class RbmParameters(Parameters):
    data: str = parameter(
        "strokes", label="Data", rebuilds=True, help="What the machine learns.",
        choices=(
            Choice("strokes", "Stroke digits", "Digits written by jittered strokes."),
            Choice("bars-and-stripes", "Bars and stripes", "Whole rows, or whole columns, are on."),
            Choice("patches", "Patches", "Whitened pieces of ten pictures, for Gaussian units."),
            Choice("drawn", "Your drawings", "What you draw and add."),
            Choice("idx", "IDX files", "MNIST, Fashion-MNIST: files of pictures and labels."),
            Choice("folder", "Pictures", "A folder of pictures; its subfolders are the labels."),
            Choice("table", "Table", "CSV, NPY or NPZ: a row a pattern."),
        ),
    )  # fmt: skip
    data_path: str = parameter(
        "", 0, 1000, label="File or folder", rebuilds=True, browse="file or folder",
        applies={"data": FILES}, help="Where the data lie.",
    )  # fmt: skip
    side: int = parameter(
        28, 4, 28, label="Side", unit="pixels", rebuilds=True,
        help="Rows and columns of a pattern; larger pictures are averaged.",
    )  # fmt: skip
    examples: int = parameter(
        10_000, 100, 60_000, label="Examples", scale="log", rebuilds=True,
        applies={"data": ("strokes", "patches", "bars-and-stripes")},
        help="How many patterns are made; small bars and stripes are all there are.",
    )  # fmt: skip
    held_out: float = parameter(
        0.1, 0.0, 0.5, label="Held out", rebuilds=True,
        help="Share of the patterns, the last ones, that are never learned.",
    )  # fmt: skip
    binarization: str = parameter(
        "stochastic", label="Grey pixels", applies=GREY,
        help="What becomes of grey pixels, for units that are on or off.",
        choices=(
            Choice("none", "Keep", "Greys are taken as probabilities."),
            Choice("threshold", "Cut", "On where more than half."),
            Choice("stochastic", "By chance", "On with the grey as probability, anew each time."),
        ),
    )  # fmt: skip
    visible_type: str = parameter(
        "bernoulli", label="Visible units", rebuilds=True, help="What a visible unit can be.",
        choices=(
            Choice("bernoulli", "Bernoulli", "On or off."),
            Choice("gaussian", "Gaussian", "A number, normally distributed with variance 1."),
        ),
    )  # fmt: skip
    labels: bool = parameter(
        False, label="Label units", rebuilds=True,
        help="Whether the class is visible, too: a group of units of which exactly one is on.",
    )  # fmt: skip
    hidden: int = parameter(
        144, 4, 1024, label="Hidden units", scale="log", rebuilds=True,
        help="Each learns a feature of the patterns.",
    )  # fmt: skip
    learning: str = parameter(
        "pcd", label="Learning",
        help="Where what the machine itself expects is taken from.",
        choices=(
            Choice("none", "Nothing", "Weights stay; the machine only dreams."),
            Choice("cd", "CD-k", "Contrastive divergence: k Gibbs steps away from the data."),
            Choice("pcd", "PCD", "Persistent chains that go on from batch to batch."),
            Choice("replica-exchange", "Replica exchange", "The same, at several temperatures."),
            Choice("ratio-matching", "Ratio matching", "No sampling: ratios p(v)/p(v flipped)."),
            Choice("exact", "Exact", "All states of the smaller layer, of a small machine."),
        ),
    )  # fmt: skip
    k: int = parameter(
        1, 1, 50, label="Gibbs steps k", applies={"learning": SAMPLING},
        help="Steps of the chains in each batch.",
    )  # fmt: skip
    chains: int = parameter(
        100, 1, 500, label="Persistent chains", scale="log", applies={"learning": PERSISTENT},
        help="How many chains the machine's own patterns come from.",
    )  # fmt: skip
    temperatures: int = parameter(
        10, 2, 30, label="Temperatures", applies={"learning": ("replica-exchange",)},
        help="Copies of each chain, from β = 1 to 0, that exchange their states.",
    )  # fmt: skip
    batch_size: int = parameter(
        100, 1, 1000, label="Batch", unit="patterns", scale="log",
        help="Patterns that are shown for one change of the weights.",
    )  # fmt: skip
    learning_rate: float = parameter(
        0.05, 0.0, 10.0, label="Learning rate ε", applies=LEARNING,
        help="How far the weights follow the gradient of a batch.",
    )  # fmt: skip
    rate_schedule: str = parameter(
        "constant", label="Rate falls", applies=LEARNING,
        help="How the learning rate changes with the epochs.",
        choices=(
            Choice("constant", "Never", "It stays."),
            Choice("linear", "Linearly", "To 0 at the schedule's end, where learning ends."),
            Choice("exponential", "Exponentially", "To a tenth in each schedule's length."),
            Choice("inverse", "As 1/t", "To a half after one length, a third after two."),
        ),
    )  # fmt: skip
    schedule_epochs: int = parameter(
        20, 1, 10_000, label="Schedule's length", unit="epochs", scale="log",
        applies={"rate_schedule": ("linear", "exponential", "inverse")},
        help="Epochs in which the learning rate falls.",
    )  # fmt: skip
    momentum: float = parameter(
        0.0, 0.0, 0.99, label="Momentum", applies=LEARNING,
        help="The share of the last change that is added to the next.",
    )  # fmt: skip
    weight_decay: float = parameter(
        0.0, 0.0, 0.1, label="Weight decay", applies=LEARNING,
        help="How strongly weights are pulled to 0: ε times this share in each update.",
    )  # fmt: skip
    sparsity_target: float = parameter(
        0.0, 0.0, 0.5, label="Sparsity target", applies=LEARNING,
        help="The share of patterns for which a hidden unit should be on; 0: any.",
    )  # fmt: skip
    sparsity_cost: float = parameter(
        0.1, 0.0, 10.0, label="Sparsity cost", applies=LEARNING,
        help="How strongly hidden units are pulled to that share; without a target, not at all.",
    )  # fmt: skip
    fantasy_period: int = parameter(
        1, 1, 1000, label="Fantasies move every", unit="batches", scale="log",
        help="Batches from one Gibbs step of fantasies and completions to the next.",
    )  # fmt: skip
    initial_weights: float = parameter(
        0.01, 0.0, 1.0, label="First weights σ", rebuilds=True,
        help="Spread of the weights by chance that learning begins with.",
    )  # fmt: skip
    when_saturated: str = parameter(
        "stop", label="All units stuck", applies=LEARNING,
        help="What happens when every hidden unit answers the same to everything.",
        choices=(
            Choice("stop", "Stop", "The run pauses and says so."),
            Choice("go-on", "Go on", "It only says so."),
        ),
    )  # fmt: skip

    # ---- what follows ----

    @property
    def pixels(self) -> int:
        """Number of pixels D."""
        return self.side**2

    @property
    def is_gaussian(self) -> bool:
        return self.visible_type == "gaussian"

    @property
    def learns(self) -> bool:
        """Whether steps change weights."""
        return self.learning != "none"

    @property
    def is_persistent(self) -> bool:
        return self.learning in PERSISTENT

    @property
    def levels(self) -> int:
        """How many inverse temperatures the persistent chains have."""
        return self.temperatures if self.learning == "replica-exchange" else 1

    def check(self, visible: int) -> None:
        """Raise InputError for what `visible` units would make too long, or impossible."""
        smaller, larger = sorted((visible, self.hidden))
        if self.learning == "exact":
            limit = MOST_TERMS.bit_length() - 1
            if smaller > limit or 2**smaller * larger > MOST_TERMS:
                raise InputError(
                    f"The exact gradient sums over all 2^{smaller} states of the smaller layer in "
                    f"every update, too many beside {larger} units; choose fewer hidden units, a "
                    "smaller side, or learning=pcd."
                )
            if self.hidden > visible and (self.labels or self.is_gaussian):
                raise InputError(
                    "With label or Gaussian units the exact gradient sums over the hidden ones: "
                    f"choose at most {visible} of them, not {self.hidden}, or learning=pcd."
                )
        if self.learning == "ratio-matching" and (self.is_gaussian or self.labels):
            raise InputError(
                "Ratio matching flips pixels that are on or off: choose Bernoulli visible units "
                "without label units, or learning=pcd."
            )
        rows = self.chains * self.levels if self.is_persistent else self.batch_size
        steps = visible if self.learning == "ratio-matching" else self.k
        work = 2 * steps * rows * visible * self.hidden
        if self.learning in (*SAMPLING, "ratio-matching") and work > MOST_WORK:
            raise InputError(
                f"A batch would take {work / 1e9:.0f} thousand million multiplications, and could "
                f"not be paused for seconds; allowed: {MOST_WORK / 1e9:.0f}. Choose fewer Gibbs "
                "steps, chains or hidden units, or a smaller batch."
            )


@dataclass
class RbmState(State):
    is_quick_again = False  # a batch takes milliseconds: to rewind many states must be kept

    weights: np.ndarray  # (V, H) float32
    visible_biases: np.ndarray  # (V,) float32
    hidden_biases: np.ndarray  # (H,) float32
    velocity: np.ndarray  # (V, H) float32: the last change of the weights
    visible_velocity: np.ndarray  # (V,) float32
    hidden_velocity: np.ndarray  # (H,) float32
    updates: int  # of the weights since step 0; with learning=none, batches
    epoch: int  # whole passes through the data
    position: int  # patterns of this pass that have been shown in earlier batches
    phase: int  # the next: 0 positive, 1 negative, 2 update
    rows: int  # patterns of this batch
    is_begun: bool  # whether the visible biases are those that the data ask for
    visible: np.ndarray  # (B, V) float32: the batch
    hidden: np.ndarray  # (B, H) float32: p(h | v) of the batch
    model_visible: np.ndarray  # (M, V) float32: the machine's own; M = B or the chains
    model_hidden: np.ndarray  # (M, H) float32: p(h | v) of them
    # (V + 1, H + 1) float64: what the negative phase summed, expectations (their corner is 1) or
    # the gradient of ratio matching (0); (0, 0) where it drew patterns
    expected: np.ndarray
    particles: np.ndarray  # (L, C, V) float32: persistent chains at L temperatures; or (0, 0, V)
    exchanges: int  # between temperatures, in the last batch
    use: np.ndarray  # (H,) float32: how often each hidden unit was on lately
    spread: np.ndarray  # (H,) float32: how differently it answered within a batch lately
    drawn_keys: int  # keys of random numbers that training has used
    # probes: never training's random numbers
    fantasies: np.ndarray  # (100, V) float32
    fantasy_means: np.ndarray  # (100, V) float32: p(v | h) of the last Gibbs step
    dream_label: int  # the class that fantasies are held to, or −1
    query: np.ndarray  # (D,) int8: +1 held on, −1 held off, 0 to be completed; not writeable
    shown: np.ndarray  # (D,) int8: the query before a part of it was covered; not writeable
    completions: np.ndarray  # (20, V) float32
    completion_means: np.ndarray  # (20, V) float32: of p(v | h), lately
    completion_kind: str  # complete, denoise or reconstruct
    is_settled: bool  # whether the completions have had their first steps
    probe_keys: int  # keys of random numbers that the probes have used
    draws: int  # how often chance was asked for by the person
    # measured now and then (rbm_measures.py)
    measures: np.ndarray  # (9,) float64, NaN: not measured
    measured: int  # the update at which they were, or −1
    # what the person made, kept by Reset
    made_weights: np.ndarray  # (V, H) float32 that were loaded, or (0, 0); not writeable
    made_visible_biases: np.ndarray  # (V,) or (0,)
    made_hidden_biases: np.ndarray  # (H,) or (0,)
    made_fantasies: np.ndarray  # (100, V) uint8: what was dreamt when they were saved, or (0, 0)
    examples: np.ndarray  # (N, D) uint8: drawn by the person, not writeable
    example_labels: np.ndarray  # (N,) int16: their classes, −1 none; not writeable
    data_digest: np.ndarray  # (32,) uint8: SHA-256 of data from files, or (0,); not writeable
    # data from files that are small enough to go with a document (else only the digest does)
    given: np.ndarray  # (N, D) uint8 or float32, or (0, 0); not writeable
    given_labels: np.ndarray  # (N,) int16, or (0,); not writeable
    given_classes: np.ndarray  # (K,) names of the classes; not writeable
    given_is_real: bool  # whether they are numbers of any size, not greys 0 … 255
