"""Weights of large networks: the journal names their file, and undo stays small."""

import numpy as np
import pytest

from simulator.core import document
from simulator.core.errors import InputError
from simulator.core.run import Run, replay
from simulator.models import boltzmann_actions, model_class
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_state import BoltzmannParameters
from tests.helpers import bits

SIX = BoltzmannParameters(visible=4, hidden=2, chains=1)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Weights of six units, as if six were too many to be embedded."""
    monkeypatch.setattr(boltzmann_actions, "MOST_EMBEDDED", 5)
    monkeypatch.setattr(boltzmann_actions, "MOST_LEARNING", 5)
    upper = np.triu(np.random.default_rng(0).normal(size=(6, 6)), 1)
    path = tmp_path / "weights.npz"
    np.savez(path, weights=upper + upper.T, biases=np.arange(6.0))
    return path


@pytest.fixture
def run(file):
    run = Run(Boltzmann(1, SIX))
    run.do(f"weights={file}")
    return run


def test_the_journal_names_the_file_and_what_is_in_it(run, file):
    text = run.entries[-1].text
    assert text.startswith("weights=file:")
    assert text.endswith(f":{file}")
    assert len(text) < 64 + 30 + len(str(file))


def test_a_replay_reads_the_same_file_again(run):
    fresh = Boltzmann(1, SIX)
    replay(fresh, run.entries, 0)
    assert bits(fresh) == bits(run.model)


def test_another_file_of_that_name_is_refused(run, file):
    np.savez(file, weights=np.zeros((6, 6)), biases=np.zeros(6))
    with pytest.raises(InputError, match="other weights than those"):
        replay(Boltzmann(1, SIX), run.entries, 0)


def test_a_file_that_is_gone_is_said(run, file):
    file.unlink()
    with pytest.raises(InputError, match="are gone; put the file back"):
        replay(Boltzmann(1, SIX), run.entries, 0)


def test_a_document_opens_without_the_file(run, file, tmp_path):
    document.save(tmp_path / "large.reverie", run)
    file.unlink()
    opened = document.load(tmp_path / "large.reverie", model_class)
    assert bits(opened.model) == bits(run.model)


@pytest.mark.parametrize("text", ["edge=1,4:2.5", "bias=3:-1.5"])
def test_an_edit_is_taken_back_by_its_opposite(run, text):
    before = bits(run.model)
    run.do(text)
    assert len(run.entries[-1].inverse) < 60
    run.undo()
    assert bits(run.model) == before


def test_what_would_need_the_whole_table_can_not_be_undone(run):
    run.do("set chains=2")
    assert run.entries[-1].inverse == ""
    assert run.model.state.weights.any()
