"""Where a head goes, in plain NumPy: for a head that is moved by hand, and for "what if".

Equations in kernels/ntm.py; the kernels are compared with this in the tests.
"""

from typing import NamedTuple

import numpy as np

from kernels.ntm_forward import FLOOR, SMALLEST


class Numbers(NamedTuple):
    """What moves a head for one time step."""

    key: np.ndarray  # (M,)
    beta: float
    gate: float  # 0 … 1
    shift: np.ndarray  # (2S + 1,) ≥ 0, sums to 1: from S back to S on
    gamma: float  # ≥ 1


class Addressed(NamedTuple):
    """What each stage makes, (N,) float64."""

    similarity: np.ndarray
    content: np.ndarray
    gated: np.ndarray
    shifted: np.ndarray
    weighting: np.ndarray


def addressed(memory: np.ndarray, previous: np.ndarray, head: Numbers) -> Addressed:
    """Return where a head goes on a memory (N, M), from its last weighting (N,)."""
    rows, key = memory.astype(float), head.key.astype(float)
    squares = ((rows**2).sum(1) + SMALLEST) * (key @ key + SMALLEST)
    similarity = rows @ key / np.sqrt(squares)
    content = np.exp(head.beta * (similarity - similarity.max()))
    content /= content.sum()
    gated = head.gate * content + (1.0 - head.gate) * previous
    far = len(head.shift) // 2
    shifted = np.full(len(rows), FLOOR)
    for k, share in enumerate(head.shift):
        shifted += share * np.roll(gated, k - far)
    logs = head.gamma * np.log(shifted)
    weighting = np.exp(logs - logs.max())
    return Addressed(similarity, content, gated, shifted, weighting / weighting.sum())


def entropy(weighting: np.ndarray) -> float:
    """Return the entropy of a weighting (N,), nats."""
    w = weighting.astype(float)
    return float(-(w * np.log(np.maximum(w, 1e-30))).sum())


class Reason(NamedTuple):
    """One way to a slot: from a slot, by a shift, of content or of where the head was."""

    slot: int  # where it comes from
    shift: int  # how far it goes on
    is_content: bool
    share: float  # s, of what stood there
    stood: float  # g wᶜ, or (1 − g) w of the time before


def reasons(content: np.ndarray, previous: np.ndarray, head: Numbers, slot: int) -> list[Reason]:
    """Return all ways to a slot, largest first; the products of share and stood sum to w̃(slot)."""
    far, n = len(head.shift) // 2, len(content)
    found = []
    for k, share in enumerate(head.shift.tolist()):
        start = (slot - (k - far)) % n
        found.append(Reason(start, k - far, True, share, head.gate * float(content[start])))
        stood = (1.0 - head.gate) * float(previous[start])
        found.append(Reason(start, k - far, False, share, stood))
    return sorted(found, key=lambda reason: -reason.share * reason.stood)
