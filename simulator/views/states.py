"""States of a few units as bits and as words, and numbers as a table writes them. No Qt.

A state's **number** has unit 0 as its highest bit: of four units, on-on-off-on is 13.
"""

import math

import numpy as np

from simulator.core.numerals import grouped

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
FIGURES = 6  # a column of numbers of different size has at most so many, and 4 decimals
PLAIN = 1e7  # from here on numbers are written with powers of ten


def bits_of(numbers: np.ndarray, units: int) -> np.ndarray:
    """Return the units (S, units) uint8 of states (S,): 1 on, 0 off."""
    places = np.arange(units - 1, -1, -1)
    return ((np.asarray(numbers, np.int64)[:, None] >> places) & 1).astype(np.uint8)


def bits_text(number: int, units: int) -> str:
    """Write a state: "1 1 0 1"."""
    return " ".join(format(number, f"0{units}b"))


def lowered(name: str) -> str:
    """Write the number at a name's end as an index: "v1" as "v₁"."""
    stem = name.rstrip("0123456789")
    return stem + name[len(stem) :].translate(LOWERED) if stem else name


def counted(number: int, noun: str) -> str:
    """Write "1 state" or "16 states"."""
    return f"{grouped(number)} {noun}{'' if number == 1 else 's'}"


def fixed(value: float, decimals: int) -> str:
    """Write a number in groups of three, with a true minus, and never −0."""
    text = f"{value:,.{decimals}f}".replace(",", "\u2009")
    if text.startswith("-"):
        text = f"−{text[1:]}" if text.strip("-0.") else text[1:]
    return text


def power(tenth: float, figures: int = 2) -> str:
    """Write 10 to the power of `tenth` with one or two figures: 4.9·10⁸."""
    exponent = math.floor(tenth)
    mantissa = f"{10 ** (tenth - exponent):.{figures - 1}f}"
    if mantissa.startswith("10"):
        mantissa, exponent = mantissa.replace("10", "1", 1), exponent + 1
    return f"{mantissa}·10{str(exponent).translate(RAISED)}"


def share(value: float, decimals: int = 4, figures: int = 2) -> str:
    """Write a probability; one too small for its decimals as a power of ten."""
    if 0 < value < 0.5 * 10.0**-decimals:
        return power(math.log10(value), figures)
    return fixed(value, decimals)


def boltzmann_factor(exponent: float, decimals: int) -> str:
    """Write e to the power of `exponent`, however large, in a column of so many decimals."""
    tenth = exponent / math.log(10)
    if tenth >= math.log10(PLAIN) or tenth < math.log10(0.5) - decimals:
        return power(tenth) if math.isfinite(tenth) else "0" if tenth < 0 else "∞"
    return fixed(math.exp(exponent), decimals)


def factor_decimals(largest: float) -> int:
    """Return the decimals of a column of Boltzmann factors whose largest exponent is given."""
    whole = math.floor(max(largest, 0.0) / math.log(10)) + 1 if math.isfinite(largest) else FIGURES
    return min(max(FIGURES - whole, 0), 4)


def total_of(sampled: np.ndarray | None) -> int:
    """Return how many states were met where `sampled` (S,) counts them; 0 for frequencies."""
    is_counted = sampled is not None and np.issubdtype(sampled.dtype, np.integer)
    return int(sampled.sum()) if is_counted and sampled is not None else 0


def frequencies(sampled: np.ndarray, rows: np.ndarray, total: int) -> np.ndarray:
    """Return how often some rows (R,) of states were met, as shares of the total, if there is
    one; else `sampled` holds shares."""
    met = np.asarray(sampled[rows], float)
    return met / total if total else met


def least_decimals(values: np.ndarray, most: int = 2) -> int:
    """Return how many decimals write all of values (S,) exactly, `most` at most."""
    some = np.asarray(values[:4096], float)
    for decimals in range(most):
        if np.allclose(some, np.round(some, decimals), rtol=0.0, atol=1e-9):
            return decimals
    return most
