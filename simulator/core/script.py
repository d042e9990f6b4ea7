"""Copy as Python: a short script that goes through a journal again and prints the readouts."""

from collections.abc import Sequence

from simulator.core.document import program_version
from simulator.core.journal import Entry
from simulator.core.model import Model
from simulator.core.run import starts_again


def as_python(model: Model, entries: Sequence[Entry], step: int, first_seed: int) -> str:
    """Return the script that brings a fresh model to this `step` and prints its readouts.

    It needs no Qt, and gives the same bits: same seed, same actions at the same steps.
    """
    cls = type(model).__name__
    lines = [
        f'"""{model.title}, seed {model.seed}, step {step}. Reverie {program_version()}."""',
        "",
        f"from {type(model).__module__} import {cls}",
        "",
        f"model = {cls}(seed={first_seed})",
    ]
    now = 0
    for entry in _needed(model, entries):
        again = starts_again(model, entry.text)
        if entry.step != now and not again:
            lines.append(f"model.advance_to({entry.step})")
        now = 0 if again else entry.step
        lines.append(f"model.act({_quoted(entry.text)})")
    if step != now:
        lines.append(f"model.advance_to({step})")
    lines += ["", "for name, value in model.readouts().items():", "    print(name, value)", ""]
    return "\n".join(lines)


def _needed(model: Model, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Leave out what a later preset throws away."""
    starts = [k for k, entry in enumerate(entries) if entry.text.startswith("preset=")]
    return entries[starts[-1] :] if starts and not _seeded_before(entries, starts[-1]) else entries


def _seeded_before(entries: Sequence[Entry], place: int) -> bool:
    return any(entry.text.startswith("new-seed=") for entry in entries[:place])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
