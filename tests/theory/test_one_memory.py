"""The theorem of one memory: Hebb's rule recalls it from a majority of right units.

With d of N units wrong, m = N − 2d, the field of unit i is ξ_i (m − ξ_i s_i)/N: it points to the
memory while more units are right than wrong, to its inverse while fewer are, in any order of
updates. Without its own connection a unit does not count itself: at m = ±1 (odd N) the units of
the majority have the field 0, a tie, and a tie turns a unit on whatever the memory says.
"""

import numpy as np
import pytest

from simulator.models.hopfield import Hopfield

ORDERS = ("asynchronous", "ordered", "glauber", "synchronous")
UNITS = 25


def network(memory, *actions: str) -> Hopfield:
    """A network of Hebb's rule that stored one memory."""
    model = Hopfield()
    side = round(len(memory) ** 0.5)
    for text in (f"set side={side}", "set rule=hebb", *actions, cue(memory), "store"):
        model.act(text)
    return model


def cue(units) -> str:
    return "probe=" + ",".join(str(int(v)) for v in units)


def spoiled(memory, wrong: int, rng) -> np.ndarray:
    units = memory.copy()
    units[rng.permutation(len(units))[:wrong]] *= -1
    return units


def verdicts(model: Hopfield, memory, wrong: int, cues: int = 6) -> set[str]:
    """What becomes of cues with `wrong` wrong units at random places."""
    found = set()
    for seed in range(cues):
        model.act(cue(spoiled(memory, wrong, np.random.default_rng([seed, wrong]))))
        model.settle()
        found.add(model.verdict())
    return found


@pytest.fixture(params=[1, 2], ids=["one memory", "another"])
def memory(request):
    return np.random.default_rng(request.param).choice([-1, 1], UNITS)


@pytest.mark.parametrize("order", ORDERS)
def test_a_majority_of_right_units_recalls_the_memory(memory, order):
    model = network(memory, f"set dynamics={order}", "set own_connections=true")
    for wrong in range(13):
        assert verdicts(model, memory, wrong) == {"stored 0"}


@pytest.mark.parametrize("order", ORDERS)
def test_a_majority_of_wrong_units_recalls_the_inverse(memory, order):
    model = network(memory, f"set dynamics={order}", "set own_connections=true")
    for wrong in range(13, 26):
        assert verdicts(model, memory, wrong) == {"inverse of 0"}


@pytest.mark.parametrize("order", ORDERS)
def test_without_own_connections_a_majority_of_three_is_needed(memory, order):
    model = network(memory, f"set dynamics={order}", "set own_connections=false")
    for wrong in range(12):
        assert verdicts(model, memory, wrong) == {"stored 0"}
        assert verdicts(model, memory, UNITS - wrong) == {"inverse of 0"}


@pytest.mark.parametrize("wrong", [12, 13])
def test_without_own_connections_a_majority_of_one_ends_in_either(wrong):
    """Ties turn units on: which of the two it becomes hangs on the order of updates."""
    memory = np.random.default_rng(1).choice([-1, 1], UNITS)
    model = network(memory, "set own_connections=false")
    assert verdicts(model, memory, wrong, cues=60) == {"stored 0", "inverse of 0"}


def test_without_own_connections_ties_help_a_memory_that_is_all_on():
    memory = np.ones(UNITS, int)
    model = network(memory, "set own_connections=false")
    assert verdicts(model, memory, 12, cues=60) == {"stored 0"}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("order", ["asynchronous", "glauber"])
def test_the_seed_of_the_order_does_not_matter(seed, order):
    memory = np.random.default_rng(seed).choice([-1, 1], UNITS)
    model = Hopfield(seed)
    for text in ("set side=5", "set rule=hebb", "set own_connections=true"):
        model.act(text)
    model.act(f"set dynamics={order}")
    model.act(cue(memory))
    model.act("store")
    assert verdicts(model, memory, 12) == {"stored 0"}
    assert verdicts(model, memory, 13) == {"inverse of 0"}


def test_with_an_even_number_the_first_unit_to_look_decides_a_draw():
    """16 units, 8 wrong: every field points away from its unit, so the first breaks the draw."""
    memory = np.random.default_rng(3).choice([-1, 1], 16)
    model = network(memory, "set dynamics=ordered", "set own_connections=false")
    for first, verdict in ((1, "inverse of 0"), (-1, "stored 0")):
        units = memory * np.array([first] + [1, -1] * 7 + [-first])
        model.act(cue(units))
        model.settle()
        assert model.verdict() == verdict


def test_all_at_once_a_draw_goes_to_and_fro():
    memory = np.random.default_rng(3).choice([-1, 1], 16)
    model = network(memory, "set dynamics=synchronous", "set own_connections=false")
    model.act(cue(memory * np.array([1, -1] * 8)))
    model.settle()
    assert model.verdict() == "two-state cycle"
