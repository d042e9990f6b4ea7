"""IDX files: read as they are meant, and refused in one sentence when they are not."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from simulator.core import dataset_memory, idx
from simulator.core.errors import InputError
from tests.mnist import FOLDER, needs_mnist

PIXELS = np.arange(5 * 4 * 4).reshape(5, 4, 4)
LABELS = np.array([3, 0, 3, 1, 0])
IMAGES_NAME, LABELS_NAME = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


def packed(numbers, shape=None, magic=None) -> bytes:
    """An IDX file of bytes, with another header if one is given."""
    numbers = np.asarray(numbers, np.uint8)
    shape = numbers.shape if shape is None else shape
    magic = 0x800 + len(shape) if magic is None else magic
    return struct.pack(f">{1 + len(shape)}I", magic, *shape) + numbers.tobytes()


ZIPPED = gzip.compress(packed(PIXELS), mtime=0)  # names of tests hold it: the same in every process


@pytest.fixture
def folder(tmp_path):
    """A folder of five pictures and their labels, packed as MNIST is."""
    (tmp_path / f"{IMAGES_NAME}.gz").write_bytes(gzip.compress(packed(PIXELS), mtime=0))
    (tmp_path / f"{LABELS_NAME}.gz").write_bytes(gzip.compress(packed(LABELS), mtime=0))
    return tmp_path


def put(path, content: bytes):
    path.write_bytes(content)
    return path


def refusal(path) -> str:
    with pytest.raises(InputError) as error:
        idx.read(path)
    assert "\n" not in str(error.value)
    return str(error.value)


# ---- good files ----


def test_a_folder_gives_its_pictures_and_labels(folder):
    source = idx.read(folder)
    assert (source.pixels == PIXELS).all()
    assert source.classes == ("0", "1", "3")
    assert source.labels.tolist() == [2, 0, 2, 1, 0]


def test_a_file_brings_the_labels_that_lie_beside_it(folder):
    assert idx.read(folder / f"{IMAGES_NAME}.gz").classes == ("0", "1", "3")


def test_unpacked_files_and_names_with_a_dot_can_be_read(tmp_path):
    put(tmp_path / "train-images.idx3-ubyte", packed(PIXELS))
    put(tmp_path / "train-labels.idx1-ubyte", packed(LABELS))
    assert (idx.read(tmp_path).labels >= 0).all()


def test_the_training_set_comes_before_the_test_set(folder):
    put(folder / "t10k-images-idx3-ubyte", packed(PIXELS[:2]))
    assert len(idx.read(folder).pixels) == 5


def test_a_test_set_alone_is_read(tmp_path):
    put(tmp_path / "t10k-images-idx3-ubyte", packed(PIXELS[:2]))
    assert len(idx.read(tmp_path).pixels) == 2


def test_pictures_without_labels_say_which_file_is_missing(folder):
    (folder / f"{LABELS_NAME}.gz").unlink()
    source = idx.read(folder)
    assert (source.classes, source.labels.tolist()) == ((), [-1] * 5)
    assert f"{LABELS_NAME}.gz is missing beside {IMAGES_NAME}.gz" in source.unlabelled


def test_a_name_that_says_nothing_has_no_labels(tmp_path):
    assert idx.read(put(tmp_path / "digits", packed(PIXELS))).classes == ()


@needs_mnist
def test_mnist_can_be_read():
    source = idx.read(FOLDER)
    assert source.pixels.shape == (60_000, 28, 28)
    assert source.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert source.classes == tuple("0123456789")


# ---- bad files ----


def test_a_file_of_labels_is_no_file_of_pictures(folder):
    said = refusal(put(folder / "a", packed(LABELS)))
    assert "begins with 00000801, which is one of labels" in said
    assert "begin with 00000803" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html>", "begins with 3c21444f, which is no such file"),
        (b"", "begins with nothing"),
        (packed(PIXELS)[:9], "ends within its header"),
        (packed(PIXELS)[:-3], "says it has 5 pictures and ends after 4"),
        (packed(PIXELS) + b"1", "holds more than the 5 pictures"),
        (packed([], (0, 4, 4)), "0×4×4 numbers, no pictures"),
        (packed([], (1, 4, 2**31)), "no pictures that can be learned"),
        (packed([], (10_000_000, 28, 28)), "has 10,000,000 patterns; at most 1,000,000 are read"),
        (packed([], (900_000, 100, 100)), "9,000 MB of memory; at most"),
        (ZIPPED[:-12], "is cut off"),
        (ZIPPED[:-8] + bytes(8), "is damaged and can't be unpacked"),
        (ZIPPED[:20] + bytes(50), "can't be unpacked"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path, content, said):
    assert said in refusal(put(tmp_path / "a", content))


def test_too_many_pictures_are_refused_before_anything_is_allocated(tmp_path):
    path = put(tmp_path / "a", packed([], (10_000_000, 28, 28)))
    tracemalloc.start()
    refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**20


def test_a_packed_file_is_inflated_no_further_than_its_header_says(tmp_path):
    bomb = gzip.compress(packed(PIXELS) + bytes(100 * 2**20))
    path = put(tmp_path / "a", bomb)
    tracemalloc.start()
    assert "holds more" in refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_pictures_that_would_fill_the_memory_are_refused(folder, monkeypatch):
    monkeypatch.setattr(dataset_memory, "free_bytes", lambda: 100)
    assert "at most 0 MB are allowed here" in refusal(folder)


def test_as_many_labels_as_pictures_are_needed(folder):
    put(folder / f"{LABELS_NAME}.gz", packed(LABELS[:4]))
    said = refusal(folder)
    assert f"{IMAGES_NAME}.gz has 5 pictures and {LABELS_NAME}.gz 4 labels" in said


def test_more_than_a_hundred_classes_are_refused(tmp_path):
    put(tmp_path / IMAGES_NAME, packed(np.zeros((200, 4, 4))))
    put(tmp_path / LABELS_NAME, packed(np.arange(200)))
    assert "200 different labels; at most 100 classes" in refusal(tmp_path)


def test_no_file_and_a_folder_without_pictures_are_refused(tmp_path):
    assert "There is no file or folder" in refusal(tmp_path / "none")
    assert "holds no pictures in IDX; train-images-idx3-ubyte is looked for" in refusal(tmp_path)
