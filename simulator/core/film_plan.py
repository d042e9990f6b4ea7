"""What is filmed: how many frames, how far apart, how large, how fast; checked before anything
starts.

A film is a **plan** and nothing of the clock: frame k is the state after k · `every` grains.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from simulator.core.errors import InputError, shorten
from simulator.core.parameter import whole_number

FORMATS = {".gif": "GIF", ".mp4": "MP4", "": "PNG"}  # by suffix; without one: a folder of pictures
WORDS = {"GIF": "GIF, a moving picture", "MP4": "MP4, a video", "PNG": "PNG, numbered pictures"}
MAX_FRAMES = 20_000
MAX_EVERY = 10**9
MAX_FPS = {"GIF": 50, "MP4": 60, "PNG": 60}  # a GIF's frames last whole hundredths of a second
MIN_SIDE, MAX_SIDE = 16, 8192
MAX_PIXELS = {"GIF": 2 * 10**9, "MP4": 10**10, "PNG": 10**10}  # of all frames together
VIDEO = 'pip install "reverie-lab[video]"'


@dataclass(frozen=True)
class FilmPlan:
    """How a run is filmed."""

    grain: str
    frames: int = 100
    every: int = 1  # grains from one frame to the next
    fps: int = 25

    @property
    def seconds(self) -> float:
        """How long the film lasts."""
        return self.frames / self.fps

    @property
    def grains(self) -> int:
        """How many grains are run from the first frame to the last."""
        return (self.frames - 1) * self.every


def format_of(path: str | Path) -> str:
    """Return what a file is to be, GIF, MP4 or PNG; raises InputError for another name."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            f"{shorten(Path(path).name)} is no film's name; allowed: NAME.gif, NAME.mp4, or the "
            "name of a folder without a dot, for numbered pictures."
        )
    return FORMATS[suffix]


def check(kind: str, plan: FilmPlan, size: tuple[int, int]) -> None:
    """Raise InputError, in words, for a film that is too long, too large, or can't be made."""
    width, height = size
    _within("frames", plan.frames, 1, MAX_FRAMES)
    _within("grains a frame", plan.every, 1, MAX_EVERY)
    _within(f"frames a second of a {kind}", plan.fps, 1, MAX_FPS[kind])
    if min(size) < MIN_SIDE or max(size) > MAX_SIDE:
        raise InputError(
            f"A film of {width}×{height} pixels can't be made; allowed: {MIN_SIDE} to {MAX_SIDE} "
            "pixels a side. Choose another scale."
        )
    if width * height * plan.frames > MAX_PIXELS[kind]:
        most = max(1, MAX_PIXELS[kind] // (width * height))
        raise InputError(
            f"{plan.frames} frames of {width}×{height} pixels are too much for a {kind}; allowed: "
            f"{most} frames of this size. Film fewer, smaller ones, or every few grains."
        )
    if kind == "MP4" and find_spec("imageio_ffmpeg") is None:
        raise InputError(f"MP4 needs a video encoder: {VIDEO}. GIF and PNG work without.")


def read_number(name: str, text: str) -> int:
    """Return a whole number that was typed; `check` says whether it is allowed."""
    number = whole_number(text)
    if number is None:
        raise InputError(f"{name} {shorten(text)} is not a whole number; write for example 25.")
    return number


def _within(name: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise InputError(f"{number} {name} is not allowed; allowed: {low} to {high}.")
