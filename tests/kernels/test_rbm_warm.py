"""The window's process never compiles: warming up calls every kernel with all it will be given."""

import os

import pytest

from tests.helpers import run_python

WALK = """
from itertools import product
from kernels import counted, rbm, rbm_exact, rbm_ratio, rbm_sparse, strokes
from simulator.core import job
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters

def compiled():
    found = {}
    for module in (counted, rbm, rbm_exact, rbm_ratio, rbm_sparse, strokes):
        for name, value in vars(module).items():
            if hasattr(value, "signatures"):
                found[module.__name__, name] = len(value.signatures), value.stats.cache_misses
    return found

Rbm.warm_up()
warm = compiled()
assert len(warm) > 10, warm
kinds = (
    dict(data="bars-and-stripes"), dict(data="strokes"), dict(data="strokes", labels=True),
    dict(data="strokes", visible_type="gaussian"), dict(data="patches", visible_type="gaussian"),
    dict(data="strokes", visible_type="gaussian", labels=True),
)
for kind, learning in product(kinds, [c.id for c in RbmParameters.spec("learning").choices]):
    values = {**kind, "side": 5, "hidden": 4, "examples": 100, "chains": 3, "temperatures": 3}
    if learning == "ratio-matching" and ("labels" in kind or "visible_type" in kind):
        continue
    for how in ("none", "threshold", "stochastic"):
        model = Rbm(1, RbmParameters(**values, learning=learning, binarization=how, k=2))
        model.advance(4)
        for text in ("show=0", "cover=left", "reconstruct", "denoise=0.2", "dream"):
            model.act(text)
        model.advance(7)
        model.snapshot(), model.readouts(), model.invariants()
        new = {k: v for k, v in compiled().items() if warm.get(k) != v}
        assert not new, (kind, learning, how, new)
for learning, labels in product(("cd", "pcd", "replica-exchange"), (False, True)):  # sparse layers
    model = Rbm(1, RbmParameters(learning=learning, labels=labels, examples=100, temperatures=2))
    model.advance(7)
    model.act("clamp=0,0;9,9")
    model.snapshot(), model.readouts(), model.invariants()
    new = {k: v for k, v in compiled().items() if warm.get(k) != v}
    assert not new, (learning, labels, new)
model.act("set labels=false")
model.act("set data=drawn"), model.act("set visible_type=bernoulli")
model.act("clamp=0,0;3,3"), model.act("add=1")
model.advance(4)
likely = "log_likelihood=exact=false;chains=3;temperatures=10"
for kind in kinds:
    model = Rbm(1, RbmParameters(**kind, side=5, hidden=4, examples=100))
    model.advance(3)
    job.finish(job.begin(model, likely))
    if kind["data"] != "bars-and-stripes":
        job.finish(job.begin(model, "completion=patterns=10;chains=2;steps=1"))
new = {k: v for k, v in compiled().items() if warm.get(k) != v}
assert not new, new
print("the same")
"""


@pytest.mark.skipif("REVERIE_INNER_TESTS" in os.environ, reason="this is the inner run")
def test_after_warming_up_nothing_more_is_compiled():
    result = run_python("-c", WALK)
    assert result.stdout == "the same\n", result.stderr[-2000:]
