"""`bench`: names, the keys of its results, what counts as met. Nothing is timed here."""

import json

import pytest

from simulator import bench, cli
from simulator.bench import boltzmann, gan, hopfield, ntm, rbm, rows, window
from simulator.bench.rows import against, alone, medians_in_turn
from simulator.core.errors import InputError

KEYS = ["name", "value", "unit", "against", "peer_value", "ratio", "target", "meets"]


@pytest.fixture(autouse=True)
def nothing_is_timed(monkeypatch):
    """Each group has one row, ready at once."""
    quick = against("quick", "µs", 2.0, "a peer", 200.0, at_least=50)
    idle = alone("idle", "s", 3.0, at_most=1.5)
    monkeypatch.setattr(hopfield, "ROWS", {"quick": lambda: [quick]})
    monkeypatch.setattr(boltzmann, "ROWS", {})
    monkeypatch.setattr(rbm, "ROWS", {})
    monkeypatch.setattr(gan, "ROWS", {})
    monkeypatch.setattr(ntm, "ROWS", {})
    monkeypatch.setattr(window, "ROWS", {"idle": lambda: [idle]})


def printed(capsys, *names):
    assert bench.main(names, True) == 0
    return json.loads(capsys.readouterr().out)


def test_an_unknown_name_is_refused_with_what_is_allowed():
    allowed = "hopfield, boltzmann, rbm, gan, ntm, window, quick, idle"
    with pytest.raises(InputError, match=f"benchmark fast; allowed: {allowed}"):
        bench.main(["fast"], True)


def test_the_command_line_refuses_it_in_one_line_with_code_2(capsys):
    assert cli.main(["bench", "fast"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_json_has_the_promised_keys(capsys):
    found = printed(capsys)
    assert list(found) == ["machine", "results"]
    assert [list(result) for result in found["results"]] == [KEYS, KEYS]
    assert {"cores", "python", "numpy", "numba"} <= set(found["machine"])


def test_without_a_name_every_row_is_measured(capsys):
    assert [r["name"] for r in printed(capsys)["results"]] == ["quick", "idle"]


@pytest.mark.parametrize(
    ("names", "rows"),
    [(["hopfield"], ["quick"]), (["window"], ["idle"]), (["idle", "window"], ["idle"])],
)
def test_a_name_is_a_model_the_window_or_one_row(capsys, names, rows):
    assert [r["name"] for r in printed(capsys, *names)["results"]] == rows


def test_where_a_peer_exists_only_the_ratio_decides():
    assert against("a", "s", 2.0, "peer", 100.0, at_least=50).meets
    assert not against("a", "s", 2.1, "peer", 100.0, at_least=50).meets


def test_where_there_is_no_peer_its_columns_are_null(capsys):
    idle = printed(capsys, "idle")["results"][0]
    assert (idle["against"], idle["peer_value"], idle["ratio"]) == (None, None, None)
    assert idle["meets"] is False


def test_a_person_sees_the_ratio_the_target_and_the_sign(capsys):
    bench.main([], False)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("● quick")
    assert "100.0 × a peer" in first
    assert "≥ 50 ×" in first
    assert second.startswith("▲ idle")


def test_peers_are_measured_in_turn_with_us():
    done = []
    medians = medians_in_turn((lambda: done.append("ours"), lambda: done.append("theirs")), 3)
    assert done == ["ours", "theirs"] * 3
    assert len(medians) == 2


def test_a_peer_that_is_not_installed_is_said_in_words(monkeypatch, capsys):
    monkeypatch.setattr(rbm, "find_spec", lambda name: None)
    assert rbm.epoch() == []
    assert "scikit-learn is not installed; pip install" in capsys.readouterr().err


def test_without_pytorch_its_rows_are_left_out_in_words(monkeypatch, capsys):
    monkeypatch.setattr(gan, "find_spec", lambda name: None)
    assert gan.iteration() == gan.torch_twin() == []
    assert capsys.readouterr().err.count("PyTorch is not installed") == 2


def test_without_mnist_stroke_digits_are_learned(monkeypatch, tmp_path):
    monkeypatch.setenv("REVERIE_MNIST", str(tmp_path))
    assert rbm.images() == {"data": "strokes", "examples": 60_000}


def test_every_real_group_is_asked():
    assert rows.GROUPS == ("hopfield", "boltzmann", "rbm", "gan", "ntm", "window")
