"""A model's page with the tables that its declarations make, as Markdown."""

from collections.abc import Callable, Sequence

from simulator.core import presets
from simulator.core.job import jobs_of
from simulator.core.model import Action, Model, Readout

KEYS = (
    ("Space", "play or pause, wherever the focus is"),
    ("→ / ←", "a step of the chosen grain, forward or back"),
    ("Shift + →", "run one {far}"),
    ("Home", "back to step 0"),
    ("R", "reset: keeps what you made"),
    ("N", "new seed"),
    ("Ctrl + Z / Ctrl + Shift + Z", "undo, redo"),
    ("Ctrl + O / Ctrl + S / Ctrl + Shift + S", "open, save, save as"),
    ("Ctrl + K", "command palette: everything by name"),
    ("1 … 9", "the models"),
    ("F1", "help"),
    ("F5", "presenter mode"),
    ("F11", "full screen"),
    ("arrows, Enter, Backspace on the drawing", "move the cursor, paint, erase"),
    ("Alt + click on the drawing", "why is this unit on or off?"),
)


def with_tables(page: str, model: type[Model]) -> str:
    """Return a page's Markdown in which `<!-- parameters -->` and the like are tables."""
    makers: dict[str, Callable[[type[Model]], str]] = {
        "parameters": _parameters,
        "actions": _actions,
        "readouts": _readouts,
        "jobs": _jobs,
        "presets": _presets,
        "keys": _keys,
    }
    for name, make in makers.items():
        page = page.replace(f"<!-- {name} -->", make(model))
    return page


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " :-- |" * len(head)]
    return "\n".join(
        lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    )


def _parameters(model: type[Model]) -> str:
    rows = []
    for spec in model.Parameters.specs().values():
        again = " Starts the run again." if spec.rebuilds else ""
        only = f" Has an effect {model.Parameters.condition(spec.name)}." if spec.applies else ""
        allowed = f"{spec.write(spec.default) or 'empty'} ({spec.allowed})"
        rows.append((f"`{spec.name}`", spec.help + again + only, allowed))
    return _table(("parameter", "meaning", "default (allowed)"), rows)


def _actions(model: type[Model]) -> str:
    shown = [a for a in model.declared(Action).values() if not a.is_hidden]
    rows = [(f"`{a.argument.syntax if a.argument else a.name}`", a.help) for a in shown]
    return _table(("action", "what it does"), rows)


def _readouts(model: type[Model]) -> str:
    shown = model.declared(Readout).values()
    return _table(("readout", "meaning"), [(f"`{r.name}`", r.help) for r in shown])


def _jobs(model: type[Model]) -> str:
    rows = [(f"`{job.syntax}`", job.help) for job in jobs_of(model).values()]
    for job in jobs_of(model).values():
        rows += [
            (
                f"`{spec.name}`",
                f"{spec.help} Default {spec.write(spec.default) or 'empty'} ({spec.allowed}).",
            )
            for spec in job.options()
        ]
    return _table(("job, and its options", "what it measures"), rows)


def _presets(model: type[Model]) -> str:
    shown = presets.catalogue(model.name).values()
    return _table(("preset", "what it shows"), [(f"`{p.name}`", p.about) for p in shown])


def _keys(model: type[Model]) -> str:
    far = model.far().label
    rows = [(key, meaning.format(far=far)) for key, meaning in KEYS]
    return _table(("key", "what it does"), rows)
