"""The game of a GAN: Algorithm 1 of Goodfellow et al. (2014), cut into eleven phases.

The discriminator D takes k_D turns of six phases, then the generator G takes k_G of five:

    0 d-noise     draw z, and let G make fakes       6 g-noise     draw z
    1 d-data      draw x                             7 g-fake      G makes fakes
    2 d-forward   D answers to both                  8 g-forward   D answers to them
    3 d-loss      what D loses, ∂loss/∂D             9 g-gradient  back through D to G
    4 d-gradient  back through D                    10 g-update    G moves
    5 d-update    D moves

What is drawn and answered is State; what a Judge and a Maker hold of it is not: after a rewind
`_catch_up` computes it, from the same numbers, to the same bits. Random numbers are hashed from
keys that are counted, so that a state holds no generator.

Of the remedies: **replay** shows D some old fakes among the new (Shrivastava et al. 2017);
**unrolled**, G learns against a D that has looked some updates ahead (Metz et al. 2017, but without
the gradient through these updates); **instance noise** blurs all that D sees (Sønderby et al.
2017); the **average** of G's past weights is made beside them (Yazıcı et al. 2019).
"""

from functools import lru_cache

import numpy as np

from kernels import gan as kernels
from kernels import mixture, optimizers
from kernels.gan_play import (
    D_FORWARD,
    D_NOISE,
    D_UPDATE,
    FARTHEST,
    G_FAKE,
    G_FORWARD,
    G_GRADIENT,
    G_NOISE,
    G_UPDATE,
    LOSS_D,
    LOSS_G,
    NORM_D,
    NORM_G,
)
from kernels.gan_players import Judge, Maker
from kernels.mlp import Shape
from kernels.mlp_units import LINEAR, SIGMOID
from simulator.core.errors import InputError
from simulator.models.gan_data import GanData
from simulator.models.gan_state import ACTIVATIONS, LOSSES, OPTIMIZERS, GanParameters

PHASES = (
    "d-noise", "d-data", "d-forward", "d-loss", "d-gradient", "d-update",
    "g-noise", "g-fake", "g-forward", "g-gradient", "g-update",
)  # fmt: skip
GAME = 1  # number of the stream of chance that the game draws from
BLURS = (2**61, 2**62, 3 * 2**61)  # what separates keys of real rows', fakes' and places' chance
LOGARITHMIC = kernels.NON_SATURATING  # losses up to this one have a logarithm in them


@lru_cache(64)
def key_base(*entropy: int) -> int:
    """Return the number after which a stream's keys are counted."""
    return int(np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0])


def normal_or_even(noise: str, key: np.uint64, out: np.ndarray) -> None:
    """Fill `out` (R, n) float32 with noise of this kind."""
    draw = mixture.uniforms if noise == "uniform" else mixture.normals
    draw(key, 0, out.reshape(-1))


def shape_of(p: GanParameters, is_judge: bool) -> Shape:
    """Return the shape of a player's net."""
    sizes = np.array(p.sizes_d if is_judge else p.sizes_g, np.int64)
    hidden = ACTIVATIONS.index(p.activation_d if is_judge else p.activation_g)
    return Shape(sizes, hidden, SIGMOID if p.has_pictures and not is_judge else LINEAR)


class GanGame(GanData):
    """Steps: one phase each."""

    _players: tuple[GanParameters, Judge, Maker] | None = None
    _known_at = -1  # the step of which Judge and Maker hold what belongs to it
    _ahead: np.ndarray  # what a D that looks ahead says of the table
    _grads: dict[str, np.ndarray]

    # ---- the players ----

    @property
    def player_classes(self) -> tuple[type[Judge], type[Maker]]:
        """What computes: Numba, or torch."""
        return Judge, Maker

    @property
    def players(self) -> tuple[Judge, Maker]:
        """The two players' places to compute in: a cache."""
        p = self.parameters
        if self._players is None or self._players[0] is not p:
            judge_class, maker_class = self.player_classes
            judge, maker = self.new_judge(judge_class), maker_class(shape_of(p, False))
            self._players = p, judge, maker
            s = self.state
            self._grads = {"d": np.zeros_like(s.params_d), "g": np.zeros_like(s.params_g)}
            self._known_at = -1
        return self._players[1:]

    def new_judge(self, judge_class: type[Judge] = Judge) -> Judge:
        """Return a judge of this kind of D with places of its own, to look at D with."""
        p = self.parameters
        return judge_class(
            shape_of(p, True), p.dimensions, p.minibatch_std, p.batch_discrimination,
            p.spectral_norm,
        )  # fmt: skip

    # ---- chance ----

    def _key(self, number: int, apart: int = 0) -> np.uint64:
        return np.uint64((key_base(self.seed, GAME) + number + apart) % 2**64)

    def _next_key(self) -> np.uint64:
        self.state.keys += 1
        return self._key(self.state.keys)

    def _blurred(self, rows: np.ndarray, apart: int) -> np.ndarray:
        """Return rows (R, d) as D sees them, with its present instance noise."""
        sigma = self.parameters.instance_noise
        if sigma == 0.0:
            return rows
        noise = np.empty_like(rows)
        mixture.normals(self._key(self.state.seen_key, apart), 0, noise.reshape(-1))
        noise *= np.float32(sigma)
        noise += rows
        return noise

    # ---- one phase ----

    def take_phase(self) -> None:
        """Take the next phase. Raises InputError, before anything moves, where a gradient is no
        finite number."""
        s = self.state
        judge, maker = self.players
        if self._known_at != s.step:
            self._catch_up(judge, maker)
        PLAYED[s.phase](self, judge, maker)
        s.step += 1
        if s.phase == D_UPDATE:
            s.phase, s.turn = D_NOISE, s.turn + 1
            self.pass_turn()
        elif s.phase == G_UPDATE:
            s.phase, s.turn = G_NOISE, s.turn + 1
            self.pass_turn()
        else:
            s.phase += 1
        self._known_at = s.step

    def pass_turn(self) -> None:
        """Pass the move to who is to make it: turns may have ended, or k_D and k_G be others."""
        s, p = self.state, self.parameters
        for _ in range(3):
            if s.phase == D_NOISE and s.turn >= p.k_d:
                s.phase, s.turn = G_NOISE, 0
            elif s.phase == G_NOISE and s.turn >= p.k_g:
                s.phase, s.turn = D_NOISE, 0
                s.iterations += 1

    def _catch_up(self, judge: Judge, maker: Maker) -> None:
        """Compute again what the phases of this turn left with the players."""
        s = self.state
        if D_FORWARD < s.phase <= D_UPDATE:
            self._judge_both(judge, s.params_d)
            if s.phase == D_UPDATE:
                self._learn_to_judge(judge, s.params_d)
        if s.phase > G_FAKE:
            maker.make(s.params_g, s.noise)
        if s.phase > G_FORWARD:
            self._judge_fakes(judge)
        if s.phase > G_GRADIENT:
            self._learn_to_make(judge, maker)

    # ---- D's turn ----

    def _d_noise(self, judge: Judge, maker: Maker) -> None:
        s, p = self.state, self.parameters
        self._lay_table()
        normal_or_even(p.noise, self._next_key(), s.noise)
        s.fake[:] = maker.make(s.params_g, s.noise)
        key = self._next_key()
        if len(s.old):
            many = min(round(p.replay * len(s.fake)), len(s.fake))
            s.stored = int(kernels.remember(s.fake, many, s.stored, key, s.old))

    def _d_data(self, judge: Judge, maker: Maker) -> None:
        self.need_data()  # before a key is used
        self.draw_data(self._next_key(), self.state.real)

    def _d_forward(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        s.keys += 1
        s.seen_key = s.keys
        s.said[:] = self._judge_both(judge, s.params_d)

    def _judge_both(self, judge: Judge, params: np.ndarray) -> np.ndarray:
        s = self.state
        judge.prepare(params, s.directions)
        return judge.see(self._blurred(s.real, BLURS[0]), self._blurred(s.fake, BLURS[1]))

    def _d_loss(self, judge: Judge, maker: Maker) -> None:
        s, loss = self.state, LOSSES.index(self.parameters.loss)
        kernels.tell(loss, s.said, s.numbers)
        s.numbers[LOSS_D] = self._lose(s.said)[0]

    def _lose(self, said: np.ndarray) -> tuple[float, np.ndarray]:
        """Return what D loses, and how each verdict pulls at it."""
        loss, rows = LOSSES.index(self.parameters.loss), said.size // 2
        pulls = np.empty(said.size, np.float32)
        target = 1.0 - self.parameters.label_smoothing
        total = kernels.lose_real(loss, target, said[:rows], pulls[:rows])
        return total + kernels.lose_fake(loss, said[rows:], pulls[rows:]), pulls

    def _d_gradient(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        self._learn_to_judge(judge, s.params_d)
        s.numbers[NORM_D] = self._finite("discriminator", "rate_d", self._grads["d"])

    def _learn_to_judge(self, judge: Judge, params: np.ndarray) -> None:
        """Fill D's gradient, the penalties' part included."""
        s, p, grads = self.state, self.parameters, self._grads["d"]
        said = s.said if params is s.params_d else self._ahead
        judge.learn(self._lose(said)[1], grads)
        if p.loss == "wasserstein-gp" and p.gradient_penalty:
            judge.penalize(self._between(), 1.0, p.gradient_penalty, grads)
        if p.r1:
            judge.penalize(self._blurred(s.real, BLURS[0]), -1.0, 0.5 * p.r1, grads)
        judge.finish(grads)

    def _between(self) -> np.ndarray:
        """Return a place by chance between each real row and the fake beside it."""
        s = self.state
        share = np.empty((len(s.real), 1), np.float32)
        mixture.uniforms(self._key(s.seen_key, BLURS[2]), 0, share.reshape(-1))
        share = np.float32(0.5) + np.float32(0.5) * share
        return share * s.real + (np.float32(1.0) - share) * s.fake

    def _d_update(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        s.updates_d += 1
        self._move_judge(s.params_d, s.first_d, s.second_d, s.updates_d)
        if self.parameters.spectral_norm:
            s.directions[:] = judge.turned

    def _move_judge(
        self, params: np.ndarray, first: np.ndarray, second: np.ndarray, count: int
    ) -> None:
        p = self.parameters
        kind = OPTIMIZERS.index(p.optimizer_d)
        optimizers.update(
            kind, params, self._grads["d"], first, second, count, p.rate_d, p.beta_1, p.beta_2
        )
        if p.loss == "wasserstein-clip":
            kernels.clip(params, np.float32(p.weight_clip))

    # ---- G's turn ----

    def _g_noise(self, judge: Judge, maker: Maker) -> None:
        s, p = self.state, self.parameters
        if p.unrolled:
            self.need_data()
        self._lay_table()
        normal_or_even(p.noise, self._next_key(), s.noise)
        if p.unrolled:
            self.draw_data(self._next_key(), s.real)

    def _g_fake(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        s.fake[:] = maker.make(s.params_g, s.noise)

    def _g_forward(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        s.keys += 1
        s.seen_key = s.keys
        s.said[len(s.fake) :] = self._judge_fakes(judge)

    def _judge_fakes(self, judge: Judge) -> np.ndarray:
        """Let D, or the D that it is about to be, answer to G's fakes."""
        s = self.state
        params = self._look_ahead(judge) if self.parameters.unrolled else s.params_d
        judge.prepare(params, s.directions)
        return judge.see(self._blurred(s.fake, BLURS[1]))

    def _look_ahead(self, judge: Judge) -> np.ndarray:
        """Return the weights that D would have after more updates on what lies on the table."""
        s = self.state
        params, moments = s.params_d.copy(), (s.first_d.copy(), s.second_d.copy())
        for k in range(self.parameters.unrolled):
            self._ahead = self._judge_both(judge, params).copy()
            self._learn_to_judge(judge, params)
            self._move_judge(params, *moments, s.updates_d + k + 1)
        return params

    def _g_gradient(self, judge: Judge, maker: Maker) -> None:
        s = self.state
        loss, pulled = self._learn_to_make(judge, maker)
        s.numbers[NORM_G] = self._finite("generator", "rate_g", self._grads["g"])
        s.numbers[LOSS_G], s.pulled[:] = loss, pulled

    def _learn_to_make(self, judge: Judge, maker: Maker) -> tuple[float, np.ndarray]:
        """Fill G's gradient; return G's loss, and what pulls at each fake."""
        s = self.state
        rows = len(s.fake)
        pulls = np.empty(rows, np.float32)
        loss = LOSSES.index(self.parameters.loss)
        total = kernels.fool(loss, s.said[rows:], pulls)
        arrows = judge.arrows(pulls)
        maker.learn(s.params_g, arrows, self._grads["g"])
        return float(total), arrows * np.float32(-rows)

    def _g_update(self, judge: Judge, maker: Maker) -> None:
        s, p = self.state, self.parameters
        s.updates_g += 1
        optimizers.update(
            OPTIMIZERS.index(p.optimizer_g), s.params_g, self._grads["g"], s.first_g, s.second_g,
            s.updates_g, p.rate_g, p.beta_1, p.beta_2,
        )  # fmt: skip
        if s.average.size:
            young = (1 + s.updates_g) / (10 + s.updates_g)  # or first weights would weigh for long
            kernels.follow(s.average, s.params_g, min(p.averaging, young))

    # ---- parts ----

    def _lay_table(self) -> None:
        """Make the table as large as a batch is now, at the beginning of a turn."""
        s, p = self.state, self.parameters
        if len(s.noise) == p.batch_size:
            return
        rows, d = p.batch_size, p.dimensions
        s.noise = np.zeros((rows, p.noise_dimensions), np.float32)
        s.real, s.fake, s.pulled = (np.zeros((rows, d), np.float32) for _ in range(3))
        s.said = np.zeros(2 * rows, np.float32)

    def _finite(self, player: str, rate: str, grads: np.ndarray) -> float:
        """Return the length of a gradient; raises InputError if float32 can't hold its squares."""
        norm = float(kernels.length(grads))
        if not norm < FARTHEST:
            self._known_at = -1
            value = getattr(self.parameters, rate)
            raise InputError(
                f"The game stopped in iteration {self.state.iterations + 1}: the {player}'s "
                f"gradient is no finite number any more. {rate}={value:g} is too high: step back, "
                "and take a tenth of it."
            )
        return norm


PLAYED = (
    GanGame._d_noise, GanGame._d_data, GanGame._d_forward, GanGame._d_loss, GanGame._d_gradient,
    GanGame._d_update, GanGame._g_noise, GanGame._g_fake, GanGame._g_forward, GanGame._g_gradient,
    GanGame._g_update,
)  # fmt: skip
