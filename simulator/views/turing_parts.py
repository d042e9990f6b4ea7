"""The parts of a time step of a Neural Turing Machine: what each does, and what it lights.

A **station** is a place of the machine: input, controller, write heads, read heads, memory, output.
A **leg** leads from one to the next. Without a memory three stations are left.
"""

from dataclasses import dataclass

STATIONS = ("input", "controller", "write", "memory", "read", "output")
PLAIN = ("input", "controller", "output")  # of a network without memory
LEGS = (
    ("input", "controller"),
    ("read", "controller"),
    ("controller", "write"),
    ("controller", "read"),
    ("write", "memory"),
    ("memory", "read"),
    ("controller", "output"),
)

Leg = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """A part of a step: its name, a sentence, and what it lights; "head" is the head at work."""

    name: str
    does: str
    stations: tuple[str, ...]
    legs: tuple[Leg, ...] = ()


PARTS = {
    "input": Part(
        "Input", "The next bits go in, and what was read the time before.",
        ("input", "controller"), LEGS[:2],
    ),
    "controller": Part(
        "Controller", "It tells each head what to look for, how to move, and what to write.",
        ("controller",), LEGS[2:4],
    ),
    "content": Part(
        "Content", "Each location is compared with the head's key.", ("head", "memory"),
        (("head", "memory"),),
    ),
    "gate": Part(
        "Gate", "The head takes what content says, or stays as it was.", ("head",)
    ),
    "shift": Part("Shift", "The weighting moves along the locations.", ("head",)),
    "sharpen": Part("Sharpen", "The largest weights win over the others.", ("head",)),
    "erase": Part(
        "Erase", "What stood where the head looks is wiped.", ("write", "memory"), LEGS[4:5]
    ),
    "add": Part(
        "Add", "Something new is written to the same place.", ("write", "memory"), LEGS[4:5]
    ),
    "read": Part(
        "Read", "What stands where the head looks comes back.", ("memory", "read"), LEGS[5:6]
    ),
    "output": Part(
        "Output", "The controller answers, with what has just been read.",
        ("controller", "output"), (LEGS[1], LEGS[6]),
    ),
}  # fmt: skip
REST = Part("Neural Turing Machine", "A controller that works on a memory through heads.", ())
PLAIN_REST = Part("Network without memory", "All it knows of the past is in its own units.", ())


def part_of(lit: str, kinds: tuple[str, ...]) -> Part:
    """The part of an id, or rest; `kinds` are those of the heads at work, none: no memory."""
    if not lit:
        return REST if kinds else PLAIN_REST
    part = PARTS[lit]
    stations: list[str] = []
    legs: list[Leg] = []
    for station in part.stations:
        stations += kinds if station == "head" else (station,)
    for leg in part.legs:
        both = [("memory", "read") if kind == "read" else ("write", "memory") for kind in kinds]
        legs += both if "head" in leg else [leg]
    if not kinds:
        stations = [one for one in stations if one in PLAIN]
        legs = [leg for leg in legs if set(leg) <= set(PLAIN)]
    return Part(part.name, part.does, tuple(stations), tuple(legs))
