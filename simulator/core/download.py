"""MNIST, fetched when the person asks for it: from a mirror, over HTTPS, checked, and no more.

A file is unpacked while it arrives, into nothing but its SHA-256, and is moved to its place only
when that is right. A generator that is closed before leaves nothing behind.
"""

import contextlib
import errno
import hashlib
import http.client
import os
import queue
import tempfile
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from simulator.core.errors import InputError, shorten
from simulator.core.paths import data_dir

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
TIMEOUT = 20  # seconds without an answer
BLOCK = 2**16  # bytes between two looks at whether to go on
MOMENT, WAITING = 0.1, 16  # seconds between them if nothing comes; blocks that wait to be looked at
GZIP = 16 + zlib.MAX_WBITS
MOST = 2  # times the usual packed size: others pack less well

Opener = Callable[[str], AbstractContextManager[BinaryIO]]
Fetching = Generator[float, None, Path]


class File(NamedTuple):
    """A file to be fetched; the sizes are of it packed, roughly, and unpacked."""

    name: str
    packed: int
    unpacked: int
    sha256: str  # of what it unpacks to


MNIST = (
    File(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    File(
        "train-labels-idx1-ubyte.gz",
        28_881,
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
)


def mnist_dir() -> Path:
    """Where MNIST is kept once it was fetched."""
    return data_dir() / "mnist"


def open_url(address: str) -> AbstractContextManager[BinaryIO]:
    """Ask the network for an address; certificates are checked."""
    return urllib.request.urlopen(address, timeout=TIMEOUT)


def fetch_mnist(
    folder: Path, opener: Opener = open_url, files: tuple[File, ...] = MNIST
) -> Fetching:
    """Yield the share done, 0 … 1, and return the folder in which the files are; what is already
    there and right is not fetched again. Raises InputError."""
    total, done = sum(file.packed for file in files), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            yield done / total
            if not is_right(folder / file.name, file):
                for share in _fetch(file, folder, opener):
                    yield (done + share * file.packed) / total
            done += file.packed
    except OSError as error:
        raise InputError(f"MNIST can't be put into {shorten(folder)}: {_said(error)}.") from error
    yield 1.0
    return folder


def is_right(path: Path, file: File) -> bool:
    """Whether a file is there and unpacks to what it should."""
    try:
        with path.open("rb") as stream:
            check = _Check(file)
            while block := stream.read(BLOCK):
                check.take(block)
            return check.is_right()
    except (OSError, zlib.error):
        return False


class _Check:
    """Unpacks what arrives, no further than the file's size, and takes its SHA-256."""

    def __init__(self, file: File) -> None:
        self._file, self._unpacked = file, 0
        self._unpacker, self._digest = zlib.decompressobj(GZIP), hashlib.sha256()

    def take(self, block: bytes) -> None:
        """Take the next bytes; raises zlib.error where they are no packed file, or too much."""
        while block:
            some = self._unpacker.decompress(block, BLOCK)
            self._digest.update(some)
            self._unpacked += len(some)
            if self._unpacked > self._file.unpacked:
                raise zlib.error("larger than it should be")
            block = self._unpacker.unconsumed_tail

    @property
    def is_whole(self) -> bool:
        """Whether the packed file has come to its end."""
        return self._unpacker.eof

    def is_right(self) -> bool:
        """Whether it has, and is the published one."""
        return self.is_whole and self._digest.hexdigest() == self._file.sha256


# ---- one file ----


def _fetch(file: File, folder: Path, opener: Opener) -> Generator[float, None, None]:
    """Yield the share of a file that has arrived; the second mirror is asked if the first fails."""
    trouble: list[str] = []
    for mirror in MIRRORS:
        try:
            yield from _fetch_from(mirror + file.name, file, folder, opener)
            return
        except _UnusableError as error:
            trouble.append(str(error))
    raise InputError(
        f"{file.name} could not be fetched: {trouble[0]}. Look at the connection and try again, or "
        "get the file elsewhere and set data_path to its folder."
    )


class _UnusableError(Exception):
    """A mirror did not give the file; the message says why."""


def _fetch_from(
    address: str, file: File, folder: Path, opener: Opener
) -> Generator[float, None, None]:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            check, arrived = _Check(file), 0
            with contextlib.closing(_blocks(address, opener)) as blocks:
                for block in blocks:
                    arrived += len(block)
                    if arrived > MOST * file.packed + BLOCK:
                        raise _UnusableError("more arrived than the published file has")
                    with _unpacking():
                        check.take(block)
                    target.write(block)
                    yield min(arrived / file.packed, 1.0)
        if not check.is_whole:
            raise _UnusableError("the connection ended before the file did")
        if not check.is_right():
            raise _UnusableError("what arrived is not the published file (another checksum)")
        os.replace(name, folder / file.name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _blocks(address: str, opener: Opener) -> Generator[bytes, None, None]:
    """Give what a mirror sends, and b"" whenever nothing came for a moment, so that one can stop
    while the network is silent; a mirror's troubles become `_UnusableError`."""
    arrived: queue.Queue[bytes | Exception | None] = queue.Queue(WAITING)
    is_over = threading.Event()
    threading.Thread(
        target=_read, args=(address, opener, arrived, is_over), name="download", daemon=True
    ).start()
    try:
        while True:
            try:
                block = arrived.get(timeout=MOMENT)
            except queue.Empty:
                block = b""
            if block is None:
                return
            if isinstance(block, Exception):
                raise _unusable(address.split("/")[2], block) from block
            yield block
    finally:
        is_over.set()
        with contextlib.suppress(queue.Empty):  # lets the reader go that waits for room
            arrived.get_nowait()


def _read(address: str, opener: Opener, arrived: queue.Queue, is_over: threading.Event) -> None:
    """Put the blocks that a mirror sends into a queue, then None, or what went wrong."""
    try:
        with opener(address) as stream:
            while not is_over.is_set() and (block := stream.read(BLOCK)):
                arrived.put(block)
        last = None
    except Exception as error:
        last = error
    if not is_over.is_set():
        arrived.put(last)


def _unusable(host: str, error: Exception) -> Exception:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return _UnusableError(f"{host} answered {error.code} {error.reason}")
    if isinstance(error, (OSError, http.client.HTTPException)):
        return _UnusableError(f"no network, or {host} can't be reached ({_said(error)})")
    return error


@contextlib.contextmanager
def _unpacking() -> Iterator[None]:
    try:
        yield
    except zlib.error as error:
        raise _UnusableError(
            "what arrived is not the published file (it can't be unpacked)"
        ) from error


def _said(error: BaseException) -> str:
    """Return what the system said, in few words."""
    reason = getattr(error, "reason", None)
    if getattr(error, "errno", None) == errno.ENOSPC:
        return "the disk is full"
    if isinstance(reason, BaseException):
        return _said(reason)
    return shorten(getattr(error, "strerror", None) or error or type(error).__name__)
