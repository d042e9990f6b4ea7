"""A verdict: what has come of a run, in words, and what a person can do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One sentence as a title and one below; `kind` is good, warm or calm; `remedies` are lines
    of the journal with their labels."""

    kind: str
    title: str
    text: str
    remedies: tuple[tuple[str, str], ...] = ()
