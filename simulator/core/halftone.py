"""Half-tones: grey pictures in ink and paper alone, which look grey from afar.

Floyd and Steinberg's error diffusion (1976, Proc. SID 17, 75): row by row each pixel becomes ink
or paper, and what it is now too dark or too light is handed on to the four neighbours to come,

          ·  7        (sixteenths; · is the pixel)
       3  5  1

so that the ink in any neighbourhood is as much as the grey asks for. Two pictures so made are
hardly more alike than their greys are; with a fixed screen of thresholds they would share its dots.

A pixel waits for three above it and one to its left. All pixels (x, y) with the same x + 2y are
therefore decided at once, as one **front**.
"""

import zlib

import numpy as np

WHITE, SHARES = np.float32(255), np.float32(16)
# of 255: thresholds differ so much by chance, and by other chance in each picture (the same for all
# added 0.14 to overlaps), which breaks up worms in even greys
ROUGH = 60.0


def halftone(grey: np.ndarray) -> np.ndarray:
    """Return (h, w) int8 from grey (h, w) uint8: +1, ink, for the dark, −1, paper, for the light.

    The same picture always gives the same half-tone; black and white stay solid.
    """
    height, width = grey.shape
    row, column = np.arange(height)[:, None], np.arange(width)
    front = column + 2 * row  # (h, w): the front each pixel is in
    fronts = width + 2 * (height - 1)
    rng = np.random.Generator(np.random.PCG64(zlib.crc32(grey.tobytes())))
    waiting = np.zeros((fronts + 3, height + 1), np.float32)  # by front and row: the tone wanted
    waiting[front, row] = grey
    threshold = 127.5 + ROUGH * (rng.random((fronts, height), np.float32) - 0.5)
    is_paper = np.zeros((fronts, height), bool)
    for t in range(fronts):
        first, last = max(0, (t - width + 2) // 2), min(height, t // 2 + 1)
        tone, paper = waiting[t, first:last], is_paper[t, first:last]
        np.greater(tone, threshold[t, first:last], out=paper)
        error = (tone - WHITE * paper) / SHARES
        waiting[t + 1, first:last] += 7 * error
        waiting[t + 1, first + 1 : last + 1] += 3 * error
        waiting[t + 2, first + 1 : last + 1] += 5 * error
        waiting[t + 3, first + 1 : last + 1] += error
    return np.where(is_paper[front, row], -1, 1).astype(np.int8)
