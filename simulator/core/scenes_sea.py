"""Scenes at sea: each paints itself on a canvas, from the sky to what is near."""

import numpy as np

from simulator.core.canvas import Canvas, box, curve, step

SAILS = (  # middle, top, width, height; the main mast's last, over the others
    (0.3, 0.5, 0.155, 0.15), (0.3, 0.355, 0.135, 0.13), (0.3, 0.235, 0.105, 0.1),
    (0.69, 0.5, 0.15, 0.15), (0.69, 0.36, 0.13, 0.125), (0.69, 0.25, 0.1, 0.09),
    (0.5, 0.495, 0.185, 0.16), (0.5, 0.335, 0.165, 0.15), (0.5, 0.195, 0.13, 0.12),
    (0.5, 0.105, 0.09, 0.07),
)  # fmt: skip


def coast(c: Canvas) -> None:
    """A lighthouse on its rock, its beam over the evening sea."""
    sea, x, lamp = 0.7, 0.42, 0.235
    c.tone += 0.2 + 0.55 * (c.y / sea) ** 3
    c.tone += 0.16 * c.noise(2, 7, 31, 5, 0.55) * step(0.02, 0.4, c.y)
    for tip, low, high in ((1.2, -0.03, 0.3), (-0.4, -0.02, -0.22)):
        slope = (c.y - lamp) / np.where(
            tip > x, np.maximum(c.x - x, 1e-3), np.minimum(c.x - x, -1e-3)
        )
        middle = (low + high) / 2
        beam = np.exp(-(((slope - middle) / (0.5 * (high - low))) ** 4))
        fade = step(tip, x, c.x) * (c.x > x if tip > x else c.x < x)
        c.lay(0.75 * beam * fade, 1.0)
    waves = c.noise(7, 60, 33, 4, 0.6) * (0.3 + 1.4 * (c.y - sea))
    shine = np.exp(-(((c.x - x) / (0.08 + 0.5 * np.maximum(c.y - sea, 0))) ** 2))
    c.lay(c.edge(c.y - sea), 0.34 + 0.5 * waves + 0.22 * shine - 0.5 * (c.y - sea))
    _rock(c, x)
    _tower(c, x, lamp)


def _rock(c: Canvas, x: float) -> None:
    line = 0.74 + 0.9 * np.abs(c.x - x) ** 1.6 + 0.035 * c.ridge(12, 41, 6, 0.6)
    cracks = c.noise(22, 22, 42, 4, 0.7)
    c.lay(c.below(line), 0.13 + 0.13 * cracks + 0.3 * step(0.05, 0.0, c.y - line) * (c.x < x + 0.1))
    foam = line + 0.12 + 0.02 * c.ridge(16, 43)
    c.lay(0.8 * step(0.03, 0.0, np.abs(c.y - foam)) * step(-0.2, 0.6, cracks), 0.95)
    c.lay(c.below(foam + 0.03), 0.26 + 0.2 * c.noise(9, 50, 44, 4, 0.6))


def _tower(c: Canvas, x: float, lamp: float) -> None:
    """A white tower with dark bands, round by its shading, a gallery and a lantern."""
    foot, top = 0.8, lamp + 0.055
    down = np.clip((c.y - top) / (foot - top), 0, 1)
    half = 0.047 + 0.042 * down
    across = np.clip((c.x - x) / half, -1, 1)
    round_ = 0.3 + 0.7 * np.sqrt(np.clip(1 - (across + 0.45) ** 2 / 2.1, 0, 1))
    band = step(-0.1, 0.1, np.sin(4.7 * np.pi * down + 0.3))
    cover = c.edge(half - np.abs(c.x - x)) * c.edge(c.y - top) * c.edge(foot - c.y)
    c.lay(cover, round_ * (0.98 - 0.78 * band))
    for y in (0.43, 0.6):
        c.fill(box(x - 0.012, y, x + 0.012, y + 0.035), 0.02)
    c.fill(box(x - 0.075, top - 0.012, x + 0.075, top + 0.012), 0.06)
    c.fill(box(x - 0.066, top - 0.05, x + 0.066, top - 0.042), 0.1)
    for post in np.linspace(-0.063, 0.063, 7):
        c.stroke([(x + post, top - 0.05), (x + post, top)], 0.005, 0.1)
    c.fill(box(x - 0.036, lamp - 0.045, x + 0.036, top - 0.01), 1.0)
    for post in (-0.036, -0.012, 0.012, 0.036):
        c.stroke([(x + post, lamp - 0.045), (x + post, top - 0.01)], 0.006, 0.12)
    c.fill(curve([(x - 0.052, lamp - 0.042), (x - 0.03, lamp - 0.075), (x, lamp - 0.1),
                  (x + 0.03, lamp - 0.075), (x + 0.052, lamp - 0.042)]), 0.07)  # fmt: skip
    c.stroke([(x, lamp - 0.1), (x, lamp - 0.15)], 0.006, 0.07)
    c.glow(x, lamp, 0.06, 0.5)


def ship(c: Canvas) -> None:
    """A full-rigged ship before the wind."""
    sea = 0.74
    c.tone += 0.72 + 0.2 * c.y
    c.lay(0.55 * step(-0.1, 0.9, c.noise(3, 5, 81, 6, 0.55)) * step(0.8, 0.2, c.y), 0.3)
    c.glow(0.2, 0.6, 0.22, 0.3)
    swell = c.noise(9, 40, 82, 4, 0.6) * (0.25 + 1.2 * np.maximum(c.y - sea, 0))
    line = sea + 0.006 * c.ridge(14, 83, 3)
    c.lay(c.below(line), 0.38 + 0.55 * swell - 0.7 * (c.y - sea))
    for x, foot, top in ((0.3, 0.7, 0.17), (0.5, 0.7, 0.08), (0.69, 0.68, 0.2)):
        c.stroke([(x, foot), (x, top)], np.array([0.013, 0.005]), 0.06)
    c.stroke([(0.79, 0.655), (0.965, 0.545)], np.array([0.014, 0.005]), 0.06)
    for x, y, wide, high in SAILS:
        _sail(c, x, y, wide, high)
    for x, y in ((0.93, 0.567), (0.86, 0.61)):
        c.fill(curve([(x, y), (x - 0.07, y - 0.06), (0.705, 0.23), (x - 0.1, y + 0.0)]), 0.93)
        c.stroke([(x, y), (0.705, 0.23)], 0.004, 0.15)
    for x, y, tip in ((0.3, 0.17, -0.05), (0.5, 0.08, -0.06), (0.69, 0.2, -0.05)):
        c.fill(
            curve(
                [(x, y - 0.004), (x + tip, y + 0.004), (x + 1.7 * tip, y - 0.008), (x, y + 0.026)]
            ),
            0.12,
        )
    _hull(c)


def _sail(c: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """A square sail, its yard above, filled by a wind from the left."""
    top, half = wide * 0.43, wide * 0.55
    down = (c.y - y) / high
    across = (c.x - x) / wide
    light = 0.98 - 0.35 * step(0.0, 0.6, across - 0.1) - 0.3 * step(0.45, 1.05, down)
    light = light - 0.18 * step(0.25, 0.0, down)
    left, right, middle = x - half + 0.01, x + half, y + 0.5 * high
    foot, belly = y + 0.93 * high, 0.025
    outline = [
        (x - top, y), (x, y + 0.004), (x + top, y), (right + belly, middle), (right, foot),
        (x, y + 0.83 * high), (left, foot), (left - 0.01 + belly, middle),
    ]  # fmt: skip
    c.fill(curve(outline, is_closed=True), light)
    c.stroke([(x - top - 0.012, y), (x + top + 0.012, y)], 0.008, 0.08)


def _hull(c: Canvas) -> None:
    side = curve(
        [(0.16, 0.6), (0.19, 0.66), (0.3, 0.675), (0.5, 0.685), (0.68, 0.672), (0.82, 0.635)]
    )
    keel = curve([(0.79, 0.7), (0.74, 0.79), (0.5, 0.81), (0.26, 0.8), (0.19, 0.74), (0.165, 0.66)])
    c.fill(np.concatenate([side, keel]), 0.1)
    band = side[2:-4]
    c.fill(np.concatenate([band + np.array([0, 0.03]), band[::-1] + np.array([0, 0.052])]), 0.8)
    for k in range(11):
        x = 0.235 + 0.05 * k
        y = float(np.interp(x, side[:, 0], side[:, 1])) + 0.032
        c.fill(box(x, y, x + 0.016, y + 0.017), 0.04)
    foam = 0.785 + 0.012 * c.ridge(22, 84, 5, 0.7) - 0.03 * np.exp(-(((c.x - 0.76) / 0.05) ** 2))
    cover = c.below(foam) * step(0.1, 0.2, c.x) * step(0.93, 0.78, c.x)
    c.lay(cover * step(0.07, 0.0, c.y - foam), 0.95)
    c.lay(cover * step(0.0, 0.09, c.y - foam), 0.3 + 0.3 * c.noise(9, 45, 85, 4, 0.6))
