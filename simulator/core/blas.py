"""One BLAS thread: the bits of a matrix product differ between one thread and two."""

import os
from functools import cache
from typing import Any

THREADS = 1


def fix_threads() -> None:
    """Ask BLAS libraries that are not loaded yet for one thread; call before NumPy is imported."""
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, str(THREADS))


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread() -> Any:
    """Return a context in which BLAS runs on one thread, however the process was started."""
    return _controller().limit(limits=THREADS, user_api="blas")
