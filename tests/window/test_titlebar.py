"""The title bar shows the equation that runs."""

from itertools import product

import pytest

from simulator.models import CATALOGUE, model_class
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters
from simulator.views.mathematics import BETWEEN, typeset

KINDS = list(product(RULES, ("two-valued", "graded"), ("polynomial", "exponential")))


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_equation_of_a_title_typesets_in_a_line(name):
    for tex in model_class(name).equations():
        assert 0 < typeset(tex, inline=True).height < 3


@pytest.mark.parametrize(("rule", "units", "interaction"), KINDS)
def test_what_a_title_may_show_is_known_beforehand(rule, units, interaction):
    p = HopfieldParameters(rule=rule, units=units, interaction=interaction)
    assert Hopfield.equation_under(p) in Hopfield.equations()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "modern"])
def test_the_update_stands_first_and_alone_in_little_room(rule):
    first, between, own = Hopfield.equation_under(HopfieldParameters(rule=rule)).partition(BETWEEN)
    assert first.startswith(r"s_i \leftarrow")
    assert between
    assert own == RULES[rule].equation


def test_a_rule_that_is_chosen_shows_its_equation(window, settled):
    for rule in RULES:
        window.do(f"set rule={rule}")
        settled(window)
        assert RULES[rule].equation in window.titlebar.equation.equation()


def test_graded_units_show_their_tanh(window, settled):
    window.do("set units=graded")
    settled(window)
    assert r"\tanh" in window.titlebar.equation.equation()


def test_several_lessons_are_called_lessons(window):
    assert window.titlebar.lesson.value() == "Lessons"


def test_in_little_room_chips_lose_their_labels_and_the_title_is_whole(window, settled):
    bar = window.titlebar
    bar.title.setText("A network whose name is rather long")
    bar.resize(4000, bar.height())
    assert bar.preset._has_label
    bar.resize(700, bar.height())
    assert not bar.preset._has_label
