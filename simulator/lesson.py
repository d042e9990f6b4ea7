"""`lesson`: a lesson without a window, read, checked and held. Imports no Qt."""

import argparse
import json
from pathlib import Path
from typing import Any

from simulator.core import lessons, warmup
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.lesson_text import Ask, Do, LessonText
from simulator.core.lesson_walk import Answer, Values, Walk, as_words, filled
from simulator.core.lessons import Lesson
from simulator.core.model import Model
from simulator.models import CATALOGUE, model_class


def hold(options: argparse.Namespace) -> int:
    """Carry out `lesson`; returns the exit code."""
    if not options.name:
        print(as_list())
        return 0
    model, lesson = find(options.name)
    text = lesson.read(model)
    if options.check:
        print(f"{lesson.name}: {len(text.steps)} steps, {len(_asks(text))} questions; it is sound.")
        return 0
    warmup.use()
    held = walk(text, model)
    print(json.dumps(held) if options.json else as_text(held))
    return 0


def find(name: str) -> tuple[type[Model], Lesson]:
    """Return the lesson of a name or in a file, with its model; raises InputError."""
    if name.endswith(".md"):
        model, lesson = lessons.read_file(Path(name).expanduser())
        if model not in CATALOGUE:
            raise InputError(
                f"{lesson.name}.md does not say of which model it is: write <!-- model: NAME --> "
                f"at its top; allowed: {one_of(CATALOGUE)}."
            )
        return model_class(model), lesson
    known = [(model, lesson) for model in CATALOGUE for lesson in lessons.catalogue(model)]
    for model, lesson in known:
        if lesson.name == name:
            return model_class(model), lesson
    names = one_of(lesson.name for _, lesson in known)
    raise InputError(f"There is no lesson {shorten(name)}; allowed: {names}, or a file FILE.md.")


def walk(text: LessonText, model: type[Model]) -> dict[str, Any]:
    """Hold a lesson on a run; returns its steps as plain values, with what turned out right."""
    held = Walk(text, model)
    steps = []
    for step in text.steps:
        parts = []
        values: Values = {}  # above its first block a step knows none, as in the window
        for block in step.blocks:
            if isinstance(block, Do):
                held.perform(block.orders)
                values = held.values()
                parts.append({"do": block.label, "orders": [o.text for o in block.orders]})
            elif isinstance(block, Ask):
                answer, values = held.answer(block)
                parts.append(_asked(block, answer))
            else:
                parts.append({"text": filled(block, values)})
        steps.append({"title": step.title, "parts": parts})
    return {"model": model.name, "title": text.title, "intro": text.intro, "steps": steps}


def _asked(ask: Ask, answer: Answer) -> dict[str, Any]:
    if ask.number:
        right = f"{as_words(answer.number)} {ask.number.unit}".strip()
        return {"ask": ask.question, "right": right}
    choices = [option.text for option in ask.options]
    return {"ask": ask.question, "choices": choices, "right": choices[answer.index or 0]}


def as_text(held: dict[str, Any]) -> str:
    """Return a lesson that was held for a person to read."""
    lines = [held["title"], "", held["intro"]]
    for step in held["steps"]:
        lines += ["", step["title"]]
        for part in step["parts"]:
            lines.append("")
            if "do" in part:
                lines.append(f"  ▶ {part['do']}: {'; '.join(part['orders'])}")
            elif "ask" in part:
                lines.append(f"  ? {part['ask']}")
                choices = part.get("choices", [part["right"]])
                lines += [f"    {'●' if c == part['right'] else '○'} {c}" for c in choices]
            else:
                lines += [f"  {line}" for line in part["text"].splitlines()]
    return "\n".join(lines)


def as_list() -> str:
    """Return all lessons for a person, and where own ones are to be put."""
    lines = []
    for model in CATALOGUE:
        for lesson in lessons.catalogue(model):
            minutes = f"  ({lesson.minutes} minutes)" if lesson.minutes else ""
            lines.append(f"{lesson.name:<28} {lesson.title}{minutes}")
    return "\n".join([*lines, "", f"Your own lessons: {lessons.user_folder()}"])


def _asks(text: LessonText) -> list[Ask]:
    return [block for step in text.steps for block in step.blocks if isinstance(block, Ask)]
