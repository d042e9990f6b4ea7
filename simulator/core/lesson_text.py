"""A lesson as it is written: Markdown whose fenced blocks `do` and `ask` drive the panel.

    # Title                       one heading of the first level; the text below it introduces
    ## 1. Recall                  each heading of the second level begins a step
    Words, *emphasis*, $E = mc^2$, and values of the run: `=round(energy, 1)`

    ```do Spoil a quarter of the A
    preset=letters-ten            one order a line (see `lesson_orders`)
    corrupt=0.25
    ```

    ```ask
    What will come back?
    - the A | recalled == 0       choices, each with when it is right; `else` for all that is left
    - nothing | else
    run settle                    orders that show it
    ```

    ```ask
    How many sweeps does it take?
    number: 1 to 20 sweeps        or a number: its range and unit,
    answer: sweeps                the formula of the right one,
    within: 1                     and how far off still counts (0 where it is left out)
    run settle
    ```

What stands below a block is shown when it has been done, or answered. Comments at the top may say
`order: 1`, `model: hopfield`, `minutes: 5` and `parameters: temperature, rule`: those that stay in
sight in presenter mode, else all that its orders set or highlight.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from simulator.core.formula import Formula
from simulator.core.lesson_orders import Order

COMMENT = re.compile(r"<!--\s*(order|model|minutes|parameters):\s*(.*?)\s*-->")
VALUE = re.compile(r"`=([^`]+)`")


@dataclass(frozen=True)
class Prose:
    """Markdown to read; `formulas` are the values of the run in it, in their order."""

    text: str
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True)
class Do:
    """Orders behind one button."""

    label: str
    orders: tuple[Order, ...]
    line: int = 0


@dataclass(frozen=True)
class Option:
    """A choice, and when it is right: None for all that is left."""

    text: str
    is_right: Formula | None


@dataclass(frozen=True)
class Number:
    """A number that is guessed: its range, and what it is measured in."""

    low: float
    high: float
    unit: str
    answer: Formula
    within: Formula


@dataclass(frozen=True)
class Ask:
    """A question: predict, run, reveal."""

    question: str
    options: tuple[Option, ...]
    number: Number | None
    orders: tuple[Order, ...]
    line: int = 0

    def formulas(self) -> Iterator[Formula]:
        """Yield all that has to be known to judge an answer."""
        yield from (o.is_right for o in self.options if o.is_right)
        if self.number:
            yield from (self.number.answer, self.number.within)


Block = Prose | Do | Ask


@dataclass(frozen=True)
class Step:
    """One heading of the second level, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]
    line: int = 0

    def orders(self) -> Iterator[Order]:
        """Yield all orders of the step."""
        return chain.from_iterable(b.orders for b in self.blocks if not isinstance(b, Prose))


@dataclass(frozen=True)
class LessonText:
    """A whole lesson."""

    title: str
    intro: str
    steps: tuple[Step, ...]
    parameters: tuple[str, ...] = ()  # in sight in presenter mode
    readouts: tuple[str, ...] = ()


def header(text: str) -> dict[str, str]:
    """Return what the comments of a lesson say: `order`, `model`, `minutes`, `parameters`."""
    return dict(COMMENT.findall(text))
