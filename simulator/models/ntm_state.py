"""Parameters and state of the Neural Turing Machine."""

from dataclasses import dataclass

import numpy as np

from kernels.ntm import FEED_FORWARD, LSTM, LSTM_ONLY, Shape, parameter_count
from kernels.optimizers import ADAM, GRAVES, MOMENTUM, SGD
from simulator.core.errors import InputError
from simulator.core.model import State
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models.ntm_tasks import TASKS, Task

CONTROLLERS = {"lstm": LSTM, "feed-forward": FEED_FORWARD, "lstm-only": LSTM_ONLY}
WITH_MEMORY = ("lstm", "feed-forward")
STAGES = ("content", "gate", "shift", "sharpen", "erase", "add", "read")
ALONE = ("control",)
BY_HAND = ("content", "gate", "shift", "sharpen", "read")  # of a head that a person moves
ABLATIONS = ("content", "location", "sharpening")
MODES = ("train", "play", "sandbox")
MACHINE, LEARNING = "Machine", "Learning"  # sections of parameters
OPTIMIZERS = {"sgd": SGD, "momentum": MOMENTUM, "rmsprop": GRAVES, "adam": ADAM}
COURSE_EVERY, COURSE_MOST = 250, 400  # sequences between its points, at first; points
REMEMBERED = 1000  # sequences over which losses and wrong bits are averaged
MOST_STEPS = 700  # of a sequence: of its tape all memories are kept
MOST_WORK = 4 * 10**9  # multiplications that one batch may take: about a second
REPEATING = ("repeat-copy",)
TIMES = 10  # training may take so many times the multiplications of going forward


@dataclass(frozen=True)
class NtmParameters(Parameters):
    task: str = parameter(
        "copy", label="Task", rebuilds=True, help="What is to be learned.",
        choices=tuple(Choice(name, task.title, task.about) for name, task in TASKS.items()),
    )  # fmt: skip
    length_min: int = parameter(
        1, 1, 200, label="Shortest", unit="items",
        help="Rows of bits, or items, in the shortest sequence that is learned.",
    )  # fmt: skip
    length_max: int = parameter(
        20, 1, 200, label="Longest", unit="items",
        help="Rows of bits, or items, in the longest sequence that is learned.",
    )  # fmt: skip
    repeats_min: int = parameter(
        1, 1, 20, label="Fewest repeats", applies={"task": REPEATING},
        help="How often the sequence is to be repeated, at least.",
    )  # fmt: skip
    repeats_max: int = parameter(
        10, 1, 20, label="Most repeats", applies={"task": REPEATING},
        help="How often the sequence is to be repeated, at most.",
    )  # fmt: skip
    width: int = parameter(
        8, 1, 20, label="Width", unit="bits", rebuilds=True, help="Bits in a row.",
    )  # fmt: skip
    curriculum: bool = parameter(
        False, label="Curriculum",
        help="The longest sequence grows as soon as the present ones are nearly without error.",
    )  # fmt: skip
    controller: str = parameter(
        "lstm", section=MACHINE, label="Controller", rebuilds=True, help="What moves the heads.",
        choices=(
            Choice("lstm", "LSTM", "With a short memory of its own."),
            Choice("feed-forward", "Feed-forward", "Without: all must go through the memory."),
            Choice("lstm-only", "LSTM alone", "The baseline: no memory and no heads."),
        ),
    )  # fmt: skip
    controller_size: int = parameter(
        100, 1, 512, section=MACHINE, label="Controller units", scale="log", rebuilds=True,
        help="Units in each layer of the controller.",
    )  # fmt: skip
    controller_layers: int = parameter(
        1, 1, 3, section=MACHINE, label="Controller layers", rebuilds=True,
        help="Layers of the controller.",
    )  # fmt: skip
    memory_locations: int = parameter(
        128, 4, 256, section=MACHINE, label="Memory locations N", scale="log", rebuilds=True,
        applies={"controller": WITH_MEMORY}, help="Rows of the memory.",
    )  # fmt: skip
    memory_width: int = parameter(
        20, 1, 64, section=MACHINE, label="Memory width M", rebuilds=True,
        applies={"controller": WITH_MEMORY}, help="Numbers in a row of the memory.",
    )  # fmt: skip
    read_heads: int = parameter(
        1, 1, 4, section=MACHINE, label="Read heads", rebuilds=True,
        applies={"controller": WITH_MEMORY},
        help="Heads that read at once.",
    )  # fmt: skip
    write_heads: int = parameter(
        1, 1, 4, section=MACHINE, label="Write heads", rebuilds=True,
        applies={"controller": WITH_MEMORY},
        help="Heads that write at once.",
    )  # fmt: skip
    shift_range: int = parameter(
        1, 1, 3, section=MACHINE, label="Shift range", unit="slots", rebuilds=True,
        applies={"controller": WITH_MEMORY}, help="How far a head can move in one step.",
    )  # fmt: skip
    optimizer: str = parameter(
        "adam", section=LEARNING, label="Optimiser", help="How the weights move.",
        choices=(
            Choice("sgd", "SGD", "Straight down the gradient."),
            Choice("momentum", "Momentum", "With 0.9 of the last step."),
            Choice("rmsprop", "RMSProp", "As in the paper: with momentum, and each weight's step "
                   "divided by how much its gradient varies. Choose a rate of 0.0001."),
            Choice("adam", "Adam", "Both, each with a memory of its own."),
        ),
    )  # fmt: skip
    learning_rate: float = parameter(
        0.001, 0.00001, 0.1, section=LEARNING, label="Learning rate", scale="log",
        help="How far weights move.",
    )  # fmt: skip
    clip: float = parameter(
        1.0, 0.0, 100.0, section=LEARNING, label="Gradient clip",
        help="The longest gradient; longer ones are shortened to it. 0: none is.",
    )  # fmt: skip
    batch_size: int = parameter(
        1, 1, 100, section=LEARNING, label="Batch", unit="sequences", scale="log",
        help="Sequences in an update of the weights.",
    )  # fmt: skip

    # ---- what follows ----

    @property
    def form(self) -> Task:
        """The task."""
        return TASKS[self.task]

    @property
    def has_memory(self) -> bool:
        return self.controller in WITH_MEMORY

    @property
    def shape(self) -> Shape:
        """How large the machine is."""
        inputs, outputs = self.form.inputs(self.width), self.form.outputs(self.width)
        size, layers = self.controller_size, self.controller_layers
        if not self.has_memory:
            return Shape(inputs, outputs, LSTM_ONLY, size, layers, 0, 0, 0, 0, 0)
        return Shape(
            inputs, outputs, CONTROLLERS[self.controller], size, layers, self.memory_locations,
            self.memory_width, self.read_heads, self.write_heads, self.shift_range,
        )  # fmt: skip

    @property
    def stages(self) -> tuple[str, ...]:
        """What a time step is cut into."""
        return STAGES if self.has_memory else ALONE

    @property
    def lengths(self) -> tuple[int, int]:
        """Lengths of sequences that are learned, both within."""
        fewest = max(self.length_min, self.form.fewest)
        return fewest, max(self.length_max, fewest)

    @property
    def repeats(self) -> tuple[int, int]:
        return (self.repeats_min, self.repeats_max) if self.form.has_repeats else (1, 1)

    def check(self) -> None:
        """Raise InputError for what can't be learned."""
        for low, high in (("length_min", "length_max"), ("repeats_min", "repeats_max")):
            a, b = getattr(self, low), getattr(self, high)
            if a > b:
                raise InputError(f"{low}={a} is above {high}={b}; give at most {b}.")
        check_steps(self, self.lengths[1], self.repeats[1])


def check_steps(p: NtmParameters, length: int, repeats: int) -> None:
    """Raise InputError where sequences of a length would be too long."""
    steps = p.form.steps(length, repeats)
    if steps > MOST_STEPS:
        raise InputError(
            f"A sequence of length {length} would take {steps:,} steps; allowed: {MOST_STEPS}. "
            "Give a smaller length, or fewer repeats."
        )
    shape = p.shape
    heads = shape.reads + shape.writes
    each = parameter_count(shape) + 6 * heads * shape.locations * (shape.width + 8)
    work = TIMES * p.batch_size * steps * each
    if work > MOST_WORK:
        raise InputError(
            f"A batch would take {work / 1e9:.0f} thousand million multiplications, and could not "
            f"be paused for seconds; allowed: {MOST_WORK / 1e9:.0f}. Choose a smaller batch, "
            "shorter sequences, or a smaller machine."
        )


@dataclass
class NtmState(State):
    params: np.ndarray  # (P,) float32, laid out as kernels/ntm.py has it
    first: np.ndarray  # (P,) float32 moments of the optimiser
    second: np.ndarray  # (P,) float32; (2P,) of RMSProp
    updates: int  # of the weights since step 0
    sequences: int  # that were learned
    losses: np.ndarray  # (1000,) float64 nats, of the last sequences in a ring; NaN: none yet
    wrong: np.ndarray  # (1000,) float64 bits that were wrong in each
    lengths: np.ndarray  # (1000,) int64
    course: np.ndarray  # (K, 3) float64: sequences, mean nats and wrong bits since the point before
    course_every: int  # sequences between two points; twice as many whenever there are COURSE_MOST
    norm: float  # of the last gradient, before it was shortened; NaN: none yet
    longest: int  # that is drawn now, while there is a curriculum
    # the probe: a sequence that is played by the present weights, and never learned
    mode: str  # of MODES: what a step is; see ntm_grains.py
    stage: int  # how many of its stages have been played; in the sandbox, of the time step
    plays: int  # sequences that were drawn for it
    length: int  # of the present one
    repeats: int
    asked: int  # the length that a person asked for, or 0
    ablated: str  # what the heads have to do without, or ""
    bits: np.ndarray  # (L, width) float32: what a person painted, or (0, width); not writeable
    made_params: np.ndarray  # (P,) that were loaded, or (0,); not writeable
    # the sandbox: a head that a person moves; see ntm_hand.py
    hand_memory: np.ndarray  # (N, M) float32, or (0, M): the sandbox was never opened
    hand_numbers: np.ndarray  # (M + 2S + 4,) float64 key, β, g, s, γ, or (0,)
    hand_slot: int  # where its head begins
    hand_past: np.ndarray  # (K, N) float64 its weightings so far, the last HAND_KEPT of them

    @property
    def is_playing(self) -> bool:
        return self.mode == "play"

    @property
    def is_by_hand(self) -> bool:
        return self.mode == "sandbox"
