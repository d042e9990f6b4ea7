"""How samples tell an equilibrium: correlation times, errors, and a verdict with its reason.

    τ = ½ + Σ_{t=1}^{M} ρ(t)      integrated autocorrelation time, in samples; M is the smallest
                                  with M ≥ 5τ (Sokal 1997); n samples are worth n/(2τ) independent
    δτ = τ √(2(2M + 1)/n)         Madras and Sokal (1988), a cautious figure

Independent samples have τ = ½. Equilibrium is reached where, after the samples of a burn-in have
been left out, the chains agree in energy and in magnetization (R-hat < 1.01, or at most 1.05 where
there are few samples; boltzmann_r_hat.py) and all samples are worth 100 independent ones. Agreement
is a sign, no proof: chains that are all caught in the same valley agree, too.

Sokal, A. (1997). Monte Carlo methods in statistical mechanics. In Functional Integration, Springer.
"""

import math
from dataclasses import dataclass

import numpy as np

from simulator.core.numerals import grouped
from simulator.models.boltzmann_r_hat import NAN, SHORTEST, is_still, split_r_hat

WINDOW = 5.0  # Sokal's c
INDEPENDENT = 0.5  # τ of independent samples
BURN_INS = (1 / 16, 1 / 8, 1 / 4)  # shares of the samples; the smallest that will do is left out
LARGEST = 1 / 2
AGREE, NEARLY = 1.01, 1.05  # R-hat
ENOUGH, MANY = 100, 400  # independent samples


def integrated_autocorrelation(x: np.ndarray) -> tuple[float, float]:
    """Return τ and its error, in samples, of a series (n,) or of chains (C, n) of one quantity.

    Chains share their mean, so that chains that disagree look as correlated as they are. NaN, NaN
    for a series that is constant, not finite, or shorter than 8 samples.
    """
    chains = np.atleast_2d(np.asarray(x, np.float64))
    count, n = chains.shape
    if n < SHORTEST or not count or not np.isfinite(chains).all() or is_still(chains):
        return NAN, NAN
    rho = _correlations(chains)
    tau = INDEPENDENT + np.cumsum(rho[1:])  # of M = 1, 2, …
    enough = np.arange(1, n) >= WINDOW * tau
    window = int(enough.argmax()) if enough.any() else n - 2
    found = max(float(tau[window]), 0.0)
    return found, found * math.sqrt(2.0 * (2 * (window + 1) + 1) / (count * n))


def _correlations(chains: np.ndarray) -> np.ndarray:
    """Return ρ (n,) of chains (C, n), by Fourier transforms padded against wrapping around."""
    n = chains.shape[1]
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(chains - chains.mean(), size, axis=1)) ** 2
    products = np.fft.irfft(spectrum.sum(axis=0), size)[:n]
    return products / products[0]


def independent_samples(chains: np.ndarray) -> float:
    """Return what samples (n,) or (C, n) are worth, at most their number; NaN where τ is."""
    tau, _ = integrated_autocorrelation(chains)
    return np.size(chains) / (2.0 * max(tau, INDEPENDENT)) if tau == tau else NAN


def mean_and_error(x: np.ndarray) -> tuple[float, float]:
    """Return the mean of a series (n,) or of chains (C, n) and its standard error √(2τ var/n).

    The error is 0 for a constant series and NaN for one that is too short.
    """
    x = np.asarray(x, np.float64)
    if not x.size:
        return NAN, NAN
    worth = independent_samples(x)
    if worth == worth:
        return float(x.mean()), math.sqrt(float(x.var()) / worth)
    is_constant = x.shape[-1] >= SHORTEST and is_still(x)
    return float(x.mean()), 0.0 if is_constant else NAN


# ---- the verdict ----


@dataclass(frozen=True)
class Equilibrium:
    """Times are in sweeps. Where nothing can be said `r_hat`, `tau`, `tau_error` are NaN."""

    is_reached: bool
    since: int | None  # sweeps after the last change of what is sampled
    r_hat: float
    tau: float
    tau_error: float
    effective: float  # independent samples of all chains together
    why: str


def judge(energies: np.ndarray, magnetizations: np.ndarray, stride: int) -> Equilibrium:
    """Return the verdict on chains (C, n) each, sampled every `stride` sweeps since the last
    change."""
    energies = np.atleast_2d(np.asarray(energies, np.float64))
    magnetizations = np.atleast_2d(np.asarray(magnetizations, np.float64))
    n = energies.shape[1]
    if n < 2 * SHORTEST:
        return _unknown(f"too early to say: {n} samples of each chain, at least {2 * SHORTEST} are "
                        "needed")  # fmt: skip
    if is_still(energies) and is_still(magnetizations):
        return _unknown(f"nothing has changed in {n} samples: there is nothing to judge from")
    whole = _after(0.0, energies, magnetizations, stride)
    if whole.is_reached:
        return whole
    half = _after(LARGEST, energies, magnetizations, stride)
    if not half.r_hat <= NEARLY:  # then no smaller burn-in will do: spares 3 of 5 ms
        return half
    found = [_after(share, energies, magnetizations, stride) for share in BURN_INS]
    passing = [each for each in (*found, half) if each.is_reached]
    return (passing or [whole if whole.r_hat <= NEARLY else half])[0]


def _after(share: float, e: np.ndarray, m: np.ndarray, stride: int) -> Equilibrium:
    """Return the verdict without the first samples, a share of all."""
    start = int(share * e.shape[1])
    return _measured(e[:, start:], m[:, start:], start, stride)


def _measured(e: np.ndarray, m: np.ndarray, start: int, stride: int) -> Equilibrium:
    chains = len(e)
    moving = [x for x in (e, m) if not is_still(x)]
    if not moving:
        return _unknown("nothing changes any more: there is nothing to judge from")
    r_hat = max(split_r_hat(x) for x in moving)
    taus = [integrated_autocorrelation(x) for x in moving]
    tau, error = max(taus)
    worth = min(independent_samples(x) for x in moving)
    since = start * stride
    agree = r_hat < AGREE or (r_hat <= NEARLY and worth < MANY)
    is_reached = agree and worth >= ENOUGH
    why = _why(is_reached, agree, r_hat, worth, chains, since, stride)
    return Equilibrium(
        is_reached, since if is_reached else None, r_hat, tau * stride, error * stride, worth, why
    )


def _why(
    is_reached: bool, agree: bool, r_hat: float, worth: float, chains: int, since: int, stride: int
) -> str:
    if math.isinf(r_hat):
        return f"the {chains} chains stand still in different states"
    r = f"R-hat = {r_hat:.3f}" if r_hat < 1.1 else f"R-hat = {r_hat:.2f}"
    if is_reached:
        least = "at least " if stride > 1 else ""  # points of a thinned course are few
        samples = f"{least}{grouped(int(worth))} independent samples"
        return f"in equilibrium since sweep {grouped(since)}: {r}, {samples}"
    if agree:
        samples = "sample" if int(worth) == 1 else "samples"
        return f"only {int(worth)} independent {samples} yet, {ENOUGH} are needed ({r})"
    if chains == 1:
        return f"{r} between the chain's halves: it still drifts"
    return f"{r} over {chains} chains: they still disagree"


def _unknown(why: str) -> Equilibrium:
    return Equilibrium(False, None, math.nan, math.nan, math.nan, 0.0, why)
