"""Formulas of lessons: what they compute, and what they never do."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.errors import InputError
from simulator.core.formula import MOST_CHARACTERS, Formula

VALUES = {
    "energy": -3.5,
    "before.energy": -1.5,
    "verdict": "stored 0",
    "flips": 4,
    "m": [1.0, 0.25],
    "recalled": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("energy < before.energy", True),
        ("1 < flips <= 4", True),
        ('verdict == "stored 0" and not flips < 4', True),
        ('"stored" in verdict', True),
        ("recalled == None", True),
        ("round(energy - before.energy, 1)", -2.0),
        ("m[1] * 100", 25.0),
        ("mean(m)", 0.625),
        ('"up" if energy > 0 else "down"', "down"),
        ("2 ** 10 % 1000 // 2", 12.0),
        ("-flips", -4),
    ],
)
def test_it_computes(text, value):
    assert Formula.read(text).of(VALUES) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "energy.real", "(1).real", "lambda: 1", "[x for x in m]", "f'{m}'",
        "open('x')", "m[0:1]", "energy := 1", "1 +", "", "abs(x=1)", "b'1'", "{1: 2}", "x.y.z",
        "1j", "print(1)", "round.__self__",
    ],
)  # fmt: skip
def test_what_is_more_than_a_formula_is_refused_when_it_is_read(text):
    with pytest.raises(InputError):
        list(Formula.read(text).of(VALUES))


@pytest.mark.parametrize(
    "text", ["nothing", "1 / 0", "m[7]", "recalled < 1", "9.0 ** 65", "verdict * 1000", "log(-1)"]
)
def test_what_has_no_value_is_said_in_words(text):
    with pytest.raises(InputError):
        Formula.read(text).of(VALUES)


def test_a_formula_that_is_too_long_is_refused():
    with pytest.raises(InputError, match="at most"):
        Formula.read("1+" * MOST_CHARACTERS + "1")


def test_it_names_the_values_it_needs():
    formula = Formula.read("abs(energy - before.energy) + capacity.share[-1]")
    assert set(formula.names()) == {"energy", "before.energy", "capacity.share"}


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_refused_in_words(text):
    with contextlib.suppress(InputError):
        Formula.read(text).of(VALUES)
