"""Getting kernels ready while the window is already usable.

Not on disk: those of all models are compiled in another process, with words in the status bar. On
disk: those of a model are loaded when it is opened, on a thread of their own, so that the first
Play has nothing to wait for; it need not wait for other models either.
"""

import contextlib
import gc
import subprocess
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.core import lessons, warmup
from simulator.core.model import Model
from simulator.models import CATALOGUE, compile_kernels, model_class
from simulator.views.mathematics import BETWEEN, typeset
from simulator.views.page_markdown import equations_in

POLL_MS = 100


def prepare() -> None:
    """What the other process does: compile all kernels, typeset all equations of the texts."""
    compile_kernels()
    with contextlib.suppress(Exception):  # the texts typeset themselves when they are opened
        _typeset_texts()


def _typeset_texts() -> None:
    for name in CATALOGUE:
        texts = [lessons.page(name), *(lesson.text for lesson in lessons.catalogue(name))]
        for tex, is_display in equations_in("\n\n".join(texts)):
            typeset(tex, inline=not is_display)
        for tex in model_class(name).equations():
            for part in (tex, tex.partition(BETWEEN)[0]):
                typeset(part, inline=True)


def start_preparing() -> "subprocess.Popen[bytes]":
    """Start `prepare` in a process of its own."""
    return warmup.start_process(__name__, "prepare")


class Warming(QObject):
    """`is_ready` may be asked from any thread; `ready` and `failed` come on the window's."""

    ready = Signal()  # another model's kernels can be called
    failed = Signal(str)
    progressed = Signal()  # now and then while the other process is at work

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self._wanted = [model]
        self._loaded: set[str] = set()  # names of models
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._error = ""
        self._attempts = 0
        self._has_begun = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)

    def is_ready(self, model: type[Model] | None = None) -> bool:
        """Whether the kernels of a model, or of all that are open, can be called without
        compiling."""
        return all(m.name in self._loaded for m in ([model] if model else self._wanted))

    def want(self, model: type[Model]) -> None:
        """Make the kernels of one more model ready."""
        if model not in self._wanted:
            self._wanted.append(model)
            if self._has_begun:
                self.start()

    @property
    def is_compiling(self) -> bool:
        """Whether the other process is at work."""
        return self._process is not None

    @property
    def compiled(self) -> int:
        """How many kernels lie on disk already."""
        return len(list(warmup.kernel_dir().rglob("*.nbi")))

    def start(self) -> None:
        """Begin, unless it has begun."""
        self._has_begun = True
        if self._timer.isActive() or self.is_ready():
            return
        warmup.use()
        if warmup.is_warm():
            self._load()
        else:
            self._process = start_preparing()
        self._timer.start(POLL_MS)
        self.progressed.emit()

    def close(self) -> None:
        """Give up: end the other process."""
        self._timer.stop()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(1.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process = None
        if self._thread:
            self._thread.join(2.0)

    @property
    def _missing(self) -> list[type[Model]]:
        return [model for model in self._wanted if model.name not in self._loaded]

    def _load(self) -> None:
        """Load the kernels of one model that lacks them."""
        model = self._missing[0]

        def load() -> None:
            gc.disable()  # collecting amid Numba's import: frames of 43 ms instead of 29
            try:
                with warmup.loading():
                    model.warm_up()
            except Exception as error:  # a damaged cache raises almost anything
                self._error = str(error) or type(error).__name__
            else:
                self._loaded.add(model.name)
            finally:
                gc.enable()

        self._thread = threading.Thread(target=load, name="kernels", daemon=True)
        self._thread.start()

    def _poll(self) -> None:
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._thread = None
            if not self._error:
                self.ready.emit()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                self._load_what_is_there()
                self.progressed.emit()
                return
            self._process = None
            if code != 0:
                self._stop(f"The kernels could not be compiled (exit code {code}).")
                return
        if self._error:
            self._retry()
        elif self._missing:
            self._load()
        else:
            self._timer.stop()

    def _load_what_is_there(self) -> None:
        """Load a model that is compiled already, while the other process is at the next."""
        if not self._error and self._missing and warmup.is_marked(self._missing[0].name):
            self._load()

    def _retry(self) -> None:
        """Compiled kernels that can't be loaded are wiped and made again, once."""
        error, self._error = self._error, ""
        self._attempts += 1
        if self._attempts > 1:
            self._stop(f"The kernels could not be loaded: {error}")
            return
        warmup.wipe()
        self._process = start_preparing()

    def _stop(self, sentence: str) -> None:
        self._timer.stop()
        self.failed.emit(sentence)
