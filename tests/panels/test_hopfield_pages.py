"""The pages of the card "Recall" show what the network is, and say where it has nothing to show."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.hopfield import Hopfield
from simulator.panels import hopfield_response, hopfield_why
from simulator.panels.hopfield_pages import OF_A_UNIT
from tests.helpers import wait_until
from tests.panels.panel_bench import panels_of, settle

LEFT = Qt.MouseButton.LeftButton
KEYS = ("energy", "landscape", "overlaps", "correlation", "basins", "exact-map", "capacity",
        "weights", "unit-weights", "cross-talk", "why", "why-neighbours", "response")  # fmt: skip


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    yield from panels_of("hopfield", qtbot, (1100, 720))


def test_the_weights_are_those_of_the_definition(bench):
    panel = bench("preset=letters-hebb")
    s = settle(panel)
    assert not s.own_connections
    panel.pages.show_page("weights")
    xi = s.memories.astype(float)
    wanted = xi.T @ xi / xi.shape[1]
    np.fill_diagonal(wanted, 0.0)
    assert panel.pages.weights._values == pytest.approx(wanted)


def test_a_click_on_the_matrix_shows_the_weights_of_that_unit(bench):
    panel = bench("preset=letters-ten")
    panel.pages.show_page("weights")
    view = panel.pages.weights
    place = view.grid().box.center().toPoint()
    QTest.mouseClick(view, LEFT, pos=place)
    assert panel.pages.current.key == "unit-weights"
    row = panel.frame.snapshot.network.weights()[panel.pages.unit]
    assert panel.pages.unit_weights._given == pytest.approx(row)


def test_a_click_on_the_weights_of_a_unit_looks_at_another(bench):
    panel = bench("preset=letters-ten")
    panel.pages.show_page("unit-weights")
    view = panel.pages.unit_weights
    QTest.mouseClick(view, LEFT, pos=view.grid().box_of((3, 5)).center().toPoint())
    assert panel.pages.unit == 3 * 28 + 5
    assert panel.pages.ringed == panel.pages.unit
    assert "column 5, row 3" in panel.pages.caption(panel.frame)


def test_the_correlation_is_the_overlap_of_each_two_memories(bench):
    panel = bench("preset=letters-hebb")
    s = settle(panel)
    panel.pages.show_page("correlation")
    xi = s.memories.astype(float)
    assert panel.pages.correlation._values == pytest.approx(xi @ xi.T / xi.shape[1])
    assert panel.pages.correlation.words_of((0, 1)).startswith(f"{s.names[0]} with {s.names[1]}: ")


@pytest.mark.parametrize("threshold", [0.0, 0.3])
def test_the_cross_talk_counts_the_units_that_would_flip(bench, threshold):
    panel = bench("preset=letters-hebb", f"set threshold={threshold}", "probe=1")
    s = settle(panel)
    panel.pages.show_page("cross-talk")
    count = int(s.memory_unstable[1])
    assert count > 0
    assert panel.pages.cross_talk.flagged_words() == f"{count} of 784 units would flip"


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse", "storkey", "perceptron"])
def test_by_memories_and_by_neighbours_a_field_is_the_same(rule):
    model = Hopfield(2)
    for text in ("preset=letters-ten", f"set rule={rule}", "corrupt=0.2"):
        model.act(text)
    s = model.snapshot()
    for unit in (0, 300, 500):
        sums = [hopfield_why.by_memories(s, unit), hopfield_why.by_neighbours(s, unit)]
        for shown in sums:
            parts = [f if w is None else w * f for _, w, f in shown["terms"]]
            extra = [value for _, value in shown["extra"]]
            total = sum(parts) + sum(extra) + shown.get("more", (0, 0.0))[1]
            assert total == pytest.approx(shown["total"], abs=1e-9)


def test_the_strongest_neighbours_are_named_and_the_others_counted():
    model = Hopfield(2)
    model.act("preset=letters-ten")
    s = model.snapshot()
    shown = hopfield_why.by_neighbours(s, 300)
    weights = s.network.weights()[300]
    largest = sorted(np.abs(weights), reverse=True)[:8]
    assert [abs(w) for _, w, _ in shown["terms"]] == pytest.approx(largest)
    assert shown["more"][0] == np.count_nonzero(weights) - 8


def test_the_first_unit_is_the_one_in_the_middle_and_ringed_on_the_pad(bench, monkeypatch):
    panel, rings = bench("preset=letters-ten"), []
    show = panel.pad.show_units
    monkeypatch.setattr(
        panel.pad, "show_units", lambda *a, **k: (rings.append(k["why"]), show(*a, **k))
    )
    panel.pages.show_page("unit-weights")
    panel.pages.show_page("energy")
    assert rings == [14 * 28 + 14, -1]


def test_the_unit_asked_about_on_the_pad_stays_on_a_page_about_units(bench):
    panel = bench("preset=letters-ten")
    panel.pad.why_asked.emit(10)
    assert panel.pages.current.key == "why"
    for key in OF_A_UNIT:
        panel.pages.show_page(key)
        panel.pad.why_asked.emit(20)
        assert panel.pages.current.key == key


def test_a_rule_without_weights_says_so(bench):
    panel = bench("preset=letters-ten", "set rule=dense")
    panel.pages.choose_unit(100, "why-neighbours")
    for key in ("weights", "unit-weights", "why-neighbours"):
        panel.pages.show_page(key)
        view = panel.pages.current.view
        assert "no weights between pairs of units" in view.accessibleDescription(), key
    panel.pages.show_page("why")
    assert "(A)" in panel.pages.why.accessibleDescription()


def test_a_matrix_that_is_too_large_is_refused_in_words_and_one_unit_is_offered(bench):
    panel = bench("preset=letters-ten", "set side=40")
    panel.pages.show_page("weights")
    assert "too large to draw. “One unit”" in panel.pages.weights.accessibleDescription()
    panel.pages.show_page("unit-weights")
    assert panel.pages.unit_weights.grid() is not None


def test_with_nothing_stored_every_page_says_what_to_do(bench):
    panel = bench()
    for key in KEYS:
        panel.pages.show_page(key)
        assert not panel.grab().isNull()
    for view in (panel.pages.weights, panel.pages.correlation, panel.pages.cross_talk):
        assert view.accessibleDescription().startswith("Store a drawing")


def test_the_view_in_sight_is_the_one_that_is_exported(bench, tmp_path):
    panel = bench("preset=letters-ten")
    titles = set()
    for key in KEYS:
        panel.pages.show_page(key)
        view = panel.view_in("Recall")
        view.export_png(str(tmp_path / f"{key}.png"), 1.0, {})
        titles.add(view.title)
    assert len(titles) == len(KEYS) - 1  # the two sums of why are one view


def test_a_network_is_looked_through_once_and_not_at_every_frame(bench, monkeypatch):
    panel = bench("preset=letters-ten")
    network, calls = type(panel.frame.snapshot.network), []
    for name in ("weights", "weights_row", "aligned"):
        real = getattr(network, name)
        monkeypatch.setattr(
            network, name, lambda *a, real=real, name=name: (calls.append(name), real(*a))[1]
        )
    for key in ("weights", "unit-weights", "cross-talk"):
        panel.pages.show_page(key)
        settle(panel)
        settle(panel)
    assert sorted(calls) == ["aligned", "weights", "weights_row"]


def test_every_page_has_a_command(bench):
    panel = bench("preset=letters-ten")
    turns = {title: turn for title, _, turn in panel.commands()}
    for title in ("Show the weights", "Show the cross-talk in a memory", "Why, by neighbours?"):
        turns[title]()
        assert panel.pages.current.command == title


def test_the_ball_lies_where_the_overlaps_say_at_the_exact_energy(bench):
    panel = bench("preset=letters-ten")
    panel.pages.show_page("landscape")
    s = settle(panel)
    question = panel.pages._sheets.question
    assert s.names[question.a] == "A"
    sheet = panel.pages._sheets.of(s)
    x, y = sheet.position(s.overlaps[question.a], s.overlaps[question.b])
    assert panel.pages.landscape._ball == pytest.approx((float(x), float(y), s.energy))
    assert sheet.height_at(*sheet.cue) == pytest.approx(s.energy, abs=1.5)


def test_the_ball_rolls_to_the_memory_and_leaves_a_trail(bench):
    panel = bench("preset=letters-ten")
    panel.pages.show_page("landscape")
    panel.runner.ask(lambda run: run.grain("settle")).result(10)
    panel.runner.do("set temperature=0")  # a frame of the end
    settle(panel)
    assert panel.pages.landscape._ball[:2] == pytest.approx((1.0, 1.0))
    trail = panel.pages.landscape._trail
    assert len(trail) > 10
    assert trail[0] == pytest.approx(panel.pages._sheets.of(panel.frame.snapshot).cue, abs=0.01)
    assert trail[-1] == pytest.approx((1.0, 1.0))


def test_one_memory_has_a_landscape_too(bench):
    panel = bench("preset=one-memory")
    panel.pages.show_page("landscape")
    settle(panel)
    assert panel.pages._sheets.question.b == -1
    assert panel.pages.landscape._scene is not None


def test_the_landscape_of_a_large_network_is_made_beside_the_window(bench):
    panel = bench("set side=200", "store=preset:random", "probe=0", "corrupt=0.3")
    panel.pages.show_page("landscape")
    settle(panel)
    wait_until(lambda: settle(panel) is None or panel.pages.landscape._scene is not None)


def test_the_exact_map_is_measured_and_a_click_probes_a_state(bench):
    panel = bench("set side=3", "set rule=hebb", "store=preset:random", "forget=9", "forget=8")
    page = panel.pages.exact
    panel.pages.show_page("exact-map")
    page._button.click()
    wait_until(lambda: page._poll() or bool(page.tables))
    assert page.tables[0].columns["share"]
    assert page._note.text().startswith("512 states · ")
    assert "the likeliest end, pale where" in page._note.text()
    panel.pages.map.clicked.emit(5)
    assert settle(panel).units.tolist() == [-1, -1, -1, -1, -1, -1, 1, -1, 1]


def test_too_large_a_network_is_not_mapped_and_says_so(bench):
    panel = bench("preset=letters-ten")
    said = []
    panel.pages.said.connect(said.append)
    panel.pages.exact._button.click()
    wait_until(lambda: panel.pages.exact._poll() or bool(said))
    assert "784 units have too many states" in said[0]


def test_a_table_of_a_job_is_shown_on_its_page(bench):
    panel = bench("set rule=hebb")
    options = "capacity=sizes=50;trials=2;points=3"
    table = panel.runner.ask(lambda run: job.finish(job.begin(run.model, options))).result(30)
    panel.show_table("capacity", table)
    assert panel.pages.current.key == "capacity"
    assert panel.pages.capacity.tables == [table]


def test_an_unknown_page_is_refused_in_words(bench):
    with pytest.raises(InputError, match="no page nowhere; allowed: energy, landscape"):
        bench().show_page("nowhere")


@pytest.mark.parametrize("rule", ["hebb", "storkey", "perceptron", "dense", "modern"])
@pytest.mark.parametrize("units", ["two-valued", "graded"])
def test_at_rest_the_units_lie_on_the_curve_of_their_response(rule, units):
    model = Hopfield(1)
    for text in (f"set rule={rule}", f"set units={units}", "preset=random", f"set rule={rule}"):
        model.act(text)
    model.act(f"set units={units}")
    model.settle()
    s = model.snapshot()
    h = s.network.felt_by(np.arange(784), s.units, s.sums)
    assert h == pytest.approx(s.network.felt(s.units), abs=1e-9)
    assert hopfield_response.response(s, h)[1] == pytest.approx(s.units, abs=1e-3)


def test_a_bin_of_the_response_holds_the_mean_of_its_units():
    h, values = np.array([-0.9, 0.1, 0.11, 5.0]), np.array([-1.0, 1.0, -1.0, 1.0])
    middles, means = hopfield_response.means_of(h, values, 1.0)
    assert means.tolist() == [-1.0, 0.0, 1.0]
    assert middles == pytest.approx([-0.875, 0.125, 0.958], abs=0.05)


@pytest.mark.parametrize("text", ["set temperature=0.4", "set units=graded", "set rule=modern"])
def test_the_response_names_the_curve_that_is_meant(bench, text):
    panel = bench("preset=letters-ten", text)
    panel.pages.show_page("response")
    name, _ = hopfield_response.response(settle(panel), np.zeros(1))
    expected = {"set temperature=0.4": "mean at T = 0.40", "set units=graded": "tanh 4 (h − θ)",
                "set rule=modern": "s = h − θ, at most 1"}  # fmt: skip
    assert name == expected[text]
