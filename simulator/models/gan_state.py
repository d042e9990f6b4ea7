"""Parameters and state of the generative adversarial network."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kernels.gan_players import features, table_size
from simulator.core.errors import InputError
from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models.gan_worlds import DRAWN, WORLDS

DIGITS, IDX = "digits", "idx"
PICTURES = (DIGITS, IDX)  # worlds of many dimensions, of which no density is known
LOSSES = (
    "minimax", "non-saturating", "least-squares", "wasserstein-clip", "wasserstein-gp", "hinge",
)  # fmt: skip
OPTIMIZERS = ("sgd", "momentum", "rmsprop", "adam")
ACTIVATIONS = ("linear", "relu", "leaky", "tanh", "sigmoid")
NOISES = ("uniform", "gaussian")
CRITICS = ("wasserstein-clip", "wasserstein-gp", "hinge")  # their D is a score, no probability
LOGARITHMIC = ("minimax", "non-saturating")
MOST_LAYERS = 5
MOST_UNITS = 128  # of a hidden layer, in one and two dimensions
MOST_WORK = 2 * 10**9  # multiplications that one phase may take: about a fifth of a second
OLD_FAKES = 1024  # that are remembered

_OPTIMIZERS = (
    Choice("sgd", "SGD", "Straight down the gradient."),
    Choice("momentum", "Momentum", "With 0.9 of the last step."),
    Choice("rmsprop", "RMSProp", "Each weight's step divided by its usual gradient."),
    Choice("adam", "Adam", "Both, each with a memory of its own."),
)
_ACTIVATIONS = (
    Choice("relu", "ReLU", "max(x, 0)."),
    Choice("leaky", "Leaky ReLU", "max(x, 0.2 x)."),
    Choice("tanh", "tanh", "Bends, from −1 to 1."),
    Choice("sigmoid", "Sigmoid", "Bends, from 0 to 1."),
)


@dataclass(frozen=True)
class GanParameters(Parameters):
    world: str = parameter(
        "ring", label="World", rebuilds=True, help="What the data are spread like.",
        choices=(
            *(Choice(name, entry.title, entry.about) for name, entry in WORLDS.items()),
            Choice(DRAWN, "Drawn", "What you draw, or take from a picture or a table."),
            Choice(DIGITS, "Stroke digits", "Pictures of digits, written by jittered strokes."),
            Choice(IDX, "IDX files", "MNIST, Fashion-MNIST: files of pictures."),
        ),
    )  # fmt: skip
    data_path: str = parameter(
        "", 0, 1000, label="File or folder", rebuilds=True, browse="file or folder",
        applies={"world": (IDX,)}, help="Where the pictures lie.",
    )  # fmt: skip
    side: int = parameter(
        16, 8, 28, label="Side", unit="pixels", rebuilds=True, applies={"world": PICTURES},
        help="Rows and columns of a picture; larger ones are averaged.",
    )  # fmt: skip
    examples: int = parameter(
        10_000, 100, 60_000, label="Examples", scale="log", rebuilds=True,
        applies={"world": (DIGITS,)}, help="How many digits are written.",
    )  # fmt: skip
    held_out: float = parameter(
        0.1, 0.0, 0.5, label="Held out", rebuilds=True, applies={"world": PICTURES},
        help="Share of the pictures, the last ones, that are never shown to D.",
    )  # fmt: skip
    loss: str = parameter(
        "non-saturating", label="Loss", help="What the two players play for.",
        choices=(
            Choice("minimax", "Minimax", "The value V itself: G makes ln(1 − D) small."),
            Choice("non-saturating", "Non-saturating", "G makes −ln D small, D as in minimax."),
            Choice("least-squares", "Least squares", "D should say 1 and 0; its square counts."),
            Choice("wasserstein-clip", "Wasserstein, clipped",
                   "A critic's score, whose weights are kept small."),
            Choice("wasserstein-gp", "Wasserstein, penalty",
                   "A critic's score, whose slope is kept near 1."),
            Choice("hinge", "Hinge", "A score that counts only up to a margin of 1."),
        ),
    )  # fmt: skip
    noise: str = parameter(
        "gaussian", label="Noise", help="What the generator's input is drawn from.",
        choices=(
            Choice("uniform", "Uniform", "Evenly from −1 to 1."),
            Choice("gaussian", "Gaussian", "Normal, of variance 1."),
        ),
    )  # fmt: skip
    noise_dimensions: int = parameter(
        2, 1, 64, label="Noise dimensions", scale="log", rebuilds=True,
        help="How many numbers the generator is given.",
    )  # fmt: skip
    layers_g: tuple[int, ...] = parameter(
        (64, 64), 0, 512, label="Layers of G", rebuilds=True,
        help="Hidden units of the generator, layer by layer; 0: none.",
    )  # fmt: skip
    layers_d: tuple[int, ...] = parameter(
        (64, 64), 0, 512, label="Layers of D", rebuilds=True,
        help="Hidden units of the discriminator, layer by layer; 0: none.",
    )  # fmt: skip
    activation_g: str = parameter(
        "relu", label="Units of G", choices=_ACTIVATIONS, help="What hidden units of G answer.",
    )  # fmt: skip
    activation_d: str = parameter(
        "leaky", label="Units of D", choices=_ACTIVATIONS, help="What hidden units of D answer.",
    )  # fmt: skip
    k_d: int = parameter(
        1, 0, 10, label="Updates k_D", help="Updates of D in an iteration.",
    )  # fmt: skip
    k_g: int = parameter(
        1, 0, 10, label="Updates k_G", help="Updates of G in an iteration.",
    )  # fmt: skip
    batch_size: int = parameter(
        128, 1, 1000, label="Batch", unit="rows", scale="log",
        help="Real rows, and fakes, in an update.",
    )  # fmt: skip
    optimizer_d: str = parameter(
        "adam", label="Optimiser of D", choices=_OPTIMIZERS, help="How D's weights move.",
    )  # fmt: skip
    rate_d: float = parameter(
        0.001, 0.00001, 10.0, label="Rate of D", scale="log", help="How far D's weights move.",
    )  # fmt: skip
    optimizer_g: str = parameter(
        "adam", label="Optimiser of G", choices=_OPTIMIZERS, help="How G's weights move.",
    )  # fmt: skip
    rate_g: float = parameter(
        0.001, 0.00001, 10.0, label="Rate of G", scale="log", help="How far G's weights move.",
    )  # fmt: skip
    beta_1: float = parameter(
        0.5, 0.0, 0.99, label="Adam's β₁",
        applies=({"optimizer_d": ("adam",)}, {"optimizer_g": ("adam",)}),
        help="The share of the last gradients that Adam keeps.",
    )  # fmt: skip
    beta_2: float = parameter(
        0.9, 0.5, 0.9999, label="Adam's β₂",
        applies=({"optimizer_d": ("adam",)}, {"optimizer_g": ("adam",)}),
        help="The share of the last gradients' squares that Adam keeps.",
    )  # fmt: skip
    weight_clip: float = parameter(
        0.1, 0.001, 1.0, label="Weight clip", scale="log",
        applies={"loss": ("wasserstein-clip",)}, help="The largest weight a critic may have.",
    )  # fmt: skip
    gradient_penalty: float = parameter(
        1.0, 0.0, 100.0, label="Gradient penalty λ", applies={"loss": ("wasserstein-gp",)},
        help="How strongly the critic's slope is kept near 1.",
    )  # fmt: skip
    label_smoothing: float = parameter(
        0.0, 0.0, 0.5, label="Label smoothing",
        applies={"loss": ("minimax", "non-saturating", "least-squares")},
        help="Real rows are called 1 minus this. GAN Lab has 0.05, unseen.",
    )  # fmt: skip
    r1: float = parameter(
        0.0, 0.0, 100.0, label="R1 penalty γ",
        help="How strongly D's slope at the data is kept near 0.",
    )  # fmt: skip
    spectral_norm: bool = parameter(
        False, label="Spectral norm", help="Every layer of D divided by its largest stretch.",
    )  # fmt: skip
    batch_discrimination: bool = parameter(
        False, label="Batch discrimination",
        help="D also sees how near each row is to the others of its batch.",
    )  # fmt: skip
    minibatch_std: bool = parameter(
        False, label="Batch deviation", help="D also sees how widely its batch is spread.",
    )  # fmt: skip
    replay: float = parameter(
        0.0, 0.0, 0.9, label="Old fakes", help="Share of old fakes in D's batches.",
    )  # fmt: skip
    unrolled: int = parameter(
        0, 0, 10, label="D looks ahead", unit="updates",
        help="G learns against the D that there would be after so many more updates.",
    )  # fmt: skip
    instance_noise: float = parameter(
        0.0, 0.0, 1.0, label="Instance noise σ", help="Blur of all that D sees.",
    )  # fmt: skip
    averaging: float = parameter(
        0.0, 0.0, 0.9999, label="Average of G",
        help="Share of the past in the average of G's weights that is shown; 0: G itself.",
    )  # fmt: skip

    # ---- what follows ----

    @property
    def has_pictures(self) -> bool:
        return self.world in PICTURES

    @property
    def dimensions(self) -> int:
        """Number of columns d of the data."""
        if self.has_pictures:
            return self.side**2
        return 2 if self.world == DRAWN else WORLDS[self.world].dimension

    @property
    def beside(self) -> int:
        """Columns that D sees beside a row's own."""
        return features(self.minibatch_std, self.batch_discrimination)

    @property
    def sizes_g(self) -> tuple[int, ...]:
        """Units of the generator's layers, the input first."""
        return (self.noise_dimensions, *_hidden(self.layers_g), self.dimensions)

    @property
    def sizes_d(self) -> tuple[int, ...]:
        """Units of the discriminator's layers, the input first."""
        return (self.dimensions + self.beside, *_hidden(self.layers_d), 1)

    @property
    def table_size(self) -> int:
        """Numbers that the batch discrimination learns beside the net."""
        return table_size(self.dimensions, self.batch_discrimination)

    @property
    def gives_probability(self) -> bool:
        """Whether D is the output of a sigmoid."""
        return self.loss in LOGARITHMIC

    @property
    def is_critic(self) -> bool:
        """Whether D is a score that knows no best value."""
        return self.loss in CRITICS

    @property
    def iteration(self) -> int:
        """Phases of an iteration."""
        return 6 * self.k_d + 5 * self.k_g

    def check(self) -> None:
        """Raise InputError for what can't be played."""
        if self.k_d == 0 and self.k_g == 0:
            raise InputError(
                "With k_d=0 and k_g=0 nobody would learn; give one of them at least 1 update."
            )
        for name in ("layers_g", "layers_d"):
            _check_layers(name, getattr(self, name), self.has_pictures)
        if self.beside and (self.r1 or (self.loss == "wasserstein-gp" and self.gradient_penalty)):
            raise InputError(
                "A penalty on slopes asks how D changes with one row; with batch_discrimination or "
                "minibatch_std D hangs on the whole batch. Choose one or the other."
            )
        widest = max(a * b for sizes in (self.sizes_g, self.sizes_d) for a, b in pairwise(sizes))
        work = 6 * self.batch_size * widest * (1 + self.unrolled)
        if work > MOST_WORK:
            raise InputError(
                f"A phase would take {work / 1e9:.0f} thousand million multiplications, and could "
                "not be paused for long; choose smaller layers, a smaller batch, or unrolled=0."
            )


def _hidden(layers: tuple[int, ...]) -> tuple[int, ...]:
    return () if layers == (0,) else layers


def _check_layers(name: str, layers: tuple[int, ...], has_pictures: bool) -> None:
    given = ",".join(map(str, layers))
    if len(layers) > MOST_LAYERS:
        raise InputError(f"{name}={given} has {len(layers)} layers; allowed: 0 to {MOST_LAYERS}.")
    if 0 in layers and len(layers) > 1:
        raise InputError(
            f"{name}={given} has a layer without units; give each at least 1, or {name}=0 for no "
            "hidden layer."
        )
    if not has_pictures and max(layers) > MOST_UNITS:
        raise InputError(
            f"{name}={given} has a layer of {max(layers)} units; allowed here: 1 to {MOST_UNITS} "
            "(512 for pictures)."
        )


@dataclass
class GanState(State):
    is_quick_again = False  # an iteration of pictures takes milliseconds

    # the players
    params_d: np.ndarray  # (P_d,) float32: D's net, then what the batch discrimination learns
    first_d: np.ndarray  # (P_d,) float32: the optimiser's moments
    second_d: np.ndarray
    params_g: np.ndarray  # (P_g,) float32
    first_g: np.ndarray
    second_g: np.ndarray
    average: np.ndarray  # (P_g,) float32 mean of G's past weights, or (0,)
    directions: np.ndarray  # (Σ n_out,) float32 of the spectral normalization
    # the game
    phase: int  # the next: 0 … 5 of D's turn, 6 … 10 of G's
    turn: int  # turns of this player in this iteration that are over
    iterations: int
    updates_d: int
    updates_g: int
    keys: int  # of random numbers that were used
    seen_key: int  # number of the key with which D's input was blurred last
    # the table
    noise: np.ndarray  # (B, n) float32
    real: np.ndarray  # (B, d) float32
    fake: np.ndarray  # (B, d) float32
    said: np.ndarray  # (2B,) float32 what D said of real rows, then of fakes
    pulled: np.ndarray  # (B, d) float32 −∂(a fake's loss of G)/∂x, when G learned last
    old: np.ndarray  # (1024, d) float32 fakes of the past, or (0, d)
    stored: int  # fakes that were ever put there
    numbers: np.ndarray  # (8,) float64 losses and the like, NaN: not known yet
    # measured now and then (gan_measuring.py)
    measures: np.ndarray  # float64, NaN: none
    measured: int  # the iteration at which they were, or −1
    # what the person made, kept by Reset
    canvas: np.ndarray  # (40, 40) int8: a drawn world; 1 is on; not writeable
    made_params_d: np.ndarray  # (P_d,) float32 that were loaded, or (0,); not writeable
    made_params_g: np.ndarray  # (P_g,) or (0,); not writeable
    tour: np.ndarray  # (T, n) float32 noise of a walk between latents; not writeable
    data_digest: np.ndarray  # (32,) uint8 SHA-256 of pictures from files, or (0,); not writeable
