"""What the jobs of the Neural Turing Machine show."""

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.core.job import Table
from simulator.panels.job_page import charted
from simulator.panels.ntm_charts import baseline_chart, plate
from simulator.views.plate import PlateView
from simulator.views.trace import TraceView


def played(machines=("NTM", "LSTM"), lengths=(2, 3), sequences=20):
    rows = [
        (machine, length, sequences, 0.25 * m * length, ";".join(["01"] * length),
         ";".join(["09"] * length))
        for length in lengths
        for m, machine in enumerate(machines)
    ]  # fmt: skip
    names = ("machine", "length", "sequences", "bits_wrong", "wanted", "told")
    return Table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def learned(text="baseline", loss=(9.0, 4.0, 1.5), **about):
    columns = {"sequences": [500, 1000, 1500], "loss": list(loss), "bits_wrong": [3.0, 1.0, 0.25]}
    return Table(columns, {"job": text, **about})


@pytest.fixture
def view(qtbot):
    view = PlateView()
    qtbot.addWidget(view)
    view.resize(360, 260)
    return view


# ---- generalization ----


def test_the_last_table_is_shown_and_said(view):
    note = plate(view)([played(lengths=(5,)), played()])
    assert note == (
        "NTM: 0.0, 0.0 · LSTM: 0.5, 0.8 wrong bits at 2, 3 · means of 20, the first one is shown"
    )
    assert view.exported().columns["length"] == [2, 2, 3, 3]


def test_of_one_sequence_nothing_is_said_of_means(view):
    assert plate(view)([played(("NTM",), sequences=1)]) == "NTM: 0.0, 0.0 wrong bits at 2, 3"


def test_a_length_that_was_not_played_has_no_number(view):
    table = played()
    some = Table({name: values[:3] for name, values in table.columns.items()})
    assert plate(view)([some]).startswith("NTM: 0.0, 0.0 · LSTM: 0.5, – wrong bits")


def test_another_table_is_refused_in_words(view):
    with pytest.raises(InputError, match="no machine"):
        plate(view)([learned()])


# ---- baseline ----


def test_a_line_is_the_loss_of_a_table():
    chart = baseline_chart([learned("baseline=size=64"), learned("baseline=size=64;layers=3")])
    assert [line.name for line in chart.lines] == ["LSTM 64", "LSTM 3 × 64"]
    assert chart.lines[1].y.tolist() == [9.0, 4.0, 1.5]
    assert chart.lines[1].x.tolist() == [500.0, 1000.0, 1500.0]
    assert (chart.x_range, chart.x_label, chart.y_label) == (
        (0.0, 1500.0), "sequences", "bits a sequence",
    )  # fmt: skip


def test_the_note_says_where_the_newest_has_come():
    said = baseline_chart([learned("baseline=size=64"), learned()]).note
    assert said == "LSTM 256: 1.50 bits, 0.25 wrong bits a sequence after 1\u2009500"


@pytest.mark.parametrize(("tables", "names"), [
    ((learned(), learned("baseline=learning_rate=0.01")),
     ["LSTM 256, rate 0.001", "LSTM 256, rate 0.01"]),
    ((learned(task="copy"), learned(task="reverse"), learned("baseline=size=8", task="copy")),
     ["LSTM 256, Copy (1)", "LSTM 256, Reverse copy (2)", "LSTM 8, Copy (3)"]),
    ((learned(task="copy"), learned(task="reverse")), ["LSTM 256, Copy", "LSTM 256, Reverse copy"]),
    ((learned(seed=1), learned(seed=2)), ["LSTM 256, seed 1", "LSTM 256, seed 2"]),
])  # fmt: skip
def test_lstms_of_one_size_are_named_by_what_differs(tables, names):
    assert [line.name for line in baseline_chart(tables).lines] == names


def test_a_loss_that_burst_is_left_out_and_not_a_crash(qtbot):
    trace = TraceView("Baseline", "sequences", "bits a sequence")
    qtbot.addWidget(trace)
    table = learned(loss=(9.0, np.inf, np.nan))
    assert "nan bits" in charted(trace, baseline_chart)([table])
    assert np.isnan(baseline_chart([table]).lines[0].y).tolist() == [False, True, True]
    assert not trace.picture().isNull()
