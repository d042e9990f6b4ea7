"""Back ends are listed without being loaded, and refused in words."""

import pytest

from simulator.core import backends
from simulator.core.errors import InputError
from tests.helpers import run_python

ALL = ("numba", "torch", "cuda")


def refusal(name, known=ALL):
    with pytest.raises(InputError) as caught:
        backends.check(name, "hopfield", known)
    return str(caught.value)


def test_every_back_end_has_its_words():
    assert tuple(backends.BACKENDS) == ALL


def test_an_unknown_one_is_refused_with_those_allowed():
    assert refusal("abacus") == "hopfield has no back end abacus; allowed: numba, torch, cuda."


def test_one_that_a_model_does_not_have_is_refused():
    assert refusal("torch", ("numba",)) == "hopfield has no back end torch; allowed: numba."


@pytest.mark.parametrize("name", ["torch", "cuda"])
def test_without_torch_a_person_is_told_how_to_get_it(name, monkeypatch):
    monkeypatch.setattr(backends, "_has_torch", lambda: False)
    assert "pip install torch" in refusal(name)


def test_without_a_device_cuda_is_refused(monkeypatch):
    twins = pytest.importorskip("kernels.torch")
    monkeypatch.setattr(twins, "has_cuda", lambda: False)
    assert refusal("cuda") == "There is no CUDA device here; allowed: numba, torch."


def test_only_what_is_installed_is_listed(monkeypatch):
    monkeypatch.setattr(backends, "_has_cuda_files", lambda: False)
    monkeypatch.setattr(backends, "_has_torch", lambda: True)
    assert backends.installed(ALL) == ["numba", "torch"]
    monkeypatch.setattr(backends, "_has_torch", lambda: False)
    assert backends.installed(ALL) == ["numba"]


def test_looking_what_is_installed_loads_no_torch():
    code = "import sys; from simulator.core import backends as b; b.installed(tuple(b.BACKENDS))"
    done = run_python("-c", f"{code}; assert 'torch' not in sys.modules")
    assert done.returncode == 0, done.stderr
