"""What every test stands on: its own home folder, strict floating errors, no thread left behind."""

import os
import shutil
import sys
import tempfile
import threading

from simulator.core import blas

blas.fix_threads()  # before NumPy is imported, as the command line does

import numpy as np  # noqa: E402
import pytest  # noqa: E402

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_home = tempfile.TemporaryDirectory(prefix="reverie-tests-", ignore_cleanup_errors=True)
os.environ["REVERIE_HOME"] = _home.name  # settings, autosaves, what is compiled
# a REVERIE_HOME, whose kernels save minutes
if (_warm := os.environ.get("REVERIE_TEST_KERNELS")) and "NUMBA_CACHE_DIR" not in os.environ:
    shutil.copytree(f"{_warm}/cache", f"{_home.name}/cache")

from simulator.core import warmup  # noqa: E402

# one cache for all processes of the session, where none is given: what one compiles the others load
os.environ.setdefault("NUMBA_CACHE_DIR", str(warmup.kernel_dir()))
warmup.use()
IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"


@pytest.fixture(autouse=True)
def strict_floats():
    """Floating errors raise; without compiling, the random words overflow as they are meant to."""
    with np.errstate(all="raise", under="ignore", over="raise" if IS_COMPILED else "ignore"):
        yield


@pytest.fixture(autouse=True)
def no_thread_left():
    """A test that starts a runner must close it; one that does not fails alone."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t.name == "runner" and t not in before]
    for thread in left:
        thread.join(2.0)
    assert not [t for t in left if t.is_alive()], "a runner was left behind"


@pytest.fixture(autouse=True)
def widgets_of_earlier_tests_are_gone():
    """What earlier tests have asked Qt to delete is deleted: no event loop runs between tests, and
    twenty thousand widgets that wait for one made a change of theme take seconds."""
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
