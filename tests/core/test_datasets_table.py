"""Tables as data: CSV, NPY, NPZ; greys, shares and real numbers; and what is refused."""

import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from simulator.core import dataset_csv, dataset_memory, datasets
from simulator.core.errors import InputError

GREYS = np.arange(48).reshape(3, 16)
SHARES = GREYS / 47


def load(path, side: int = 4, **options):
    return datasets.load("table", str(path), side, 0, **options)


def refusal(path, side: int = 4, **options) -> str:
    with pytest.raises(InputError) as error:
        load(path, side, **options)
    assert "\n" not in str(error.value)
    return str(error.value)


def csv(path, values, head: str = "") -> str:
    lines = [",".join(str(v) for v in row) for row in values]
    path.write_text("\n".join([head, *lines] if head else lines) + "\n")
    return str(path)


def npy(path, values) -> str:
    np.save(path, values)
    return str(path)


# ---- good tables ----


def test_all_kinds_of_files_hold_the_same(tmp_path):
    np.savez(tmp_path / "a.npz", anything=GREYS)
    np.savez_compressed(tmp_path / "b.npz", images=GREYS.reshape(3, 4, 4), other=np.zeros(3))
    paths = [csv(tmp_path / "a.csv", GREYS), npy(tmp_path / "a.npy", GREYS),
             tmp_path / "a.npz", tmp_path / "b.npz"]  # fmt: skip
    for path in paths:
        data = load(path)
        assert (data.pixels == GREYS).all()
        assert (data.pixels.dtype, data.is_real, data.classes) == (np.uint8, False, ())


@pytest.mark.parametrize("order", "CF")
@pytest.mark.parametrize("dtype", ["u1", "i8", ">f4", "f2", "f8"])
def test_numbers_of_every_type_and_order_can_be_read(tmp_path, dtype, order):
    values = np.asarray(GREYS, dtype, order=order)
    assert (load(npy(tmp_path / "a.npy", values)).pixels == GREYS).all()


def test_bits_are_ink_or_paper(tmp_path):
    for k, values in enumerate((GREYS % 2, GREYS % 2 > 0, (GREYS % 2).astype(float))):
        data = load(npy(tmp_path / f"{k}.npy", values))
        assert (data.pixels == 255 * (GREYS % 2)).all()


def test_shares_of_255_become_whole_greys(tmp_path):
    data = load(npy(tmp_path / "a.npy", (GREYS / 255).astype(np.float32)))
    assert (data.pixels == GREYS).all()
    assert data.pixels.dtype == np.uint8


def test_other_shares_stay_as_they_are_on_the_scale_of_greys(tmp_path):
    data = load(npy(tmp_path / "a.npy", SHARES))
    np.testing.assert_allclose(data.pixels, 255 * SHARES, rtol=1e-6)
    assert (data.pixels.dtype, data.is_real) == (np.float32, False)
    data.check_for("bernoulli")


@pytest.mark.parametrize("values", [-GREYS, 10 * GREYS, GREYS + 0.5, SHARES * 2])
def test_values_outside_the_range_are_for_gaussian_units_only(tmp_path, values):
    data = load(npy(tmp_path / "a.npy", values))
    np.testing.assert_allclose(data.pixels, values, rtol=1e-6)
    assert data.is_real
    data.check_for("gaussian")
    with pytest.raises(InputError, match=r"outside 0 to 1 .* choose Gaussian visible units"):
        data.check_for("bernoulli")


@pytest.mark.parametrize("column", [0, 16])
def test_a_header_names_the_column_of_labels(tmp_path, column):
    head = [f"pixel{k}" for k in range(16)]
    head.insert(column, "Label")
    values = np.insert(GREYS, column, [9, 5, 9], axis=1)
    data = load(csv(tmp_path / "a.csv", values, ",".join(head)), wants_labels=True)
    assert (data.pixels == GREYS).all()
    assert (data.classes, data.labels.tolist()) == (("5", "9"), [1, 0, 1])


def test_an_npz_may_hold_labels(tmp_path):
    np.savez(tmp_path / "a.npz", data=GREYS, labels=np.array([2, -1, 0]))
    data = load(tmp_path / "a.npz", wants_labels=True)
    assert (data.classes, data.labels.tolist()) == (("0", "2"), [1, -1, 0])


def test_a_table_with_a_byte_mark_and_windows_lines_can_be_read(tmp_path):
    text = "\r\n".join(",".join(str(v) for v in row) for row in GREYS)
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n")
    assert (load(tmp_path / "a.csv").pixels == GREYS).all()


def test_greys_of_another_side_are_averaged(tmp_path):
    values = np.kron(GREYS.reshape(3, 4, 4), np.ones((2, 2))).reshape(3, 64)
    data = load(npy(tmp_path / "a.npy", values))
    assert (data.pixels == GREYS).all()
    assert data.about == "3 patterns of 4×4, averaged from 8×8, from a.npy"


def test_real_numbers_of_another_side_are_refused(tmp_path):
    assert "can't be averaged to 8×8; set side=4" in refusal(npy(tmp_path / "a.npy", -GREYS), 8)


def test_many_lines_are_read_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(dataset_csv, "CHUNK", 2)
    values = np.tile(GREYS, (3, 1))
    assert (load(csv(tmp_path / "a.csv", values)).pixels == values).all()


# ---- bad tables ----


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.csv is empty"),
        (",".join(f"p{k}" for k in range(16)), "has a header row and no pattern"),
        ("1,2,3\n4,5,6", "has 3 numbers in a row; a pattern has s×s of them, s from 4 to 28"),
        ("1,2,3,4\n", "has 4 numbers in a row"),
        ("a,label,b\n1,2,3", "the column label must be the first or the last"),
        ("1,2\n3,4\n5\n", "line 3: 1 cells where the first line has 2"),
        ("1,2\n3,x\n", "line 2, column 2: “x” is no number"),
        ("1,2\n\n3,\n", "line 3, column 2: “” is no number"),
        ("1" * 200_000, "longer than 131,072 characters"),
    ],
)
def test_a_bad_csv_is_refused_in_words(tmp_path, text, said):
    (tmp_path / "a.csv").write_text(text)
    assert said in refusal(tmp_path / "a.csv")


def test_a_csv_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x81" * 10)
    assert "a.csv is no text" in refusal(tmp_path / "a.csv")


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_finite_number_is_named_by_its_place(tmp_path, bad):
    values = SHARES.copy()
    values[2, 5] = bad
    for path in (csv(tmp_path / "a.csv", values), npy(tmp_path / "a.npy", values)):
        assert f"holds {bad} in pattern 2, number 5 (counted from 0)" in refusal(path)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.zeros((2, 15)), "has 15 numbers in a row"),
        (np.zeros((2, 4, 5)), "has 4×5 numbers in a row"),
        (np.zeros((2, 2, 8)), "has 2×8 numbers in a row"),
        (np.zeros((2, 900)), "s from 4 to 28"),
        (np.zeros(16), "16 values of type float64; patterns are N×D, or N×s×s, numbers"),
        (np.zeros((0, 16)), "0×16 values"),
        (np.array([["a"] * 16]), "values of type <U1"),
        (np.array([[{}] * 16]), "values of type object"),
        (np.full((1, 16), 1e300), "too large a number"),
    ],
)
def test_other_arrays_are_refused_in_words(tmp_path, values, said):
    assert said in refusal(npy(tmp_path / "a.npy", values))


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"a": GREYS, "b": GREYS}, "holds the arrays a, b; name the one of the patterns images"),
        ({"labels": np.zeros(3)}, "holds the arrays labels; name"),
        ({"a": GREYS, "labels": np.zeros(2)}, "has 3 patterns and 2 labels"),
        ({"a": GREYS, "labels": np.full(3, 0.5)}, "must be whole numbers"),
        ({"a": GREYS, "labels": np.zeros((3, 2))}, "must be whole numbers, one for each"),
    ],
)
def test_other_collections_of_arrays_are_refused_in_words(tmp_path, arrays, said):
    np.savez(tmp_path / "a.npz", **arrays)
    assert said in refusal(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.csv", "a column named label is needed"),
        ("a.npy", "an array named labels is needed, in an .npz file"),
    ],
)
def test_missing_labels_are_asked_for(tmp_path, name, said):
    path = (csv if name.endswith("csv") else npy)(tmp_path / name, GREYS)
    assert said in refusal(path, wants_labels=True)


@pytest.mark.parametrize("name", ["a.npy", "a.npz"])
def test_a_damaged_file_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"junk" * 100)
    assert f"{name} is damaged" in refusal(tmp_path / name)


def test_an_array_that_is_cut_off_is_refused(tmp_path):
    npy(tmp_path / "a.npy", GREYS)
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-8])
    assert "ends before its last number" in refusal(tmp_path / "a.npy")


def test_no_file_and_other_files_are_refused(tmp_path):
    assert "There is no file" in refusal(tmp_path / "none.csv")
    (tmp_path / "a.xlsx").write_text("")
    assert "a.xlsx is no table; allowed: .csv, .npy, .npz" in refusal(tmp_path / "a.xlsx")


def header_of(rows: int) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        out, {"descr": "|u1", "fortran_order": False, "shape": (rows, 784)}
    )
    return out.getvalue()


def test_ten_million_rows_are_refused_before_anything_is_allocated(tmp_path):
    (tmp_path / "a.npy").write_bytes(header_of(10**7))
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("images.npy", header_of(10**7))
    (tmp_path / "a.csv").write_bytes(b"1\n" * 10**7)
    for name, said in (("a.npy", "10,000,000 patterns"), ("a.npz", "10,000,000 patterns"),
                       ("a.csv", "more than 1,000,000 rows")):  # fmt: skip
        tracemalloc.start()
        assert said in refusal(tmp_path / name)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 16 * 2**20


def test_a_table_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    path = csv(tmp_path / "a.csv", GREYS)
    monkeypatch.setattr(dataset_memory, "free_bytes", lambda: 100)
    assert "MB are allowed here" in refusal(path)
