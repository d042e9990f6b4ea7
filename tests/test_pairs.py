"""`run --twin` and `shot --twin`: two runs in lock step from the command line."""

import json

import pytest
from PIL import Image

from tests.helpers import run_python

WARM = ("hopfield", "--preset", "letters-ten", "--do", "corrupt=0.3", "--grain", "sweep",
        "--steps", "2")  # fmt: skip


def results(*words):
    done = run_python("main.py", "run", *WARM, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_both_results_are_those_of_separate_runs_and_their_difference_is_b_minus_a():
    found = results("--twin", "temperature=1.5")
    alone = [results(), results("--set", "temperature=1.5")]
    for twin, one in zip(found["twins"], alone, strict=True):
        assert twin | {"seconds": 0} == one | {"seconds": 0}
    a, b = (twin["readouts"] for twin in found["twins"])
    assert found["difference"]["energy"] == b["energy"] - a["energy"] > 0
    assert found["difference"]["overlaps"][0] == b["overlaps"][0] - a["overlaps"][0]
    assert found["difference"]["verdict"] is None


@pytest.mark.parametrize("setting", ["temperature", "temperature=x", "nothing=1"])
def test_a_bad_setting_is_refused_in_one_line_with_code_2(setting):
    done = run_python("main.py", "run", *WARM, "--twin", setting)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_person_reads_both_and_the_difference():
    done = run_python("main.py", "run", *WARM, "--twin", "temperature=1.5")
    assert "A: hopfield" in done.stdout
    assert "B: hopfield" in done.stdout
    assert "B − A" in done.stdout


def test_a_picture_shows_both(tmp_path):
    out = tmp_path / "twins.png"
    done = run_python("main.py", "shot", WARM[0], str(out), *WARM[1:], "--twin", "temperature=1.5",
                      "--size", "1280x720", "--json", QT_QPA_PLATFORM="")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"twins", "difference"}
    with Image.open(out) as picture:
        assert picture.size == (1280, 720)
