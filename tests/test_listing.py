"""What `list` and the help pages say of conditions, lists and the options of jobs."""

import json
from dataclasses import dataclass

import pytest

from simulator import listing
from simulator.core.pages import with_tables
from simulator.core.parameter import Parameters, parameter
from simulator.models.hopfield import Hopfield


@dataclass(frozen=True)
class Example(Parameters):
    is_hot: bool = parameter(False, help="Whether.")
    heat: float = parameter(1.0, 0.0, 9.0, help="How hot.", applies={"is_hot": (True,)})
    sizes: tuple[int, ...] = parameter((2, 3), 1, 9, help="Sizes.")


@pytest.fixture
def example(monkeypatch):
    monkeypatch.setattr(Hopfield, "Parameters", Example)


def test_a_condition_is_in_the_json_where_there_is_one(example):
    is_hot, heat, _ = json.loads(json.dumps(listing.as_dict()))["models"][0]["parameters"]
    assert "applies" not in is_hot
    assert heat["applies"] == [{"is_hot": [True]}]


def test_a_condition_is_said_in_the_text(example):
    assert "heat=1.0  [0 to 9]  How hot.  (with is_hot = true)" in listing.as_text()


def test_a_condition_is_said_on_the_help_page(example):
    page = with_tables("<!-- parameters -->", Hopfield)
    assert "How hot. Has an effect with is_hot = true." in page
    assert "Whether. Has" not in page


def test_a_list_is_listed_with_its_range(example):
    sizes = json.loads(json.dumps(listing.as_dict()))["models"][0]["parameters"][2]
    assert (sizes["kind"], sizes["default"], sizes["low"], sizes["high"]) == ("list", [2, 3], 1, 9)
    assert "sizes=2,3  [1 to 16 numbers, each 1 to 9]" in listing.as_text()


def test_jobs_are_listed_with_their_options():
    basins = next(j for j in listing.as_dict()["models"][0]["jobs"] if j["name"] == "basins")
    assert basins["syntax"] == "basins[=name=value;…]"
    assert [o["name"] for o in basins["options"]][:2] == ["trials", "corruption_from"]
    assert "      trials=20  [1 to 1000]  " in listing.as_text()


def test_jobs_and_their_options_make_a_table_of_a_page():
    page = with_tables("<!-- jobs -->", Hopfield)
    assert "`basins[=name=value;…]`" in page
    assert "`trials` | Recalls for each memory and each corruption. Default 20 (1 to 1000)." in page


def test_a_text_is_listed_with_its_length_and_no_range(monkeypatch):
    @dataclass(frozen=True)
    class Text(Parameters):
        place: str = parameter("", 0, 1000, help="Where.", browse="file")

    monkeypatch.setattr(Hopfield, "Parameters", Text)
    (place,) = listing.as_dict()["models"][0]["parameters"]
    assert (place["kind"], place["default"], "low" in place) == ("text", "", False)
    assert "    place=  [a line of text, at most 1000 characters]  Where." in listing.as_text()
    page = with_tables("<!-- parameters -->", Hopfield)
    assert "| `place` | Where. | empty (a line of text, at most 1000 characters) |" in page


def test_a_multiple_is_listed_where_there_is_one(monkeypatch):
    @dataclass(frozen=True)
    class Even(Parameters):
        side: int = parameter(8, 4, 64, help="Side.", multiple=2)
        count: int = parameter(1, 1, 9, help="Count.")

    monkeypatch.setattr(Hopfield, "Parameters", Even)
    side, count = listing.as_dict()["models"][0]["parameters"]
    assert side["multiple"] == 2
    assert "multiple" not in count
    assert "side=8  [4 to 64, a multiple of 2]" in listing.as_text()
    assert "8 (4 to 64, a multiple of 2)" in with_tables("<!-- parameters -->", Hopfield)
