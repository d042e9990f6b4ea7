"""Presets: named starting points, one small JSON file each, `resources/presets/MODEL/NAME.json`.

{"title": "Ten letters", "about": "…", "order": 1, "set": {"side": 28}, "do": ["probe=0"]}
"""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.paths import resource


@dataclass(frozen=True)
class Preset:
    """A starting point: parameters that differ from their defaults, and actions at step 0."""

    name: str
    title: str
    about: str
    order: int
    set: dict[str, Any] = field(default_factory=dict)
    do: tuple[str, ...] = ()


@cache
def catalogue(model: str) -> dict[str, Preset]:
    """Map names to the presets of a model, in the order they are to be offered."""
    folder = resource("presets", model)
    if not folder.is_dir():
        return {}
    found = [_read(f) for f in folder.iterdir() if f.name.endswith(".json")]
    return {p.name: p for p in sorted(found, key=lambda p: (p.order, p.name))}


def load(model: str, name: str) -> Preset:
    """Return one preset; raises InputError for an unknown name."""
    presets = catalogue(model)
    if name not in presets:
        raise InputError(f"{model} has no preset {shorten(name)}; allowed: {one_of(presets)}.")
    return presets[name]


def _read(file: Any) -> Preset:
    text = json.loads(file.read_text(encoding="utf-8"))
    text["do"] = tuple(text.get("do", ()))
    return Preset(name=file.name.removesuffix(".json"), **text)
