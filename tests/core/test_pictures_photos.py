"""Photographs on fine grids are half-toned; line art and small grids stay crisp."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from simulator.core import glyphs, pictures, scenes
from simulator.core.pictures import HALFTONE_SIDE, from_grey, read_pattern


@pytest.fixture(scope="module")
def photo():
    return scenes.grey("cat", 400)


def letter(side=400):
    return np.where(glyphs.render("letters", "A", side) > 0, 0, 255).astype(np.uint8)


def speckles(units):
    """Units unlike both neighbours in their row: many in a half-tone, hardly any in line art."""
    inner, left, right = units[:, 1:-1], units[:, :-2], units[:, 2:]
    return ((inner != left) & (inner != right)).mean()


def test_a_photo_on_a_fine_grid_is_half_toned(photo):
    assert speckles(from_grey(photo, 200)) > 0.2


def test_a_photo_on_a_small_grid_is_cut(photo):
    small = np.asarray(Image.fromarray(photo).resize((50, 50), Image.Resampling.BOX))
    assert np.array_equal(from_grey(photo, 50), np.where(small < 128, 1, -1))


def test_from_afar_a_half_tone_has_the_photos_greys(photo):
    units = from_grey(photo, 400)
    seen = np.where(units > 0, 0, 255).reshape(20, 20, 20, 20).mean(axis=(1, 3))
    wanted = photo.reshape(20, 20, 20, 20).mean(axis=(1, 3))
    assert np.corrcoef(seen.ravel(), wanted.ravel())[0, 1] > 0.98


@pytest.mark.parametrize("blur", [0, 1, 2])
def test_line_art_stays_crisp_even_if_its_edges_are_soft(blur):
    art = np.asarray(Image.fromarray(letter()).filter(ImageFilter.GaussianBlur(blur)))
    assert speckles(from_grey(art, 200)) < 0.005


def test_a_scan_of_grey_ink_on_grey_paper_is_line_art():
    noise = np.random.default_rng(0).normal(0, 5, (400, 400))
    scan = np.clip(np.where(letter() == 0, 60, 215) + noise, 0, 255).astype(np.uint8)
    assert speckles(from_grey(scan, 200)) < 0.005


@pytest.mark.parametrize("name", scenes.names())
def test_no_scene_is_taken_for_line_art(name):
    assert speckles(from_grey(scenes.grey(name, 200), 100)) > 0.1


def test_a_pale_photo_gains_contrast_but_gently(photo):
    pale = (100 + photo * 0.3).astype(np.uint8)
    paper = (from_grey(pale, 200) < 0).reshape(10, 20, 10, 20).mean(axis=(1, 3))
    spread = (pale.reshape(10, 40, 10, 40).mean(axis=(1, 3)) / 255).std()
    assert 1.3 * spread < paper.std() < 1.7 * spread


def test_the_paper_beside_an_oblong_photo_stays_white(photo):
    units = from_grey(photo[100:300], 200)
    assert (units[:49] == -1).all()
    assert (units[151:] == -1).all()
    assert speckles(units[50:150]) > 0.2


def test_a_pattern_at_another_side_is_never_half_toned():
    pattern = np.where(np.random.default_rng(0).random((300, 300)) < 0.5, 1, -1).astype(np.int8)
    small = np.where(pattern > 0, 0.0, 255.0).reshape(100, 3, 100, 3).mean(axis=(1, 3))
    assert np.array_equal(pictures.resized(pattern, 100), np.where(small < 128, 1, -1))


def test_a_jpeg_is_decoded_as_finely_as_the_grid_is(tmp_path):
    stripes = np.tile(np.repeat(np.array([0, 255], np.uint8), 2), (2048, 512))
    Image.fromarray(stripes).save(tmp_path / "a.jpg", quality=95)
    assert (read_pattern(tmp_path / "a.jpg", 1024)[500, :8] == [1, -1] * 4).all()


def test_a_flat_picture_is_no_trouble():
    for tone in (0, 90, 255):
        units = from_grey(np.full((20, 20), tone, np.uint8), HALFTONE_SIDE)
        assert units.shape == (HALFTONE_SIDE, HALFTONE_SIDE)
