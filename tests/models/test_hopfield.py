"""The Hopfield model: what each action, readout and verdict is, and that steps are exact."""

import numpy as np
import pytest

from simulator.core import glyphs
from simulator.core.errors import InputError
from simulator.core.model import Action, Readout
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_rules import MAX_MEMORIES
from tests.helpers import bits


def made(*texts: str, seed: int = 0) -> Hopfield:
    """A model to which `texts` were done."""
    model = Hopfield(seed)
    for text in texts:
        model.act(text)
    return model


def small(*texts: str, seed: int = 0, side: int = 4) -> Hopfield:
    """Sixteen units and three memories."""
    rng = np.random.default_rng(4)
    probes = [",".join(map(str, rng.choice([-1, 1], side**2))) for _ in range(3)]
    stores = [text for p in probes for text in (f"probe={p}", "store")]
    return made(f"set side={side}", *stores, *texts, seed=seed)


def settle(model: Hopfield) -> Hopfield:
    start = model.step
    while model.step == start or not model.is_over("settle", start):
        model.advance(model.steps_to("settle"))
    return model


def grid(model: Hopfield) -> np.ndarray:
    return model.state.units.reshape(model.parameters.side, -1)


def numbers(values) -> str:
    return ",".join(str(int(v)) for v in values)


# ---- the worked example of the issue, to the letter ----


def test_the_worked_example_has_the_weights_on_paper():
    model = made("preset=worked-example")
    weights = np.array([model.network.weights_row(i) for i in range(4)])
    assert (weights == np.array([[2, 2, 2, 0], [2, 2, 2, 0], [2, 2, 2, 0], [0, 0, 0, 2]]) / 4).all()


def test_the_worked_example_stores_p1_and_p2():
    model = made("preset=worked-example")
    assert model.state.memories.tolist() == [[-1, -1, -1, 1], [1, 1, 1, 1]]
    assert model.state.names == ("P1", "P2")
    assert model.parameters.own_connections


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("cue", "recalled"), [("-1,-1,-1,1", 0), ("-1,1,1,1", 1)])
def test_the_worked_example_recalls_as_on_paper(cue, recalled, seed):
    model = settle(made("preset=worked-example", f"probe={cue}", seed=seed))
    assert model.recalled() == recalled
    assert model.verdict() == f"stored {recalled}"


def test_the_energy_of_the_worked_example_leaves_own_connections_out():
    model = made("preset=worked-example", "probe=1")
    assert model.energy() == -0.5 * 6 * 0.5  # six ordered pairs among three units, w = 1/2


# ---- presets ----


@pytest.mark.parametrize(
    ("preset", "verdict"),
    [
        ("letters-ten", "stored 0"),
        ("letters", "stored 18"),
        ("digits", "stored 3"),
        ("faces", "stored 0"),
        ("shapes", "stored 5"),
        ("orthogonal", "stored 5"),
        ("random", "stored 0"),
        ("two-state-cycle", "two-state cycle"),
        ("worked-example", "stored 1"),
    ],
)
def test_a_preset_comes_to_what_its_title_says(preset, verdict):
    model = made(f"preset={preset}")
    assert model.verdict() == "still moving"
    assert settle(model).verdict() == verdict


def test_hebb_keeps_none_of_ten_letters():
    model = made("preset=letters-hebb")
    for k in range(10):
        model.act(f"probe={k}")
        assert model.unstable_units() > 0
        assert settle(model).recalled() != k


def test_the_pseudo_inverse_keeps_all_26_letters():
    model = made("preset=letters")
    for k in range(26):
        model.act(f"probe={k}")
        assert model.verdict() == f"stored {k}"


def test_a_quarter_flipped_a_is_recalled_on_95_of_100_seeds():
    recalled = 0
    for seed in range(100):
        model = made("preset=letters-ten", "probe=0", "corrupt=0.25", seed=seed)
        recalled += settle(model).verdict() == "stored 0"
    assert recalled >= 95


# ---- actions ----


def test_store_keeps_the_drawing_under_a_free_name():
    model = small("draw=0,0;3,3", "store")
    assert (model.state.memories[3] == model.state.units).all()
    assert model.state.names == ("P0", "P1", "P2", "P3")
    assert model.state.probed == 3


def test_a_drawing_with_unknown_units_is_not_stored():
    model = small("mask=left")
    with pytest.raises(InputError, match="8 units are unknown"):
        model.act("store")
    assert len(model.state.memories) == 3


def test_stored_memories_do_not_change_with_the_drawing():
    model = small()
    before = model.state.memories.copy()
    model.act("invert")
    model.advance(16)
    assert (model.state.memories == before).all()


def test_store_takes_a_file_and_remembers_it_without_the_file(tmp_path):
    path = tmp_path / "stripe.csv"
    np.savetxt(path, [[1, -1], [1, -1]], delimiter=",")
    deed = made("set side=2").act(f"store={path}")
    path.unlink()
    again = made("set side=2", deed.text)
    assert again.state.memories.tolist() == [[1, -1, 1, -1]]
    assert again.state.names == ("stripe",)


def test_storing_a_named_set_stores_all_of_it():
    model = made("store=preset:digits")
    assert model.state.names == tuple("0123456789")
    assert (model.state.memories[3] == glyphs.render("digits", "3", 28).ravel()).all()


def test_more_memories_than_allowed_are_refused():
    model = made("set side=2")
    model.state.memories = np.ones((MAX_MEMORIES, 4), np.int8)
    with pytest.raises(InputError, match=f"At most {MAX_MEMORIES}"):
        model.act("store")


def test_forget_removes_one_memory_and_its_name():
    model = small()
    kept = model.state.memories[[0, 2]]
    model.act("forget=1")
    assert (model.state.memories == kept).all()
    assert model.state.names == ("P0", "P2")
    assert len(model.overlaps()) == 2


@pytest.mark.parametrize(("probed", "forgotten", "then"), [(0, 1, 0), (1, 1, -1), (2, 1, 1)])
def test_forget_follows_the_probed_memory(probed, forgotten, then):
    model = small(f"probe={probed}", f"forget={forgotten}")
    assert model.state.probed == then


def test_rename_gives_a_name_on_one_line():
    assert small("rename=1:  the\nsecond  ").state.names == ("P0", "the second", "P2")


@pytest.mark.parametrize("text", ["rename=1", "rename=1:", "rename=1: ", "rename=1:" + "x" * 25])
def test_a_name_too_short_or_too_long_is_refused(text):
    with pytest.raises(InputError, match="1 to 24 letters"):
        small(text)


def test_probe_takes_a_memory_as_the_cue():
    model = small("probe=1")
    assert (model.state.units == model.state.memories[1]).all()
    assert (model.state.cue == model.state.units).all()
    assert model.state.probed == 1


def test_probe_takes_written_states_with_zero_for_unknown():
    assert made("set side=2", "probe=1,-1,0,+1").state.units.tolist() == [1, -1, 0, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("probe=1,-1", "2 states were given and the network has 16"),
        ("probe=1,2", "'2' is no state of a unit"),
        ("probe=3", "no memory 3; allowed: 0 to 2"),
        ("probe=-1", "no memory -1; allowed: 0 to 2"),
        ("forget=--1", "no memory --1"),
        ("forget=²", "no memory ²"),
        ("probe=²", "no file ²"),
        ("probe", "probe needs an argument"),
        ("corrupt=1.5", "corrupt=1.5 is not known; allowed: a share from 0 to 1"),
        ("corrupt=nan", "a share from 0 to 1"),
        ("mask=middle", "left, right, top, bottom or a share"),
        ("mirror=both", "allowed: horizontal, vertical"),
        ("shift=1", "is not dx,dy"),
        ("shift=--1,0", "is not dx,dy"),
        ("shift=1,x", "is not dx,dy"),
        ("clear=1", "clear takes no argument"),
        ("melt", "has no action melt; allowed: reset"),
        ("store=preset:runes", "no set of patterns runes"),
        ("store=preset:orthogonal", None),
        ("store=~nobody-of-that-name/x.png", "no file"),
        ("store=" + "a" * 400, "no file"),
        ("restore=abc", "damaged"),
        ("preset=nothing", "no preset nothing"),
        ("new-seed=-1", "outside the range"),
        ("set heat=1", "no parameter heat"),
        ("set side", "lacks a value"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(text, sentence):
    model = small()
    if sentence is None:
        model.set("side", 6)
        sentence = "need a side of 4, 8, 16"
    before = bits(model)
    with pytest.raises(InputError, match=sentence):
        model.act(text)
    assert bits(model) == before


@pytest.mark.parametrize("action", ["probe=0", "forget=0", "rename=0:A"])
def test_with_nothing_stored_an_index_says_what_to_do(action):
    with pytest.raises(InputError, match="store a drawing first"):
        made(action)


@pytest.mark.parametrize("p", [0, 0.1, 0.15625, 0.25, 0.5, 0.96875, 1])
def test_corrupt_flips_exactly_the_rounded_share(p):
    model = small("probe=0", f"corrupt={p}")
    changed = model.state.units != model.state.memories[0]
    assert changed.sum() == round(p * 16)
    assert (model.state.units != 0).all()


def test_corrupt_draws_new_noise_each_time():
    first, second = (
        small("probe=0", *["corrupt=0.5", "probe=0"] * k, "corrupt=0.5") for k in (0, 1)
    )
    assert (first.state.units != second.state.units).any()


def test_corrupt_leaves_unknown_units_unknown():
    model = small("mask=top", "corrupt=0.5")
    assert (grid(model)[:2] == 0).all()


def test_corrupt_flips_the_rounded_share_of_all_units_among_the_known():
    model = small("probe=0", "mask=top", "corrupt=0.25")
    known = grid(model)[2:]
    assert (known != model.state.memories[0].reshape(4, 4)[2:]).sum() == 4


def test_corrupt_is_refused_where_too_few_units_are_known():
    with pytest.raises(InputError, match="only 8 are known"):
        small("mask=top", "corrupt=0.75")


@pytest.mark.parametrize("side", [4, 5])
@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("left", np.s_[:, :2]),
        ("right", np.s_[:, -2:]),
        ("top", np.s_[:2]),
        ("bottom", np.s_[-2:]),
    ],
)
def test_mask_makes_one_half_unknown(where, part, side):
    model = small(f"mask={where}", side=side)
    unknown = np.zeros((side, side), bool)
    unknown[part] = True
    assert ((grid(model) == 0) == unknown).all()


def test_mask_takes_a_share_too():
    assert (small("mask=0.3").state.units == 0).sum() == 5


def test_draw_paints_a_stroke_in_ink_and_in_paper():
    model = made("set side=4", "draw=0,1;3,1", "draw=1,1;value=-1")
    assert grid(model).tolist() == [[-1] * 4, [1, -1, 1, 1], [-1] * 4, [-1] * 4]


def test_clear_is_blank_paper():
    model = small("clear")
    assert (model.state.units == -1).all()
    assert model.state.probed == -1


def test_invert_turns_known_units_over():
    model = made("set side=2", "probe=1,-1,0,1", "invert")
    assert model.state.units.tolist() == [-1, 1, 0, -1]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("mirror", [-1, 1, -1, -1]),
        ("mirror=vertical", [-1, -1, 1, -1]),
        ("shift=1,0", [-1, 1, -1, -1]),
        ("shift=0,-1", [-1, -1, 1, -1]),
        ("shift=2,2", [1, -1, -1, -1]),
    ],
)
def test_mirror_and_shift_move_the_drawing(text, units):
    assert made("set side=2", "probe=1,-1,-1,-1", text).state.units.tolist() == units


def test_randomize_gives_known_units_by_the_seed():
    first, again, other = (small("randomize", seed=s).state.units for s in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
    assert set(np.unique(first)) == {-1, 1}


DEEDS = [
    "store", "store=preset:random", "forget=0", "rename=0:A", "probe=1", "corrupt=0.5", "mask=left",
    "draw=0,0;3,3", "clear", "invert", "mirror", "shift=1,1", "randomize", "set side=6",
    "set rule=hebb", "set dynamics=ordered", "set temperature=0.5", "set threshold=0.2",
    "set own_connections=true", "preset=worked-example", "new-seed=5",
]  # fmt: skip


def test_the_list_of_deeds_names_every_action():
    named = {deed.partition("=")[0] for deed in DEEDS}
    assert set(Hopfield.declared(Action)) - named == {"reset", "restore"}


@pytest.mark.parametrize("text", DEEDS)
def test_the_inverse_of_a_deed_takes_it_back(text):
    model = small("probe=0")
    before = {k: v for k, v in bits(model).items() if k not in ("draws", "words", "previous")}
    model.act(model.act(text).inverse)
    after = bits(model)
    assert {k: after[k] for k in before} == before


@pytest.mark.parametrize("text", DEEDS)
def test_the_text_of_a_deed_does_the_same_again(text):
    model, again = small("probe=0"), small("probe=0")
    again.act(model.act(text).text)
    assert bits(again) == bits(model)


def test_undoing_a_stroke_after_recall_puts_back_only_its_own_units():
    model = small("clear")
    deed = model.act("draw=0,0")
    model.act("set threshold=-5")  # every unit turns on
    model.advance(16)
    model.act(deed.inverse)
    assert model.state.units.tolist() == [-1] + [1] * 15


def test_a_hostile_restore_is_refused_in_words():
    from simulator.core.codec import pack

    model = small()
    before = bits(model)
    low = np.full(16, -128, np.int8)  # its absolute value is −128 again
    for arrays, words in [
        ({"units": low}, {}),
        ({"cue": np.zeros(15, np.int8)}, {}),
        ({"memories": np.zeros((3, 16), np.int8)}, {}),
        ({}, {"memories": [[1]]}),
        ({}, {"names": 3}),
        ({}, {"probed": 9}),
        ({}, {"probed": "x"}),
        ({}, {"parameters": [1]}),
        ({}, {"parameters": {"side": 10**9}}),
    ]:
        with pytest.raises(InputError):
            model.act("restore=" + pack(arrays, words))
        assert bits(model) == before


# ---- verdicts ----


def test_probing_the_inverse_of_a_memory_says_inverse():
    model = small("probe=1", "invert")
    assert model.verdict() == "inverse of 1"
    assert model.recalled() is None


def test_the_majority_of_three_random_memories_is_a_mixture_under_hebb():
    model = made("preset=random")
    majority = np.sign(model.state.memories[[1, 4, 7]].astype(int).sum(axis=0))
    for _ in range(7):  # three memories alone
        names = model.state.names
        model.act(f"forget={next(k for k, n in enumerate(names) if n not in ('R1', 'R4', 'R7'))}")
    model.act("probe=" + numbers(majority))
    assert settle(model).verdict() == "mixture of 0, 1, 2"
    assert model.recalled() is None


def test_a_stable_state_that_is_no_memory_is_spurious():
    model = made("preset=letters-hebb", "probe=0")
    assert settle(model).verdict() == "spurious"


def test_a_moving_network_says_so():
    assert made("preset=letters-ten").verdict() == "still moving"


def test_with_nothing_stored_the_verdict_says_so():
    assert made().verdict() == "nothing stored"


def test_an_unstable_memory_is_not_recalled():
    model = made("preset=letters-hebb", "probe=0")
    assert model.overlaps()[0] == 1
    assert model.recalled() is None


def test_a_two_state_cycle_is_seen_after_two_sweeps():
    model = made("preset=two-state-cycle")
    model.advance(2 * 784)
    assert model.verdict() == "two-state cycle"
    assert model.converged()
    assert model.flips() == 784


def test_spoiling_a_recalled_memory_is_not_mistaken_for_a_cycle():
    model = made("preset=letters-ten", "set dynamics=synchronous")
    settle(model)
    model.act("corrupt=0.05")
    model.advance(784)  # back in the state of a sweep ago, but not by turning over
    assert model.verdict() == "stored 0"


# ---- readouts ----


def test_every_readout_is_finite_and_plain():
    values = settle(made("preset=letters-ten")).readouts()
    assert set(values) == {
        "energy", "overlaps", "verdict", "recalled", "unstable_units", "flips", "loading", "sweeps",
        "converged", "temperature_now", "least_stability",
    }  # fmt: skip
    assert [type(v) for v in values.values()] == [
        float, list, str, int, int, int, float, int, bool, type(None), type(None),
    ]  # fmt: skip
    assert {n for n, r in Hopfield.declared(Readout).items() if r.is_traced} == {
        "energy",
        "overlaps",
    }


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse"])
def test_the_energy_is_that_of_the_dense_weights(rule):
    model = small(f"set rule={rule}", "set threshold=0.3", "mask=left")
    W = np.array([model.network.weights_row(i) for i in range(16)])
    np.fill_diagonal(W, 0)
    s = model.state.units.astype(float)
    assert model.energy() == pytest.approx(-0.5 * s @ W @ s + 0.3 * s.sum(), abs=1e-12)


def test_overlaps_are_shares_of_agreement():
    model = small("probe=0", "corrupt=0.25")
    assert model.overlaps()[0] == 0.5


def test_unstable_units_are_those_an_update_would_change():
    model = small("randomize", "set dynamics=synchronous")
    unstable = model.unstable_units()
    model.advance(16)
    assert model.flips() == unstable


def test_loading_and_sweeps_count_memories_and_sweeps():
    model = small("probe=0")
    model.advance(40)
    assert model.loading() == 3 / 16
    assert model.sweeps() == 2


def test_flips_count_those_of_the_sweep():
    model = small("probe=0", "corrupt=0.5", "set threshold=-5")
    off = int((model.state.units == -1).sum())
    model.advance(16)
    assert model.flips() == off
    model.advance(16)
    assert model.flips() == 0


@pytest.mark.parametrize("dynamics", ["asynchronous", "synchronous", "ordered"])
def test_the_invariants_hold_where_they_apply(dynamics):
    model = settle(made("preset=letters-ten", f"set dynamics={dynamics}"))
    falls = None if dynamics == "synchronous" else True
    assert model.invariants() == {
        "energy_never_rises": falls,
        "weights_symmetric": True,
        "energy_exact": True,
    }


def test_invariants_do_not_apply_to_an_empty_network():
    assert set(made().invariants().values()) == {None}


# ---- time ----


@pytest.mark.parametrize("temperature", [0, 0.5])
@pytest.mark.parametrize("dynamics", ["asynchronous", "synchronous", "ordered"])
def test_cutting_advance_into_pieces_never_changes_a_bit(dynamics, temperature):
    texts = ("randomize", f"set dynamics={dynamics}", f"set temperature={temperature}")
    whole, pieces = small(*texts), small(*texts)
    whole.advance(100)
    for count in (1, 2, 13, 16, 0, 33, 35):
        pieces.advance(count)
    assert bits(whole) == bits(pieces)


@pytest.mark.parametrize("grain", ["sweep", "settle"])
@pytest.mark.parametrize("dynamics", ["asynchronous", "synchronous", "ordered"])
def test_a_coarse_grain_is_a_run_of_the_finest(grain, dynamics):
    coarse, fine = (
        small("randomize", f"set dynamics={dynamics}", "set threshold=0.1") for _ in "12"
    )
    start = coarse.step
    while coarse.step == start or not coarse.is_over(grain, start):
        coarse.advance(coarse.steps_to(grain))
    for _ in range(coarse.step):
        fine.advance(1)
    assert bits(coarse) == bits(fine)


def test_settle_gives_up_after_200_sweeps():
    model = settle(small("set temperature=1"))
    assert model.sweeps() == 200
    assert not model.converged()


def test_recall_with_nothing_stored_says_what_to_do():
    model = made()
    with pytest.raises(InputError, match=r"Nothing is stored.*store a drawing first"):
        model.advance(1)
    assert model.step == 0


def test_an_asynchronous_sweep_updates_every_unit_once():
    model = small("randomize")
    model.advance(16)
    assert sorted(model.order.tolist()) == list(range(16))
    assert model.order.tolist() != list(range(16))


def test_an_ordered_sweep_goes_row_by_row():
    model = small("set dynamics=ordered")
    model.advance(16)
    assert model.order.tolist() == list(range(16))


def test_a_synchronous_sweep_shows_new_values_only_at_its_end():
    model = small("randomize", "set dynamics=synchronous", "set threshold=-5")
    before = model.state.units.copy()
    model.advance(15)
    assert (model.state.units == before).all()
    model.advance(1)
    assert (model.state.units == 1).all()


def test_reset_keeps_what_the_person_made_and_puts_back_the_rest():
    model = small("set temperature=0.5", "draw=0,0;3,3", "corrupt=0.25")
    before = bits(model)
    model.advance(100)
    model.act("reset")
    assert bits(model) == before


def test_a_run_after_reset_is_the_same_run():
    model = small("set temperature=0.5", "randomize")
    model.advance(100)
    first = bits(model)
    model.act("reset")
    model.advance(100)
    assert bits(model) == first


def test_a_new_seed_keeps_the_cue_and_changes_the_run():
    model = small("set temperature=0.5", "randomize")
    cue = model.state.units.copy()
    model.advance(32)
    first = model.state.units.copy()
    model.act("new-seed=7")
    assert (model.state.units == cue).all()
    assert model.seed == 7
    model.advance(32)
    assert (model.state.units != first).any()


@pytest.mark.parametrize(
    "change",
    ["rule=hebb", "dynamics=ordered", "temperature=1", "threshold=0.5", "own_connections=true"],
)
def test_a_live_change_never_discards_the_run(change):
    model = small("randomize")
    model.advance(20)
    step, units = model.step, model.state.units.copy()
    assert not model.act(f"set {change}").restarts
    assert model.step == step
    assert (model.state.units == units).all()


def test_a_new_side_resizes_memories_and_says_it_restarts():
    model = made("preset=letters-ten")
    model.advance(100)
    deed = model.act("set side=20")
    assert deed.restarts
    assert model.step == 0
    assert model.state.memories.shape == (10, 400)
    likeness = (model.state.memories[0] == glyphs.render("letters", "A", 20).ravel()).mean()
    assert likeness > 0.9


def test_the_temperature_turns_a_unit_on_as_often_as_the_formula_says():
    model = made("preset=worked-example", "set own_connections=false", "set temperature=1.5")
    model.set("dynamics", "ordered")
    on, rounds = 0, 4000
    for _ in range(rounds):
        model.state.units[:], model.state.position = (-1, 1, 1, 1), 0
        model.refresh()
        model.advance(1)  # unit 0, whose field is 1/2 + 1/2
        on += model.state.units[0] == 1
    p = 1 / (1 + np.exp(-2 * 1.0 / 1.5))
    assert abs(on / rounds - p) < 4 * np.sqrt(p * (1 - p) / rounds)
