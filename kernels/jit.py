"""The one place where compile options are chosen.

A function marked with `@kernel` is compiled by Numba at its first call, together with the other
kernels of its file. Importing a kernel file therefore costs nothing: numba itself (0.15–0.3 s) is
only imported when a kernel is called, so the window and `list` start without it.

Options, with reasons:
    nogil      the window stays alive while a kernel runs on the runner's thread
               (without it a 0.5 s kernel froze the window for 480 ms)
    cache      compiled once per machine; the directory is the user's own (`use_cache`)
    fastmath   reassoc, contract, arcp, nsz let sums be vectorised; never nnan/ninf, which delete
               the guards against NaN
    forceinline  every kernel holds its helpers. Else the linker takes, of all copies of a helper,
               the one that came into the process first, and copies are not vectorised alike: the
               process that compiled an NTM learned with other bits than those that loaded it.
               It costs a quarter more time to compile, and twice that where bounds are checked:
               there nobody compares bits, and it is left out
    parallel   never: Numba's portable thread layer aborts the process when two threads meet
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import Any

FASTMATH = {"reassoc", "contract", "arcp", "nsz"}
OPTIONS: dict[str, Any] = {
    "nogil": True,
    "cache": True,
    "fastmath": FASTMATH,
    "forceinline": os.environ.get("NUMBA_BOUNDSCHECK", "0") in ("", "0"),
}


def use_cache(directory: Path) -> None:
    """Keep compiled kernels in `directory`; must be called before the first kernel."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("NUMBA_CACHE_DIR", str(directory))


class NotReadyError(RuntimeError):
    """A kernel was called while another process is still compiling it."""


def _always() -> bool:
    return True


_is_ready: Callable[[], bool] = _always
_thread = threading.local()


def wait_for(is_ready: Callable[[], bool]) -> None:
    """Refuse with `NotReadyError`, until `is_ready`, to compile in this process: it would stall."""
    global _is_ready
    _is_ready = is_ready


@contextmanager
def compiling() -> Iterator[None]:
    """Let this thread compile, or load what is compiled, before all is ready."""
    _thread.may_compile = True
    try:
        yield
    finally:
        _thread.may_compile = False


class Kernel:
    """A function that becomes compiled machine code at its first call."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]):
        update_wrapper(self, function)
        self.py_func = function
        self.options = {**OPTIONS, **options}
        self._compiled: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        return self.made()(*arguments)

    def made(self) -> Any:
        """Return the Numba dispatcher; raises NotReadyError."""
        if self._compiled is None:
            if not (_is_ready() or getattr(_thread, "may_compile", False)):
                raise NotReadyError("The kernels are still being compiled; try again in a moment.")
            _compile_file(self.py_func.__globals__)
        assert self._compiled is not None
        return self._compiled

    @property
    def dispatcher(self) -> Any:
        """The Numba dispatcher (for tests: `.stats`, `.signatures`), or None before first use."""
        return self._compiled


def dispatcher_of(function: Any) -> Any:
    """Return the Numba dispatcher of a kernel, also where it has become one already."""
    return function.made() if isinstance(function, Kernel) else function


def kernel(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Mark a pure function on arrays as a compiled kernel. `options` go to `numba.njit`."""
    if function is None:
        return lambda f: Kernel(f, options)
    return Kernel(function, options)


def _compile_file(namespace: dict[str, Any]) -> None:
    """Give every kernel that one file makes or imports its dispatcher.

    A compiled function finds its helpers among the file's globals, so while numba looks them up
    they must be dispatchers: the names of that file are bound to them for good.
    """
    import numba

    for name, value in list(namespace.items()):
        if not isinstance(value, Kernel):
            continue
        home = value.py_func.__globals__
        if value._compiled is None and home is not namespace:
            _compile_file(home)
        if value._compiled is None:
            value._compiled = numba.njit(**value.options)(value.py_func)
        namespace[name] = value._compiled
