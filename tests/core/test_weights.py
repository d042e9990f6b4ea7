"""Weights in files: read whole or refused in a sentence, never unpickled."""

import os

import numpy as np
import pytest

from simulator.core import weights
from simulator.core.codec import pack
from simulator.core.errors import InputError


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "my weights.npz"
    np.savez(path, a=np.arange(3.0), b=np.ones((2, 2), np.float32))
    return path


def test_a_file_gives_its_arrays_and_its_name(file):
    arrays, name = weights.read(str(file), "rbm")
    assert name == "my weights.npz"
    assert arrays["a"].tolist() == [0, 1, 2]
    assert arrays["b"].dtype == np.float32


def test_a_path_in_the_home_folder_is_found(file, monkeypatch):
    monkeypatch.setenv("HOME", str(file.parent))
    assert set(weights.read("~/my weights.npz", "rbm")[0]) == {"a", "b"}


def test_a_packed_text_needs_no_file():
    text = weights.DATA + pack({"a": np.arange(3, dtype=np.float32)})
    arrays, name = weights.read(text, "rbm")
    assert arrays["a"].tolist() == [0, 1, 2]
    assert name == "The packed file"


@pytest.mark.parametrize(("text", "known"), [
    ("data:x", True), ("checkpoint:x", True), ("w.npz", False), ("", False), ("a:data:", False),
])  # fmt: skip
def test_texts_that_need_no_file_are_known(text, known):
    assert weights.has_text(text) == known


def test_shipped_checkpoints_are_read_by_their_names():
    for name in weights.checkpoints("rbm"):
        arrays, said = weights.read(f"checkpoint:{name}", "rbm")
        assert arrays
        assert said == f"checkpoint:{name}"


def test_a_model_without_checkpoints_has_none():
    assert weights.checkpoints("nowhere") == []


@pytest.mark.parametrize("name", ["", "nowhere", "../rbm/x", "a.npz"])
def test_an_unknown_checkpoint_is_refused_in_words(name):
    with pytest.raises(InputError, match=r"There is no checkpoint .*; allowed: "):
        weights.read(f"checkpoint:{name}", "rbm")


@pytest.mark.parametrize("text", ["data:", "data:A", "data:!!!", "data:" + "A" * 1000])
def test_a_damaged_packed_text_is_refused_in_words(text):
    with pytest.raises(InputError, match="damaged"):
        weights.read(text, "rbm")


@pytest.mark.parametrize("raw", [b"", b"nothing", b"PK\x03\x04rest", b"\x93NUMPY"])
def test_a_file_that_is_no_npz_is_refused_in_words(raw, tmp_path):
    (tmp_path / "w.npz").write_bytes(raw)
    with pytest.raises(InputError, match=r"w\.npz"):
        weights.read(str(tmp_path / "w.npz"), "rbm")


def test_a_cut_off_file_is_refused_in_words(file):
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"my weights\.npz"):
        weights.read(str(file), "rbm")


def test_a_pickle_is_not_opened(tmp_path):
    np.savez(tmp_path / "w.npz", a=np.array([{}], object))
    with pytest.raises(InputError):
        weights.read(str(tmp_path / "w.npz"), "rbm")


@pytest.mark.parametrize("path", ["/nowhere/at/all.npz", "/", "relative.npz"])
def test_a_path_where_no_file_is_is_refused_in_words(path):
    with pytest.raises(InputError, match="There is no file"):
        weights.read(path, "rbm")


def test_a_file_that_is_too_large_is_not_read(file, monkeypatch):
    monkeypatch.setattr(weights, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="larger than"):
        weights.read(str(file), "rbm")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_refused_in_words(file):
    file.chmod(0)
    with pytest.raises(InputError, match="can't be read"):
        weights.read(str(file), "rbm")


@pytest.mark.parametrize("values", [
    np.arange(3), np.arange(6.0).reshape(2, 3).T, np.array([True, False]), np.zeros((0, 3)),
    np.array([1000.0, -1000.0]),
])  # fmt: skip
def test_finite_numbers_are_taken_as_float32_in_c_order(values):
    found = weights.finite(values, "a", "w.npz")
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    assert np.array_equal(found, values)


@pytest.mark.parametrize(("value", "said"), [
    (np.nan, "a in w.npz hold NaN or infinity; give finite"), (np.inf, "NaN or infinity"),
    (1e300, "NaN or infinity"), (1001.0, "reach 1001; allowed: −1000 to 1000"),
    (-2e5, "allowed: −1000 to 1000"),
])  # fmt: skip
def test_numbers_that_are_none_or_too_large_are_refused_in_words(value, said):
    with pytest.raises(InputError, match=said):
        weights.finite(np.array([0.0, value]), "a", "w.npz")


def test_an_array_that_is_needed_is_asked_for_in_words():
    arrays = {"a": np.zeros(1)}
    assert weights.need(arrays, "a", "w.npz", "a and b") is arrays["a"]
    with pytest.raises(InputError, match=r"w\.npz holds a; needed: the arrays a and b"):
        weights.need(arrays, "b", "w.npz", "a and b")
    with pytest.raises(InputError, match="holds nothing"):
        weights.need({}, "b", "w.npz", "a and b")


@pytest.mark.parametrize("path", ["w.txt", "w", "", "w.npz.gz"])
def test_a_name_of_another_kind_is_refused_in_words(path):
    with pytest.raises(InputError, match=r"ends in \.npz"):
        weights.check_name(path)
    weights.check_name("w.npz")
