"""A film written on a thread of its own, so that the window that draws its frames stays quick."""

import queue
import threading

import numpy as np

from simulator.core.errors import InputError
from simulator.core.film import Film

ROOM = 4  # frames that may wait: more would only be memory


class FilmThread:
    """Takes frames while it `has_room`; `error` in words if something went wrong."""

    def __init__(self, film: Film) -> None:
        self.error = ""
        self.is_done = False  # the film stands where it was asked for
        self._film = film
        self._frames: queue.SimpleQueue[np.ndarray | None] = queue.SimpleQueue()
        self._is_wanted = True
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self._thread.start()

    @property
    def has_room(self) -> bool:
        """Whether another frame may come now."""
        return self._frames.qsize() < ROOM

    @property
    def is_running(self) -> bool:
        """Whether the thread is at work."""
        return self._thread.is_alive()

    def add(self, frame: np.ndarray) -> None:
        """Append a frame (H, W, 3) uint8."""
        self._frames.put(frame)

    def finish(self) -> None:
        """No frame comes any more; `is_done` says when all is written."""
        self._frames.put(None)

    def cancel(self) -> None:
        """Give up and leave nothing behind."""
        self._is_wanted = self._film.is_wanted = False
        self._frames.put(None)
        self._thread.join(5.0)

    def _run(self) -> None:
        try:
            while (frame := self._frames.get()) is not None and self._is_wanted:
                self._film.add(frame)
            if self._is_wanted:
                self._film.finish()
                self.is_done = True
        except InputError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"The film could not be written: {error or type(error).__name__}"
        finally:
            if not self.is_done:
                self._film.cancel()
