"""Learning that can be given up: `learn`, with a breath now and then.

The perceptron's units learn one by one, so they are taught in slices. The other rules learn in one
piece, which is done on a thread of its own while the generator breathes; one that is given up runs
to its end there, and is forgotten.
"""

from collections.abc import Generator
from threading import Thread
from typing import Any

import numpy as np

from kernels import hopfield_learning as kernels
from simulator.core.blas import one_thread
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_learning import ROUNDS, learn
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_state import HopfieldParameters

Learning = Generator[float, None, Network]
BREATH = 0.05  # seconds between two looks at the thread
MOST_STEPS = 2e8  # of a slice of perceptrons: some 0.2 s


def learn_in_parts(
    memories: np.ndarray, p: HopfieldParameters, seed: int, is_long: bool
) -> Learning:
    """Yield the share done several times a second if it `is_long`; return what `learn` returns (of
    the perceptron, up to rounding)."""
    if not is_long:
        return learn(memories, p, seed)
    if p.rule == "perceptron":
        return (yield from _perceptrons(memories, p))
    return (yield from _on_a_thread(memories, p, seed))


def _on_a_thread(memories: np.ndarray, p: HopfieldParameters, seed: int) -> Learning:
    found: list[Any] = []

    def work() -> None:
        try:
            found.append(learn(memories, p, seed))
        except Exception as error:  # it is raised where the network is awaited
            found.append(error)

    thread = Thread(target=work, name="learning", daemon=True)
    thread.start()
    yield 0.0  # how much is done nobody knows
    while thread.is_alive():
        thread.join(BREATH)
        yield 0.0
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def _perceptrons(memories: np.ndarray, p: HopfieldParameters) -> Learning:
    """Every unit's weights are scaled by the number of units in a slice: undo that."""
    xi = np.array(memories.T, order="C")
    n, k = xi.shape
    with one_thread():
        gram = np.rint(xi.T.astype(np.float64) @ xi.astype(np.float64))
    left, stability = np.empty(xi.shape), np.empty(n)
    together = int(max(1, min(n, MOST_STEPS / (ROUNDS * k * k))))
    for start in range(0, n, together):
        rows = slice(start, min(n, start + together))
        kernels.learn_perceptrons(xi[rows], gram, p.margin, ROUNDS, left[rows], stability[rows])
        left[rows] *= n / (rows.stop - rows.start)
        yield rows.stop / n
    diagonal = np.einsum("nk,nk->n", left, xi)
    return Factors(xi, p, xi, left, diagonal, None, False, stability)
