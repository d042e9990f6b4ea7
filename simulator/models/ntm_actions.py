"""What a person does to a Neural Turing Machine: play it, give it bits, take a stage from it."""

import csv
from pathlib import Path

import numpy as np

from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frozen import frozen
from simulator.core.model import Argument, action
from simulator.core.parameter import whole_number
from simulator.models.ntm_readouts import NtmReadouts
from simulator.models.ntm_state import ABLATIONS, MOST_STEPS, check_steps
from simulator.models.ntm_weights import read_weights, write_weights

PROBE = ("mode", "stage", "plays", "length", "repeats", "asked", "bits")
SANDBOX = ("mode", "stage", "hand_memory", "hand_numbers", "hand_slot", "hand_past")
LEARNED = ("params", "first", "second", "updates", "made_params")
WRITTEN = "(written)"  # a journal says that a file was written; replaying it writes nothing
MOST_BYTES = 2**20


class NtmActions(NtmReadouts):
    """The actions of `Ntm`."""

    # ---- the probe ----

    @action("Play", "Follow a sequence, stage by stage. A batch is learned after each.",
            touches=PROBE)  # fmt: skip
    def play(self) -> None:
        if self.state.is_playing and self.state.stage:
            self.draw_probe()
        self.state.mode, self.state.stage = "play", 0

    @action("Train", "Only learn: a step is a batch.", touches=PROBE)
    def train(self) -> None:
        self.state.mode, self.state.stage = "train", 0

    @action("Input bits", "Play rows of bits, from a CSV table or from the text.",
            Argument("text", "input=FILE.csv or input=0110;1001"), name="input",
            touches=PROBE)  # fmt: skip
    def take_input(self, argument: str) -> str:
        self._give(self._read_bits(argument))
        return "data:" + pack({"bits": self.state.bits.astype(np.uint8)})

    @action("Paint a bit", "Turn a bit of the rows that are played on or off.",
            Argument("text", "paint=TIME,BIT,0 or 1"), touches=PROBE)  # fmt: skip
    def paint(self, argument: str) -> None:
        numbers = [whole_number(one) for one in argument.split(",")]
        if len(numbers) != 3 or None in numbers or numbers[2] not in (0, 1):
            raise InputError(f"paint={shorten(argument)} is no bit; write paint=TIME,BIT,0 or 1.")
        t, channel, value = (int(one) for one in numbers if one is not None)
        sequence = self.probe
        if not (0 <= t < len(sequence.x) and 0 <= channel < sequence.x.shape[1]):
            raise InputError(
                f"paint={shorten(argument)} is outside; allowed: times 0 to "
                f"{len(sequence.x) - 1}, bits 0 to {sequence.x.shape[1] - 1}."
            )
        painted = self.parameters.form.painted(sequence, t, channel, bool(value))
        self._give(painted.content.bits)

    @action("Length", "Play sequences of L rows or items; L=0: of any length that is learned.",
            Argument("index", "length=L"), touches=PROBE)  # fmt: skip
    def length(self, argument: str) -> str:
        s, form = self.state, self.parameters.form
        count = whole_number(argument)
        if count is None or not (count == 0 or form.fewest <= count <= MOST_STEPS):
            raise InputError(
                f"length={shorten(argument)} is no length; allowed: {form.fewest} to {MOST_STEPS} "
                f"{form.unit}, or 0 for any that is learned."
            )
        if count:
            check_steps(self.parameters, count, self.parameters.repeats[1])
        s.asked, s.bits = count, self._no_bits()
        self.draw_probe()
        return str(count)

    @action("Ablate", "Let the heads do without content, location or sharpening.",
            Argument("text", "ablate=content|location|sharpening", is_optional=True),
            touches=("ablated",))  # fmt: skip
    def ablate(self, argument: str) -> str:
        if argument and argument not in ABLATIONS:
            raise InputError(
                f"ablate={shorten(argument)} is no part of the addressing; allowed: "
                f"{one_of(ABLATIONS)}, or nothing."
            )
        if argument and not self.parameters.has_memory:
            raise InputError("An LSTM alone has no heads; choose another controller to ablate.")
        self.state.ablated = argument
        self.forget_probe()
        return argument

    @action("Sandbox", "Move a head by hand over a memory of your own; nothing is learned.",
            Argument("text", "sandbox or sandbox=NAME:VALUE with beta, gate, shift, gamma, key, "
                     "slot or cell", is_optional=True), touches=SANDBOX)  # fmt: skip
    def sandbox(self, argument: str) -> None:
        if argument:
            self.set_by_hand(argument)
        else:
            self.open_sandbox()

    def _give(self, bits: np.ndarray) -> None:
        """Play these rows (L, width)."""
        s, form = self.state, self.parameters.form
        form.of_bits(bits, s.repeats)  # refused here, before anything is another
        check_steps(self.parameters, len(bits) // form.rows, s.repeats)
        s.bits, s.length = frozen(bits.astype(np.float32)), len(bits) // form.rows
        s.stage = 0
        self.forget_probe()

    def _no_bits(self) -> np.ndarray:
        return frozen(np.zeros((0, self.parameters.form.bits(self.parameters.width)), np.float32))

    def _read_bits(self, argument: str) -> np.ndarray:
        """Return the rows (L, width) of a text, a table or packed data; raises InputError."""
        width = self.parameters.form.bits(self.parameters.width)
        if argument.startswith("data:"):
            bits = unpack(argument.removeprefix("data:"))[0].get("bits", np.zeros((0, 0)))
        elif argument and set(argument) <= set("01;"):
            rows = argument.strip(";").split(";")
            if len({len(row) for row in rows}) > 1:
                raise InputError(f"input={shorten(argument)} has rows of different lengths.")
            bits = np.array([[int(c) for c in row] for row in rows])
        else:
            bits = _table(argument)
        if bits.ndim != 2 or bits.shape[1] != width or not np.isin(bits, (0, 1)).all():
            form = " × ".join(map(str, bits.shape))
            raise InputError(
                f"Rows of {form} numbers do not fit; give rows of {width} bits, each 0 or 1."
            )
        if len(bits) > MOST_STEPS:
            raise InputError(f"{len(bits):,} rows are too many; allowed: {MOST_STEPS}.")
        return bits.astype(np.float32)

    # ---- weights ----

    def take_made(self) -> None:
        """Go on with the weights that were loaded."""
        raise NotImplementedError

    @action("Load weights", "Take weights from an NPZ file, or a shipped checkpoint.",
            Argument("text", "load=FILE or load=checkpoint:NAME"), touches=LEARNED)  # fmt: skip
    def load(self, argument: str) -> str:
        params, text = read_weights(argument, self.parameters.shape)
        self.state.made_params = frozen(params)
        self.take_made()
        return text

    @action("Save weights", "Write the weights to an NPZ file.",
            Argument("text", "save=FILE"))  # fmt: skip
    def save(self, argument: str) -> str:
        if argument != WRITTEN:
            write_weights(argument, self)
        return WRITTEN


def _table(path: str) -> np.ndarray:
    """Return the numbers of a CSV table; raises InputError."""
    file = Path(path).expanduser()
    if not file.is_file():
        raise InputError(f"There is no file {shorten(path)}; give a CSV table of 0 and 1.")
    if file.stat().st_size > MOST_BYTES:
        raise InputError(f"{file.name} is larger than {MOST_BYTES // 2**20} MB; it was not read.")
    try:
        rows = [row for row in csv.reader(file.read_text("utf-8-sig").splitlines()) if row]
        return np.array([[int(cell) for cell in row] for row in rows])
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise InputError(
            f"{file.name} is no table of 0 and 1, a row of bits in each line."
        ) from error
