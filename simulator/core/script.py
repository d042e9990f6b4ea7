"""Copy as Python: a short script that goes through a journal again and prints the readouts."""

import json
from collections.abc import Sequence

from simulator.core.document import program_version
from simulator.core.journal import Entry
from simulator.core.model import Model
from simulator.core.run import forgets, starts_again


def as_python(model: Model, entries: Sequence[Entry], step: int) -> str:
    """Return the script that brings a fresh model to this `step` and prints its readouts.

    It needs no Qt, and gives the same bits: same seed, same actions at the same steps.
    """
    cls = type(model).__name__
    lines = [
        f'"""{model.title}, seed {model.seed}, step {step}. Reverie {program_version()}."""',
        "",
        f"from {type(model).__module__} import {cls}",
        "",
        f"model = {cls}(seed={first_seed(model, entries)})",
    ]
    if model.backend != model.backends[0]:
        lines.append(f"model.use_backend({_quoted(model.backend)})")
    now = 0
    for entry in entries:
        again = starts_again(model, entry.text)
        if entry.step != now and not forgets(model, entry.text):
            lines.append(f"model.advance_to({entry.step})")
        lines.append(f"model.act({_quoted(entry.text)})")
        # putting back another side starts again, too; then a line too many does no harm
        now = 0 if again or entry.text.startswith("restore=") else entry.step
    if step != now:
        lines.append(f"model.advance_to({step})")
    lines += ["", "for name, value in model.readouts().items():", "    print(name, value)", ""]
    return "\n".join(lines)


def first_seed(model: Model, entries: Sequence[Entry]) -> int:
    """Return the seed a run began with: what the first change of it takes back."""
    changes = (e.inverse for e in entries if e.text.startswith("new-seed="))
    return int(next(changes, f"={model.seed}").partition("=")[2])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
