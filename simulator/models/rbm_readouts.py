"""What is read off a restricted Boltzmann machine, and what must hold."""

from typing import Any

import numpy as np

from kernels import rbm_layers
from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.core.model import invariant, readout
from simulator.models.rbm_measures import NAMES, RbmMeasures

DEAD, STUCK_ON = 0.01, 0.99  # share of the patterns for which a unit is on
STILL = 0.1  # how differently a unit answers a batch, at most, that answers all the same
FEW_HIDDEN = 10  # units whose states are summed to check a free energy
NEAR = 1e-3  # nats: what float32 leaves of a free energy
CHECKED = 4  # patterns whose free energies are checked
EARLY = 5  # updates before anything is said of dead and saturated units


class RbmReadouts(RbmMeasures):
    """The readouts and invariants of `Rbm`."""

    _memo: dict[str, Any]

    # ---- measures ----

    @property
    def measures(self) -> dict[str, float | None]:
        """The newest measures by name; None where there is none."""
        if "measures" not in self._memo:
            self._memo["measures"] = self._newest_measures()
        return self._memo["measures"]

    def _newest_measures(self) -> dict[str, float | None]:
        values = self.state.measures
        try:
            if self.state.is_begun and self.is_quick:
                values = self.measured_now()
        except (InputError, NotReadyError):  # the data are gone, or the kernels not there yet
            pass
        return {
            name: float(value) if np.isfinite(value) else None
            for name, value in zip(NAMES, values, strict=True)
        }

    @readout("Reconstruction error", "", "Mean square of what a pixel loses up and down.",
             is_traced=True)  # fmt: skip
    def reconstruction_error(self) -> float | None:
        return self.measures["reconstruction_error"]

    @readout("Pseudo-log-likelihood", "nats", "Of each pixel given the others, D of them.",
             is_traced=True)  # fmt: skip
    def pseudo_log_likelihood(self) -> float | None:
        return self.measures["pseudo_log_likelihood"]

    @readout("Free energy gap", "nats", "Mean F of learned patterns minus held-out ones.",
             is_traced=True)  # fmt: skip
    def free_energy_gap(self) -> float | None:
        return self.measures["free_energy_gap"]

    @readout("Log-likelihood", "nats", "Mean ln p(v) of learned patterns, exact; of a machine with "
             "too many states the job of the same name estimates it.", is_traced=True)  # fmt: skip
    def log_likelihood(self) -> float | None:
        return self.measures["log_likelihood"]

    @readout("… held out", "nats", "The same of patterns that are not learned.",
             is_traced=True)  # fmt: skip
    def log_likelihood_held_out(self) -> float | None:
        return self.measures["log_likelihood_held_out"]

    @readout("ln Z", "", "Logarithm of the partition function, exact.")
    def log_partition(self) -> float | None:
        return self.measures["log_partition"]

    # ---- hidden units ----

    @readout("Mean hidden activity", "", "How often a hidden unit is on, lately.", is_traced=True)
    def mean_hidden_activity(self) -> float | None:
        return float(self.state.use.mean()) if self.state.is_begun else None

    @readout("Dead units", "units", "Hidden units that are off for nearly every pattern.",
             is_traced=True)  # fmt: skip
    def dead_units(self) -> int:
        return int(self.dead.sum())

    @readout("Saturated units", "units", "Hidden units that answer every pattern alike: stuck on, "
             "or off.", is_traced=True)  # fmt: skip
    def saturated_units(self) -> int:
        return int(self.saturated.sum())

    @property
    def dead(self) -> np.ndarray:
        """Which hidden units (H,) bool are nearly never on."""
        s = self.state
        return (s.use < DEAD) & (s.updates >= EARLY)

    @property
    def saturated(self) -> np.ndarray:
        """Which hidden units (H,) bool answer all patterns of a batch alike, with 0 or with 1."""
        s = self.state
        is_sure = (s.use < DEAD) | (s.use > STUCK_ON)
        return is_sure & (s.spread < STILL) & (s.updates >= EARLY)

    @property
    def is_all_saturated(self) -> bool:
        """Whether no hidden unit tells patterns apart any more."""
        return self.parameters.learns and bool(self.saturated.all())

    @readout("Weight norm", "", "Root mean square of the weights.", is_traced=True)
    def weight_norm(self) -> float:
        weights = self.state.weights
        with np.errstate(over="ignore"):
            total = float(np.vdot(weights, weights))
        if not np.isfinite(total):  # of a machine that ran away, more than float32 holds
            total = float(np.square(weights, dtype=np.float64).sum())
        return float(np.sqrt(total / weights.size))

    # ---- time ----

    @readout("Updates", "", "Changes of the weights since step 0.")
    def updates(self) -> int:
        return self.state.updates

    @readout("Epochs", "", "Passes through the data, with a fraction.")
    def epochs(self) -> float:
        try:
            return float(self.epochs_done)
        except (InputError, NotReadyError):
            return float(self.state.epoch)

    @readout("Learning rate now", "", "As the schedule has it.")
    def learning_rate_now(self) -> float:
        try:
            return float(self.rate_now) if self.parameters.learns else 0.0
        except (InputError, NotReadyError):
            return self.parameters.learning_rate

    @readout("Images per second", "1/s", "Patterns shown a second, as measured.")
    def images_per_second(self) -> float | None:
        pace = self.pace_measured
        return None if pace is None else pace / 3.0 * max(self.state.rows, 0)

    # ---- what must hold ----

    @invariant("All weights and biases are finite")
    def finite(self) -> bool:
        s = self.state
        arrays = (s.weights, s.visible_biases, s.hidden_biases, s.velocity)
        return all(bool(np.isfinite(a.sum(dtype=np.float64))) for a in arrays)

    @invariant("Probabilities lie between 0 and 1")
    def probabilities(self) -> bool:
        s = self.state
        arrays = [s.hidden, s.model_hidden]
        arrays += [] if self.parameters.is_gaussian else [s.fantasy_means]
        return all(bool(a.size == 0 or (a.min() >= 0.0 and a.max() <= 1.0)) for a in arrays)

    @invariant("The free energy is −ln Σ e^(−E) over the hidden states", "0.001 nats")
    def free_energy_by_enumeration(self) -> bool | None:
        s = self.state
        h = s.hidden_biases.size
        if h > FEW_HIDDEN or not len(s.visible):
            return None
        visible = s.visible[:CHECKED]
        bits = (np.arange(2**h)[:, None] >> np.arange(h) & 1).astype(np.float32)
        free = rbm_layers.free_energies(self.machine, visible)
        for v, f in zip(visible, free, strict=True):
            rows = np.repeat(v[None], len(bits), axis=0)
            summed = -np.logaddexp.reduce(-rbm_layers.joint_energies(self.machine, rows, bits))
            if not abs(summed - f) <= NEAR * max(1.0, abs(f)):
                return False
        return True
