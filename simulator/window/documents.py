"""The document of one model in a window: whether it is saved, autosave, recovery after a crash.

An autosave lies in the user's own folder, named by the process that writes it and by the model. It
is removed at a clean end; one whose process is gone belongs to a crash, and the next start offers
back all that the process had open.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from simulator.core import document
from simulator.core.document import Capsule
from simulator.core.errors import InputError
from simulator.core.layout import Layout
from simulator.core.paths import state_dir
from simulator.core.run import Run
from simulator.core.runner import Runner

AUTOSAVE_MS = 60_000
SOON_MS = 200  # after something was drawn or stored: a stroke is kept when it rests
KEPT_AUTOSAVES = 20


def autosave_dir() -> Path:
    """Where autosaves lie."""
    return state_dir() / "autosave"


def left_by_crash() -> list[Path]:
    """Return the autosaves whose process is gone, newest first."""
    found = [p for p in autosave_dir().glob(f"*{document.SUFFIX}") if not _is_alive(p)]
    return sorted(found, key=lambda p: p.stat().st_mtime, reverse=True)


def left_together() -> list[Path]:
    """Return the autosaves of the process that ended last, newest first."""
    left = left_by_crash()
    return [path for path in left if _process(path) == _process(left[0])]


def _process(path: Path) -> tuple[str, str]:
    """The process that writes an autosave `PID-START-MODEL.reverie`: its number and its start."""
    pid, _, rest = path.stem.partition("-")
    return pid, rest.partition("-")[0]


def _is_alive(path: Path) -> bool:
    """Whether the process that writes an autosave still runs."""
    pid, start = _process(path)
    try:
        return int(psutil.Process(int(pid)).create_time()) == int(start)
    except (ValueError, psutil.Error):
        return False


def _capsule_of(layout: Layout | None, run: Run) -> Capsule:
    """On the runner's thread: what is to be written, with the looks of the window."""
    run.layout = layout
    return document.capsule(run)


class Documents(QObject):
    """The document of one model in a window."""

    changed = Signal()  # title, path or "unsaved" changed
    said = Signal(str)

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.runner = runner
        self.path: Path | None = None
        self.layout: Callable[[], Layout | None] = lambda: None  # how the window looks
        self._saved_revision = 0
        self._kept = (-1, -1)  # revision and step of the last autosave
        self._lock: QLockFile | None = None
        self._writer: threading.Thread | None = None
        start = int(psutil.Process().create_time())
        name = f"{os.getpid()}-{start}-{runner.latest.model}"
        self.autosave_path = autosave_dir() / f"{name}{document.SUFFIX}"
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._keep)
        self._timer.start(AUTOSAVE_MS)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._keep)

    # ---- what is open ----

    @property
    def name(self) -> str:
        """The document's name."""
        return self.path.name if self.path else "untitled"

    def is_unsaved(self) -> bool:
        """Whether the person did something since the last save."""
        return self.runner.latest.revision != self._saved_revision

    def mark_unsaved(self) -> None:
        """What is open has no file yet, or differs from it."""
        self._saved_revision = -1
        self.keep_soon()
        self.changed.emit()

    def keep_soon(self) -> None:
        """Something was done: keep it before long."""
        if not self._soon.isActive():
            self._soon.start(SOON_MS)

    # ---- open and save ----

    def begin(self, path: Path | None = None) -> None:
        """The runner has another run now: that of a document, or a new one (None).

        A document that another window has open becomes a copy without a file.
        """
        path = path.resolve() if path else None
        if path is None or path != self.path:
            self._release()
            self._lock = self._lock_of(path) if path else None
        if path and self._lock is None:
            self.said.emit(
                f"{path.name} is open in another window; this is a copy, "
                "and Save asks for a new name."
            )
        self.path = path if self._lock else None
        self._saved_revision, self._kept = self.runner.latest.revision, (-1, -1)
        self.changed.emit()

    def save_to(self, path: str) -> bool:
        """Write the present state to a file; False (and a sentence) if that fails."""
        target = Path(path)
        if target.suffix != document.SUFFIX:
            target = target.with_name(target.name + document.SUFFIX)
        is_other = self.path is None or target.resolve() != self.path
        lock = self._lock_of(target) if is_other else None
        if is_other and lock is None:
            self.said.emit(f"{target.name} is open in another window; choose another name.")
            return False
        revision = self.runner.latest.revision
        try:
            document.write(target, self._capsule())
        except InputError as error:
            self.said.emit(str(error))
            if lock:
                lock.unlock()
            return False
        if is_other:
            self._release()
            self._lock = lock
        self.path, self._saved_revision = target.resolve(), revision
        self.changed.emit()
        return True

    def _capsule(self) -> Capsule:
        return self.runner.answer(partial(_capsule_of, self.layout()))

    # ---- autosave ----

    def _keep(self) -> None:
        """Keep what was done or played; a model as it opens is not worth bringing back."""
        if self.is_unsaved() or self.runner.latest.step > 0:
            self.autosave()

    def autosave(self) -> None:
        """Keep what was done since the last time; the runner copies, another thread writes."""
        place = (self.runner.latest.revision, self.runner.latest.step)
        if place == self._kept or (self._writer and self._writer.is_alive()):
            return
        self._kept = place
        future = self.runner.ask(partial(_capsule_of, self.layout()))

        def write() -> None:
            with contextlib.suppress(Exception):  # a failed autosave must not disturb the lesson
                autosave_dir().mkdir(parents=True, exist_ok=True)
                document.write(self.autosave_path, future.result(60))

        self._writer = threading.Thread(target=write, name="autosave", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """A clean end: the autosave is not needed any more."""
        self._timer.stop()
        self._soon.stop()
        if self._writer:
            self._writer.join(2.0)
        self.autosave_path.unlink(missing_ok=True)
        for old in left_by_crash()[KEPT_AUTOSAVES:]:
            old.unlink(missing_ok=True)
        self._release()

    # ---- two windows, one document ----

    def _lock_of(self, path: Path) -> QLockFile | None:
        """Return a lock on a document, or None if another window holds it."""
        folder = state_dir() / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]
        lock = QLockFile(str(folder / f"{name}.lock"))
        lock.setStaleLockTime(0)  # only the end of its process frees it
        return lock if lock.tryLock(0) else None

    def _release(self) -> None:
        if self._lock:
            self._lock.unlock()
            self._lock = None
