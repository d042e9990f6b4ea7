"""One declaration checks, reads and writes a parameter."""

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.document import Value
from simulator.core.errors import InputError
from simulator.core.parameter import Choice, Parameters, parameter, whole_number


@dataclass(frozen=True)
class Example(Parameters):
    count: int = parameter(3, 1, 9, help="How many.", unit="units", rebuilds=True)
    heat: float = parameter(0.5, 0.0, 2.0, help="How hot.", label="Temperature")
    is_open: bool = parameter(False, help="Whether.")
    kind: str = parameter("a", help="Which.", choices=(Choice("a", "A"), Choice("b", "B")))


@dataclass(frozen=True)
class Conditional(Parameters):
    rule: str = parameter("a", help="Which.", choices=(Choice("a", "A"), Choice("b", "B")))
    is_hot: bool = parameter(False, help="Whether.")
    degree: int = parameter(2, 1, 9, help="With b.", applies={"rule": ("b",)})
    heat: float = parameter(
        1.0, 0.0, 9.0, help="With both.", applies={"rule": ("a", "b"), "is_hot": (True,)}
    )


@dataclass(frozen=True)
class Listed(Parameters):
    sizes: tuple[int, ...] = parameter((250, 1000), 2, 4000, help="Sizes.", unit="units")


@dataclass(frozen=True)
class Even(Parameters):
    side: int = parameter(16, 4, 64, help="Side.", multiple=2)
    sizes: tuple[int, ...] = parameter((8,), 4, 64, help="Sizes.", unit="spins", multiple=4)


@dataclass(frozen=True)
class Texts(Parameters):
    data_path: str = parameter("", 0, 12, help="Where.", browse="file or folder")
    note: str = parameter("none", help="What.")


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


@given(st.lists(st.integers(2, 4000), min_size=1, max_size=16))
def test_a_written_list_is_read_back(entries):
    spec = Listed.spec("sizes")
    assert spec.read(spec.write(tuple(entries))) == tuple(entries)


@pytest.mark.parametrize(
    ("given", "value"),
    [("32,32", (32, 32)), (" 32 , 64 ", (32, 64)), ("7", (7,)), ([3, 4], (3, 4)), (9, (9,)),
     ((5.0,), (5,))],
)  # fmt: skip
def test_a_list_is_read_from_text_numbers_or_a_list(given, value):
    assert Listed.spec("sizes").read(given) == value


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("", "is not a list of whole numbers"),
        ("3,", "is not a list of whole numbers"),
        ("3;4", "is not a list of whole numbers"),
        ([1.5], "is not a list of whole numbers"),
        (None, "is not a list of whole numbers"),
        ([True, 3], "is not a list of whole numbers"),
        ("1,5", "is outside the range"),
        ([5000], "is outside the range"),
        ([], "has 0 entries"),
        (",".join(["5"] * 17), "has 17 entries"),
    ],
)
def test_a_list_is_refused_in_words(given, fault):
    allowed = "allowed: 1 to 16 numbers, each 2 to 4000 units."
    with pytest.raises(InputError) as refusal:
        Listed.spec("sizes").read(given)
    assert str(refusal.value).endswith(f" {fault}; {allowed}")


def test_a_default_that_is_a_tuple_declares_a_list():
    assert Listed.spec("sizes").kind == "list"
    assert Listed(sizes="3,4").sizes == (3, 4)  # type: ignore[arg-type]


def test_a_list_survives_json_and_a_document():
    stored = json.dumps(Listed((3, 4)).values()).encode()
    assert Listed.from_values(json.loads(stored)) == Listed((3, 4))
    assert msgspec.json.decode(stored, type=dict[str, Value])["sizes"] == (3, 4)


def test_a_default_that_is_a_text_without_choices_declares_a_text():
    path, note = Texts.specs().values()
    assert (path.kind, path.default, path.high, path.browse) == ("text", "", 12, "file or folder")
    assert (note.kind, note.default, note.high, note.browse) == ("text", "none", 1000, "")
    assert note.allowed == "a line of text, at most 1000 characters"


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("", ""),
        (" /a b/c=d ", "/a b/c=d"),
        ("/a\n", "/a"),
        (Path("a") / "b", str(Path("a", "b"))),
        ("Zähler\u202f№", "Zähler\u202f№"),
        ("true", "true"),
        ("x" * 12, "x" * 12),
    ],
)
def test_a_text_is_read_as_it_is_without_what_surrounds_it(given, value):
    assert Texts.spec("data_path").read(given) == value


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (3, "3 is not a line of text"),
        (None, "None is not a line of text"),
        (b"/a", "b'/a' is not a line of text"),
        ("a\nb", "a b is not a line of text"),
        ("a\u2028b", "a\u2028b is not a line of text"),
        ("a\0b", "a\0b is not a line of text"),
        ("a\udcffb", "a\udcffb is not a line of text"),
        ("x" * 13, "xxxxxxxxxxxxx has 13 characters"),
    ],
)
def test_what_is_no_line_is_refused_in_words(given, fault):
    with pytest.raises(InputError) as refusal:
        Texts.spec("data_path").read(given)
    assert str(refusal.value) == f"data_path={fault}; allowed: {Texts.spec('data_path').allowed}."


@given(st.text(max_size=12))
def test_a_text_that_is_read_can_be_written_read_again_and_kept_in_a_file(text):
    spec = Texts.spec("data_path")
    try:
        value = spec.read(text)
    except InputError:
        return
    assert spec.read(spec.write(value)) == value
    assert "\n" not in value
    assert msgspec.json.decode(msgspec.json.encode(value), type=Value) == value


def test_texts_survive_json_and_the_command_line():
    texts = Texts("/a b/c", "")
    assert Texts.from_values(json.loads(json.dumps(texts.values()))) == texts
    assert Texts.from_values(texts.texts()) == texts


@pytest.mark.parametrize(("default", "browse"), [(1, "file"), ("", "shelf")])
def test_only_a_text_is_a_path_and_only_of_a_file_or_a_folder(default, browse):
    with pytest.raises(ValueError, match=f"the path of a {browse}"):
        parameter(default, 0, 9, help="Where.", browse=browse)


def test_texts_are_what_the_command_line_takes():
    assert Example(is_open=True).texts() == {
        "count": "3", "heat": "0.5", "is_open": "true", "kind": "a",
    }  # fmt: skip
    assert Listed.from_values(Listed().texts()) == Listed()


@pytest.mark.parametrize(
    ("values", "applying"),
    [
        ({}, ["rule", "is_hot"]),
        ({"rule": "b"}, ["rule", "is_hot", "degree"]),
        ({"is_hot": True}, ["rule", "is_hot", "heat"]),
        ({"rule": "b", "is_hot": True}, ["rule", "is_hot", "degree", "heat"]),
    ],
)
def test_a_parameter_applies_where_all_its_conditions_hold(values, applying):
    example = Conditional(**values)
    assert [name for name in example.specs() if example.applies(name)] == applying


def test_a_parameter_that_does_not_apply_can_still_be_set():
    assert Conditional().with_value("degree", "5").degree == 5
    assert not Conditional(degree=5).applies("degree")


def test_a_condition_is_said_in_words():
    assert Conditional.condition("rule") == ""
    assert Conditional.condition("degree") == "with rule = b"
    assert Conditional.condition("heat") == "with rule = a or b and is_hot = true"


def test_a_condition_on_most_choices_names_the_others():
    @dataclass(frozen=True)
    class Wide(Parameters):
        rule: str = parameter("a", help="Which.", choices=tuple(Choice(c, c) for c in "abcd"))
        is_hot: bool = parameter(True, help="Whether.")
        gain: float = parameter(
            1.0, 0.0, 9.0, help="Gain.", applies={"rule": ("a", "b", "c"), "is_hot": (True,)}
        )

    assert Wide.condition("gain") == "with is_hot = true, unless rule = d"


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


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("side", "17", "side=17 is not a multiple of 2; allowed: 4 to 64, a multiple of 2."),
        ("side", 66, "side=66 is outside the range; allowed: 4 to 64, a multiple of 2."),
        ("side", "x", "side=x is not a whole number; allowed: 4 to 64, a multiple of 2."),
        (
            "sizes",
            "8,10",
            "sizes=8,10 is not a multiple of 4; "
            "allowed: 1 to 16 numbers, each 4 to 64 spins, a multiple of 4.",
        ),
    ],
)
def test_what_is_no_multiple_is_refused_in_words(name, given, sentence):
    with pytest.raises(InputError) as refusal:
        Even.spec(name).read(given)
    assert str(refusal.value) == sentence


def test_multiples_are_read():
    assert Even.from_values({"side": "18", "sizes": "4,12"}) == Even(18, (4, 12))


def test_without_a_multiple_nothing_is_said_of_one():
    assert Example.spec("count").multiple == 1
    assert "multiple" not in Example.spec("count").allowed


@pytest.mark.parametrize(("default", "low", "high"), [(4, 3, 8), (4, 2, 9), (1.0, 0.0, 2.0)])
def test_a_multiple_that_the_range_does_not_keep_is_no_declaration(default, low, high):
    with pytest.raises(ValueError, match="a multiple of 2"):
        parameter(default, low, high, help="Odd.", multiple=2)


def test_a_default_that_is_no_multiple_is_refused():
    @dataclass(frozen=True)
    class Wrong(Parameters):
        side: int = parameter(7, 4, 64, help="Side.", multiple=2)

    with pytest.raises(InputError, match="side=7 is not a multiple of 2"):
        Wrong()
