"""Data from the person's disk in a restricted Boltzmann machine: they may go, or change."""

import numpy as np
import pytest

from simulator.core import document
from simulator.core.errors import InputError
from simulator.core.run import Run, replay
from simulator.models import model_class
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters
from tests.helpers import bits

TABLE = {"data": "table", "side": 4, "hidden": 5, "batch_size": 6, "learning": "cd"}


@pytest.fixture
def file(tmp_path):
    """Twenty patterns of three classes."""
    rng = np.random.default_rng(0)
    path = tmp_path / "a b.npz"
    np.savez(path, images=rng.integers(0, 256, (20, 16)), labels=np.arange(20) % 3)
    return path


def reader(file, **given) -> Rbm:
    return Rbm(1, RbmParameters(**{**TABLE, "data_path": str(file), **given}))


@pytest.mark.parametrize("labels", [False, True])
def test_a_table_is_learned(file, labels):
    model = reader(file, labels=labels)
    model.advance(40)
    assert model.trained_on == 18
    assert model.state.visible_biases.size == 16 + 3 * labels
    assert model.classes == (("0", "1", "2") if labels else ())
    assert False not in model.invariants().values()


def test_a_path_that_is_set_begins_again_with_its_data(file):
    model = Rbm(1, RbmParameters(**TABLE, labels=True))
    with pytest.raises(InputError, match="data_path"):
        model.advance(1)
    model.readouts(), model.snapshot()
    deed = model.act(f"set data_path={file}")
    model.advance(5)
    assert model.state.visible_biases.size == 19
    model.act(deed.inverse)
    assert model.parameters.data_path == ""


@pytest.mark.parametrize("path", ["/nowhere/at/all.npz", "/", "relative.npz"])
def test_a_path_where_nothing_is_is_refused_and_changes_nothing(file, path):
    model = reader(file)
    model.advance(7)
    before = bits(model)
    with pytest.raises(InputError):
        model.act(f"set data_path={path}")
    assert bits(model) == before
    model.advance(20)


def test_a_document_goes_on_without_its_file(file, tmp_path):
    run = Run(reader(file, labels=True))
    run.advance(37)
    document.save(tmp_path / "a.reverie", run)
    file.unlink()
    again = document.load(tmp_path / "a.reverie", model_class)
    for r in (run, again):
        r.advance(40)
    assert bits(again.model) == bits(run.model)
    assert again.model.classes == ("0", "1", "2")
    again.do("reset")
    again.advance(20)
    again.do("new-seed=4")
    again.advance(20)


def test_a_run_whose_file_goes_goes_on(file):
    model, plain = reader(file), reader(file)
    model.advance(10), plain.advance(10)
    file.unlink()
    model.act("show=0")
    model.advance(30), plain.advance(30)
    assert bits(model)["weights"] == bits(plain)["weights"]
    model.act("set learning=pcd"), model.act("reset")
    model.advance(20)


def test_a_journal_is_replayed_on_the_same_file(file):
    run = Run(Rbm(1, RbmParameters(**TABLE)))
    for text in (f"set data_path={file}", "set labels=true", "show=1", "set held_out=0.3"):
        run.do(text)
    run.advance(20)
    assert run.undo()
    run.advance(13)
    fresh = Rbm(1, RbmParameters(**TABLE))
    replay(fresh, run.entries, run.model.step)
    assert bits(fresh) == bits(run.model)


def test_a_table_without_classes_has_no_label_units(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((9, 16)))
    with pytest.raises(InputError, match="label"):
        reader("", labels=True).act(f"set data_path={tmp_path / 'a.npy'}")


def test_numbers_of_any_size_are_for_gaussian_units(tmp_path):
    np.save(tmp_path / "a.npy", np.random.default_rng(0).standard_normal((30, 16)))
    with pytest.raises(InputError, match="choose Gaussian"):
        reader("").act(f"set data_path={tmp_path / 'a.npy'}")
    model = reader(tmp_path / "a.npy", visible_type="gaussian", learning_rate=0.01)
    model.advance(60)
    assert False not in model.invariants().values()
    assert np.allclose(model.state.visible[:, :16].mean(), 0, atol=1)


def test_one_pattern_is_enough(tmp_path):
    np.save(tmp_path / "a.npy", np.eye(4).reshape(1, 16))
    model = reader(tmp_path / "a.npy", hidden=4, initial_weights=0.1)
    model.advance(300)
    assert model.state.epoch == 100
    model.readouts(), model.snapshot()
    with pytest.raises(InputError):
        model.act("show=1")
    model.act("show=0")
