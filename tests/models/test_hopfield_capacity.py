"""The job `capacity`: the share of random memories recalled, against the loading K/N."""

import csv
import json
import math

import numpy as np
import psutil
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models import hopfield_learning_parts
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_capacity import (
    COLUMNS,
    CapacityOptions,
    cues_of,
    random_memories,
    share_and_error,
)
from simulator.models.hopfield_capacity_plan import plan, point
from simulator.models.hopfield_learning import learn
from simulator.models.hopfield_learning_parts import learn_in_parts
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters
from tests.helpers import run_python

FAST = "sizes=50;trials=6"


def network(**parameters):
    model = Hopfield(1)
    for name, value in parameters.items():
        model.set(name, value)
    return model


def capacity(text, **parameters):
    work = job.begin(network(**parameters), f"capacity={text}")
    return job.finish(work).columns


@pytest.mark.parametrize("rule", list(RULES))
def test_every_rule_gives_a_table(rule):
    columns = capacity(f"{FAST};points=3;loading_from=0.1;loading_to=0.5", rule=rule)
    assert tuple(columns) == COLUMNS
    assert columns["rule"] == [rule] * 3
    assert columns["memories"] == [5, 15, 25]
    assert all(0.0 <= share <= 1.0 for share in columns["recalled"])


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "unlearning"])
def test_one_memory_alone_is_recalled(rule):  # dreams of nothing else would unlearn it
    columns = capacity(f"{FAST};points=1;loading_from=0.02;loading_to=0.02", rule=rule, beta=1.0)
    assert columns["memories"] == [1]
    assert columns["recalled"] == [1.0]


@pytest.mark.parametrize(
    ("parameters", "loading"),
    [
        ({"rule": "hebb"}, 1.0),
        ({"rule": "pseudo-inverse"}, 1.5),
        ({"rule": "storkey"}, 2.0),
        ({"rule": "perceptron", "margin": 0.0}, 4.0),
        ({"rule": "unlearning"}, 1.0),
        ({"rule": "dense", "degree": 3}, 20.0),
        ({"rule": "modern", "beta": 0.1}, 20.0),
    ],
)
def test_far_too_many_memories_are_lost(parameters, loading):
    columns = capacity(f"{FAST};points=1;loading_from={loading};loading_to={loading}", **parameters)
    assert columns["recalled"][0] < 0.2


def test_what_is_stored_does_not_matter():
    model = network(rule="hebb")
    before = job.finish(job.begin(model, f"capacity={FAST}")).columns
    model.act("store=preset:random")
    assert job.finish(job.begin(model, f"capacity={FAST}")).columns == before


def test_the_same_state_gives_the_same_table():
    assert capacity(FAST, rule="hebb") == capacity(FAST, rule="hebb")


def test_a_point_does_not_hang_on_the_points_after_it():
    text = f"{FAST};points=1;loading_from=0.2;loading_to=0.2"
    alone = capacity(text, rule="hebb")
    first = capacity(text.replace("sizes=50", "sizes=50,60"), rule="hebb")
    assert first["mean_overlap"][0] == alone["mean_overlap"][0]


def test_sizes_are_measured_in_rising_order_and_once():
    columns = capacity("sizes=60,50,60;trials=2;points=2", rule="hebb")
    assert columns["units"] == [50, 50, 60, 60]


def test_the_share_done_rises_to_its_end():
    work = job.begin(network(rule="storkey"), f"capacity={FAST};points=3")
    shares = []
    job.finish(work, lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert shares[0] >= 0.0
    assert shares[-1] == pytest.approx(1.0, abs=0.2)


def test_it_can_be_given_up_while_a_network_learns():
    work = job.begin(
        network(rule="perceptron"), "capacity=sizes=1000;loading_from=1;loading_to=1;points=1"
    )
    assert job.finish(work, lambda share: False) is None


def test_flipped_units_make_recall_harder():
    text = f"{FAST};points=1;loading_from=0.1;loading_to=0.1;trials=30".replace("trials=6;", "")
    easy = capacity(text, rule="hebb")["recalled"][0]
    assert capacity(f"{text};corruption=0.45", rule="hebb")["recalled"][0] < easy - 0.2


def test_a_share_of_units_is_flipped_exactly():
    rng = np.random.default_rng(0)
    memories = random_memories(4, 50, rng)
    assert ((cues_of(memories, 0.3, rng) != memories).sum(axis=1) == 15).all()


def test_the_threshold_of_the_overlap_counts():
    text = f"{FAST};points=1;loading_from=0.2;loading_to=0.2"
    strict = capacity(f"{text};overlap=0.999", rule="hebb")
    assert strict["recalled"] == strict["exact"]
    assert capacity(f"{text};overlap=0.1", rule="hebb")["recalled"][0] >= strict["recalled"][0]


# ---- theory ----


def test_theory_speaks_of_hebb():
    columns = capacity(f"{FAST};points=2;loading_from=0.1;loading_to=0.5", rule="hebb")
    assert columns["theory"] == [pytest.approx(0.998, abs=1e-3), 0.0]


@pytest.mark.parametrize(
    "other", [{"rule": "storkey"}, {"own_connections": True}, {"units": "graded"}, {"threshold": 1}]
)
def test_theory_is_silent_about_other_networks(other):
    columns = capacity(f"{FAST};points=2", **{"rule": "hebb", **other})
    assert columns["theory"] == [None, None]


# ---- errors ----


def test_the_error_of_single_recalls_is_that_of_a_share():
    hits = [np.array([k % 2 == 0]) for k in range(1000)]
    share, error = share_and_error(hits)
    assert share == 0.5
    assert error == pytest.approx(math.sqrt(0.25 / 1000), rel=1e-3)


@pytest.mark.parametrize("is_hit", [False, True])
def test_the_error_is_not_0_where_all_or_none_are_recalled(is_hit):
    share, error = share_and_error([np.full(5, is_hit)] * 8)
    assert share == float(is_hit)
    assert error == pytest.approx(math.sqrt(0.5 * 40.5) / 41 / math.sqrt(41))


def test_recalls_of_one_network_that_agree_count_once():
    alike = [np.full(5, k % 2 == 0) for k in range(20)]
    _, error = share_and_error(alike)
    assert error == pytest.approx(math.sqrt(0.25 / 20), rel=0.05)


def test_the_error_covers_the_truth_as_often_as_it_should():
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(1000):
        chance = np.clip(rng.normal(0.6, 0.2, 30), 0, 1)  # of each network
        share, error = share_and_error([rng.random(5) < p for p in chance])
        covered += abs(share - 0.6) < error
    assert 0.62 < covered / 1000 < 0.74


# ---- the plan ----


def test_trials_are_shared_out_evenly_and_whole():
    planned = point(HopfieldParameters(rule="storkey"), 1000, 800, 41)
    assert sum(planned.recalls()) == 41
    assert max(planned.recalls()) - min(planned.recalls()) <= 1


def test_where_learning_is_cheap_every_recall_has_its_own_memories():
    assert point(HopfieldParameters(rule="hebb"), 1000, 100, 40).sets == 40


def test_no_memory_is_recalled_twice_from_one_network():
    for rule in RULES:
        planned = point(HopfieldParameters(rule=rule), 1000, 3, 40)
        assert max(planned.recalls()) <= 3


def test_the_chosen_loadings_are_kept():
    options = CapacityOptions(sizes=(200,), loading_from=0.1, loading_to=0.2, points=3)
    counts = [p.memories for p in plan(HopfieldParameters(rule="hebb"), options)]
    assert counts == [20, 30, 40]


@pytest.mark.parametrize("rule", list(RULES))
def test_the_defaults_are_never_refused(rule):
    for margin in (0.0, 0.5, 3.0):
        assert plan(HopfieldParameters(rule=rule, margin=margin), CapacityOptions())


# ---- refusals ----


def test_loadings_the_wrong_way_round_are_refused():
    with pytest.raises(InputError, match=r"from 0\.3 to 0\.2"):
        capacity("loading_from=0.3;loading_to=0.2")


def test_what_would_take_all_day_is_refused():
    with pytest.raises(InputError, match="min is allowed"):
        capacity("sizes=10000;trials=1000;loading_to=10", rule="hebb")


def test_an_end_that_nobody_chose_is_not_cut_to_nothing_but_refused():
    with pytest.raises(InputError, match="fewer trials"):
        capacity("sizes=10000;trials=1000", rule="hebb")


def test_learning_that_can_not_be_stopped_is_refused():
    with pytest.raises(InputError, match="to learn once"):
        capacity("sizes=10000;trials=1;points=1;loading_to=1;loading_from=1", rule="storkey")


def test_what_does_not_fit_into_memory_is_refused(monkeypatch):
    free = type("Free", (), {"available": 2**20})
    monkeypatch.setattr(psutil, "virtual_memory", free)
    with pytest.raises(InputError, match="half of the free memory"):
        capacity("sizes=1000", rule="hebb")


# ---- learning in parts ----


@pytest.mark.parametrize("rule", ["perceptron", "unlearning", "storkey"])
def test_learning_in_parts_gives_the_same_network(rule, monkeypatch):
    monkeypatch.setattr(hopfield_learning_parts, "MOST_STEPS", 50_000)
    p = HopfieldParameters(rule=rule)
    memories = random_memories(12, 64, np.random.default_rng(0))
    shares = []
    work = learn_in_parts(memories, p, 5, is_long=True)
    network = job.finish(work, lambda share: shares.append(share) or True)
    assert np.allclose(network.left, learn(memories, p, 5).left, rtol=1e-12)
    assert shares


def test_a_fault_in_learning_is_told(monkeypatch):
    def fail(*_):
        raise InputError("no")

    monkeypatch.setattr(hopfield_learning_parts, "learn", fail)
    memories = random_memories(3, 50, np.random.default_rng(0))
    with pytest.raises(InputError, match="no"):
        job.finish(learn_in_parts(memories, HopfieldParameters(), 0, is_long=True))


# ---- the command line ----


def test_run_prints_the_table_and_writes_it_as_csv(tmp_path):
    done = run_python(
        "main.py", "run", "hopfield", "--set", "rule=storkey", "--job", f"capacity={FAST};points=2",
        "--csv", str(tmp_path / "c.csv"), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = json.loads(done.stdout)["readouts"]["capacity"]
    lines = (tmp_path / "c.csv").read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [float(row["recalled"]) for row in rows] == table["recalled"]
    assert [row["theory"] for row in rows] == ["", ""]
