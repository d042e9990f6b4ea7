"""How a window looked when a document was saved: pages, splitters, pace, and the lesson in sight.

It changes nothing that is computed; a window of another size takes of it what fits.
"""

from typing import Annotated

import msgspec

FASTEST = 1e9  # grains a second; more is unlimited

Name = Annotated[str, msgspec.Meta(max_length=120)]
Pixels = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Sizes = Annotated[tuple[Pixels, ...], msgspec.Meta(max_length=16)]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a window keeps of its looks, for one model."""

    page: Name = ""  # of the card of pages
    alone: Name = ""  # the title of the card that is maximised
    splitters: Annotated[tuple[Sizes, ...], msgspec.Meta(max_length=16)] = ()
    grain: Name = ""
    speed: Annotated[float, msgspec.Meta(ge=0, le=FASTEST)] = 0.0  # grains a second; 0: unlimited
    text: Name = ""  # in the help dock: "page", a lesson, or nothing where it is closed
    lesson_step: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
