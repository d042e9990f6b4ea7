"""Comma-separated tables as data: a row a pattern, perhaps a header row with a column `label`.

Lines are counted before anything is allocated, then read a few thousand at a time, so that a bad
cell can be named by its line.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from simulator.core.dataset_memory import MAX_ROWS, check_size
from simulator.core.errors import InputError, shorten

LABELS = ("label", "labels", "class")  # names of the column of labels
CHUNK = 4096  # lines
BLOCK = 2**22  # bytes
MAX_LINE = 2**17  # characters: 28×28 numbers have fewer
FLOAT = 4  # bytes


def read(path: Path) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the patterns (N, D) float32 and the labels (N,), or None; raises InputError."""
    try:
        lines = _count(path)
        with path.open(encoding="utf-8-sig", newline=None) as file:
            return _read(path.name, _rows(path.name, file), lines)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is no text; a table of numbers is needed.") from error


def _count(path: Path) -> int:
    """Return how many lines there are at most; refuses too many, or too long ones, unread."""
    lines = since = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = block.count(b"\n")
            lines += found
            since = len(block) - block.rfind(b"\n") - 1 if found else since + len(block)
            if lines > MAX_ROWS + 1:
                raise InputError(
                    f"{path.name} has more than {MAX_ROWS:,} rows; at most {MAX_ROWS:,} patterns "
                    "are read. Give a part of them."
                )
            if since > BLOCK:
                raise InputError(f"{path.name} has a line of millions of characters; no table.")
    return lines + 1


def _rows(name: str, file) -> Iterator[tuple[int, str]]:
    """Give the number, from 1, and the text of each line that isn't empty."""
    for number, line in enumerate(file, 1):
        if len(line) > MAX_LINE:
            raise InputError(f"{name}, line {number}: longer than {MAX_LINE:,} characters.")
        if line.strip():
            yield number, line


def _read(
    name: str, rows: Iterator[tuple[int, str]], lines: int
) -> tuple[np.ndarray, np.ndarray | None]:
    head = next(rows, None)
    if head is None:
        raise InputError(f"{name} is empty; a row of numbers for each pattern is needed.")
    cells = [cell.strip().strip('"').lower() for cell in head[1].split(",")]
    column = _label_column(name, cells)
    has_header = any(not _is_number(cell) for cell in cells)
    check_size(name, lines, FLOAT * len(cells))
    values = np.empty((lines, len(cells)), np.float32)
    done = 0
    if not has_header:
        done = _fill(name, [head], values, done)
    while some := list(islice(rows, CHUNK)):
        done = _fill(name, some, values, done)
    if not done:
        raise InputError(f"{name} has a header row and no pattern.")
    values = values[:done]
    if column is None:
        return values, None
    return (values[:, 1:] if column == 0 else values[:, :-1]), values[:, column]


def _label_column(name: str, cells: list[str]) -> int | None:
    """Return which column a header row calls the labels."""
    found = [k for k, cell in enumerate(cells) if cell in LABELS]
    if not found:
        return None
    if len(found) > 1 or found[0] not in (0, len(cells) - 1):
        raise InputError(f"{name}: the column label must be the first or the last, and only one.")
    return found[0]


def _fill(name: str, some: list[tuple[int, str]], values: np.ndarray, done: int) -> int:
    """Put the numbers of some lines into `values` from row `done` on; return the next row."""
    columns = values.shape[1]
    try:
        read = np.loadtxt((line for _, line in some), np.float32, None, delimiter=",", ndmin=2)
        if read.shape == (len(some), columns):
            values[done : done + len(some)] = read
            return done + len(some)
    except (ValueError, OverflowError):
        pass  # found below, by its line
    for number, line in some:
        cells = line.split(",")
        if len(cells) != columns:
            raise InputError(
                f"{name}, line {number}: {len(cells)} cells where the first line has {columns}; "
                "every row needs equally many numbers."
            )
        for k, cell in enumerate(cells):
            if not _is_number(cell):
                raise InputError(
                    f"{name}, line {number}, column {k + 1}: "
                    f"“{shorten(cell.strip(), 20)}” is no number."
                )
    raise InputError(f"{name} can't be read as numbers near line {some[0][0]}.")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell
