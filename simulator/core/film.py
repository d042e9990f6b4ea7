"""Films: frames of one size go in, a file comes out whole or not at all.

    film = begin("ring.gif", (640, 480), fps=25)
    film.add(frame)           (H, W, 3) uint8, as often as there are frames
    film.finish()             moves the file into place; or film.cancel(), which leaves nothing

A writer keeps all it makes beside the place where it will stand, under a name that begins with a
dot. Nothing here knows what is filmed.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from simulator.core.errors import InputError
from simulator.core.film_plan import format_of

Size = tuple[int, int]  # width, height


class Film(Protocol):
    """A film that is being made."""

    is_wanted: bool  # set to False from any thread, to end a long `finish`

    def add(self, frame: np.ndarray) -> None:
        """Append a frame (H, W, 3) uint8; raises InputError when it can't be written."""

    def finish(self) -> None:
        """Write what is left and move the film into place; raises InputError."""

    def cancel(self) -> None:
        """Leave nothing behind."""


def begin(path: str | Path, size: Size, fps: int) -> Film:
    """Return the writer that a name asks for; raises InputError."""
    from simulator.core.film_gif import GifFilm
    from simulator.core.film_mp4 import Mp4Film

    kind = format_of(path)
    writers: dict[str, Callable[[Path, Size, int], Film]]
    writers = {"GIF": GifFilm, "MP4": Mp4Film, "PNG": PngFrames}
    return writers[kind](check_place(path), size, fps)


def check_place(path: str | Path) -> Path:
    """Return the real path of a film that can be written here; raises InputError."""
    target = Path(os.path.realpath(os.path.expanduser(path)))
    if not target.parent.is_dir():
        raise InputError(f"There is no folder for {target.name}; make it first.")
    if target.is_file() and format_of(path) == "PNG":
        raise InputError(f"{target.name} is a file; give the name of a folder that is to be made.")
    if target.is_dir() and (format_of(path) != "PNG" or any(target.iterdir())):
        raise InputError(f"{target.name} is a folder that holds something; choose another name.")
    return target


def refusal(target: Path, error: OSError) -> InputError:
    """Return what is to be said when a film can't be written."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return InputError(f"{target.name} can't be written: {reason}. Choose another place.")


class FilmFile:
    """What the writers of one file share: a temporary file beside the target."""

    is_wanted = True

    def __init__(self, target: Path) -> None:
        self.target = target
        try:
            handle, name = tempfile.mkstemp(
                dir=target.parent, prefix=f".{target.stem}.", suffix=target.suffix
            )
        except OSError as error:
            raise refusal(target, error) from error
        os.close(handle)
        self.temporary = Path(name)

    def place(self) -> None:
        """Move the finished file to where it was asked for."""
        os.chmod(self.temporary, 0o644)  # mkstemp's is for the user alone
        os.replace(self.temporary, self.target)

    def remove(self) -> None:
        """Leave no half file."""
        with contextlib.suppress(OSError):
            self.temporary.unlink()


class PngFrames:
    """Numbered pictures in a folder of their own: frame-00000.png is the first."""

    is_wanted = True

    def __init__(self, target: Path, size: Size, fps: int) -> None:
        self.target, self._count = target, 0
        try:
            self._folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        except OSError as error:
            raise refusal(target, error) from error

    def add(self, frame: np.ndarray) -> None:
        path = self._folder / f"frame-{self._count:05}.png"
        try:
            Image.fromarray(frame).save(path, compress_level=4)
        except OSError as error:
            raise refusal(self.target, error) from error
        self._count += 1

    def finish(self) -> None:
        try:
            os.chmod(self._folder, 0o755)
            if self.target.is_dir():
                self.target.rmdir()  # it is empty
            os.replace(self._folder, self.target)
        except OSError as error:
            self.cancel()
            raise refusal(self.target, error) from error

    def cancel(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
