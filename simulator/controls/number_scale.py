"""The arithmetic of a number control: which values are allowed, how they are written. No Qt.

A value stands at a **place** between 0 and 1 on its slider, linearly or logarithmically, and has a
**text** with its unit. A value is always what its text says: dragging snaps to `step` or to the
digits shown, and a typed value with more digits is written with more digits. A `multiple` allows
only its multiples: dragging and keys keep to them, and any other that is typed is refused.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

PLACES = 1000  # stops of a slider whose values are dense
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class NumberScale:
    """Which values are allowed, where they stand between 0 and 1, and how they are written."""

    low: float
    high: float
    kind: Literal["int", "float"] = "float"
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""  # "%": 0.25 is written 25 %
    step: float | None = None
    multiple: int = 1  # of a whole number
    decimals: int | None = None  # digits after the point, as written

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"a range from {self.low} to {self.high} is empty")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"a log scale cannot start at {self.low}; it must be above 0")

    def check(self, value: float) -> float:
        """Give `value` as int or float; ValueError in words where it is not allowed."""
        limits = f"allowed is {self.text(self.low)} to {self.text(self.high)}"
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a number; {limits}")
        if self.kind == "int" and value != round(value):
            raise ValueError(f"{self.text(value)} is not a whole number; {limits}")
        if not self.low <= value <= self.high:
            size = "small" if value < self.low else "large"
            raise ValueError(f"{self.text(value)} is too {size}; {limits}")
        if self.multiple > 1 and value % self.multiple:
            raise ValueError(f"{self.text(value)} is not a multiple of {self.multiple}; {limits}")
        return round(value) if self.kind == "int" else float(value)

    def read(self, typed: str) -> float:
        """Read what a person typed, unit and decimal comma included; ValueError in words."""
        bare = typed.replace("−", "-").replace("\u202f", "").replace("\xa0", "").strip()
        bare = bare.removesuffix(self.unit).replace(" ", "")
        if "." not in bare and bare.count(",") == 1:
            bare = bare.replace(",", ".")
        if not NUMBER.fullmatch(bare):
            limits = f"allowed is {self.text(self.low)} to {self.text(self.high)}"
            raise ValueError(f"“{typed.strip()}” is not a number; {limits}")
        return self.check(float(bare) / self._factor)

    def text(self, value: float) -> str:
        """Write a value with its unit, with more digits where the usual ones would lie."""
        shown = value * self._factor
        text = self._usual_text(shown)
        if not math.isclose(float(text), shown, rel_tol=1e-9, abs_tol=1e-12):
            text = f"{shown:.6g}"
        text = text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
        text = f"−{text[1:]}" if text.startswith("-") else text
        return f"{text} {self.unit}".strip()

    def place(self, value: float) -> float:
        """Where on the slider a value stands, 0 … 1."""
        if self.scale == "log":
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value_at(self, place: float) -> float:
        """The tidy value nearest to a place on the slider."""
        if place <= 0 or place >= 1:
            return self.check(self.low if place <= 0 else self.high)
        if self.scale == "log":
            return self._tidy(self.low * (self.high / self.low) ** place)
        return self._tidy(self.low + place * (self.high - self.low))

    def moved(self, value: float, steps: int) -> float:
        """The tidy value so many key presses away; each press moves it, until the end."""
        if self.scale == "log":
            target = self._tidy(value * 10 ** (steps / 20))
            if self.kind == "int" and target == value:
                target = value + math.copysign(self.multiple, steps)
        else:
            target = self._tidy(value + steps * self._key_step)
        return self.check(min(max(target, self.low), self.high))

    @property
    def stops(self) -> int:
        """How many intervals the slider has."""
        if self.scale == "linear" and (self.step or self.kind == "int"):
            return min(max(round((self.high - self.low) / self._key_step), 1), 10 * PLACES)
        return PLACES

    @property
    def _factor(self) -> float:
        return 100.0 if self.unit == "%" else 1.0

    @property
    def _key_step(self) -> float:
        if self.step:
            return self.step
        if self.kind == "int":
            return float(self.multiple)
        parts = 50 if self.unit == "%" else 100  # percents are read whole
        return 10.0 ** math.floor(math.log10((self.high - self.low) / parts))

    @property
    def _decimals(self) -> int:
        if self.decimals is not None:
            return self.decimals
        shown = self._key_step * self._factor
        return next((d for d in range(7) if math.isclose(round(shown, d), shown)), 7)

    def _usual_text(self, shown: float) -> str:
        if self.kind == "int" and self.unit != "%":
            return f"{shown:.0f}" if shown == round(shown) else f"{shown:g}"
        if self.scale == "log" and self.decimals is None:
            return f"{shown:.3g}" if 1e-3 <= abs(shown) < 1e5 else f"{shown:.1e}"
        return f"{shown:.{self._decimals}f}"

    def _tidy(self, raw: float) -> float:
        """Snap to the step, or to two figures on a log scale; always within the range."""
        if self.scale == "log":
            tidy = float(f"{raw:.1e}")
            if self.multiple > 1:
                tidy = round(tidy / self.multiple) * self.multiple
        else:
            start = self.low if self.step else 0.0  # own steps count from the low end
            tidy = start + round((raw - start) / self._key_step) * self._key_step
            tidy = round(tidy, 12)  # 0.1 + 0.2 is to read 0.3
        tidy = round(tidy) if self.kind == "int" else tidy
        return min(max(tidy, self.low), self.high)
