"""Calls every kernel of the Hopfield network once with each kind of array it will be given."""

from typing import Any

import numpy as np

from kernels import hopfield as kernels
from kernels import words as random_words
from simulator.models.hopfield_recall import recall_all
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters

DYNAMICS = ("asynchronous", "glauber", "synchronous")  # the others call the same kernels


def call_every_kernel(model_class: Any) -> None:
    """Run every rule a little, with two-valued and graded units."""
    for rule in RULES:
        for units in ("two-valued", "graded"):
            _run(model_class(0, HopfieldParameters(side=2, rule=rule, units=units)))
    random_words.uniforms(np.empty(1), random_words.seeded(0))
    for columns in (np.ones((4, 2), np.int8), np.ones((4, 2))):
        for values in (np.ones(4, np.int8), np.ones(4)):  # small networks leave this to NumPy
            sums, ones = np.empty(2), np.ones(4)
            kernels.sum_along(columns, values, sums)
            kernels.all_fields(values, columns, ones, sums, np.empty(4))


def _run(model: Any) -> None:
    model.act("store=preset:worked-example")
    for dynamics in DYNAMICS:
        model.set("dynamics", dynamics)
        model.advance(4)
    model.network.decide(model.state, model.state.pending, model.order, 0, 4, 0.0, 1.0)
    model._decide_from(model.network.felt(model.state.units), 4, 0.0, 1.0)
    model.set("dynamics", "asynchronous")
    recall_all(model.network, model.state.memories, np.random.default_rng(0))
