"""A discriminator that sees more, or less, of its batch goes on as it was.

What stands beside a row is more rows of the first layer's weights: new ones are 0, so that D says
what it said before, and learns from there.
"""

import numpy as np

from kernels import mlp
from simulator.models.gan_state import GanParameters


def fitted(
    values: np.ndarray, old: GanParameters, new: GanParameters, fresh: np.ndarray | None
) -> np.ndarray:
    """Return D's weights, or moments, fitted from what it saw under `old` to what it sees under
    `new` parameters; a new table of the batch discrimination is that of `fresh` (P_d,), of moments
    0."""
    size = mlp.parameter_count(np.array(new.sizes_d))
    filled = np.zeros(size + new.table_size, np.float32)
    filled[:size] = _net(values, old, new)
    if new.table_size and old.table_size:
        filled[size:] = values[-old.table_size :]
    elif new.table_size and fresh is not None:
        filled[size:] = fresh[size:]
    return filled


def _net(values: np.ndarray, old: GanParameters, new: GanParameters) -> np.ndarray:
    """Return the net's numbers with the rows of its first layer that `new` asks for."""
    before, after = mlp.parameter_count(np.array(old.sizes_d)), new.sizes_d[:2]
    first = old.sizes_d[0] * old.sizes_d[1]
    table = values[:first].reshape(old.sizes_d[:2])
    rows = np.zeros(after, np.float32)
    d = old.dimensions
    rows[:d] = table[:d]
    for kind in ("minibatch_std", "batch_discrimination"):
        if getattr(old, kind) and getattr(new, kind):
            rows[_rows(new, kind)] = table[_rows(old, kind)]
    return np.concatenate([rows.ravel(), values[first:before]])


def _rows(p: GanParameters, kind: str) -> slice:
    """Return the rows of the first layer's weights for what is seen of a batch."""
    begin = p.dimensions
    if kind == "minibatch_std":
        return slice(begin, begin + 1)
    return slice(begin + int(p.minibatch_std), p.sizes_d[0])
