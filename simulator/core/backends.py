"""Back ends: what computes. Numba is always there; PyTorch and a CUDA device may be.

What is listed is only looked for on disk, so that a window starts without torch; it is loaded, and
a device looked for, when somebody asks for it.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from simulator.core.errors import InputError, one_of, shorten

INSTALL = "pip install torch==2.13.0"


@dataclass(frozen=True)
class Backend:
    """A back end in words: in the title bar, in its menu, in the status bar."""

    label: str
    help: str
    status: str


BACKENDS = {
    "numba": Backend("Numba", "compiled, one core", "Numba, one core"),
    "torch": Backend("PyTorch", "the same on tensors, one core", "PyTorch, one core"),
    "cuda": Backend("CUDA", "the same on tensors, graphics card", "PyTorch, CUDA device"),
}


def installed(backends: Sequence[str]) -> list[str]:
    """Return those of a model's back ends whose files are here."""
    there = {"torch": _has_torch, "cuda": _has_cuda_files}
    return [name for name in backends if name == "numba" or there[name]()]


def check(name: str, model: str, backends: Sequence[str]) -> None:
    """Raise InputError unless a model can compute with this back end here, now.

    Loads torch where it is asked for.
    """
    if name not in backends:
        known = one_of(backends)
        raise InputError(f"{model} has no back end {shorten(name)}; allowed: {known}.")
    if name == "numba":
        return
    if not _has_torch():
        raise InputError(
            f"PyTorch is not installed; allowed: numba. To have it: {INSTALL}, then start again."
        )
    try:
        from kernels.torch import has_cuda
    except (ImportError, OSError) as error:
        raise InputError(
            f"PyTorch is installed but can't be loaded ({shorten(error)}); allowed: numba. "
            f"To mend it: {INSTALL}, then start again."
        ) from error
    if name == "cuda" and not has_cuda():
        raise InputError("There is no CUDA device here; allowed: numba, torch.")


@cache
def _has_torch() -> bool:
    return find_spec("torch") is not None


@cache
def _has_cuda_files() -> bool:
    """Whether torch was built for CUDA, and a driver is here."""
    spec = find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return False
    library = Path(next(iter(spec.submodule_search_locations))) / "lib"
    if sys.platform == "win32":
        return (library / "torch_cuda.dll").exists() and _exists("C:/Windows/System32/nvcuda.dll")
    is_built = (library / "libtorch_cuda.so").exists()
    return is_built and any(map(_exists, ("/dev/nvidiactl", "/dev/dxg")))


def _exists(path: str) -> bool:
    return Path(path).exists()
