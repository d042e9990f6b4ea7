"""A kiosk: what of the window is hidden from visitors, and when it begins again by itself.

A **control** is a name such as `rail`, `title.seed`, `parameter.temperature` or `page.energy`; a
profile lists those that are hidden. It lies in the document, so that an exhibit is one file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from simulator.core.model import Model, Readout

MOST_MINUTES = 24 * 60
MAX_HIDDEN = 2000

Name = Annotated[str, msgspec.Meta(max_length=120)]


class Kiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The profile of a kiosk."""

    hidden: Annotated[tuple[Name, ...], msgspec.Meta(max_length=MAX_HIDDEN)] = ()
    idle_minutes: Annotated[float, msgspec.Meta(ge=0, le=MOST_MINUTES)] = 0.0  # 0: never

    def hides(self, control: str) -> bool:
        """Whether visitors do not see a control."""
        return control in self.hidden


@dataclass(frozen=True)
class Group:
    """Controls that stand together, by the names they have on screen."""

    title: str
    controls: Mapping[str, str]  # name: title


WINDOW = {
    "rail": "Rail of models",
    "title": "Title bar, whole",
    "title.equation": "Equation",
    "title.preset": "Preset",
    "title.seed": "Seed",
    "title.backend": "Back end",
    "title.lesson": "Lessons",
    "help": "Help",
    "status": "Status bar",
}
TRANSPORT = {
    "transport": "Transport, whole",
    "transport.to_start": "Back to step 0",
    "transport.back": "Step back",
    "transport.play": "Play and pause",
    "transport.step": "Step",
    "transport.settle": "Run far",
    "transport.grain": "Grain",
    "transport.speed": "Speed",
    "transport.timeline": "Timeline",
    "transport.branch": "Lines of time",
    "transport.place": "Number of steps",
    "transport.reset": "Reset",
}
CARDS = {
    "tools": "Drawing tools",
    "maximise": "Buttons that show a card alone",
    "keys": "Keys of the panel, such as S",
}
KEYS = {  # commands of the window that stay alive in a kiosk, and the control each goes with
    "Play or pause": "transport.play",
    "Step": "transport.step",
    "Step back": "transport.back",
    "Back to step 0": "transport.to_start",
    "Reset": "transport.reset",
    "New seed": "title.seed",
    "Undo": "keys",
    "Redo": "keys",
    "Help": "help",
    "Blank the screen": "",
    "Pointer or spotlight": "",
}


def groups_of(model: type[Model], pages: Mapping[str, str]) -> Sequence[Group]:
    """Return all controls of a model's window; `pages` maps keys to titles."""
    parameters = {f"parameter.{n}": s.label for n, s in model.Parameters.specs().items()}
    readouts = {f"readout.{n}": r.label for n, r in model.declared(Readout).items()}
    groups = (
        Group("Window", WINDOW),
        Group("Transport", TRANSPORT),
        Group("Cards", CARDS),
        Group("Pages", {f"page.{key}": title for key, title in pages.items()}),
        Group("Parameters", parameters),
        Group("Readouts", {**readouts, "invariants": "Must hold"}),
    )
    return [group for group in groups if group.controls]


def in_part(hidden: Kiosk, part: str) -> frozenset[str]:
    """Return the names that a profile hides of a part, without it: of `page` those of pages."""
    return frozenset(_names(hidden, f"{part}."))


def _names(profile: Kiosk, start: str) -> Iterator[str]:
    return (name.removeprefix(start) for name in profile.hidden if name.startswith(start))


def is_alive(profile: Kiosk, title: str) -> bool:
    """Whether a key of the window acts in a kiosk: where its control is seen, no other ever."""
    if title.startswith("Open the "):  # a model
        return not profile.hides("rail")
    control = KEYS.get(title)
    if control is None:
        return False
    return not (profile.hides(control) or profile.hides(control.partition(".")[0]))


def is_alive_in_panel(profile: Kiosk, title: str) -> bool:
    """Whether a key of the panel acts: never one that asks for a file or takes the clipboard."""
    return not (profile.hides("keys") or title.endswith("…") or title.startswith("Paste"))
