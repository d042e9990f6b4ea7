"""What is read off a GAN, and what must hold."""

import contextlib
import math
from typing import Any

import numpy as np

from kernels import gan as kernels
from kernels.gan_play import (
    ACCURACY,
    D_FAKE,
    D_REAL,
    LOSS_D,
    LOSS_G,
    NORM_D,
    NORM_G,
    VALUE,
)
from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.core.model import invariant, readout
from simulator.models.gan_measuring import GanMeasuring
from simulator.models.gan_state import LOSSES

STEPS = (1e-3, 1e-4)  # of differences: 1e-2 steps over the bends of leaky units, 28 % off
BENT = 0.2  # of what is allowed: where two steps differ by more, units bend between them
HEAVY = 100.0  # a weight beside which float32 can't tell
NEAR, ALLOWED = 0.05, 2e-3  # relative and absolute error of a difference
BY_HAND = 25  # phases in one call, at most, after which everything is measured
TOLD = {
    "value": VALUE, "d_real": D_REAL, "d_fake": D_FAKE, "accuracy_d": ACCURACY, "loss_d": LOSS_D,
    "loss_g": LOSS_G, "gradient_norm_d": NORM_D, "gradient_norm_g": NORM_G,
}  # fmt: skip


class GanReadouts(GanMeasuring):
    """The readouts and invariants of `Gan`."""

    _taken = 0  # phases that the last call of `advance` took

    def readouts(self) -> dict[str, Any]:
        """Return every readout; where nobody plays, or slowly, the measures of this moment."""
        is_fast = self.is_live and self._taken > BY_HAND
        if not is_fast:
            with contextlib.suppress(InputError, NotReadyError):  # no data, or no kernels yet
                if "measured" not in self._memo:
                    self._memo["measured"] = self.measured_now()
        return super().readouts()

    def numbers_by_name(self) -> dict[str, float]:
        """What the game told last, by the readouts' names; NaN where it is not known yet."""
        return {name: float(self.state.numbers[k]) for name, k in TOLD.items()}

    def _number(self, which: int) -> float | None:
        value = float(self.state.numbers[which])
        return value if math.isfinite(value) else None

    # ---- the game ----

    @readout("Loss of D", "", "−V for the losses with a logarithm: 2 ln 2 = 1.386 at equilibrium; "
             "lectures also print half of it. Penalties are left out.", is_traced=True)  # fmt: skip
    def loss_d(self) -> float | None:
        return self._number(LOSS_D)

    @readout("Loss of G", "", "What the generator makes small.", is_traced=True)
    def loss_g(self) -> float | None:
        return self._number(LOSS_G)

    @readout("Value V", "", "Mean ln D(x) + mean ln(1 − D(G(z))), −ln 4 at equilibrium; of a "
             "Wasserstein critic the difference of its means.", is_traced=True)  # fmt: skip
    def value(self) -> float | None:
        return self._number(VALUE)

    @readout("D of data", "", "Mean of D at real rows: a probability, of a critic a score.",
             is_traced=True)  # fmt: skip
    def d_real(self) -> float | None:
        return self._number(D_REAL)

    @readout("D of fakes", "", "Mean of D at fakes: ½ at equilibrium.", is_traced=True)
    def d_fake(self) -> float | None:
        return self._number(D_FAKE)

    @readout("Accuracy of D", "", "Share of real rows and fakes that D calls right: ½ is guessing.",
             is_traced=True)  # fmt: skip
    def accuracy_d(self) -> float | None:
        return self._number(ACCURACY)

    # ---- how good the fakes are ----

    @readout("JS divergence", "nats", "Between data and 10,000 fakes, on a fixed grid: 0 to ln 2.",
             is_traced=True)  # fmt: skip
    def js(self) -> float | None:
        return self.measures["js"]

    @readout("KL divergence", "nats", "Of the data from 10,000 fakes, on the same grid.",
             is_traced=True)  # fmt: skip
    def kl(self) -> float | None:
        return self.measures["kl"]

    @readout("Modes covered", "", "Modes with at least 1 % of 10,000 fakes within 3σ.",
             is_traced=True)  # fmt: skip
    def modes_covered(self) -> int | None:
        found = self.measures["modes_covered"]
        return None if found is None else round(found)

    @readout("Precision", "", "Share of 10,000 fakes within 3σ of the data's centres.",
             is_traced=True)  # fmt: skip
    def precision(self) -> float | None:
        return self.measures["precision"]

    @readout("Coverage", "", "Share of the data near which there are at least a quarter of the "
             "fakes that are due there.", is_traced=True)  # fmt: skip
    def coverage(self) -> float | None:
        return self.measures["coverage"]

    @readout("Distance to best D", "", "Mean of |D − p/(p + q)| where data or fakes lie.",
             is_traced=True)  # fmt: skip
    def distance_to_optimal_d(self) -> float | None:
        return self.measures["distance_to_optimal_d"]

    @readout("Nearest picture", "", "Mean distance of 100 fakes from the nearest picture that was "
             "learned: 0 would be copying.", is_traced=True)  # fmt: skip
    def nearest_training_distance(self) -> float | None:
        return self.measures["nearest_training_distance"]

    # ---- the gradients, and time ----

    @readout("Gradient of D", "", "Length of D's last gradient.", is_traced=True)
    def gradient_norm_d(self) -> float | None:
        return self._number(NORM_D)

    @readout("Gradient of G", "", "Length of G's last gradient.", is_traced=True)
    def gradient_norm_g(self) -> float | None:
        return self._number(NORM_G)

    @readout("Iterations", "", "Times that both players had their turns.", is_traced=True)
    def iterations(self) -> int:
        return self.state.iterations

    @readout("Iterations per second", "1/s", "As measured.")
    def iterations_per_second(self) -> float | None:
        pace = self.pace_measured
        return None if pace is None else pace / self.parameters.iteration

    # ---- what must hold ----

    @invariant("All weights and moments are finite")
    def finite(self) -> bool:
        s = self.state
        arrays = (s.params_d, s.first_d, s.second_d, s.params_g, s.first_g, s.second_g)
        with np.errstate(all="ignore"):
            return all(bool(np.isfinite(a.sum(dtype=np.float64))) for a in arrays)

    @invariant("D's gradient is that of its loss, by differences", "5 %")
    def gradient_by_differences(self) -> bool | None:
        """The loss of D on the table, at weights a little to both sides, along its gradient."""
        s, p = self.state, self.parameters
        if not s.said.any() or p.instance_noise or p.beside:
            return None
        return self._is_gradient()

    def _is_gradient(self) -> bool | None:
        """None where units bend between the places that are compared, or float32 can't tell."""
        s = self.state
        if not s.updates_d or self.parameters.spectral_norm or np.abs(s.params_d).max() > HEAVY:
            return None
        judge = self._lookers[0]
        loss, rows = LOSSES.index(self.parameters.loss), len(s.real)
        pulls = np.empty(2 * rows, np.float32)
        grads = np.zeros_like(s.params_d)
        with np.errstate(all="ignore"):
            judge.prepare(s.params_d, s.directions)
            self._loss_at(judge, loss, pulls)
            judge.learn(pulls, grads)
            length = float(kernels.length(grads))
            if not 1e-6 < length < 1e6:
                return None
            slopes = []
            for step in STEPS:
                move, found = grads * np.float32(step / length), []
                for side in (1.0, -1.0):
                    judge.prepare(s.params_d + np.float32(side) * move, s.directions)
                    found.append(self._loss_at(judge, loss, pulls))
                slopes.append((found[0] - found[1]) / (2.0 * step))
        allowed = NEAR * length + ALLOWED
        if abs(slopes[0] - slopes[1]) > BENT * allowed:
            return None
        return abs(slopes[1] - length) <= allowed

    def _loss_at(self, judge: Any, loss: int, pulls: np.ndarray) -> float:
        s = self.state
        said, rows = judge.see(s.real, s.fake), len(s.real)
        target = 1.0 - self.parameters.label_smoothing
        total = kernels.lose_real(loss, target, said[:rows], pulls[:rows])
        return float(total + kernels.lose_fake(loss, said[rows:], pulls[rows:]))

    @invariant("The data's density adds up to 1 on the grid", "0.001")
    def densities_add_up(self) -> bool | None:
        if self.parameters.has_pictures:
            return None
        try:
            return bool(abs(self.world.masses.sum() - 1.0) < 1e-3)
        except InputError:  # nothing is drawn
            return None
