"""One BLAS thread: the bits of a matrix product differ between one thread and two."""

import os
import threading
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

THREADS = 1
_lock = threading.Lock()


def fix_threads() -> None:
    """Ask BLAS libraries that are not loaded yet for one thread; call before NumPy is imported."""
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, str(THREADS))


@cache
def _limited() -> Any:
    """Ask the libraries that are loaded for one thread, once and for good.

    To change the number while another thread is inside of OpenBLAS can crash it: so nobody puts it
    back.
    """
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().limit(limits=THREADS, user_api="blas")


def one_thread() -> AbstractContextManager[None]:
    """Return a context in which BLAS runs on one thread, however the process was started."""
    with _lock:
        _limited()
    return nullcontext()
