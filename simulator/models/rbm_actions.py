"""What a person does to a restricted Boltzmann machine: draw and complete, dream, give examples."""

import numpy as np

from simulator.core import drawing, pictures
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frozen import frozen
from simulator.core.model import Argument, action
from simulator.core.parameter import whole_number
from simulator.core.reading import read
from simulator.models.rbm_halves import HALVES, half_of
from simulator.models.rbm_readouts import RbmReadouts
from simulator.models.rbm_weights import FANTASIES, NAMES, read_weights, write_weights

QUERY = ("query", "shown", "completions", "completion_means", "completion_kind", "is_settled")
DREAM = ("fantasies", "fantasy_means", "dream_label")
LEARNED = (
    "weights", "visible_biases", "hidden_biases", "made_weights", "made_visible_biases",
    "made_hidden_biases", "made_fantasies", "is_begun", "velocity", "visible_velocity",
    "hidden_velocity", "measures", "measured", "particles", *DREAM,
)  # fmt: skip
MOST_EXAMPLES = 10_000
INK = 255
WRITTEN = "(written)"  # a journal says that a file was written; replaying it writes nothing
DRAWS = 6  # number of the stream of chance for what a person asks for
COVERS = (*HALVES, "none")


class RbmActions(RbmReadouts):
    """The actions of `Rbm`."""

    def take_made(self) -> None:
        """Begin with the weights that were loaded."""
        raise NotImplementedError

    # ---- a drawing to be completed ----

    @action("Clamp", "Draw pixels that hold: ink is on, paper (value=-1) off; the rest is "
            "completed.", Argument("pattern", drawing.SYNTAX.replace("draw", "clamp")),
            touches=QUERY)  # fmt: skip
    def clamp(self, argument: str) -> str | None:
        square, text = self._square().copy(), None
        if drawing.is_stroke(argument):
            drawing.paint(drawing.parse(argument), square)
        else:
            square, text = self._picture(argument)
        self._ask(square.ravel(), square.ravel(), "complete")
        return text

    @action("Unclamp", "Let drawn pixels, or all of them, go.",
            Argument("pattern", "unclamp or unclamp=x0,y0;x1,y1[;size=S]", is_optional=True),
            touches=QUERY)  # fmt: skip
    def unclamp(self, argument: str) -> None:
        square = self._square().copy()
        if argument.strip():
            covered = np.zeros_like(square)
            drawing.paint(drawing.parse(argument), covered)
            square[covered != 0] = 0
        else:
            square[:] = 0
        self._ask(square.ravel(), square.ravel(), "complete")

    @action("Show", "Put held-out pattern K (of learned ones, where none are held out) on the pad.",
            Argument("index", "show=K"), touches=QUERY)  # fmt: skip
    def show(self, argument: str) -> str:
        train, held = self.split
        part = held if held.stop > held.start else train
        count, number = part.stop - part.start, whole_number(argument)
        if number is None or not 0 <= number < count:
            raise InputError(f"show={shorten(argument)} is no pattern; allowed: 0 to {count - 1}.")
        row = np.array([part.start + number], np.int64)
        pixels = self.patterns(row, np.uint64(0))[0, : self.parameters.pixels]
        middle = 0.0 if self.parameters.is_gaussian else 0.5
        ink = np.where(pixels > middle, 1, -1).astype(np.int8)
        self._ask(ink, ink, "complete")
        return str(number)

    @action("Cover", "Let half of what is on the pad go, to be completed.",
            Argument("choice", "cover=left|right|top|bottom|none", "right", COVERS),
            touches=QUERY)  # fmt: skip
    def cover(self, argument: str) -> str:
        half = argument.strip()
        if half not in COVERS:
            raise InputError(f"cover={shorten(argument)} is not known; allowed: {one_of(COVERS)}.")
        self._need_query("cover")
        query = self.state.shown.copy()
        if half != "none":
            query[half_of(self.parameters.side, half).ravel()] = 0
        self._ask(query, self.state.shown, "complete")
        return half

    @action("Reconstruct", "Send what is on the pad up to the hidden units and down again.",
            touches=QUERY)  # fmt: skip
    def reconstruct(self) -> None:
        self._need_query("reconstruct")
        self._ask(self.state.query, self.state.shown, "reconstruct")

    @action("Denoise", "Flip a share of the pad's pixels by chance and let the machine clean it.",
            Argument("fraction", "denoise=0.2", "0.2"), touches=(*QUERY, "draws"))  # fmt: skip
    def denoise(self, argument: str) -> str:
        share = read("float", argument)
        if share is None or not 0.0 <= share <= 1.0:
            raise InputError(f"denoise={shorten(argument)} is no share; allowed: 0 to 1.")
        self._need_query("denoise")
        s = self.state
        whole = np.where(s.shown == 0, np.int8(-1), s.shown).astype(np.int8)
        rng = np.random.default_rng([self.seed, DRAWS, s.draws])
        chosen = rng.permutation(whole.size)[: round(share * whole.size)]
        noisy = whole.copy()
        noisy[chosen] *= -1
        self._ask(noisy, s.shown, "denoise")
        return f"{share:g}"

    def _square(self) -> np.ndarray:
        """What is drawn on, in rows: what was there before noise, where there is some."""
        s = self.state
        drawn = s.shown if s.completion_kind == "denoise" else s.query
        return drawn.reshape(self.parameters.side, -1)

    def _need_query(self, name: str) -> None:
        if not self.state.shown.any():
            raise InputError(f"There is nothing on the pad to {name}: draw, or show=K, first.")

    def _ask(self, query: np.ndarray, shown: np.ndarray, kind: str) -> None:
        """Put a query on the pad and begin to complete it."""
        s = self.state
        s.query, s.shown = frozen(query.astype(np.int8)), frozen(shown.astype(np.int8))
        s.completion_kind = kind
        self.begin_completion()

    def _picture(self, argument: str) -> tuple[np.ndarray, str]:
        """Return the pattern (side, side) int8 of a file or of packed data, and its text."""
        side = self.parameters.side
        if argument.startswith("data:"):
            arrays, _ = unpack(argument.removeprefix("data:"))
            square = arrays.get("pattern", np.zeros(0))
            if square.shape != (side, side) or not np.isin(square, (-1, 0, 1)).all():
                raise InputError(f"The packed drawing does not fit {side}×{side} pixels.")
            square = square.astype(np.int8)
        else:
            square = pictures.read_pattern(argument, side)
        return square, "data:" + pack({"pattern": square})

    # ---- dreams ----

    @action("Dream", "All fantasies begin anew; of a class, where there are label units.",
            Argument("text", "dream or dream=LABEL", is_optional=True), touches=DREAM)  # fmt: skip
    def dream(self, argument: str) -> str | None:
        label = self._class_called(argument) if argument.strip() else -1
        self.state.dream_label = label
        self.seed_fantasies()
        return self.classes[label] if label >= 0 else None

    @action("New fantasies", "Let all fantasies begin anew, by chance.", touches=DREAM,
            name="reseed_fantasies")  # fmt: skip
    def reseed_fantasies(self) -> None:
        self.seed_fantasies()

    def _class_called(self, argument: str) -> int:
        name, classes = argument.strip(), self.classes
        if not classes:
            raise InputError(
                f"dream={shorten(argument)} asks for a class, and the machine has no label units: "
                "set labels=true and let it learn, or write dream."
            )
        if name not in classes:
            raise InputError(f"dream={shorten(argument)} is no class; allowed: {one_of(classes)}.")
        return classes.index(name)

    # ---- weights ----

    @action("Load weights", "Take weights and biases from an NPZ file, or a shipped checkpoint.",
            Argument("text", "load=FILE or load=checkpoint:NAME"), touches=LEARNED)  # fmt: skip
    def load(self, argument: str) -> str:
        s = self.state
        arrays, text = read_weights(argument, s.visible_biases.size, s.hidden_biases.size)
        for name in NAMES:
            setattr(s, f"made_{name}", frozen(arrays[name]))
        s.made_fantasies = frozen(arrays.get(FANTASIES, np.zeros((0, 0), np.uint8)))
        self.take_made()
        return text

    @action("Save weights", "Write weights and biases to an NPZ file.",
            Argument("text", "save=FILE"))  # fmt: skip
    def save(self, argument: str) -> str:
        if argument != WRITTEN:
            write_weights(argument, self)
        return WRITTEN

    # ---- the person's own examples ----

    @action("Add", "What is on the pad becomes an example to learn, of class LABEL if given.",
            Argument("text", "add or add=LABEL", is_optional=True),
            touches=("examples", "example_labels"))  # fmt: skip
    def add(self, argument: str) -> str | None:
        p, s = self.parameters, self.state
        if p.data != "drawn":
            raise InputError("Examples are added to your own drawings: set data=drawn first.")
        self._need_query("add")
        label = whole_number(argument) if argument.strip() else -1
        if label is None or not -1 <= label <= 9 or (p.labels and label < 0):
            raise InputError(f"add={shorten(argument)} is no class; allowed: 0 to 9.")
        if len(s.examples) >= MOST_EXAMPLES:
            raise InputError(
                f"There are {MOST_EXAMPLES} examples already, which is the most; forget some first."
            )
        row = np.where(s.shown > 0, INK, 0).astype(np.uint8)[None]
        self._set_examples(np.concatenate([s.examples, row]),
                           np.append(s.example_labels, np.int16(label)))  # fmt: skip
        return str(label) if label >= 0 else None

    @action("Forget an example", "Take example K away.", Argument("index", "forget_example=K"),
            touches=("examples", "example_labels"), name="forget_example")  # fmt: skip
    def forget_example(self, argument: str) -> str:
        s, number = self.state, whole_number(argument)
        if number is None or not 0 <= number < len(s.examples):
            raise InputError(
                f"forget_example={shorten(argument)} is none of your examples; allowed: "
                + (f"0 to {len(s.examples) - 1}." if len(s.examples) else "none, there are none.")
            )
        rest = np.arange(len(s.examples)) != number
        self._set_examples(s.examples[rest], s.example_labels[rest])
        return str(number)

    def _set_examples(self, examples: np.ndarray, labels: np.ndarray) -> None:
        s = self.state
        s.examples, s.example_labels = frozen(examples), frozen(labels)
        self.clear_cache()
