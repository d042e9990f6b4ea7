"""The charts of the Boltzmann machine's jobs."""

import numpy as np
import pytest

from simulator.core import job
from simulator.models.boltzmann import Boltzmann
from simulator.panels.boltzmann_charts import (
    answers_chart,
    barrier_chart,
    scan_charts,
    searches_chart,
)
from simulator.panels.boltzmann_scan_charts import LATTICE

QUICK = "points=3;equilibrate=0;measure=16"
TWO_VALLEYS = ("edge=v1,h1:2", "edge=v2,h2:2", "edge=v1,v2:-2", "edge=h1,h2:-1", "bias=v1:-1",
               "bias=v2:-0.5")  # fmt: skip


def measured(text, *acts, seed=1, **parameters):
    model = Boltzmann(seed)
    for name, value in parameters.items():
        model.set(name, value)
    for act in acts:
        model.act(act)
    return job.finish(job.begin(model, text))


def scanned(side=8, seed=1, **parameters):
    text = f"temperature_scan={QUICK};side={side}"
    return measured(text, seed=seed, network="lattice", **parameters)


def names(chart):
    return [line.name for line in chart.lines if line.name]


# ---- temperature_scan ----


def test_a_lattice_has_four_charts_with_onsager_beside():
    four = scan_charts([scanned()])
    labels = ["energy E/N", "magnetization |m|", "specific heat C", "susceptibility χ"]
    assert [chart.y_label for chart in four] == labels
    assert [names(chart) for chart in four] == [[LATTICE, "L = 8"]] * 3 + [["L = 8"]]
    assert {guide.name for chart in four for guide in chart.guides} == {"T_C = 2.269"}
    assert four[0].note == "16 sweeps a point after 0 · ± standard error"


def test_points_are_the_tables():
    table = scanned()
    line = scan_charts([table])[2].lines[-1]
    assert line.y.tolist() == table.columns["specific_heat"]
    assert line.errors.tolist() == table.columns["specific_heat_error"]


def test_scans_are_named_by_side_and_by_what_differs():
    tables = scanned(), scanned(4), scanned(4, sampler="wolff"), scanned(seed=2)
    assert names(scan_charts(tables)[0])[1:] == [
        "Gibbs, L = 8", "Gibbs, L = 4", "Wolff, L = 4", "Gibbs, L = 8 (2)",
    ]  # fmt: skip


def test_another_machine_has_two_charts_without_theory():
    table = measured(f"temperature_scan={QUICK}", network="spin-glass", units=8)
    two = scan_charts([table])
    assert [chart.y_label for chart in two] == ["energy E/N", "specific heat C"]
    assert [names(chart) for chart in two] == [["N = 8"]] * 2
    assert two[0].guides == ()


def test_a_single_temperature_can_be_drawn():
    table = measured(f"temperature_scan={QUICK};points=1;side=8".replace("points=3;", ""),
                     network="lattice")  # fmt: skip
    low, high = scan_charts([table])[0].x_range
    assert low < 1.0 < high


# ---- the others ----


def test_the_barrier_shows_preference_and_crossing_beside_theory():
    table = measured("barrier=points=3;sweeps=20000", *TWO_VALLEYS)
    chart = barrier_chart([table])
    prefers, crosses = chart.lines[2:]
    ratio = np.array(table.columns["ratio"])
    assert prefers.y == pytest.approx(ratio / (1 + ratio))
    assert crosses.y == pytest.approx(np.min(table.columns["sweeps_to_b"] +
                                             table.columns["sweeps_to_b_exact"])
                                      / np.array(table.columns["sweeps_to_b"]))  # fmt: skip
    assert crosses.y.max() <= 1
    last = table.columns["ratio_exact"][-1]
    assert chart.lines[0].y[-1] == pytest.approx(last / (1 + last))
    assert chart.note == "A 1010, E = -1 · B 0101, E = -1.5 · the pass lies 1 above A"


def test_what_was_never_crossed_is_left_out():
    text = "barrier=points=2;sweeps=1000;temperature_from=0.02;temperature_to=0.03"
    chart = barrier_chart([measured(text, *TWO_VALLEYS)])
    assert np.isnan(chart.lines[2].y).all()
    assert np.isfinite(chart.lines[0].y).all()


def test_answers_of_few_patterns_stand_by_number():
    table = measured("answers=trials=2;sweeps=2", data="xor")
    chart = answers_chart([table])
    assert chart.x_label == "pattern"
    assert chart.lines[0].x.tolist() == [1, 2, 3, 4]
    assert [level.y for level in chart.levels] == [0.5]
    assert "codes of the hidden units" in chart.note


def test_answers_of_a_shifter_stand_by_units_on_below_what_is_possible():
    table = measured("answers=trials=1;sweeps=1", data="shifter", visible=11)
    chart = answers_chart([table])
    assert chart.x_label == "units on in the question"
    assert names(chart) == ["best possible", "right"]
    assert [level.y for level in chart.levels] == [pytest.approx(1 / 3)]


def test_answers_to_other_questions_are_not_compared():
    xor = measured("answers=trials=1;sweeps=1", data="xor")
    parity = measured("answers=trials=1;sweeps=1", data="parity", visible=4)
    more = measured("answers=trials=1;sweeps=1", data="parity", visible=4, hidden=3)
    assert len(answers_chart([xor, parity, more]).lines) == 2


def test_searches_have_a_line_each_and_the_optimum():
    table = measured("searches=trials=2;sweeps=64", network="problem", units=10)
    chart = searches_chart([table])
    assert len(chart.lines) == 6
    assert names(chart)[0].startswith("Hill-climbing")
    assert "%" in names(chart)[0]
    assert [level.name for level in chart.levels] == ["optimum"]


def test_searches_with_no_known_optimum_say_nothing_of_it():
    table = measured("searches=trials=1;sweeps=16", network="spin-glass", units=30)
    chart = searches_chart([table])
    assert chart.levels == ()
    assert names(chart)[1] == "Linear"
    assert "%" not in chart.note


def test_partitions_are_shown_by_the_share_that_is_solved():
    table = measured("searches=trials=2;sweeps=16", network="problem", problem="partition", units=8)
    chart = searches_chart([table])
    assert chart.y_label == "share at the optimum"
    assert chart.y_range == (0.0, 1.0)
