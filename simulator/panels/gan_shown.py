"""What views of the GAN panel are asked to show of a snapshot: the plane, the line, the machine.

Pure of widgets. What a snapshot computes only when it is looked at is asked for only where a layer
or a page is in sight.
"""

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from kernels.gan_play import D_DATA, D_FORWARD
from kernels.jit import NotReadyError
from simulator.models.gan_game import PHASES
from simulator.models.gan_snapshot import CELLS, GanSnapshot
from simulator.models.gan_world import World
from simulator.views.figure_1d_shown import Figure1dShown
from simulator.views.outputs import SCORES, Scale
from simulator.views.plane_shown import PlaneShown
from simulator.views.players_shown import PlayersShown
from simulator.views.trace_scale import CalmRange

FINE = 80  # cells of the data's density, each way
FAINT = 1e-3  # density below which there is neither data nor fake: the best D fades to ½ there
PARTS = 4.0  # into which a range of scores is cut
SAMPLES = 100  # rows in a small picture of the machine
PICTURES = 9  # pictures in one
LEAST_SQUARES = Scale((-0.5, 1.5), 0.5, "½", "D(x)", ("fake", "real"))


def scale_of(s: GanSnapshot) -> Scale:
    """What D's numbers mean."""
    if s.parameters.is_critic:
        return SCORES
    return Scale() if s.parameters.gives_probability else LEAST_SQUARES


class Sights:
    """Makes what is shown; scores keep calm ranges from frame to frame."""

    def __init__(self) -> None:
        self._scores = CalmRange()
        self._loss = ""
        self._last: PlaneShown | None = None

    # ---- the plane ----

    def plane(
        self, s: GanSnapshot, layers: Collection[str], marked: int, keeps_heat: bool = False
    ) -> PlaneShown | None:
        """A world of two dimensions; None where there is none. It may keep the heat of the last."""
        world = s.world
        if world is None or world.dimension != 2 or not len(s.probes):
            return None
        heat, ends = None, (0.0, 1.0)
        if "heat" in layers and keeps_heat and self._last and self._last.heat is not None:
            heat, ends = self._last.heat, self._last.heat_range
        elif "heat" in layers:
            heat, ends = self._heat(s)
        p = s.parameters
        is_hinge, is_score = p.loss == "hinge", p.is_critic
        self._last = PlaneShown(
            world.low, world.high, s.data_points, s.probes, heat,
            heat_words="D(x): low fake · high real" if is_score else "D(x): 0 fake · 1 real",
            heat_range=ends,
            boundary="D = 0" if is_hinge else "" if is_score else "D = ½",
            manifold=sheet(s) if "manifold" in layers else None,
            arrows=_arrows(s) if "arrows" in layers else None,
            density=density_of(world) if "density" in layers else None,
            marked=marked if 0 <= marked < len(s.probes) else None,
            averaged=p.averaging > 0,
        )  # fmt: skip
        return self._last

    def _heat(self, s: GanSnapshot) -> tuple[np.ndarray | None, tuple[float, float]]:
        """D in the plane or on the line as 0 … 1, and the values those stand for."""
        heat, p = s.heat, s.parameters
        if not heat.size:
            return None, (0.0, 1.0)
        if not p.is_critic:
            return np.clip(heat, 0.0, 1.0), (0.0, 1.0)
        low, high = self._score_ends(s, heat)
        return ((heat - low) / (high - low)).astype(np.float32), (low, high)

    def _score_ends(self, s: GanSnapshot, scores: np.ndarray) -> tuple[float, float]:
        """Ends that hold all scores; about 0 for a hinge, where 0 is the border."""
        if s.parameters.loss != self._loss:
            self._scores, self._loss = CalmRange(), s.parameters.loss
        kept = scores[np.isfinite(scores)]
        low, high = float(kept.min(initial=0.0)), float(kept.max(initial=0.0))
        if s.parameters.loss == "hinge":
            low, high = min(low, -high), max(high, -low)
        return self._scores.cover(low, high, PARTS)

    # ---- the line ----

    def figure(self, s: GanSnapshot, stage: str) -> Figure1dShown | None:
        """A world on the line; None where there is none."""
        world, heat = s.world, s.heat
        if world is None or world.dimension != 1 or not heat.size:
            return None
        step = (world.high - world.low) / CELLS[1]
        p, q = s.densities
        is_critic = s.parameters.is_critic
        best = (p + FAINT / 2) / (p + q + FAINT)
        noise, mapped = _on_line(s)
        return Figure1dShown(
            world.low + step * (np.arange(CELLS[1]) + 0.5), p, q, heat,
            None if is_critic else best, noise, mapped, stage,
            self._score_ends(s, heat) if is_critic else (0.0, 1.0),
            ("data", "generator", "score D" if is_critic else "D", "best D"),
        )  # fmt: skip

    # ---- the machine ----

    def players(self, s: GanSnapshot, is_slow: bool, is_playing: bool) -> PlayersShown:
        """The two players, with what lies on the table."""
        p, numbers, world = s.parameters, s.numbers, s.world
        is_lit = is_slow or (not is_playing and s.phase not in (0, 6))
        noise, real, fake = _table(s)
        rows = slice(0, SAMPLES if s.last_phase >= D_FORWARD or s.iterations else 0)
        is_fast = is_playing and not is_slow
        is_plane = world is not None and world.dimension == 2
        if is_fast and is_plane and self._last is not None and self._last.heat is not None:
            heat: np.ndarray | None = self._last.heat  # that of the plane beside it
        else:
            heat = self._heat(s)[0] if world is not None else None
        return PlayersShown(
            lit=PHASES[s.last_phase] if is_lit and s.last_phase >= 0 else "",
            sizes_g=p.sizes_g, sizes_d=p.sizes_d,
            noise=noise, fake=_seen(s, fake), real=_seen(s, real),
            side=p.side if s.has_pictures else 0,
            heat=heat, manifold=sheet(s) if world is not None else None,
            d_real=s.d_real[rows], d_fake=s.d_fake[rows],
            loss_d=numbers["loss_d"], loss_g=numbers["loss_g"],
            gradient_norm_d=numbers["gradient_norm_d"],
            gradient_norm_g=numbers["gradient_norm_g"],
            is_playing_fast=is_fast, are_scores=p.is_critic,
            low=world.low if world else -1.0, high=world.high if world else 1.0,
        )  # fmt: skip


# ---- parts ----


@lru_cache(4)
def density_of(world: World) -> np.ndarray:
    """The data's density (80, 80) over the plane."""
    return world.mean_density(FINE)


def sheet(s: GanSnapshot) -> np.ndarray | None:
    """Where G puts a lattice of noise: (k, k, d) of two latents, (k, d) of one."""
    points = s.lattice[1]
    if not len(points):
        return None
    if s.parameters.noise_dimensions == 1:
        return points
    k = round(len(points) ** 0.5)
    return points.reshape(k, k, -1) if points.shape[1] == 2 else points.reshape(k, k, -1)[k // 2]


def _on_line(s: GanSnapshot) -> tuple[np.ndarray, np.ndarray]:
    """Latents z (m,) and where each goes; of several the first, the others in their middle."""
    noise, points = s.lattice
    if not len(points):
        return np.empty(0), np.empty(0)
    if noise.shape[1] > 1:
        k = round(len(points) ** 0.5)
        middle = slice(k * (k // 2), k * (k // 2) + k)
        noise, points = noise[middle], points[middle]
    return noise[:, 0], points[:, 0]


def _table(s: GanSnapshot) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Noise, data and fakes that lie on the table; before the first step those that never change,
    of pictures without data, which may have to be made."""
    if s.last_phase >= 0:
        is_drawn = s.last_phase >= D_DATA or s.iterations > 0 or s.turn > 0
        return s.noise[:SAMPLES], s.real[: SAMPLES * is_drawn], s.fake[:SAMPLES]
    try:
        noise = s.looked.probe_noise(SAMPLES)
    except NotReadyError:  # as the fakes, which are none then
        noise = s.noise[:0]
    if s.has_pictures:
        return noise, s.real[:0], s.pictures / np.float32(255.0)
    return noise, s.data_points[:SAMPLES], s.probes[:SAMPLES]


def _arrows(s: GanSnapshot) -> np.ndarray | None:
    """(A, 4): the first fakes, and the way each should go."""
    ways = s.arrows
    return np.hstack([s.probes[: len(ways)], ways]) if len(ways) else None


def _seen(s: GanSnapshot, rows: np.ndarray) -> np.ndarray:
    """Rows as they are shown: pictures as greys."""
    if not s.has_pictures:
        return rows
    return np.clip(np.nan_to_num(255.0 * rows[:PICTURES]), 0, 255).astype(np.uint8)
