"""Texts for learners: a model's page and its lessons, Markdown files in `resources/`.

A lesson may say its place among those of its model in a comment, `<!-- order: 2 -->`; else it comes
after those that do.
"""

import re
from dataclasses import dataclass

from simulator.core.errors import InputError, shorten
from simulator.core.paths import resource

_ORDER = re.compile(r"<!-- order: (\d+) -->")


@dataclass(frozen=True)
class Lesson:
    """A text whose words can drive the panel. `name` is the file's, `title` its first heading."""

    name: str
    title: str
    text: str
    order: float = float("inf")


def page(model: str) -> str:
    """Return a model's page as Markdown."""
    return resource("pages", f"{model}.md").read_text(encoding="utf-8")


def catalogue(model: str) -> list[Lesson]:
    """Return a model's lessons, in the order they are to be read."""
    files = [
        f
        for f in resource("lessons").iterdir()
        if f.name.startswith(f"{model}-") and f.name.endswith(".md")
    ]
    return sorted((_lesson(f) for f in files), key=lambda lesson: (lesson.order, lesson.name))


def load(model: str, name: str) -> Lesson:
    """Return one lesson; raises InputError for an unknown name."""
    for lesson in catalogue(model):
        if lesson.name == name:
            return lesson
    raise InputError(f"{model} has no lesson {shorten(name)}.")


def _lesson(file) -> Lesson:
    text = file.read_text(encoding="utf-8")
    heading = next((line for line in text.splitlines() if line.startswith("# ")), "# Lesson")
    order = _ORDER.search(text)
    return Lesson(
        file.name.removesuffix(".md"),
        heading[2:].strip(),
        text,
        float(order[1]) if order else float("inf"),
    )
