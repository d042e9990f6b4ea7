"""What is done to a restricted Boltzmann machine is done again, taken back, saved and opened."""

import zipfile

import numpy as np
import pytest

from simulator.core import document
from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.core.model import Action
from simulator.core.run import Run, replay
from simulator.core.script import as_python
from simulator.models import model_class
from simulator.models.rbm import Rbm
from simulator.models.rbm_actions import DREAM, LEARNED, QUERY
from simulator.models.rbm_weights import NAMES
from tests.helpers import bits, run_python
from tests.models.rbm_machines import MACHINES, machine

each_kind = pytest.mark.parametrize("kind", MACHINES)

DEEDS = {  # of a machine on which they can be done
    "clamp=0,0;3,3": "pcd", "clamp=0,1;3,1;value=-1": "held", "clamp=1,1;tool=fill": "labels",
    "unclamp": "held", "unclamp=0,0;1,1": "held", "show=3": "greys", "show=0": "patches",
    "cover=left": "held", "cover=none": "held", "reconstruct": "held", "denoise=0.25": "held",
    "dream": "pcd", "dream=3": "labels", "reseed_fantasies": "gaussian", "add=4": "drawn",
    "forget_example=1": "drawn", "set learning=cd": "pcd", "set hidden=7": "held",
    "set side=5": "greys", "set data=strokes": "drawn", "set labels=false": "labels",
    "set learning_rate=0.3": "exact", "set batch_size=3": "pcd", "new-seed=9": "labels",
    "load=WEIGHTS": "pcd", "save=WEIGHTS": "held", "preset=bars-and-stripes": "held",
}  # fmt: skip
TOUCHED = {"clamp": QUERY, "unclamp": QUERY, "show": QUERY, "cover": QUERY, "reconstruct": QUERY,
           "denoise": QUERY, "dream": DREAM, "reseed_fantasies": DREAM, "load": LEARNED,
           "add": ("examples",), "forget_example": ("example_labels",)}  # fmt: skip


def ready(kind: str) -> Rbm:
    """A machine in the middle of a batch."""
    held = ("clamp=0,0;3,3", "clamp=0,3;3,0")
    model = machine("pcd", *held) if kind == "held" else machine(kind)
    model.advance(37)
    return model


@pytest.fixture
def said(tmp_path):
    """Fills in the file of weights."""
    model = machine("pcd", seed=7)
    model.advance(30)
    model.act(f"save={tmp_path / 'w.npz'}")
    return lambda text: text.replace("WEIGHTS", str(tmp_path / "w.npz"))


def test_the_list_of_deeds_names_every_action():
    named = {deed.partition("=")[0] for deed in DEEDS}
    assert set(Rbm.declared(Action)) - named == {"reset", "restore"}


@pytest.mark.parametrize("text", DEEDS)
def test_the_text_of_a_deed_does_the_same_again(text, said):
    model, again = ready(DEEDS[text]), ready(DEEDS[text])
    again.act(model.act(said(text)).text)
    assert bits(again) == bits(model)


@pytest.mark.parametrize("text", DEEDS)
def test_the_inverse_of_a_deed_puts_back_what_it_touched(text, said):
    model, before = ready(DEEDS[text]), ready(DEEDS[text])
    deed = model.act(said(text))
    if deed.inverse:
        model.act(deed.inverse)
    name = text.partition("=")[0]
    touched = Rbm.made if deed.restarts else TOUCHED.get(name, ())
    for field in touched:
        if field != "draws" and not (deed.restarts and field == "made_fantasies"):
            assert bits(model)[field] == bits(before)[field], field
    assert (model.parameters, model.seed) == (before.parameters, before.seed)
    if not deed.restarts and name != "load":
        for field in ("weights", "velocity", "particles", "visible", "step", "phase", "drawn_keys"):
            assert bits(model)[field] == bits(before)[field], field


@pytest.mark.parametrize("text", DEEDS)
def test_undo_and_redo_go_through_the_same_journal_again(text, said):
    run = Run(ready(DEEDS[text]))
    run.do("set momentum=0.3")
    run.do(said(text))
    after = run.model.parameters
    run.advance(4)
    run.undo(), run.redo()
    assert run.model.parameters == after
    run.advance(5)
    assert False not in run.model.invariants().values()


@pytest.mark.parametrize("text", DEEDS)
def test_after_any_deed_the_machine_goes_on(text, said):
    model = ready(DEEDS[text])
    model.act(said(text))
    model.snapshot(), model.readouts()
    model.advance(20)
    assert False not in model.invariants().values()


def test_taking_back_loaded_weights_goes_on_with_the_same_bits(said):
    model, plain = ready("pcd"), ready("pcd")
    model.act(model.act(said("load=WEIGHTS")).inverse)
    model.advance(21), plain.advance(21)
    found, wanted = bits(model), bits(plain)
    assert {k for k in found if found[k] != wanted[k]} <= {"draws"}


# ---- the journal ----

STORY = (
    "clamp=0,0;3,3", 20, "dream", 7, "set learning=exact", 5, "load=WEIGHTS", 11, "reset", 13,
    "show=2", "cover=left", 4, "denoise=0.5", 3, "set hidden=8", 10, "undo", 8, "new-seed=5", 9,
    "reconstruct", "set batch_size=3", 17, "undo", "undo", "redo", 5, "reseed_fantasies", 4,
)  # fmt: skip


def lived(said) -> Run:
    run = Run(machine("pcd", seed=2))
    for move in STORY:
        if isinstance(move, int):
            run.advance(move)
        elif move in ("undo", "redo"):
            assert getattr(run, move)()
        else:
            run.do(said(move))
    return run


def test_a_journal_replayed_gives_the_same_bits(said):
    run = lived(said)
    fresh = machine("pcd", seed=2)
    replay(fresh, run.entries, run.model.step)
    assert bits(fresh) == bits(run.model)


def test_a_rewound_run_comes_to_the_same_bits(said):
    run = lived(said)
    there, step = bits(run.model), run.model.step
    for place in (step - 1, step // 2, 0, step):
        run.seek(place)
    assert bits(run.model) == there


def test_a_copied_script_prints_the_same_readouts():
    run = Run(Rbm(5))
    for text in ("set data=bars-and-stripes", "set side=4", "set hidden=6", "clamp=0,0;3,3"):
        run.do(text)
    run.advance(20)
    run.do("set learning=cd"), run.do("dream"), run.advance(30)
    run.do("reset"), run.advance(16)
    result = run_python("-c", as_python(run.model, run.entries, run.model.step))
    assert result.returncode == 0, result.stderr
    assert result.stdout == "".join(f"{n} {v}\n" for n, v in run.model.readouts().items())


# ---- documents ----


@pytest.mark.parametrize("steps", [0, 1, 37, 38])
@each_kind
def test_a_saved_run_goes_on_with_the_same_bits(kind, steps, tmp_path):
    run = Run(machine(kind, "clamp=0,0;2,2", "dream"))
    run.advance(steps)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert bits(again.model) == bits(run.model)
    for r in (run, again):
        r.advance(25)
    assert bits(again.model) == bits(run.model)


DAMAGE = {
    "weights": [np.zeros((3, 3), np.float32), np.full((16, 6), np.nan, np.float32),
                np.zeros((16, 6))],
    "visible_biases": [np.zeros(15, np.float32), np.zeros((16, 1), np.float32)],
    "hidden_biases": [np.full(6, np.inf, np.float32)], "velocity": [np.zeros((6, 16), np.float32)],
    "visible_velocity": [np.zeros(1, np.float32)], "hidden_velocity": [np.zeros(7, np.float32)],
    "phase": [np.array(0), np.array(3), np.array(-1), np.array(1.0)], "step": [np.array(-1)],
    "updates": [np.array(-5)], "epoch": [np.array("a")], "position": [np.array(-1)],
    "rows": [np.array(3), np.array([8])], "is_begun": [np.array(1)],
    "visible": [np.zeros((8, 15), np.float32), np.zeros((0, 16), np.float32)],
    "hidden": [np.zeros((7, 6), np.float32)], "model_visible": [np.zeros((4, 16), np.float32)],
    "model_hidden": [np.zeros((5, 6), np.float64)], "expected": [np.zeros((17, 6)), np.zeros(0)],
    "particles": [np.zeros((1, 5, 15), np.float32), np.zeros(16, np.float32)],
    "exchanges": [np.array(-1)], "use": [np.full(6, np.nan, np.float32)],
    "spread": [np.zeros(5, np.float32)], "drawn_keys": [np.array(-1), np.array(2.5)],
    "fantasies": [np.zeros((99, 16), np.float32)], "fantasy_means": [np.zeros((100, 16))],
    "dream_label": [np.array(0), np.array(-2)], "shown": [np.zeros(15, np.int8)],
    "query": [np.full(16, 2, np.int8), np.zeros(16, np.int64)],
    "completions": [np.zeros((21, 16), np.float32)],
    "completion_means": [np.full((20, 16), np.inf, np.float32)],
    "completion_kind": [np.array("dreamt"), np.array(3)], "is_settled": [np.array("yes")],
    "probe_keys": [np.array(2**63, np.uint64)], "draws": [np.array(-1)],
    "measures": [np.zeros(3)], "measured": [np.array(-2)],
    "made_weights": [np.ones((16, 5), np.float32), np.full((16, 6), np.nan, np.float32)],
    "made_visible_biases": [np.zeros(16, np.float32)],
    "made_hidden_biases": [np.zeros(6, np.float32)],
    "made_fantasies": [np.zeros((100, 15), np.uint8)], "examples": [np.zeros((2, 15), np.uint8)],
    "given": [np.zeros((2, 15), np.uint8), np.full((1, 16), np.nan, np.float32)],
    "given_labels": [np.zeros(1, np.int16)], "given_classes": [np.zeros(2), np.array("a")],
    "given_is_real": [np.array(0)], "example_labels": [np.zeros(3, np.int16)],
    "data_digest": [np.zeros(31, np.uint8)],
}  # fmt: skip


def test_damage_to_every_field_is_tried():
    assert set(DAMAGE) == set(machine().state.arrays())


@pytest.mark.parametrize(
    ("name", "number"), [(n, k) for n in DAMAGE for k in range(len(DAMAGE[n]))]
)
def test_a_state_that_can_not_be_is_refused_in_words(name, number):
    model = machine("pcd")
    model.advance(37)
    arrays = model.state.arrays()
    Rbm.checked(arrays, model.parameters)
    with pytest.raises(InputError, match="saved state"):
        Rbm.checked({**arrays, name: DAMAGE[name][number]}, model.parameters)


@each_kind
def test_every_field_of_a_state_is_asked_for(kind):
    model = machine(kind)
    model.advance(10)
    arrays = model.state.arrays()
    for name in arrays:
        with pytest.raises(InputError, match=f"{name} is missing"):
            Rbm.checked({k: v for k, v in arrays.items() if k != name}, model.parameters)


@each_kind
@pytest.mark.parametrize("steps", [0, 1, 2, 37, 38])
def test_an_honest_state_is_taken_as_it_is(kind, steps):
    model = machine(kind)
    model.advance(steps)
    again = machine(kind)
    again.place(3, model.parameters, Rbm.checked(model.state.arrays(), model.parameters))
    assert bits(again) == bits(model)


@pytest.mark.parametrize(("arrays", "words"), [
    ({"weights": np.zeros((3, 3), np.float32)}, {}),
    ({"velocity": np.zeros((3, 3), np.float32)}, {}),
    ({"nothing": np.zeros(3)}, {}), ({"query": np.zeros(9, np.int8)}, {}), ({}, {"dream_label": 3}),
    ({}, {"completion_kind": "dreamt"}), ({}, {"draws": -1}), ({}, {"phase": 2}),
    ({"particles": np.zeros((1, 5, 7), np.float32)}, {}), ({}, {"step": "a"}),
    ({"examples": np.zeros((2, 9), np.uint8)}, {}), ({"use": np.full(6, np.nan, np.float32)}, {}),
    ({"query": np.zeros(9, np.int8)}, {"parameters": {"hidden": 7}}),
    ({"examples": np.zeros((2, 9), np.uint8)}, {"parameters": {"side": 5}}),
    ({}, {"parameters": {"hidden": -1}}), ({}, {"parameters": 3}), ({}, {"dream_label": 3,
    "parameters": {"hidden": 7}}),
])  # fmt: skip
def test_what_can_not_be_put_back_changes_nothing(arrays, words):
    model = machine("pcd", "clamp=0,0;3,3")
    model.advance(37)
    before = bits(model)
    with pytest.raises(InputError):
        model.act("restore=" + pack(arrays, words))
    assert bits(model) == before


# ---- weights in files ----

V, H = 16, 6
GOOD = {"weights": np.ones((V, H)), "visible_biases": np.zeros(V), "hidden_biases": np.zeros(H)}


def test_weights_go_through_a_file_and_the_journal_remembers_them(said, tmp_path):
    model, again = machine("cd"), machine("cd")
    text = model.act(said("load=WEIGHTS")).text
    (tmp_path / "w.npz").unlink()
    again.act(text)
    assert bits(again) == bits(model)
    with pytest.raises(InputError, match="There is no file"):
        again.act(said("load=WEIGHTS"))


def test_saving_does_not_happen_again_when_a_journal_is_replayed(tmp_path):
    model = machine("cd")
    text = model.act(f"save={tmp_path / 'a.npz'}").text
    (tmp_path / "a.npz").unlink()
    before = bits(model)
    model.act(text)
    assert bits(model) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("changed", "said"), [
    ({"weights": np.full((V, H), np.nan)}, "NaN or infinity"),
    ({"weights": np.full((V, H), 1e30)}, "allowed: −1000 to 1000"),
    ({"weights": np.ones((V, 7)), "hidden_biases": np.zeros(7)}, "set hidden=7"),
    ({"weights": np.ones((V, 7))}, "must fit"), ({"weights": np.ones(V)}, "a table"),
    ({"hidden_biases": np.zeros((1, H))}, "a row"),
    ({"visible_biases": np.array(["a"] * V)}, "a row"),
    ({"weights": np.ones((V, H), complex)}, "numbers"), ({"weights": None}, "needed: the arrays"),
    ({n: np.zeros((0, 0) if n == "weights" else 0) for n in GOOD}, "the machine has 16"),
])  # fmt: skip
def test_weights_that_do_not_fit_are_refused_in_words_and_nothing_changes(changed, said, tmp_path):
    arrays = {k: v for k, v in {**GOOD, **changed}.items() if v is not None}
    np.savez(tmp_path / "w.npz", **arrays)
    model = machine("pcd")
    model.advance(8)
    before = bits(model)
    with pytest.raises(InputError, match=said):
        model.act(f"load={tmp_path / 'w.npz'}")
    assert bits(model) == before


@pytest.mark.parametrize("raw", [b"", b"nothing", b"PK\x03\x04rest"])
def test_a_file_that_holds_no_weights_is_refused_in_words(raw, tmp_path):
    (tmp_path / "w.npz").write_bytes(raw)
    with pytest.raises(InputError, match=r"w\.npz"):
        machine().act(f"load={tmp_path / 'w.npz'}")


def test_a_pickle_in_a_file_of_weights_is_not_opened(tmp_path):
    np.savez(
        tmp_path / "w.npz", weights=np.array([{}], object), **{n: np.ones(3) for n in NAMES[1:]}
    )
    with pytest.raises(InputError):
        machine().act(f"load={tmp_path / 'w.npz'}")


def test_a_cut_off_file_of_weights_is_refused_in_words(said, tmp_path):
    path = tmp_path / "w.npz"
    said("load=WEIGHTS")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"w\.npz"):
        machine().act(f"load={path}")
    assert not zipfile.is_zipfile(path)


def test_saving_where_there_is_no_folder_is_refused_in_words():
    for path in ("/nowhere/at/all.npz", "weights.txt"):
        with pytest.raises(InputError):
            machine().act(f"save={path}")


def test_biases_as_large_as_a_file_may_hold_are_taken(tmp_path):
    np.savez(tmp_path / "w.npz", **{**GOOD, "visible_biases": np.linspace(-1000, 1000, V)})
    model = machine(
        "pcd", "clamp=0,0;3,3", f"load={tmp_path / 'w.npz'}", "clamp=0,1;1,1", "reconstruct"
    )
    model.advance(20)
    assert False not in model.invariants().values()


# ---- what is refused ----


@pytest.mark.parametrize(("text", "said"), [
    ("dream=3", "no label units"), ("add=1", "set data=drawn"), ("forget_example=0", "are none"),
    ("show=30", "0 to 29"), ("show=-1", "0 to 29"), ("show=a", "0 to 29"), ("unclamp=a", "a point"),
    ("cover=middle", "allowed"), ("cover=left", "nothing on the pad"), ("cover", "nothing on"),
    ("denoise=2", "0 to 1"), ("denoise=nan", "0 to 1"), ("denoise=0.2", "nothing on the pad"),
    ("clamp", "needs an argument"), ("clamp=nowhere.png", "nowhere"), ("clamp=data:A", "damaged"),
    ("reconstruct", "nothing on the pad"), ("load=checkpoint:nowhere", "no checkpoint"),
    ("load=data:AAAA", "damaged"), ("load=", "needs an argument"), ("save=", "needs an argument"),
])  # fmt: skip
def test_what_can_not_be_done_is_refused_in_words_and_nothing_changes(text, said):
    model = machine("pcd")
    model.advance(8)
    before = bits(model)
    with pytest.raises(InputError, match=said):
        model.act(text)
    assert bits(model) == before


@pytest.mark.parametrize("text", ["dream=11", "dream=x", "dream=-1"])
def test_a_class_that_is_none_is_refused_in_words(text):
    with pytest.raises(InputError, match="is no class; allowed: 0"):
        machine("labels", text)


@pytest.mark.parametrize("text", ["add=10", "add=-2", "add=x", "add", "add=1.5"])
def test_an_example_needs_one_of_ten_classes_where_labels_are_learned(text):
    with pytest.raises(InputError, match="is no class; allowed: 0 to 9"):
        machine("drawn", "clamp=0,0;3,3", text)


def test_examples_are_what_was_drawn():
    model = machine("drawn")
    assert model.state.examples.shape == (3, 16)
    assert model.state.examples[0].reshape(4, 4).diagonal().tolist() == [255] * 4
    assert model.state.example_labels.tolist() == [1, 2, 1]
    model.act("forget_example=0")
    assert model.state.example_labels.tolist() == [2, 1]


def test_show_and_cover_leave_half_of_a_held_out_pattern():
    model = machine("greys", "show=4")
    s, shown = model.state, model.state.shown
    assert np.isin(shown, (-1, 1)).all()
    for half, count in (("left", 18), ("top", 18), ("none", 0), ("right", 18)):
        model.act(f"cover={half}")
        assert (s.query == 0).sum() == count
        assert (s.query[s.query != 0] == shown[s.query != 0]).all()
        assert (model.state.shown == shown).all()
