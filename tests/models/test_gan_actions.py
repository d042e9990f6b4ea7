"""What is done to a game of two networks is done again and taken back; worlds, weights, walks."""

import zipfile

import numpy as np
import pytest
from PIL import Image

from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.core.model import Action
from simulator.core.run import Run, replay
from simulator.core.script import as_python
from simulator.models.gan import Gan
from simulator.models.gan_actions import CANVAS, LEARNED
from simulator.models.gan_canvas import SIDE
from tests.helpers import bits, run_python
from tests.models.gan_games import GAMES, game, look, look_at_all, ready

each_kind = pytest.mark.parametrize("kind", GAMES)

DEEDS = {  # of a game in which they can be done
    "world=3,3": "drawn", "world=0,0;39,39;size=5": "drawn", "world=8,30;value=-1": "drawn",
    "world=2,2;9,9;tool=rectangle": "ring", "world=PICTURE": "drawn", "world=TABLE": "drawn",
    "wipe": "drawn", "interpolate=9": "digits", "interpolate": "ring", "interpolate=0": "line",
    "load=WEIGHTS": "ring", "save=WEIGHTS": "turns", "new-seed=9": "slopes",
    "preset=ring": "batches", "set loss=hinge": "turns", "set minibatch_std=true": "turns",
    "set world=moons": "drawn", "set layers_g=3": "slopes", "set side=9": "digits",
    "set batch_size=5": "only g", "set averaging=0.5": "clipped", "set k_d=5": "only d",
}  # fmt: skip
TOUCHED = {"world": CANVAS, "wipe": CANVAS, "interpolate": ("tour",), "load": LEARNED}
GAME = ("params_d", "first_d", "params_g", "second_g", "noise", "real", "fake", "said", "step",
        "phase", "turn", "keys", "iterations")  # fmt: skip


@pytest.fixture
def said(tmp_path):
    """Fills in the files of weights, of a picture and of a table."""
    model = game("ring", seed=7)
    model.advance(30)
    model.act(f"save={tmp_path / 'w.npz'}")
    grey = np.full((50, 50), 255, np.uint8)
    grey[20:30, 5:45] = 0
    Image.fromarray(grey).save(tmp_path / "bar.png")
    (tmp_path / "table.csv").write_text("x,y\n0,0\n3,1\n5,5\n", encoding="utf-8")
    names = {"WEIGHTS": "w.npz", "PICTURE": "bar.png", "TABLE": "table.csv"}

    def fill(text: str) -> str:
        for word, name in names.items():
            text = text.replace(word, str(tmp_path / name))
        return text

    return fill


# ---- what a deed does ----
def test_the_list_of_deeds_names_every_action():
    named = {deed.partition("=")[0] for deed in DEEDS}
    assert set(Gan.declared(Action)) - named == {"reset", "restore"} | {
        name for name in Gan.declared(Action) if name.startswith("download")
    }


@pytest.mark.parametrize("text", DEEDS)
def test_the_text_of_a_deed_does_the_same_again(text, said):
    model, again = ready(DEEDS[text]), ready(DEEDS[text])
    again.act(model.act(said(text)).text)
    assert bits(again) == bits(model)


@pytest.mark.parametrize("text", DEEDS)
def test_the_inverse_of_a_deed_puts_back_what_it_touched(text, said):
    model, before = ready(DEEDS[text]), bits(ready(DEEDS[text]))
    deed = model.act(said(text))
    if deed.inverse:
        model.act(deed.inverse)
    found, name = bits(model), text.partition("=")[0]
    for field in Gan.made if deed.restarts else TOUCHED.get(name, ()):
        assert found[field] == before[field], field
    assert (model.parameters, model.seed) == (before["parameters"], before["seed"])
    if not deed.restarts and not text.startswith("set "):
        for field in GAME:
            assert found[field] == before[field], field


@pytest.mark.parametrize("text", DEEDS)
def test_undo_and_redo_go_through_the_same_journal_again(text, said):
    run = Run(ready(DEEDS[text]))
    run.do("set rate_d=0.002")
    run.do(said(text))
    after = run.model.parameters
    run.undo(), run.redo()
    assert run.model.parameters == after
    run.undo(), run.undo()
    if text != "wipe":
        run.advance(5)
    look(run.model)


@pytest.mark.parametrize("text", [t for t in DEEDS if t != "wipe"])
def test_after_any_deed_the_game_goes_on(text, said):
    model = ready(DEEDS[text])
    model.act(said(text))
    look_at_all(model)
    model.advance(41)
    look(model)


def test_taking_back_loaded_weights_goes_on_with_the_same_bits(said):
    for kind in ("ring", "turns"):
        model, plain = ready(kind), ready(kind)
        source = game(kind, seed=9)
        source.act(said("save=WEIGHTS"))
        model.act(model.act(said("load=WEIGHTS")).inverse)
        model.advance(40), plain.advance(40)
        assert bits(model) == bits(plain)


# ---- the journal ----

STORY = (
    "interpolate=4", 20, "set loss=hinge", 7, "set averaging=0.9", 5, "load=WEIGHTS", 11, "reset",
    13, "set k_d=2", 9, "set minibatch_std=true", 30, "set batch_size=5", 8, "undo", 8, "undo", 8,
    "redo", 5, "set unrolled=1", 30, "new-seed=5", 9, "interpolate=2", "set layers_g=3", 17, "undo",
    4, "set world=drawn", "world=3,3;20,20;size=4", 25, "wipe", "undo", 11, "undo", "undo",
    "set spectral_norm=true", "set replay=0.5", 40,
)  # fmt: skip


def lived(said) -> Run:
    run = Run(game("ring", seed=2))
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
    fresh = game("ring", seed=2)
    replay(fresh, run.entries, run.model.step)
    assert bits(fresh) == bits(run.model)


def test_a_rewound_run_comes_to_the_same_bits(said):
    run = lived(said)
    there, step = bits(run.model), run.model.step
    for place in (step - 1, step // 2, 0, step):
        run.seek(place)
    assert bits(run.model) == there


def test_a_copied_script_prints_the_same_readouts():
    run = Run(Gan(5))
    for text in ("set world=drawn", "world=3,3;30,12;size=4", "set layers_g=6", "set layers_d=5"):
        run.do(text)
    run.advance(20)
    run.do("set loss=hinge"), run.do("interpolate=3"), run.advance(30)
    run.do("reset"), run.advance(16)
    result = run_python("-c", as_python(run.model, run.entries, run.model.step))
    assert result.returncode == 0, result.stderr
    assert result.stdout == "".join(f"{n} {v}\n" for n, v in run.model.readouts().items())


# ---- worlds ----


def test_a_world_may_be_one_dot_or_the_whole_canvas():
    for text, count in (("world=20,20", 1), ("world=20,20;tool=fill", SIDE**2)):
        model = game("ring", "set world=drawn", text)
        assert model.state.canvas.sum() == count
        model.advance(50)
        assert len(model.world.weights) == count
        look(model)
        look_at_all(model)


def test_a_stroke_is_data_where_it_was_drawn():
    model = game("ring", "set world=drawn", "world=0,0")
    model.advance(40)
    corner = [-1.3 + 1.3 / SIDE, 1.3 - 1.3 / SIDE]
    assert np.allclose(model.state.real, corner, atol=0.3)
    assert model.snapshot().about == "What you drew: 1 of 1,600 cells."


def test_a_stroke_of_minus_one_wipes():
    model = game("ring", "world=5,5;10,5;size=1", "world=7,5;value=-1")
    assert np.flatnonzero(model.state.canvas[5]).tolist() == [5, 6, 8, 9, 10]
    model.act("wipe")
    assert not model.state.canvas.any()


def test_what_is_drawn_while_it_is_played_is_data_at_once():
    model = ready("drawn")
    iterations = model.state.iterations
    model.act("wipe"), model.act("world=39,39")
    assert model.state.iterations == iterations
    model.advance(2 * model.parameters.iteration)
    assert (np.abs(model.state.real - [1.27, -1.27]) < 0.3).all()


def test_wiping_while_it_is_played_waits_in_words_and_goes_on_again():
    model = ready("drawn")
    deed = model.act("wipe")
    look_at_all(model)
    with pytest.raises(InputError, match="Nothing is drawn yet"):
        model.advance(20)
    look(model)
    model.act(deed.inverse)
    model.advance(20)
    look(model)


def test_a_picture_and_a_table_are_worlds(said):
    picture, table = (game("ring", "set world=drawn", said(f"world={n}")) for n in
                      ("PICTURE", "TABLE"))  # fmt: skip
    assert np.flatnonzero(picture.state.canvas.any(axis=1)).tolist() == list(range(16, 24))
    assert table.state.canvas.sum() == 3
    for model in (picture, table):
        model.advance(23)
        look(model)


def test_a_world_of_a_file_needs_the_file_no_more(said, tmp_path):
    model, again = (game("ring", "set world=drawn") for _ in "12")
    text = model.act(said("world=PICTURE")).text
    (tmp_path / "bar.png").unlink()
    again.act(text)
    assert bits(again) == bits(model)
    with pytest.raises(InputError, match="There is no file"):
        again.act(said("world=PICTURE"))


@pytest.mark.parametrize(("name", "raw"), [
    ("a.png", b""), ("a.png", b"nothing"), ("a.csv", b""), ("a.csv", b"a,b,c\n1,2,3\n"),
    ("a.csv", b"1,2\n3,x\n"), ("a.csv", b"1,2\nnan,3\n"), ("a.csv", b"\xff\xfe\x00"),
    ("a.txt", b"1,2\n"), ("a.npz", b"PK"), ("a", b"1,2\n"),
])  # fmt: skip
def test_a_bad_file_of_a_world_is_refused_in_a_sentence(name, raw, tmp_path):
    (tmp_path / name).write_bytes(raw)
    model = ready("drawn")
    before = bits(model)
    with pytest.raises(InputError, match=r"\.$"):
        model.act(f"world={tmp_path / name}")
    assert bits(model) == before


# ---- weights in files ----

SIZES = {"params_d": 33, "params_g": 65}


def test_weights_go_through_a_file_and_the_journal_remembers_them(said, tmp_path):
    source = game("ring", seed=7)
    source.advance(30)
    model, again = game(), game()
    text = model.act(said("load=WEIGHTS")).text
    assert np.array_equal(model.state.params_d, source.state.params_d)
    assert np.array_equal(model.state.params_g, source.state.params_g)
    (tmp_path / "w.npz").unlink()
    again.act(text)
    assert bits(again) == bits(model)
    with pytest.raises(InputError, match="There is no file"):
        again.act(said("load=WEIGHTS"))


def test_loaded_weights_are_gone_on_with_at_any_place(said):
    for steps in range(11):
        model = game("ring")
        model.advance(steps)
        model.act(said("load=WEIGHTS"))
        model.advance(22)
        look(model)


def test_of_an_averaged_generator_the_average_is_saved(said):
    model = game("ring", averaging=0.9)
    model.advance(60)
    model.act(said("save=WEIGHTS"))
    again = game("ring", said("load=WEIGHTS"))
    assert np.array_equal(again.state.params_g, model.state.average)


@each_kind
def test_weights_of_every_game_come_back(kind, tmp_path):
    model, again = ready(kind), game(kind, seed=9)
    model.act(f"save={tmp_path / 'w.npz'}")
    again.act(f"load={tmp_path / 'w.npz'}")
    assert np.array_equal(again.state.params_d, model.state.params_d)
    assert np.array_equal(again.state.params_g, model.shown_params_g)
    again.advance(30)
    look(again)


def test_saving_does_not_happen_again_when_a_journal_is_replayed(tmp_path):
    model = game()
    text = model.act(f"save={tmp_path / 'a.npz'}").text
    (tmp_path / "a.npz").unlink()
    before = bits(model)
    model.act(text)
    assert bits(model) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("changed", "words"), [
    ({"params_d": np.full(33, np.nan)}, "NaN or infinity"),
    ({"params_g": np.full(65, 1e30)}, "allowed: −1000 to 1000"),
    ({"params_d": np.ones(34)}, "34 numbers, and the discriminator has 33"),
    ({"params_g": np.ones(0)}, "the generator has 65"), ({"params_d": np.ones((3, 11))}, "a row"),
    ({"params_g": np.ones(65, complex)}, "numbers"),
    ({"params_g": np.array(["a"] * 65)}, "numbers"),
    ({"params_g": None}, "needed: the arrays"), ({"params_d": np.array(1.0)}, "a row"),
])  # fmt: skip
def test_weights_that_do_not_fit_are_refused_in_words(changed, words, tmp_path):
    good = {name: np.ones(size) for name, size in SIZES.items()}
    np.savez(tmp_path / "w.npz", **{k: v for k, v in {**good, **changed}.items() if v is not None})
    model = ready("ring")
    before = bits(model)
    with pytest.raises(InputError, match=words):
        model.act(f"load={tmp_path / 'w.npz'}")
    assert bits(model) == before


@pytest.mark.parametrize("raw", [b"", b"nothing", b"PK\x03\x04rest"])
def test_a_file_that_holds_no_weights_is_refused_in_words(raw, tmp_path):
    (tmp_path / "w.npz").write_bytes(raw)
    with pytest.raises(InputError, match=r"w\.npz"):
        game().act(f"load={tmp_path / 'w.npz'}")


def test_a_cut_off_file_of_weights_is_refused_in_words(said, tmp_path):
    path = tmp_path / "w.npz"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"w\.npz"):
        game().act(f"load={path}")
    assert not zipfile.is_zipfile(path)


@pytest.mark.parametrize("path", ["/nowhere/at/all.npz", "weights.txt"])
def test_saving_where_it_can_not_be_is_refused_in_words(path):
    with pytest.raises(InputError):
        game().act(f"save={path}")


# ---- walks between latents ----


def test_a_walk_has_three_pictures_between_two_stops():
    model = game("digits", "interpolate=9")
    shown = model.snapshot()
    assert shown.tour.shape == (9, 4)
    assert shown.walk.shape == (33, 64)
    stops = model.fakes_of(np.array(shown.tour))
    assert np.abs(shown.walk[::4] - np.clip(255 * stops, 0, 255)).max() <= 1


def test_a_walk_of_nothing_ends_it():
    model = game("digits", "interpolate=3", "interpolate=0")
    assert model.state.tour.shape == (0, 4)
    assert len(model.snapshot().walk) == 0


def test_even_noise_walks_within_its_range():
    assert np.abs(game("line", "interpolate=25").state.tour).max() <= 1
    assert np.abs(game("ring", "interpolate=25").state.tour).max() > 1


@pytest.mark.parametrize("number", ["1", "-1", "26", "2.5", "a", "nan", "1e1", "9 9"])
def test_a_bad_number_of_stops_is_refused_in_words(number):
    model = ready("digits")
    before = bits(model)
    with pytest.raises(InputError, match="no number of stops; allowed: 2 to 25, or 0"):
        model.act(f"interpolate={number}")
    assert bits(model) == before


# ---- what is refused ----


@pytest.mark.parametrize(("text", "words"), [
    ("world", "needs an argument"), ("world=a,b", "a,b"), ("world=1", "There is no file"),
    ("world=nowhere.png", "There is no file"), ("world=data:A", "damaged"),
    ("world=3,3;value=2", "value=2"), ("world=3,3;size=0", "size=0"), ("world=3,3;x=1", "x"),
    ("world=data:" + pack({"canvas": np.zeros((9, 9), np.int8)}), "does not fit"),
    ("world=data:" + pack({"canvas": np.full((40, 40), 3, np.int8)}), "does not fit"),
    ("world=data:" + pack({"a": np.zeros(3)}), "does not fit"), ("wipe=1", "takes no argument"),
    ("load=checkpoint:nowhere", "no checkpoint"), ("load=data:AAAA", "damaged"),
    ("load=data:" + pack({"params_d": np.zeros(41)}), "needed"), ("load=", "needs an argument"),
    ("save=", "needs an argument"), ("new-seed=-1", "seed"), ("preset=nowhere", "no preset"),
    ("train", "no action"),
])  # fmt: skip
def test_what_can_not_be_done_is_refused_in_words_and_nothing_changes(text, words):
    model = ready("drawn")
    before = bits(model)
    with pytest.raises(InputError, match=words):
        model.act(text)
    assert bits(model) == before
