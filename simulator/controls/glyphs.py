"""The few pictures that a style sheet shows, kept in memory.

A style sheet takes pictures from files only, and Qt opens them when it paints, not when it reads
the sheet: a copy in a temporary folder could be gone by then, and the folder stayed behind when the
process was killed. So each coloured picture becomes a file of Qt's own resources (`:/glyphs/…`).

The three tables are those of Qt's resource compiler, format 1, for a root that holds one folder
that holds one file; any number of such roots lie over one another.
"""

import struct
from functools import cache

from PySide6.QtCore import qRegisterResourceData

FOLDER = "glyphs"
IS_FOLDER = 0x02  # a flag of a node
_kept: list[tuple[bytes, bytes, bytes]] = []  # Qt reads them where they lie


@cache
def add(name: str, picture: str) -> str:
    """Keep an SVG, and return the path under which Qt finds it from now on."""
    data = picture.encode()
    body = struct.pack(">I", len(data)) + data
    folder, file = _name(FOLDER), _name(name)
    nodes = b"".join(
        (
            struct.pack(">IHII", 0, IS_FOLDER, 1, 1),  # the root: one child, node 1
            struct.pack(">IHII", 0, IS_FOLDER, 1, 2),
            struct.pack(">IHHHI", len(folder), 0, 0, 1, 0),  # any territory, the language C
        )
    )
    tables = (nodes, folder + file, body)
    _kept.append(tables)
    qRegisterResourceData(1, *tables)
    return f":/{FOLDER}/{name}"


def _name(text: str) -> bytes:
    letters = text.encode("utf-16-be")
    return struct.pack(">HI", len(text), _hash(text)) + letters


def _hash(text: str) -> int:
    """The hash by which Qt finds a name among its brothers."""
    found = 0
    for letter in text:
        found = (found << 4) + ord(letter)
        found ^= (found & 0xF0000000) >> 23
        found &= 0x0FFFFFFF
    return found
