"""What a restricted Boltzmann machine learns: its data set, the split, the batches of an epoch."""

from pathlib import Path
from typing import Any

import numpy as np

from kernels import rbm as kernels
from kernels.jit import NotReadyError
from simulator.core import datasets
from simulator.core.datasets import Dataset
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Model
from simulator.models.rbm_state import FILES, RbmParameters, RbmState

DIGITS = tuple("0123456789")
BINARIZATIONS = {
    "none": kernels.NO_BINARIZATION,
    "threshold": kernels.THRESHOLD,
    "stochastic": kernels.STOCHASTIC,
}
ORDER = 1  # number of the stream of chance that shuffles an epoch
EVALUATED = np.uint64(2**63 - 25)  # the key with which patterns that measure are binarized
MOST_EMBEDDED = 16 * 2**20  # bytes of data from files that a document holds itself
PREVIEWED = 100  # patterns that are shown before all are made


class RbmData(Model):
    """The data of `Rbm` and how they become batches. Data are no State: they can be had again."""

    parameters: RbmParameters
    state: RbmState
    _order: tuple[tuple[int, int, int], np.ndarray] | None = None
    _kept: tuple[tuple[Any, ...], Dataset] | None = None

    # ---- the data set ----

    @property
    def dataset(self) -> Dataset:
        """All patterns; raises InputError where there are none, or they are not as they were."""
        p, s = self.parameters, self.state
        key = (p.data, p.data_path, p.side, p.examples, p.labels, p.visible_type, s.examples)
        if self._kept is None or self._kept[0][:-1] != key[:-1] or self._kept[0][-1] is not key[-1]:
            found = given_to(s, p) or load(p, (s.examples, s.example_labels))
            if s.data_digest.size and found.digest != s.data_digest.tobytes():
                raise InputError(
                    f"The data in {p.data_path} are not those that were learned; put the old ones "
                    "back, or set data_path again to begin with these."
                )
            if not len(found.pixels):
                raise InputError(
                    "There is nothing to learn yet: draw a pattern and add it, or choose other "
                    "data."
                )
            self._kept = key, found
        return self._kept[1]

    def preview(self) -> Dataset | None:
        """Some patterns to look at, without waiting for all; None where there are none."""
        p, s = self.parameters, self.state
        if self._kept is not None or p.data in FILES:
            try:
                return self.dataset
            except InputError:
                return None
        if p.data == "patches":  # they are whitened together, which takes seconds
            return None
        try:
            few = min(p.examples, PREVIEWED)
            return datasets.load(p.data, "", p.side, few, (s.examples, s.example_labels))
        except (InputError, NotReadyError):
            return None

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the label units; () without them."""
        p = self.parameters
        if not p.labels:
            return ()
        return DIGITS if p.data in ("strokes", "drawn") else self.dataset.classes

    @property
    def split(self) -> tuple[slice, slice]:
        """The rows that are learned, and those held out."""
        train, held = datasets.split(self.dataset, self.held_out)
        return train, held

    @property
    def held_out(self) -> float:
        """The share that is held out: of bars and stripes nothing, they are all there are."""
        p = self.parameters
        return 0.0 if p.data == "bars-and-stripes" else p.held_out

    @property
    def trained_on(self) -> int:
        """How many patterns an epoch shows."""
        train = self.split[0]
        return train.stop - train.start

    # ---- batches ----

    def rows_of_batch(self) -> np.ndarray:
        """Return the rows (R,) int64 of the batch that begins here."""
        s = self.state
        order = self._epoch_order()
        return order[s.position : s.position + self.parameters.batch_size]

    def _epoch_order(self) -> np.ndarray:
        """The order of this epoch's patterns: a cache."""
        key = (self.seed, self.state.epoch, self.trained_on)
        if self._order is None or self._order[0] != key:
            rng = np.random.default_rng([self.seed, ORDER, self.state.epoch])
            self._order = key, rng.permutation(self.trained_on).astype(np.int64)
        return self._order[1]

    def patterns(self, rows: np.ndarray, key: np.uint64, out: np.ndarray | None = None) -> Any:
        """Fill and return (R, V) float32: the rows as visible states, labels as one of K on."""
        p, data = self.parameters, self.dataset
        d, classes = data.pixels.shape[1], self.classes
        if out is None:
            out = np.empty((rows.size, d + len(classes)), np.float32)
        how = BINARIZATIONS["none" if p.is_gaussian or data.is_real else p.binarization]
        kernels.take_rows(data.pixels, rows, self._factor, how, key, out)
        if classes:
            out[:, d:] = np.arange(len(classes)) == data.labels[rows, None]
        if p.is_gaussian and not data.is_real:  # intensities as numbers about 0 of spread 1
            mean, spread = self._grey_scale
            out[:, :d] = (out[:, :d] - mean) / spread
        return out

    @property
    def _factor(self) -> np.float32:
        return np.float32(1.0 if self.dataset.is_real else 1.0 / 255.0)

    @property
    def _grey_scale(self) -> tuple[np.float32, np.float32]:
        """Mean and spread of all pixels' intensities, by which Gaussian units see pictures."""
        pixels = self.dataset.pixels[self.split[0]]
        some = pixels[:: max(1, len(pixels) // 1000)].astype(np.float64) / 255.0
        return np.float32(some.mean()), np.float32(max(float(some.std()), 1e-3))

    def evaluated(self, part: slice, most: int) -> np.ndarray:
        """Return up to `most` patterns (R, V) of a part of the data, always the same ones."""
        count = part.stop - part.start
        rows = part.start + np.arange(min(count, most), dtype=np.int64)
        return self.patterns(rows, EVALUATED)

    def data_means(self) -> np.ndarray:
        """Return the mean (V,) float64 of every visible unit over what is learned."""
        train, _ = self.split
        rows = np.arange(train.start, train.stop, dtype=np.int64)[:PROBED]
        return self.patterns(rows, EVALUATED).mean(axis=0, dtype=np.float64)


PROBED = 10_000  # patterns whose means set the first visible biases


def load(p: RbmParameters, drawn: tuple[np.ndarray, np.ndarray]) -> Dataset:
    """Return the data that parameters name; raises InputError that says what is wrong."""
    if p.data in FILES and not p.data_path:
        raise InputError(
            "There are no data yet: choose a file or folder (data_path), or other data."
        )
    found = datasets.load(p.data, p.data_path, p.side, p.examples, drawn, wants_labels=p.labels)
    found.check_for(p.visible_type)
    if p.labels and not found.classes and len(found.pixels):
        raise InputError(
            f"{found.about} have no labels, so label units have nothing to learn: set labels=false."
        )
    if p.labels and (found.labels < 0).any():
        raise InputError("Some patterns have no label: give each of them one, or set labels=false.")
    return found


def kept_of(found: Dataset | None) -> dict[str, Any]:
    """Return the fields of a state that data from files go into: what tells them apart, and
    themselves where they are few enough for a document."""
    known = found.digest if found is not None else b""
    fields: dict[str, np.ndarray] = {
        "data_digest": np.frombuffer(known, np.uint8).copy(),
        "given": np.zeros((0, 0), np.uint8),
        "given_labels": np.zeros(0, np.int16),
        "given_classes": np.zeros(0, "U1"),
    }
    if found is not None and found.pixels.nbytes <= MOST_EMBEDDED:
        classes = np.array(found.classes, "U") if found.classes else fields["given_classes"]
        fields |= {"given": found.pixels, "given_labels": found.labels, "given_classes": classes}
    kept: dict[str, Any] = {name: frozen(array) for name, array in fields.items()}
    return kept | {"given_is_real": found is not None and found.is_real}


def given_to(s: RbmState, p: RbmParameters) -> Dataset | None:
    """Return the data that came with a state, or None where they have to be read."""
    if not s.given.size or p.data not in FILES:
        return None
    classes = tuple(str(name) for name in s.given_classes)
    about = f"{len(s.given):,} patterns of {p.side}×{p.side} from {Path(p.data_path).name}"
    return Dataset(s.given, s.given_labels, classes, p.side, about, s.given_is_real)
