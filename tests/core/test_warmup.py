"""Compiled kernels on disk: stamped when complete, made again when broken."""

import shutil

import pytest

from simulator.core import warmup
from tests.helpers import ROOT, run_python

COMPILE = (  # one kernel stands for all: they take ten seconds
    "import numpy; from kernels import words; from simulator.core import warmup; warmup.use(); "
    "warmup.compile_here(lambda: words.shuffle(numpy.empty(3, numpy.int32), words.seeded(0)))"
)
RUN = ("main.py", "run", "hopfield", "--preset", "worked-example", "--grain", "settle")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    return {"REVERIE_HOME": str(tmp_path), "NUMBA_CACHE_DIR": ""}


def compiled(suffix: str) -> list:
    return sorted(warmup.kernel_dir().rglob(f"*.{suffix}"))


def test_a_stamp_says_that_every_kernel_is_compiled(home):
    assert not warmup.is_warm()
    process = warmup.start_process("simulator.models", "compile_kernels")
    assert process.wait(timeout=60) == 0
    assert warmup.is_warm()


def test_the_folder_is_the_users_alone(home):
    assert run_python("-c", COMPILE, **home).returncode == 0
    assert warmup.kernel_dir().stat().st_mode & 0o077 == 0
    assert compiled("nbi")


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
def test_a_broken_file_is_wiped_and_made_again(home, suffix):
    run_python("-c", COMPILE, **home)
    for file in compiled(suffix):
        file.write_bytes(b"garbage")
    assert run_python("-c", COMPILE, **home).returncode == 0
    assert warmup.is_warm()
    assert all(file.stat().st_size > 100 for file in compiled(suffix))


def test_a_broken_file_does_not_stop_a_run(home):
    run_python("-c", COMPILE, **home)
    compiled("nbc")[0].write_bytes(b"garbage")
    result = run_python(*RUN, **home)
    assert result.returncode == 0, result.stderr


def test_a_second_compilation_only_loads(home):
    run_python("-c", COMPILE, **home)
    code = (
        COMPILE + "; u = words.shuffle"
        "; print(sum(u.stats.cache_hits.values()) - 99 * sum(u.stats.cache_misses.values()))"
    )
    assert run_python("-c", code, **home).stdout == "1\n"


def test_only_the_newest_folders_of_older_versions_are_kept(home, tmp_path):
    cache = tmp_path / "cache"
    for k in range(6):
        (cache / f"kernels-{k}").mkdir(parents=True)
    warmup.compile_here(lambda: None)
    assert len(list(cache.glob("kernels-*"))) == 4
    assert warmup.is_warm()


def test_an_error_that_stays_is_told(home):
    calls = []

    def broken():
        calls.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        warmup.compile_here(broken)
    assert len(calls) == 2
    assert not warmup.is_warm()


def test_another_copy_of_the_source_is_compiled_for_itself(home, tmp_path):
    run_python("-c", COMPILE, **home)
    for package in ("kernels", "simulator", "resources"):
        shutil.copytree(ROOT / package, tmp_path / "copy" / package)
    code = "from simulator.core import warmup; print(warmup.is_warm())"
    assert run_python("-c", code, **home).stdout == "True\n"
    elsewhere = home | {"PYTHONPATH": str(tmp_path / "copy"), "PYTHONSAFEPATH": "1"}
    assert run_python("-c", code, **elsewhere).stdout == "False\n"


def test_a_source_with_another_date_is_compiled_anew(home, monkeypatch):
    before = warmup.kernel_dir()
    monkeypatch.setattr(warmup.os.path, "getmtime", lambda path: 1.5)
    assert warmup.kernel_dir() != before
