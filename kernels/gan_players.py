"""The players of a GAN at work: a **Judge** that tells real rows from fakes, a **Maker** of fakes.

They hold places to compute in, and what was answered last, so that a gradient can go back through
it; weights come as arguments and are never kept. Everything is float32.

    R rows, d columns of data, n of noise
    params    of a Judge (P + d·B·C,): those of its net (kernels/mlp.py), then the table T of the
              batch discrimination, if there is one;  of a Maker (P,)
    u         (Σ n_out,): directions of the spectral normalization (kernels/spectral.py). What is
              used is a function of weights and u; `turned` is u one step on, to be kept once the
              weights have moved

A Judge's net sees a row and, if the remedies ask for them, what is seen of the whole batch beside
it (kernels/batch_features.py): columns d and on.
"""

import numpy as np

from kernels import batch_features, gan, mlp, mlp_slopes, spectral
from kernels.batch_features import KERNELS, NUMBERS
from kernels.mlp import Shape

NONE = np.empty(0, np.float32)


def features(deviation: bool, discrimination: bool) -> int:
    """Return how many columns stand beside a row's own."""
    return int(deviation) + KERNELS * int(discrimination)


def table_size(d: int, discrimination: bool) -> int:
    """Return how many numbers T has."""
    return d * KERNELS * NUMBERS * int(discrimination)


class _Player:
    """Blocks of a net's layers for any number of rows."""

    def __init__(self, shape: Shape):
        self.shape = shape
        self._room = mlp.unit_count(shape.sizes)
        self._places: dict[str, np.ndarray] = {}

    def place(self, name: str, rows: int) -> np.ndarray:
        """Return a place for the blocks of so many rows, the same one as long as it is enough."""
        found = self._places.get(name)
        if found is None or found.size < rows * self._room:
            found = self._places[name] = np.zeros(rows * self._room, np.float32)
        return found

    def _first(self, name: str, rows: int) -> np.ndarray:
        """Return the first block (R, n) of a place: of the input."""
        n = int(self.shape.sizes[0])
        return self.place(name, rows)[: rows * n].reshape(rows, n)

    def _last(self, name: str, rows: int) -> np.ndarray:
        """Return the last block (R, m) of a place: of the output."""
        m, end = int(self.shape.sizes[-1]), rows * self._room
        return self.place(name, rows)[end - rows * m : end].reshape(rows, m)

    def layers(self, rows: int) -> list[np.ndarray]:
        """Return copies of what every layer answered last (R, n_l), the input first."""
        acts = self.place("acts", rows)
        count = self.shape.sizes.size
        return [mlp.block(self.shape.sizes, rows, acts, k).copy() for k in range(count)]


class Maker(_Player):
    """A generator."""

    def make(self, params: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Return fakes (R, d) of noise (R, n): a view that lasts until the next call."""
        rows = len(noise)
        self._first("acts", rows)[:] = noise
        mlp.forward(self.shape, params, rows, self.place("acts", rows))
        return self._last("acts", rows)

    def learn(self, params: np.ndarray, pulls: np.ndarray, grads: np.ndarray) -> None:
        """Fill `grads` (P,) from pulls (R, d) = ∂loss/∂fake at what was made last."""
        rows = len(pulls)
        self._last("deltas", rows)[:] = pulls
        mlp.backward(
            self.shape, params, rows, self.place("acts", rows), self.place("deltas", rows), grads,
            False,
        )  # fmt: skip


class Judge(_Player):
    """A discriminator of rows of d columns."""

    def __init__(
        self, shape: Shape, d: int, deviation: bool, discrimination: bool, is_spectral: bool
    ):
        super().__init__(shape)
        self.d, self.deviation, self.discrimination = d, deviation, discrimination
        self.is_spectral = is_spectral
        self._size = mlp.parameter_count(shape.sizes)
        self._used = np.zeros(self._size, np.float32)
        self.turned = np.zeros(int(shape.sizes[1:].sum()), np.float32)
        self._v = np.zeros(int(shape.sizes[:-1].sum()), np.float32)
        self._sigmas = np.zeros(shape.sizes.size - 1, np.float32)
        self._net, self._table = self._used, np.zeros((d, 0), np.float32)
        self._rows, self._parts = 0, 1

    def prepare(self, params: np.ndarray, u: np.ndarray) -> None:
        """Take these weights for what follows."""
        self._net = params[: self._size]
        if self.discrimination:
            self._table = params[self._size :].reshape(self.d, KERNELS * NUMBERS)
        if self.is_spectral:
            self.turned[:] = u
            spectral.normalize(
                self.shape.sizes, self._net, self.turned, self._v, self._used, self._sigmas
            )
            self._net = self._used

    def see(self, *batches: np.ndarray) -> np.ndarray:
        """Return what is said (R,), before any activation, of batches of equal size, each seen as a
        whole: a view that lasts until the next call."""
        count = len(batches[0])
        rows = count * len(batches)
        inputs = self._first("acts", rows)
        for k, batch in enumerate(batches):
            part = inputs[k * count : (k + 1) * count]
            part[:, : self.d] = batch
            self._look_around(part)
        return self._answer(rows, len(batches))

    def see_alone(self, points: np.ndarray, like: np.ndarray) -> np.ndarray:
        """The same of single points (R, d), each as if it came in a batch `like` (R', d)."""
        rows, d = len(points), self.d
        inputs = self._first("acts", rows)
        inputs[:, :d] = points
        inputs[:, d:] = 0.0
        if inputs.shape[1] > d and len(like):
            beside = np.zeros((len(like), inputs.shape[1]), np.float32)
            beside[:, :d] = like
            self._look_around(beside)
            inputs[:, d:] = beside[:, d:].mean(axis=0)
        return self._answer(rows, 0)

    def _look_around(self, part: np.ndarray) -> None:
        """Fill the columns after the first d with what is seen of a batch."""
        d = self.d
        if self.deviation:
            batch_features.add_deviation(part, d)
        if self.discrimination:
            seen = np.empty((len(part), d + KERNELS), np.float32)
            seen[:, :d] = part[:, :d]
            batch_features.add_discrimination(seen, d, self._table, NUMBERS)
            part[:, d + self.deviation :] = seen[:, d:]

    def _answer(self, rows: int, parts: int) -> np.ndarray:
        self._rows, self._parts = rows, parts
        mlp.forward(self.shape, self._net, rows, self.place("acts", rows))
        return self._last("acts", rows)[:, 0]

    def learn(self, pulls: np.ndarray, grads: np.ndarray) -> None:
        """Fill `grads` from pulls (R,) = ∂loss/∂said at what was seen last."""
        net = grads[: self._size]
        self._go_back(pulls, net, self.deviation or self.discrimination)
        if self.discrimination:
            self._give_back(grads[self._size :].reshape(self.d, -1))

    def arrows(self, pulls: np.ndarray) -> np.ndarray:
        """Return ∂loss/∂row (R, d) of pulls (R,) = ∂loss/∂said at what was seen last: a view."""
        self._go_back(pulls, NONE, True)
        if self.deviation or self.discrimination:
            self._give_back(None)
        return self._first("deltas", self._rows)[:, : self.d]

    def _go_back(self, pulls: np.ndarray, grads: np.ndarray, to_input: bool) -> None:
        rows = self._rows
        deltas = self.place("deltas", rows)
        self._last("deltas", rows)[:, 0] = pulls
        acts = self.place("acts", rows)
        mlp.backward(self.shape, self._net, rows, acts, deltas, grads, to_input)

    def _give_back(self, of_table: np.ndarray | None) -> None:
        """Return to the rows, and to T, what comes back through what was seen of each batch."""
        if of_table is not None:
            of_table[:] = 0.0
        if self._parts == 0:
            return  # points alone: what stands beside them is another batch's
        d, count = self.d, self._rows // self._parts
        shown, back = self._first("acts", self._rows), self._first("deltas", self._rows)
        for k in range(self._parts):
            x, delta = shown[k * count : (k + 1) * count], back[k * count : (k + 1) * count]
            if self.discrimination:
                first = d + self.deviation
                seen = np.zeros((count, d + KERNELS), np.float32)
                fed, found = np.empty_like(seen), np.empty_like(self._table)
                seen[:, :d] = x[:, :d]
                fed[:, :d], fed[:, d:] = delta[:, :d], delta[:, first:]
                batch_features.return_discrimination(seen, d, self._table, NUMBERS, fed, found)
                delta[:, :d] = fed[:, :d]
                if of_table is not None:
                    of_table += found
            if self.deviation:
                batch_features.return_deviation(x, d, delta)

    def penalize(
        self, places: np.ndarray, target: float, weight: float, grads: np.ndarray
    ) -> float:
        """Return weight · mean (‖∂said/∂x‖ − target)² at places (R, d), of a negative target the
        mean of the squares; add its gradient to `grads`. What was seen before is gone."""
        rows = len(places)
        self._first("acts", rows)[:] = places
        acts, deltas = self.place("acts", rows), self.place("deltas", rows)
        tangents, curves = self.place("tangents", rows), self.place("curves", rows)
        mlp.forward(self.shape, self._net, rows, acts)
        mlp_slopes.fill_slopes(self.shape, self._net, rows, acts, deltas)
        slopes = self._first("deltas", rows)
        total = gan.add_penalty(target, weight, slopes, self._first("tangents", rows))
        mlp_slopes.add_slope_gradient(
            self.shape, self._net, rows, acts, deltas, tangents, curves, grads[: self._size]
        )
        return float(total)

    def finish(self, grads: np.ndarray) -> None:
        """Turn a gradient by the weights as they are used into that by the weights, in place."""
        if self.is_spectral:
            net = grads[: self._size]
            spectral.unnormalize(
                self.shape.sizes, self._used, self.turned, self._v, self._sigmas, net
            )
