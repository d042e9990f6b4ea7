"""One sum in words: which terms stand in the equation, which are bars, with how many decimals.

Pure of Qt and of models.
"""

import math
from dataclasses import dataclass

IN_FULL, AS_BARS = 3, 10  # how many terms stand in the equation, and how many are bars
MOST_DIGITS = 4  # decimals of numbers from 0.1 on
TIE = -1e-12


@dataclass(frozen=True)
class Sum:
    """symbol = Σ weight·factor + more + extra = total, compared with a threshold.

    A factor given as an int is written without decimals; a weight of None leaves the factor alone
    to be the term.
    """

    title: str
    symbol: str
    terms: tuple[tuple[str, float | None, float], ...]  # label, weight, factor
    extra: tuple[tuple[str, float], ...]  # label, value
    total: float
    comparison: float | None  # None: with nothing
    conclusion: str
    notes: tuple[tuple[str, float], ...] = ()
    more: tuple[int, float] = (0, 0.0)  # how many smaller terms are not given, and their sum
    has_factors: bool = False  # whether the labels of bars say weight and factor too

    @property
    def products(self) -> list[tuple[str, float | None, float, float]]:
        """Label, weight, factor and product of each term, the largest first."""
        each = [(label, w, f, f if w is None else w * f) for label, w, f in self.terms]
        return sorted(each, key=lambda term: -abs(term[3]))

    @property
    def digits(self) -> int:
        """How many decimals the numbers need: two, or more where the largest term is small."""
        largest = max((abs(product) for *_, product in self.products), default=1.0)
        return 2 if largest >= 0.1 or largest == 0 else min(2 - math.floor(math.log10(largest)), 6)

    def decimals(self, value: float) -> int:
        """How many decimals a number is written with; what is no small term needs fewer."""
        return self.digits if abs(value) < 0.1 else min(self.digits, MOST_DIGITS)

    @property
    def words(self) -> list[str]:
        """The equation in pieces that are not to be broken."""
        products, digits = self.products, self.digits
        pieces: list[str] = []
        for label, w, f, _ in products[:IN_FULL]:
            if w is None:
                pieces += self._word(label, f, not pieces)
            else:
                sign = _sign(w, not pieces, digits)
                pieces.append(f"{sign}{abs(w):.{digits}f}·({_factor(f)})")
        rest = [product for *_, product in products[IN_FULL:]]
        count = len(rest) + self.more[0]
        others = [(f"{count}\u00a0more", sum(rest) + self.more[1])] if count else []
        for label, value in [*others, *self.extra]:
            pieces += self._word(label, value, not pieces)
        return pieces or ["0"]

    def _word(self, label: str, value: float, is_first: bool) -> list[str]:
        digits = self.decimals(value)
        return f"{_sign(value, is_first, digits)}{abs(value):.{digits}f}\u00a0({label})".split(" ")

    @property
    def result(self) -> str:
        """The last line: `= +0.84 ≥ 0 → on`."""
        digits = self.decimals(self.total)
        if self.comparison is None:
            return f"= {plain(self.total, digits)} → {self.conclusion}"
        is_over = self.total - self.comparison >= TIE
        while digits < 6 and not is_over and round(self.total - self.comparison, digits) == 0:
            digits += 1
        limit = "0" if self.comparison == 0 else plain(self.comparison, digits)
        relation = "≥" if is_over else "<"
        return f"= {signed(self.total, digits)} {relation} {limit} → {self.conclusion}"

    @property
    def bars(self) -> list[tuple[str, float]]:
        """Label and value of each bar."""
        products = [
            (f"{label}  {plain(w, self.digits)}·({_factor(f)})", product)
            if self.has_factors and w is not None
            else (label, product)
            for label, w, f, product in self.products
        ]
        rest = products[AS_BARS:]
        count = len(rest) + self.more[0]
        total = sum(value for _, value in rest) + self.more[1]
        others = [(f"… and {count} more", total)] if count else []
        return [*products[:AS_BARS], *others, *self.extra]


def plain(value: float, digits: int = 2) -> str:
    """Write a number with a true minus, and no minus before a zero."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    text = plain(value, digits)
    return text if text.startswith("−") else f"+{text}"


def _factor(value: float) -> str:
    return signed(value, 0 if isinstance(value, int) else 2)


def _sign(value: float, is_first: bool, digits: int) -> str:
    is_negative = plain(value, digits).startswith("−")
    if is_first:
        return "−" if is_negative else ""
    return "−\u00a0" if is_negative else "+\u00a0"
