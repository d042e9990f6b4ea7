"""Dynamic n-grams (Graves et al. 2014, § 4.4): bits that hang on the five bits before them.

    L bits;  p (32,): the chance of a one after each of the 32 contexts, drawn from Beta(½, ½)

Bits 0 to 4 are a coin's. No one who sees only the bits predicts them better than Bayes: after a
context that N₁ ones and N₀ zeros have followed so far, a one has the probability

    (N₁ + ½)/(N₁ + N₀ + 1)                                                              (10)
"""

import numpy as np

CONTEXT = 5  # bits


def draw_bits(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return bits (L, 1) float32 of a table that is drawn first."""
    table = rng.beta(0.5, 0.5, 2**CONTEXT).tolist()
    bits, context = [], 0
    for t, uniform in enumerate(rng.random(length).tolist()):
        bit = uniform < (table[context] if t >= CONTEXT else 0.5)
        context = (2 * context + bit) % 2**CONTEXT
        bits.append(bit)
    return np.array(bits, np.float32)[:, None]


def contexts(bits: np.ndarray) -> np.ndarray:
    """Return the numbers (L − 5,) of the contexts before bits 5 … L − 1 of bits (L,), the oldest
    bit the highest."""
    powers = 2 ** np.arange(CONTEXT)[::-1]
    windows = np.lib.stride_tricks.sliding_window_view(bits.astype(np.int64), CONTEXT)
    return windows[:-1] @ powers


def optimal(bits: np.ndarray) -> np.ndarray:
    """Return the probabilities (L − 1,), float64, that bits 1 … L − 1 of bits (L,) are ones, given
    all before them: Bayes' (10), and ½ where there is no context yet."""
    before = contexts(bits)
    is_here = np.eye(2**CONTEXT)[before]  # (L − 5, 32)
    seen = np.cumsum(is_here, axis=0) - is_here
    ones = is_here * bits[CONTEXT:, None]
    seen_ones = np.cumsum(ones, axis=0) - ones
    found = np.full(len(bits) - 1, 0.5)
    places = np.arange(len(before)), before
    found[CONTEXT - 1 :] = (seen_ones[places] + 0.5) / (seen[places] + 1.0)
    return found


def cost(probabilities: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> float:
    """Return the cross entropy in nats of probabilities (T,) and bits (T,) where mask (T,) is 1."""
    told = np.where(targets > 0.5, probabilities, 1.0 - probabilities)
    return float(-np.log(told[mask > 0]).sum())
