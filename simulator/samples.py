"""What the welcome page shows of each model: states that the models came to, shipped as a file.

    hopfield   (28, 28) int8      the spoiled A with which the program opens
    boltzmann  (64, 64) int8      an Ising lattice near its critical temperature
    rbm        (3, 3, 28, 28) u8  nine dreams of a machine that learned digits, 0 to 255
    gan        (256, 2) float32   the fakes of a generator that has found a ring
    ntm        (41, 24) float32   where a trained machine writes and then reads: time, slot

To make it again, after a change of a model or a checkpoint:

    python -c "from simulator import samples; samples.write('resources/welcome/samples.npz')"

The first start must not wait for kernels, so the page can't compute them itself. Imports no Qt.
"""

from typing import Any

import numpy as np

from simulator.core import tables, warmup
from simulator.core.document import read_arrays
from simulator.core.paths import resource
from simulator.core.run import Run
from simulator.models import model_class

NAME, ABOUT = "samples.npz", {"made_by": "simulator.samples"}


def read() -> dict[str, np.ndarray]:
    """Return the shipped samples, by the names of the models."""
    return read_arrays(resource("welcome", NAME).read_bytes(), NAME)


def write(path: str) -> None:
    """Make the samples again."""
    warmup.use()
    tables.write_npz(path, {name: make() for name, make in MADE.items()}, ABOUT)


def _run(model: str, preset: str, grain: str, count: int, *deeds: str) -> Run:
    run = Run(model_class(model)(0), keeps_history=False)
    for text in (f"preset={preset}", *deeds):
        run.do(text)
    for _ in range(count):
        run.grain(grain)
    return run


def spoiled_letter() -> np.ndarray:
    """The first pattern that is spoiled at the start."""
    units = _run("hopfield", "letters-ten", "unit", 0).model.state.units
    return units.reshape(28, 28).astype(np.int8)


def critical_lattice() -> np.ndarray:
    """Spins, −1 or +1, where order ends."""
    run = _run("boltzmann", "critical-lattice", "sweep", 300, "set side=64", "new-seed=4")
    return run.model.snapshot().units.reshape(64, 64)


def dreamt_digits() -> np.ndarray:
    """Nine fantasies, one of each class from 0 on, of a trained machine."""
    seen = _run("rbm", "digits-trained", "batch", 200).model.snapshot()
    rows = [int(np.flatnonzero(seen.fantasy_labels == label)[1]) for label in range(9)]
    return seen.fantasies[rows].reshape(3, 3, 28, 28)


def found_ring() -> np.ndarray:
    """Fakes that cover the ring of eight."""
    model: Any = _run("gan", "ring", "iteration", 12_000).model
    return model.fakes_of(model.probe_noise(256)).astype(np.float32)


def written_and_read() -> np.ndarray:
    """How strongly each slot is written to, and then read, as twenty rows are copied."""
    model: Any = _run("ntm", "copy-trained", "batch", 0).model
    weightings, rows = model.tape.w[1:], 20
    reads, writes = weightings[:, 0], weightings[:, -1]
    seen = np.concatenate([writes[: rows + 1], reads[rows + 1 :]])
    first = int(seen[0].argmax())
    return np.roll(seen, 2 - first, axis=1)[:, :24].astype(np.float32)


MADE = {
    "hopfield": spoiled_letter,
    "boltzmann": critical_lattice,
    "rbm": dreamt_digits,
    "gan": found_ring,
    "ntm": written_and_read,
}
