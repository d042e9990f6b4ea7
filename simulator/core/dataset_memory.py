"""How large data may be, asked before anything is allocated; and reading no more than that."""

from typing import BinaryIO

import numpy as np

from simulator.core.errors import InputError

MAX_ROWS = 1_000_000
MAX_BYTES = 10**9
FREE_SHARE = 0.25  # of the memory that is free
BLOCK = 2**22  # bytes read at once


def check_rows(name: str, rows: int) -> None:
    """Raise InputError for more patterns than can be learned from."""
    if rows > MAX_ROWS:
        raise InputError(
            f"{name} has {rows:,} patterns; at most {MAX_ROWS:,} are read. Give a part of them."
        )


def check_size(name: str, rows: int, row_bytes: int) -> None:
    """Raise InputError for patterns that would fill the memory."""
    check_rows(name, rows)
    total, free = rows * row_bytes, free_bytes()
    if total > MAX_BYTES or total > FREE_SHARE * free:
        allowed = min(MAX_BYTES, int(FREE_SHARE * free))
        raise InputError(
            f"{name} has {rows:,} patterns, which take {total / 1e6:,.0f} MB of memory; at most "
            f"{allowed / 1e6:,.0f} MB are allowed here. Give a part of them."
        )


def free_bytes() -> int:
    """Return how much memory is free."""
    import psutil

    return int(psutil.virtual_memory().available)


def read_into(numbers: np.ndarray, file: BinaryIO) -> int:
    """Fill an array (n,) from a file; return how many bytes there were, fewer where it ends."""
    target, done = numbers.view(np.uint8), 0
    while done < target.size and (some := file.read(min(BLOCK, target.size - done))):
        target[done : done + len(some)] = np.frombuffer(some, np.uint8)
        done += len(some)
    return done
