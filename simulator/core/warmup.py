"""Compiled kernels on disk: where they lie, whether they are there, how they are made.

The folder's name holds a hash of the kernels' source, where and since when it stands, of the
versions that compile it and of the processor: a changed kernel never meets an old cache (Numba
itself does not notice a changed helper in another file), and what is there is what Numba will find
(it compiles again for another copy of the source or another processor). A stamp in the folder says
that every kernel has been compiled, and the check sums of what was written. The window compiles in
another process and never in its own; a broken folder is wiped and made again.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from kernels import jit
from simulator.core.paths import cache_dir

STAMP = "complete"


def kernel_dir() -> Path:
    """The folder of compiled kernels for this source, Python, Numba and processor."""
    digest = hashlib.sha256(sys.version.encode() + _processor())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(_version(package).encode())
    sources = [f for f in files("kernels").iterdir() if f.name.endswith(".py")]
    for source in sorted(sources, key=lambda f: f.name):
        digest.update(f"{source} {os.path.getmtime(str(source))}".encode() + source.read_bytes())
    return cache_dir() / f"kernels-{digest.hexdigest()[:16]}"


def use() -> None:
    """Let this process find the compiled kernels; call before the first kernel runs."""
    folder = kernel_dir()
    if (folder / STAMP).is_file() and (folder / STAMP).read_bytes() != _sums(folder):
        wipe()
    jit.use_cache(folder)


def wait_for(is_ready: Callable[[], bool]) -> None:
    """Until `is_ready`, refuse in words to compile in this process: another one is at it."""
    jit.wait_for(is_ready)


loading = jit.compiling  # around what may load kernels before all are ready


def is_warm() -> bool:
    """Whether every kernel is compiled and on disk."""
    return (kernel_dir() / STAMP).is_file()


def mark(model: str) -> None:
    """Note that the kernels of one model are on disk, while others are still being compiled."""
    folder = kernel_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"ready-{model}").touch()


def is_marked(model: str) -> bool:
    """Whether the kernels of one model are compiled and on disk."""
    return (kernel_dir() / f"ready-{model}").is_file()


def compile_here(call_every_kernel: Callable[[], None]) -> None:
    """Compile (or load) every kernel in this process; a broken cache is made again once."""
    folder = kernel_dir()
    with jit.compiling():
        try:
            call_every_kernel()
        except Exception:
            wipe()
            call_every_kernel()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / STAMP).write_bytes(_sums(folder))
    _forget_older(folder)


def start_process(module: str, function: str) -> "subprocess.Popen[bytes]":
    """Start `module.function()`, which compiles, in another process; its exit code says whether it
    went well."""
    root = str(Path(__file__).resolve().parents[2])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); from {module} import {function}; {function}()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wipe() -> None:
    """Remove what was compiled; the next use makes it again."""
    shutil.rmtree(kernel_dir(), ignore_errors=True)


def _sums(folder: Path) -> bytes:
    """Return a line with a check sum for each compiled file, 0.1 ms each."""
    compiled = sorted(folder.rglob("*.nb?"))
    lines = [f"{zlib.crc32(f.read_bytes()):08x} {f.name}\n" for f in compiled]
    return "".join(lines).encode()


def _forget_older(folder: Path) -> None:
    """Remove the folders of older versions but the newest three."""
    others = sorted(folder.parent.glob("kernels-*"), key=lambda p: p.stat().st_mtime)
    for old in [p for p in others if p != folder][:-3]:
        shutil.rmtree(old, ignore_errors=True)


def _processor() -> bytes:
    """What tells processors apart that need other machine code."""
    try:
        first = Path("/proc/cpuinfo").read_bytes().partition(b"\n\n")[0].splitlines()
    except OSError:
        return platform.machine().encode() + os.environ.get("PROCESSOR_IDENTIFIER", "").encode()
    return b"".join(
        line for line in first if line.startswith((b"model name", b"flags", b"Features"))
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
