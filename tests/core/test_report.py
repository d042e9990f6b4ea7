"""What stands in a report."""

import pytest

from simulator.core.report import LONGEST, report_of
from simulator.core.run import Run
from simulator.models.boltzmann import Boltzmann
from simulator.models.hopfield import Hopfield


@pytest.fixture
def run():
    run = Run(Hopfield(4))
    for text in ("preset=letters-ten", "probe=0", "corrupt=0.25", "set temperature=0.5"):
        run.do(text)
    run.advance(784)
    run.observe()
    return run


@pytest.fixture
def report(run):
    return report_of(run, {"energy": "−300"}, run.model.invariants())


def test_it_says_what_was_run(report):
    assert report.title == "Hopfield network"
    assert dict(report.facts) == {
        "Preset": "Ten letters", "Seed": "4", "Step": "784 (unit)", "Back end": "Numba",
    }  # fmt: skip


def test_settings_that_differ_have_their_label_and_unit_and_all_are_named(report, run):
    assert dict(report.changed) == {"Temperature": "0.5"}
    assert dict(report.settings) == run.model.parameters.texts()


def test_what_must_hold_is_told_with_its_tolerance(report, run):
    assert [held.holds for held in report.held] == list(run.model.invariants().values())
    assert all(held.sentence and held.tolerance for held in report.held)


def test_the_journal_says_at_which_step_what_was_done(run):
    run.do("draw=" + ";".join(f"{k},{k}" for k in range(28)))
    steps, words = zip(*report_of(run, {}, {}).journal, strict=True)
    assert steps[-1] == "784"
    assert words[2] == "corrupt=0.25"
    assert all(len(text) <= LONGEST for text in words)


def test_undoing_is_a_line_of_its_own(run):
    run.do("invert")
    run.undo()
    words = [text for _, text in report_of(run, {}, {}).journal]
    assert words[-1].startswith("undo: ")


def test_traced_readouts_are_curves_with_their_unit_until_the_present(run):
    curves = {curve.label: curve for curve in report_of(run, {}, {}).curves}
    assert curves["Energy"].lines.shape == (1, curves["Energy"].steps.size)
    assert curves["Overlaps"].names[:3] == ("0", "1", "2")
    run.seek(100)
    assert max(report_of(run, {}, {}).curves[0].steps) <= 100


def test_curves_that_are_always_the_same_are_left_out():
    run = Run(Boltzmann())
    run.do("preset=xor")
    run.advance(5600)
    run.observe()
    labels = [curve.label for curve in report_of(run, {}, {}).curves]
    assert "Divergence G" in labels
    assert "Temperature" not in labels


def test_it_tells_how_to_repeat_the_run(report):
    assert report.command.startswith("python main.py run hopfield --preset letters-ten --seed 4")
    assert report.command.endswith("--steps 784")
    assert "model.advance_to(784)" in report.script


def test_a_run_that_has_not_begun_has_no_curves():
    run = Run(Hopfield())
    run.do("preset=letters-ten")
    run.do("corrupt=0.2")
    assert report_of(run, {}, {}).curves == ()
