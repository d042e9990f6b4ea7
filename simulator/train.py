"""`train`: make a shipped checkpoint again from nothing. Imports no Qt.

A **recipe** is a short journal: what is set, how long is learned, and the action that writes what
was learned. The same recipe makes the same file, bit for bit, on one machine and version.
"""

import shutil
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, TextIO

from simulator import batch
from simulator.core import warmup
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.parameter import whole_number
from simulator.core.run import Run
from simulator.models import model_class

SUFFIX = ".npz"


@dataclass(frozen=True)
class Recipe:
    """How a checkpoint comes about: lines of the journal, then `steps` of a grain, then `saves`."""

    model: str
    title: str
    seed: int
    deeds: tuple[str, ...]
    grain: str
    steps: int
    saves: str = "save={path}"  # the line that writes the file


RECIPES: dict[str, Recipe] = {
    "digits": Recipe(
        model="rbm",
        title="stroke digits and their labels, to dream of at once",
        seed=0,
        deeds=(
            "set examples=20000",
            "set labels=true",
            "set hidden=256",
            "set learning=pcd",
            "set learning_rate=0.1",
            "set rate_schedule=linear",
            "set schedule_epochs=60",
            "set fantasy_period=20",
        ),
        grain="epoch",
        steps=60,
    ),
    "gan-digits": Recipe(
        model="gan",
        title="a generator of stroke digits, and its discriminator",
        seed=0,
        deeds=("preset=digits",),
        grain="hundred",
        steps=200,
    ),
    "copy": Recipe(
        model="ntm",
        title="a Neural Turing Machine that copies",
        seed=3,  # its copies are right far beyond the lengths it learned; of five seeds three are
        deeds=("preset=copy",),
        grain="batch",
        steps=30_000,
    ),
    "repeat-copy": Recipe(
        model="ntm",
        title="one that repeats what it is shown",
        seed=0,
        deeds=("preset=repeat-copy",),
        grain="batch",
        steps=100_000,
    ),
    "associative-recall": Recipe(
        model="ntm",
        title="one that knows which item came next",
        seed=0,
        deeds=("preset=associative-recall",),
        grain="batch",
        steps=60_000,
    ),
    "lstm-copy": Recipe(
        model="ntm",
        title="an LSTM without a memory that learned to copy, to compare",
        seed=0,
        deeds=("preset=lstm-copy",),
        grain="batch",
        steps=1_000_000,
    ),
}


def train(name: str, out: str, steps: str | None = None) -> int:
    """Carry out `train` and print what came of it; returns the exit code."""
    recipe, path = recipe_of(name, steps), checked(out)
    warmup.use()
    work, seconds = learn(name, recipe)
    work.do(recipe.saves.format(path=path))
    print(batch.as_text(batch.as_dict(work, recipe.grain, recipe.steps, seconds)))
    print(f"learned in {duration(seconds)}, written to {path} ({path.stat().st_size:,} bytes)")
    return 0


def recipe_of(name: str, steps: str | None = None) -> Recipe:
    """Return the recipe of a checkpoint, perhaps with other `steps`; raises InputError."""
    if name not in RECIPES:
        allowed = one_of(RECIPES)
        raise InputError(f"There is no checkpoint {shorten(name)} to train; allowed: {allowed}.")
    if steps is None:
        return RECIPES[name]
    count = whole_number(steps)
    if count is None or not 1 <= count <= batch.MAX_STEPS:
        allowed = f"1 to {batch.MAX_STEPS}"
        raise InputError(f"--steps {shorten(steps)} is not allowed; allowed: {allowed}.")
    return replace(RECIPES[name], steps=count)


def checked(out: str) -> Path:
    """Return the path of a file that can be written; raises InputError before anything is run."""
    path = Path(out).expanduser()
    if path.suffix.lower() != SUFFIX:
        raise InputError(
            f"{shorten(path.name or out)} is no checkpoint's name; allowed: a name that ends in "
            f"{SUFFIX}, such as digits{SUFFIX}."
        )
    batch.check_folder(out)
    return path


def learn(name: str, recipe: Recipe) -> tuple[Run, float]:
    """Return the run at the recipe's end, and the seconds that learning took."""
    work = Run(model_class(recipe.model)(recipe.seed), keeps_history=False)
    for text in recipe.deeds:
        work.do(text)
    begun = time.perf_counter()
    with ProgressLine(sys.stderr) as line:

        def tell(done: int) -> None:
            line.say(f"{name}: {progress(recipe, done, time.perf_counter() - begun)}")

        tell(0)
        seconds = batch.take_steps(work, recipe.grain, recipe.steps, after_each=tell)
    return work, seconds


def progress(recipe: Recipe, done: int, seconds: float) -> str:
    """Return how far learning has come, and how long the rest will take at the same pace."""
    said = f"{recipe.grain} {done} of {recipe.steps}"
    if done:
        said += f", about {duration(seconds * (recipe.steps - done) / done)} left"
    return said


def duration(seconds: float) -> str:
    """Return seconds as `85 s`, or `2 min` where they are many."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


class ProgressLine:
    """One line that is written over again and again, and is gone afterwards; nothing where the
    stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._is_watched = stream, stream.isatty()
        self._length = 0  # of what is there now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.say("")  # a refusal, or Ctrl+C, begins on an empty line

    def say(self, text: str) -> None:
        """Write another text in place of the last."""
        if not self._is_watched:
            return
        text = text[: shutil.get_terminal_size().columns - 1]  # a second line would stay
        self._stream.write("\r" + text.ljust(self._length) + ("" if text else "\r"))
        self._stream.flush()
        self._length = len(text)
