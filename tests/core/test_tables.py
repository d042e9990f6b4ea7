"""Tables out: each says what it came from."""

import numpy as np
import pytest

from simulator.core import tables
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.hopfield import Hopfield


@pytest.fixture
def run():
    run = Run(Hopfield(5))
    run.do("preset=worked-example")
    run.advance(8)
    return run


def test_a_trace_becomes_a_table_with_its_origin(run, tmp_path):
    path = tmp_path / "a.csv"
    tables.write_csv(path, run.branch.trace.data(), tables.facts(run.model))
    lines = path.read_text().splitlines()
    assert lines[:3] == ["# model=hopfield", "# seed=5", "# side=2"]
    table = [line for line in lines if not line.startswith("#")]
    assert table[0] == "step,energy,overlaps[0],overlaps[1]"
    assert [row.split(",")[0] for row in table[1:]] == [str(k) for k in range(9)]


def test_numbers_in_a_table_keep_every_bit(run):
    data = run.branch.trace.data()
    rows = tables.as_csv(data, {}).splitlines()[1:]
    assert [float(r.split(",")[1]) for r in rows] == data.column("energy").tolist()


def test_a_state_becomes_arrays_with_their_origin(run, tmp_path):
    path = tmp_path / "a.npz"
    tables.write_npz(path, {"units": run.model.state.units}, tables.facts(run.model))
    with np.load(path, allow_pickle=False) as arrays:
        assert (arrays["units"] == run.model.state.units).all()
        assert "seed=5" in arrays["about"]


def test_a_table_that_can_not_be_written_is_said(run, tmp_path):
    with pytest.raises(InputError, match="can't be written"):
        tables.write_csv(tmp_path / "no" / "a.csv", run.branch.trace.data(), {})
