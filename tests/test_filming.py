"""`record`: films without a screen; `report`: a page. Bad words end in one line and code 2."""

import json

import numpy as np
import pytest
from PIL import Image

from tests.helpers import run_python

DEEDS = ("--preset", "letters-ten", "--do", "probe=1", "--do", "corrupt=0.2")


def command(name, *words):
    return run_python("main.py", name, "hopfield", *words, DISPLAY="", QT_QPA_PLATFORM="")


def test_a_film_has_its_frames_and_ends_where_run_would(tmp_path):
    out = tmp_path / "film.gif"
    words = (*DEEDS, "--grain", "sweep", "--frames", "4", "--every", "2", "--json")
    done = command("record", str(out), *words, "--steps", "1", "--size", "1000x640")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["film"] == {"file": "film.gif", "frames": 4, "fps": 25, "size": [1000, 640]}
    again = json.loads(command("run", *DEEDS, "--grain", "sweep", "--steps", "7", "--json").stdout)
    assert told["readouts"] == again["readouts"]
    with Image.open(out) as film:
        assert film.n_frames == 4


def test_a_film_is_the_same_every_time(tmp_path):
    words = (*DEEDS, "--grain", "unit", "--frames", "5", "--every", "60", "--card", "State")
    for name in ("a", "b"):
        assert command("record", str(tmp_path / name), *words).returncode == 0
    frames = [[np.asarray(Image.open(p)) for p in sorted((tmp_path / name).iterdir())]
              for name in ("a", "b")]  # fmt: skip
    assert all((one == other).all() for one, other in zip(*frames, strict=True))
    assert not (frames[0][0] == frames[0][4]).all()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["film.avi"], "allowed: NAME.gif, NAME.mp4"),
        (["film.gif", "--frames", "many"], "--frames many is not a whole number"),
        (["film.gif", "--frames", "0"], "0 frames is not allowed"),
        (["film.gif", "--frames", "20000"], "too much for a GIF"),
        (["film.gif", "--scale", "9"], "allowed: 0.25 to 4"),
        (["film.gif", "--frames", "2", "--card", "Nothing"], "no card Nothing in sight"),
        (["missing/film.gif"], "no folder"),
    ],
)
def test_bad_words_for_a_film_are_refused_and_leave_nothing(tmp_path, words, sentence):
    done = command("record", str(tmp_path / words[0]), *words[1:])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "begins"), [("r.pdf", b"%PDF"), ("r.html", b"<!DOCTYPE html>")])
def test_a_report_is_written_and_the_result_told(tmp_path, name, begins):
    words = (*DEEDS, "--grain", "settle", "--page", "overlaps", "--json")
    done = command("report", str(tmp_path / name), *words)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert json.loads(done.stdout)["readouts"]["verdict"] == "stored 1"


def test_a_report_by_another_name_is_refused(tmp_path):
    done = command("report", str(tmp_path / "r.doc"))
    assert done.returncode == 2
    assert "allowed: NAME.pdf, NAME.html" in done.stderr
