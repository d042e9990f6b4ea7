"""The built-in patterns: they render at every side, look different, and suit a Hopfield network."""

import tracemalloc
from itertools import combinations

import numpy as np
import pytest

from simulator.core import glyphs

SIDES = (2, 7, 28, 64, 128)


def rows(set_name: str, count: int | None = None) -> np.ndarray:
    """The first patterns of a set at side 28, one a row: (patterns, 784) of ±1."""
    names = glyphs.names(set_name)[:count]
    return np.array([glyphs.render(set_name, name, 28).ravel() for name in names], float)


def hebb(patterns: np.ndarray) -> np.ndarray:
    weights = patterns.T @ patterns / patterns.shape[1]
    np.fill_diagonal(weights, 0)
    return weights


def pseudo_inverse(patterns: np.ndarray) -> np.ndarray:
    weights = np.linalg.pinv(patterns) @ patterns
    np.fill_diagonal(weights, 0)
    return weights


def is_stable(weights: np.ndarray, patterns: np.ndarray) -> np.ndarray:
    """For each row, whether no unit wants to flip."""
    return (np.where(patterns @ weights >= 0, 1, -1) == patterns).all(axis=1)


def is_recalled(weights: np.ndarray, pattern: np.ndarray, rng: np.random.Generator) -> bool:
    """Whether the pattern comes back after a quarter of its pixels were flipped."""
    state = pattern.copy()
    state[rng.choice(state.size, state.size // 4, replace=False)] *= -1
    for _ in range(10):
        before = state.copy()
        for unit in rng.permutation(state.size):
            state[unit] = 1 if weights[unit] @ state >= 0 else -1
        if (state == before).all():
            break
    return bool((state == pattern).all())


def recalls(patterns: np.ndarray, trials: int) -> list[int]:
    """For each pattern, how many of the trials recall it."""
    rng, weights = np.random.default_rng(1), pseudo_inverse(patterns)
    return [sum(is_recalled(weights, p, rng) for _ in range(trials)) for p in patterns]


def test_the_sets_hold_what_they_promise():
    assert glyphs.names("letters") == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert glyphs.names("digits") == list("0123456789")
    assert len(glyphs.names("faces")) == len(glyphs.names("shapes")) == 10


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_every_pattern_renders_at_every_side(set_name, side):
    for name in glyphs.names(set_name):
        pattern = glyphs.render(set_name, name, side)
        assert pattern.shape == (side, side)
        assert pattern.dtype == np.int8
        assert set(np.unique(pattern)) == {-1, 1}


@pytest.mark.parametrize("side", [5, 28, 128, 150])
@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_ink_is_where_the_distance_to_a_path_is_not_positive(set_name, side):
    for paths in glyphs._read(set_name, 1 if side <= glyphs.COARSE else glyphs.FINER).values():
        for path in paths:
            slow = glyphs._distance(path, side) <= 0
            assert np.array_equal(glyphs._ink(path, side), slow)


@pytest.mark.parametrize(("set_name", "name"), [("letters", "S"), ("digits", "8"), ("faces", 0)])
def test_a_pattern_looks_the_same_on_the_finest_grid(set_name, name):
    name = name or glyphs.names(set_name)[0]
    fine = glyphs.render(set_name, name, 1024).reshape(128, 8, 128, 8).mean(axis=(1, 3))
    assert np.corrcoef(fine.ravel(), glyphs.render(set_name, name, 128).ravel())[0, 1] > 0.95


def test_the_finest_grid_needs_little_memory():
    tracemalloc.start()
    glyphs.render("digits", "8", 1024)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 2**20


@pytest.mark.parametrize("side", [3, 4, 5, 6, 8, 9, 10, 11, 12, 13])
@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_no_pattern_is_empty_or_full_on_a_small_grid(set_name, side):
    for name in glyphs.names(set_name):
        assert set(np.unique(glyphs.render(set_name, name, side))) == {-1, 1}


@pytest.mark.parametrize("side", [8, 12, 28, 50, 64, 128])
@pytest.mark.parametrize("letter", "AHIMOTUVWXY")
def test_symmetric_letters_are_their_own_mirror_image(letter, side):
    pattern = glyphs.render("letters", letter, side)
    assert np.array_equal(pattern, pattern[:, ::-1])


@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_the_patterns_of_a_set_are_clearly_different(set_name):
    for a, b in combinations(rows(set_name), 2):
        assert np.count_nonzero(a != b) >= 20


def test_a_letter_keeps_a_margin_and_fills_the_rest():
    ink_rows = np.flatnonzero((glyphs.render("letters", "H", 28) == 1).any(axis=1))
    assert (ink_rows[0], ink_rows[-1]) == (3, 24)


def test_each_render_is_the_callers_own():
    glyphs.render("letters", "A", 28)[:] = 1
    assert (glyphs.render("letters", "A", 28) == -1).any()


def test_an_unknown_set_is_refused_with_the_names_of_the_sets():
    with pytest.raises(ValueError, match=r"'runes'.*letters, digits, faces, shapes"):
        glyphs.names("runes")


def test_an_unknown_name_is_refused_with_the_names_of_its_set():
    with pytest.raises(ValueError, match=r"'Ä' in digits.*0, 1, 2"):
        glyphs.render("digits", "Ä", 28)


@pytest.mark.parametrize("side", [-1, 0, 1, 1025])
def test_a_side_out_of_range_is_refused_with_the_range(side):
    with pytest.raises(ValueError, match=rf"{side} pixels.*2 to 1024"):
        glyphs.render("letters", "A", side)


def test_the_hebb_rule_keeps_none_of_ten_letters():
    letters = rows("letters", 10)
    assert not is_stable(hebb(letters), letters).any()


@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_the_pseudo_inverse_rule_keeps_every_pattern_of_a_set(set_name):
    patterns = rows(set_name)
    assert is_stable(pseudo_inverse(patterns), patterns).all()


def test_ten_letters_are_recalled_from_a_quarter_of_wrong_pixels():
    assert sum(recalls(rows("letters", 10), trials=10)) >= 95


@pytest.mark.parametrize("set_name", glyphs.SETS)
def test_each_pattern_of_a_set_is_recalled_from_a_quarter_of_wrong_pixels(set_name):
    assert min(recalls(rows(set_name), trials=20)) >= 18
