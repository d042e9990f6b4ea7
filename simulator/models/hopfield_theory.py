"""What theory says of the Hopfield network of infinitely many units: overlaps and capacities.

Amit, Gutfreund and Sompolinsky: (1985) Phys. Rev. Lett. 55, 1530; (1987) Annals of Physics 173, 30.
N units learn K = αN random memories by Hebb's rule without own connections; α is the loading. At
temperature T = 1/β the network near one memory is described, replica-symmetrically, by

    m   overlap with that memory                    m = ∫ Dz tanh β(√(αr) z + m)
    q   how firmly units stand                      q = ∫ Dz tanh² β(√(αr) z + m)
    r   noise from all the other memories           r = q / (1 − C)²,   C = β(1 − q)

where Dz is the Gaussian measure; at T = 0, m = erf(m/√(2αr)), q = 1 and
C = √(2/(παr)) exp(−m²/(2αr)). Here they are solved through one number, u = √(αr)/m, the noise for
each part of signal: u gives m by m = ∫ Dz tanh(βm(1 + uz)), which has one root, and then

    √α = u m (1 − C) / √q.

From u = 0 on the loading rises to its largest value, the critical loading, and falls again; the
rising side is the retrieval state. At T = 0 with y = 1/(u√2) this is the known equation
y(√(2α) + (2/√π) exp(−y²)) = erf y.

Near the critical loading and below T ≈ 0.07 replica symmetry breaks and this is an approximation:
0.137906 at T = 0, where two further steps give 0.138187 and simulations 0.145 ± 0.009 (Steffan and
Kühn 1994, Z. Phys. B 95, 249), and a largest critical loading of 0.13818 at T = 0.02, not at 0.

SciPy is imported where it is used: it would cost every start of the program 0.3 s.
"""

import numpy as np

NODES = np.arange(-80, 81) * 0.25  # the trapezoid rule is exact to rounding for these integrands
BELL = 0.25 * np.exp(-0.5 * NODES**2) / np.sqrt(2 * np.pi)  # weights of ∫ Dz
SECH2 = 0.25 / np.cosh(NODES) ** 2  # weights of ∫ dv sech² v
NOISES = (0.4, 0.6)  # the critical u lies between 0.467 and 0.479 at every temperature
CURVE_POINTS = 60
HOTTEST = 1.0 - 1e-6  # nearer to 1 m < 0.002, and 1 − C drowns in rounding


def retrieval_overlap(loading: np.ndarray, temperature: float = 0.0) -> np.ndarray:
    """Return m of the retrieval state at each loading α (any shape); 0 where there is none.

    Right to 1e-6; (1 − m)/2 is the share of units that are wrong.
    """
    from scipy.interpolate import CubicSpline

    loading = np.asarray(loading, np.float64)
    overlaps = np.zeros(loading.shape)
    if temperature > HOTTEST:
        return overlaps
    last = _critical_noise(temperature)
    noises = last * (1 - np.linspace(1, 0, CURVE_POINTS) ** 2)  # dense where m falls steeply
    roots, m = _state(noises, temperature)
    # m has an infinite slope at the critical loading, but none against the distance's root
    distance = np.sqrt(roots[-1] - roots)
    is_there = (loading >= 0) & (loading <= roots[-1] ** 2)
    asked = np.sqrt(roots[-1] - np.sqrt(loading[is_there]))
    overlaps[is_there] = CubicSpline(distance[::-1], m[::-1])(asked)
    return overlaps


def critical_loading(temperature: float = 0.0) -> float:
    """Return the largest α with a retrieval state at a temperature; 0 from T = 1 on."""
    if temperature > HOTTEST:
        return 0.0
    return float(_state(np.array([_critical_noise(temperature)]), temperature)[0][0] ** 2)


def critical_temperature(loading: float) -> float:
    """Return T_M(α), the largest temperature with a retrieval state; 0 where there is none.

    1 − 1.95 √α for small α.
    """
    from scipy.optimize import brentq, minimize_scalar

    if loading <= 0:
        return 1.0
    best = minimize_scalar(
        lambda t: -critical_loading(t), bounds=(0.0, 0.1), method="bounded", options={"xatol": 1e-4}
    ).x  # 0.02: the line bends back below it
    if loading >= critical_loading(best):
        return 0.0
    return float(brentq(lambda t: critical_loading(t) - loading, best, 1.0, xtol=1e-9))


def share_recalled(
    loading: np.ndarray, temperature: float = 0.0, overlap: float = 0.9
) -> np.ndarray:
    """Return the share of memories kept with more than `overlap`: a step from 1 to 0."""
    return (retrieval_overlap(loading, temperature) > overlap).astype(np.float64)


# ---- the equations ----


def _critical_noise(temperature: float) -> float:
    """Return the u of the critical loading."""
    from scipy.optimize import minimize_scalar

    def falling(noise: float) -> float:
        return -float(_state(np.array([noise]), temperature)[0][0])

    found = minimize_scalar(falling, bounds=NOISES, method="bounded", options={"xatol": 1e-7})
    return float(found.x)


def _state(noises: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Return √α and m at each noise u ≥ 0 (P,)."""
    from scipy.special import erf

    if temperature <= 0:
        y = 1.0 / (np.sqrt(2.0) * np.maximum(noises, 1e-9))
        m, peak = erf(y), 2.0 / np.sqrt(np.pi) * y * np.exp(-np.minimum(y * y, 700.0))
        return noises * (m - peak), m
    m = _overlap(noises, temperature)
    slope = m / temperature  # βm
    firmness = 1.0 - _wavering(slope, noises)  # q
    return noises * m * (1.0 - (1.0 - firmness) / temperature) / np.sqrt(firmness), m


def _overlap(noises: np.ndarray, temperature: float) -> np.ndarray:
    """Return the root m > 0 of m = ∫ Dz tanh(βm(1 + uz)), by halving: (P,)."""
    low, high = np.zeros_like(noises), np.ones_like(noises)
    for _ in range(52):
        middle = 0.5 * (low + high)
        is_below = _mean_tanh(middle / temperature, noises) > middle
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return 0.5 * (low + high)


def _mean_tanh(slope: np.ndarray, noises: np.ndarray) -> np.ndarray:
    """∫ Dz tanh(p(1 + uz)) for p, u (P,); by parts where tanh is too steep for the nodes."""
    from scipy.special import erf

    p, u = slope[:, None], noises[:, None]
    is_steep = (p * u > 1.0)[:, 0]
    flat = (BELL * np.tanh(p * (1.0 + u * NODES))).sum(axis=1)
    width = np.maximum(p * u, 1.0)
    steep = 0.5 * (SECH2 * erf((p - NODES) / (np.sqrt(2.0) * width))).sum(axis=1)
    return np.where(is_steep, steep, flat)


def _wavering(slope: np.ndarray, noises: np.ndarray) -> np.ndarray:
    """1 − q = ∫ Dz sech²(p(1 + uz)) for p, u (P,)."""
    p, u = slope[:, None], noises[:, None]
    is_steep = (p * u > 1.0)[:, 0]
    flat = (BELL / np.cosh(np.minimum(np.abs(p * (1.0 + u * NODES)), 300.0)) ** 2).sum(axis=1)
    width = np.maximum(p * u, 1.0)
    bell = np.exp(-0.5 * ((NODES - p) / width) ** 2) / (np.sqrt(2.0 * np.pi) * width)
    return np.where(is_steep, (SECH2 * bell).sum(axis=1), flat)
