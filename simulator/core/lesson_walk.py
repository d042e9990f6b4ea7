"""A lesson held without a window: its orders carried out on a run, its questions answered.

`values_of`, `right_answer` and `filled` are what the window uses too, so that a lesson walked by a
test or by `python main.py lesson` gives the answers that a class sees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.core import job
from simulator.core.errors import InputError
from simulator.core.lesson_orders import Order
from simulator.core.lesson_text import VALUE, Ask, Do, LessonText, Prose
from simulator.core.model import Model
from simulator.core.numerals import grouped
from simulator.core.run import Run

Values = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What turned out to be right: the place among the choices, or a number and how far off
    still counts."""

    index: int | None = None
    number: float = 0.0
    within: float = 0.0

    def is_right(self, given: float) -> bool:
        """Whether a prediction (a choice's index, or a number) was right."""
        if self.index is not None:
            return given == self.index
        return abs(given - self.number) <= self.within + 1e-9 * abs(self.number)


def values_of(model: Model) -> Values:
    """Return the values of a run that formulas may name."""
    return {**model.parameters.values(), **model.readouts(), "step": model.step}


def before(values: Mapping[str, Any]) -> Values:
    """Return values as they were when a question was asked: `before.energy`."""
    return {f"before.{name}": value for name, value in values.items() if "." not in name}


def of_table(name: str, table: job.Table) -> Values:
    """Return the columns of what a job measured: `capacity.share`."""
    return {f"{name}.{column}": cells for column, cells in table.columns.items()}


def right_answer(ask: Ask, values: Mapping[str, Any]) -> Answer:
    """Return what is right with these values; raises InputError where that is not one thing."""
    if ask.number:
        return Answer(
            number=float(ask.number.answer.of(values)), within=float(ask.number.within.of(values))
        )
    right = [n for n, o in enumerate(ask.options) if o.is_right and o.is_right.of(values)]
    if not right:
        right = [n for n, o in enumerate(ask.options) if o.is_right is None]
    if len(right) != 1:
        raise InputError(
            f"Line {ask.line}: {len(right)} of the choices turned out right, and one must; "
            "the last may be `| else`."
        )
    return Answer(index=right[0])


def filled(prose: Prose, values: Mapping[str, Any]) -> str:
    """Return a prose's Markdown with the values of the run in their places; `…` where a formula has
    no value."""
    written = iter([_written(formula, values) for formula in prose.formulas])
    return VALUE.sub(lambda _: f"**{next(written)}**", prose.text)


def as_words(value: Any) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return (
            grouped(value).replace("-", "−") if abs(value) > 9999 else str(value).replace("-", "−")
        )
    if isinstance(value, float):
        return (f"{value:.0f}" if value == round(value) else f"{value:.3g}").replace("-", "−")
    return "none" if value is None else str(value)


def _written(formula: Any, values: Mapping[str, Any]) -> str:
    try:
        return as_words(formula.of(values))
    except InputError:
        return "…"


class Walk:
    """Holds a lesson on a run of its own."""

    def __init__(self, lesson: LessonText, model: type[Model]) -> None:
        self.lesson, self.run = lesson, Run(model(), keeps_history=False)
        self.tables: Values = {}

    def answers(self) -> Iterator[tuple[Ask, Answer, Values]]:
        """Go through all steps; yield every question, what was right, and the values then."""
        for step in self.lesson.steps:
            for block in step.blocks:
                if isinstance(block, Do):
                    self.perform(block.orders)
                elif isinstance(block, Ask):
                    yield block, *self.answer(block)

    def answer(self, ask: Ask) -> tuple[Answer, Values]:
        """Carry out a question's orders; returns what was right, and the values then."""
        noted = before(values_of(self.run.model))
        self.perform(ask.orders)
        values = {**self.values(), **noted}
        return right_answer(ask, values), values

    def values(self) -> Values:
        """Return what formulas may name now."""
        return {**values_of(self.run.model), **self.tables}

    def perform(self, orders: tuple[Order, ...]) -> None:
        """Carry out orders; what only concerns a window is left out."""
        for order in orders:
            try:
                self._perform(order)
            except InputError as error:
                raise InputError(f"Line {order.line}: {error}") from error

    def _perform(self, order: Order) -> None:
        run = self.run
        if order.verb in ("act", "set"):
            run.do(order.text)
        elif order.verb in ("run", "play") and order.what:
            grain, count = order.grain_and_count
            if not grain:
                run.advance(max(0, count - run.model.step))
            for _ in range(count if grain else 0):
                run.grain(grain)
            run.observe()
        elif order.verb == "measure":
            name = order.what.partition("=")[0].strip()
            table = job.finish(job.begin(run.model, order.what))
            assert table is not None  # nobody cancels it
            self.tables |= of_table(name, table)
