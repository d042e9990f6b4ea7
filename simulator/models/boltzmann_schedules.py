"""How the temperature T of an annealing falls with the sweeps.

Age j counts sweeps since the schedule began, S is the schedule's length; beyond it the end holds.

    constant       T
    linear         start + (end − start) j/S
    geometric      start (end/start)^(j/S)                     Kirkpatrick, Gelatt, Vecchi (1983)
    logarithmic    start/(1 + a ln(1 + j)), T(S) = end         Geman and Geman (1984); Hajek (1988)
    drawn          straight lines between points (share j/S, T)
    adaptive       T' = T exp(−rate T/σ), σ the spread of E    Huang, Romeo and
                                                               Sangiovanni-Vincentelli (1986)

A geometric or logarithmic schedule never comes to 0: there an end of 0 stands for 0.001 start.
"""

import numpy as np

from simulator.core.errors import InputError, shorten
from simulator.core.reading import read

KINDS = ("constant", "linear", "geometric", "logarithmic", "drawn")  # that follow from the age
FEWEST, MOST = 2, 32  # points of a drawn schedule
HOTTEST = 100.0
COLDEST = 1e-3  # of the first temperature: what an end of 0 stands for
LARGEST_STEP = 0.5  # an adaptive step leaves at least this share of the temperature
BLOCK = 10  # sweeps at one temperature of an adaptive schedule
SLOWEST, FASTEST = 0.1, 2.0  # of the pace of a geometric schedule: an adaptive one ends, too


def temperature_at(
    kind: str, age: float, sweeps: int, start: float, end: float, constant: float, drawn: np.ndarray
) -> float:
    """Return the temperature `age` sweeps after the schedule began."""
    return float(temperatures(kind, np.array([age]), sweeps, start, end, constant, drawn)[0])


def temperatures(
    kind: str, ages: np.ndarray, sweeps: int, start: float, end: float, constant: float,
    drawn: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Return the temperatures (S,) at ages (S,); `drawn` (K, 2) are shares and temperatures.

    Raises ValueError for a kind that does not follow from the age, as `adaptive`.
    """
    age = np.clip(np.asarray(ages, np.float64), 0.0, max(sweeps, 1))
    share = age / max(sweeps, 1)
    if kind == "constant":
        return np.full(age.shape, constant)
    if kind == "drawn":
        return np.interp(share, drawn[:, 0], drawn[:, 1])
    if kind == "linear":
        return (1.0 - share) * start + share * end
    end = end if end > 0 else COLDEST * start
    if kind == "geometric":
        return start ** (1.0 - share) * end**share
    if kind == "logarithmic":
        return start / (1.0 + (start / end - 1.0) * np.log1p(age) / np.log1p(max(sweeps, 1)))
    raise ValueError(f"there is no schedule {kind!r}; allowed: {', '.join(KINDS)}")


def next_temperature(temperature: float, energy_std: float, rate: float) -> float:
    """Return the temperature that follows one at which the energy had this standard deviation.

    The mean energy then falls by about `rate` standard deviations, so cooling is slow where the
    energy fluctuates much. Never less than half of the temperature is left.
    """
    if energy_std <= 0:
        return LARGEST_STEP * temperature
    share = float(np.exp(-rate * temperature / energy_std))
    return temperature * min(1.0, max(LARGEST_STEP, share))


def adapted(
    temperature: float, energy_std: float, units: int, sweeps: int, start: float, end: float
) -> float:
    """Return the temperature of the next block of an adaptive schedule of so many sweeps.

    Its rate is chosen from the schedule's length; `end` must be above 0.
    """
    pace = float(np.log(max(start / end, 1.01))) * BLOCK / sweeps
    cooler = next_temperature(temperature, energy_std, pace * units**0.5)
    least, most = (temperature * float(np.exp(-bound * pace)) for bound in (FASTEST, SLOWEST))
    return max(end, min(max(cooler, least), most))


# ---- points drawn by hand ----


def checked_points(text: str) -> np.ndarray:
    """Return the points (K, 2) written as `share,T;share,T;…`; raises InputError."""
    points = [_point(part) for part in text.strip().strip(";").split(";")]
    if not FEWEST <= len(points) <= MOST:
        raise InputError(
            f"A schedule of {len(points)} points was given; allowed: {FEWEST} to {MOST}, "
            "say 0,2;0.5,1;1,0.1."
        )
    drawn = np.array(points)
    shares, heats = drawn.T
    if shares[0] != 0 or shares[-1] != 1 or (np.diff(shares) <= 0).any():
        raise InputError(
            f"The shares {shorten(', '.join(f'{s:g}' for s in shares))} must rise from 0 to 1: "
            "begin with 0, end with 1, and give each later point a larger share."
        )
    if heats.min() < 0 or heats.max() > HOTTEST:
        wrong = heats[(heats < 0) | (heats > HOTTEST)][0]
        raise InputError(
            f"A temperature of {wrong:g} was given; allowed: 0 to {HOTTEST:g}. Move the point."
        )
    return drawn


def written_points(points: np.ndarray) -> str:
    """Return the text from which `checked_points` gives the same points (K, 2), to the bit."""
    return ";".join(f"{float(share)!r},{float(heat)!r}" for share, heat in points)


def _point(text: str) -> tuple[float, float]:
    numbers = [read("float", part) for part in text.split(",")]
    if len(numbers) != 2 or None in numbers:
        raise InputError(
            f"{shorten(text)!r} is no point of a schedule: write the share of the schedule and the "
            "temperature, say 0.5,1."
        )
    return numbers[0], numbers[1]
