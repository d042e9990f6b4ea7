"""Every preset does what its title and its words say, through what a person can do."""

import numpy as np
import pytest

from simulator.core import presets
from simulator.core.errors import InputError
from simulator.models.hopfield import Hopfield

SEEDS = range(20)


def made(*texts: str, seed: int = 0) -> Hopfield:
    """A model to which `texts` were done."""
    model = Hopfield(seed)
    for text in texts:
        model.act(text)
    return model


def after(*texts: str, seed: int = 0) -> Hopfield:
    """A model at rest, after `texts`."""
    model = made(*texts, seed=seed)
    model.settle()
    return model


def overlap(model: Hopfield, k: int) -> float:
    return model.overlaps()[k]


def majority(model: Hopfield) -> np.ndarray:
    """What most of the memories have, unit by unit."""
    return np.sign(model.state.memories.sum(axis=0))


def test_the_menu_has_each_place_once():
    places = [preset.order for preset in presets.catalogue("hopfield").values()]
    assert places == list(range(1, len(places) + 1))


def test_no_two_presets_have_the_same_words():
    found = presets.catalogue("hopfield").values()
    assert len({p.title for p in found}) == len({p.about for p in found}) == len(found)


# ---- the letters ----


def test_letters_ten_recalls_the_spoiled_a():
    model = made("preset=letters-ten")
    assert (model.state.cue != model.state.memories[0]).sum() == 196  # a quarter
    model.settle()
    assert model.verdict() == "stored 0"


def test_letters_recalls_any_of_26():
    for k in range(26):
        assert after("preset=letters", f"probe={k}", "corrupt=0.25").verdict() == f"stored {k}"


def test_letters_hebb_keeps_none_of_the_ten():
    for k in range(10):
        assert after("preset=letters-hebb", f"probe={k}").recalled() != k


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_much_alike_all_run_into_what_they_have_in_common(seed):
    model = made("preset=correlated", seed=seed)
    for k in range(7):
        for text in (f"probe={k}", "corrupt=0.25"):
            model.act(text)
        model.settle()
        assert (model.state.units == majority(model)).all()
        assert model.recalled() is None


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_much_alike_are_recalled_exactly_by_the_pseudo_inverse(seed):
    model = made("preset=correlated", seed=seed)
    cue = model.state.cue.copy()
    model.act("set rule=pseudo-inverse")
    assert (model.state.units == cue).all()
    model.settle()
    assert model.verdict() == "stored 0"


# ---- digits, faces, shapes ----


def test_digits_finds_the_missing_half_of_the_3():
    model = made("preset=digits")
    assert not model.state.units.reshape(28, 28)[14:].any()
    model.settle()
    assert model.verdict() == "stored 3"


def test_faces_recalls_the_upper_half_from_the_lower_one():
    for k in range(10):
        assert after("preset=faces", f"probe={k}", "mask=top").verdict() == f"stored {k}"


def test_shapes_recalls_the_spoiled_heart():
    model = after("preset=shapes")
    assert model.verdict() == "stored 5"
    assert model.state.names[5] == "heart"


def test_two_faces_mixed_begins_as_near_to_the_cat_as_to_the_panda():
    model = made("preset=two-faces-mixed")
    assert [model.state.names[k] for k in (6, 9)] == ["cat", "panda"]
    cue, cat, panda = (u.reshape(28, 28) for u in (model.state.cue, *model.state.memories[[6, 9]]))
    assert (cue[:, :14] == cat[:, :14]).all()
    assert (cue[:, 14:] == panda[:, 14:]).all()
    assert overlap(model, 6) == overlap(model, 9)


def test_two_faces_mixed_end_as_one_of_them_and_on_other_seeds_as_the_other():
    verdicts = {after("preset=two-faces-mixed", seed=seed).verdict() for seed in SEEDS}
    assert verdicts == {"stored 6", "stored 9"}


@pytest.mark.parametrize("argument", ["0+1", " 0 + 1 ", "1+1"])
def test_two_memories_are_probed_half_and_half(argument):
    model = made("preset=faces", f"probe={argument}")
    k, other = (int(part) for part in argument.split("+"))
    left = np.tile(np.arange(28) < 14, 28)
    memories = model.state.memories
    assert (model.state.units == np.where(left, memories[k], memories[other])).all()
    assert model.state.probed == -1


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("0+10", "no memory 10; allowed: 0 to 9"),
        ("-1+2", "no memory -1; allowed"),
        ("0+", r"0\+ is not K\+L; write two memories, as probe=0\+1"),
        ("+", "is not K"),
        ("0+1+2", r"0\+1\+2 is not K\+L"),
    ],
)
def test_halves_of_what_is_not_stored_are_refused_in_words(argument, words):
    model = made("preset=faces")
    before = model.state.units.copy()
    with pytest.raises(InputError, match=words):
        model.act(f"probe={argument}")
    assert (model.state.units == before).all()


def test_halves_of_nothing_are_refused_in_words():
    with pytest.raises(InputError, match="Nothing is stored yet"):
        made("probe=0+1")


# ---- pictures of a million units ----


def test_photos_recalls_the_first_of_ten_pictures_of_a_million_units_exactly():
    model = made("preset=photos")
    assert model.state.memories.shape == (10, 1_000_000)
    assert (model.state.cue != model.state.memories[0]).sum() == 300_000
    model.settle()
    assert model.verdict() == "stored 0"


def test_photos_of_a_smaller_side_are_all_recalled():
    model = made("preset=photos", "set side=128")
    for k in range(10):
        for text in (f"probe={k}", "corrupt=0.3"):
            model.act(text)
        model.settle()
        assert model.verdict() == f"stored {k}"


# ---- one memory ----


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("wrong", "verdict"), [
    ("0.3", "stored 0"), ("0.49", "stored 0"), ("0.5", "stored 0"), ("0.51", "inverse of 0"),
    ("0.7", "inverse of 0"),
])  # fmt: skip
def test_one_memory_is_recalled_just_where_fewer_than_half_of_the_units_are_wrong(
    wrong, verdict, seed
):
    model = made("preset=one-memory", "probe=0", f"corrupt={wrong}", seed=seed)
    assert (overlap(model, 0) > 0) == (verdict == "stored 0")
    model.settle()
    assert model.verdict() == verdict


def test_one_memory_has_as_many_wrong_units_as_its_words_say():
    model = made("preset=one-memory")
    assert model.state.units.size == 729
    assert (model.state.cue != model.state.memories[0]).sum() == 357


def test_one_memory_comes_back_in_a_single_sweep():
    model = made("preset=one-memory")
    model.advance(729)
    assert model.verdict() == "stored 0"


# ---- patterns drawn by chance ----


def test_orthogonal_patterns_are_all_recalled_by_hebb():
    for k in range(8):
        assert after("preset=orthogonal", f"probe={k}", "corrupt=0.3").verdict() == f"stored {k}"


def test_random_patterns_are_all_recalled_by_hebb():
    for k in range(10):
        assert after("preset=random", f"probe={k}", "corrupt=0.3").verdict() == f"stored {k}"


@pytest.mark.parametrize("seed", SEEDS)
def test_overloaded_drifts_far_away_from_the_memory_itself(seed):
    model = made("preset=overloaded", seed=seed)
    assert len(model.state.memories) == 157
    assert overlap(model, 0) == 1.0
    model.settle()
    assert overlap(model, 0) < 0.75


@pytest.mark.parametrize("seed", SEEDS)
def test_overloaded_stays_at_every_memory_by_the_pseudo_inverse(seed):
    model = made("preset=overloaded", "set rule=pseudo-inverse", seed=seed)
    for k in range(0, 157, 12):
        model.act(f"probe={k}")
        assert model.verdict() == f"stored {k}"


@pytest.mark.parametrize("seed", range(5))
def test_unlearning_recalls_what_hebb_forgets(seed):
    kept = {}
    for rule in ("unlearning", "hebb"):
        model = made("preset=unlearning", f"set rule={rule}", seed=seed)
        kept[rule] = 0
        for k in range(39):
            for text in (f"probe={k}", "corrupt=0.05"):
                model.act(text)
            model.settle()
            kept[rule] += model.verdict() == f"stored {k}"
    assert kept["unlearning"] == 39
    assert kept["hebb"] < 10


def test_unlearning_for_too_long_destroys_everything():
    model = made("preset=unlearning", "set unlearning_steps=1500")
    for k in range(39):
        model.act(f"probe={k}")
        model.settle()
        assert model.recalled() != k


def test_dense_recalls_twice_as_many_memories_as_units():
    model = made("preset=dense")
    assert model.loading() == 2.0
    for k in range(392):
        for text in (f"probe={k}", "corrupt=0.2"):
            model.act(text)
        model.settle()
        assert model.verdict() == f"stored {k}"


def test_what_dense_recalls_is_far_too_much_for_hebb():
    model = made("preset=dense", "set rule=hebb")
    for k in range(0, 392, 28):
        model.act(f"probe={k}")
        model.settle()
        assert overlap(model, k) < 0.75


@pytest.mark.parametrize("seed", SEEDS)
def test_modern_recalls_in_a_single_sweep(seed):
    model = made("preset=modern", seed=seed)
    assert len(model.state.memories) == 26
    model.advance(784)
    assert model.verdict() == "stored 18"


@pytest.mark.parametrize("seed", SEEDS)
def test_graded_recalls_in_grey_and_melts_below_gain_one(seed):
    model = after("preset=graded", seed=seed)
    assert model.verdict() == "stored 0"
    assert 0.5 < np.abs(model.state.units).mean() < 0.8
    model.act("set gain=0.9")
    model.settle()
    assert model.verdict() == "silent"


# ---- small ones ----


@pytest.mark.parametrize("seed", SEEDS)
def test_two_state_cycle_turns_over_for_ever(seed):
    model = after("preset=two-state-cycle", seed=seed)
    assert model.verdict() == "two-state cycle"
    before = model.state.units.copy()
    model.advance(784)
    assert (model.state.units == -before).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_worked_example_recalls_p2(seed):
    model = after("preset=worked-example", seed=seed)
    assert model.verdict() == "stored 1"
    assert model.state.names[1] == "P2"


# ---- the sets of patterns behind them ----


def test_random_patterns_in_proportion_to_the_units_say_how_many_are_too_many():
    with pytest.raises(InputError, match=r"1008, and at most 1000 .* set side=70 or less first"):
        made("set side=71", "store=preset:random-many")
    assert len(made("set side=70", "store=preset:random-many").state.memories) == 980
    with pytest.raises(InputError, match="set side=22 or less first"):
        made("set side=1024", "store=preset:random-twice")
