"""Opening a link: a run is begun, and its moves are made one after another.

What lies before the first step is done at once (`begun`), so that a link that is refused changes
nothing that is open. The rest may take long (`follow`): it tells how far it has come, and can be
given up; then the run stays where it is.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

from simulator.core import backends
from simulator.core.errors import InputError
from simulator.core.link import TAKES_BACK, Link, Move, lengths
from simulator.core.model import Model
from simulator.core.run import KeepGoing, Run

SLICE = 0.01  # seconds between two looks whether to go on
KEEPING = 0.05  # seconds between two states that are kept to rewind to


def opened(link: Link, cls: type[Model], keeps_history: bool = True) -> Run:
    """Return the run to which a link leads; raises InputError."""
    run, rest = begun(link, cls, keeps_history)
    follow(run, rest)
    return run


def begun(link: Link, cls: type[Model], keeps_history: bool = True) -> tuple[Run, list[Move]]:
    """Return the run with all that lies before its first step, and the moves that follow."""
    run = Run(cls(link.seed), keeps_history)
    if link.backend:
        _use(run.model, link.backend)
    moves = [move for move in link.moves if move != 0]
    count = next((i for i, move in enumerate(moves) if isinstance(move, int)), len(moves))
    for move in moves[:count]:
        _make(run, str(move))
    return run, moves[count:]


def _use(model: Model, backend: str) -> None:
    if backend in backends.installed(model.backends):
        model.use_backend(backend)
    else:
        label = backends.BACKENDS[backend].label
        model.notice = f"This was computed by {label}, which is not here; Numba does it instead."


def follow(run: Run, moves: Sequence[Move], keep_going: KeepGoing = lambda share: True) -> bool:
    """Make moves; False if it was given up on the way. Raises InputError, and the run then stands
    where it came to."""
    steps = lengths(moves)
    total, done = max(1, sum(steps)), 0
    for move, taken in zip(moves, steps, strict=True):
        if isinstance(move, str):
            _make(run, move)
            continue
        if move < run.model.step:
            raise InputError(f"The link goes back from step {run.model.step} to step {move}.")
        done += taken
        if not _go_on(run, move, partial(_tell, keep_going, done, total)):
            return False
    run.keep()
    run.observe()
    run.check()
    return True


def _tell(keep_going: KeepGoing, done: int, total: int, left: int) -> bool:
    return keep_going((done - left) / total)


def _make(run: Run, move: str) -> None:
    if move not in TAKES_BACK:
        run.do(move)
    elif not (run.undo() if move == "undo" else run.redo()):
        raise InputError(f"The link says {move} where there is nothing to {move}.")


def _go_on(run: Run, step: int, keep_going: Callable[[int], bool]) -> bool:
    """Take steps until `step`, in pieces of about a slice of time; tells how many are left."""
    model, piece, kept = run.model, 1, time.perf_counter()
    while model.step < step:
        if not keep_going(step - model.step):
            return False
        begun = time.perf_counter()
        run.advance(min(piece, step - model.step))
        now = time.perf_counter()
        if now - begun > SLICE:
            piece = max(1, piece // 2)
        elif now - begun < SLICE / 4:
            piece *= 2
        if now - kept > KEEPING:
            run.keep()
            kept = now
    return True
