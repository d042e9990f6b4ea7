"""Digits as if written by hand: strokes with jitter, drawn by their distance from each pixel.

A digit is made in four steps, each a kernel below:

    bend    a place between the two drawings of a form (kernels/stroke_forms.py), every point
            jittered, all of them bent together by smooth waves
    trace   a smooth line through the points: Catmull and Rom's spline, straight out of corners
    place   the line slanted, turned, stretched, fitted to the square, its middle in the middle
            (as MNIST's digits are: LeCun et al. 1998, Proc. IEEE 86, 2278), under a pen of a width
            that varies with the pressure
    draw    ink where a pixel's centre is within the pen's radius of the line, soft at the edge

All chance comes from counted numbers (kernels/counted.py): digit i of a seed is the same whatever
is asked for beside it, and there are 2⁶⁴ of them.

    number of digits n, of points of a form P, of its line M = P · PIECES, of forms F
    pixels (n, side²) uint8, 255 ink;  labels (n,) int16 = i mod 10
    places (F, 2, P, 2), joints (F, P) int8, starts (11,) int64, shares (F,)  see stroke_forms
    points (P, 2), line (M, 3): x, y and the pen's radius;  is_drawn (M,) bool: whether the pen is
    down between a point of the line and the one before
    chance (NUMBERS,)  bell-shaped between −3 and 3, of mean 0 and variance 1
"""

import numpy as np

from kernels import stroke_forms, words
from kernels.counted import halves, random_bits
from kernels.jit import kernel
from kernels.stroke_forms import BEGIN, CORNER, NONE, SMOOTH

MIN_SIDE, MAX_SIDE = 4, 28
PIECES = 8  # between two points of a form
NUMBERS = 64  # of chance for a digit: SHAPE for all of it, then two for each point
SHAPE = 24

# spreads, in shares of a digit's height
JITTER, BOW, WAVE = 0.015, 0.055, 0.025
# of angles, in radians, and of sizes, as logarithms
UPRIGHT, SLANT, TURN, STRETCH, SIZE = 0.14, 0.17, 0.05, 0.11, 0.03
# the pen, in pixels at side 28
PEN, PEN_SPREAD, PRESSURE, SHIFT = 1.25, 0.17, 0.10, 0.35
MIN_PEN, SOFT = 0.55, 1.3  # pixels at any side: the least radius, the width of a soft edge
# the ink's longer side, as a share of the square's, and what is added of it on small squares
BOX, SMALL_BOX = 0.73, 0.12


def digits(first: int, count: int, side: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels (count, side²) uint8 and labels (count,) int16 of digits `first` and on."""
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise ValueError(f"A side of {side} pixels was asked for; {MIN_SIDE} to {MAX_SIDE} work.")
    pixels = np.zeros((count, side * side), np.uint8)
    labels = np.empty(count, np.int16)
    key = words.seeded(seed)[0]
    write(key, first, side, *stroke_forms.tables(), pixels, labels)
    return pixels, labels


@kernel
def write(key, first, side, places, joints, starts, shares, pixels, labels):
    """Fill `pixels` and `labels` with digits `first` and on of a uint64 `key`."""
    most = joints.shape[1]
    chance, points = np.empty(NUMBERS), np.empty((most, 2))
    line, is_drawn = np.empty((most * PIECES, 3)), np.empty(most * PIECES, np.bool_)
    cover = np.empty((side, side))
    for n in range(labels.size):
        low, high = halves(key + np.uint64(first + n))
        label = (first + n) % 10
        form = starts[label]
        which = uniform(0, low, high)
        while which > shares[form] and form + 1 < starts[label + 1]:
            form += 1
        fill_chance(low, high, chance)
        bend(places[form], uniform(1, low, high), uniform(2, low, high), chance, points)
        size = trace(points, joints[form], line, is_drawn)
        place(line[:size], is_drawn[:size], side, chance)
        draw(line[:size], is_drawn[:size], cover)
        for k in range(side * side):
            pixels[n, k] = np.uint8(np.rint(255 * cover[k // side, k % side]))
        labels[n] = label


@kernel(inline="always")
def uniform(number, low, high):
    """Return a float64 from 0 up to 1 that hangs on a number and the two halves of a key."""
    return np.float64(random_bits(np.uint32(number), low, high)) * 2.0**-31


@kernel
def fill_chance(low, high, chance):
    """Fill `chance` (NUMBERS,): sums of three uniforms, so that nothing is ever far out."""
    for k in range(chance.size):
        total = 0.0
        for j in range(3):
            total += uniform(3 * k + j + 3, low, high)
        chance[k] = 2 * total - 3


@kernel
def bend(pair, across, down, chance, points):
    """Fill `points` (P, 2): between the two drawings of a `pair` (2, P, 2), or a little beyond."""
    across, down = 1.2 * across - 0.1, 1.2 * down - 0.1
    for k in range(points.shape[0]):
        x = pair[0, k, 0] + across * (pair[1, k, 0] - pair[0, k, 0])
        y = pair[0, k, 1] + down * (pair[1, k, 1] - pair[0, k, 1])
        x += JITTER * chance[SHAPE + 2 * k]
        y += JITTER * chance[SHAPE + 2 * k + 1]
        u, v = 2 * x - 0.65, 2 * y - 1  # both about from −1 to 1
        points[k, 0] = x + BOW * (chance[0] * v * v + chance[1] * u * v)
        points[k, 0] += WAVE * chance[2] * np.sin(3.5 * v + 2 * chance[3])
        points[k, 1] = y + BOW * (chance[4] * u * u + chance[5] * u * v)
        points[k, 1] += WAVE * chance[6] * np.sin(3.5 * u + 2 * chance[7])


@kernel
def trace(points, joints, line, is_drawn):
    """Fill `line` and `is_drawn` with a smooth line through `points`; return its length M."""
    size = 0
    for k in range(joints.size):
        if joints[k] == NONE:
            break
        if joints[k] == BEGIN:
            line[size, 0], line[size, 1], is_drawn[size] = points[k, 0], points[k, 1], False
            size += 1
            continue
        is_last = k + 1 == joints.size or joints[k + 1] >= BEGIN
        before = k - 2 if joints[k - 1] == SMOOTH else k - 1
        after = k if joints[k] == CORNER or is_last else k + 1
        for piece in range(1, PIECES + 1):
            t = piece / PIECES
            for axis in range(2):
                a, b = points[before, axis], points[k - 1, axis]
                c, d = points[k, axis], points[after, axis]
                bent = 2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)
                line[size, axis] = b + t / 2 * (c - a + t * bent)
            is_drawn[size] = True
            size += 1
    return size


@kernel
def place(line, is_drawn, side, chance):
    """Slant, turn and stretch a line (M, 3), and fit it to the square, in pixels, in place."""
    lean = np.tan(UPRIGHT + SLANT * chance[8])
    cosine, sine = np.cos(TURN * chance[9]), np.sin(TURN * chance[9])
    wide = np.exp(STRETCH * chance[10])
    for k in range(line.shape[0]):
        y = line[k, 1] - 0.5
        x = wide * (line[k, 0] - lean * y)
        line[k, 0], line[k, 1] = cosine * x - sine * y, sine * x + cosine * y
    radius = press(line, side, chance)
    left, right = ends(line, 0)
    top, bottom = ends(line, 1)
    box = side * (BOX + SMALL_BOX * max(0.0, 1 - side / 20)) - 2 * radius
    scale = box / max(right - left, bottom - top) * np.exp(SIZE * (chance[11] - 1))
    move(line, 0, scale, middle(line, is_drawn, 0), side, radius, chance[12])
    move(line, 1, scale, middle(line, is_drawn, 1), side, radius, chance[13])


@kernel
def move(line, axis, scale, centre, side, radius, chance):
    """Enlarge a line along one axis and bring its `centre` to the square's, or near by chance,
    but no ink across the edge; in place."""
    low, high = ends(line, axis)
    shift = side / 2 + SHIFT * side / 28 * chance - scale * centre
    shift = max(shift, radius + 0.5 - scale * low)
    shift = min(shift, side - radius - 0.5 - scale * high)
    for k in range(line.shape[0]):
        line[k, axis] = scale * line[k, axis] + shift


@kernel
def ends(line, axis):
    """Return the least and the greatest of the places along one axis."""
    low = high = line[0, axis]
    for k in range(1, line.shape[0]):
        low, high = min(low, line[k, axis]), max(high, line[k, axis])
    return low, high


@kernel
def press(line, side, chance):
    """Fill the radii of a line: a pen of some width, pressed now more, now less. Return the
    largest."""
    usual = max(PEN * np.exp(PEN_SPREAD * chance[14]) * side / 28, MIN_PEN)
    size, largest = line.shape[0], 0.0
    for k in range(size):
        wave = np.sin(5 * k / size + 2 * chance[16]) + 0.5 * np.sin(13 * k / size + 2 * chance[17])
        line[k, 2] = usual * (1 + PRESSURE * chance[15] * wave)
        largest = max(largest, line[k, 2])
    return largest


@kernel
def middle(line, is_drawn, axis):
    """Return the middle of the ink along one axis."""
    total = length = 0.0
    for k in range(1, line.shape[0]):
        if is_drawn[k]:
            piece = np.hypot(line[k, 0] - line[k - 1, 0], line[k, 1] - line[k - 1, 1])
            total += piece * (line[k, axis] + line[k - 1, axis]) / 2
            length += piece
    return total / length


@kernel
def draw(line, is_drawn, cover):
    """Fill `cover` (h, w) with the share of ink, 0 … 1: 1 well inside the pen's radius of a piece
    of the line (which goes evenly from one end's to the other's), 0 well outside."""
    height, width = cover.shape
    for i in range(height):
        for j in range(width):
            cover[i, j] = 0.0
    for k in range(1, line.shape[0]):
        if not is_drawn[k]:
            continue
        ax, ay, ar = line[k - 1, 0], line[k - 1, 1], line[k - 1, 2]
        bx, by, br = line[k, 0], line[k, 1], line[k, 2]
        dx, dy = bx - ax, by - ay
        inverse = 1 / max(dx * dx + dy * dy, 1e-12)
        reach = max(ar, br) + SOFT / 2 + 0.5
        top, bottom = max(int(min(ay, by) - reach), 0), min(int(max(ay, by) + reach) + 1, height)
        left, right = max(int(min(ax, bx) - reach), 0), min(int(max(ax, bx) + reach) + 1, width)
        for i in range(top, bottom):
            for j in range(left, right):
                x, y = j + 0.5 - ax, i + 0.5 - ay
                t = min(max((x * dx + y * dy) * inverse, 0.0), 1.0)
                x, y = x - t * dx, y - t * dy
                inside = (ar + t * (br - ar) - np.sqrt(x * x + y * y)) / SOFT + 0.5
                cover[i, j] = max(cover[i, j], min(inside, 1.0))
