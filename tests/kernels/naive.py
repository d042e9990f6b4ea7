"""Slow, obvious twins of the kernels: the dense weight matrix, unit by unit, Python integers."""

import math

import numpy as np

MASK = 2**64 - 1


def weights(memories: np.ndarray, rule: str) -> np.ndarray:
    """W (N, N), own connections included, from memories (K, N)."""
    xi = memories.astype(float)
    if rule == "storkey":
        return storkey(xi)
    return xi.T @ xi / xi.shape[1] if rule == "hebb" else np.linalg.pinv(xi) @ xi


def storkey(memories: np.ndarray) -> np.ndarray:
    """W (N, N) by Storkey's rule, one memory after another, sum by sum; the diagonal is 0."""
    n = memories.shape[1]
    W = np.zeros((n, n))
    for xi in memories:
        h = np.zeros((n, n))
        for i, j in np.ndindex(n, n):
            h[i, j] = sum(W[i, k] * xi[k] for k in range(n) if k not in (i, j))
        for i, j in np.ndindex(n, n):
            if i != j:
                W[i, j] += (xi[i] * xi[j] - xi[i] * h[j, i] - h[i, j] * xi[j]) / n
    return W


def perceptron(memories: np.ndarray, margin: float, rounds: int) -> np.ndarray:
    """W (N, N), a row a unit: each learns its weakest memory, from Hebb's weights; diagonal 0."""
    k, n = memories.shape
    W = memories.T.astype(float) @ memories  # N times the weights: whole numbers, ties are ties
    np.fill_diagonal(W, 0.0)
    for i in range(n):
        others = memories.astype(float)
        others[:, i] = 0.0
        for _ in range(rounds * k):
            stability = memories[:, i] * (others @ W[i])
            weakest = int(np.argmin(stability))
            if stability[weakest] > 0 and stability[weakest] >= margin * np.linalg.norm(W[i]):
                break
            W[i] += memories[weakest, i] * others[weakest]
        W[i] /= (memories[:, i] * (others @ W[i])).mean()  # a memory's field is 1 on average
    return W


def unlearned(memories, rate, dreams, sweeps, words) -> np.ndarray:
    """W (N, N) by Hebb's rule after some dreams; the diagonal is 0."""
    n = memories.shape[1]
    W = memories.T.astype(float) @ memories / n
    np.fill_diagonal(W, 0.0)
    for _ in range(dreams):
        units = np.array([1 if words.uniform() < 0.5 else -1 for _ in range(n)])
        for _ in range(sweeps):
            if not update_in_turn(W, units, words.shuffled(n), False, 0.0, 0.0, words):
                break
        W -= rate * np.outer(units, units) / n
        np.fill_diagonal(W, 0.0)
    return W


def energy(W: np.ndarray, units: np.ndarray, threshold: float) -> float:
    """E = −½ Σ_{i≠j} w_ij s_i s_j + θ Σ s_i, term by term."""
    total, n = 0.0, len(units)
    for i in range(n):
        total += threshold * units[i]
        for j in range(n):
            if i != j:
                total -= 0.5 * W[i, j] * units[i] * units[j]
    return float(total)


def leak(units: np.ndarray, gain: float) -> float:
    """(1/g) Σ ∫₀^s artanh(x) dx by the trapezoid rule."""
    total = 0.0
    for value in units:
        x = np.linspace(0.0, value, 20001)
        total += np.trapezoid(np.arctanh(x), x)
    return float(total / gain)


def noise(temperature, words) -> float:
    """What a temperature adds to a field."""
    if temperature == 0:
        return 0.0
    u = words.uniform()
    return 0.5 * temperature * math.log(u / (1 - u))


def response(drive, gain) -> float:
    """What a unit answers to its drive."""
    if gain:
        return math.tanh(gain * drive)
    return 1 if drive >= -1e-12 else -1


def wanted(W, units, i, has_own, threshold, temperature, words, gain=0.0) -> float:
    """What unit i becomes when it looks at its field."""
    felt = sum(W[i, j] * units[j] for j in range(len(units)) if j != i or has_own) - threshold
    return response(felt - noise(temperature, words), gain)


def update_in_turn(W, units, order, has_own, threshold, temperature, words, gain=0.0) -> int:
    """Update units (N,) in place, one after another; returns how many changed sign."""
    flips = 0
    for i in order:
        new = wanted(W, units, i, has_own, threshold, temperature, words, gain)
        flips += new != units[i] and new * units[i] <= 0
        units[i] = new
    return flips


def decide_together(
    W, units, order, has_own, threshold, temperature, words, gain=0.0, probability=1.0
) -> np.ndarray:
    """The next values (N,), all from the same old state."""
    new = units.copy()
    for i in order:
        if probability < 1 and words.uniform() >= probability:
            continue
        new[i] = wanted(W, units, i, has_own, threshold, temperature, words, gain)
    return new


class Dense:
    """Energies of overlaps: polynomial (degree), exponential, modern (beta); memories (K, N)."""

    def __init__(self, memories, kind, degree=3, beta=0.1):
        self.xi, self.kind, self.degree, self.beta = memories.astype(float), kind, degree, beta
        self.n = memories.shape[1]

    def potential(self, units) -> float:
        x = [sum(xi[i] * units[i] for i in range(self.n)) for xi in self.xi]
        if self.kind == "polynomial":
            return self.n / self.degree * sum((v / self.n) ** self.degree for v in x)
        beta = 1.0 if self.kind == "exponential" else self.beta
        top = max(beta * v for v in x)
        return (top + math.log(sum(math.exp(beta * v - top) for v in x))) / beta

    def energy(self, units, threshold) -> float:
        pull = 0.5 * sum(v * v for v in units) if self.kind == "modern" else 0.0
        return -self.potential(units) + pull + threshold * float(sum(units))

    def wanted(self, units, i, threshold, temperature, words, gain) -> float:
        on, off = units.astype(float), units.astype(float)
        if self.kind == "modern" or gain:  # the slope, by a difference
            step = 1e-4
            on[i] += step
            off[i] -= step
            h = (self.potential(on) - self.potential(off)) / (2 * step)
        else:
            on[i], off[i] = 1, -1
            h = 0.5 * (self.potential(on) - self.potential(off))
        felt = h - threshold - noise(temperature, words)
        return min(1.0, max(-1.0, felt)) if self.kind == "modern" else response(felt, gain)


class Words:
    """xoshiro256++ as published (prng.di.unimi.it), in Python integers."""

    def __init__(self, state):
        self.s = [int(word) for word in state]

    def word(self) -> int:
        s = self.s
        result = (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)
        return result

    def uniform(self) -> float:
        return ((self.word() >> 12) + 0.5) * 2.0**-52

    def picked(self, n: int) -> list[int]:
        return [(self.word() >> 32) * n >> 32 for _ in range(n)]

    def shuffled(self, n: int) -> list[int]:
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = (self.word() >> 32) * (i + 1) >> 32
            order[i], order[j] = order[j], order[i]
        return order


def rotated(x: int, k: int) -> int:
    return (x << k | x >> (64 - k)) & MASK
