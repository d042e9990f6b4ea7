"""Files into patterns: fair to good files, firm with bad ones."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from simulator.core import pictures
from simulator.core.errors import InputError
from simulator.core.pictures import ShapeError, read_pattern

HALF = np.array([[1, -1], [1, -1]])


def saved(path, grey, mode: str = "L", **options) -> str:
    Image.fromarray(np.asarray(grey, np.uint8)).convert(mode).save(path, **options)
    return str(path)


def png_header(width: int, height: int) -> bytes:
    """A PNG of any size in a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".gif", ".tif", ".PNG", ".webp"])
def test_dark_pixels_become_ink(tmp_path, suffix):
    grey = np.kron([[0, 255], [0, 255]], np.ones((20, 20)))
    path = saved(tmp_path / f"a{suffix}", grey, **({"lossless": True} if suffix == ".webp" else {}))
    assert (read_pattern(path, 2) == HALF).all()


@pytest.mark.parametrize(("grey", "unit"), [(0, 1), (127, 1), (128, -1), (255, -1)])
def test_the_threshold_is_128(tmp_path, grey, unit):
    path = saved(tmp_path / "a.png", np.full((4, 4), grey))
    assert (read_pattern(path, 2) == unit).all()


def test_a_picture_is_brought_to_size_by_area_averages(tmp_path):
    grey = [[0, 255, 0, 0], [255, 255, 0, 0], [0, 0, 255, 255], [0, 0, 255, 255]]
    assert read_pattern(saved(tmp_path / "a.png", grey), 2).tolist() == [[-1, 1], [1, -1]]


def test_a_wide_picture_is_centred_on_white(tmp_path):
    pattern = read_pattern(saved(tmp_path / "a.png", np.zeros((10, 30))), 6)
    assert pattern.tolist() == [[-1] * 6] * 2 + [[1] * 6] * 2 + [[-1] * 6] * 2


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_parts_are_paper(tmp_path, mode):
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 2, 4))
    image.convert(mode).save(tmp_path / "a.png")
    assert (read_pattern(tmp_path / "a.png", 2) == HALF).all()


@pytest.mark.parametrize("mode", ["1", "RGB", "CMYK", "I;16"])
def test_every_common_mode_can_be_read(tmp_path, mode):
    grey = np.kron([[0, 255], [0, 255]], np.ones((8, 8))).astype(np.uint8)
    path = tmp_path / "a.tif"
    image = Image.fromarray(grey)
    if mode == "I;16":
        image = Image.fromarray(grey.astype(np.uint16) * 257)
    (image if mode == "I;16" else image.convert(mode)).save(path)
    assert (read_pattern(path, 2) == HALF).all()


def test_a_turned_photo_is_set_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned by a quarter
    grey = np.kron([[0, 0], [255, 255]], np.ones((32, 32)))
    path = saved(tmp_path / "a.jpg", grey, exif=exif, quality=95)
    assert read_pattern(path, 2).tolist() == [[-1, 1], [-1, 1]]


def test_a_text_named_png_is_refused_in_words(tmp_path):
    (tmp_path / "a.png").write_text("not a picture")
    with pytest.raises(InputError, match=r"a.png is not a picture, whatever its name says"):
        read_pattern(tmp_path / "a.png", 2)


def test_a_picture_cut_off_is_refused_in_words(tmp_path):
    saved(tmp_path / "a.png", np.random.default_rng(0).integers(0, 255, (64, 64)))
    (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes()[:2000])
    with pytest.raises(InputError, match=r"a.png is damaged"):
        read_pattern(tmp_path / "a.png", 2)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((30_000, 30_000), "30000×30000 pixels; at most 50 million"),
        ((40_000_000, 1), "40000000×1 pixels; at most 10000 on a side"),
    ],
)
def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path, size, sentence):
    (tmp_path / "a.png").write_bytes(png_header(*size))
    tracemalloc.start()
    with pytest.raises(InputError, match=sentence):
        read_pattern(tmp_path / "a.png", 28)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


@pytest.mark.parametrize(
    "values", [HALF, HALF > 0, HALF.ravel(), HALF.astype(float), (HALF + 1) // 2]
)
def test_an_array_of_two_values_is_a_pattern(tmp_path, values):
    np.save(tmp_path / "a.npy", values)
    np.savez(tmp_path / "a.npz", values)
    np.savez(tmp_path / "b.npz", units=values, other=np.zeros(3))
    for name in ("a.npy", "a.npz", "b.npz"):
        assert (read_pattern(tmp_path / name, 2) == HALF).all()


def test_tables_can_be_read(tmp_path):
    (tmp_path / "a.csv").write_text("1,-1\n1,-1\n")
    (tmp_path / "a.txt").write_text("1 -1\n1 -1\n")
    assert (read_pattern(tmp_path / "a.csv", 2) == HALF).all()
    assert (read_pattern(tmp_path / "a.txt", 2) == HALF).all()


def test_an_array_of_another_shape_says_what_to_do_and_brings_the_pattern(tmp_path):
    np.savez(tmp_path / "a.npz", units=HALF)
    with pytest.raises(ShapeError, match="2×2 and the network 28×28; set side=2 first") as refusal:
        read_pattern(tmp_path / "a.npz", 28)
    assert (refusal.value.pattern == HALF).all()
    assert pictures.resized(refusal.value.pattern, 4).shape == (4, 4)


def test_an_oblong_array_is_not_told_to_become_a_side(tmp_path):
    np.save(tmp_path / "a.npy", np.ones((3, 4)))
    with pytest.raises(ShapeError, match="3×4 and the network 2×2; make it 2×2"):
        read_pattern(tmp_path / "a.npy", 2)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (np.array([[2, 0], [1, 1]]), "other values than"),
        (np.array([[np.nan, 1.0], [1, 1]]), "other values than"),
        (np.array(["a", "b"]), "holds no numbers"),
        (np.array([]), "holds no numbers"),
        (np.zeros(4, [("x", "i4")]), "holds no numbers"),
        (np.array([{}, 1], object), "can't be read"),
        (np.ones(3), "no square"),
    ],
)
def test_other_arrays_are_refused_in_words(tmp_path, values, sentence):
    np.save(tmp_path / "a.npy", values)
    with pytest.raises(InputError, match=sentence):
        read_pattern(tmp_path / "a.npy", 2)


@pytest.mark.parametrize("name", ["a.csv", "a.npy", "a.npz", "a.txt", "a.png"])
@pytest.mark.parametrize("content", [b"", b"\0\1\2\3", b"PK\3\4 cut off", b"1,-1\n1"])
def test_damaged_files_are_refused_in_words(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError):
        read_pattern(tmp_path / name, 2)


def test_an_npz_bomb_is_refused_before_it_is_inflated(tmp_path):
    buffer = io.BytesIO()
    np.save(buffer, np.ones(80 * 2**20, np.int8))
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("units.npy", buffer.getvalue())
    with pytest.raises(InputError, match="inflates to more than 64 MB"):
        read_pattern(tmp_path / "a.npz", 2)


def test_several_arrays_without_one_named_units_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", a=HALF, b=HALF)
    with pytest.raises(InputError, match="holds 2 arrays"):
        read_pattern(tmp_path / "a.npz", 2)


@pytest.mark.parametrize("name", ["nothing.png", "", "~nobody-of-that-name/a.png", "x" * 400])
def test_a_file_that_is_not_there_is_said(name):
    with pytest.raises(InputError, match="There is no file"):
        read_pattern(name, 2)


def test_another_kind_of_file_is_refused_with_the_kinds(tmp_path):
    (tmp_path / "a.pdf").write_text("x")
    with pytest.raises(InputError, match=r"allowed: \.png, \.jpg"):
        read_pattern(tmp_path / "a.pdf", 2)


def test_unknown_units_stay_unknown_at_another_side():
    pattern = np.array([[0, 1], [0, -1]], np.int8)
    assert pictures.resized(pattern, 4).tolist() == [[0, 0, 1, 1]] * 2 + [[0, 0, -1, -1]] * 2
