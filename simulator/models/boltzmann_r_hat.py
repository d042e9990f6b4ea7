"""R-hat: whether chains see the same distribution, from how far their means lie apart.

    R-hat = √(((m − 1)/m W + B/m)/W)

of half chains of m samples: W is the mean of their variances, B is m times the variance of their
means. Samples are replaced by normal scores of their ranks, once as they are and once as distances
from the median, so that unlike spreads show too; the larger R-hat counts. It is near 1 where all
chains see the same.

Vehtari, A., Gelman, A., Simpson, D., Carpenter, B. and Bürkner, P.-C. (2021). Rank-normalization,
folding, and localization: an improved R-hat. Bayesian Analysis 16, 667–718.
"""

import math

import numpy as np

SHORTEST = 8  # samples of a chain from which anything follows
NAN = math.nan


def is_still(chains: np.ndarray) -> bool:
    """Return whether all samples are the same, but for rounding."""
    return float(np.ptp(chains)) <= 1e-12 * max(1.0, float(np.abs(chains).max()))


def split_r_hat(chains: np.ndarray) -> float:
    """Return R-hat of chains (C, n), each in two halves; one chain is compared with itself.

    1 where all samples are the same, infinite where chains stand still at different values, NaN
    for chains shorter than 8 samples.
    """
    chains = np.atleast_2d(np.asarray(chains, np.float64))
    half = chains.shape[1] // 2
    if half < SHORTEST // 2 or not np.isfinite(chains).all():
        return NAN
    if is_still(chains):
        return 1.0
    halves = np.concatenate([chains[:, :half], chains[:, -half:]])
    folded = np.abs(halves - np.median(halves))
    return max(_r_hat(_normal_scores(halves)), _r_hat(_normal_scores(folded)))


def plain_r_hat(halves: np.ndarray) -> float:
    """Return R-hat of (C, m) as they are: not split, not ranked."""
    return _r_hat(np.asarray(halves, np.float64))


def _r_hat(halves: np.ndarray) -> float:
    m = halves.shape[1]
    within = float(halves.var(axis=1, ddof=1).mean())
    between = float(halves.mean(axis=1).var(ddof=1))
    if within <= 1e-24:
        return 1.0 if between <= 1e-24 else math.inf
    return math.sqrt((m - 1) / m + between / within)


def _normal_scores(x: np.ndarray) -> np.ndarray:
    """Return Φ⁻¹((rank − 3/8)/(S + 1/4)) of S samples; equal ones share their mean rank."""
    from scipy.special import ndtri

    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2.0
    return ndtri((ranks - 0.375) / (x.size + 0.25))[inverse].reshape(x.shape)
