"""Parameters of a section are folded away until somebody wants them."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.controls.form import ParameterForm
from simulator.core.parameter import Parameters, parameter


@dataclass(frozen=True)
class Some(Parameters):
    first: int = parameter(1, 0, 9, help="First.")
    second: int = parameter(2, 0, 9, section="Machine", help="Second.")
    third: bool = parameter(False, section="Machine", help="Third.")
    fourth: int = parameter(4, 0, 9, section="Learning", applies={"third": (True,)}, help="Fourth.")


@pytest.fixture
def form(qtbot):
    form = ParameterForm(Some)
    qtbot.addWidget(form)
    form.show()
    return form


def seen(form):
    return [name for name in Some.specs() if form.row(name).isVisible()]


def test_sections_are_folded_at_first_and_opened_by_mouse_and_keyboard(form):
    assert seen(form) == ["first"]
    header = form._sections["Machine"].header
    QTest.mouseClick(header, Qt.MouseButton.LeftButton)
    assert seen(form) == ["first", "second", "third"]
    QTest.keyClick(header, Qt.Key.Key_Return)
    assert seen(form) == ["first"]
    assert header.accessibleName() == "Machine"
    assert not header.grab().isNull()


def test_a_row_that_does_not_apply_stays_hidden_in_an_open_section(form):
    form.open_sections()
    assert seen(form) == ["first", "second", "third"]
    form.show_values({"third": True})
    assert seen(form) == ["first", "second", "third", "fourth"]
    form.open_sections(False)
    assert seen(form) == ["first"]


def test_what_is_folded_is_kept_up(form):
    form.show_values({"second": 7})
    form.open_sections()
    changes = []
    form.changed.connect(lambda name, value: changes.append((name, value)))
    form.show_values({"second": 7})
    assert changes == []
