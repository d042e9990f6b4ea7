"""Jobs: long computations on a frozen copy of a model, beside the run.

A model declares a job as a generator method that yields the share done (0 … 1) and returns a
`Table`. It works on a copy and draws from a generator of its own, made from the seed, the step and
its name: the run goes on undisturbed, and the same state gives the same table. Its **options** are
declared like a model's parameters, and have a text form: `basins=trials=100;corruption_to=0.3`.
"""

import zlib
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.model import Model
from simulator.core.parameter import Parameters, Spec


@dataclass(frozen=True)
class Table:
    """Named columns of equal length: numbers or texts; `about` says what they were made from."""

    columns: dict[str, list[Any]]
    about: dict[str, Any] = field(default_factory=dict)  # model, seed, step, parameters, job

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows in order."""
        return list(zip(*self.columns.values(), strict=True))


Work = Generator[float, None, Table]


@dataclass(frozen=True)
class Job:
    """The declaration of a job."""

    name: str
    label: str
    help: str
    Options: type[Parameters] | None = None
    method: str = ""  # the model's method; "": named like the job

    @property
    def syntax(self) -> str:
        """How the job is asked for: `basins[=name=value;…]`."""
        return f"{self.name}[=name=value;…]" if self.Options else self.name

    def options(self) -> list[Spec]:
        """Return the declarations of its options."""
        return list(self.Options.specs().values()) if self.Options else []

    def read(self, text: str) -> Parameters | None:
        """Return the options of `trials=100;points=5`, the others as declared; None where the job
        has none. Raises InputError."""
        if self.Options is None:
            if text:
                raise InputError(f"{self.name} takes no options; it was given {shorten(text)}.")
            return None
        given: dict[str, str] = {}
        for pair in text.split(";") if text else []:
            name, equals, value = (part.strip() for part in pair.partition("="))
            if name not in self.Options.specs():
                known = one_of(self.Options.specs())
                said = shorten(name) or "without a name"
                raise InputError(f"{self.name} has no option {said}; allowed: {known}.")
            if not equals or name in given:
                fault = "is given twice" if equals else "lacks a value"
                raise InputError(f"{self.name}: {name} {fault}; write name=value;name=value.")
            given[name] = value
        return self.Options.from_values(given)

    def write(self, options: Parameters | None) -> str:
        """Return the text that asks for the job with these options; defaults are left out."""
        if options is None:
            return self.name
        defaults = type(options)().texts()
        pairs = [f"{k}={text}" for k, text in options.texts().items() if text != defaults[k]]
        return f"{self.name}={';'.join(pairs)}" if pairs else self.name


def job(label: str, help: str, Options: type[Parameters] | None = None, name: str = "") -> Callable:
    """Declare a generator method as a job: `(self, rng) -> Table`, or, with `Options`,
    `(self, rng, options) -> Table`. It is named like the method, unless a readout has that name."""

    def mark(method: Callable[..., Work]) -> Callable[..., Work]:
        own = method.__name__
        method.declares = Job(name or own, label, help, Options, own)  # type: ignore[attr-defined]
        return method

    return mark


def jobs_of(model: type[Model]) -> Mapping[str, Job]:
    """Map names to the jobs a model declares."""
    return model.declared(Job)


def asked(model: type[Model], text: str) -> tuple[Job, Parameters | None]:
    """Return the job and the options that a text (`basins`, `basins=trials=100`) asks for; raises
    InputError."""
    name, _, rest = text.partition("=")
    known = jobs_of(model)
    if name.strip() not in known:
        allowed = one_of(known) if known else "none"
        raise InputError(f"{model.name} has no job {shorten(name)}; allowed: {allowed}.")
    declared = known[name.strip()]
    return declared, declared.read(rest.strip())


def begin(model: Model, text: str) -> Work:
    """Return a job at its beginning, on a frozen copy; raises InputError for an unknown one and
    for options that are not allowed."""
    declared, options = asked(type(model), text)
    frozen = type(model)(model.seed, model.parameters)
    frozen.place(model.seed, model.parameters, model.state.copied())
    frozen.backend = model.backend
    rng = np.random.default_rng([model.seed, model.step, zlib.crc32(declared.name.encode())])
    method = getattr(frozen, declared.method or declared.name)
    about = {
        "model": model.name,
        "seed": model.seed,
        "step": model.step,
        **model.parameters.texts(),
        "job": declared.write(options),
    }
    if model.backend != "numba":
        about["backend"] = model.backend
    return _signed(method(rng) if options is None else method(rng, options), about)


def _signed(work: Work, about: dict[str, Any]) -> Work:
    table = yield from work
    return replace(table, about=about)


def finish(work: Work, keep_going: Callable[[float], bool] = lambda share: True) -> Table | None:
    """Run a job to its end; None if `keep_going`, told the share done, ended it before."""
    try:
        while True:
            if not keep_going(next(work)):
                work.close()
                return None
    except StopIteration as end:
        return end.value
