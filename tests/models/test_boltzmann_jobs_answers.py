"""The job `answers`: machines wired by hand answer as they must."""

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_completion import COLUMNS


def wired(edges=(), biases=(), **parameters):
    model = Boltzmann(1)
    for name, value in {"schedule": "geometric", "sweeps": 20, **parameters}.items():
        model.set(name, value)
    for edge in edges:
        model.act(f"edge={edge}")
    for bias in biases:
        model.act(f"bias={bias}")
    return model


def answered(model, text=""):
    return job.finish(job.begin(model, f"answers={text}")).columns


def majority():
    edges = [f"v{k},v4:2" for k in (1, 2, 3)]
    return wired(edges, ["v4:-3"], data="majority", visible=4, hidden=0)


def encoder():
    """Four units, each with a code of two hidden ones."""
    edges, biases = [], []
    for k in range(4):
        signs = [4 if (k >> bit) & 1 else -4 for bit in (0, 1)]
        for v in (k + 1, k + 5):
            edges += [f"v{v},h{h + 1}:{sign}" for h, sign in enumerate(signs)]
            biases.append(f"v{v}:{-2 - 4 * sum(sign > 0 for sign in signs) + 4}")
    return wired(edges, biases, data="encoder", visible=8, hidden=2)


@pytest.mark.parametrize("text", ["", "exact=true"])
def test_a_machine_that_knows_is_always_right(text):
    table = answered(majority(), text)
    assert tuple(table) == COLUMNS
    assert table["right"] == pytest.approx([1.0] * 8, abs=0.051)
    assert table["active_bits"] == [0, 1, 1, 2, 1, 2, 2, 3]
    assert table["pattern"][3] == "011 1"


def test_a_machine_that_knows_nothing_answers_by_chance():
    table = answered(wired(data="majority", visible=8, hidden=0), "trials=40;sweeps=1")
    right, error = np.mean(table["right"]), np.sqrt(np.square(table["error"]).sum()) / 128
    assert table["patterns"] == [1, 7, 21, 35, 35, 21, 7, 1]
    total = np.average(table["right"], weights=table["patterns"])
    assert total == pytest.approx(0.5, abs=0.03)
    assert 0 < error < right


def test_shares_of_a_row_have_the_error_of_their_runs():
    table = answered(wired(data="xor", hidden=0), "trials=25;sweeps=1")
    share = np.array(table["right"])
    assert table["error"] == pytest.approx(np.sqrt(share * (1 - share) / 25))


def test_an_encoder_has_a_code_for_each_pattern():
    table = answered(encoder(), "exact=true")
    assert set(table["code"]) == {"00", "01", "10", "11"}
    assert table["distinct"] == [True] * 4
    assert table["right"] == [1.0] * 4


def test_patterns_with_one_code_are_told():
    table = answered(wired(data="encoder", visible=8, hidden=2), "trials=1;sweeps=1")
    assert table["distinct"] == [False] * 4


def test_a_shifter_is_asked_by_units_on():
    table = answered(wired(data="shifter", visible=11, hidden=0), "trials=2;sweeps=2")
    assert table["active_bits"] == [0, 1, 2, 3, 4]
    assert table["patterns"] == [3, 12, 18, 12, 3]
    assert table["best_possible"] == pytest.approx([1 / 3, 1, 16 / 18, 1, 1 / 3])


def test_nothing_learned_is_nothing_to_ask():
    with pytest.raises(InputError, match="Nothing is learned"):
        answered(wired())


def test_own_patterns_have_no_question():
    model = wired(data="patterns")
    model.act("pattern=01")
    with pytest.raises(InputError, match="no question"):
        answered(model)


def test_exact_answers_need_few_units():
    with pytest.raises(InputError, match="at most 20 units, not 24"):
        answered(wired(data="encoder", visible=20, hidden=4), "exact=true")
