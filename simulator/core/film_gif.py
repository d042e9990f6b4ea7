"""GIF: one palette for the whole film, and of each frame only what differs from the one before.

The palette can be chosen only when all frames are known, so they wait in a temporary file, packed,
and are written at the end. Pillow's own `save_all` holds all frames in memory and melts those that
are alike into one; here every frame stays, so frame k of the file is frame k of the run.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import GifImagePlugin, Image

from simulator.core.errors import InputError
from simulator.core.film import FilmFile, Size, refusal
from simulator.core.film_palette import Palette

TRANSPARENT = 255  # the palette's last place: what did not change


class GifFilm(FilmFile):
    """Frames are kept packed until `finish` knows all colours."""

    def __init__(self, target: Path, size: Size, fps: int) -> None:
        super().__init__(target)
        self._size, self._fps = size, fps
        self._palette = Palette(TRANSPARENT)
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115 open as long as the film is made
        self._lengths: list[int] = []
        self._last: np.ndarray | None = None

    def add(self, frame: np.ndarray) -> None:
        colors = packed(frame)
        is_new = np.True_ if self._last is None else colors != self._last
        self._palette.count(colors[is_new] if self._last is not None else colors.ravel())
        self._last = colors
        data = zlib.compress(np.ascontiguousarray(frame).tobytes(), 1)
        try:
            self._kept.write(data)
        except OSError as error:
            raise refusal(self.target, error) from error
        self._lengths.append(len(data))

    def finish(self) -> None:
        try:
            self._write()
            self.place()
        except OSError as error:
            self.cancel()
            raise refusal(self.target, error) from error
        self._kept.close()

    def cancel(self) -> None:
        self._kept.close()
        self.remove()

    def _write(self) -> None:
        self._palette.choose()
        width, height = self._size
        last = np.full((height, width), TRANSPARENT, np.uint8)
        with open(self.temporary, "wb") as file:
            file.write(_header(self._size, self._palette.table))
            for k, frame in enumerate(self._frames()):
                if not self.is_wanted:
                    raise InputError(f"{self.target.name} was given up.")
                indices = self._palette.indices(packed(frame))
                file.write(_frame(indices, last, _delay(k, self._fps)))
                last = indices
            file.write(b";")
            file.flush()
            os.fsync(file.fileno())

    def _frames(self) -> Iterator[np.ndarray]:
        width, height = self._size
        self._kept.seek(0)
        for length in self._lengths:
            data = zlib.decompress(self._kept.read(length))
            yield np.frombuffer(data, np.uint8).reshape(height, width, 3)


def packed(frame: np.ndarray) -> np.ndarray:
    """Return a frame (H, W, 3) uint8 as colours (H, W) uint32, 0xRRGGBB."""
    wide = frame.astype(np.uint32)
    return (wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]


def _delay(k: int, fps: int) -> int:
    """Return how long frame k lasts, in hundredths of a second; all of them add up."""
    return round(100 * (k + 1) / fps) - round(100 * k / fps)


def _header(size: Size, table: np.ndarray) -> bytes:
    """Return the screen, its 256 colours, and that the film begins again at its end."""
    screen = b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0)
    return screen + table.tobytes() + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def _frame(indices: np.ndarray, last: np.ndarray, delay: int) -> bytes:
    """Return the smallest box in which a frame (H, W) differs from the last one, encoded."""
    is_other = indices != last
    rows, columns = np.flatnonzero(is_other.any(1)), np.flatnonzero(is_other.any(0))
    top, bottom = (rows[0], rows[-1] + 1) if rows.size else (0, 1)
    left, right = (columns[0], columns[-1] + 1) if columns.size else (0, 1)
    box = slice(top, bottom), slice(left, right)
    shown = np.where(is_other[box], indices[box], np.uint8(TRANSPARENT))
    image = Image.fromarray(np.ascontiguousarray(shown), "L")
    parts = GifImagePlugin.getdata(
        image, (int(left), int(top)), duration=10 * delay, transparency=TRANSPARENT, disposal=1
    )
    return b"".join(parts)
