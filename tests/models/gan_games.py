"""Small games between a generator and a discriminator that the tests are done to."""

from typing import Any

import numpy as np

from simulator.models.gan import Gan

SMALL: dict[str, Any] = {"layers_d": (8,), "layers_g": (6, 5), "batch_size": 16}
REMEDIES = {"spectral_norm": True, "replay": 0.3, "unrolled": 2, "instance_noise": 0.2,
            "averaging": 0.9}  # fmt: skip
GAMES: dict[str, dict[str, Any]] = {
    "ring": {**SMALL},
    "line": {**SMALL, "world": "gaussian", "noise": "uniform", "noise_dimensions": 1,
             "loss": "minimax", "activation_d": "tanh", "activation_g": "sigmoid"},
    "turns": {**SMALL, "world": "moons", "k_d": 3, "k_g": 2, "optimizer_d": "sgd", "rate_d": 0.05,
              "optimizer_g": "momentum", "rate_g": 0.01, "label_smoothing": 0.1},
    "only d": {**SMALL, "world": "grid", "k_d": 2, "k_g": 0, "loss": "least-squares"},
    "only g": {**SMALL, "world": "spiral", "k_d": 0, "k_g": 2, "loss": "hinge"},
    "clipped": {**SMALL, "world": "disjoint", "loss": "wasserstein-clip", "optimizer_d": "rmsprop",
                "optimizer_g": "rmsprop", "k_d": 2},
    "slopes": {**SMALL, **REMEDIES, "world": "two-gaussians", "loss": "wasserstein-gp", "r1": 0.5,
               "k_d": 2, "noise": "uniform", "activation_d": "tanh"},
    "batches": {**SMALL, **REMEDIES, "minibatch_std": True, "batch_discrimination": True},
    "drawn": {**SMALL, "world": "drawn", "minibatch_std": True},
    "digits": {**SMALL, "world": "digits", "side": 8, "examples": 100, "noise_dimensions": 4,
               "batch_discrimination": True, "averaging": 0.5},
}  # fmt: skip
DRAWN = ("world=5,5;30,9;size=3", "world=8,30")


def game(kind: str = "ring", *texts: str, seed: int = 3, **given: Any) -> Gan:
    """One of `GAMES`, to which `texts` were done."""
    model = Gan(seed, Gan.Parameters(**{**GAMES[kind], **given}))
    for text in (*(DRAWN if kind == "drawn" else ()), *texts):
        model.act(text)
    return model


def ready(kind: str) -> Gan:
    """A game in the middle of a turn."""
    model = game(kind)
    model.advance(37)
    return model


def look(model: Gan) -> None:
    """Assert all that must hold at any place."""
    for name, holds in model.invariants().items():
        assert holds is not False, name
    for name, value in model.readouts().items():
        assert type(value) in (float, int, type(None)), name
        assert not isinstance(value, float) or np.isfinite(value), name
    shown = model.snapshot()
    s, p = model.state, model.parameters
    assert (shown.phase, shown.turn, shown.iterations) == (s.phase, s.turn, s.iterations)
    assert -1 <= shown.last_phase < 11
    for array in (shown.d_real, shown.d_fake, shown.fake, shown.pulled):
        assert np.isfinite(array).all()
    assert p.k_d or s.phase >= 6 or s.phase
    for grain in model.grains:
        assert model.steps_to(grain.name) >= 1
        assert 0 <= model.step_before(grain.name) <= model.step


def look_at_all(model: Gan) -> None:
    """Touch everything that a snapshot gives."""
    shown = model.snapshot()
    _ = shown.probes, shown.arrows, shown.heat, shown.lattice, shown.data_points, shown.densities
    _ = shown.walk, shown.last_phase, shown.verdict, shown.about
    if shown.has_pictures:
        _ = shown.pictures, shown.neighbours, shown.latent_map
    shown.path(shown.probes[0])
    model.readouts(), model.invariants()
