"""Many states at once against the dense weight matrix and brute force, one state after another."""

import numpy as np
import pytest

from kernels import hopfield, words
from kernels import hopfield_batch as kernels
from tests.kernels import naive
from tests.kernels.batches import DENSE, PAIRWISE, STATES, THRESHOLD, Dense, Pairwise

each_pairwise = pytest.mark.parametrize(
    ("n", "rule", "gain", "temperature", "probability"), PAIRWISE
)
each_dense = pytest.mark.parametrize(("n", "kind", "degree", "gain", "temperature"), DENSE)


def decide(t, own=0.0):
    pending = np.empty_like(t.units)
    near = kernels.decide_together(
        t.units, pending, t.left, t.diagonal, own, THRESHOLD, t.temperature, t.gain, t.probability,
        t.sums, t.chances, t.heat,
    )  # fmt: skip
    return pending, near


def update(t, block):
    return kernels.update_blocks(
        t.units, t.order, block, t.right, t.left, t.diagonal, 0.0, THRESHOLD, t.temperature, t.gain,
        t.sums, t.heat,
    )  # fmt: skip


def update_dense(t, block):
    return kernels.dense_blocks(
        t.units, t.order, block, t.xi, t.shape, t.degree, t.beta, THRESHOLD, t.temperature, t.gain,
        t.overlaps, t.heat,
    )  # fmt: skip


@each_pairwise
@pytest.mark.parametrize("own", [False, True])
def test_decisions_equal_those_of_one_state_after_another(
    n, rule, gain, temperature, probability, own
):
    t = Pairwise(n, rule, gain, temperature, probability)
    slow = [
        naive.decide_together(
            t.W, t.units[b], range(n), own, THRESHOLD, temperature, t.given(b), gain, probability
        )
        for b in range(STATES)
    ]
    assert np.allclose(decide(t, float(own))[0], slow, atol=1e-12)


@each_dense
def test_dense_decisions_equal_brute_force(n, kind, degree, gain, temperature):
    t = Dense(n, kind, degree, gain, temperature)
    pending = np.empty_like(t.units)
    kernels.dense_together(
        t.units, pending, t.xi, t.shape, t.degree, t.beta, THRESHOLD, temperature, gain, 1.0,
        t.overlaps, None, t.heat,
    )  # fmt: skip
    for b in range(STATES):
        given = t.given(b)
        slow = [t.slow.wanted(t.units[b], i, THRESHOLD, temperature, given, gain) for i in range(n)]
        assert np.allclose(pending[b], slow, atol=1e-5)  # slopes are differences there


@each_pairwise
@pytest.mark.parametrize("block", [1, 3, 64])
def test_blocks_in_turn_equal_decisions_about_each_block(
    n, rule, gain, temperature, probability, block
):
    t = Pairwise(n, rule, gain, temperature)
    slow = t.units.copy()
    for b in range(STATES):
        given = t.given(b, t.order)
        for start in range(0, n, block):
            chosen = t.order[start : start + block]
            slow[b] = naive.decide_together(
                t.W, slow[b], chosen, False, THRESHOLD, temperature, given, gain
            )
    before = t.units.copy()
    changed, _ = update(t, block)
    assert np.allclose(t.units, slow, atol=1e-12)
    assert np.allclose(t.sums, t.units.astype(float) @ t.right, atol=1e-10)
    assert changed == (t.units != before).sum()


@each_dense
def test_dense_blocks_of_one_unit_are_updates_in_turn(n, kind, degree, gain, temperature):
    t = Dense(n, kind, degree, gain, temperature)
    slow = t.units.copy()
    for b in range(STATES):
        given = t.given(b, t.order)
        for i in t.order:
            slow[b, i] = t.slow.wanted(slow[b], i, THRESHOLD, temperature, given, gain)
    update_dense(t, 1)
    assert np.allclose(t.units, slow, atol=1e-4)  # slopes are differences there
    assert np.allclose(t.overlaps, t.units.astype(float) @ t.xi, atol=1e-10)


@each_dense
def test_one_dense_block_is_a_decision_together(n, kind, degree, gain, temperature):
    t = Dense(n, kind, degree, gain, temperature)
    pending = np.empty_like(t.units)
    kernels.dense_together(
        t.units, pending, t.xi, t.shape, t.degree, t.beta, THRESHOLD, temperature, gain, 1.0,
        t.overlaps, None, t.heat,
    )  # fmt: skip
    update_dense(t, n)
    assert (t.units == pending).all()


def test_units_without_a_field_are_counted_as_near_a_tie():
    t = Pairwise(7, "hebb", None)
    t.sums[:], t.units[:] = 0, 0
    pending = np.empty_like(t.units)
    near = kernels.decide_together(
        t.units, pending, t.left, t.diagonal, 0.0, 0.0, 0.0, None, 1.0, t.sums, None, None
    )
    assert near == 7 * STATES
    assert (pending == 1).all()


@pytest.mark.parametrize("is_shuffled", [False, True])
@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse"])
def test_a_cue_settles_as_sweep_after_sweep_would_let_it(rule, is_shuffled):
    t, stream = Pairwise(64, rule, None), words.seeded(5)
    twin, slow = naive.Words(stream), t.units[0].copy()
    order = np.arange(64, dtype=np.int32)
    assert kernels.settle_in_turn(
        t.units[0], order, 200, is_shuffled, t.right, t.left, t.diagonal, 0.0, 0.0, t.sums[0],
        stream,
    )  # fmt: skip
    changed = True
    while changed:
        before = slow.copy()
        in_turn = twin.shuffled(64) if is_shuffled else range(64)
        naive.update_in_turn(t.W, slow, in_turn, False, 0.0, 0.0, twin)
        changed = (before != slow).any()
    assert t.units[0].tolist() == slow.tolist()
    assert stream.tolist() == twin.s


def test_settling_gives_up_after_the_sweeps_it_was_given():
    t, order = Pairwise(64, "hebb", None), np.arange(64, dtype=np.int32)
    assert not kernels.settle_in_turn(
        t.units[0], order, 1, True, t.right, t.left, t.diagonal, 0.0, 0.0, t.sums[0],
        words.seeded(0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gain", "temperature", "probability"), [(None, 0.0, 1.0), (None, 0.7, 0.4), (3.0, 0.7, 1.0)]
)
def test_decisions_from_known_fields_draw_the_same_words(gain, temperature, probability):
    t = Pairwise(64, "pseudo-inverse", gain)
    units, order, one, two = t.units[0], t.order, words.seeded(1), words.seeded(1)
    fast, slow = np.empty_like(units), np.empty_like(units)
    hopfield.decide_together(
        units, slow, order, 0, 64, t.left, t.diagonal, 0.0, THRESHOLD, temperature, gain,
        probability, t.sums[0], one,
    )  # fmt: skip
    felt = t.network.fields(units)
    for start, count in ((0, 20), (20, 44)):
        kernels.decide_from(
            units, fast, order, start, count, felt, THRESHOLD, temperature, gain, False,
            probability, two,
        )  # fmt: skip
    assert np.allclose(fast, slow, atol=1e-12)
    assert one.tolist() == two.tolist()


def test_uniforms_are_the_words_in_turn():
    stream, out = words.seeded(3), np.empty(9)
    twin = naive.Words(stream)
    words.uniforms(out, stream)
    assert out.tolist() == [twin.uniform() for _ in range(9)]
