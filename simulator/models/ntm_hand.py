"""The sandbox: one head that a person moves over a memory that a person made. Nothing is learned.

It opens on one slot, with g = 0 and s = (0.9, 0.05, 0.05): at every time step the head goes one
slot back and spreads a little, until it is nowhere. What keeps it together is sharpening.
"""

import math
from typing import NamedTuple

import numpy as np

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frozen import frozen
from simulator.core.parameter import whole_number
from simulator.models.ntm_addressing import Addressed, Numbers, addressed
from simulator.models.ntm_probe import key_base
from simulator.models.ntm_state import BY_HAND, NtmParameters, NtmState
from simulator.models.ntm_tasks import generator
from simulator.models.ntm_training import NtmTraining

HAND = 3  # number of the stream of chance of the memory that the sandbox opens with
KEPT = 64  # weightings of the past that are shown
FIRST_BETA, FIRST_GATE, FIRST_GAMMA = 5.0, 0.0, 1.0
BACK = 0.9  # the share that goes one slot back at first; the rest is spread over the others
MOST_BETA, MOST_GAMMA = 100.0, 100.0
SETTINGS = ("beta", "gate", "shift", "gamma", "key", "slot", "cell")


class Hand(NamedTuple):
    """The head and the memory of the sandbox, to be shown; nothing in it is written to again."""

    memory: np.ndarray  # (N, M)
    numbers: Numbers
    past: np.ndarray  # (K, N) weightings so far, the first one or one of KEPT time steps ago first
    stage: int  # how many stages of the present time step have been played
    at: Addressed  # all stages of the present time step
    read: np.ndarray  # (M,)


def numbers_of(row: np.ndarray, width: int) -> Numbers:
    """Return the numbers that are kept in a row (M + 2S + 4,)."""
    return Numbers(
        row[:width], float(row[width]), float(row[width + 1]), row[width + 2 : -1], float(row[-1])
    )


def first_numbers(memory: np.ndarray, far: int) -> np.ndarray:
    """Return the row of numbers that the sandbox opens with; its key is what the middle slot
    holds."""
    shift = np.full(2 * far + 1, (1.0 - BACK) / (2 * far))
    shift[far - 1] = BACK
    key = memory[len(memory) // 2].astype(float)
    return np.concatenate([key, [FIRST_BETA, FIRST_GATE], shift, [FIRST_GAMMA]])


class NtmHand(NtmTraining):
    """The sandbox of `Ntm`."""

    parameters: NtmParameters
    state: NtmState

    # ---- what is done ----

    def open_sandbox(self) -> None:
        """Put the head on its slot again; the first time, make a memory of random bits."""
        s, p = self.state, self.parameters
        if not p.has_memory:
            raise InputError("An LSTM alone has no heads to move; choose another controller.")
        if not len(s.hand_memory):
            rng = generator(key_base(self.seed, HAND))
            form = p.memory_locations, p.memory_width
            s.hand_memory = frozen(rng.integers(0, 2, form).astype(np.float32))
            s.hand_numbers = frozen(first_numbers(s.hand_memory, p.shift_range))
            s.hand_slot = len(s.hand_memory) * 3 // 4
        s.mode, s.stage = "sandbox", 0
        s.hand_past = self.first_past()

    def first_past(self) -> np.ndarray:
        """Return the past (1, N) of a head that stands on its slot."""
        past = np.zeros((1, self.parameters.memory_locations))
        past[0, self.state.hand_slot] = 1.0
        return past

    def set_by_hand(self, text: str) -> None:
        """Set one of SETTINGS; raises InputError."""
        name, colon, value = text.partition(":")
        if name not in SETTINGS or not colon:
            raise InputError(
                f"sandbox={shorten(text)} sets nothing; write sandbox=NAME:VALUE with one of "
                f"{one_of(SETTINGS)}."
            )
        if not self.state.is_by_hand:
            self.open_sandbox()
        getattr(self, f"_set_{name}")(value)

    def _set_beta(self, text: str) -> None:
        self._put("beta", text, 0.0, MOST_BETA)

    def _set_gate(self, text: str) -> None:
        self._put("gate", text, 0.0, 1.0)

    def _set_gamma(self, text: str) -> None:
        self._put("gamma", text, 1.0, MOST_GAMMA)

    def _put(self, name: str, text: str, low: float, high: float) -> None:
        value = _numbers(text)
        if len(value) != 1 or not low <= value[0] <= high:
            raise InputError(
                f"{name}:{shorten(text)} is not allowed; allowed: {low:g} to {high:g}."
            )
        width = self.parameters.memory_width
        self._keep({"beta": width, "gate": width + 1, "gamma": -1}[name], value)

    def _set_shift(self, text: str) -> None:
        shares = _numbers(text)
        count = 2 * self.parameters.shift_range + 1
        if len(shares) != count or (shares < 0).any() or not 0 < shares.sum() < math.inf:
            raise InputError(
                f"shift:{shorten(text)} is no shift; give {count} shares, each at least 0 and one "
                "above it."
            )
        self._keep(self.parameters.memory_width + 2, shares / shares.sum())

    def _set_key(self, text: str) -> None:
        """A location, whose content becomes the key, or M numbers."""
        width, slot = self.parameters.memory_width, whole_number(text)
        if slot is not None and (width > 1 or "." not in text):
            self._check_slot("key", text)
            self._keep(0, self.state.hand_memory[slot])
            return
        key = _numbers(text)
        if len(key) != width or not (np.abs(key) <= 1.0).all():
            raise InputError(
                f"key:{shorten(text)} is no key; give a location, or {width} numbers from −1 to 1."
            )
        self._keep(0, key)

    def _set_slot(self, text: str) -> None:
        self.state.hand_slot = self._check_slot("slot", text)
        self.state.stage, self.state.hand_past = 0, self.first_past()

    def _set_cell(self, text: str) -> None:
        """LOCATION,COLUMN,VALUE"""
        n, m = self.state.hand_memory.shape
        numbers = _numbers(text)
        is_place = len(numbers) == 3 and not (numbers[:2] % 1).any()
        if not is_place or not (0 <= numbers[0] < n and 0 <= numbers[1] < m):
            raise InputError(
                f"cell:{shorten(text)} is no cell; write cell:LOCATION,COLUMN,VALUE with locations "
                f"0 to {n - 1}, columns 0 to {m - 1}."
            )
        if not abs(numbers[2]) <= 1.0:
            raise InputError(f"{numbers[2]:g} is not allowed in a cell; allowed: −1 to 1.")
        memory = self.state.hand_memory.copy()
        memory[int(numbers[0]), int(numbers[1])] = numbers[2]
        self.state.hand_memory = frozen(memory)

    def _check_slot(self, name: str, text: str) -> int:
        slot, n = whole_number(text), self.parameters.memory_locations
        if slot is None or not 0 <= slot < n:
            raise InputError(f"{name}:{shorten(text)} is no location; allowed: 0 to {n - 1}.")
        return slot

    def _keep(self, first: int, values: np.ndarray) -> None:
        row = self.state.hand_numbers.copy()
        row[first:][: len(values)] = values
        self.state.hand_numbers = frozen(row)

    # ---- time ----

    def move_by_hand(self, stages: int) -> None:
        """Play so many stages; a time step is over when the next one begins."""
        s = self.state
        for _ in range(stages):
            if s.stage == len(BY_HAND):
                past = np.vstack([s.hand_past, self.hand.at.weighting])
                s.hand_past, s.stage = past[-KEPT:], 0
            s.stage += 1

    @property
    def round(self) -> int:
        """Stages in which a head that goes one slot a time step is round."""
        return len(BY_HAND) * self.parameters.memory_locations

    @property
    def hand(self) -> Hand:
        """The head that is moved by hand, as it is now."""
        s = self.state
        head = numbers_of(s.hand_numbers, self.parameters.memory_width)
        at = addressed(s.hand_memory, s.hand_past[-1], head)
        read = at.weighting @ s.hand_memory.astype(float)
        return Hand(s.hand_memory, head, s.hand_past.copy(), s.stage, at, read)


def _numbers(text: str) -> np.ndarray:
    """Return the numbers of a text with commas between them; none where one is no number."""
    try:
        found = np.array([float(part) for part in text.split(",")])
    except ValueError:
        return np.zeros(0)
    return found if np.isfinite(found).all() else np.zeros(0)
