"""The line of hills and valleys on which a hill-climber and an annealer walk.

A bowl with ripples of three lengths: many low points, one lowest, and it is not the nearest.
"""

import numpy as np

PLACES = 90
START = 9  # where both begin: in a high valley at the left


def _heights() -> np.ndarray:
    x = np.linspace(0.0, 1.0, PLACES)
    bowl = 6.0 * (x - 0.7) ** 2 - 1.6 * np.exp(-(((x - 0.74) / 0.12) ** 2))
    ripples = 0.6 * np.cos(9 * np.pi * x) + 0.3 * np.cos(23 * np.pi * x)
    return 1.5 * (bowl + ripples)


POSITIONS = np.linspace(0.0, 1.0, PLACES)
HEIGHTS = _heights()  # (PLACES,) float64
for _array in (POSITIONS, HEIGHTS):
    _array.flags.writeable = False
