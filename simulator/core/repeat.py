"""How a run is repeated: the command that brings a fresh model to the same state, to the bit."""

import shlex
from collections.abc import Sequence

from simulator.core.journal import Entry
from simulator.core.model import Model
from simulator.core.run import forgets
from simulator.core.script import first_seed

MOST = 600  # characters; a longer line is none that anybody types


def command_line(model: Model, entries: Sequence[Entry], step: int) -> str | None:
    """Return the command, or None where something was done between steps, or it is too long:
    then *Copy as Python* repeats the run."""
    begun = max((k for k, e in enumerate(entries) if e.text.startswith("preset=")), default=None)
    before, after = (entries[:begun], entries[begun + 1 :]) if begun is not None else ([], entries)
    words = ["python main.py run", model.name]
    if begun is not None:
        words.append(f"--preset {shlex.quote(entries[begun].text.partition('=')[2])}")
    if seed := _seed(model, entries, before):
        words.append(f"--seed {seed}")
    if model.backend != model.backends[0]:
        words.append(f"--backend {model.backend}")
    for entry in after:
        if entry.step and not forgets(model, entry.text):
            return None
        name, _, argument = entry.text.partition(" ")
        words.append(f"--set {shlex.quote(argument)}" if name == "set" else
                     f"--do {shlex.quote(entry.text)}")  # fmt: skip
    if step:
        words.append(f"--steps {step}")
    line = " ".join(words)
    return line if len(line) <= MOST else None


def _seed(model: Model, entries: Sequence[Entry], before: Sequence[Entry]) -> int:
    """Return the seed with which the last preset was loaded, or the run began."""
    changes = [e.text for e in before if e.text.startswith("new-seed=")]
    return int(changes[-1].partition("=")[2]) if changes else first_seed(model, entries)
