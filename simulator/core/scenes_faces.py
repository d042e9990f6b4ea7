"""Scenes of faces: reliefs of soft bumps under a light, painted in the tones of hair and skin."""

import numpy as np

from simulator.core.canvas import Canvas, bump, curve, step

HAIR = (
    (0.5, 0.1), (0.38, 0.125), (0.295, 0.22), (0.27, 0.4), (0.245, 0.6), (0.2, 0.76), (0.33, 0.83),
    (0.66, 0.83), (0.79, 0.77), (0.755, 0.6), (0.735, 0.4), (0.7, 0.21), (0.62, 0.125),
)  # fmt: skip
LOCK = (  # from the parting, x to one side
    (0.0, 0.115), (0.1, 0.12), (0.185, 0.2), (0.22, 0.36), (0.225, 0.55), (0.235, 0.72),
    (0.185, 0.66), (0.178, 0.5), (0.168, 0.38), (0.142, 0.3), (0.085, 0.245), (0.0, 0.205),
)  # fmt: skip
NECK = (
    (0.42, 0.55), (0.415, 0.7), (0.36, 0.76), (0.26, 0.82), (0.24, 1.1), (0.76, 1.1), (0.74, 0.82),
    (0.64, 0.76), (0.585, 0.7), (0.58, 0.55),
)  # fmt: skip
HEM = ((0.3, 0.795), (0.36, 0.87), (0.5, 0.925), (0.64, 0.87), (0.7, 0.795))
DRESS = (
    *HEM, (0.84, 0.86), (0.93, 0.96), (0.97, 1.15), (0.5, 1.3), (0.03, 1.15), (0.07, 0.96),
    (0.16, 0.86),
)  # fmt: skip
ALMOND = (  # a cat's eye about its middle, x away from the nose
    (-0.076, 0.026), (-0.05, -0.024), (-0.005, -0.055), (0.045, -0.056), (0.078, -0.026),
    (0.066, 0.022), (0.022, 0.05), (-0.035, 0.048),
)  # fmt: skip


def _lit(c: Canvas, height: np.ndarray, light: tuple[float, float, float]) -> np.ndarray:
    """How bright a relief of this height, in shares of 1, is in a light from (x, y, towards us)."""
    down, right = np.gradient(height * c.side)
    steep = np.sqrt(1 + right * right + down * down)
    x, y, z = np.array(light) / np.linalg.norm(light)
    return np.clip((z - x * right - y * down) / steep, 0, 1)


def lady(c: Canvas) -> None:
    """A woman by a window at the left."""
    c.tone += 0.62 - 0.5 * step(0.0, 1.0, c.x + 0.12 * c.noise(3, 3, 121, 4)) + 0.12 * c.y
    strands = c.noise(110, 5, 122, 3, 0.7)
    hair = 0.1 + 0.07 * strands + 0.16 * bump(c.x - 0.36, 0.06) * bump(c.y - 0.3, 0.2)
    c.fill(curve(HAIR, is_closed=True), hair)
    _shoulders(c)
    _face(c.part(0.3, 0.12, 0.7, 0.74))
    for side in (-1, 1):  # the parted hair over the forehead
        c.fill(curve([(0.5 + side * x, y) for x, y in LOCK], is_closed=True), hair)


def _shoulders(c: Canvas) -> None:
    """Neck and breast in the light, and a dark dress."""
    x = c.x - 0.5
    skin = 0.62 - 1.6 * x - 0.25 * bump(c.y - 0.66, 0.05) - 0.5 * step(0.05, 0.16, x)
    c.fill(curve(NECK), np.clip(skin, 0.12, 0.9))
    light = bump(c.x - 0.22, 0.1) * bump(c.y - 0.9, 0.14)
    folds = 0.16 + 0.1 * c.noise(12, 3, 123, 4) + 0.3 * light
    c.fill(curve(DRESS, is_closed=True), folds)
    c.stroke(curve(HEM), 0.016, 0.85 - 0.55 * step(0.45, 0.75, c.x))


def _face(c: Canvas) -> None:
    """The head in coordinates of its own: u from ear to ear, v from hair to chin, ±1."""
    u, v = (c.x - 0.5) / 0.172, (c.y - 0.4) / 0.245
    jaw = u * (1 + 0.22 * step(0.1, 1.0, v))
    round_ = np.clip(1 - jaw * jaw - v * v, 0, 1)
    both = np.abs(u)
    height = 0.13 * round_**0.62
    bridge = bump(u, 0.1 + 0.06 * step(0, 0.3, v))
    height += 0.03 * bridge * step(-0.35, 0.24, v) * step(0.36, 0.26, v)
    height += 0.012 * bump(u, 0.13) * bump(v - 0.24, 0.09)
    height += 0.006 * bump(both - 0.16, 0.06) * bump(v - 0.27, 0.05)
    height -= 0.015 * bump(both - 0.38, 0.2) * bump(v + 0.14, 0.12)
    height += 0.008 * bump(both - 0.39, 0.14) * bump(v + 0.12, 0.08)
    height += 0.008 * bump(both - 0.4, 0.3) * bump(v + 0.33, 0.08)
    height += 0.010 * bump(both - 0.5, 0.2) * bump(v - 0.18, 0.17)
    height += 0.012 * bump(u, 0.2) * (bump(v - 0.475, 0.045) + 1.2 * bump(v - 0.58, 0.05))
    height -= 0.008 * bump(u, 0.22) * (bump(v - 0.528, 0.02) + bump(v - 0.68, 0.05))
    height += 0.012 * bump(u, 0.2) * bump(v - 0.82, 0.12)
    skin = 0.1 + 0.92 * _lit(c, height, (-0.58, -0.32, 0.75))
    skin *= 1 - 0.35 * bump(u - 0.17, 0.1) * bump(v - 0.33, 0.1)  # the nose's shadow
    lips = bump(u, 0.2) ** 2 * step(0.42, 0.46, v) * step(0.65, 0.6, v)
    skin *= 1 - 0.5 * np.clip(1.6 * lips, 0, 1)
    skin *= 1 - 0.75 * step(0.3, 0.2, both) * bump(v - 0.534 + 0.32 * u * u, 0.013)
    skin *= 1 - 0.7 * bump(both - 0.09, 0.035) * bump(v - 0.345, 0.02)
    c.lay(c.edge((1 - np.sqrt(jaw * jaw + v * v)) * 0.172), skin)
    for side in (-1, 1):
        _eye(c, 0.5 + side * 0.07, 0.4 - 0.128 * 0.245, side)


def _eye(c: Canvas, x: float, y: float, side: int) -> None:
    def at(points: list[tuple[float, float]]) -> np.ndarray:
        return curve([(x + 1.25 * side * dx, y + 1.25 * dy) for dx, dy in points])

    lid = [(-0.034, 0.006), (-0.018, -0.009), (0.002, -0.014), (0.02, -0.008), (0.034, 0.003)]
    under = [(0.034, 0.003), (0.016, 0.011), (-0.004, 0.013), (-0.02, 0.011), (-0.034, 0.006)]
    c.fill(np.concatenate([at(lid), at(under)]), 0.9 - 0.2 * (side > 0))
    c.lay(c.ellipse(x, y - 0.002, 0.0175, 0.0165), 0.08)
    c.lay(c.ellipse(x - 0.006, y - 0.007, 0.0042, 0.0042), 0.95)
    c.stroke(at(lid), 0.006, 0.06)
    c.stroke(at([(dx, dy - 0.013) for dx, dy in lid[1:]]), 0.003, 0.3)
    brow = [(-0.032, -0.03), (-0.008, -0.036), (0.018, -0.037), (0.042, -0.025)]
    c.stroke(at(brow), np.interp(np.linspace(0, 1, 25), (0, 0.3, 1), (0.004, 0.009, 0.002)), 0.2)


def cat(c: Canvas) -> None:
    """A tabby that looks at you."""
    c.tone += 0.2 + 0.36 * step(0.1, 1.0, c.y - 0.25 * c.x + 0.1 * c.noise(3, 3, 131, 4))
    fur = _fur(c, 0.5, 0.62)
    c.fill(
        curve([(0.24, 0.72), (0.15, 0.9), (0.1, 1.1), (0.9, 1.1), (0.85, 0.9), (0.76, 0.72)]),
        0.36 + 0.2 * fur,
    )
    bib = curve([(0.34, 0.75), (0.33, 0.92), (0.37, 1.1), (0.63, 1.1), (0.67, 0.92), (0.66, 0.75)])
    c.fill(bib, 0.72 + 0.25 * fur - 0.45 * bump(c.y - 0.8, 0.06))
    for side in (-1, 1):
        _ear(c, side, fur)
    _head(c, fur)
    for side in (-1, 1):
        _cat_eye(c, 0.5 + side * 0.145, 0.535, side)
    _muzzle(c)


def _fur(c: Canvas, x: float, y: float) -> np.ndarray:
    """Hairs about 0, within ±1, that run away from a place."""
    dx, dy = c.x - x, c.y - y
    hairs = Canvas(512).noise(110, 9, 132, 3, 0.7)
    far = np.sqrt(dx * dx + dy * dy)
    around = np.arctan2(dx, dy) * (255.9 / np.pi) + 256
    return hairs[(far * 511).astype(np.intp) % 512, around.astype(np.intp)]


def _ear(c: Canvas, side: int, fur: np.ndarray) -> None:
    def at(points: list[tuple[float, float]]) -> np.ndarray:
        return curve([(0.5 + side * dx, y) for dx, y in points])

    c.fill(
        at([(0.05, 0.42), (0.14, 0.24), (0.255, 0.115), (0.28, 0.115), (0.32, 0.27), (0.34, 0.52)]),
        0.34 + 0.2 * fur,
    )
    c.fill(
        at([(0.13, 0.39), (0.175, 0.28), (0.25, 0.175), (0.275, 0.28), (0.285, 0.44)]),
        0.7 - 0.8 * (c.y - 0.2) + 0.1 * fur,
    )
    for k in range(7):
        tip = (0.21 + 0.007 * k, 0.225 + 0.012 * k)
        c.stroke(
            at([(0.13 + 0.018 * k, 0.38), (0.17 + 0.014 * k, 0.3), tip]),
            np.linspace(0.007, 0.001, 17),
            0.93,
        )


def _head(c: Canvas, fur: np.ndarray) -> None:
    """The head in coordinates of its own, ±1: u from cheek to cheek, v from crown to chin."""
    u, v = (c.x - 0.5) / 0.345, (c.y - 0.565) / 0.275
    both = np.abs(u)
    far = np.sqrt(both**2.2 + v * v) + 0.03 * fur
    height = 0.16 * np.sqrt(np.clip(1 - far * far, 0, 1))
    height += 0.035 * bump(both - 0.17, 0.19) * bump(v - 0.42, 0.2)
    height += 0.03 * bump(u, 0.15) * step(-0.5, 0.2, v) * step(0.5, 0.25, v)
    height -= 0.025 * bump(both - 0.42, 0.2) * bump(v + 0.1, 0.2)
    height += 0.02 * bump(u, 0.2) * bump(v - 0.8, 0.14)
    light = _lit(c, height + 0.0012 * fur, (-0.4, -0.45, 0.85))
    coat = 0.7 + 0.14 * fur
    brow = np.cos(21 * u / (1.1 + 0.3 * v)) * step(-0.3, -0.5, v) * step(0.48, 0.3, both)
    cheek = np.cos(15 * v - 9 * both) * step(0.58, 0.75, both) * step(-0.45, -0.2, v)
    coat -= 0.5 * step(0.15, 0.5, brow + 0.4 * fur * (brow > 0)) + 0.42 * step(
        0.15, 0.6, cheek + 0.3 * fur
    )
    pale = bump(both - 0.17, 0.22) * bump(v - 0.5, 0.27) + bump(u, 0.12) * bump(v - 0.1, 0.4)
    pale += 0.8 * bump(both - 0.42, 0.33) * bump(v + 0.1, 0.26)
    coat += np.clip(pale, 0, 1) * (0.93 + 0.05 * fur - coat)
    c.lay(c.edge((1 - far) * 0.275), coat * (0.12 + 1.0 * light))


def _cat_eye(c: Canvas, x: float, y: float, side: int) -> None:
    def almond(grow: float) -> np.ndarray:
        return curve([(x + side * dx * grow, y + dy * grow) for dx, dy in ALMOND], is_closed=True)

    part = c.part(x - 0.12, y - 0.09, x + 0.12, y + 0.09)
    part.fill(almond(1.15), 0.04)
    away = np.sqrt(((part.x - x) / 0.07) ** 2 + ((part.y - y) / 0.058) ** 2)
    part.fill(
        almond(0.95), 0.9 - 0.35 * step(0.5, 1.15, away) - 0.35 * step(0.0, -0.055, part.y - y)
    )
    part.lay(part.ellipse(x + 0.004 * side, y - 0.002, 0.031, 0.05), 0.02)
    part.lay(part.ellipse(x - 0.02, y - 0.022, 0.013, 0.013), 1.0)
    part.lay(part.ellipse(x + 0.018, y + 0.02, 0.006, 0.006), 0.7)


def _muzzle(c: Canvas) -> None:
    nose = curve(
        [
            (0.455, 0.634),
            (0.5, 0.626),
            (0.545, 0.634),
            (0.535, 0.655),
            (0.5, 0.684),
            (0.465, 0.655),
        ],
        is_closed=True,
    )
    c.fill(nose, 0.34 - 0.2 * step(0.64, 0.68, c.y))
    c.stroke([(0.5, 0.68), (0.5, 0.716)], 0.006, 0.1)
    for side in (-1, 1):
        mouth = [(0.0, 0.714), (0.025, 0.738), (0.065, 0.742), (0.1, 0.722)]
        c.stroke(curve([(0.5 + side * dx, y) for dx, y in mouth]), 0.007, 0.1)
        for k in range(9):
            x, y, r = 0.5 + side * (0.055 + 0.024 * (k % 3)), 0.672 + 0.017 * (k // 3), 0.0036
            c.fill([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], 0.25)
        for k in range(5):
            way = [(0.085, 0.675 + 0.01 * k), (0.25, 0.645 + 0.03 * k), (0.42, 0.64 + 0.056 * k)]
            whisker = curve([(0.5 + side * dx, y) for dx, y in way])
            c.stroke(whisker, np.linspace(0.0055, 0.0014, len(whisker)), 0.97)
