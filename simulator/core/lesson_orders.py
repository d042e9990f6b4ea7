"""Orders of a lesson: the lines of its `do` and `ask` blocks, one thing to do each.

preset=letters-ten      corrupt=0.25      set temperature=0.5      as in the journal
run settle    run 20 sweep    run to 1000     step, as fast as it goes, and wait for the end
play    pause    speed 10 sweep    speed unlimited batch
page landscape                                show a page of the panel
measure capacity=trials=20                    show a job's page, measure, wait for the table
highlight temperature                         draw an outline around a parameter, a readout, a card,
                                              or a control by the name that is on screen
"""

from dataclasses import dataclass

from simulator.core import job, presets
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.model import Action, Model
from simulator.core.parameter import whole_number
from simulator.core.reading import read

MOST_GRAINS = 10**7
FASTEST = 1e6  # grains a second
VERBS = ("run", "play", "pause", "speed", "page", "measure", "highlight", "set")


@dataclass(frozen=True)
class Order:
    """One line: its verb (`act` for an action), what follows it, and where it stands."""

    verb: str
    what: str
    line: int = 0

    @property
    def text(self) -> str:
        """The order as it is written."""
        return self.what if self.verb == "act" else f"{self.verb} {self.what}".strip()

    @property
    def grain_and_count(self) -> tuple[str, int]:
        """Of `run` and `play`: the grain and how many of it; ("", step) for `run to STEP`."""
        words = self.what.split()
        if words[0] == "to":
            return "", whole_number(words[1]) or 0
        return words[-1], (whole_number(words[0]) or 1) if len(words) == 2 else 1

    @property
    def pace(self) -> tuple[str, float]:
        """Of `speed`: the grain, and how many of it a second."""
        number, grain = self.what.split()
        return grain, float("inf") if number == "unlimited" else float(number)


def read_order(text: str, model: type[Model], line: int = 0) -> Order:
    """Return the order a line stands for; raises InputError."""
    first, _, rest = text.strip().partition(" ")
    if first not in VERBS:
        order = Order("act", text.strip(), line)
    else:
        order = Order(first, " ".join(rest.split()) if first != "set" else rest.strip(), line)
    _CHECKS[order.verb](order, model)
    return order


def _check_act(order: Order, model: type[Model]) -> None:
    name, _, argument = order.what.partition("=")
    if name.strip() not in model.declared(Action):
        raise InputError(
            f"{shorten(order.what)} is no order; allowed: {one_of(VERBS)}, or an action of "
            f"{model.name} as `list` names them."
        )
    model.action_asked(name.strip(), argument)
    if name.strip() == "preset":
        presets.load(model.name, argument.strip())


def _check_set(order: Order, model: type[Model]) -> None:
    name, equals, given = order.what.partition("=")
    if not equals:
        raise InputError(f"{shorten(order.text)} lacks a value; write set name=value.")
    model.Parameters.spec(name.strip()).read(given.strip())


def _check_run(order: Order, model: type[Model]) -> None:
    words = order.what.split()
    if not words and order.verb == "play":
        return
    if len(words) == 2 and words[0] == "to" and whole_number(words[1]) is not None:
        return
    if not 1 <= len(words) <= 2:
        raise InputError(f"Write {order.verb} GRAIN, {order.verb} N GRAIN or {order.verb} to STEP.")
    model.grain(words[-1])
    count = whole_number(words[0]) if len(words) == 2 else 1
    if count is None or not 1 <= count <= MOST_GRAINS:
        raise InputError(f"{shorten(order.text)} is not allowed; allowed: 1 to {MOST_GRAINS}.")


def _check_speed(order: Order, model: type[Model]) -> None:
    words = order.what.split()
    if len(words) != 2:
        raise InputError("Write `speed N GRAIN` (grains a second) or `speed unlimited GRAIN`.")
    model.grain(words[1])
    speed = read("float", words[0])
    if words[0] != "unlimited" and (speed is None or not 0 < speed <= FASTEST):
        raise InputError(f"speed {shorten(words[0])} is not allowed; allowed: 0 to {FASTEST:g}.")


def _check_alone(order: Order, model: type[Model]) -> None:
    if order.what:
        raise InputError(f"{order.verb} stands alone; it was given {shorten(order.what)}.")


def _check_given(order: Order, model: type[Model]) -> None:
    if not order.what:
        raise InputError(f"{order.verb} lacks what is to be shown.")


def _check_measure(order: Order, model: type[Model]) -> None:
    job.asked(model, order.what)


_CHECKS = {
    "act": _check_act,
    "set": _check_set,
    "run": _check_run,
    "play": _check_run,
    "pause": _check_alone,
    "speed": _check_speed,
    "page": _check_given,
    "highlight": _check_given,
    "measure": _check_measure,
}
