"""A GAN's game taken many phases at a time, where it is plain enough: see kernels/gan_play.py."""

from functools import lru_cache

import numpy as np

from kernels import gan, gan_play, mixture, mlp, mlp_slopes, optimizers
from kernels.gan_play import Calls, Rules, Side, Table
from kernels.mixture import Mixture
from kernels.mlp import Shape, unit_count
from kernels.mlp_units import LEAKY, LINEAR
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.models.gan_game import GAME, GanGame, key_base
from simulator.models.gan_state import LOSSES, OPTIMIZERS

COUNTED = (
    "step", "phase", "turn", "iterations", "keys", "seen_key", "updates_d", "updates_g",
)  # fmt: skip


@lru_cache(2)
def calls(noise: str) -> Calls:
    """Return the addresses of what is called, for noise of this kind."""
    from kernels.addresses import Address  # loads numba

    shape, row = Shape(np.zeros(2, np.int64), LEAKY, LINEAR), np.zeros(2, np.float32)
    rows, key, pulls = np.zeros((2, 2), np.float32), np.uint64(1), np.zeros(2, np.float32)
    world = Mixture(frozen(np.zeros((1, 2))), frozen(np.ones(1)), 1.0)
    draw = mixture.uniforms if noise == "uniform" else mixture.normals
    net = (shape, row, 2, row)
    return Calls(
        noise=Address(draw, key, 0, row),
        sample=Address(mixture.sample, world, key, rows, np.zeros(2, np.int64)),
        forward=Address(mlp.forward, *net),
        backward=Address(mlp.backward, *net, row, row, True),
        fill_slopes=Address(mlp_slopes.fill_slopes, *net, row),
        add_slope_gradient=Address(mlp_slopes.add_slope_gradient, *net, row, row, row, row),
        tell=Address(gan.tell, 0, row, np.zeros(8)),
        lose_real=Address(gan.lose_real, 0, 1.0, row, pulls),
        lose_fake=Address(gan.lose_fake, 0, row, pulls),
        fool=Address(gan.fool, 0, row, pulls),
        add_penalty=Address(gan.add_penalty, 1.0, 1.0, rows, rows),
        length=Address(gan.length, row),
        clip=Address(gan.clip, row, np.float32(1.0)),
        follow=Address(gan.follow, row, row, 1.0),
        update=Address(optimizers.update, 0, row, row, row, row, 1, 1.0, 1.0, 1.0),
    )


class GanRounds(GanGame):
    """Steps: as many as are asked for."""

    @property
    def is_plain(self) -> bool:
        """Whether kernels/gan_play.py knows all that is played."""
        p = self.parameters
        is_longer = (
            p.has_pictures or p.beside or p.spectral_norm or p.replay or p.unrolled
            or p.instance_noise or (p.loss == "wasserstein-gp" and p.gradient_penalty)
        )  # fmt: skip
        return not is_longer and self.backend == "numba"

    def take_phases(self, count: int) -> None:
        """Take the next phases. Raises InputError where a gradient is no finite number; all phases
        before that one are taken."""
        taken = 0
        if count > 1 and self.is_plain:
            taken = self._take_at_once(count)
        for _ in range(count - taken):
            self.take_phase()

    def _take_at_once(self, count: int) -> int:
        """Take phases, up to one that has to refuse; return how many."""
        s, p = self.state, self.parameters
        try:
            data = self.world.mixture
        except InputError:
            return 0  # nothing is drawn; where it is needed, that is said
        if s.phase in (gan_play.D_NOISE, gan_play.G_NOISE):
            self._lay_table()
        rows = len(s.fake)
        if rows != p.batch_size:
            return 0  # a turn that began with other rows ends with them
        sides = self._side("d", 2 * rows), self._side("g", rows)
        if self._known_at != s.step:
            self._catch_up(*self.players)  # into these places
        rules = Rules(
            data, np.uint64(key_base(self.seed, GAME)), LOSSES.index(p.loss),
            1.0 - p.label_smoothing, float(p.r1),
            float(p.weight_clip) if p.loss == "wasserstein-clip" else 0.0,
            float(p.beta_1), float(p.beta_2), float(p.averaging),
        )  # fmt: skip
        table = Table(
            s.noise, s.real, s.fake, s.said, np.empty(2 * rows, np.float32), s.pulled,
            np.empty(rows, np.int64), s.average, s.numbers,
        )  # fmt: skip
        counts = np.array([getattr(s, name) for name in COUNTED], np.int64)
        taken = gan_play.play(
            calls(p.noise), rules, *sides, table, counts, count
        )  # fmt: skip
        for name, value in zip(COUNTED, counts.tolist(), strict=True):
            setattr(s, name, value)
        self._known_at = -1  # the players know nothing of it
        return int(taken)

    def _side(self, side: str, rows: int) -> Side:
        s, p = self.state, self.parameters
        player = self.players["dg".index(side)]
        acts, deltas, tangents, curves = (
            player.place(name, rows) for name in ("acts", "deltas", "tangents", "curves")
        )
        return Side(
            player.shape, unit_count(player.shape.sizes), getattr(s, f"params_{side}"),
            getattr(s, f"first_{side}"), getattr(s, f"second_{side}"), self._grads[side], acts,
            deltas, tangents, curves, OPTIMIZERS.index(getattr(p, f"optimizer_{side}")),
            float(getattr(p, f"rate_{side}")), getattr(p, f"k_{side}"),
        )  # fmt: skip
