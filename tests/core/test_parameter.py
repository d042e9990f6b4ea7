"""One declaration checks, reads and writes a parameter."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.errors import InputError
from simulator.core.parameter import Choice, Parameters, parameter, whole_number


@dataclass(frozen=True)
class Example(Parameters):
    count: int = parameter(3, 1, 9, help="How many.", unit="units", rebuilds=True)
    heat: float = parameter(0.5, 0.0, 2.0, help="How hot.", label="Temperature")
    is_open: bool = parameter(False, help="Whether.")
    kind: str = parameter("a", help="Which.", choices=(Choice("a", "A"), Choice("b", "B")))


def test_a_declaration_gives_kind_label_range_and_default():
    specs = Example.specs()
    assert [s.kind for s in specs.values()] == ["int", "float", "bool", "choice"]
    assert [s.label for s in specs.values()] == ["Count", "Temperature", "Is open", "Kind"]
    assert (specs["count"].low, specs["count"].high, specs["count"].default) == (1, 9, 3)
    assert specs["count"].allowed == "1 to 9 units"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("count", " 4 ", 4),
        ("count", 4.0, 4),
        ("heat", "1", 1.0),
        ("heat", 1, 1.0),
        ("is_open", "True", True),
        ("is_open", " false", False),
        ("kind", " b ", "b"),
    ],
)
def test_a_text_or_a_value_is_read(name, given, value):
    read = Example.spec(name).read(given)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("count", "0", "count=0 is outside the range; allowed: 1 to 9 units."),
        ("count", "-3", "count=-3 is outside the range; allowed: 1 to 9 units."),
        ("count", 10**9, "count=1000000000 is outside the range; allowed: 1 to 9 units."),
        ("count", "abc", "count=abc is not a whole number; allowed: 1 to 9 units."),
        ("count", "1.5", "count=1.5 is not a whole number; allowed: 1 to 9 units."),
        ("count", True, "count=True is not a whole number; allowed: 1 to 9 units."),
        ("count", float("inf"), "count=inf is not a whole number; allowed: 1 to 9 units."),
        ("heat", "nan", "heat=nan is not a finite number; allowed: 0 to 2."),
        ("heat", "1e999", "heat=1e999 is not a finite number; allowed: 0 to 2."),
        ("heat", "", "heat= is not a finite number; allowed: 0 to 2."),
        ("is_open", "yes", "is_open=yes is not true or false; allowed: true, false."),
        ("kind", "c", "kind=c is not known; allowed: a, b."),
        ("kind", 3, "kind=3 is not a name; allowed: a, b."),
    ],
)
def test_a_refusal_says_what_was_given_and_what_is_allowed(name, given, sentence):
    with pytest.raises(InputError) as refusal:
        Example.spec(name).read(given)
    assert str(refusal.value) == sentence


def test_an_endless_value_makes_a_short_sentence():
    with pytest.raises(InputError) as refusal:
        Example.spec("count").read("9" * 10_000)
    assert len(str(refusal.value)) < 150


@given(st.floats(0, 2))
def test_a_written_number_is_read_back_to_the_last_bit(value):
    spec = Example.spec("heat")
    assert spec.read(spec.write(value)).hex() == value.hex()


def test_a_constructor_checks_too():
    with pytest.raises(InputError, match="count=99"):
        Example(count=99)


def test_an_unknown_name_is_refused_with_the_names():
    with pytest.raises(InputError, match="no parameter mass; allowed: count, heat, is_open, kind"):
        Example.from_values({"mass": 1})


def test_a_changed_copy_leaves_the_first_as_it_was():
    first = Example()
    assert first.with_value("count", "5").count == 5
    assert first.count == 3


def test_values_build_the_same_parameters():
    example = Example(count=7, kind="b")
    assert Example.from_values(example.values()) == example


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" -3 ", -3), ("+4", 4)])
def test_a_whole_number_is_read(text, value):
    assert whole_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "--1", "+-1", "²", "٣", "1.0", "1_0", "9" * 5000, "x"])
def test_what_is_no_whole_number_is_none(text):
    assert whole_number(text) is None
