"""A schedule in sight: what is shown, where, what the hand holds, and what is under the pointer."""

import numpy as np
from PySide6.QtCore import QPointF, QSize

from simulator.controls import theme
from simulator.views.schedule_frame import Places, Shown, nearest_on, temperature_text
from simulator.views.schedule_hand import ScheduleHand
from simulator.views.schedule_points import curve_at

REACH = 9  # pixels of normal mode: so near one takes hold of a point or of the curve


class ScheduleScene:
    """A schedule with its places in a view of some size; there are none before `lay_out`."""

    def __init__(self, shown: Shown, hand: ScheduleHand) -> None:
        self.shown, self._hand = shown, hand
        self.places: Places | None = None

    def lay_out(self, size: QSize) -> None:
        """Find places for a size and the present theme."""
        self.places = Places.of(size, self.shown)

    def plan(self) -> tuple[np.ndarray, np.ndarray]:
        """The plan on screen, sweeps and temperatures (P,): that of the model, or, while it is
        newer, that of the points."""
        points = self._hand.points()
        if points is None or not self._hand.is_own():
            return self.shown.sweeps, self.shown.temperatures
        return points[:, 0] * self.shown.total, points[:, 1]

    def spots(self) -> list[QPointF]:
        """Where the points are, in pixels."""
        points = self._hand.points()
        if points is None or self.places is None:
            return []
        return [self.places.point(*pair) for pair in (points * (self.shown.total, 1.0)).tolist()]

    def touched(self, pointer: QPointF | None) -> int | None:
        """The number of the point under the pointer."""
        spots = self.spots()
        if pointer is None or not spots:
            return None
        gaps = [np.hypot(spot.x() - pointer.x(), spot.y() - pointer.y()) for spot in spots]
        best = int(np.argmin(gaps))
        return best if gaps[best] <= theme.px(REACH) else None

    def ghost(self, pointer: QPointF | None) -> QPointF | None:
        """The place on the curve where a press makes a point."""
        x, y = self.plan()
        if pointer is None or self.places is None or not x.size:
            return None
        frame = self.places.frame
        spot, gap = nearest_on(frame.px(x), frame.py(y), pointer)
        return spot if gap <= theme.px(REACH) else None

    def is_in_field(self, pointer: QPointF | None) -> bool:
        """Whether the pointer is in the plot."""
        return bool(pointer and self.places and self.places.frame.plot.contains(pointer))

    def share_at(self, place: QPointF) -> tuple[float, float]:
        """Return share and temperature at a place; they may be out of range."""
        sweep, temperature = self.places.value(place) if self.places else (0.0, 0.0)
        return sweep / max(self.shown.total, 1e-9), temperature

    def words_at(self, pointer: QPointF | None) -> str:
        """What is to be said of the schedule under the pointer: past, or plan."""
        if pointer is None or self.places is None or not self.is_in_field(pointer):
            return ""
        sweep, shown = max(self.places.value(pointer)[0], 0.0), self.shown
        has_been = shown.past_sweeps.size > 0 and sweep <= shown.past_sweeps[-1]
        x, y = (shown.past_sweeps, shown.past_temperatures) if has_been else self.plan()
        return self._words(sweep, curve_at(x, y, sweep)) if x.size else ""

    def words_of(self, number: int) -> str:
        """What is to be said of a point."""
        points = self._hand.points()
        if points is None:
            return ""
        share, temperature = points[number].tolist()
        words = self._words(share * self.shown.total, temperature)
        return f"point {number + 1} of {len(points)}, {words}"

    def _words(self, sweep: float, temperature: float) -> str:
        return f"sweep {sweep:.0f}: T = {temperature_text(temperature, self.shown.reach()[1])}"
