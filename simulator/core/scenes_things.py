"""Scenes of things: a galaxy, a planet and a rose."""

import numpy as np

from simulator.core.canvas import Canvas, bump, curve, step


def galaxy(c: Canvas) -> None:
    """A spiral galaxy, seen from above and aside."""
    c.tone += 0.06
    _stars(c, 700, 91)
    turn, tilt = 0.5, 0.66
    dx, dy = c.x - 0.5, c.y - 0.5
    u = dx * np.cos(turn) + dy * np.sin(turn)
    v = (dy * np.cos(turn) - dx * np.sin(turn)) / tilt
    clumps = c.noise(14, 14, 92, 6, 0.65)
    r = np.sqrt(u * u + v * v) * (1 + 0.04 * clumps) + np.float32(0.004)
    phase = 2 * np.arctan2(v, u) - 6.4 * np.log(r) + 0.5 * clumps
    arms = (0.5 + 0.5 * np.cos(phase)) ** 2
    spurs = 0.5 + 0.5 * np.cos(2 * phase + 2.2)
    disc = bump(r, 0.34) * step(0.68, 0.4, r)
    light = disc * (0.26 + arms * (0.95 + 0.6 * clumps) + 0.16 * spurs * (1 + clumps))
    c.tone += np.clip(light, 0, 0.95) + 0.1 * bump(r, 0.4)
    c.tone += 0.95 * bump(r, 0.055) + 0.35 * bump(r, 0.12)


def _stars(c: Canvas, count: int, seed: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    for x, y, bright in rng.random((count, 3)):
        r = 0.0012 + 0.0035 * bright**8
        c.fill([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], 0.4 + 0.6 * bright)


def planet(c: Canvas) -> None:
    """A banded planet within its rings."""
    c.tone += 0.07 + 0.5 * step(-0.3, 1.2, c.noise(3, 3, 101, 6, 0.6) + 1.3 * (c.x - c.y))
    _stars(c, 420, 102)
    turn, tilt, size = -0.38, 0.3, 0.25
    dx, dy = c.x - 0.5, c.y - 0.5
    u = dx * np.cos(turn) + dy * np.sin(turn)
    v = dy * np.cos(turn) - dx * np.sin(turn)
    w = v / tilt  # u and w are the rings' plane, w towards us
    r = np.sqrt(u * u + w * w)
    away = np.sqrt(u * u + v * v)
    in_shadow = (
        step(-0.01, 0.01, size - np.abs(0.8 * w + 0.6 * u)) * (0.8 * u - 0.6 * w > 0) * (w < 0)
    )
    dense, bright = _ring(r)
    c.lay(dense, bright * (1 - 0.9 * in_shadow))
    deep = np.sqrt(np.clip(1 - (away / size) ** 2, 0, 1))
    latitude = 0.95 * v / size - 0.31 * deep + 0.012 * c.noise(6, 22, 103, 4)
    bands = (
        0.78
        + 0.1 * np.sin(16 * latitude)
        + 0.08 * np.sin(37 * latitude + 1)
        + 0.08 * np.sin(6 * latitude)
    )
    light = np.clip((-0.5 * dx - 0.3 * dy) / size + 0.78 * deep, 0, 1)
    belt = 0.5 * bump(v + 0.105 * deep + 0.02, 0.016)  # the rings' shadow on the ball
    c.lay(c.edge(size - away), (0.05 + 1.15 * light * bands) * (1 - belt))
    c.lay(dense * (w > 0), bright)


def _ring(r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How dense the rings are at a distance, and how bright."""
    dense = step(0.295, 0.31, r) * step(0.475, 0.468, r)
    gap = 1 - 0.95 * np.exp(-(((r - 0.428) / 0.006) ** 2))
    inner = 0.45 + 0.55 * step(0.335, 0.35, r)
    grooves = 0.82 + 0.1 * np.sin(190 * r) + 0.08 * np.sin(83 * r)
    return dense * gap * inner, grooves * (
        0.62 + 0.38 * step(0.32, 0.38, r) - 0.25 * step(0.43, 0.44, r)
    )


def rose(c: Canvas) -> None:
    """A rose in full bloom with two leaves."""
    c.tone += 0.62 + 0.18 * c.noise(2, 2, 111, 3) - 0.3 * (c.y - 0.5) + 0.2 * (0.5 - c.x)
    c.stroke(curve([(0.5, 0.7), (0.53, 0.85), (0.49, 1.05)]), 0.035, 0.16)
    for tip, turn in ((0.07, 1.0), (0.93, -1.0)):
        _leaf(c, tip, turn)
    rng = np.random.Generator(np.random.PCG64(112))
    count = 30
    for k in range(count):
        share = 1 - k / count  # from the outer petals to the heart
        angle = 2.4 * k + 0.3 * rng.random()
        far, r = 0.205 * share**0.9, 0.055 + 0.165 * share
        _petal(c, 0.5 + far * np.cos(angle), 0.43 + 0.9 * far * np.sin(angle), r, angle, share)
    heart = c.part(0.4, 0.33, 0.6, 0.53)
    heart.lay(heart.ellipse(0.5, 0.43, 0.05, 0.046), 0.22)
    winding = np.linspace(0, 5.2 * np.pi, 60)
    away = 0.004 + 0.0028 * winding
    spiral = np.stack([0.5 + away * np.cos(winding), 0.43 + 0.92 * away * np.sin(winding)], axis=1)
    heart.stroke(spiral, np.linspace(0.006, 0.016, 60), 0.55 - 3 * (heart.x + heart.y - 0.93))


def _petal(c: Canvas, x: float, y: float, r: float, angle: float, share: float) -> None:
    """A petal bent inwards: its rim bright, its inside, towards the heart, dark."""
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = r * (1 + 0.05 * np.cos(3 * turn + 9 * share) + 0.08 * np.cos(2 * turn))
    reach *= 1 - 0.12 * np.exp(-((np.sin(turn / 2) / 0.16) ** 2))
    points = np.stack(
        [x + reach * np.cos(turn + angle), y + 0.93 * reach * np.sin(turn + angle)], axis=1
    )
    c = c.part(x - 1.3 * r, y - 1.3 * r, x + 1.3 * r, y + 1.3 * r)
    dx, dy = (c.x - x) / r, (c.y - y) / (0.93 * r)
    out = dx * np.cos(angle) + dy * np.sin(angle)  # −1 at the heart, 1 at the rim
    far = np.sqrt(dx * dx + dy * dy)
    light = 0.5 - 0.28 * np.cos(angle) - 0.32 * np.sin(angle)
    tone = 0.14 + 0.3 * light + (0.16 + 0.32 * light) * step(-0.7, 0.9, out)
    tone = tone + 0.26 * step(0.8, 0.97, far) * step(-0.2, 0.5, out)
    c.fill(points + np.array([0.006, 0.01]), 0.03, 0.5)  # its shadow
    c.fill(points, tone)


def _leaf(c: Canvas, tip: float, turn: float) -> None:
    root = np.array([0.5, 0.8])
    end = np.array([tip, 0.83])
    along = np.linspace(0, 1, 24)[:, None]
    middle = root + along * (end - root) - (0, 0.06) * np.sin(np.pi * along)
    wide = 0.105 * np.sin(np.pi * along**0.8) * (1 + 0.06 * np.sin(40 * along))
    upper, lower = middle - wide * (0, 1), middle + wide * (0, 1)
    c.fill(np.concatenate([middle, upper[::-1]]), 0.34)
    c.fill(np.concatenate([middle, lower[::-1]]), 0.17)
    for k in range(3, 22, 3):
        for edge in (upper, lower):
            c.stroke([middle[k], edge[min(k + 2, 23)]], 0.004, 0.5)
    c.stroke(middle, 0.006, 0.6)
