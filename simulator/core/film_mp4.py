"""MP4: H.264 through the ffmpeg that comes in the wheel of imageio-ffmpeg.

yuv420p, which every player knows, so sides are even: an odd one gets its last row or column twice.
Colours are those of BT.709 and say so; else players would guess, and paper would turn yellow.
"""

import contextlib
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from simulator.core.errors import InputError, shorten
from simulator.core.film import FilmFile, Size, refusal
from simulator.core.film_plan import VIDEO

QUALITY = "18"  # x264's constant rate factor: type stays crisp
COLORS = (
    "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,"
    "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
)


class Mp4Film(FilmFile):
    """Frames go to the encoder through a pipe, as they come."""

    def __init__(self, target: Path, size: Size, fps: int) -> None:
        program = encoder()
        super().__init__(target)
        self._odd = size[1] % 2, size[0] % 2
        width, height = size[0] + self._odd[1], size[1] + self._odd[0]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 open as long as the encoder
        command = [
            program, "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", f"{width}x{height}", "-r", str(fps), "-i", "-", "-an", "-vf", COLORS,
            "-c:v", "libx264", "-preset", "medium", "-crf", QUALITY, "-pix_fmt", "yuv420p",
            "-movflags", "+faststart", str(self.temporary),
        ]  # fmt: skip
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said
            )
        except OSError as error:
            self.remove()
            raise refusal(target, error) from error

    def add(self, frame: np.ndarray) -> None:
        down, right = self._odd
        even = np.pad(frame, ((0, down), (0, right), (0, 0)), mode="edge")
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(even.tobytes())
        except OSError as error:  # the encoder has gone
            raise self._failure() from error

    def finish(self) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.close()
            if self._process.wait() != 0:
                raise self._failure()
            self.place()
        except OSError as error:
            self.cancel()
            raise refusal(self.target, error) from error
        self._said.close()

    def cancel(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):  # what was still in the pipe goes nowhere
                self._process.stdin.close()
        self._said.close()
        self.remove()

    def _failure(self) -> InputError:
        """Return the encoder's own last words."""
        self._process.wait()
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        said = shorten(lines[-1] if lines else "the encoder ended", 120)
        self.cancel()
        return InputError(f"{self.target.name} can't be encoded: {said}. Film a GIF instead.")


def encoder() -> str:
    """Return the path of ffmpeg; raises InputError that says how to get it."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise InputError(
            f"MP4 needs a video encoder: {VIDEO}. GIF and PNG work without."
        ) from error
