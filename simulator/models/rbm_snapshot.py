"""What the views of the restricted Boltzmann machine draw: a frozen copy of a state."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.core.verdict import Verdict
from simulator.models.rbm_state import RbmParameters
from simulator.models.rbm_verdict import verdict_of

if TYPE_CHECKING:
    from simulator.models.rbm import Rbm

MOST_SHOWN = 100  # patterns of a batch


@dataclass(frozen=True)
class RbmSnapshot:
    """Frozen; arrays are copies. Pictures are uint8: 255 is on."""

    parameters: RbmParameters
    classes: tuple[str, ...]  # of the label units
    phase: int  # of the next step: 0 positive, 1 negative, 2 update
    updates: int
    epoch: int
    position: int  # patterns of this epoch that were shown in earlier batches
    rows: int  # patterns of this batch
    trained_on: int  # patterns that are learned; 0 while it is not known
    held_out: int
    about: str  # the data in words
    trouble: str  # why there are none, or ""
    batch: np.ndarray  # (R, D) the batch; before the first one, some of the data
    means: np.ndarray  # (R, H) float32 p(h | v) of it
    model: np.ndarray  # (R', D) the machine's own patterns in the negative phase
    batch_labels: np.ndarray  # (R,) int64 classes, −1 none
    model_labels: np.ndarray  # (R',)
    hidden_data: np.ndarray  # (R, H) p(h | v) × 255
    hidden_model: np.ndarray  # (R', H)
    fantasies: np.ndarray  # (100, D)
    fantasy_labels: np.ndarray  # (100,)
    dream_label: int  # −1: of any class
    query: np.ndarray  # (D,) int8: +1 held on, −1 held off, 0 free
    shown: np.ndarray  # (D,) int8: the same before a part was covered
    completion: np.ndarray  # (D,) mean of the completions
    completions: np.ndarray  # (20, D)
    completion_labels: np.ndarray  # (K,) float64: how likely each class is
    completion_kind: str
    weights: np.ndarray  # (V, H) float32
    visible_biases: np.ndarray  # (V,)
    hidden_biases: np.ndarray  # (H,)
    velocity: np.ndarray  # (V, H) the last change of the weights
    use: np.ndarray  # (H,)
    dead: np.ndarray  # (H,) bool
    saturated: np.ndarray  # (H,) bool
    examples: np.ndarray  # (N, D) uint8 the person's own, not writeable
    example_labels: np.ndarray  # (N,)
    measures: dict[str, float | None]
    rate_now: float
    verdict: Verdict

    @property
    def side(self) -> int:
        return self.parameters.side

    @property
    def last_phase(self) -> int:
        """The phase that was taken last, or −1."""
        return -1 if self.updates == 0 and self.phase == 0 else (self.phase - 1) % 3

    @cached_property
    def reconstructions(self) -> np.ndarray:
        """(R, D) what the batch's hidden units give back; computed when it is looked at."""
        p = self.parameters
        if not len(self.means):
            return np.zeros((0, p.pixels), np.uint8)
        from kernels import rbm_layers

        labels = self.visible_biases.size - p.pixels
        machine = rbm_layers.Machine(
            self.weights, self.visible_biases, self.hidden_biases, p.is_gaussian, labels
        )
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                back = rbm_layers.visible_means(machine, self.means)
        except NotReadyError:  # a document was opened before its kernels were there
            return np.zeros((0, p.pixels), np.uint8)
        return _picture(back[:, : p.pixels], p.is_gaussian)

    @classmethod
    def take(cls, m: "Rbm") -> "RbmSnapshot":
        s, p = m.state, m.parameters
        d = p.pixels
        rows = slice(0, min(s.rows, MOST_SHOWN))
        trained_on, held, about, trouble = _data_of(m)
        batch, labels = s.visible[rows, :d], _labels(s.visible[rows], d)
        is_first = not len(batch)
        if is_first:
            batch, labels = _previewed(m)
        return cls(
            parameters=p,
            classes=_classes(m),
            phase=s.phase,
            updates=s.updates,
            epoch=s.epoch,
            position=s.position,
            rows=s.rows,
            trained_on=trained_on,
            held_out=held,
            about=about,
            trouble=trouble,
            batch=batch if is_first else _picture(batch, p.is_gaussian),
            means=s.hidden[rows].copy(),
            model=_picture(s.model_visible[:MOST_SHOWN, :d], p.is_gaussian),
            batch_labels=labels,
            model_labels=_labels(s.model_visible[:MOST_SHOWN], d),
            hidden_data=_picture(s.hidden[rows], False),
            hidden_model=_picture(s.model_hidden[:MOST_SHOWN], False),
            fantasies=_picture(s.fantasy_means[:, :d], p.is_gaussian),
            fantasy_labels=_labels(s.fantasies, d),
            dream_label=s.dream_label,
            query=s.query,
            shown=s.shown,
            completion=_picture(s.completion_means[:, :d].mean(axis=0)[None], p.is_gaussian)[0],
            completions=_picture(s.completion_means[:, :d], p.is_gaussian),
            completion_labels=s.completion_means[:, d:].mean(axis=0, dtype=np.float64),
            completion_kind=s.completion_kind,
            weights=s.weights.copy(),
            visible_biases=s.visible_biases.copy(),
            hidden_biases=s.hidden_biases.copy(),
            velocity=s.velocity.copy(),
            use=s.use.copy(),
            dead=m.dead,
            saturated=m.saturated,
            examples=s.examples,
            example_labels=s.example_labels,
            measures=dict(m.measures),
            rate_now=m.learning_rate_now(),
            verdict=verdict_of(m, trouble),
        )


def _data_of(m: "Rbm") -> tuple[int, int, str, str]:
    """Return how many patterns are learned and held out, what they are, and what is wrong.

    Data that are not there yet are not made here: a frame must not wait for ten thousand digits.
    """
    p = m.parameters
    if m._kept is None and not p.data_path and p.data in ("strokes", "patches"):
        count = p.examples
        held = round(count * p.held_out)
        return count - held, held, "", ""
    try:
        train, held_part = m.split
    except (InputError, NotReadyError) as error:
        return 0, 0, "", str(error)
    held = held_part.stop - held_part.start
    return train.stop - train.start, held, m.dataset.about, ""


def _classes(m: "Rbm") -> tuple[str, ...]:
    try:
        return m.classes
    except InputError:
        return tuple(str(k) for k in range(m.state.visible_biases.size - m.parameters.pixels))


def _previewed(m: "Rbm") -> tuple[np.ndarray, np.ndarray]:
    found = m.preview()
    if found is None or found.is_real:
        return np.zeros((0, m.parameters.pixels), np.uint8), np.zeros(0, np.int64)
    few = found.pixels[:MOST_SHOWN]
    return few.astype(np.uint8), found.labels[: len(few)].astype(np.int64)


def _labels(visible: np.ndarray, pixels: int) -> np.ndarray:
    if visible.shape[1] == pixels:
        return np.full(len(visible), -1)
    return visible[:, pixels:].argmax(axis=1)


def _picture(values: np.ndarray, is_gaussian: bool) -> np.ndarray:
    """Return values as uint8: 0 … 1, of Gaussian units −2 … 2."""
    if not is_gaussian:
        return (np.float32(255.0) * values).astype(np.uint8)
    with np.errstate(invalid="ignore"):  # what has run away is shown, too
        return np.clip(np.nan_to_num(63.75 * values + 127.5), 0.0, 255.0).astype(np.uint8)
