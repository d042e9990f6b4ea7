"""Tables of several conditions: named by what differs, and joined without losing it."""

import pytest

from simulator.core.comparison import differing, joined, names_of
from simulator.core.job import Table
from simulator.models.hopfield import Hopfield

BASE = {"model": "hopfield", "seed": 0, "step": 0, "side": "28", "rule": "hebb",
        "own_connections": "false", "job": "basins"}  # fmt: skip


def table(**about):
    return Table({"x": [1, 2], "side": [28, 28]}, {**BASE, **about})


def named(*abouts):
    return names_of([table(**about) for about in abouts], Hopfield.Parameters)


def test_what_differs_is_found():
    assert differing([table(), table(rule="pseudo-inverse", side="8")]) == ["side", "rule"]
    assert differing([table()]) == []


@pytest.mark.parametrize(
    ("abouts", "names"),
    [
        ([{}, {"rule": "pseudo-inverse"}], ["Hebb", "Pseudo-inverse"]),
        ([{"side": "8"}, {"side": "16"}], ["Grid side 8", "Grid side 16"]),
        ([{"own_connections": "true"}, {}], ["Own connections", "otherwise"]),
        ([{}, {"job": "basins=trials=2;points=3"}], ["defaults", "trials=2, points=3"]),
        ([{}, {"rule": "pseudo-inverse", "seed": 3}], ["Hebb", "Pseudo-inverse"]),
        ([{"seed": 1}, {"seed": 2}], ["seed 1", "seed 2"]),
        ([{}, {}], ["1", "2"]),
        ([{}], [""]),
    ],
)
def test_each_is_named_by_what_differs(abouts, names):
    assert named(*abouts) == names


def test_two_of_one_name_are_told_apart():
    names = named({}, {}, {"rule": "pseudo-inverse"})
    assert names == ["Hebb (1)", "Hebb (2)", "Pseudo-inverse (3)"]


def test_one_table_alone_is_joined_to_itself():
    alone = table()
    assert joined([alone]) is alone


def test_joined_tables_keep_all_rows_and_what_differs():
    both = joined([table(rule="hebb"), table(rule="storkey")])
    assert both.columns["measurement"] == [0, 0, 1, 1]
    assert both.columns["rule"] == ["hebb", "hebb", "storkey", "storkey"]
    assert both.columns["x"] == [1, 2, 1, 2]
    assert "rule" not in both.about
    assert both.about["seed"] == 0


def test_a_setting_named_like_a_column_gets_another_name():
    both = joined([table(side="8"), table(side="28")])
    assert both.columns["set_side"] == ["8", "8", "28", "28"]
    assert both.columns["side"] == [28] * 4


def test_a_cell_that_a_table_lacks_is_empty():
    other = Table({"y": [3]}, BASE)
    both = joined([table(), other])
    assert both.columns["x"] == [1, 2, ""]
    assert both.columns["y"] == ["", "", 3]
