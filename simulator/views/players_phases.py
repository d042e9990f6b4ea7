"""The phases of an iteration: what each is called, what it does, and which parts of the machine
it lights.

A **station** is a place of the machine: noise z, generator, fakes, data, discriminator, its
outputs, the losses. A **leg** leads from one to the next; a gradient goes the legs backwards.
"""

from dataclasses import dataclass

STATIONS = ("noise", "g", "fake", "real", "d", "outputs", "losses")
FORWARD = (
    ("noise", "g"),
    ("g", "fake"),
    ("fake", "d"),
    ("real", "d"),
    ("d", "outputs"),
    ("outputs", "losses"),
)
BACKWARD = (("losses", "outputs"), ("outputs", "d"), ("d", "fake"), ("fake", "g"))

Leg = tuple[str, str]


@dataclass(frozen=True)
class Phase:
    """One phase: whose turn it is, and the stations and legs that are lit."""

    player: str
    name: str
    does: str
    stations: tuple[str, ...]
    legs: tuple[Leg, ...] = ()


PHASES = {
    "d-noise": Phase(
        "D", "Draw noise z", "Points of pure chance go through G: these are the fakes.",
        ("noise", "g", "fake"), FORWARD[:2],
    ),
    "d-data": Phase("D", "Draw data x", "A batch of real examples.", ("real",)),
    "d-forward": Phase(
        "D", "D judges both", "D rates data and fakes: high means real.",
        ("d", "outputs"), FORWARD[2:5],
    ),
    "d-loss": Phase(
        "D", "D's loss", "How badly D tells data from fakes.", ("losses",), FORWARD[5:]
    ),
    "d-gradient": Phase(
        "D", "D's gradient", "The loss goes back through D: how would it get smaller?",
        ("losses", "d"), BACKWARD[:2],
    ),
    "d-update": Phase("D", "D learns", "The weights of D move. G stays as it is.", ("d",)),
    "g-noise": Phase("G", "Draw noise z", "Fresh noise for the generator.", ("noise",)),
    "g-fake": Phase("G", "G makes fakes", "Noise goes in, fakes come out.", ("g", "fake"),
                    FORWARD[:2]),
    "g-forward": Phase(
        "G", "D judges fakes", "G wants D to take them for data.", ("d", "outputs", "losses"),
        (FORWARD[2], *FORWARD[4:]),
    ),
    "g-gradient": Phase(
        "G", "Gradient through D", "D tells each fake where to go; G finds the weights for it.",
        ("losses", "g"), BACKWARD,
    ),
    "g-update": Phase("G", "G learns", "The weights of G move. D stays as it is.", ("g",)),
}  # fmt: skip
REST = Phase(
    "", "Two players", "G turns noise into fakes. D tells fakes from data. Each learns from the "
    "other.", (),
)  # fmt: skip
LEARNS = {"d-update": "d", "g-update": "g"}  # whose weights move


def phase_of(lit: str, is_flowing_back: bool = False) -> Phase:
    """The phase of an id, or rest; a gradient that flows at rest lights its whole way."""
    if not lit and is_flowing_back:
        return Phase("", REST.name, REST.does, (), BACKWARD)
    return PHASES[lit] if lit else REST


def turn_of(lit: str) -> str:
    """Whose turn it is, and how far it has come: "D's turn · 3 of 6"."""
    if not lit:
        return ""
    turn = [one for one in PHASES if PHASES[one].player == PHASES[lit].player]
    return f"{PHASES[lit].player}'s turn · {turn.index(lit) + 1} of {len(turn)}"
