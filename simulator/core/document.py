"""Documents: a journal and a state in one file, `.reverie`.

A zip of two members: `document.json` (`Contents`, checked field by field) and `state.npz` (arrays
only: the present state, the base of the branch, the trace). Nothing is unpickled, extracted or
inflated beyond its limit, and the file is read whole before anything that is open changes.
Written to a temporary file and moved into place, so that a full disk leaves the old file as it was.
"""

import contextlib
import errno
import io
import os
import platform
import tempfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np

from simulator.core import backends, blas
from simulator.core.errors import InputError, shorten
from simulator.core.history import Branch, Key
from simulator.core.journal import Entry
from simulator.core.kiosk import Kiosk
from simulator.core.layout import Layout
from simulator.core.model import SEED_LIMIT, Model
from simulator.core.run import Run
from simulator.core.trace import LIMIT, MAX_COLUMNS, Trace, TraceData

FORMAT = 1
SUFFIX = ".reverie"
MAX_FILE = 256 * 2**20
MAX_JSON = 32 * 2**20
MAX_STATE = 256 * 2**20
MAX_RATIO = 200  # of inflated to compressed bytes, in what is larger than
SMALL = 16 * 2**20
MEMBERS = {"document.json": MAX_JSON, "state.npz": MAX_STATE}

Step = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
Seed = Annotated[int, msgspec.Meta(ge=0, le=SEED_LIMIT)]
Value = bool | int | float | str | tuple[int, ...]  # of a parameter


class Contents(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What `document.json` holds. What has a default is written only where it differs, so that
    older programs open what they know."""

    format: int
    program: str
    model: str
    parameters: dict[str, Value]
    base_parameters: dict[str, Value]
    seed: Seed
    base_seed: Seed
    backend: str
    blas_threads: int
    machine: str
    step: Step
    prefix: list[Entry]  # the journal up to step 0 of this line of time
    journal: list[Entry]
    trace_period: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    kiosk: Kiosk | None = None  # what visitors do not see
    layout: Layout | None = None  # how the window looked


@dataclass(frozen=True)
class Capsule:
    """A document in memory, ready to be written by any thread."""

    contents: Contents
    arrays: dict[str, np.ndarray]


def program_version() -> str:
    """The version of Reverie that is running."""
    try:
        return version("reverie-lab")
    except PackageNotFoundError:
        return "0"  # not installed


def capsule(run: Run) -> Capsule:
    """Return the present state of a run, with the journal that led to it."""
    model, base, data = run.model, run.branch.keys[0], run.branch.trace.copied().data()
    upto = int(np.searchsorted(data.steps, model.step, side="right"))
    contents = Contents(
        format=FORMAT,
        program=program_version(),
        model=model.name,
        parameters=model.parameters.values(),
        base_parameters=base.parameters.values(),
        seed=model.seed,
        base_seed=base.seed,
        backend=model.backend,
        blas_threads=blas.THREADS,
        machine=f"{platform.system()} {platform.machine()} Python {platform.python_version()}",
        step=model.step,
        prefix=list(run.branch.prefix),
        journal=list(run.own_entries),
        trace_period=run.branch.trace.period,
        kiosk=run.kiosk,
        layout=run.layout,
    )
    arrays = {f"state.{k}": v for k, v in model.state.copied().arrays().items()}
    arrays |= {f"base.{k}": v for k, v in base.state.copied().arrays().items()}
    arrays["trace.steps"], arrays["trace.values"] = data.steps[:upto], data.values[:upto]
    arrays["trace.columns"] = np.array(data.columns, dtype="U64")
    return Capsule(contents, arrays)


def save(path: str | Path, run: Run) -> None:
    """Write a run to a file; raises InputError, and then the old file is as it was."""
    write(path, capsule(run))


def write(path: str | Path, document: Capsule) -> None:
    """Write a capsule to a file; raises InputError, and then the old file is as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("document.json", _encoded(document.contents))
        archive.writestr("state.npz", _packed(document.arrays), zipfile.ZIP_STORED)
    write_atomically(path, out.getvalue())


def _packed(arrays: dict[str, np.ndarray]) -> bytes:
    """Return state.npz, never larger than `read` takes, and not compressed where `read` would take
    it for a bomb: twenty blank memories of a million units are."""
    size = sum(array.nbytes for array in arrays.values())
    if size > MAX_STATE - SMALL:
        raise InputError(
            f"The state has {size // 2**20} MB, and a document holds {(MAX_STATE - SMALL) // 2**20}"
            " MB; forget some memories, or choose a smaller side, to save it."
        )
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    with zipfile.ZipFile(out) as archive:
        if any(_is_suspect(entry) for entry in archive.infolist()):
            out = io.BytesIO()
            np.savez(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def _encoded(contents: Contents) -> bytes:
    """Return document.json, never larger than `read` takes: a journal too long for that loses
    what undoing would put back, and stays a whole journal."""
    raw = msgspec.json.format(msgspec.json.encode(contents))
    if len(raw) > MAX_JSON:
        prefix, entries = _without_undo(contents.prefix), _without_undo(contents.journal)
        slim = msgspec.structs.replace(contents, prefix=prefix, journal=entries)
        raw = msgspec.json.format(msgspec.json.encode(slim))
    if len(raw) > MAX_JSON:
        raise InputError(
            f"The journal is larger than {MAX_JSON // 2**20} MB and can't be saved; "
            "choose a preset, or begin a new document, and store the memories again."
        )
    return raw


def _without_undo(entries: list[Entry]) -> list[Entry]:
    return [
        msgspec.structs.replace(e, inverse="") if e.inverse.startswith("restore=") else e
        for e in entries
    ]


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write a file whole or not at all; raises InputError with the system's reason."""
    target = Path(os.path.realpath(os.path.expanduser(path)))
    temporary = None
    try:
        if os.path.exists(target) and not os.path.isfile(target):  # /dev/null must stay a device
            raise OSError(errno.EEXIST, "It is a folder or a device")
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise InputError(
            f"{target.name} can't be written: {(error.strerror or str(error)).lower()}. "
            "What is open is unchanged; choose another place or make room."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def load(path: str | Path, model_class: Any) -> Run:
    """Return the run in a file. `model_class` maps a model's name to its class.

    Raises InputError for anything that is not a whole, harmless document of a known version.
    """
    path = Path(os.path.expanduser(path))
    contents, arrays = read(path)
    cls: type[Model] = model_class(contents.model)
    try:
        return _run_of(cls, contents, arrays)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, InputError):
            raise InputError(f"{path.name} can't be opened: {error}") from error
        raise InputError(f"{path.name} is damaged and can't be opened.") from error


def reopened(document: Capsule, model_class: Any) -> Run:
    """Return a new run of a capsule, which stays as it is."""
    c = document.contents
    contents = msgspec.structs.replace(c, prefix=[*c.prefix], journal=[*c.journal])
    arrays = {name: array.copy() for name, array in document.arrays.items()}
    return _run_of(model_class(c.model), contents, arrays)


def _run_of(cls: type[Model], c: Contents, arrays: dict[str, np.ndarray]) -> Run:
    if c.backend not in cls.backends:
        raise InputError(
            f"it was computed by {shorten(c.backend)}, which {cls.name} does not know."
        )
    parameters = cls.Parameters.from_values(c.parameters)
    base_parameters = cls.Parameters.from_values(c.base_parameters)
    state = cls.checked(_part(arrays, "state."), parameters)
    base = cls.checked(_part(arrays, "base."), base_parameters)
    if state.step != c.step or base.step != 0:
        raise InputError("its state and its journal are of different steps; it is damaged.")
    trace = _part(arrays, "trace.")
    steps, values, columns = trace["steps"], trace["values"], trace["columns"]
    if (
        (steps.dtype, values.dtype, columns.dtype.kind) != (np.int64, np.float64, "U")
        or (steps.ndim, columns.ndim) != (1, 1)
        or values.shape != (len(steps), len(columns))
        or len(steps) > LIMIT
        or len(columns) > MAX_COLUMNS
    ):
        raise InputError("its trace does not fit; it is damaged.")
    places = [0, *(entry.step for entry in c.journal), c.step]
    if places != sorted(places):
        raise InputError("its journal is out of order; it is damaged.")
    names = tuple(str(name) for name in columns)
    branch = Branch("1", c.prefix, Trace.of(TraceData(steps, values, names), c.trace_period))
    branch.entries, branch.end = c.journal, c.step
    branch.keys = [Key(0, 0, c.base_seed, base_parameters, base)]
    branch.keys.append(Key(c.step, len(c.journal), c.seed, parameters, state))
    model = cls(c.seed, parameters)
    if c.backend in backends.installed(cls.backends):
        model.backend = c.backend
    else:
        label = backends.BACKENDS[c.backend].label
        model.notice = f"This was computed by {label}, which is not here; Numba goes on with it."
    run = Run.opened(model, branch)
    run.kiosk, run.layout = c.kiosk, c.layout
    return run


def read(path: Path) -> tuple[Contents, dict[str, np.ndarray]]:
    """Return the checked contents and the arrays of a file; raises InputError."""
    if not os.path.isfile(path):
        raise InputError(
            f"There is no file {shorten(path)}; give a document that ends in {SUFFIX}."
        )
    if path.stat().st_size > MAX_FILE:
        raise InputError(
            f"{path.name} is larger than {MAX_FILE // 2**20} MB, which no document is."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            raw = {name: _member(archive, name, path.name) for name in MEMBERS}
        contents = _contents(raw["document.json"], path.name)
        return contents, read_arrays(raw["state.npz"], path.name)
    except InputError:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"{path.name} is not a whole Reverie document: it is damaged, or another kind of file."
        ) from error


def _member(archive: zipfile.ZipFile, name: str, file_name: str) -> bytes:
    """Return one member, however its header lies about its size; other names are ignored."""
    try:
        return _inflated(archive, archive.getinfo(name), MEMBERS[name], file_name)
    except InputError:
        raise
    except KeyError as error:
        raise InputError(
            f"{file_name} lacks {name}; it is damaged, or another kind of file."
        ) from error
    except Exception as error:  # zlib and zipfile raise several kinds for damaged data
        raise InputError(f"{file_name} is damaged: {name} can't be read.") from error


def _inflated(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int, file_name: str
) -> bytes:
    """Return a member's bytes. What its header says is refused, or bounds what is inflated."""
    size = entry.file_size
    if size > limit or _is_suspect(entry):
        raise InputError(
            f"{file_name} is refused: {shorten(entry.filename)} would inflate to "
            f"{size // 2**20} MB."
        )
    with archive.open(entry) as member:
        return member.read(size + 1)


def _is_suspect(entry: zipfile.ZipInfo) -> bool:
    """Whether a member would inflate to far more than it takes."""
    return entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size)


def _contents(raw: bytes, file_name: str) -> Contents:
    class Version(msgspec.Struct):
        format: int

    try:
        made = msgspec.json.decode(raw, type=Version).format
        if made > FORMAT:
            raise InputError(
                f"{file_name} was made by a newer Reverie (format {made}, this one reads "
                f"{FORMAT}); update Reverie to open it."
            )
        return msgspec.json.decode(raw, type=Contents)
    except InputError:
        raise
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        reason = shorten(error, 120)
        raise InputError(
            f"{file_name} is damaged: its document.json is not valid ({reason})."
        ) from error


def read_arrays(raw: bytes, file_name: str) -> dict[str, np.ndarray]:
    """Return the arrays of an NPZ; sizes are bounded before anything is inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if len(archive.infolist()) > 200:
                raise InputError(f"{file_name} is refused: it holds too many arrays.")
            arrays, room = {}, MAX_STATE
            for entry in archive.infolist():
                data = _inflated(archive, entry, room, file_name)
                room -= len(data)
                name = entry.filename.removesuffix(".npy")
                arrays[name] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
            return arrays
    except InputError:
        raise
    except Exception as error:  # NumPy, zipfile and zlib raise many kinds for damaged data
        raise InputError(f"{file_name} is damaged: its arrays can't be read.") from error


def _part(arrays: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)}
