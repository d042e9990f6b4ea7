"""Scenes on land: each paints itself on a canvas, from the sky to what is near."""

import numpy as np

from simulator.core.canvas import Canvas, box, curve, step

PEAKS = (  # summit x and y, steepness, seed; from the farthest
    (0.62, 0.4, 0.75, 13), (0.95, 0.31, 0.85, 14), (0.42, 0.33, 0.9, 15), (0.2, 0.17, 1.0, 17),
)  # fmt: skip
HOUSES = (  # left, top, width
    (0.0, 0.55, 0.1), (0.085, 0.62, 0.09), (0.165, 0.42, 0.095), (0.3, 0.26, 0.11),
    (0.425, 0.5, 0.1), (0.53, 0.34, 0.1), (0.64, 0.58, 0.11), (0.755, 0.4, 0.085),
    (0.85, 0.6, 0.16),
)  # fmt: skip


def peaks(c: Canvas) -> None:
    """A moonlit lake between peaks."""
    shore = 0.68
    sky = c.part(0, 0, 1, shore)
    sky.tone += 0.16 + 0.68 * (sky.y / shore) ** 2
    sky.tone += 0.12 * sky.noise(3, 8, 5, 5) * step(0.0, 0.5, sky.y)
    sky.glow(0.74, 0.17, 0.15, 0.3)
    moon = sky.part(0.66, 0.09, 0.82, 0.25)
    seas = np.clip(moon.noise(14, 14, 2, 3), 0, 1)
    moon.lay(moon.ellipse(0.74, 0.17, 0.07, 0.07), 1.0 - 0.14 * seas)
    sky.lay(sky.below(0.52 + 0.06 * sky.ridge(5, 11)), 0.62)
    for x, top, steep, seed in PEAKS:
        _peak(c.part(0, top - 0.02, 1, shore), x, top, steep, seed)
    forest = 0.635 - 0.045 * np.cos(2.6 * np.pi * c.x) + 0.02 * c.ridge(60, 21, 4, 0.7)
    woods = c.part(0, 0.5, 1, shore)
    woods.lay(woods.below(forest), 0.06 + 0.05 * woods.noise(40, 60, 22, 3))
    _lake(c, shore)


def _peak(c: Canvas, x: float, top: float, steep: float, seed: int) -> None:
    """A mountain, its right face in the moon, snow on it where the rock is not too steep."""
    away = np.abs(c.x - x)
    line = top + steep * away - 0.35 * away**2 + (0.008 + 0.1 * away) * c.ridge(7, seed, 7, 0.55)
    down = np.maximum(c.y - top, 0) + 0.02
    rough = c.noise(16, 16, seed + 50, 5, 0.6)
    fan = (c.x - x - 0.1 * down) / down + 0.22 * rough  # the same all along a gully
    gullies = 0.5 * np.cos(7 * fan + seed) + 0.3 * np.cos(17 * fan) + 0.2 * np.cos(37 * fan + 1)
    face = step(-0.08, 0.08, fan)
    rock = 0.14 + 0.26 * face + 0.1 * gullies
    snow = 0.5 + 0.42 * face + (0.12 - 0.04 * face) * gullies
    reach = 0.2 + 0.09 * gullies + 0.08 * rough - 0.3 * (line - top)
    is_snow = step(0.02, -0.02, c.y - line - reach)
    c.lay(c.below(line), rock + is_snow * (snow - rock))


def _lake(c: Canvas, shore: float) -> None:
    """What is above the shore, upside down in the water, with the moon's glitter."""
    first = round(shore * c.side)
    deep = np.arange(c.side - first)
    ripple = (c.noise(10, 90, 8, 3)[first:] * (0.004 + 0.02 * deep / c.side)[:, None]) * c.side
    rows = np.clip(first - 1 - deep[:, None] * 1.25 + ripple, 0, first - 1).astype(int)
    waves = c.noise(8, 110, 9, 3)[first:]
    water = 0.82 * np.take_along_axis(c.tone[:first], rows, axis=0) + 0.05 * waves
    glitter = np.exp(-(((c.x - 0.74) / 0.07) ** 2)) * step(0.1, 0.6, waves)
    c.tone[first:] = water + 0.55 * glitter


def tree(c: Canvas) -> None:
    """An old oak alone in a summer field."""
    ground = 0.78
    c.tone += 0.5 + 0.35 * (c.y / ground)
    c.lay(0.9 * step(0.0, 0.8, c.noise(3, 5, 61, 5, 0.55) + 0.15), 1.0)
    c.lay(c.below(0.745 + 0.012 * c.ridge(5, 62)), 0.5)
    field = ground - 0.03 + 0.02 * np.cos(5 * c.x) + 0.006 * c.ridge(60, 63, 3)
    near = np.maximum(c.y - ground + 0.04, 0.004)
    rows = np.sin(5 * np.log(near) + 1.5 * np.sin(c.x * 3)) * 0.05
    c.lay(c.below(field), 0.62 - 1.2 * near + rows + 0.11 * c.noise(90, 40, 64, 3, 0.7))
    c.lay(0.85 * c.ellipse(0.6, 0.835, 0.36, 0.035), 0.12)
    bark = 0.1 + 0.06 * c.noise(60, 8, 65, 3)
    c.fill(curve([(0.43, 0.845), (0.468, 0.8), (0.475, 0.6), (0.44, 0.48), (0.58, 0.48),
                  (0.535, 0.6), (0.54, 0.8), (0.6, 0.845), (0.51, 0.835)]), bark)  # fmt: skip
    limbs = ((0.5, 0.6, 0.26, 0.5), (0.51, 0.58, 0.76, 0.46), (0.5, 0.55, 0.38, 0.3),
             (0.51, 0.55, 0.62, 0.26), (0.5, 0.55, 0.5, 0.2))  # fmt: skip
    for x0, y0, x1, y1 in limbs:
        c.stroke(
            curve([(x0, y0), ((x0 + x1) / 2, y0 - 0.06), (x1, y1)]),
            np.linspace(0.045, 0.01, 17),
            bark,
        )
    _crown(c)


def _crown(c: Canvas) -> None:
    """Clouds of leaves, the upper left of each in the sun, the lower and inner ones first."""
    rng = np.random.Generator(np.random.PCG64(66))
    count = 46
    angle, far = 2.4 * np.arange(count), np.sqrt((np.arange(count) + 0.5) / count)
    xs = 0.505 + 0.335 * far * np.cos(angle)
    ys = 0.345 + 0.225 * far * np.sin(angle)
    sizes = 0.062 + 0.035 * rng.random(count)
    for k in np.argsort(-ys):
        x, y, r = xs[k], ys[k], sizes[k]
        part = c.part(x - 1.3 * r, y - 1.3 * r, x + 1.3 * r, y + 1.3 * r)
        dx, dy = (part.x - x) / r, (part.y - y) / r
        leaves = part.noise(70, 70, 67, 3, 0.8)
        depth = (1 - np.sqrt(dx * dx + dy * dy)) * r + 0.012 * leaves
        light = np.clip(0.5 - 0.3 * dx - 0.45 * dy, 0, 1)
        sun = 0.55 - 0.75 * (y - 0.345) - 0.35 * (x - 0.5)
        part.lay(part.edge(depth), 0.08 + 0.75 * light * sun + 0.13 * leaves)


def city(c: Canvas) -> None:
    """A city by the water at dusk, the sun just gone."""
    shore = 0.76
    c.tone += 0.3 + 0.75 * (c.y / shore) ** 1.5
    c.lay(0.5 * step(0.1, 0.7, c.noise(2, 14, 71, 5, 0.55)) * step(0.75, 0.3, c.y), 0.95)
    c.glow(0.62, 0.74, 0.3, 0.25)
    rng = np.random.Generator(np.random.PCG64(72))
    for tone, low, high, count in ((0.5, 0.3, 0.16, 26), (0.3, 0.22, 0.2, 20)):
        for x in np.linspace(-0.03, 1.0, count):
            top = shore - low * rng.random() - high * np.exp(-(((x - 0.42) / 0.28) ** 2)) - 0.05
            c.fill(
                box(x, top, x + (0.5 + 0.9 * rng.random()) / count, shore),
                tone + 0.06 * rng.random(),
            )
    for x, top, wide in HOUSES:
        _house(c, x, top, wide, shore, rng)
    for half, top in ((0.036, 0.225), (0.022, 0.19), (0.01, 0.15)):
        c.fill(box(0.355 - half, top, 0.355 + half, 0.27), 0.1)
    c.stroke([(0.355, 0.16), (0.355, 0.04)], np.array([0.008, 0.002]), 0.08)
    c.fill([(0.53, 0.345), (0.63, 0.345), (0.63, 0.27)], 0.1)
    c.stroke([(0.7975, 0.41), (0.7975, 0.3)], 0.005, 0.08)
    _river(c, shore)


def _house(
    c: Canvas, x: float, top: float, wide: float, shore: float, rng: np.random.Generator
) -> None:
    """A dark tower with rows of windows, some of them lit."""
    c.fill(box(x, top, x + wide, shore), 0.07)
    c.fill(box(x, top, x + 0.2 * wide, shore), 0.13)
    columns, rows = round(wide / 0.018), int((shore - top - 0.02) / 0.026)
    for row in range(rows):
        for column in range(1, columns):
            if rng.random() < 0.45:
                left, y = x + wide * (column + 0.1) / columns, top + 0.018 + 0.026 * row
                c.fill(box(left, y, left + 0.0095, y + 0.014), 0.75 + 0.25 * rng.random())


def _river(c: Canvas, shore: float) -> None:
    first = round(shore * c.side)
    deep = np.arange(c.side - first)
    drift = c.noise(6, 70, 73, 3)[first:] * (0.006 + 0.05 * deep / c.side)[:, None] * c.side
    rows = np.clip(first - 1 - 2.2 * deep[:, None] + drift, 0, first - 1).astype(int)
    waves = c.noise(6, 110, 74, 3)[first:]
    c.tone[first:] = 0.06 + 0.75 * np.take_along_axis(c.tone[:first], rows, axis=0) + 0.09 * waves
    c.fill(box(0, shore - 0.006, 1, shore + 0.008), 0.04)
