"""Points and pictures from files become cells of the canvas; what can't is refused in words."""

import numpy as np
import pytest
from PIL import Image

from simulator.core.errors import InputError
from simulator.models import gan_canvas
from simulator.models.gan_canvas import of_points, read


def written(tmp_path, text: str, name: str = "points.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def picture(tmp_path, grey: np.ndarray, name: str = "ink.png"):
    path = tmp_path / name
    Image.fromarray(grey.astype(np.uint8)).save(path)
    return path


# ---- points ----


@pytest.mark.parametrize("head", ["", "x,y\n", "x1,x2\n"])
def test_points_of_a_table_fill_the_canvas(tmp_path, head):
    canvas = read(written(tmp_path, f"{head}0,0\n10,10\n"))
    assert np.argwhere(canvas).tolist() == [[0, 39], [39, 0]]  # y goes up, rows go down


def test_points_are_scaled_alike_on_both_axes():
    canvas = of_points(np.array([[0, 0], [100.0, 0], [50, 25]]), "a")
    rows, columns = np.nonzero(canvas)
    assert (np.ptp(columns), np.ptp(rows)) == (39, 10)


def test_a_column_of_labels_is_left_out(tmp_path):
    canvas = read(written(tmp_path, "x,y,label\n0,0,1\n1,1,2\n"))
    assert canvas.sum() == 2


@pytest.mark.parametrize("rows", [1, 2, 50])
def test_points_that_are_all_the_same_are_one_cell_in_the_middle(rows):
    canvas = of_points(np.full((rows, 2), 7.5), "a")
    assert np.argwhere(canvas).tolist() == [[19, 20]]


def test_points_of_any_size_fit():
    canvas = of_points(np.array([[-1.7e308, 0], [1.7e308, 0]]), "a")
    assert canvas.sum() == 2


def test_a_cloud_of_points_looks_as_it_did():
    angle = np.linspace(0, 2 * np.pi, 1000)
    canvas = of_points(np.column_stack([np.cos(angle), np.sin(angle)]), "ring")
    at = gan_canvas.centres(canvas)
    assert np.linalg.norm(at, axis=1) == pytest.approx(np.full(len(at), 1.3), abs=0.07)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("x,y\n", "no pattern|no points"),
        ("1,2,3\n", "has 3 columns; points in the plane have two"),
        ("1,2,3\nx,y,label\n", "is no number"),
        ("x,label\n1,2\n", "has 1 columns besides the labels"),
        ("1,2\n3,nan\n", "not finite"),
        ("1,inf\n", "not finite"),
        ("1,2\n3\n", "line 2: 1 cells"),
        ("0,0\n" * 100_001, "has 100,001 points; at most 100,000"),
    ],
)
def test_a_bad_table_is_refused_in_a_sentence(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        read(written(tmp_path, text))


def test_a_hundred_thousand_points_are_read(tmp_path):
    assert read(written(tmp_path, "0,1\n2,3\n" * 50_000)).sum() == 2


# ---- pictures ----


@pytest.mark.parametrize("side", [40, 400])
def test_dark_ink_is_on(tmp_path, side):
    grey = np.full((side, side), 255)
    grey[: side // 4] = 0
    canvas = read(picture(tmp_path, grey))
    assert canvas[:10].all()
    assert not canvas[10:].any()


def test_a_thin_line_of_a_large_picture_stays(tmp_path):
    grey = np.full((1000, 1000), 255)
    grey[498:502] = 0
    canvas = read(picture(tmp_path, grey))
    assert canvas.any(axis=0).all()
    assert canvas.sum() <= 80


def test_a_wide_picture_is_centred(tmp_path):
    canvas = read(picture(tmp_path, np.zeros((20, 40))))
    assert canvas[10:30].all()
    assert canvas.sum() == 800


@pytest.mark.parametrize("tone", [255, 240])
def test_a_blank_picture_is_refused(tmp_path, tone):
    with pytest.raises(InputError, match="is blank; a picture with dark ink"):
        read(picture(tmp_path, np.full((50, 50), tone)))


# ---- other files ----


def test_no_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read(tmp_path / "none.csv")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["a.npy", "a.txt", "a"])
def test_another_kind_of_file_is_refused_with_the_kinds_that_are_read(tmp_path, name):
    with pytest.raises(InputError, match=r"allowed: \.png, .*\.csv"):
        read(written(tmp_path, "1,2", name))


def test_text_that_calls_itself_a_picture_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not a picture"):
        read(written(tmp_path, "1,2", "a.png"))


def test_bytes_that_call_themselves_a_table_are_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x80" * 10)
    with pytest.raises(InputError, match="is no text"):
        read(tmp_path / "a.csv")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.core.pictures.MAX_BYTES", 3)
    with pytest.raises(InputError, match="choose a smaller one"):
        read(written(tmp_path, "1,2\n"))
