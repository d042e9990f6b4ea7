"""The job `basins`: how far each memory may be spoiled and still be recalled exactly."""

import csv
import json
import math

import numpy as np
import pytest

from simulator.core import job
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_basins import BasinOptions, recalls
from tests.helpers import run_python


@pytest.fixture
def model():
    model = Hopfield(1)
    for text in ("set side=16", "store=preset:orthogonal"):
        model.act(text)
    return model


def basins(model, options="trials=4"):
    return job.finish(job.begin(model, f"basins={options}")).columns


def recalled_at(columns, corruption):
    pairs = zip(columns["corruption"], columns["recalled"], strict=True)
    return [share for p, share in pairs if p == corruption]


def test_stable_memories_without_corruption_are_always_recalled(model):
    assert recalled_at(basins(model), 0.0) == [1.0] * 8


def test_half_spoiled_memories_are_never_recalled(model):
    assert recalled_at(basins(model), 0.5) == [0.0] * 8


def test_a_little_corruption_is_taken_back(model):
    assert min(recalled_at(basins(model), 0.1)) == 1.0


def test_unstable_memories_are_never_recalled_even_unspoiled():
    model = Hopfield()
    model.act("preset=letters-hebb")
    assert recalled_at(basins(model), 0.0) == [0.0] * 10


def test_there_is_a_row_for_each_memory_and_corruption(model):
    columns = basins(model)
    assert {len(values) for values in columns.values()} == {8 * 11}
    assert columns["corruption"][:11] == [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
    assert columns["name"][0] == "halves"


def test_the_error_is_that_of_a_share_of_n_trials(model):
    columns = basins(model)
    for share, error in zip(columns["recalled"], columns["error"], strict=True):
        assert error == pytest.approx(math.sqrt(share * (1 - share) / 4))
    assert set(columns["trials"]) == {4}


@pytest.mark.parametrize(
    ("text", "corruptions"),
    [
        ("", [round(0.05 * k, 2) for k in range(11)]),
        ("corruption_from=0.1;corruption_to=0.3;points=3", [0.1, 0.2, 0.3]),
        ("corruption_from=0.3;corruption_to=0.1;points=3", [0.1, 0.2, 0.3]),
        ("corruption_from=0.2;points=1", [0.2]),
        ("corruption_to=0", [0.0]),
    ],
)
def test_the_corruptions_rise_and_none_is_tried_twice(text, corruptions):
    pairs = dict(pair.split("=") for pair in text.split(";") if pair)
    assert BasinOptions.from_values(pairs).corruptions() == corruptions


def test_of_many_memories_an_even_sample_is_taken():
    model = Hopfield()
    for text in ("set side=12", *["store=preset:random"] * 5):
        model.act(text)
    memories = basins(model, "trials=1;points=1")["memory"]
    assert len(memories) == 30
    assert (memories[0], memories[-1]) == (0, 49)


def test_a_share_of_units_is_flipped_exactly(model, monkeypatch):
    cues = []
    monkeypatch.setattr(model, "begin_at", lambda cue, words: cues.append(cue))
    monkeypatch.setattr(model, "settle", lambda: None)
    memory = model.state.memories[0]
    recalls(model, memory, 0.35, np.random.default_rng(0))
    assert (cues[0] != memory).sum() == round(0.35 * 256)


def test_run_prints_the_table_and_writes_it_as_csv(tmp_path):
    done = run_python(
        "main.py", "run", "hopfield", "--preset", "worked-example",
        "--job", "basins", "--csv", str(tmp_path / "b.csv"), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = json.loads(done.stdout)["readouts"]["basins"]
    lines = (tmp_path / "b.csv").read_text().splitlines()
    assert "# seed=0" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [float(row["recalled"]) for row in rows] == table["recalled"]
    assert list(rows[0]) == ["memory", "name", "corruption", "recalled", "error", "trials"]
