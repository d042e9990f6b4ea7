"""What is read off a Neural Turing Machine, and what must hold."""

import math

import numpy as np

from simulator.core.model import invariant, readout
from simulator.models.ntm_addressing import entropy
from simulator.models.ntm_grains import NtmGrains

LN_2 = math.log(2.0)
NEAR = 1e-5  # of sums of weightings, and of numbers of the memory


class NtmReadouts(NtmGrains):
    """The readouts and invariants of `Ntm`."""

    # ---- learning ----

    @readout("Loss", "bits", "Cross entropy of a sequence: mean of the last 1,000 that were "
             "learned; while one is played, of that one.", is_traced=True)  # fmt: skip
    def loss(self) -> float | None:
        if self.state.is_playing:
            return self.probe_loss() / LN_2
        return _known(self.lately(self.state.losses) / LN_2)

    @readout("Bits wrong", "", "Of a sequence: mean of the last 1,000 that were learned; while one "
             "is played, of that one.", is_traced=True)  # fmt: skip
    def bits_wrong(self) -> float | None:
        if self.state.is_playing:
            return float(self.probe_wrong())
        return _known(self.lately(self.state.wrong))

    @readout("Sequences", "", "Learned since step 0.")
    def sequences_seen(self) -> int:
        return self.state.sequences

    @readout("Sequences per second", "1/s", "Learned a second, as measured.")
    def sequences_per_second(self) -> float | None:
        if self.pace_measured is None or self.state.mode != "train":
            return None
        return float(self.pace_measured * self.parameters.batch_size)

    @readout("Gradient", "", "Length of the last gradient, before it was shortened.")
    def gradient_norm(self) -> float | None:
        return _known(self.state.norm)

    @readout("Accuracy by length", "", "Share of right bits among the last 1,000 sequences of each "
             "length: length and share.")  # fmt: skip
    def accuracy_by_length(self) -> list[list[float]]:
        s, p = self.state, self.parameters
        known = min(s.sequences, len(s.lengths))
        lengths, wrong = s.lengths[:known], s.wrong[:known]
        found = []
        for length in np.unique(lengths):
            bits = self.bits_of(int(length), p.repeats)
            share = 1.0 - wrong[lengths == length].mean() / bits
            found.append([float(length), float(share)])
        return found

    # ---- the heads ----

    @readout("Focus", "nats", "Entropy of each head's weighting where the probe stands; 0: on one "
             "location alone. Read heads first.")  # fmt: skip
    def focus(self) -> list[float] | None:
        if not self.parameters.has_memory:
            return None
        if self.state.is_by_hand:
            return [entropy(self.hand.at.weighting)]
        return [entropy(row) for row in self.tape.w[self.time + 1]]

    @readout("Gates", "", "Of each head where the probe stands: β, g, γ, then s from the shift "
             "back to the shift on.")  # fmt: skip
    def gates(self) -> list[list[float]] | None:
        if not self.parameters.has_memory:
            return None
        if self.state.is_by_hand:
            head = self.hand.numbers
            return [[head.beta, head.gate, head.gamma, *head.shift.tolist()]]
        t, tape = self.time, self.tape
        rows = zip(tape.beta[t], tape.gate[t], tape.gamma[t], tape.shift[t], strict=True)
        return [[float(b), float(g), float(y), *map(float, s)] for b, g, y, s in rows]

    @readout("On the diagonal", "", "Mean weighting on the slot one further than the step before, "
             "in the direction in which heads go: of write heads while rows are shown, of read "
             "heads while they are told.")  # fmt: skip
    def diagonal_mass(self) -> float | None:
        p = self.parameters
        if not p.has_memory or self.state.is_by_hand:
            return None
        sequence, w = self.probe, self.tape.w[1:]
        is_told = sequence.mask > 0
        times = {False: np.flatnonzero(sequence.rows >= 0), True: np.flatnonzero(is_told)}
        steps = [
            (t, head) for head in range(w.shape[1]) for t in times[head < p.read_heads][1:].tolist()
        ]
        if not steps:
            return None
        masses = [
            [w[t, head, (w[t - 1, head].argmax() + way) % w.shape[2]] for t, head in steps]
            for way in (1, -1)
        ]
        return float(np.mean(masses, axis=1).max())

    # ---- what must hold ----

    @invariant("Weightings are at least 0 and sum to 1", "1e-5")
    def weightings_sum_to_one(self) -> bool | None:
        if not self.parameters.has_memory:
            return None
        w = self.hand.past if self.state.is_by_hand else self.tape.w.astype(float)
        return bool((w >= 0.0).all() and np.abs(w.sum(axis=-1) - 1.0).max() < NEAR)

    @invariant("Erase stays in [0, 1]")
    def erase_is_a_share(self) -> bool | None:
        if not self.parameters.has_memory:
            return None
        erase = self.tape.erase
        return bool((erase >= 0.0).all() and (erase <= 1.0).all())

    @invariant("Weights and gradients are finite")
    def all_is_finite(self) -> bool | None:
        s = self.state
        return bool(np.isfinite(s.params).all() and (not s.sequences or math.isfinite(s.norm)))

    @invariant("The memory is M(1 − w eᵀ) + w aᵀ", "1e-5")
    def memory_is_that_of_its_formula(self) -> bool | None:
        p = self.parameters
        if not p.has_memory:
            return None
        t, tape = self.time, self.tape
        memory = tape.memory[t].astype(float)
        w = tape.w[t + 1, p.read_heads :].astype(float)
        for weighting, erase in zip(w, tape.erase[t], strict=True):
            memory = memory * (1.0 - np.outer(weighting, erase))
        for weighting, add in zip(w, tape.add[t], strict=True):
            memory = memory + np.outer(weighting, add)
        return bool(np.abs(memory - tape.memory[t + 1]).max() < NEAR)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
