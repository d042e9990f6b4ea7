"""How many random memories each rule can hold, as the papers prove or estimate it.

N is the number of units, K the number of memories, α = K/N the loading; memories are random
patterns of ±1. "Free of errors" means that a memory is a fixed point unit for unit, which for
large N happens far below the critical loading, where a memory is kept with a few wrong units (see
hopfield_theory). All but the perceptron's are asymptotic: at N = 100 expect tens of per cent.

SciPy is imported where it is used: it would cost every start of the program 0.3 s.
"""

import math

import numpy as np

PSEUDO_INVERSE_LOADING = 1.0
"""The loading up to which the pseudo-inverse rule keeps every memory: N independent ones.

Personnaz, Guyon and Dreyfus (1985), J. Physique Lett. 46, 359. Its basins shrink to nothing there
(Kanter and Sompolinsky 1987, Phys. Rev. A 35, 380); with own connections felt already at α = 1/2,
as a single wrong unit has the field (1 − 2 w_ii) ξ_i, and w_ii is α on average.
"""


def perceptron_capacity(margin: float) -> float:
    """Return the largest loading at which weights exist that keep every memory with a margin κ.

    1/α = ∫_{−κ}^∞ Dt (t + κ)² = (1 + κ²) Φ(κ) + κ φ(κ), for κ ≥ 0; 2 at κ = 0. The margin of unit i
    is ξ_i Σ_j w_ij ξ_j / |w_i|. Gardner (1988), J. Phys. A 21, 257; κ = 0: Cover (1965).
    """
    below = 0.5 * math.erfc(-margin / math.sqrt(2.0))  # Φ
    density = math.exp(-0.5 * margin**2) / math.sqrt(2.0 * math.pi)
    return 1.0 / ((1.0 + margin**2) * below + margin * density)


def perceptron_margin(loading: float) -> float:
    """Return the largest margin κ ≥ 0 possible at a loading α > 0: 0.47 at 1, 0 from 2 on."""
    from scipy.optimize import brentq

    if loading >= 2.0:
        return 0.0
    above = math.sqrt(2.0 / loading)  # 1/α ≥ (1 + κ²)/2
    return float(brentq(lambda k: perceptron_capacity(k) - loading, 0.0, above))


def hebb_error_free(units: int, has_all: bool = True, wrong: float = 0.0) -> float:
    """Return K up to which Hebb's rule keeps all memories, N/(4 ln N), or most, N/(2 ln N).

    Smaller by (1 − 2ρ)² where one update of every unit is to mend a share ρ = `wrong` of the units.
    McEliece, Posner, Rodemich and Venkatesh (1987), IEEE Trans. Inf. Theory 33, 461.
    """
    return (1.0 - 2.0 * wrong) ** 2 * units / ((4.0 if has_all else 2.0) * math.log(units))


def storkey_error_free(units: int) -> float:
    """Return N/√(2 ln N), K up to which Storkey's rule keeps most memories.

    Storkey (1997), ICANN '97, LNCS 1327, 451, by a heuristic calculation and simulations; basins:
    Storkey and Valabregue (1999), Neural Networks 12, 869.
    """
    return units / math.sqrt(2.0 * math.log(units))


def dense_error_free(units: int, degree: int) -> float:
    """Return N^(n−1) / (2 (2n−3)!! ln N), K up to which energy −Σ (overlap)^n keeps most memories.

    n = `degree` ≥ 2; n = 2 is Hebb's rule. Krotov and Hopfield (2016), NIPS 29, 1172; proved by
    Demircigil, Heusel, Löwe, Upgang and Vermet (2017), J. Stat. Phys. 168, 288, theorem 2.
    """
    from scipy.special import factorial2

    odd = float(factorial2(2 * degree - 3))
    return float(units) ** (degree - 1) / (2.0 * odd * math.log(units))


def exponential_error_free(units: int, wrong: float = 0.0) -> float:
    """Return exp(N I(1 − 2ρ)/2), K below which energy −Σ exp(overlap) keeps memories: 2^(N/2).

    I(a) = ½ ((1 + a) ln(1 + a) + (1 − a) ln(1 − a)) counts how rare an overlap a is; ρ = `wrong` is
    the share of units that one update of every unit mends, 0 ≤ ρ < 1/2; infinity beyond a double.
    Demircigil, Heusel, Löwe, Upgang and Vermet (2017), J. Stat. Phys. 168, 288, theorem 3.
    """
    rate = math.log(2.0)  # I(1 − 2ρ) = ln 2 + ρ ln ρ + (1 − ρ) ln(1 − ρ)
    if wrong > 0:
        rate += wrong * math.log(wrong) + (1.0 - wrong) * math.log1p(-wrong)
    return _exponential(0.5 * units * rate)


def modern_base(units: int, beta: float, radius: float = 1.0, failure: float = 0.001) -> float:
    """Return c, the base of how many memories softmax recall tells apart; see `modern_capacity`.

    a = (2/(N−1)) (1 + ln(2 β R² p (N−1))), b = 2R²β/5, c = b / W₀(e^(a + ln b)), with W₀ Lambert's
    function, and memories of length R √(N−1): R = 1 for patterns of ±1, nearly.
    """
    from scipy.special import lambertw

    a = 2.0 / (units - 1) * (1.0 + math.log(2.0 * beta * radius**2 * failure * (units - 1)))
    b = 2.0 * radius**2 * beta / 5.0
    return b / float(lambertw(b * math.exp(a)).real)


def modern_capacity(
    units: int, beta: float, radius: float = 1.0, failure: float = 0.001
) -> float | None:
    """Return √p c^((N−1)/4), a number of memories surely kept by modern networks; None: no word.

    They are kept with probability 1 − p, p = `failure`, for memories spread evenly on a sphere; the
    theorem speaks only where c ≥ (2/√p)^(4/(N−1)). Ramsauer et al. (2021), ICLR, theorem 3.
    """
    c = modern_base(units, beta, radius, failure)
    if c < (2.0 / math.sqrt(failure)) ** (4.0 / (units - 1)):
        return None
    return math.sqrt(failure) * _exponential(0.25 * (units - 1) * math.log(c))


def _exponential(power: float) -> float:
    """Return e^power, or infinity."""
    return math.exp(power) if power < math.log(np.finfo(np.float64).max) else math.inf
