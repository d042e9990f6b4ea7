"""The hand on a schedule: takes hold of points, moves, adds and removes them.

It knows shares and temperatures, but no pixels. What it did is shown at once and is **wet** until
the model shows the same, or for a quarter of a second. While a point is dragged its way is told
`bent` at most 30 times a second, and once more when it is let go.
"""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from simulator.views import schedule_points
from simulator.views.schedule_points import is_end

DRYING, LIVE = 250, 33  # milliseconds


class ScheduleHand(QObject):
    """The points in hand, the one that is held and the one that is chosen."""

    changed = Signal()  # what is to be drawn is another
    bent = Signal(object)  # the points (K, 2) float64

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.chosen: int | None = None  # the point the keyboard moves
        self.is_held = False  # whether the chosen one is being dragged
        self.group = 0  # what belongs to one press or one run of keys has the same number
        self._points: np.ndarray | None = None
        self._given: np.ndarray | None = None  # what the model showed last
        self._is_out, self._is_wet, self._has_more = False, False, False
        self._highest = 1.0
        self._live = QTimer(self, singleShot=True, interval=LIVE)
        self._live.timeout.connect(self._tell_more)
        self._drying = QTimer(self, singleShot=True, interval=DRYING)
        self._drying.timeout.connect(self._dry)

    def points(self) -> np.ndarray | None:
        """The points on screen (K, 2), without the one that is dragged out of the field."""
        if self._points is None or not self._is_out or self.chosen is None:
            return self._points
        return schedule_points.removed(self._points, self.chosen)

    def is_own(self) -> bool:
        """Whether the points on screen are newer than what the model shows."""
        return self.is_held or self._is_wet

    def shown_choice(self) -> int | None:
        """The number of the chosen point among those on screen."""
        return None if self._is_out else self.chosen

    def take(self, points: np.ndarray | None, highest: float) -> bool:
        """The model shows these points; return whether others are on screen now."""
        self._given, self._highest = points, highest
        if self.is_held:
            return False
        if self._is_wet:
            if points is None or self._points is None or not np.array_equal(points, self._points):
                return False
            self._is_wet = False
            self._drying.stop()
            return True
        return self._adopt()

    def forget(self) -> None:
        """Let everything go, and tell nobody."""
        self._live.stop()
        self._drying.stop()
        self.is_held = self._is_out = self._is_wet = self._has_more = False
        self._points = self._given = self.chosen = None

    def _adopt(self) -> bool:
        old, self._points = self._points, self._given
        if self._points is None or (self.chosen or 0) >= len(self._points):
            self.chosen = None
        if old is None or self._points is None:
            return old is not self._points
        return not np.array_equal(old, self._points)

    def _dry(self) -> None:
        self._is_wet = False
        if not self.is_held:
            self._adopt()
            self.changed.emit()

    # ---- what a hand does ----

    def grasp(self, number: int) -> None:
        """Take hold of a point."""
        self.choose(number)
        self.group += 1
        self.is_held, self._is_out = True, False
        self.changed.emit()

    def begin(self, points: np.ndarray) -> None:
        """Take these points in hand, instead of what the model shows."""
        self._points = points

    def add(self, share: float, temperature: float) -> None:
        """Add a point and take hold of it, where there are not too many."""
        if self._points is not None and len(self._points) < schedule_points.FULL:
            points, number = schedule_points.inserted(self._points, share, temperature)
            self._points = points
            self.grasp(number)
            self._has_more = True

    def drag(self, share: float, temperature: float, is_out: bool) -> None:
        """Move the point in hand; out of the field it vanishes, and comes back within."""
        if not self.is_held or self._points is None or self.chosen is None:
            return
        self._is_out = is_out and not is_end(self._points, self.chosen)
        if not self._is_out:
            self._points = schedule_points.moved(
                self._points, self.chosen, share, temperature, self._highest
            )
        self._has_more = True
        if not self._live.isActive():
            self._tell_more()
        self.changed.emit()

    def release(self) -> None:
        """Let the point in hand go; one that is out of the field is gone."""
        if not self.is_held:
            return
        if self._is_out:
            self._points, self.chosen, self._has_more = self.points(), None, True
        self.is_held, self._is_out = False, False
        self._live.stop()
        if self._has_more:
            self._tell()
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Take a point away; the first and the last stay."""
        if self._points is None or is_end(self._points, number):
            return
        self.group += 1
        self._points = schedule_points.removed(self._points, number)
        self.is_held = self._is_out = False
        if self.chosen is not None and self.chosen >= number:
            self.chosen -= 1
        self._tell()
        self.changed.emit()

    # ---- the keyboard ----

    def choose(self, number: int | None) -> None:
        """The keyboard moves this point, or none."""
        if number != self.chosen:
            self.chosen = number
            self.group += 1
            self.changed.emit()

    def choose_next(self, way: int) -> bool:
        """Choose the next point, or the one before (−1); False where there is none."""
        count = 0 if self._points is None else len(self._points)
        first = 0 if way > 0 else count - 1
        number = first if self.chosen is None else self.chosen + way
        if not 0 <= number < count:
            return False
        self.choose(number)
        return True

    def nudge(self, share: float, temperature: float) -> None:
        """Move the chosen point by so much."""
        if self._points is None or self.chosen is None:
            return
        share += float(self._points[self.chosen, 0])
        temperature += float(self._points[self.chosen, 1])
        points = schedule_points.moved(self._points, self.chosen, share, temperature, self._highest)
        if not np.array_equal(points, self._points):
            self._points = points
            self._tell()
            self.changed.emit()

    def tell(self) -> None:
        """Give the points away as they are."""
        self.group += 1
        self._tell()
        self.changed.emit()

    def _tell_more(self) -> None:
        if self._has_more:
            self._tell()
            self._live.start()

    def _tell(self) -> None:
        self._has_more, self._is_wet = False, True
        self._drying.start()
        points = self.points()
        if points is not None:
            self.bent.emit(points.copy())
