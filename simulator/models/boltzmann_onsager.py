"""What theory says of the square Ising lattice without a field (J = 1): exactly solved.

Infinite lattice: energy and specific heat of Onsager (1944), Phys. Rev. 65, 117; magnetization of
Yang (1952), Phys. Rev. 85, 808. With K = 1/T, k = 2 sinh 2K / cosh² 2K and the complete elliptic
integrals K₁(k), E₁(k),

    e = −coth 2K · (1 + (2/π)(2 tanh² 2K − 1) K₁(k))                         per spin
    c = (2/π)(K coth 2K)² · (2K₁ − 2E₁ − (2/cosh² 2K)(π/2 + (2 tanh² 2K − 1) K₁))
    m = (1 − sinh⁻⁴ 2K)^(1/8) below T_C, else 0;   T_C = 2/ln(1 + √2) = 2.269185…

Finite lattice whose edges meet, L rows of W columns: the four products of Kaufman (1949), Phys.
Rev. 76, 1232, as in Ferdinand and Fisher (1969), Phys. Rev. 185, 832:

    Z = ½ (2 sinh 2K)^(LW/2) (Π 2 cosh x_o + Π 2 sinh x_o + Π 2 cosh x_e + Π 2 sinh x_e)

over odd o and even e of 0 … 2W − 1, x_l = ½Lγ_l, cosh γ_l = cosh 2K coth 2K − cos(πl/W), where
γ_0 = 2K + ln tanh K is negative above T_C.

Temperatures of any shape go in, values of that shape come out. SciPy is imported where it is used.
"""

import numpy as np

CRITICAL = 2.0 / np.log(1.0 + np.sqrt(2.0))  # T_C
COLDEST = 0.02  # below it all is as at T = 0 to the last bit, and sinh 2K overflows


def energy_per_spin(temperature: np.ndarray) -> np.ndarray:
    """Return e of the infinite lattice; −2 at T = 0, −√2 at T_C."""
    coupling = _coupling(temperature)
    square, first, _ = _integrals(coupling)
    factor = 2.0 * square - 1.0
    return -(1.0 + 2.0 / np.pi * factor * first) / np.tanh(2.0 * coupling)


def specific_heat(temperature: np.ndarray) -> np.ndarray:
    """Return c = de/dT of the infinite lattice; infinite at T_C, where rounding makes it 17.6."""
    coupling = _coupling(temperature)
    square, first, second = _integrals(coupling)
    rest = np.pi / 2.0 + (2.0 * square - 1.0) * first
    heat = 2.0 * (first - second) - 2.0 * (1.0 - square) * rest
    return 2.0 / np.pi * (coupling / np.tanh(2.0 * coupling)) ** 2 * heat


def magnetization(temperature: np.ndarray) -> np.ndarray:
    """Return |m| of the infinite lattice: 0 from T_C on."""
    inverse = 1.0 / np.sinh(2.0 * _coupling(temperature)) ** 4
    return np.maximum(1.0 - inverse, 0.0) ** 0.125


def kaufman_log_z(rows: int, columns: int, temperature: np.ndarray) -> np.ndarray:
    """Return ln Z of a lattice of rows × columns spins whose edges meet (T ≥ 0.02)."""
    return _kaufman(rows, columns, _coupling(temperature))[0]


def kaufman_energy(rows: int, columns: int, temperature: np.ndarray) -> np.ndarray:
    """Return the mean energy per spin of such a lattice: −(d ln Z/dK)/N."""
    return -_kaufman(rows, columns, _coupling(temperature))[1] / (rows * columns)


# ---- the equations ----


def _coupling(temperature: np.ndarray) -> np.ndarray:
    """Return K = 1/T."""
    return 1.0 / np.maximum(np.asarray(temperature, np.float64), COLDEST)


def _integrals(coupling: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return tanh² 2K, K₁ and E₁; 1 − k² = (2 tanh² 2K − 1)², without a difference that rounds."""
    from scipy.special import ellipe, ellipkm1

    square = np.tanh(2.0 * coupling) ** 2
    rest = np.maximum((2.0 * square - 1.0) ** 2, 1e-300)  # at T_C K₁ is infinite, its factor 0
    return square, ellipkm1(rest), ellipe(1.0 - rest)


def _kaufman(rows: int, columns: int, coupling: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ln Z and d ln Z/dK, from the four products x and their slopes, of one scale."""
    gammas, slopes = _gammas(columns, coupling[..., None])
    half, turn = 0.5 * rows * gammas, 0.5 * rows * slopes
    odd, even = slice(1, None, 2), slice(2, None, 2)
    logs: list[np.ndarray] = []
    values: list[np.ndarray] = []
    changes: list[np.ndarray] = []
    for sign in (1, -1):
        log, slope = _product(half[..., odd], turn[..., odd], sign)
        logs.append(log)
        values.append(np.ones_like(log))
        changes.append(slope)
    small = np.exp(-2.0 * np.abs(half[..., 0]))
    cosh, sinh = 1.0 + small, np.sign(half[..., 0]) * (1.0 - small)  # of γ_0, divided by e^|x|
    for sign, lead, other in ((1, cosh, sinh), (-1, sinh, cosh)):
        log, slope = _product(half[..., even], turn[..., even], sign)
        logs.append(log + np.abs(half[..., 0]))
        values.append(lead)
        changes.append(lead * slope + other * turn[..., 0])
    top = np.max(logs, axis=0)
    weights = np.exp(np.array(logs) - top)
    total, change = (weights * values).sum(axis=0), (weights * changes).sum(axis=0)
    n = rows * columns
    log_z = 0.5 * n * np.log(2.0 * np.sinh(2.0 * coupling)) + top + np.log(0.5 * total)
    return log_z, n / np.tanh(2.0 * coupling) + change / total


def _product(x: np.ndarray, slope: np.ndarray, sign: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the logarithm of Π 2 cosh x, or with the sign −1 of Π 2 sinh x, and its slope."""
    small = sign * np.exp(-2.0 * x)
    return (x + np.log1p(small)).sum(-1), (slope * (1.0 - small) / (1.0 + small)).sum(-1)


def _gammas(columns: int, K: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return γ_l and dγ_l/dK (…, 2W) of K (…, 1)."""
    angle = np.pi * np.arange(2 * columns) / columns
    sinh = np.sinh(2.0 * K)
    # cosh γ − 1 = (sinh 2K − 1)²/sinh 2K + 1 − cos(angle), without a difference that rounds
    gammas = 2.0 * np.arcsinh(np.sqrt(0.5 * (sinh - 1.0) ** 2 / sinh + np.sin(0.5 * angle) ** 2))
    gammas[..., :1] = 2.0 * K + np.log(np.tanh(K))
    slopes = np.empty_like(gammas)
    slopes[..., 1:] = 2.0 * np.cosh(2.0 * K) * (1.0 - sinh**-2) / np.sinh(gammas[..., 1:])
    slopes[..., :1] = 2.0 + 2.0 / sinh
    return gammas, slopes
