"""Arrays that nothing will change: copies of a state share them."""

import numpy as np


def frozen(array: np.ndarray) -> np.ndarray:
    """Return the array, contiguous and not writeable."""
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
