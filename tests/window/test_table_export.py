"""What a view measured is exported as its own table, not as the run's trace."""

from simulator.core.job import Table
from simulator.views.trace import TraceView


def test_a_view_with_a_table_exports_it_with_what_it_was_made_from(window, qtbot, tmp_path):
    view = TraceView("Basins", "corruption", "share")
    qtbot.addWidget(view)
    view.table = Table({"corruption": [0.0, 0.5], "error": [0.1, 0.0]}, {"seed": 7})
    path = tmp_path / "table.csv"
    window.files.export_to(str(path), view, "csv")
    assert path.read_text() == "# seed=7\ncorruption,error\n0.0,0.1\n0.5,0.0\n"


def test_a_view_without_a_table_exports_the_trace(window, qtbot, tmp_path):
    view = TraceView("Energy", "sweeps", "energy E")
    qtbot.addWidget(view)
    path = tmp_path / "trace.csv"
    window.files.export_to(str(path), view, "csv")
    assert "\nstep,energy" in path.read_text()
