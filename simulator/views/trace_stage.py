"""What a trace stands on: the frame for a wish and all that lies below its curves, made anew only
when something differs."""

import math

import numpy as np
from PySide6.QtCore import QSize

from simulator.controls import theme
from simulator.views.trace_canvas import Mark
from simulator.views.trace_frame import ROW, Frame, backdrop, count_of_ticks, frame_of, plot_height
from simulator.views.trace_points import guide_lines, legend, legend_boxes, legend_names
from simulator.views.trace_scale import CalmRange
from simulator.views.trace_wish import Wish

LEAST_X = 8.0  # how much of a run there is room for at its beginning


class Stage:
    """Keeps the ranges calm and the last frame with its ground."""

    def __init__(self, least_x: float = LEAST_X) -> None:
        self._least_x = least_x
        self._calm = CalmRange(), CalmRange()
        self._kept: tuple[tuple, Frame, list[Mark]] | None = None

    def forget(self) -> None:
        """Make the ground anew the next time: the colours changed."""
        self._kept = None

    def set(
        self, size: QSize, axes: tuple[str, str], wish: Wish, now: float, present: np.ndarray
    ) -> tuple[Frame, list[Mark]]:
        """Return the frame and what lies below the curves, with `present` (K,) at `now`."""
        kinds, _, levels, marks, _ = wish.plain
        names = [name for name, _, is_strong, _ in kinds if is_strong]
        keys = legend_names(wish.measured)
        boxes = legend_boxes(size, axes[1], [name for name, *_ in keys])
        head = max((top + height for _, top, _, height in boxes), default=0.0)
        if wish.guides:  # their names have a row of their own
            head = max(head, theme.px(ROW)) + theme.px(ROW)
        count = count_of_ticks(plot_height(size, axes, head)[1])
        ranges = self._ranges(wish, now, present, count)
        key = (size, axes, ranges, levels, marks, names, keys, wish.guides)
        if self._kept is None or self._kept[0] != key:
            frame = frame_of(size, axes, ranges, levels, names, head)
            ground = [*backdrop(frame, levels, marks), *guide_lines(frame, wish.guides)]
            self._kept = key, frame, [*ground, *legend(keys, boxes)]
        return self._kept[1:]

    def _ranges(self, wish: Wish, now: float, present: np.ndarray, count: float) -> tuple:
        _, _, levels, _, (x_range, y_range) = wish.plain
        if x_range is None:
            ends = [float(line.x[-1]) for line in wish.measured if line.x.size]
            first, last = math.floor(wish.x[0]), max(float(wish.x[-1]), now, *ends)
            x_range = self._calm[0].grow(first, last, self._least_x)
        if y_range is None:
            values = np.concatenate([wish.values(), present, [level.y for level in levels]])
            low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
            is_known = math.isfinite(low) and math.isfinite(high)
            y_range = self._calm[1].cover(low, high, count) if is_known else (0.0, 1.0)
        return x_range, y_range
