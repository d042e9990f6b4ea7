"""A picture from the clipboard, as grey values."""

import numpy as np
from PySide6.QtGui import QImage

from simulator.core import pictures
from simulator.core.errors import InputError


def grey_of(image: QImage) -> np.ndarray:
    """Return the grey values (height, width) uint8 of an image; raises InputError."""
    if image.width() * image.height() > pictures.MAX_PIXELS:
        raise InputError(
            f"A picture of {image.width()}×{image.height()} pixels is too large to paste."
        )
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()
