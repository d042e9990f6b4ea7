"""Batches of states for the kernels that update many at once, and for their twins."""

from itertools import product

import numpy as np

from simulator.models.hopfield_dense import EXPONENTIAL, MODERN, POLYNOMIAL
from simulator.models.hopfield_learning import learn
from simulator.models.hopfield_state import HopfieldParameters
from tests.kernels import naive

STATES = 3
SHAPES = {"polynomial": POLYNOMIAL, "exponential": EXPONENTIAL, "modern": MODERN}
KINDS = (  # rule, gain, temperature, probability: few, as each is compiled for itself
    ("hebb", None, 0.0, 1.0),
    ("hebb", None, 0.0, 0.4),
    ("pseudo-inverse", None, 0.7, 0.4),
    ("pseudo-inverse", 3.0, 0.7, 1.0),
)
PAIRWISE = [(n, *kind) for n, kind in product((1, 2, 7, 64), KINDS)]
DENSE = [
    (n, kind, degree, gain, temperature)
    for n, kind, degree, (gain, temperature) in product(
        (1, 2, 7, 24), SHAPES, (2, 3, 6), ((None, 0.0), (2.0, 0.4))
    )
    if kind == "polynomial" or degree == 2
]
THRESHOLD = 0.03


class Given:
    """Uniforms handed out one after another, as a generator would draw them."""

    def __init__(self, chances, heat, probability=1.0):
        if chances is None:
            drawn = [] if heat is None else list(heat)
        else:
            drawn = []
            for i, chance in enumerate(chances):
                drawn.append(chance)
                if heat is not None and chance < probability:
                    drawn.append(heat[i])
        self._next = iter(drawn)

    def uniform(self):
        return float(next(self._next))


class Batch:
    """STATES random states of n units, and the uniforms that decide about them."""

    def __init__(self, n, is_smooth, temperature=0.0, probability=1.0):
        rng = np.random.default_rng(n)
        shape = STATES, n
        self.memories = rng.choice(np.array([-1, 1], np.int8), (max(1, n // 5), n))
        self.units = rng.choice(np.array([-1, 0, 1], np.int8), shape)
        if is_smooth:
            self.units = rng.uniform(-1, 1, shape)
        self.order = rng.permutation(n).astype(np.int32)
        self.chances = rng.random(shape) if probability < 1 else None
        self.heat = rng.random(shape) if temperature > 0 else None
        self.temperature, self.probability = temperature, probability

    def given(self, b, order=None):
        """The uniforms of one state."""
        chances, heat = (
            u if u is None else u[b] if order is None else u[b][order]
            for u in (self.chances, self.heat)
        )
        return Given(chances, heat, self.probability)


class Pairwise(Batch):
    """With weights, as factors and as a matrix."""

    def __init__(self, n, rule, gain, temperature=0.0, probability=1.0):
        super().__init__(n, gain is not None, temperature, probability)
        self.gain = gain
        self.W = naive.weights(self.memories, rule)
        self.network = learn(self.memories, HopfieldParameters(rule=rule), 0)
        self.sums = np.ascontiguousarray(self.network.sums(self.units.T).T)

    @property
    def right(self):
        return self.network.right

    @property
    def left(self):
        return self.network.left

    @property
    def diagonal(self):
        return self.network.diagonal


class Dense(Batch):
    """With an energy of overlaps; more memories than units."""

    def __init__(self, n, kind, degree, gain, temperature=0.0, probability=1.0):
        super().__init__(n, gain is not None or kind == "modern", temperature, probability)
        self.xi = np.random.default_rng(n).choice(np.array([-1, 1], np.int8), (n, n + 1))
        self.slow = naive.Dense(self.xi.T, kind, degree, 0.3)
        self.shape, self.degree, self.gain = SHAPES[kind], degree, gain
        self.beta = 0.3 if kind == "modern" else 1.0
        self.overlaps = self.units.astype(float) @ self.xi
