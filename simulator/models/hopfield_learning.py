"""Learning: memories and a rule make a network.

Costs for N units and K memories: Hebb O(NK); pseudo-inverse and Storkey O(NK²); perceptron O(NK)
for each round; unlearning O(N(K + dreams)) for each sweep of each dream.
"""

from collections.abc import Callable

import numpy as np

from kernels import hopfield_learning as kernels
from kernels import words as random_words
from simulator.core.blas import one_thread
from simulator.models.hopfield_dense import Dense
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_state import HopfieldParameters

RANK_TOLERANCE = 1e-10  # of the largest eigenvalue of C: below, memories count as dependent
ROUNDS = 50  # perceptron steps for each memory, at most
DREAM_SWEEPS = 50
DREAMS = 7  # the stream of random words that dreams are drawn from


def learn(memories: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    """Return the network that a rule makes of memories (K, N) int8; dreams depend on the seed."""
    xi = np.array(memories.T, order="C")
    with one_thread():
        return _LEARNERS[p.rule](xi, p, seed)


def learned_from(p: HopfieldParameters) -> tuple[object, ...]:
    """The parameters that learning depends on: when one changes the network is learned again."""
    also = {
        "perceptron": (p.margin,),
        "unlearning": (p.unlearning_rate, p.unlearning_steps),
    }
    return p.rule, *also.get(p.rule, ())


def _hebb(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    n, k = xi.shape
    return Factors(xi, p, xi, xi, np.full(n, float(k)))


def _pseudo_inverse(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    """Linearly dependent memories are allowed: C⁻¹ is then Moore and Penrose's."""
    hebb = _hebb(xi, p, seed)
    values, vectors = np.linalg.eigh(hebb.correlation)
    kept = values > RANK_TOLERANCE * max(values.max(initial=0.0), 1.0)
    basis = vectors[:, kept]
    inverse = (basis / values[kept]) @ basis.T
    left = np.empty(xi.shape)
    for rows in hebb.blocks():
        left[rows] = xi[rows].astype(np.float64) @ inverse
    diagonal = np.einsum("nk,nk->n", left, xi)
    return Factors(xi, p, xi, left, diagonal, inverse)


def _storkey(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    """Storkey (1997): w += (1/N)(ξ_i ξ_j − ξ_i h_ji − h_ij ξ_j), h_ij = Σ_{k≠i,j} w_ik ξ_k.

    As h_ij = H_i − w_ij ξ_j with H = W ξ, the last two terms are −ξ_i H_j − H_i ξ_j + 2 w_ij. So
    W becomes (1 + 2/N) W + (1/N)(ξξᵀ − ξHᵀ − Hξᵀ): two columns a memory, and no N × N table.
    """
    n, k = xi.shape
    right, left = np.zeros((n, 2 * k)), np.zeros((n, 2 * k))
    diagonal = np.zeros(n)
    for nu in range(k):
        pattern = xi[:, nu].astype(np.float64)
        known = [*range(nu), *range(k, k + nu)]
        h = (left[:, known] @ (right[:, known].T @ pattern) - diagonal * pattern) / n
        left *= 1.0 + 2.0 / n
        right[:, nu], right[:, k + nu] = pattern, h
        left[:, nu], left[:, k + nu] = pattern - h, -pattern
        diagonal = np.einsum("nr,nr->n", left, right)
    c = (1.0 + 2.0 / n) ** np.arange(k - 1, -1, -1)
    mixing = np.block([[np.diag(c), -np.diag(c)], [-np.diag(c), np.zeros((k, k))]])
    return Factors(xi, p, right, left, diagonal, mixing)


def _perceptron(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    hebb = _hebb(xi, p, seed)
    left, stability = np.empty(xi.shape), np.empty(hebb.units)
    if hebb.stored:
        gram = np.rint(hebb.correlation * hebb.units)
        kernels.learn_perceptrons(xi, gram, p.margin, ROUNDS, left, stability)
    diagonal = np.einsum("nk,nk->n", left, xi)
    return Factors(xi, p, xi, left, diagonal, None, False, stability)


def _unlearning(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    n, k = xi.shape
    dreams = p.unlearning_steps if k else 0
    right = np.zeros((n, k + dreams), np.int8)
    right[:, :k] = xi
    left = right.astype(np.float64)
    diagonal = np.full(n, float(k))
    order, units = np.empty(n, np.int32), np.empty(n, np.int8)
    kernels.dream(
        right, left, diagonal, k, p.unlearning_rate, DREAM_SWEEPS, order, units,
        np.zeros(k + dreams), random_words.seeded(seed, DREAMS),
    )  # fmt: skip
    mixing = np.diag(np.r_[np.ones(k), np.full(dreams, -p.unlearning_rate)])
    return Factors(xi, p, right, left, diagonal, mixing)


def _dense(xi: np.ndarray, p: HopfieldParameters, seed: int) -> Network:
    return Dense(xi, p)


_LEARNERS: dict[str, Callable[[np.ndarray, HopfieldParameters, int], Network]] = {
    "hebb": _hebb,
    "pseudo-inverse": _pseudo_inverse,
    "storkey": _storkey,
    "perceptron": _perceptron,
    "unlearning": _unlearning,
    "dense": _dense,
    "modern": _dense,
}
