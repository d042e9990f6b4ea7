"""What the diagram of the two players shows, compared by value, and its words."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

import numpy as np

from simulator.views.heat import is_same
from simulator.views.players_phases import PHASES, phase_of

NONE = np.zeros((0, 2), np.float32)
NAMES = {
    "noise": "noise z", "g": "generator G", "fake": "fakes G(z)", "real": "data x",
    "d": "discriminator D", "outputs": "D's outputs", "losses": "losses",
}  # fmt: skip
PLANE = "side", "low", "high"
DRAWN = {  # what each station's picture is made of
    "noise": ("noise",), "g": ("manifold", *PLANE), "fake": ("fake", *PLANE),
    "real": ("real", *PLANE), "d": ("heat",),
    "outputs": ("d_real", "d_fake", "are_scores"), "losses": ("loss_d", "loss_g"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PlayersShown:
    """Everything the diagram shows; arrays are kept, not copied, and never changed in place.

    noise (N, k), of which two are seen; fake and real (N, 2), (N, 1), or pictures (N, side²)
    uint8; heat, D's outputs 0 … 1 on a grid (n, n), first row the lowest y, or along a line (n,);
    manifold, where G puts a grid of noise (k, k, 2), a line of noise (k, 2) or (k, 1), or pictures
    (k, side²) uint8; d_real and d_fake (B,), 0 … 1 or with `are_scores` any numbers. Plane and line
    go from `low` to `high`. NaN is a number there is not yet.
    """

    lit: str = ""  # an id of players_phases, or "" at rest
    sizes_g: tuple[int, ...] = ()  # units of each layer, input first
    sizes_d: tuple[int, ...] = ()
    noise: np.ndarray = field(default_factory=lambda: NONE)
    fake: np.ndarray = field(default_factory=lambda: NONE)
    real: np.ndarray = field(default_factory=lambda: NONE)
    side: int = 0  # of pictures
    heat: np.ndarray | None = None
    manifold: np.ndarray | None = None
    d_real: np.ndarray = field(default_factory=lambda: NONE[:, 0])
    d_fake: np.ndarray = field(default_factory=lambda: NONE[:, 0])
    loss_d: float = math.nan
    loss_g: float = math.nan
    gradient_norm_d: float = math.nan
    gradient_norm_g: float = math.nan
    is_flowing_back: bool = False  # at rest: light the way of the gradient
    is_playing_fast: bool = False  # too fast to light each part
    are_scores: bool = False
    low: float = -1.8
    high: float = 1.8

    def __post_init__(self) -> None:
        if self.lit and self.lit not in PHASES:
            raise ValueError(f"phase {self.lit!r} is unknown; allowed are {', '.join(PHASES)}")
        if self.high <= self.low:
            raise ValueError(f"a plane from {self.low} to {self.high} has no room")
        for name in ("fake", "real", "manifold"):
            array = getattr(self, name)
            is_picture = array is not None and array.dtype == np.uint8 and array.size
            if is_picture and array.shape[-1] != self.side**2:
                raise ValueError(f"pictures {name} of {array.shape[-1]} pixels are not of side "
                                 f"{self.side}")  # fmt: skip

    def is_like(self, other: "PlayersShown | None") -> bool:
        """Whether nothing at all differs."""
        return self._has_same(other, [f.name for f in fields(self)])

    def has_same_picture(self, station: str, other: "PlayersShown | None") -> bool:
        """Whether what is seen in a station is the same."""
        return self._has_same(other, DRAWN[station])

    def _has_same(self, other: "PlayersShown | None", names: Iterable[str]) -> bool:
        if other is None:
            return False
        return all(_is_equal(getattr(self, name), getattr(other, name)) for name in names)

    def has_same_ground(self, other: "PlayersShown | None") -> bool:
        """Whether what seldom changes is the same: phase and nets."""
        has_pictures = other is not None and all(  # a player without one has a larger net
            (getattr(self, name) is None) == (getattr(other, name) is None)
            for name in ("heat", "manifold")
        )
        names = "lit", "sizes_g", "sizes_d", "is_flowing_back", "is_playing_fast"
        return has_pictures and self._has_same(other, names)

    # ---- words ----

    def words_of(self, station: str) -> str:
        """What is to be said of a station."""
        said = {
            "noise": lambda: _many(self.noise, "point", "of {} dimensions"),
            "fake": lambda: _many(self.fake, "fake"),
            "real": lambda: _many(self.real, "example"),
            "g": lambda: _net(self.sizes_g, self.gradient_norm_g),
            "d": lambda: _net(self.sizes_d, self.gradient_norm_d),
            "outputs": lambda: (
                f"mean {_mean(self.d_real)} for data, {_mean(self.d_fake)} for fakes"
            ),
            "losses": lambda: f"D {number(self.loss_d)}, G {number(self.loss_g)}",
        }[station]()
        return f"{NAMES[station]}: {said}"

    def description(self) -> str:
        """The phase in words, and the numbers."""
        phase = phase_of(self.lit)
        parts = [f"{phase.name}. {phase.does}"]
        return " ".join([*parts, *(f"{self.words_of(name)}." for name in ("outputs", "losses"))])


def number(value: float) -> str:
    """A loss: three decimals, fewer of large ones; a dash where there is none yet."""
    if math.isnan(value):
        return "–"
    if math.isinf(value) or abs(value) >= 1e5:
        return f"{value:.1e}".replace("-", "−").replace("e+0", "e").replace("inf", "∞")
    decimals = 3 if abs(value) < 10 else 2 if abs(value) < 100 else 0
    return f"{value:.{decimals}f}".replace("-", "−")


def norm_text(value: float) -> str:
    """The length of a gradient, with two figures: 0.032, 1.2e−5."""
    if math.isnan(value):
        return "–"
    text = f"{value:.2g}" if math.isfinite(value) else "∞"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def _mean(values: np.ndarray) -> str:
    kept = values[np.isfinite(values)]
    return f"{float(kept.mean()):.2f}".replace("-", "−") if kept.size else "–"


def _many(array: np.ndarray, name: str, more: str = "") -> str:
    count = len(array)
    text = f"{count} {name}{'s' if count != 1 else ''}"
    return f"{text} {more.format(array.shape[1])}" if more and count else text


def _net(sizes: tuple[int, ...], norm: float) -> str:
    layers = " → ".join(map(str, sizes)) or "no layers"
    return f"{layers} units, gradient of length {norm_text(norm)}"


def _is_equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        arrays = [x if isinstance(x, np.ndarray) else None for x in (one, other)]
        return is_same(*arrays)
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other
