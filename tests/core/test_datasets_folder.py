"""A folder of pictures as data: classes, paper and ink, sizes, and what is refused."""

import numpy as np
import pytest
from PIL import Image

from simulator.core import dataset_folder, datasets
from simulator.core.dataset_folder import ink
from simulator.core.errors import InputError

STROKE = np.pad(np.zeros((8, 2)), ((4, 4), (7, 7)), constant_values=255)  # dark on white


def put(path, grey) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.asarray(grey, np.uint8)).save(path)


def load(folder, side: int = 16, **options):
    return datasets.load("folder", str(folder), side, 0, **options)


def refusal(folder, **options) -> str:
    with pytest.raises(InputError) as error:
        load(folder, **options)
    return str(error.value)


def test_subfolders_are_the_classes(tmp_path):
    for name in ("cat/1.png", "cat/2.PNG", "ant/1.png"):
        put(tmp_path / name, STROKE)
    data = load(tmp_path, wants_labels=True)
    assert data.classes == ("ant", "cat")
    assert np.bincount(data.labels).tolist() == [1, 2]
    assert data.about == f"3 pictures of 16×16 from the folder {tmp_path.name}"


def test_without_subfolders_there_are_no_classes(tmp_path):
    put(tmp_path / "1.png", STROKE)
    assert load(tmp_path).labels.tolist() == [-1]
    assert "has no subfolders, which are the classes" in refusal(tmp_path, wants_labels=True)


def test_loose_pictures_beside_subfolders_have_no_label(tmp_path):
    put(tmp_path / "1.png", STROKE)
    put(tmp_path / "a" / "2.png", STROKE)
    assert sorted(load(tmp_path).labels) == [-1, 0]


def test_the_order_mixes_the_classes_and_hangs_on_names_alone(tmp_path):
    for k in range(40):
        put(tmp_path / "ab"[k % 2] / f"{k}.png", STROKE)
    labels = load(tmp_path).labels
    assert 5 < labels[20:].sum() < 15
    assert (load(tmp_path).labels == labels).all()


@pytest.mark.parametrize("grey", [STROKE, 255 - STROKE])
def test_ink_is_what_the_border_is_not_made_of(grey):
    found = ink(grey.astype(np.uint8), 16)
    assert (found == 255 - STROKE).all()


def test_an_oblong_picture_is_centred_on_its_own_paper():
    grey = np.zeros((8, 16), np.uint8)
    grey[2:6, 4:12] = 255  # light on dark
    found = ink(grey, 16)
    assert (found[:6] == 0).all()
    assert found[8, 8] == 255


def test_pictures_of_mixed_sizes_are_fitted_and_it_is_said(tmp_path):
    put(tmp_path / "1.png", STROKE)
    put(tmp_path / "2.png", np.kron(STROKE, np.ones((2, 2))))
    data = load(tmp_path)
    assert (data.pixels[0] == data.pixels[1]).all()
    assert data.about.endswith(f"{tmp_path.name}, fitted from 2 different sizes")


def test_pictures_of_one_other_size_are_fitted_and_it_is_said(tmp_path):
    put(tmp_path / "1.png", STROKE)
    assert load(tmp_path, 8).about.endswith(", fitted from 16×16")


def test_a_picture_that_is_added_is_seen(tmp_path):
    put(tmp_path / "1.png", STROKE)
    first = load(tmp_path)
    assert load(tmp_path) is first
    put(tmp_path / "2.png", STROKE)
    assert len(load(tmp_path)) == 2


def test_hidden_and_other_files_are_left_out(tmp_path):
    put(tmp_path / "1.png", STROKE)
    (tmp_path / "._1.png").write_bytes(b"junk")
    (tmp_path / "notes.txt").write_text("")
    assert len(load(tmp_path)) == 1


# ---- bad folders ----


def test_an_empty_folder_is_refused(tmp_path):
    assert f"The folder {tmp_path.name} is empty" in refusal(tmp_path)


def test_a_folder_without_pictures_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("")
    assert "holds no pictures; allowed are .png, .jpg" in refusal(tmp_path)


def test_no_folder_is_refused(tmp_path):
    assert "There is no folder" in refusal(tmp_path / "none")


@pytest.mark.parametrize(("cut", "said"), [(60, "2.png is damaged"), (5, "2.png is not a picture")])
def test_a_damaged_picture_is_named(tmp_path, cut, said):
    put(tmp_path / "1.png", STROKE)
    put(tmp_path / "2.png", np.random.default_rng(0).integers(0, 255, (64, 64)))
    (tmp_path / "2.png").write_bytes((tmp_path / "2.png").read_bytes()[:cut])
    assert said in refusal(tmp_path)


def test_too_many_pictures_are_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(dataset_folder, "MAX_FILES", 3)
    for k in range(4):
        (tmp_path / f"{k}.png").write_bytes(b"")
    assert "holds more than 3 pictures" in refusal(tmp_path)


def test_too_many_classes_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.core.dataset.MAX_CLASSES", 2)
    for name in "abc":
        put(tmp_path / name / "1.png", STROKE)
    assert "3 different labels; at most 2 classes" in refusal(tmp_path)
