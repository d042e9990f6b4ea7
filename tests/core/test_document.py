"""Documents: the same run tomorrow, and nothing worse than a sentence from a bad file."""

import contextlib
import errno
import io
import json
import os
import subprocess
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core import document
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.hopfield import Hopfield
from tests.helpers import bits


def lived(side: int = 4) -> Run:
    """A run with a past: memories, a restart, settings, an undo, a rewind."""
    run = Run(Hopfield(5))
    for text in (f"set side={side}", "store=preset:random", "randomize", "set temperature=0.4"):
        run.do(text)
    run.advance(40)
    run.keep()
    run.do("rename=0:Ä;\"\\'")
    run.do("corrupt=0.25")
    run.advance(45)
    run.do("set threshold=0.1")
    run.undo()
    run.advance(20)
    run.observe()
    return run


@pytest.fixture
def path(tmp_path):
    return tmp_path / "monday.reverie"


@pytest.fixture
def saved(path):
    run = lived()
    document.save(path, run)
    return path, run


def load(path) -> Run:
    return document.load(path, model_class)


def rewritten(path, contents=None, arrays=None, drop=(), extra=None) -> None:
    """Change fields of document.json and arrays of state.npz in a file."""
    with zipfile.ZipFile(path) as archive:
        words = json.loads(archive.read("document.json"))
        kept = dict(np.load(io.BytesIO(archive.read("state.npz"))))
    words.update(contents or {})
    kept.update(arrays or {})
    for name in drop:
        words.pop(name, None)
        kept.pop(name, None)
    state = io.BytesIO()
    np.savez_compressed(state, **kept)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("document.json", json.dumps(words))
        archive.writestr("state.npz", state.getvalue())
        for name, data in (extra or {}).items():
            archive.writestr(name, data)


def zipped(path, words: bytes, state: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("document.json", words)
        archive.writestr("state.npz", state)


# ---- the same run tomorrow ----


def test_a_document_brings_back_every_bit(saved):
    path, run = saved
    again = load(path)
    assert bits(again.model) == bits(run.model)
    assert again.entries == run.entries
    assert again.own_entries == run.own_entries
    assert again.invariants == run.invariants
    a, b = again.branch.trace.data(), run.branch.trace.data()
    assert a.columns == b.columns
    assert a.steps.tolist() == b.steps.tolist()
    assert a.values.tobytes() == b.values.tobytes()


def test_a_loaded_run_goes_on_as_if_never_saved(saved):
    path, run = saved
    again = load(path)
    for each in (run, again):
        each.advance(33)
        each.do("corrupt=0.5")
        each.advance(100)
        each.observe()
    assert bits(again.model) == bits(run.model)
    assert again.branch.trace.data().steps.tolist() == run.branch.trace.data().steps.tolist()


def test_a_loaded_run_rewinds_to_any_step(saved):
    path, run = saved
    again = load(path)
    for step in (100, 40, 41, 85, 0, 105):
        run.seek(step)
        again.seek(step)
        assert bits(again.model) == bits(run.model)


def test_a_loaded_run_can_undo_what_was_done_before(saved):
    path, run = saved
    again = load(path)
    for _ in range(8):
        assert again.undo() == run.undo()
        assert bits(again.model) == bits(run.model)


def test_saving_a_loaded_run_again_changes_nothing(saved, tmp_path):
    path, _ = saved
    document.save(tmp_path / "again.reverie", load(path))
    first, second = document.read(path), document.read(tmp_path / "again.reverie")
    assert first[0] == second[0]
    assert {k: v.tobytes() for k, v in first[1].items()} == {
        k: v.tobytes() for k, v in second[1].items()
    }


def test_a_rewound_run_is_saved_where_it_stands(path):
    run = lived()
    run.seek(50)
    document.save(path, run)
    again = load(path)
    assert bits(again.model) == bits(run.model)
    assert again.branch.end == 50


def test_an_empty_run_can_be_saved(path):
    run = Run(Hopfield(3))
    document.save(path, run)
    assert bits(load(path).model) == bits(run.model)


def test_a_document_says_what_made_it(saved):
    contents, _ = document.read(saved[0])
    assert (contents.format, contents.model, contents.backend) == (1, "hopfield", "numba")
    assert contents.program
    assert contents.blas_threads == 1


# ---- writing ----


def test_nothing_is_left_beside_a_written_file(saved):
    assert os.listdir(saved[0].parent) == ["monday.reverie"]


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
def test_a_full_disk_leaves_the_old_file_as_it_was(saved, monkeypatch, call):
    path, run = saved
    before = path.read_bytes()

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(document.os, call, full)
    with pytest.raises(InputError, match="can't be written: no space left on device"):
        document.save(path, run)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["monday.reverie"]


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk of 128 kB, where mounting one is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    try:
        is_mounted = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        is_mounted = False
    if not is_mounted:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_leaves_the_old_file_as_it_was(tiny_disk):
    path, run = tiny_disk / "a.reverie", lived()
    document.save(path, run)
    before = path.read_bytes()
    run.do("set side=128")
    for _ in range(3):
        run.do("store=preset:random")
    with pytest.raises(InputError, match="no space left"):
        document.save(path, run)
    assert path.read_bytes() == before
    assert os.listdir(tiny_disk) == ["a.reverie"]


@pytest.mark.parametrize("name", ["missing/a.reverie", ".", "x" * 300])
def test_a_place_that_can_not_be_written_is_said(tmp_path, name):
    with pytest.raises(InputError, match="can't be written"):
        document.save(tmp_path / name, lived())


def test_a_journal_too_long_for_a_file_loses_its_undo_and_can_be_opened(tmp_path, monkeypatch):
    run = lived()
    monkeypatch.setitem(document.MEMBERS, "document.json", 2200)
    monkeypatch.setattr(document, "MAX_JSON", 2200)
    document.save(tmp_path / "a.reverie", run)
    again = load(tmp_path / "a.reverie")
    assert [e.text for e in again.entries] == [e.text for e in run.entries]
    assert not any(e.inverse.startswith("restore=") for e in again.entries)
    assert bits(again.model) == bits(run.model)


def test_a_journal_too_long_for_any_file_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(document, "MAX_JSON", 100)
    with pytest.raises(InputError, match="journal is larger"):
        document.save(tmp_path / "a.reverie", lived())
    assert list(tmp_path.iterdir()) == []


def test_a_state_too_large_for_a_file_is_said_and_leaves_none(tmp_path, monkeypatch):
    monkeypatch.setattr(document, "MAX_STATE", document.SMALL + 100)
    with pytest.raises(InputError, match="The state has"):
        document.save(tmp_path / "a.reverie", lived())
    assert list(tmp_path.iterdir()) == []


def test_twenty_blank_memories_of_a_million_units_are_no_bomb(tmp_path):
    run = Run(Hopfield(0, Hopfield.Parameters(side=1024, rule="hebb")), keeps_history=False)
    blank = np.full((20, 2**20), -1, np.int8)
    names = tuple(f"P{k}" for k in range(20))
    run.model.state.memories, run.model.state.names = blank, names
    run.model.refresh()
    document.save(tmp_path / "a.reverie", run)
    assert len(load(tmp_path / "a.reverie").model.state.memories) == 20


@pytest.mark.skipif(os.name != "posix", reason="devices are files on POSIX alone")
def test_a_device_is_never_replaced_by_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="folder or a device"):
        document.write_atomically(tmp_path / "pipe", b"1")
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_is_followed_and_stays_a_link(saved, tmp_path):
    path, run = saved
    (tmp_path / "link.reverie").symlink_to(path)
    document.save(tmp_path / "link.reverie", run)
    assert (tmp_path / "link.reverie").is_symlink()
    load(path)


# ---- bad files ----


def test_a_file_that_is_not_there_is_said():
    for name in ("nothing.reverie", "x" * 400, "~nobody-of-that-name/a.reverie"):
        with pytest.raises(InputError, match="There is no file"):
            load(name)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\3\4", bytes(1000)])
def test_another_kind_of_file_is_refused_in_words(path, content):
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"monday.reverie is not a whole Reverie document"):
        load(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "a.reverie"
    document.save(path, lived())
    return path, path.read_bytes()


def test_a_document_cut_off_anywhere_is_refused(whole):
    path, data = whole
    for length in range(0, len(data), 37):
        path.write_bytes(data[:length])
        with pytest.raises(InputError):
            load(path)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_flipped_bits_are_refused_or_harmless(whole, data):
    path, good = whole
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        bad[data.draw(st.integers(0, len(bad) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(bad))
    with contextlib.suppress(InputError):
        load(path).advance(20)


def test_a_newer_format_asks_for_an_update(saved):
    path, _ = saved
    rewritten(path, {"format": 99, "something": "new"})
    with pytest.raises(
        InputError, match=r"newer Reverie .format 99, this one reads 1.; update Reverie"
    ):
        load(path)


def test_an_unknown_field_is_named(saved):
    path, _ = saved
    rewritten(path, {"surprise": 1})
    with pytest.raises(InputError, match="surprise"):
        load(path)


@pytest.mark.parametrize(
    "contents",
    [
        {"format": "1"},
        {"seed": -1},
        {"seed": 2**63},
        {"step": 3},
        {"step": -1},
        {"model": "perceptron"},
        {"parameters": {"side": 10**9}},
        {"parameters": {"side": 5}},
        {"parameters": {"mass": 1}},
        {"base_parameters": {"temperature": None}},
        {"journal": [{"step": 200, "text": "clear"}]},
        {"journal": [{"step": -1, "text": "clear"}]},
        {"journal": [{"step": 9, "text": "clear"}, {"step": 3, "text": "clear"}]},
        {"journal": [{"step": 9, "text": "clear", "code": "print()"}]},
        {"journal": "clear"},
        {"trace_period": 0},
    ],
)
def test_impossible_contents_are_refused_in_words(saved, contents):
    path, _ = saved
    rewritten(path, contents)
    with pytest.raises(InputError):
        load(path)


@pytest.mark.parametrize(
    "name", ["format", "model", "journal", "state.units", "base.words", "trace.steps"]
)
def test_what_is_missing_is_refused_in_words(saved, name):
    path, _ = saved
    rewritten(path, drop=[name])
    with pytest.raises(InputError):
        load(path)


N = 16
BAD_ARRAYS = {
    "no randomness in a sweep": {"state.sweep_words": np.zeros(4, np.uint64)},
    "too few words": {"base.sweep_words": np.ones(3, np.uint64)},
    "sums nan": {"state.sums": np.full(10, np.nan)},
    "sums along a factor that is not there": {"state.back": np.zeros(10)},
    "a negative age": {"state.age": np.array(-1)},
    "another dtype": {"state.units": np.ones(N)},
    "another shape": {"state.units": np.ones((4, 4), np.int8)},
    "a unit of 2": {"state.units": np.full(N, 2, np.int8)},
    "a unit of −128": {"state.cue": np.full(N, -128, np.int8)},
    "an unknown in a memory": {"state.memories": np.zeros((10, N), np.int8)},
    "sums that drifted": {"state.sums": np.full(10, 0.5)},
    "no randomness": {"state.words": np.zeros(4, np.uint64)},
    "energy nan": {"state.energy": np.array(np.nan)},
    "energy inf": {"state.energy": np.array(np.inf)},
    "step nan": {"state.step": np.array(np.nan)},
    "a position beyond the sweep": {"state.position": np.array(N)},
    "a negative position": {"state.position": np.array(-1)},
    "a draw beyond counting": {"state.draws": np.array(2**64 - 1, np.uint64)},
    "a probed memory that is not there": {"state.probed": np.array(10)},
    "names of another length": {"state.names": np.array(["a"])},
    "a trace of another shape": {"trace.values": np.zeros((3, 2))},
    "a trace of two-dimensional steps": {"trace.steps": np.zeros((20, 1), np.int64)},
    "a base at another step": {"base.step": np.array(7)},
}


@pytest.mark.parametrize("arrays", BAD_ARRAYS.values(), ids=BAD_ARRAYS.keys())
def test_impossible_arrays_are_refused_in_words(saved, arrays):
    path, _ = saved
    rewritten(path, arrays=arrays)
    with pytest.raises(InputError, match=r"monday.reverie"):
        load(path)


def test_more_memories_than_can_be_stored_are_refused(saved):
    path, _ = saved
    many = {
        "state.memories": np.ones((5000, N), np.int8),
        "state.sums": np.zeros(5000),
        "state.names": np.array(["x"] * 5000),
    }
    rewritten(path, arrays=many)
    with pytest.raises(InputError, match="At most 1000 memories"):
        load(path)


def test_a_trace_of_countless_columns_is_refused_with_little_memory(saved):
    path, _ = saved
    wide = {
        "trace.steps": np.zeros(0, np.int64),
        "trace.values": np.zeros((0, 300_000)),
        "trace.columns": np.array(["x"] * 300_000),
    }
    rewritten(path, arrays=wide)
    tracemalloc.start()
    with pytest.raises(InputError, match="trace does not fit"):
        load(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * 2**20


def test_deep_json_is_refused_in_words(path):
    zipped(path, b'{"format": 1, "program": ' + b"[" * 200_000, b"")
    with pytest.raises(InputError, match=r"document.json is not valid"):
        load(path)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "1" * 5000])
def test_numbers_that_are_none_are_refused_in_words(saved, number):
    path, _ = saved
    with zipfile.ZipFile(path) as archive:
        words = archive.read("document.json").decode()
        state = archive.read("state.npz")
    assert '"temperature": 0.4' in words
    zipped(path, words.replace('"temperature": 0.4', f'"temperature": {number}').encode(), state)
    with pytest.raises(InputError, match=r"document.json is not valid"):
        load(path)


class Explosive:
    def __reduce__(self):
        return os.mkdir, ("exploded",)


@pytest.mark.parametrize("name", ["state.units", "trace.columns", "state.names", "extra"])
def test_a_pickle_is_never_opened(saved, tmp_path, monkeypatch, name):
    path, _ = saved
    monkeypatch.chdir(tmp_path)
    rewritten(path, arrays={name: np.array([Explosive()], object)})
    with pytest.raises(InputError, match="arrays can't be read"):
        load(path)
    assert not (tmp_path / "exploded").exists()


def test_other_members_are_ignored_and_never_written(saved, tmp_path):
    path, run = saved
    target = tmp_path / "evil"
    names = [str(target), "../evil", "../../evil", "document.json/../evil"]
    rewritten(path, extra=dict.fromkeys(names, b"evil"))
    assert bits(load(path).model) == bits(run.model)
    assert not target.exists()
    assert not (tmp_path.parent / "evil").exists()


def refused_cheaply(path, sentence: str) -> None:
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(InputError, match=sentence):
        load(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - begun < 2
    assert peak < 48 * 2**20


@pytest.mark.parametrize("name", ["document.json", "state.npz"])
def test_a_zip_bomb_is_refused_before_it_goes_off(path, name):
    bomb, other = bytes(100 * 2**20), b"{}"
    zipped(path, *((bomb, other) if name == "document.json" else (other, bomb)))
    refused_cheaply(path, f"{name} would inflate to 100 MB")


def test_a_bomb_in_the_arrays_is_refused_before_it_goes_off(saved):
    path, _ = saved
    rewritten(path, arrays={"state.units": np.zeros(100 * 2**20, np.int8)})
    refused_cheaply(path, r"state.units.npy would inflate to 100 MB")


def test_a_zip_header_that_lies_is_refused_with_little_memory(path):
    zipped(path, b"{}", bytes(100 * 2**20))
    data = path.read_bytes()
    true, lie = (100 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert data.count(true) == 2
    path.write_bytes(data.replace(true, lie))
    refused_cheaply(path, "monday.reverie")


def test_an_array_header_that_lies_is_refused_with_little_memory(saved):
    path, _ = saved
    lie = io.BytesIO()
    header = {"descr": "|i1", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(lie, header)
    with zipfile.ZipFile(path) as archive:
        words = archive.read("document.json")
    state = io.BytesIO()
    with zipfile.ZipFile(state, "w") as archive:
        archive.writestr("state.units.npy", lie.getvalue() + b"123")
    zipped(path, words, state.getvalue())
    with pytest.raises(InputError, match="arrays can't be read"):
        load(path)


def test_too_many_arrays_are_refused(saved):
    path, _ = saved
    rewritten(path, arrays={f"a{k}": np.zeros(1) for k in range(300)})
    with pytest.raises(InputError, match="too many arrays"):
        load(path)
