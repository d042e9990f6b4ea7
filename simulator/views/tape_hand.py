"""The hand on a tape: paints bits, and drags the time looked at. It knows cells, but no pixels.

A bit that was painted is shown at once and is **wet** until the model shows the same, or for a
quarter of a second.
"""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

DRYING = 250  # milliseconds

Bit = tuple[int, int]  # step, channel


class TapeHand(QObject):
    """What is being done, and the bits that are newer than what the model shows."""

    painted = Signal(int, int, int)  # step, channel, 0 or 1
    scrubbed = Signal(int)  # step
    changed = Signal()  # what is to be drawn is another

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.group = 0  # what belongs to one press or one key has the same number
        self.wet: dict[Bit, int] = {}
        self._bits: np.ndarray | None = None  # (T, C), what the model shows
        self._paintable: np.ndarray | None = None  # (T, C) bool
        self._value: int | None = None  # what is being painted
        self._last: Bit = (0, 0)
        self._time: int | None = None  # the step being dragged
        self._drying = QTimer(self, singleShot=True, interval=DRYING)
        self._drying.timeout.connect(self._dry)

    def take(self, bits: np.ndarray | None, paintable: np.ndarray | None) -> None:
        """The model shows these bits, of which a person may paint some."""
        has_place = bits is not None and self._bits is not None and bits.shape == self._bits.shape
        self._bits, self._paintable = bits, paintable
        if not has_place or bits is None or paintable is None:
            self.let_go()
            self.wet.clear()
            return
        self.wet = {bit: v for bit, v in self.wet.items() if (bits[bit] > 0.5) != bool(v)}

    def can_paint(self, bit: Bit) -> bool:
        return self._paintable is not None and bool(self._paintable[bit])

    def is_painting(self) -> bool:
        return self._value is not None

    def is_scrubbing(self) -> bool:
        return self._time is not None

    # ---- painting ----

    def press(self, bit: Bit, value: int) -> None:
        """Begin to paint bits on (1) or off (0)."""
        self.group += 1
        self._value, self._last = value, bit
        self._paint(bit)

    def drag(self, bit: Bit) -> None:
        """Paint all bits on the way here."""
        if self._value is None or bit == self._last:
            return
        (t, c), (to_t, to_c) = self._last, bit
        count = max(abs(to_t - t), abs(to_c - c))
        for k in range(1, count + 1):
            self._paint((round(t + (to_t - t) * k / count), round(c + (to_c - c) * k / count)))
        self._last = bit

    def turn(self, bit: Bit) -> None:
        """Turn one bit over."""
        if self.can_paint(bit):
            self.press(bit, 1 - self._shown(bit))
            self.let_go()

    def let_go(self) -> None:
        self._value = self._time = None

    def _shown(self, bit: Bit) -> int:
        assert self._bits is not None
        return self.wet.get(bit, int(self._bits[bit] > 0.5))

    def _paint(self, bit: Bit) -> None:
        if not self.can_paint(bit) or self._shown(bit) == self._value:
            return
        assert self._value is not None
        self.wet[bit] = self._value
        self._drying.start()
        self.changed.emit()
        self.painted.emit(*bit, self._value)

    def _dry(self) -> None:
        if self.wet:
            self.wet.clear()
            self.changed.emit()

    # ---- the time looked at ----

    def scrub(self, step: int) -> None:
        """Look at a step; the same again is no news."""
        if step != self._time:
            self._time = step
            self.scrubbed.emit(step)
