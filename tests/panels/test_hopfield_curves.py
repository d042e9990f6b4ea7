"""The chart of the job `capacity`."""

import numpy as np
import pytest

from simulator.core import job
from simulator.models.hopfield import Hopfield
from simulator.panels.hopfield_curves import THEORY, capacity_chart


def measured(text="", seed=1, **parameters):
    model = Hopfield(seed)
    for name, value in parameters.items():
        model.set(name, value)
    options = f"sizes=50;trials=2;points=3{';' if text else ''}{text}"
    if "sizes" in text:
        options = f"trials=2;points=3;{text}"
    return job.finish(job.begin(model, f"capacity={options}"))


def names(*tables):
    return [line.name for line in capacity_chart(tables).lines if line.name != THEORY]


def test_there_is_a_curve_for_every_size():
    chart = capacity_chart([measured("sizes=50,60", rule="storkey")])
    assert [line.name for line in chart.lines] == ["Storkey, N = 50", "Storkey, N = 60"]
    assert all(line.errors is not None and line.has_points for line in chart.lines)
    assert len({line.color for line in chart.lines}) == 2


def test_rules_are_named_where_they_differ():
    tables = measured(rule="storkey"), measured(rule="hebb"), measured("sizes=60", rule="hebb")
    assert names(*tables) == ["Storkey, N = 50", "Hebb, N = 50", "Hebb, N = 60"]


def test_a_setting_of_another_rule_is_not_named():
    tables = measured(rule="hebb"), measured(rule="perceptron", margin=0.2)
    assert names(*tables) == ["Hebb, N = 50", "Perceptron, Margin κ 0.2, N = 50"]


def test_what_is_measured_again_is_numbered():
    assert names(measured(rule="hebb"), measured(seed=2, rule="hebb")) == [
        "Hebb, N = 50", "Hebb, N = 50 (2)",
    ]  # fmt: skip


def test_different_corruptions_are_named():
    tables = measured(rule="hebb"), measured("corruption=0.1", rule="hebb")
    assert names(*tables) == ["flipped 0 %, N = 50", "flipped 10 %, N = 50"]


def test_theory_stands_beside_hebb_alone():
    hebb, storkey = (capacity_chart([measured(rule=rule)]) for rule in ("hebb", "storkey"))
    assert hebb.lines[0].name == THEORY
    assert [guide.name for guide in hebb.guides] == ["critical loading 0.138"]
    assert THEORY not in [line.name for line in storkey.lines]
    assert storkey.guides == ()


def test_the_line_of_theory_falls_at_its_guide():
    chart = capacity_chart([measured(rule="hebb")])
    line, critical = chart.lines[0], chart.guides[0].x
    assert line.y[line.x <= critical].min() == pytest.approx(0.967, abs=1e-3)
    assert not line.y[line.x > critical].any()


@pytest.mark.parametrize(
    ("parameters", "name", "loading"),
    [
        ({"rule": "pseudo-inverse"}, "K = N", 1.0),
        ({"rule": "perceptron", "margin": 0.0}, "theory, κ = 0: 2.00", 2.0),
        ({"rule": "perceptron", "margin": 1.0}, "theory, κ = 1: 0.52", 0.519),
    ],
)
def test_other_rules_have_their_guides(parameters, name, loading):
    table = measured("loading_from=0.1;loading_to=0.3", **parameters)
    (guide,) = capacity_chart([table]).guides
    assert guide.name == name
    assert guide.x == pytest.approx(loading, abs=1e-3)


def test_the_axis_begins_at_0_unless_the_loadings_are_close_together():
    near = capacity_chart([measured("loading_from=0.2;loading_to=0.3", rule="storkey")])
    far = capacity_chart([measured("loading_from=0.1;loading_to=0.3", rule="storkey")])
    assert (near.x_range, far.x_range) == ((0.2, 0.3), (0.0, 0.3))


def test_one_point_alone_has_an_axis_too():
    table = measured("loading_from=0.2;loading_to=0.2", rule="hebb")
    low, high = capacity_chart([table]).x_range
    assert low < high


def test_the_note_says_how_it_was_measured():
    note = capacity_chart([measured("corruption=0.05;overlap=0.8", rule="hebb")]).note
    assert note == "overlap > 0.8 · 5 % flipped · 2 recalls a point · ± standard error"


def test_lines_hold_numbers_only():
    for line in capacity_chart([measured(rule="hebb")]).lines:
        assert np.isfinite(line.x).all()
        assert np.isfinite(line.y).all()
