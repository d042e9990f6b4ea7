"""What is measured while a restricted Boltzmann machine learns.

    reconstruction error      mean square of v − p(v | p(h | v)), a pixel
    pseudo-log-likelihood     D ln σ(F(v with one pixel flipped) − F(v)), a pixel by chance for each
                              pattern (Besag 1975; Hinton 2012, section 15)
    free energy gap           mean F of what is learned minus mean F of what is held out: it falls
                              below 0 when the machine knows its lessons by heart; its error is
                              what the choice of patterns leaves open
    log-likelihood            mean of −F(v) − ln Z in nats a pattern, where all states of the
                              smaller layer can be visited

A large machine is measured every so many updates, at a cost of about a twentieth of its learning,
and the numbers stand in its state until the next time; a small one whenever it is asked.
"""

from dataclasses import dataclass

import numpy as np

from kernels import counted, rbm, rbm_exact, rbm_layers
from kernels.rbm_layers import Machine
from simulator.models.rbm_learning import RbmLearning

NAMES = (
    "reconstruction_error", "pseudo_log_likelihood", "free_energy_gap", "log_likelihood",
    "log_likelihood_held_out", "log_partition", "free_energy", "free_energy_held_out", "gap_error",
)  # fmt: skip
MOST_LOOKED_AT = 500  # patterns of each part
QUICK = 2**23  # multiplications: what takes less, half a millisecond, is measured whenever asked
TERM = 50  # multiplications take as long as a term of ln Z
OVERHEAD = 5_000_000  # multiplications take as long as an update of a machine of no size
LIVE_TERMS = 2**20  # of ln Z, while a run goes on
SHARE = 20  # of the work, one part of which is measuring
FLIPPED = 5  # number of the stream of chance that picks pixels


@dataclass(frozen=True)
class Evaluated:
    """The patterns that are looked at, always the same ones."""

    train: np.ndarray  # (R, V) float32
    held: np.ndarray  # (R', V) float32, perhaps (0, V)


class RbmMeasures(RbmLearning):
    """The measures of `Rbm`."""

    _evaluated: tuple[object, Evaluated] | None = None

    @property
    def evaluated_patterns(self) -> Evaluated:
        """The patterns that are looked at: a cache."""
        p = self.parameters
        key = (self.dataset, p.held_out, p.binarization, p.visible_type, p.labels)
        if self._evaluated is None or self._evaluated[0] != key:
            train, held = self.split
            both = self.evaluated(train, MOST_LOOKED_AT), self.evaluated(held, MOST_LOOKED_AT)
            self._evaluated = key, Evaluated(*both)
        return self._evaluated[1]

    # ---- when ----

    @property
    def is_enumerable(self) -> bool:
        """Whether ln Z is computed while the run goes on."""
        return self._terms <= LIVE_TERMS

    @property
    def _terms(self) -> int:
        """Terms of ln Z: states of the smaller layer times units of the other."""
        s = self.state
        sizes = s.visible_biases.size, s.hidden_biases.size
        count = rbm_exact.enumerated(self.machine)
        return 2 ** min(count, 60) * max(sizes)

    @property
    def is_quick(self) -> bool:
        """Whether measuring takes next to nothing."""
        return self._work_of_measuring <= QUICK

    @property
    def _work_of_measuring(self) -> int:
        """How long measuring takes, in multiplications."""
        terms = TERM * self._terms if self.is_enumerable else 0
        return 2 * self._rows_looked_at * self.state.weights.size + terms

    @property
    def _rows_looked_at(self) -> int:
        train = self.trained_on
        held = len(self.dataset.pixels) - train
        return min(train, MOST_LOOKED_AT) + min(held, MOST_LOOKED_AT)

    @property
    def measuring_period(self) -> int:
        """Updates from one measurement of a large machine to the next."""
        p = self.parameters
        update = OVERHEAD + p.batch_size * (3 + 2 * p.k) * self.state.weights.size
        return max(1, round(SHARE * self._work_of_measuring / update))

    def measure_if_due(self) -> None:
        """Measure a large machine, if enough updates have passed."""
        s = self.state
        if (s.updates == 1 or s.updates % self.measuring_period == 0) and not self.is_quick:
            self.measure()

    def measure(self) -> None:
        """Measure now."""
        s = self.state
        s.measures, s.measured = self.measured_now(), s.updates

    def measured_now(self) -> np.ndarray:
        """Return the measures (8,) as they are now; the state stays as it is, for what is read off
        a run must not change it."""
        with np.errstate(over="ignore", invalid="ignore"):
            patterns = self.evaluated_patterns
            return measured(self.machine, patterns, self.state.updates, self.is_enumerable)


def measured(machine: Machine, patterns: Evaluated, number: int, is_enumerable: bool) -> np.ndarray:
    """Return the measures (9,) float64 in the order of `NAMES`, NaN where there is none."""
    out = np.full(len(NAMES), np.nan)
    train, held = patterns.train, patterns.held
    felt = np.empty((len(train), machine.weights.shape[1]), np.float32)
    rbm_layers.fields(machine, train, felt)
    energies = rbm_layers.free_energies_of(machine, train, felt)
    if not machine.is_gaussian:
        out[1] = pseudo_log_likelihood(machine, train, felt, energies, number)
    out[0] = reconstruction_error(machine, train, felt)
    out[6] = energies.mean()
    if len(held):
        others = rbm_layers.free_energies(machine, held)
        out[7] = others.mean()
        out[2] = out[6] - out[7]
        out[8] = np.sqrt(energies.var() / energies.size + others.var() / others.size)
    if is_enumerable:
        out[5] = rbm_exact.log_partition(machine)
        out[3], out[4] = -out[6] - out[5], -out[7] - out[5]
    return out


def reconstruction_error(machine: Machine, visible: np.ndarray, felt: np.ndarray) -> float:
    """Return the mean square of what a pixel loses on its way up and down, by means; `felt` (R, H)
    are the hidden units' fields."""
    hidden = np.empty_like(felt)
    rbm.answer(felt, rbm_layers.ONE, machine.hidden_biases, hidden)
    lost = (rbm_layers.visible_means(machine, hidden) - visible)[:, : machine.pixels]
    return float(np.vdot(lost, lost)) / lost.size


def pseudo_log_likelihood(
    machine: Machine, visible: np.ndarray, felt: np.ndarray, energies: np.ndarray, number: int
) -> float:
    """Return the mean over patterns (R, V) of D ln σ(F(v flipped) − F(v)), in nats.

    `felt` (R, H) are the hidden units' fields, `energies` (R,) F(v); `number` chooses the pixels. A
    pixel that flips changes the fields by its weights alone.
    """
    bits = np.empty(len(visible), np.int32)
    counted.fill_bits(FLIPPED, np.uint64(number), bits)
    rows, pixels, flipped = np.arange(len(visible)), bits % machine.pixels, visible.copy()
    flipped[rows, pixels] = 1.0 - visible[rows, pixels]
    turn = flipped[rows, pixels] - visible[rows, pixels]
    turned = felt + turn[:, None] * machine.weights[pixels]
    gaps = rbm_layers.free_energies_of(machine, flipped, turned) - energies
    return float(-machine.pixels * np.logaddexp(0.0, -gaps).mean())
