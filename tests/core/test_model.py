"""What a model declares, and what is done under the declared names."""

import pytest

from simulator.core.errors import InputError
from simulator.core.model import Action, Argument, action
from simulator.models.hopfield import Hopfield


class Named(Hopfield):
    """A Hopfield network with two actions, one of which has a name of its own."""

    @action("Wake up", "Every unit is on.", touches=("units",))
    def wake_up(self):
        self.state.units = abs(self.state.units)

    @action("Fill", "Every unit is k.", Argument("text", "fill_all=K"), name="fill_all",
            touches=("units",))  # fmt: skip
    def fill_units(self, argument):
        self.state.units = 0 * self.state.units + int(argument)


@pytest.fixture
def model():
    made = Named(0)
    made.act("set side=2")
    return made


def test_an_action_is_called_like_its_method_or_by_a_name_of_its_own():
    declared = Named.declared(Action)
    assert (declared["wake-up"].method, declared["fill_all"].method) == ("wake_up", "fill_units")
    assert not {"fill-all", "fill-units", "fill_units"} & set(declared)


def test_an_action_is_done_undone_and_journalled_under_its_name(model):
    before = model.state.units.tolist()
    deed = model.act("fill_all=1")
    assert deed.text == "fill_all=1"
    assert set(model.state.units.tolist()) == {1}
    model.act(deed.inverse)
    assert model.state.units.tolist() == before


def test_an_action_is_not_done_under_the_name_of_its_method(model):
    with pytest.raises(InputError, match=r"no action fill_units; allowed: .*, fill_all\."):
        model.act("fill_units=1")


def test_nobody_has_measured_the_pace_of_a_model_that_nobody_steps(model):
    model.act("store=preset:random")
    model.advance(3)
    assert model.pace_measured is None
