"""Data sets through their one door: what is made, what is drawn, what is kept."""

import gzip
import os
import struct

import numpy as np
import pytest

from simulator.core import datasets
from simulator.core.dataset_made import all_bars_and_stripes
from simulator.core.dataset_resize import resized
from simulator.core.datasets import Dataset, load, split
from simulator.core.errors import InputError
from tests.mnist import FOLDER, needs_mnist


@pytest.fixture(autouse=True)
def nothing_kept():
    datasets._kept.clear()
    yield
    datasets._kept.clear()


def idx_file(path, pixels) -> str:
    head = struct.pack(">4I", 0x803, *pixels.shape)
    path.write_bytes(gzip.compress(head + pixels.astype(np.uint8).tobytes()))
    return str(path)


# ---- any of them ----


MADE = [("strokes", 12, 40), ("bars-and-stripes", 4, 40), ("bars-and-stripes", 12, 40),
        ("patches", 8, 200)]  # fmt: skip


@pytest.mark.parametrize(("kind", "side", "count"), MADE)
def test_made_data_are_the_same_each_time_and_nothing_can_change_them(kind, side, count):
    first = load(kind, "", side, count)
    assert first.pixels.shape == (len(first.labels), side * side)
    assert load(kind, "", side, count).pixels is first.pixels
    datasets._kept.clear()
    assert load(kind, "", side, count).digest == first.digest
    assert not first.pixels.flags.writeable
    assert not first.labels.flags.writeable


def test_a_digest_tells_pixels_and_labels_apart():
    data = load("strokes", "", 8, 20)
    other = Dataset(data.pixels, data.labels[::-1].copy(), data.classes, 8, "")
    assert len(data.digest) == 32
    assert data.digest != other.digest


@pytest.mark.parametrize(("count", "share", "learned"), [(60_000, 1 / 6, 50_000), (30, 0, 30)])
def test_the_last_patterns_are_held_out(count, share, learned):
    data = Dataset(np.zeros((count, 16), np.uint8), np.zeros(count, np.int16), (), 4, "")
    assert split(data, share) == (slice(0, learned), slice(learned, count))


def test_the_oldest_data_are_forgotten():
    sets = [load("strokes", "", 8, count) for count in range(10, 16)]
    assert load("strokes", "", 8, 15) is sets[-1]
    assert load("strokes", "", 8, 10) is not sets[0]


def test_large_data_are_not_kept_beside_others(monkeypatch):
    monkeypatch.setattr(datasets, "KEPT_BYTES", 1000)
    for count in (10, 20):
        load("strokes", "", 8, count)
    assert len(datasets._kept) == 1


def test_unknown_data_and_sides_are_refused():
    with pytest.raises(InputError, match="no data letters; allowed: strokes, bars"):
        load("letters", "", 28, 10)
    with pytest.raises(InputError, match="A side of 29 was asked for; 4 to 28 are allowed"):
        load("strokes", "", 29, 10)


@pytest.mark.parametrize("kind", ["bars-and-stripes", "patches"])
def test_data_without_classes_are_refused_where_labels_are_wanted(kind):
    with pytest.raises(InputError, match="have no classes; set labels=false"):
        load(kind, "", 8, 100, wants_labels=True)


# ---- made ----


def test_stroke_digits_have_all_classes():
    data = load("strokes", "", 10, 1000)
    assert data.about == "1,000 stroke digits of 10×10"
    assert data.classes == tuple("0123456789")
    assert np.bincount(data.labels).tolist() == [100] * 10


def test_fewer_stroke_digits_are_the_first_of_more():
    few, many = load("strokes", "", 8, 20), load("strokes", "", 8, 50)
    assert (few.pixels == many.pixels[:20]).all()


def test_there_are_thirty_bars_and_stripes_of_4_by_4():
    data = load("bars-and-stripes", "", 4, 100)
    assert data.about == "30 bars and stripes of 4×4, all there are"
    assert len(np.unique(data.pixels, axis=0)) == len(data) == 30
    assert set(np.unique(data.pixels)) == {0, 255}


@pytest.mark.parametrize("side", [4, 5, 8])
def test_bars_and_stripes_are_those_with_equal_rows_or_equal_columns(side):
    found = all_bars_and_stripes(side)
    is_bars = (found == found[:, :, :1]).all(axis=(1, 2))
    is_stripes = (found == found[:, :1, :]).all(axis=(1, 2))
    assert (is_bars | is_stripes).all()
    assert len(np.unique(found, axis=0)) == len(found) == 2 * 2**side - 2


def test_large_bars_and_stripes_are_drawn_by_chance_and_fewer_are_the_first_of_more():
    few, many = load("bars-and-stripes", "", 12, 50), load("bars-and-stripes", "", 12, 100)
    pictures = many.pixels.reshape(-1, 12, 12)
    is_bars = (pictures == pictures[:, :, :1]).all(axis=(1, 2))
    assert 30 < is_bars.sum() < 70
    assert (few.pixels == many.pixels[:50]).all()


def test_patches_are_white_numbers_for_gaussian_units():
    data = load("patches", "", 8, 5000)
    covariance = np.cov(data.pixels.T)
    away = covariance - np.diag(np.diag(covariance))
    assert (data.is_real, data.pixels.dtype) == (True, np.float32)
    assert data.pixels.mean() == pytest.approx(0, abs=1e-4)
    assert data.pixels.std() == pytest.approx(1, abs=1e-4)
    assert abs(away).mean() < 0.1 * np.diag(covariance).mean()
    data.check_for("gaussian")
    with pytest.raises(InputError, match=r"outside 0 to 1 .* choose Gaussian visible units"):
        data.check_for("bernoulli")


# ---- drawn ----


def test_no_drawing_is_an_empty_set():
    for drawn in (None, (np.zeros((0, 64), np.uint8), np.zeros(0, np.int16))):
        data = load("drawn", "", 8, 0, drawn)
        assert (len(data), data.pixels.shape, data.about) == (0, (0, 64), "No drawing yet")
        assert len(data.classes) == 10


def test_drawings_are_what_was_given():
    pixels = np.arange(128, dtype=np.uint8).reshape(2, 64)
    data = load("drawn", "", 8, 0, (pixels, np.array([3, -1], np.int16)))
    assert (data.pixels == pixels).all()
    assert data.labels.tolist() == [3, -1]
    assert data.about == "2 of your drawings of 8×8"
    assert load("drawn", "", 8, 0, (pixels.copy(), np.array([3, -1]))) is data


# ---- files ----


@pytest.mark.parametrize(
    ("kind", "said"), [("idx", "an IDX file"), ("folder", "a folder"), ("table", "a .csv")]
)
def test_a_path_is_asked_for(kind, said):
    with pytest.raises(InputError, match=f"No file is named; set data_path to {said}"):
        load(kind, " ", 8, 0)


def test_a_file_that_has_changed_is_read_again(tmp_path):
    path = idx_file(tmp_path / "a", np.zeros((3, 4, 4)))
    first = load("idx", path, 4, 0)
    assert load("idx", path, 4, 100) is first
    idx_file(tmp_path / "a", np.ones((3, 4, 4)))
    os.utime(path, ns=(1, 1))
    assert load("idx", path, 4, 0).pixels.max() == 1


def test_labels_that_are_put_beside_are_seen(tmp_path):
    path = idx_file(tmp_path / "train-images-idx3-ubyte", np.zeros((3, 4, 4)))
    with pytest.raises(InputError, match="train-labels-idx1-ubyte is missing beside"):
        load("idx", path, 4, 0, wants_labels=True)
    labels = struct.pack(">2I", 0x801, 3) + bytes([7, 7, 8])
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(labels)
    assert load("idx", path, 4, 0, wants_labels=True).classes == ("7", "8")


def test_pictures_of_another_side_are_averaged(tmp_path):
    pixels = np.kron(np.arange(32).reshape(2, 4, 4), np.ones((2, 2)))
    data = load("idx", idx_file(tmp_path / "a", pixels), 4, 0)
    assert data.pixels.ravel().tolist() == list(range(32))
    assert data.about == "2 pictures of 4×4, averaged from 8×8, from a"


@needs_mnist
def test_mnist_at_half_its_side():
    data = load("idx", str(FOLDER), 14, 0, wants_labels=True)
    assert data.pixels.shape == (60_000, 196)
    assert data.about.startswith("60,000 pictures of 14×14, averaged from 28×28, from train-")


# ---- area averages ----


def averaged(picture, side: int) -> list[list[float]]:
    """A slow twin: cut every pixel into side × side, then average n × n of those."""
    n = max(picture.shape)
    square = np.zeros((n, n))
    top, left = (n - picture.shape[0]) // 2, (n - picture.shape[1]) // 2
    square[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    fine = np.repeat(np.repeat(square, side, axis=0), side, axis=1)
    return [
        [fine[i * n : (i + 1) * n, j * n : (j + 1) * n].mean() for j in range(side)]
        for i in range(side)
    ]


@pytest.mark.parametrize("shape", [(4, 4), (7, 7), (28, 28), (5, 9), (9, 4), (1, 1)])
@pytest.mark.parametrize("side", [4, 6])
def test_averages_equal_the_twin(shape, side):
    pictures = np.random.default_rng(0).uniform(0, 255, (3, *shape)).astype(np.float32)
    for picture, found in zip(pictures, resized(pictures, side), strict=True):
        np.testing.assert_allclose(found, averaged(picture, side), rtol=1e-5, atol=1e-3)


def test_whole_greys_stay_whole():
    pictures = np.full((5000, 7, 7), 255, np.uint8)
    assert (resized(pictures, 5) == 255).all()
    assert resized(pictures, 5).dtype == np.uint8
