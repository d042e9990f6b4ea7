"""The Boltzmann panel does what mouse and keys ask, and says where it has nothing to show."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.panels.boltzmann_cubes import cube_spots
from simulator.panels.boltzmann_pages import numbered
from simulator.views.network_shown import Target, edge
from tests.helpers import wait_until
from tests.panels.panel_bench import panels_of, settle

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier
KEYS = (
    "energy", "line", "states", "table", "slope", "distance", "course", "means", "divergence",
    "pairs", "data", "loops", "answers", "scan", "barrier", "searches", "why", "weights",
)  # fmt: skip
NETWORKS = {
    "general": ("preset=worked-example",),
    "large": ("set visible=40", "set hidden=0"),
    "learning": ("preset=xor",),
    "patterns": ("set data=patterns",),
    "shifter": ("preset=shifter",),
    "gaussian": ("set network=spin-glass", "set units=50"),
    "glass": ("set network=spin-glass", "set couplings=lattice", "set side=8"),
    "lattice": ("set network=lattice", "set side=8", "set chains=1"),
    "picture": ("set network=picture", "set side=16", "set chains=1"),
    "max-cut": ("set network=problem", "set units=20"),
    "partition": ("set network=problem", "set problem=partition", "set units=12"),
}


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    yield from panels_of("boltzmann", qtbot, (1130, 720))


def step(panel, grain):
    """Run a grain to its end; returns the snapshot."""
    before = settle(panel).step
    panel.runner.take_step(grain)
    wait_until(lambda: settle(panel).step > before and not panel.frame.is_playing)
    return panel.frame.snapshot


def click_unit(panel, unit, modifiers=Qt.KeyboardModifier.NoModifier):
    diagram = panel.network.diagram
    place = diagram.place_of(Target("unit", unit)).toPoint()
    QTest.mouseClick(diagram, LEFT, modifiers, place)
    return settle(panel)


def drag(view, *points, button=LEFT):
    """Press at the first point, move over the others, let go at the last."""
    QTest.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, button, pos=points[-1])


def empty_text(view):
    return view._empty


# ---- pages ----


@pytest.mark.parametrize("network", NETWORKS)
def test_every_page_draws_for_every_network(bench, network):
    panel = bench(*NETWORKS[network])
    if network != "patterns":  # there is no pattern yet, and so no step
        step(panel, "sweep")
    for key in KEYS:
        panel.show_page(key)
        settle(panel)
        assert not panel.pages.current.widget.grab().isNull()


@pytest.mark.parametrize(
    ("network", "page"),
    [("general", "states"), ("learning", "divergence"), ("lattice", "energy"),
     ("max-cut", "energy"), ("gaussian", "energy"), ("large", "energy"), ("shifter", "pairs")],
)  # fmt: skip
def test_a_network_opens_on_a_page_that_shows_it(bench, network, page):
    assert bench(*NETWORKS[network]).pages.current.key == page


def test_another_kind_of_network_turns_to_its_page(bench):
    panel = bench("preset=worked-example")
    panel.do("set network=lattice")
    settle(panel)
    assert panel.pages.current.key == "energy"


def test_a_page_that_was_chosen_stays_while_the_kind_of_network_does(bench):
    panel = bench("preset=worked-example")
    panel.show_page("table")
    panel.do("preset=two-wells")
    settle(panel)
    assert panel.pages.current.key == "table"


def test_where_something_is_measured_the_page_stays_for_another_network(bench):
    panel = bench("preset=worked-example")
    panel.show_page("searches")
    panel.do("preset=max-cut")
    settle(panel)
    assert panel.pages.current.key == "searches"


def test_a_page_of_a_job_has_the_room_of_the_verdict(bench):
    panel = bench("preset=worked-example")
    panel.show_page("scan")
    assert not panel.verdict.isVisible()
    panel.show_page("energy")
    assert panel.verdict.isVisible()


@pytest.mark.parametrize(
    ("network", "page", "word"),
    [("lattice", "slope", "at most 20"), ("lattice", "distance", "at most 20"),
     ("learning", "slope", "While it learns"), ("learning", "distance", "While it learns"),
     ("learning", "course", "While it learns"), ("general", "course", "Press Space"),
     ("lattice", "pairs", "Only a general network"), ("general", "loops", "Nothing is learned"),
     ("patterns", "divergence", "add a pattern"), ("general", "why", "Alt+click"),
     ("lattice", "why", "the tool ?"), ("max-cut", "why", "Click a node")],
)  # fmt: skip
def test_an_empty_page_says_what_would_fill_it(bench, network, page, word):
    panel = bench(*NETWORKS[network])
    panel.show_page(page)
    settle(panel)
    assert word in empty_text(panel.pages.current.view)


def test_a_slope_at_temperature_0_is_refused_in_words(bench):
    panel = bench("preset=worked-example", "set temperature=0")
    step(panel, "sweep")
    panel.show_page("slope")
    settle(panel)
    assert "At T = 0" in empty_text(panel.pages.slope)


# ---- the diagram ----


def test_a_click_holds_a_unit_on_then_off_then_lets_it_go(bench):
    panel = bench("preset=worked-example")
    seen = [click_unit(panel, 0) for _ in range(3)]
    assert [(bool(s.held[0]), int(s.units[0])) for s in seen[:2]] == [(True, 1), (True, 0)]
    assert not seen[2].held.any()


def test_there_is_a_button_to_let_go_only_where_a_unit_is_held(bench):
    panel = bench("preset=worked-example")
    assert not panel.network.free.isVisible()
    click_unit(panel, 1)
    panel.network.free.click()
    assert not settle(panel).held.any()


def test_alt_click_asks_why(bench):
    panel = bench("preset=worked-example")
    click_unit(panel, 2, ALT)
    assert panel.pages.current.key == "why"
    assert panel.pages.unit == 2


def test_dragging_an_edge_changes_its_weight_and_undo_brings_it_back(bench):
    panel = bench("preset=worked-example")
    diagram = panel.network.diagram
    at = diagram.place_of(edge(0, 2)).toPoint()
    drag(diagram, at, at + QPoint(0, -10), at + QPoint(0, -40))
    assert settle(panel).weights[0, 2] > 2.0
    panel.runner.undo()
    assert settle(panel).weights[0, 2] == 2.0


def test_a_click_in_learning_says_that_data_hold_the_units(bench):
    panel = bench("preset=xor")
    said = []
    panel.said.connect(said.append)
    click_unit(panel, 0)
    assert "the data hold units" in said[0]


def test_the_necker_cube_is_drawn_as_two_cubes(bench):
    s = bench("preset=necker-cube").frame.snapshot
    spots = np.array(cube_spots(s.weights, 8))
    assert spots.shape == (16, 2)
    assert np.allclose(np.ptp(spots[8:] - spots[:8], axis=0), 0)


def test_a_ring_of_eight_is_no_cube():
    ring = np.roll(np.eye(8), 1, axis=1)
    assert cube_spots(ring + ring.T, 8) == ()


def test_a_cube_stays_a_cube_while_an_edge_is_tried(bench):
    panel = bench("preset=necker-cube", "edge=v1,v2:0")
    assert cube_spots(panel.frame.snapshot.weights, 8)


# ---- grids ----


def test_a_stroke_on_a_lattice_turns_spins_down_and_is_undone_as_one(bench):
    panel = bench(*NETWORKS["lattice"])
    lattice = panel.network.lattice
    at = lattice.rect().center()
    drag(lattice, at, at + QPoint(30, 0), at + QPoint(60, 20), button=RIGHT)
    assert (settle(panel).units == -1).sum() >= 2
    panel.runner.undo()
    assert (settle(panel).units == 1).all()


def test_a_pinned_spin_is_held_until_it_is_unpinned(bench):
    panel = bench(*NETWORKS["lattice"])
    lattice = panel.network.lattice
    at = lattice.rect().center()
    lattice.set_tool("pin")
    drag(lattice, at, at + QPoint(5, 0))
    assert settle(panel).held.sum() > 0
    lattice.set_tool("unpin")
    drag(lattice, at - QPoint(60, 0), at + QPoint(60, 0))
    assert not settle(panel).held.any()


def test_a_click_on_a_node_of_a_problem_asks_why(bench):
    panel = bench(*NETWORKS["max-cut"])
    cut = panel.network.cut
    QTest.mouseClick(cut, LEFT, pos=cut.place_of(3).toPoint())
    assert panel.pages.current.key == "why"
    assert panel.pages.unit == 3


# ---- the schedule ----


def test_bending_a_constant_schedule_makes_it_a_drawn_one_and_one_undo_undoes_it(bench):
    panel = bench("preset=worked-example")
    view = panel.schedule
    at = view.place_of(50.0, 1.0).toPoint()
    drag(view, at, at + QPoint(0, -4), at + QPoint(0, -8))
    settle(panel)
    assert panel.frame.parameters.schedule == "drawn"
    panel.runner.undo()
    settle(panel)
    assert panel.frame.parameters.schedule == "constant"


def test_the_points_of_a_schedule_keep_their_sweeps_after_its_end(bench):
    panel = bench("preset=worked-example", "set sweeps=10", "set schedule=drawn",
                  "bend=0,2;0.5,3;1,0.1")  # fmt: skip
    for _ in range(3):
        step(panel, "anneal")
    spot = panel.schedule._scene.spots()[1]
    assert spot.x() == pytest.approx(panel.schedule.place_of(5.0, 3.0).x(), abs=1)


# ---- patterns ----


def test_patterns_are_added_changed_and_deleted_with_the_mouse(bench):
    panel = bench("set data=patterns", "pattern=01")
    panel.show_page("data")
    panel.pages.data.add_asked.emit()
    assert settle(panel).patterns.tolist() == [[0, 1], [0, 0]]
    panel.pages.data.toggled.emit(1, 0)
    assert settle(panel).patterns.tolist() == [[0, 1], [1, 0]]
    panel.pages.data.delete_asked.emit(0)
    assert settle(panel).patterns.tolist() == [[1, 0]]


# ---- words ----


def test_in_slow_motion_the_chip_says_what_a_unit_was_decided_by(bench):
    panel = bench("preset=worked-example")
    panel.runner.set_pace("unit", 2.0)
    panel.runner.take_step("unit")
    wait_until(lambda: settle(panel).step == 1)
    said = panel.verdict.accessibleName() + panel.verdict.accessibleDescription()
    assert "ΔE = " in said
    assert "u = " in said


def test_a_constant_temperature_runs_so_many_sweeps(bench):
    panel = bench("preset=worked-example")
    assert panel.network.anneal.text() == "Run 100 sweeps"
    panel.network.anneal.click()
    wait_until(lambda: settle(panel).sweeps == 100)


# ---- export ----


def test_the_table_of_states_is_exported_with_its_counts(bench):
    panel = bench("preset=worked-example")
    s = step(panel, "sweep")
    panel.show_page("table")
    table = panel.view_in("Machine").exported()
    assert list(table.columns)[:5] == ["v1", "v2", "h1", "h2", "energy"]
    assert sum(table.columns["count"]) == s.counted
    assert sum(table.columns["p"]) == pytest.approx(1.0)


def test_the_numbers_of_states_are_one_array():
    assert numbered(16) is numbered(16)
