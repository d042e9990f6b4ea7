"""`shot`: a picture of the window, with the options of `run`."""

import json

import pytest
from PIL import Image

from tests.helpers import run_python

DEEDS = ("--preset", "letters-ten", "--do", "probe=1", "--do", "corrupt=0.2", "--grain", "settle")


def shot(*words):
    return run_python("main.py", "shot", "hopfield", *words, DISPLAY="", QT_QPA_PLATFORM="")


def test_a_picture_has_the_size_that_was_asked_for(tmp_path):
    out = tmp_path / "window.png"
    done = shot(str(out), "--size", "1280x720", "--theme", "dark", "--presenter")
    assert done.returncode == 0, done.stderr
    with Image.open(out) as picture:
        assert picture.size == (1280, 720)


def test_it_takes_the_options_of_run_and_comes_to_the_same_numbers(tmp_path):
    saved = tmp_path / "end.reverie"
    done = shot(str(tmp_path / "w.png"), *DEEDS, "--save", str(saved), "--json")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    again = json.loads(run_python("main.py", "run", "hopfield", *DEEDS, "--json").stdout)
    assert seen | {"seconds": 0} == again | {"seconds": 0}
    assert saved.is_file()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["w.txt"], "no picture's name; allowed: .png"),
        (["w.png", "--size", "10x10"], "outside the range"),
        (["w.png", "--size", "large"], "is not WIDTHxHEIGHT"),
        (["missing/w.png"], "There is no folder"),
        (["w.png", "--preset", "none"], "no preset none"),
    ],
)
def test_bad_words_are_refused_in_one_line_with_code_2(tmp_path, words, sentence):
    done = shot(str(tmp_path / words[0]), *words[1:])
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
