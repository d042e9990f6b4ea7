"""Links: a start, and what was done since, as one line that can be pasted into a chat.

    reverie:hopfield?seed=42&preset=letters-ten&set=temperature:0.5&do=probe=0&step=784
    &do=corrupt=0.25&step=1568

A model, the seed, and then **moves**, made in the order in which they stand: `preset=NAME`,
`set=NAME:VALUE` and `do=ACTION=ARGUMENT` as on the command line, `undo`, `redo`, and `step=N`,
which goes on to step N. A link that the program writes ends with `step=`, so that a full stop after
it is no part of it. What a chat might take for its own (blanks, quotes, stars, +) is
percent-encoded.

A link holds no arrays and names no files: it comes from anybody, so it must not make this program
read, let alone write, what lies on this machine.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from simulator.core import drawing, presets
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.model import Model, checked_seed
from simulator.core.reading import whole_number

SCHEME = "reverie:"
EXAMPLE = f"{SCHEME}hopfield?seed=42&preset=letters-ten&do=corrupt=0.25&step=784"
LONGEST = 2000  # characters: what every chat takes whole
SEARCHED = 20_000  # characters of a text in which a link is looked for
MOST_STEPS = 10**9
SAFE = "-._:=,;"  # beside letters and digits
TAKES_BACK = ("undo", "redo")
ARRAYS, WRITERS = ("restore",), ("save",)  # actions that no link may ask for
SHIPPED = ("preset:", "checkpoint:")  # of what comes with the program
NUMBERS = re.compile(r"[-+0-9,;]*")
FOUND = re.compile(rf"\b{SCHEME}\S+", re.IGNORECASE)

Move = int | str  # a step to go on to, or what `Model.act` understands, or "undo", "redo"
ModelOf = Callable[[str], type[Model]]


@dataclass(frozen=True)
class Link:
    """What a link says."""

    model: str
    seed: int = 0
    moves: tuple[Move, ...] = ()
    backend: str = ""  # "": the model's first

    @property
    def step(self) -> int:
        """The step to which it leads."""
        return next((move for move in reversed(self.moves) if isinstance(move, int)), 0)


def found_in(text: str) -> str:
    """Return the first link in a text (of a chat, say), or an empty text."""
    match = FOUND.search(text[:SEARCHED])
    if not match or "?" not in match[0]:
        return ""
    return match[0].replace("&amp;", "&").rstrip(".,;:!?)]}>'\"`*_")


def written(link: Link) -> str:
    """Return the text of a link; raises InputError where it is longer than a chat takes."""
    items = [f"seed={link.seed}"]
    items += [f"backend={link.backend}"] if link.backend else []
    text = f"{SCHEME}{link.model}?" + "&".join([*items, *map(_item, link.moves)])
    if len(text) > LONGEST:
        raise InputError(
            f"What was done takes {len(text)} characters, and a link has at most {LONGEST}; "
            "save a document and send that file instead."
        )
    return text


def _item(move: Move) -> str:
    if isinstance(move, int):
        return f"step={move}"
    if move in TAKES_BACK:
        return move
    if move.startswith("preset="):
        return quote(move, safe=SAFE)
    if move.startswith("set "):
        name, _, value = move[4:].partition("=")
        return f"set={name.strip()}:{quote(value, safe=SAFE)}"
    return f"do={quote(move, safe=SAFE)}"


def read(text: str, model_class: ModelOf) -> Link:
    """Return what the link in a text says, checked against what the model declares.

    Raises InputError in one sentence; what hangs on the state is refused when it is done.
    """
    found = found_in(text)
    if not found:
        raise InputError(f"{shorten(text)!r} holds no link; one looks like {EXAMPLE}.")
    if len(found) > LONGEST:
        raise InputError(f"This link has {len(found)} characters; allowed: {LONGEST}.")
    try:
        return _read(found, model_class)
    except InputError as error:
        raise InputError(f"This link can't be opened: {error}") from error


def _read(found: str, model_class: ModelOf) -> Link:
    name, _, query = found[len(SCHEME) :].partition("?")
    cls = model_class(_decoded(name).strip("/").lower())
    seed, backend = 0, ""
    moves: list[Move] = []
    for item in filter(None, query.split("&")):
        key, _, value = item.partition("=")
        value = _decoded(value)
        if key in ("seed", "backend"):
            if moves:
                raise InputError(f"{key}= must stand before all that is done.")
            seed = checked_seed(value) if key == "seed" else seed
            backend = _backend(cls, value) if key == "backend" else backend
        else:
            moves.append(_move(cls, key, value))
    if sum(lengths(moves)) > MOST_STEPS:
        raise InputError(f"it takes more than {MOST_STEPS} steps.")
    return Link(cls.name, seed, tuple(moves), backend)


def lengths(moves: Sequence[Move]) -> list[int]:
    """Return how many steps each move takes; after a restart a smaller step follows a larger."""
    taken, now = [], 0
    for move in moves:
        is_step = isinstance(move, int)
        taken.append(int(move) - (now if int(move) >= now else 0) if is_step else 0)
        now = int(move) if is_step else now
    return taken


def _move(cls: type[Model], key: str, value: str) -> Move:
    if key == "step":
        step = whole_number(value)
        if step is None or not 0 <= step <= MOST_STEPS:
            raise InputError(f"step={shorten(value)} is no step; allowed: 0 to {MOST_STEPS}.")
        return step
    if key in TAKES_BACK and not value:
        return key
    if key == "set":
        name, sign, given = re.match(r"([^:=]*)([:=]?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        if not sign:
            raise InputError(f"set={shorten(value)} lacks a value; write set=name:value.")
        text = f"set {name}={given}"
    elif key in ("do", "preset"):
        text = value if key == "do" else f"preset={value}"
    else:
        known = one_of(("seed", "backend", "preset", "set", "do", *TAKES_BACK, "step"))
        raise InputError(f"it says {shorten(key)}, which is not known; allowed: {known}.")
    check(cls, text)
    return text


def check(cls: type[Model], text: str) -> None:
    """Raise InputError unless a model declares what a text says, and a link may say it."""
    if text.startswith("set "):
        name, _, given = text[4:].partition("=")
        spec = cls.Parameters.spec(name.strip())
        if spec.read(given) and spec.browse:
            raise InputError(f"{spec.name} names a file, and links carry no files.")
        return
    name, _, argument = text.partition("=")
    if name in ARRAYS or argument.startswith("data:"):
        raise InputError(f"{name}= holds arrays, and links carry none.")
    if name in WRITERS:
        raise InputError(f"{name}= writes a file, which no link may do.")
    declared = cls.action_asked(name, argument)
    if name == "preset":
        presets.load(cls.name, argument)
    if declared.argument and "FILE" in declared.argument.syntax and not _is_no_file(argument):
        raise InputError(f"{name}={shorten(argument)} names a file, and links carry no files.")


def _is_no_file(argument: str) -> bool:
    """Whether an argument that might be a file's path is surely none."""
    is_numbers = NUMBERS.fullmatch(argument) is not None
    return is_numbers or argument.startswith(SHIPPED) or drawing.is_stroke(argument)


def _backend(cls: type[Model], name: str) -> str:
    if name not in cls.backends:
        raise InputError(f"{cls.name} has no back end {shorten(name)}: {one_of(cls.backends)}.")
    return name if name != cls.backends[0] else ""


def _decoded(text: str) -> str:
    """Return a percent-encoded text as it was; raises InputError for what is no text."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise InputError(f"{shorten(text)} is damaged.") from error
