"""The models, one file each; loaded when asked for. No Qt, no torch."""

from importlib import import_module

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.model import Model

# name: class in simulator/models/NAME.py
CATALOGUE = {
    "hopfield": "Hopfield",
    "boltzmann": "Boltzmann",
    "rbm": "Rbm",
    "gan": "Gan",
    "ntm": "Ntm",
}


def model_class(name: str) -> type[Model]:
    """Return a model's class by its name; raises InputError."""
    if name not in CATALOGUE:
        raise InputError(f"There is no model {shorten(name)}; allowed: {one_of(CATALOGUE)}.")
    return getattr(import_module(f"simulator.models.{name}"), CATALOGUE[name])


def compile_kernels() -> None:
    """Compile every model's kernels, or load them from disk, by running each model a little."""
    from simulator.core import warmup

    warmup.use()

    def call_every_kernel() -> None:
        for name in CATALOGUE:
            model_class(name).warm_up()
            warmup.mark(name)

    warmup.compile_here(call_every_kernel)
