"""Pages: the tables that declarations make, and links that can be followed."""

import re
from urllib.parse import unquote

import pytest

from simulator.core import lessons, presets
from simulator.core.lesson_orders import read_order
from simulator.core.model import Action, Readout
from simulator.core.pages import KEYS, with_tables
from simulator.models import CATALOGUE, model_class

MODELS = [model_class(name) for name in CATALOGUE]
WINDOW_ACTIONS = ("play", "spoil")  # said by `action:` links and done by the window


def texts_of(model):
    """Every text a person reads about a model, with its tables."""
    page = with_tables(lessons.page(model.name), model)
    return [page, *(lesson.text for lesson in lessons.catalogue(model.name))]


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_page_and_a_lesson(model):
    assert lessons.page(model.name).startswith("# ")
    assert lessons.catalogue(model.name)


@pytest.mark.parametrize("model", MODELS)
def test_no_placeholder_is_left_in_a_page(model):
    assert "<!--" not in with_tables(lessons.page(model.name), model)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("table", ["parameters", "actions", "readouts", "presets", "keys"])
def test_every_page_shows_every_table(model, table):
    assert f"<!-- {table} -->" in lessons.page(model.name)


@pytest.mark.parametrize("model", MODELS)
def test_a_page_names_all_that_is_declared(model):
    page = with_tables(lessons.page(model.name), model)
    shown = [a.name for a in model.declared(Action).values() if not a.is_hidden]
    names = [*model.Parameters.specs(), *shown, *model.declared(Readout)]
    names += presets.catalogue(model.name)
    assert [name for name in names if not re.search(rf"`{name}\b", page)] == []


@pytest.mark.parametrize("model", MODELS)
def test_what_the_program_writes_for_itself_is_not_on_the_page(model):
    table = with_tables("<!-- actions -->", model)
    assert "`restore" not in table
    assert "`preset" not in table


@pytest.mark.parametrize("model", MODELS)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(model):
    for name in ("parameters", "actions", "readouts", "presets", "keys"):
        lines = with_tables(f"<!-- {name} -->", model).splitlines()
        cells = {len(re.split(r"(?<!\\)\|", line)) for line in lines}
        assert len(cells) == 1, name


def test_the_keys_of_the_window_are_on_the_page():
    keys = " ".join(key for key, _ in KEYS)
    for key in ("Space", "F1", "F5", "F11", "Ctrl + K", "Ctrl + Shift + Z", "1 … 9"):
        assert key in keys


@pytest.mark.parametrize("model", MODELS)
def test_every_action_link_is_understood(model):
    for text in texts_of(model):
        for action in re.findall(r"\]\(action:([^)]*)\)", text):
            if action not in WINDOW_ACTIONS:
                read_order(unquote(action), model)


@pytest.mark.parametrize("model", MODELS)
def test_every_help_link_names_a_page_or_a_lesson_that_exists(model):
    known = {*CATALOGUE, *(lesson.name for lesson in lessons.catalogue(model.name))}
    for text in texts_of(model):
        for name in re.findall(r"\]\(help:([^)]*)\)", text):
            assert name in known
