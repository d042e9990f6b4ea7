"""Copy as Python: a script that prints the same readouts, bit for bit, in a fresh process."""

import pytest

from simulator.core.run import Run
from simulator.core.script import as_python
from simulator.models.hopfield import Hopfield
from tests.helpers import run_python

SMALL = ("set side=4", "store=preset:random", "set temperature=0.4", "randomize")


def lived(moves: str) -> Run:
    """A run that did the moves: numbers advance, `@n` rewinds, `-` undoes, `+` does again."""
    run = Run(Hopfield(5))
    for move in moves.split():
        if move.isdigit():
            run.advance(int(move))
        elif move.startswith("@"):
            run.seek(int(move[1:]))
        elif move in "+-":
            run.redo() if move == "+" else run.undo()
        else:
            text = move.replace("set:", "set ").replace("~", " ").replace("¶", "\n")
            for each in SMALL if move == "SMALL" else [text]:
                run.do(each)
    return run


RUNS = {
    "a recall": "preset=letters-ten 900",
    "a drawing": "SMALL clear draw=0,0;3,3;size=2 draw=1,2;value=-1 store 20 draw=0,3;3,0 7",
    "a rewind": "SMALL 90 corrupt=0.5 30 @40 33 @10 clear 15",
    "undo and redo": "SMALL 20 corrupt=0.5 set:threshold=0.5 30 - - 7 + 9",
    "a new seed": "SMALL 50 new-seed=8 preset=worked-example 3 new-seed=9 5",
    "a reset": "SMALL 50 corrupt=0.25 60 reset 25",
    "another side": "SMALL 50 set:side=6 40 mask=left 20",
    "another side undone": "SMALL 50 set:side=6 40 - 40 corrupt=0.1 30",
    "another side undone at once": "SMALL 50 set:side=6 50 - corrupt=0.1 50 clear",
    "a preset undone": "SMALL 50 preset=random 100 - 60",
    "a strange name": "SMALL rename=0:\"\\'~¶~é 30 invert",
    "a synchronous run": "SMALL set:dynamics=synchronous 40 set:rule=hebb 40",
}


@pytest.fixture(scope="module")
def printed():
    """What every script prints, all run in one fresh process, one after another."""
    runs = {name: lived(moves) for name, moves in RUNS.items()}
    scripts = [as_python(r.model, r.entries, r.model.step) for r in runs.values()]
    code = "import sys\nfor script in sys.argv[1:]:\n    exec(script, {})\n    print('----')"
    result = run_python("-c", code, *scripts)
    assert result.returncode == 0, result.stderr
    outputs = result.stdout.split("----\n")
    return {name: (run, out) for (name, run), out in zip(runs.items(), outputs, strict=False)}


@pytest.mark.parametrize("name", RUNS)
def test_a_script_prints_the_same_readouts(printed, name):
    run, output = printed[name]
    expected = "".join(f"{n} {v}\n" for n, v in run.model.readouts().items())
    assert output == expected


def test_a_script_is_short_and_speaks_of_what_was_done():
    run = lived("preset=letters-ten probe=0 corrupt=0.25 900")
    lines = as_python(run.model, run.entries, run.model.step).splitlines()
    assert lines[0].startswith('"""Hopfield network, seed 5, step 900. Reverie ')
    assert lines[2:] == [
        "from simulator.models.hopfield import Hopfield",
        "",
        "model = Hopfield(seed=5)",
        'model.act("preset=letters-ten")',
        'model.act("probe=0")',
        'model.act("corrupt=0.25")',
        "model.advance_to(900)",
        "",
        "for name, value in model.readouts().items():",
        "    print(name, value)",
    ]


def test_a_script_begins_with_the_seed_the_run_began_with():
    run = lived("SMALL 30 new-seed=8 10 new-seed=9")
    assert "Hopfield(seed=5)" in as_python(run.model, run.entries, run.model.step)


def test_a_script_loads_neither_qt_nor_torch():
    run = lived("preset=letters-ten 10")
    script = as_python(run.model, run.entries, run.model.step)
    script += "import sys\nassert not {'PySide6', 'torch'} & set(sys.modules)\n"
    assert run_python("-c", script).returncode == 0
