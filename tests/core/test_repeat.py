"""The command that repeats a run, carried out: the same bits."""

import shlex

import pytest

from simulator import batch, cli
from simulator.core.repeat import command_line
from simulator.core.run import Run
from simulator.models.hopfield import Hopfield
from tests.helpers import bits


def again(line):
    """The run that a command describes."""
    words = shlex.split(line)[3:]
    parser = cli.Parser()
    cli.add_run_options(parser)
    options = parser.parse_args(words)
    grain, steps = batch.grain_and_steps(options)
    work = batch.prepare(options, keeps_history=False)
    batch.take_steps(work, grain, steps)
    return work


def line_of(run):
    return command_line(run.model, run.entries, run.model.step)


@pytest.mark.parametrize(
    "deeds",
    [
        ("preset=letters-ten", "probe=0", "corrupt=0.25"),
        ("preset=letters-ten", "new-seed=7", "set temperature=0.5", "probe=2"),
        ("new-seed=5", "preset=letters-ten", "corrupt=0.1"),
        ("set side=6", "draw=1,1;4,4;size=2", "store", "corrupt=0.3"),
    ],
)
def test_the_command_comes_to_the_same_bits(deeds):
    run = Run(Hopfield())
    for text in deeds:
        run.do(text)
    run.advance(50)
    assert bits(again(line_of(run)).model) == bits(run.model)


def test_what_ran_before_a_reset_is_no_part_of_it():
    run = Run(Hopfield())
    run.do("preset=letters-ten")
    run.do("corrupt=0.2")
    run.advance(300)
    run.do("reset")
    run.advance(20)
    assert bits(again(line_of(run)).model) == bits(run.model)


def test_what_was_done_between_steps_has_no_command():
    run = Run(Hopfield())
    run.do("preset=letters-ten")
    run.advance(300)
    run.do("corrupt=0.2")
    assert line_of(run) is None


def test_a_command_that_nobody_types_is_none():
    run = Run(Hopfield())
    for _ in range(60):
        run.do("corrupt=0.25")
    assert line_of(run) is None
