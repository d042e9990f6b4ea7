"""A lesson being held in a window: where it stands, what has been done, what was predicted.

No widget: `changed` tells whoever shows it. Orders are carried out one after the other, each run to
its end before the next; what is computed for a question is asked of the run when its orders are
through. A step that is jumped to begins with all that was done since the last preset before it.
"""

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from simulator.core.errors import InputError
from simulator.core.job import Table
from simulator.core.lesson_orders import Order
from simulator.core.lesson_text import Ask, Block, Do, LessonText, Prose, Step
from simulator.core.lesson_walk import Answer, Values, before, of_table, right_answer, values_of
from simulator.core.run import Run
from simulator.core.runner import Runner

MEASURED = Callable[[Table | None], None]


class Stage(Protocol):
    """What a lesson drives: a panel and its runner."""

    @property
    def runner(self) -> Runner: ...
    def refresh(self) -> None: ...
    def set_pace(self, grain: str, speed: float) -> None: ...
    def show_page(self, key: str) -> None: ...
    def measure(self, job: str, then: MEASURED) -> None: ...


@dataclass
class Done:
    """What has come of a block: values of the run when it was through, and of a question the
    prediction (None: nobody said) and the answer, or why there is none."""

    values: Values = field(default_factory=dict)
    given: float | None = None
    answer: Answer | None = None
    problem: str = ""


class LessonPlayer(QObject):
    """Goes through the steps of one lesson."""

    changed = Signal()
    highlighted = Signal(object)  # names to be outlined, none: nothing
    refused = Signal(str)
    _came = Signal(object)  # from the runner's thread to the window's

    def __init__(self, name: str, lesson: LessonText, stage: Stage, at: int = 0) -> None:
        super().__init__()
        self.name = name
        self.lesson, self.stage = lesson, stage
        self.at = min(max(at, 0), len(lesson.steps) - 1)
        self.furthest = self.at
        self.done: dict[int, Done] = {}  # of the present step, by the place of the block
        self.running: int | None = None  # the block whose orders are carried out
        self._orders: list[Order] = []
        self._tables: Values = {}
        self._names: list[str] = []  # highlighted by the present block
        self._given: float | None = None
        self._noted: Values = {}  # the values before a question
        self._has_jumped = at > 0
        self._turn = 0  # counts what is begun and given up, so that late answers are known
        self._came.connect(lambda act: act())

    # ---- where it stands ----

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self.lesson.steps[self.at]

    @property
    def pending(self) -> int | None:
        """The place of the first block that waits to be done or answered."""
        for place, block in enumerate(self.step.blocks):
            if not isinstance(block, Prose) and place not in self.done:
                return place
        return None

    @property
    def visible(self) -> Sequence[Block]:
        """The blocks that are shown: up to the first one that waits."""
        pending = self.pending
        return self.step.blocks if pending is None else self.step.blocks[: pending + 1]

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after this step."""
        return self.at == len(self.lesson.steps) - 1

    def values_at(self, place: int) -> Values:
        """Return the values that the words of a block may name: those after what stands above."""
        above = [p for p in self.done if p < place]
        return self.done[max(above)].values if above else {}

    # ---- going through it ----

    def go(self, at: int) -> None:
        """Show a step, from its beginning."""
        self._give_up()
        is_next = at == self.at + 1 and self.pending is None and not self._has_jumped
        self._has_jumped = at > 0 and not is_next
        self.at = min(max(at, 0), len(self.lesson.steps) - 1)
        self.furthest = max(self.furthest, self.at)
        self.done.clear()
        self.highlighted.emit([])
        self.changed.emit()

    def advance(self) -> None:
        """One press of a clicker: do what waits, or else go on to the next step."""
        if self.running is not None:
            return
        pending = self.pending
        if pending is not None:
            self.perform(pending)
        elif not self.is_last:
            self.go(self.at + 1)

    def retreat(self) -> None:
        """One press back: the step before, or this one from its beginning."""
        self.go(self.at if self.done or self.running is not None else self.at - 1)

    def perform(self, place: int, given: float | None = None) -> None:
        """Carry out a block's orders; of a question, after a prediction (None: nobody said)."""
        block = self.step.blocks[place]
        if self.running is not None or isinstance(block, Prose):
            return
        self._turn += 1
        self.running, self._orders, self._names = place, [*self._way_here(block), *block.orders], []
        self.highlighted.emit([])
        self.changed.emit()
        if isinstance(block, Do):
            self._next()
        else:
            self._ask(lambda values: self._begin(given, before(values)))

    def shut(self) -> None:
        """The lesson is put away."""
        self._give_up()
        self.highlighted.emit([])

    def _way_here(self, block: Do | Ask) -> list[Order]:
        """What was done before a step that is jumped to, as fast as it goes."""
        if not self._has_jumped or (block.orders[:1] and _is_preset(block.orders[0])):
            self._has_jumped = False
            return []
        self._has_jumped = False
        earlier = [o for step in self.lesson.steps[: self.at] for o in step.orders()]
        last = max((n for n, order in enumerate(earlier) if _is_preset(order)), default=0)
        way = [replace(o, verb="run") if o.verb == "play" else o for o in earlier[last:]]
        return [o for o in way if o.verb in ("act", "set") or (o.verb == "run" and o.what)]

    # ---- orders, one after the other ----

    def _begin(self, given: float | None, noted: Values) -> None:
        """The values before are known: now the question's orders."""
        self._given, self._noted = given, noted
        self._next()

    def _next(self) -> None:
        while self._orders:
            order = self._orders.pop(0)
            try:
                if self._waits_for(order):
                    return
            except InputError as error:
                self._give_up()
                self.refused.emit(str(error))
                self.changed.emit()
                return
        self._ask(self._finish)

    def _waits_for(self, order: Order) -> bool:
        """Carry out an order; whether its end has to be waited for."""
        runner = self.stage.runner
        match order.verb:
            case "act" | "set":
                runner.do(order.text)  # and the panel shows it before it is told a page or a pace
                self._when(runner.ask(lambda run: None), lambda _: self._shown())
                return True
            case "play" if not order.what:
                runner.play()
            case "run" | "play":
                grain, count = order.grain_and_count
                is_paced = order.verb == "play"
                went = runner.go(grain, count, is_paced) if grain else runner.go_to(count, is_paced)
                self._when(went, self._went)
                return True
            case "pause":
                runner.pause()
            case "speed":
                self.stage.set_pace(*order.pace)
            case "page":
                self.stage.show_page(order.what)
            case "highlight":
                self._names.append(order.what)
                self.highlighted.emit(self._names)
            case "measure":
                turn = self._turn
                self.stage.measure(order.what, lambda table: self._measured(turn, order, table))
                return True
        return False

    def _shown(self) -> None:
        self.stage.refresh()
        self._next()

    def _went(self, is_there: bool) -> None:
        """A run came to its end, or was stopped by hand: then the block waits again."""
        if is_there:
            self._next()
        else:
            self._give_up()
            self.changed.emit()

    def _measured(self, turn: int, order: Order, table: Table | None) -> None:
        if turn != self._turn:
            return
        if table is None:
            self._went(False)
            return
        self._tables |= of_table(order.what.partition("=")[0].strip(), table)
        self._next()

    def _finish(self, values: Values) -> None:
        """The orders are through: what has come of it?"""
        place, self.running = self.running, None
        assert place is not None
        block = self.step.blocks[place]
        done = Done(values)
        if isinstance(block, Ask):
            done.values, done.given = {**values, **self._noted}, self._given
            try:
                done.answer = right_answer(block, done.values)
            except InputError as error:
                done.problem = str(error)
        self.done[place] = done
        self.changed.emit()

    def _give_up(self) -> None:
        if self.running is not None and self.stage.runner.latest.is_playing:
            self.stage.runner.pause()
        self.running, self._orders = None, []
        self._turn += 1

    # ---- the runner's answers, on the window's thread ----

    def _ask(self, then: Callable[[Values], None]) -> None:
        """Ask the run for its values."""
        future = self.stage.runner.ask(_values)
        self._when(future, lambda values: then({**values, **self._tables}))

    def _when(self, future: "Future[Any]", then: Callable[[Any], None]) -> None:
        """Go on when a future has come, unless the block was left meanwhile."""
        turn = self._turn

        def here() -> None:
            if turn != self._turn:
                return
            try:
                then(future.result())
            except InputError as error:
                self._give_up()
                self.refused.emit(str(error))
                self.changed.emit()

        def came(_: object) -> None:
            if not future.cancelled():
                with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
                    self._came.emit(here)

        future.add_done_callback(came)


def _is_preset(order: Order) -> bool:
    return order.verb == "act" and order.what.startswith("preset=")


def _values(run: Run) -> Values:
    return values_of(run.model)
