"""Lessons held once a session, for all tests that ask what came of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from simulator import lesson


@cache
def held(name: str) -> dict[str, Any]:
    """Return a lesson as `main.py lesson NAME --json` prints it."""
    model, found = lesson.find(name)
    return lesson.walk(found.read(model), model)


def parts(name: str, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the parts of a lesson that are of a kind: `ask`, `do` or `text`."""
    for step in held(name)["steps"]:
        yield from (part for part in step["parts"] if kind in part)
