"""`train`: a recipe is run and written; its refusals are one line, and come before the work."""

import io
import os
import sys

import numpy as np
import pytest

from simulator import models, train
from simulator.cli import main
from simulator.core.errors import InputError
from simulator.core.model import Action, Argument, action
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.hopfield import Hopfield
from simulator.train import RECIPES, ProgressLine, Recipe

RECIPE = Recipe(
    model="pupil",
    title="a small test",
    seed=3,
    deeds=("set side=4", "store=preset:random", "randomize", "set temperature=0.5"),
    grain="sweep",
    steps=4,
)


class Pupil(Hopfield):
    """A Hopfield network that can be written to a file."""

    @action("Save", "Write the units.", Argument("text", "save=FILE"))
    def save(self, argument):
        np.savez(argument, units=self.state.units, step=self.step, seed=self.seed)


@pytest.fixture(autouse=True)
def recipe(monkeypatch):
    monkeypatch.setitem(sys.modules, "simulator.models.pupil", sys.modules[__name__])
    monkeypatch.setitem(models.CATALOGUE, "pupil", "Pupil")
    monkeypatch.setitem(RECIPES, "test", RECIPE)


def test_what_was_learned_is_written(tmp_path, capsys):
    out = tmp_path / "a b.npz"
    assert main(["train", "test", str(out)]) == 0
    with np.load(out) as written:
        assert (written["step"], written["seed"]) == (4 * 16, 3)
    said = capsys.readouterr()
    assert "hopfield, seed 3: 4 × sweep" in said.out
    assert "energy" in said.out
    assert "learned in " in said.out
    assert f"s, written to {out} ({out.stat().st_size:,} bytes)\n" in said.out
    assert said.err == ""


def test_the_same_recipe_makes_the_same_file(tmp_path):
    for name in ("a.npz", "b.npz"):
        main(["train", "test", str(tmp_path / name)])
    first, second = (np.load(tmp_path / name)["units"] for name in ("a.npz", "b.npz"))
    assert first.tobytes() == second.tobytes()


def test_fewer_steps_can_be_asked_for(tmp_path):
    main(["train", "test", str(tmp_path / "a.npz"), "--steps", "1"])
    assert np.load(tmp_path / "a.npz")["step"] == 16


BAD = {
    "an unknown name": (["train", "letters", "a.npz"], "no checkpoint letters to train; allowed: "),
    "another kind of file": (["train", "test", "a.png"], "a.png is no checkpoint's name; allowed"),
    "no name of a file": (["train", "test", ""], "is no checkpoint's name"),
    "a folder that is not there": (["train", "test", "no/a.npz"], "There is no folder for no/a"),
    "a folder": (["train", "test", "folder.npz"], "folder.npz is a folder"),
    "no steps": (["train", "test", "a.npz", "--steps", "0"], "--steps 0 is not allowed; allowed"),
    "steps in words": (["train", "test", "a.npz", "--steps", "ten"], "--steps ten is not allowed"),
    "nothing to write to": (["train", "test"], "required: OUT.npz"),
}


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_words_are_refused_in_one_line_before_anything_is_learned(
    words, sentence, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.npz").mkdir()
    monkeypatch.setattr(train, "learn", lambda *arguments: pytest.fail("it learned"))
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1)
    assert sentence in said.err
    assert os.listdir(tmp_path) == ["folder.npz"]


def test_the_names_are_in_the_refusal_and_in_the_help(capsys):
    assert main(["train", "x", "a.npz"]) == 2
    assert (
        "allowed: digits, gan-digits, copy, repeat-copy, associative-recall, lstm-copy, test."
        in capsys.readouterr().err
    )
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    assert "  test  a small test\n" in capsys.readouterr().out


# ---- the line of progress ----


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_person_sees_one_line_that_is_gone_at_the_end():
    screen = Screen()
    with ProgressLine(screen) as line:
        line.say("epoch 10 of 10")
        line.say("short")
    assert screen.getvalue() == "\repoch 10 of 10\rshort" + " " * 9 + "\r     \r"


def test_the_line_is_never_longer_than_the_screen(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    screen = Screen()
    ProgressLine(screen).say("x" * 100)
    assert screen.getvalue() == "\r" + "x" * 19


def test_a_file_gets_no_line():
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        line.say("epoch 1 of 10")
    assert stream.getvalue() == ""


def test_the_line_is_gone_before_a_refusal_is_said():
    screen = Screen()
    line = ProgressLine(screen)
    line.say("epoch 1")
    with pytest.raises(InputError, match="broke"), line:
        raise InputError("It broke.")
    assert screen.getvalue().endswith("\r       \r")


@pytest.mark.parametrize(
    ("done", "seconds", "said"),
    [
        (0, 0.0, "sweep 0 of 4"),
        (1, 10.0, "sweep 1 of 4, about 30 s left"),
        (1, 100.0, "sweep 1 of 4, about 5 min left"),
        (4, 40.0, "sweep 4 of 4, about 0 s left"),
    ],
)
def test_the_line_says_how_far_it_is_and_how_long_it_will_take(done, seconds, said):
    assert train.progress(RECIPE, done, seconds) == said


# ---- the recipes ----


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_understood_by_its_model(name):
    recipe = RECIPES[name]
    cls = model_class(recipe.model)
    work = Run(cls(recipe.seed), keeps_history=False)
    for text in recipe.deeds:
        work.do(text)
    assert cls.grain(recipe.grain)
    assert recipe.title
    assert recipe.saves.partition("=")[0] in cls.declared(Action)
