"""Every lesson in a real window: its pages are there, and what it points at is in sight."""

import pytest

from simulator.core import lessons
from simulator.core.errors import InputError
from simulator.core.model import Readout
from simulator.models import CATALOGUE, model_class
from simulator.window.outline import find_targets

LESSONS = [(model, lesson.name) for model in CATALOGUE for lesson in lessons.catalogue(model)]


@pytest.mark.parametrize(("model", "name"), LESSONS)
def test_what_a_lesson_points_at_is_in_sight(window, settled, qtbot, model, name):
    window.open_model(model)
    missing = []
    for step in lessons.load(model, name).read(model_class(model)).steps:
        for order in step.orders():
            if order.verb in ("act", "set"):
                window.runner.do(order.text)
                settled(window)
            elif order.verb == "page":
                window.panel.show_page(order.what)
                settled(window)
            elif order.verb == "highlight":
                found = find_targets(window, window.panel, order.what)
                is_readout = order.what in window.model.declared(Readout)  # seen with a value
                if not found or not (is_readout or found[0].isVisible()):
                    missing.append((order.line, order.what))
    assert not missing


@pytest.mark.parametrize(("model", "name"), LESSONS)
def test_a_lesson_measures_where_the_panel_has_a_page_for_it(window, model, name):
    window.open_model(model)
    jobs = {page.name for page in window.panel.book.jobs}
    text = lessons.load(model, name).read(model_class(model))
    asked = [
        o.what.partition("=")[0] for s in text.steps for o in s.orders() if o.verb == "measure"
    ]
    assert set(asked) <= jobs


def test_a_page_that_is_not_there_is_refused(window):
    with pytest.raises(InputError):
        window.panel.show_page("nowhere")
