"""The random words: the published generator, and a fair shuffle."""

from itertools import permutations

import numpy as np
import pytest

from kernels import words as kernels
from tests.kernels import naive


def test_the_first_words_are_the_published_ones():
    words = np.array([1, 2, 3, 4], np.uint64)
    assert [int(kernels.next_word(words)) for _ in range(5)] == [
        41943041,
        58720359,
        3588806011781223,
        3591011842654386,
        9228616714210784205,
    ]


def test_a_thousand_words_equal_the_twin_in_python_integers():
    words = kernels.seeded(7)
    twin = naive.Words(words)
    for _ in range(1000):
        assert int(kernels.next_word(words)) == twin.word()
    assert [int(word) for word in words] == twin.s


def test_a_uniform_equals_the_twin_and_lies_strictly_between_0_and_1():
    words = kernels.seeded(8)
    twin = naive.Words(words)
    values = [float(kernels.next_uniform(words)) for _ in range(1000)]
    assert values == [twin.uniform() for _ in range(1000)]
    assert 0 < min(values) < max(values) < 1


@pytest.mark.parametrize(("last", "uniform"), [(0, 2.0**-53), (2**64 - 1, 1 - 2.0**-53)])
def test_the_extreme_words_give_uniforms_inside_the_open_interval(last, uniform):
    words = np.array([0, 1, 1, last], np.uint64)  # makes the word 0, and the word of 64 ones
    assert kernels.next_uniform(words) == uniform


def test_seeds_and_streams_give_different_words():
    starts = {
        kernels.seeded(*entropy).tobytes() for entropy in [(0,), (1,), (0, 1), (0, 2), (1, 2)]
    }
    assert len(starts) == 5


@pytest.mark.parametrize("n", [1, 2, 7, 64])
def test_a_shuffle_equals_the_twin(n):
    words, order = kernels.seeded(n), np.empty(n, np.int32)
    twin = naive.Words(words)
    for _ in range(3):
        kernels.shuffle(order, words)
        assert order.tolist() == twin.shuffled(n)


def test_every_permutation_is_equally_likely():
    words, order, rounds = kernels.seeded(1), np.empty(4, np.int32), 4800
    counts = dict.fromkeys(permutations(range(4)), 0)
    for _ in range(rounds):
        kernels.shuffle(order, words)
        counts[tuple(order.tolist())] += 1
    expected = rounds / 24
    chi_square = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi_square < 49.7  # 23 degrees of freedom, p = 0.001
