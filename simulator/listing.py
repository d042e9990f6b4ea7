"""What `list` prints: every model with its declarations."""

from typing import Any

from simulator.core import lessons, presets
from simulator.core.job import Job, jobs_of
from simulator.core.model import Action, Invariant, Model, Readout
from simulator.core.parameter import Parameters, Spec
from simulator.models import CATALOGUE, model_class


def as_dict() -> dict[str, Any]:
    """Return all declarations as plain values."""
    return {"models": [_model(model_class(name)) for name in CATALOGUE]}


def as_text() -> str:
    """Return all declarations as text for a person."""
    lines: list[str] = []
    for name in CATALOGUE:
        cls = model_class(name)
        lines += [f"{name} · {cls.title}", f"  {cls.summary}", "", "  parameters (--set)"]
        lines += [f"    {setting}" for setting in _settings(cls.Parameters)]
        lines += ["", "  grains (--grain)"]
        lines += [f"    {g.name}  {g.help}" for g in cls.grains]
        lines += ["", "  actions (--do)"]
        lines += [f"    {_syntax(a)}  {a.help}" for a in _shown(cls)]
        lines += ["", "  readouts"]
        lines += [f"    {r.name}  {r.help}" for r in cls.declared(Readout).values()]
        lines += ["", "  invariants"]
        lines += [f"    {i.name}  {i.sentence}" for i in cls.declared(Invariant).values()]
        lines += ["", "  jobs (--job)"]
        for job in jobs_of(cls).values():
            lines.append(f"    {job.syntax}  {job.help}")
            lines += [f"      {setting}" for setting in _settings(job.Options)]
        lines += ["", "  presets (--preset)"]
        lines += [f"    {p.name}  {p.title}: {p.about}" for p in presets.catalogue(name).values()]
        lines += ["", "  lessons (in the window: F1)"]
        lines += [f"    {lesson.name}  {lesson.title}" for lesson in lessons.catalogue(name)]
    return "\n".join(lines)


def _model(cls: type[Model]) -> dict[str, Any]:
    return {
        "name": cls.name,
        "title": cls.title,
        "parameters": [_parameter(spec) for spec in cls.Parameters.specs().values()],
        "grains": [{"name": g.name, "help": g.help} for g in cls.grains],
        "actions": [{"name": a.name, "syntax": _syntax(a), "help": a.help} for a in _shown(cls)],
        "readouts": [
            {"name": r.name, "label": r.label, "unit": r.unit, "help": r.help}
            for r in cls.declared(Readout).values()
        ],
        "invariants": [
            {"name": i.name, "sentence": i.sentence, "tolerance": i.tolerance}
            for i in cls.declared(Invariant).values()
        ],
        "jobs": [_job(job) for job in jobs_of(cls).values()],
        "presets": [
            {"name": p.name, "title": p.title, "about": p.about}
            for p in presets.catalogue(cls.name).values()
        ],
        "lessons": [
            {"name": lesson.name, "title": lesson.title} for lesson in lessons.catalogue(cls.name)
        ],
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "name": job.name,
        "label": job.label,
        "syntax": job.syntax,
        "help": job.help,
        "options": [_parameter(spec) for spec in job.options()],
    }


def _settings(declared: type[Parameters] | None) -> list[str]:
    lines = []
    for spec in declared.specs().values() if declared else ():
        only = f"  ({declared.condition(spec.name)})" if declared and spec.applies else ""
        lines.append(f"{spec.name}={spec.write(spec.default)}  [{spec.allowed}]  {spec.help}{only}")
    return lines


def _parameter(spec: Spec) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": spec.name,
        "label": spec.label,
        "kind": spec.kind,
        "default": spec.default,
        "unit": spec.unit,
        "rebuilds": spec.rebuilds,
        "help": spec.help,
    }
    if spec.kind == "choice":
        facts["choices"] = [choice.id for choice in spec.choices]
    elif spec.kind not in ("bool", "text"):
        facts["low"], facts["high"] = spec.low, spec.high
    if spec.multiple > 1:
        facts["multiple"] = spec.multiple
    if spec.applies:
        facts["applies"] = [
            {name: list(values) for name, values in one.items()} for one in spec.applies
        ]
    return facts


def _shown(cls: type[Model]) -> list[Action]:
    return [a for a in cls.declared(Action).values() if not a.is_hidden]


def _syntax(action: Action) -> str:
    return action.argument.syntax if action.argument else action.name
