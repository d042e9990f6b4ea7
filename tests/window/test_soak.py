"""`soak`: a short form of it on all panels, and what it refuses and tells."""

import pytest

from simulator import soak
from simulator.cli import main

FACTS = {"model": "hopfield", "deeds": 1234, "errors": [], "growth": 3.0, "p99": 20.0,
         "stall": 60.0, "seconds": 60.0}  # fmt: skip


@pytest.mark.parametrize("name", soak.CATALOGUE)
def test_every_panel_stands_a_short_stream_of_anything(name, capsys):
    code = soak.soak([name], "0.07", "1")
    said = capsys.readouterr().out
    assert code == 0, said
    assert said.splitlines()[1].split()[0] == name


BAD = {
    "an unknown model": (["perceptron"], "no model perceptron; allowed: hopfield"),
    "no time": (["--minutes", "0"], "--minutes 0 is not allowed; allowed: above 0"),
    "time in words": (["--minutes", "long"], "--minutes long is not allowed"),
    "too much time": (["--minutes", "1e9"], "at most 1440"),
    "a seed below 0": (["--seed=-1"], "--seed -1 is not allowed"),
}


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_words_are_refused_in_one_line(words, sentence, capsys, monkeypatch):
    monkeypatch.setattr(soak, "_begin", lambda *_: pytest.fail("it began"))
    assert main(["soak", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_the_table_marks_what_is_over_the_limits():
    bad = {**FACTS, "model": "gan", "growth": 80.0, "stall": 150.0, "errors": ["it broke"]}
    text = soak.as_text([FACTS, bad])
    good_row, bad_row = text.splitlines()[1:3]
    assert "over" not in good_row
    assert "growth over 50 MB, stall over 100 ms" in bad_row
    assert text.endswith("gan: it broke")


def test_a_process_that_dies_is_an_error():
    class Dead:
        returncode = -11

        def communicate(self):
            return "", "Segmentation fault\n"

    (error,) = soak._result("rbm", Dead())["errors"]
    assert error == "it ended with code -11: Segmentation fault"
