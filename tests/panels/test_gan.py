"""The GAN panel shows the game of two players, and does what mouse and keys ask."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.controls import theme
from simulator.core.job import Table
from simulator.models.gan_game import PHASES
from simulator.panels import gan_algorithm as algorithm
from simulator.panels import gan_traces as traces
from simulator.panels.gan_shown import Sights
from tests.helpers import wait_until
from tests.panels.gan_bench import (
    DIGITS,
    DRAWN,
    LINE,
    RING,
    WORLDS,
    compile_game,
    run,
    said_by,
)
from tests.panels.panel_bench import panels_of, settle


@pytest.fixture
def bench(qtbot):
    """Make a panel after texts."""
    compile_game()
    yield from panels_of("gan", qtbot, (1130, 760))


@pytest.fixture
def presenter(qapp):
    """Show everything as in a hall."""
    theme.apply_theme(qapp, "light", presenter=True)
    yield
    theme.apply_theme(qapp, "light")


# ---- pages ----


@pytest.mark.parametrize("world", WORLDS)
def test_every_page_draws_for_every_world(bench, world):
    panel = bench(*WORLDS[world])
    if world not in ("nothing drawn", "no file"):
        run(panel, 2)
    for key in panel.pages._pages:
        panel.show_page(key)
        if key == "why":
            panel.pages.why.next.click()
        settle(panel)
        assert not panel.pages.current.widget.grab().isNull()
        assert not panel.sight.grab().isNull()
        assert len(panel.pages.caption(panel.frame)) <= 45


@pytest.mark.parametrize("world", ["ring", "line", "digits"])
def test_every_page_draws_before_the_first_step(bench, world):
    panel = bench(*WORLDS[world])
    for key in panel.pages._pages:
        panel.show_page(key)
        settle(panel)
        assert not panel.pages.current.widget.grab().isNull()


def test_the_plane_stands_beside_every_page(bench):
    panel = bench(*RING)
    panel.show_page("plane")
    assert panel.pages.current.key == "players"


def test_what_is_not_in_sight_is_not_computed(bench):
    panel = bench(*RING)
    panel.show_page("losses")
    s = run(panel)
    assert "probes" in s.__dict__
    assert not {"arrows", "lattice", "densities", "pictures"} & set(s.__dict__)


# ---- data and fakes ----


def test_the_plane_shows_data_fakes_and_what_d_thinks(bench):
    panel = bench(*RING)
    s = run(panel)
    shown = panel.sight.plane._shown
    assert np.array_equal(shown.fake, s.probes)
    assert np.array_equal(shown.heat, s.heat)
    assert shown.arrows is None


def test_a_layer_that_is_switched_on_is_computed_at_once(bench):
    panel = bench(*RING)
    run(panel)
    panel.sight.layers.button("arrows").click()
    assert panel.sight.plane._shown.arrows.shape == (100, 4)


def test_scores_of_a_critic_fill_the_range_of_the_heat(bench):
    panel = bench(*RING, "set loss=wasserstein-gp")
    s = run(panel, 3)
    shown = panel.sight.plane._shown
    low, high = shown.heat_range
    assert np.allclose(low + shown.heat * (high - low), s.heat, atol=1e-4)
    assert shown.boundary == ""


def test_a_hinge_has_its_border_in_the_middle_of_the_heat(bench):
    panel = bench(*RING, "set loss=hinge")
    run(panel, 3)
    low, high = panel.sight.plane._shown.heat_range
    assert low == -high


def test_the_figure_shows_both_densities_and_the_best_d(bench):
    panel = bench(*LINE)
    s = run(panel)
    shown = panel.sight.figure._shown
    p, q = s.densities
    known = p + q > 0.1
    assert np.allclose(shown.best[known], (p / (p + q))[known], atol=0.01)
    assert panel.sight.view is panel.sight.figure


def test_a_critic_has_no_best_d(bench):
    panel = bench(*LINE, "set loss=wasserstein-gp")
    run(panel)
    assert panel.sight.figure._shown.best is None


def test_the_last_column_of_the_wall_has_the_nearest_learned_pictures(bench):
    panel = bench(*DIGITS)
    s = run(panel, 2)
    wall = panel.sight.wall._given[0].reshape(10, 10, -1)
    assert np.array_equal(wall[:, :9].reshape(90, -1), s.pictures)
    assert np.array_equal(wall[:, 9], s.neighbours[0])


def test_before_the_first_step_no_picture_is_looked_for(bench):
    panel = bench(*DIGITS)
    assert len(panel.sight.wall._given[0]) == 90


def test_without_data_the_plane_says_what_to_do(bench):
    panel = bench(*DRAWN)
    assert "draw" in panel.sight.plane._empty
    assert "No data yet" in said_by(panel)


# ---- the four stops of the figure ----


def test_stop_b_runs_all_turns_of_d(bench):
    panel = bench(*LINE, "set k_d=3")
    panel.sight.stops.buttons["b"].click()
    wait_until(lambda: settle(panel).updates_d == 3 and not panel.sight.stops._goal, 60)
    assert panel.frame.snapshot.updates_g == 0
    assert panel.sight.figure._shown.stage.startswith("(b)")


def test_stop_c_is_one_turn_of_g(bench):
    panel = bench(*LINE)
    panel.sight.stops.buttons["b"].click()
    wait_until(lambda: settle(panel).updates_d == 1 and not panel.sight.stops._goal)
    panel.sight.stops.buttons["c"].click()
    wait_until(lambda: settle(panel).updates_g == 1)
    assert panel.sight.figure._shown.stage.startswith("(c)")


def test_stop_d_runs_on_until_fakes_are_like_data_or_long_enough(bench, monkeypatch):
    monkeypatch.setattr("simulator.panels.gan_stops.MOST", 250)
    panel = bench(*LINE, "set rate_g=1e-5")
    panel.sight.stops.buttons["d"].click()
    wait_until(lambda: settle(panel).iterations >= 300 and not panel.sight.stops._goal, 60)
    assert panel.frame.snapshot.iterations == 300


def test_stop_a_begins_anew(bench):
    panel = bench(*LINE)
    run(panel, 2)
    panel.sight.stops.buttons["a"].click()
    assert settle(panel).iterations == 0
    assert panel.sight.figure._shown.stage.startswith("(a)")


def test_a_pause_ends_the_way_to_a_stop(bench):
    panel = bench(*LINE, "set rate_g=1e-5")
    panel.sight.stops.buttons["d"].click()
    settle(panel)
    panel.runner.pause()
    settle(panel)
    panel.sight.stops.give_up()
    step = panel.frame.step
    assert settle(panel).iterations >= 0
    assert panel.frame.step == step


def test_buttons_pressed_fast_and_in_the_wrong_order_end_at_rest(bench):
    panel = bench(*LINE, "set k_d=2")
    for key in "dbcabdcba":
        panel.sight.stops.buttons[key].click()
        panel.show_frame(panel.runner.latest)
    wait_until(lambda: settle(panel) and not panel.frame.is_playing)
    assert panel.frame.snapshot.iterations == 0


# ---- slow motion ----


def test_a_slow_pace_turns_to_the_machine_and_lights_its_phases(bench):
    panel = bench(*RING)
    panel.show_page("losses")
    panel.runner.set_pace("phase", 2.0)
    settle(panel)
    lit = []
    for _ in range(11):
        run(panel, 1, "phase")
        lit.append(panel.pages.players._shown.lit)
    assert panel.pages.current.key == "players"
    assert lit == list(PHASES)


def test_phases_taken_by_hand_are_lit_at_any_speed(bench):
    panel = bench(*RING)
    panel.runner.set_pace("phase", 600.0)
    lit = []
    for _ in range(11):
        run(panel, 1, "phase")
        lit.append(panel.pages.players._shown.lit)
    assert lit == list(PHASES)


def test_a_fast_game_lights_nothing(bench):
    panel = bench(*RING)
    panel.runner.set_pace("iteration", 600.0)
    run(panel)
    assert panel.pages.players._shown.lit == ""


def test_the_running_line_of_algorithm_1_stands_below_the_plane(bench):
    panel = bench(*RING)
    panel.runner.set_pace("phase", 2.0)
    run(panel, 1, "phase")
    assert panel.lines.isVisible()
    assert not panel.losses.isVisible()
    assert panel.lines._sheet.running == "d-noise"


@pytest.mark.parametrize("k", [0, 1, 3])
def test_the_loops_of_algorithm_1_count_their_turns(bench, k):
    panel = bench(*RING, f"set k_d={k}", "set k_g=2")
    panel.runner.set_pace("phase", 1.0)
    said = set()
    for _ in range(6 * k + 10):
        s = run(panel, 1, "phase")
        lines = {line.key: line.text for line in algorithm.lines(s, True)}
        assert algorithm.running(s, True) in lines
        said |= {t.partition("(the ")[2] for t in (lines["d"], lines["g"]) if "(the" in t}
    assert said == {f"{n})" for n in ("1st", "2nd", "3rd")[: max(2, k)]}


def test_a_page_that_was_asked_for_stays_when_the_pace_is_slow(bench):
    panel = bench(*RING)
    panel.show_page("why")
    panel.runner.set_pace("phase", 1.0)
    settle(panel)
    assert panel.pages.current.key == "why"


# ---- the course ----


def test_the_curves_of_the_course_run_over_iterations(bench):
    panel = bench(*RING)
    panel.show_page("losses")
    run(panel, 3)
    wish = panel.pages.losses._wish
    assert wish.plain[1] == 3.0
    assert wish.x[-1] == 3.0


def test_a_press_on_a_curve_goes_back_to_that_iteration(bench):
    panel = bench(*RING)
    run(panel, 30)
    panel.losses.scrubbed.emit(10.0)
    wait_until(lambda: settle(panel).iterations == 10)


def test_of_pictures_divergence_is_explained(bench):
    panel = bench(*DIGITS)
    run(panel)
    panel.show_page("divergence")
    settle(panel)
    assert "no density" in panel.pages.divergence._empty


def test_losses_have_levels_where_neither_wins(bench):
    panel = bench(*RING, "set loss=minimax")
    run(panel, 12)
    assert [level.name for level in panel.losses._wish.plain[2]] == ["2 ln 2", "−ln 2"]
    panel.do("set loss=hinge")
    settle(panel)
    assert panel.losses._wish.plain[2] == ()


def test_iterations_are_found_in_a_trace_whose_loops_changed(bench):
    panel = bench(*RING)
    run(panel, 20)
    panel.do("set k_d=3")
    settle(panel)
    run(panel, 20)
    assert traces.step_at(panel.frame, 20.0) == 220
    assert traces.step_at(panel.frame, 30.0) == pytest.approx(220 + 230, abs=23)


# ---- latents, verdict, room ----


def test_the_tour_of_nine_is_shown_below_the_map(bench):
    panel = bench(*DIGITS)
    run(panel)
    panel.tour()
    settle(panel)
    assert np.array_equal(panel.pages.latents.view._tour, panel.frame.snapshot.walk[::4])
    panel.pages.latents.end.click()
    settle(panel)
    assert not len(panel.pages.latents.view._tour)


def test_before_the_first_step_the_verdict_says_what_to_do(bench):
    assert "Press Space" in said_by(bench(*RING))


def test_the_remedy_of_a_verdict_is_a_button(bench):
    panel = bench("preset=vanishing")
    run(panel, 4, "hundred")
    assert panel.frame.snapshot.verdict.kind == "warm"
    label, line = panel.frame.snapshot.verdict.remedies[0]
    button = panel.verdict._buttons[0]
    assert button.text() == label
    button.click()
    settle(panel)
    name, _, value = line.removeprefix("set ").partition("=")
    assert panel.frame.parameters.texts()[name] == value


def test_a_measurement_has_the_room_of_the_verdict(bench):
    panel = bench(*DIGITS)
    panel.show_page("parzen")
    assert not panel.verdict.isVisible()
    panel.show_page("players")
    assert panel.verdict.isVisible()


def test_the_parzen_estimate_is_shown_with_its_error(bench):
    panel = bench(*DIGITS)
    table = Table(
        {"log_likelihood": [-12.3], "error": [0.5], "sigma": [0.2], "samples": [100],
         "tested": [10], "validated": [10], "sigma_is_best": ["yes"]},
        {"step": 110, "k_d": "1", "k_g": "1"},
    )  # fmt: skip
    panel.show_table("parzen_log_likelihood", table)
    assert panel.pages.current.key == "parzen"
    assert "−12.3 ± 0.5 nats" in panel.pages.parzen._note.text()


def test_maximised_and_back_the_same_cards_are_in_sight(bench):
    panel = bench(*RING)
    before = {name: card.isVisible() for name, card in panel.cards.items()}
    button = panel.cards["Data and fakes"].findChildren(type(panel.why))[-1]
    for _ in range(2):
        button.click()
        settle(panel)
    assert {name: card.isVisible() for name, card in panel.cards.items()} == before


@pytest.mark.parametrize("size", [(820, 560), (1130, 760), (1500, 940)])
def test_the_plane_has_most_of_its_card(bench, size):
    panel = bench(*RING)
    panel.resize(*size)
    settle(panel)
    plane = panel.sight.plane
    assert min(plane.width(), plane.height()) > 0.4 * size[1]


def test_a_hall_shows_plane_and_machine_alone(bench, presenter):
    panel = bench(*RING)
    settle(panel)
    assert not panel.side.isVisible()
    assert panel.sight.plane.isVisible()
    assert not panel.losses.isVisible()


def test_while_the_game_is_fast_all_is_shown_within_three_frames(bench):
    panel = bench(*RING)
    panel.runner.set_pace("iteration", 1000.0)
    panel.runner.play()
    wait_until(lambda: settle(panel).iterations > 3)
    panel.runner.pause()
    settle(panel)
    frame = replace(panel.runner.latest, is_playing=True)
    panel.sight.plane.clear()
    for _ in range(3):
        panel.show_frame(frame)
    s = frame.snapshot
    assert np.array_equal(panel.sight.plane._shown.heat, s.heat)
    assert panel.pages.players._shown.loss_d == s.numbers["loss_d"]
    assert panel.losses._wish.plain[1] == s.iterations


def test_what_is_playing_fast_is_compared_before_it_is_drawn(bench):
    panel = bench(*RING)
    s = run(panel)
    sights = Sights()
    one, two = (sights.plane(s, panel.sight.plane.layers(), -1) for _ in range(2))
    assert one.is_like(two)
