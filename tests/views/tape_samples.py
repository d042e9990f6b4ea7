"""A short run of copy, for tests of the tape."""

import numpy as np

from simulator.views.tape import Box, Phase, TapeRow, TapeShown

LENGTH, WIDTH, N, M = 4, 3, 16, 5
T = 2 * LENGTH + 1
RNG = np.random.default_rng(0)
BITS = np.zeros((T, WIDTH + 1), np.float32)
BITS[:LENGTH, :WIDTH] = [[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 0]]
BITS[LENGTH, WIDTH] = 1.0
WANTED = np.zeros((T, WIDTH), np.float32)
WANTED[LENGTH + 1 :] = BITS[:LENGTH, :WIDTH]
MASK = (np.arange(T) > LENGTH).astype(np.float32)
OUTPUT = 0.1 + 0.8 * WANTED
ADD = RNG.uniform(-1, 1, (T, M)).astype(np.float32)
WEIGHTING = np.full((T, N), 0.01, np.float32)
WEIGHTING[np.arange(T), np.arange(T) + 3] = 0.97
PAINTABLE = np.zeros(BITS.shape, bool)
PAINTABLE[:LENGTH, :WIDTH] = True

PHASES = (
    Phase(0, LENGTH - 1, "write"),
    Phase(LENGTH, LENGTH, "delimiter"),
    Phase(LENGTH + 1, T - 1, "read"),
)
BOXES = (Box(1, 2, "item", "input"), Box(5, 6, "goto", "write weighting"))


def input_row(bits=BITS, **more):
    names = ("",) * WIDTH + ("delimiter",)
    return TapeRow("input", "bits", bits, names=names, **{"paintable": PAINTABLE, **more})


def output_row(values=OUTPUT, **more):
    return TapeRow("output", "bits", values, wanted=WANTED, mask=MASK, **more)


def add_row(values=ADD, **more):
    return TapeRow("add", "vectors", values, "add vectors", **more)


def weighting_row(values=WEIGHTING, **more):
    return TapeRow("write weighting", "weighting", values, **more)


def tape(*rows, phases=PHASES, boxes=(), cursor=-1):
    """All four rows, or the given ones; arrays are copies, as a model would give them."""
    rows = rows or (
        input_row(BITS.copy()),
        output_row(OUTPUT.copy()),
        add_row(ADD.copy()),
        weighting_row(WEIGHTING.copy()),
    )
    return TapeShown(rows, phases, boxes, cursor)
