"""Reading a lesson: its text into steps and blocks; what can't be understood names its line."""

import re

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.formula import Formula
from simulator.core.job import jobs_of
from simulator.core.lesson_orders import Order, read_order
from simulator.core.lesson_text import (
    COMMENT,
    VALUE,
    Ask,
    Block,
    Do,
    LessonText,
    Number,
    Option,
    Prose,
    Step,
    header,
)
from simulator.core.model import Model, Readout

FENCE = "```"
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)(?:\s+(.*))?")


class LessonError(InputError):
    """Something in a lesson can't be understood; the message names the line."""


def read_lesson(text: str, model: type[Model], name: str = "lesson") -> LessonText:
    """Return what a text says; raises LessonError naming the line."""
    return _Reader(text, model, name).read()


class _Reader:
    """Goes through the lines once."""

    def __init__(self, text: str, model: type[Model], name: str) -> None:
        self.text, self.model, self.name = text, model, name
        self.lines = text.splitlines()
        self.at = 0

    def read(self) -> LessonText:
        title, intro = "", ""
        steps: list[Step] = []
        heading, begun, blocks, prose = "", 0, list[Block](), list[str]()

        def close() -> None:
            self._end_prose(prose, blocks)
            if heading:
                steps.append(Step(heading, tuple(blocks), begun))
            blocks.clear()

        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.startswith("# ") and not title:
                title = line[2:].strip()
            elif line.startswith("## "):
                if not heading:
                    intro = COMMENT.sub("", "\n".join(prose)).strip()
                    prose.clear()
                close()
                heading, begun = line[3:].strip(), self.at
            elif line.startswith(FENCE) and line[3:].split()[:1] in (["do"], ["ask"]):
                if not heading:
                    raise self._error("a block stands before the first step (## Heading)")
                self._end_prose(prose, blocks)
                blocks.append(self._block(*line[3:].strip().partition(" ")[::2]))
            else:
                prose.append(line)
        close()
        if not title:
            raise self._error("there is no title; begin with # and the lesson's name", 1)
        if not steps:
            raise self._error("there is no step; begin each with ## and its heading")
        return LessonText(title, intro, tuple(steps), *self._shown(steps))

    def _end_prose(self, prose: list[str], blocks: list[Block]) -> None:
        text = COMMENT.sub("", "\n".join(prose)).strip()
        prose.clear()
        if not text:
            return
        found = [(m.start(), m[1]) for m in VALUE.finditer(text)]
        blocks.append(Prose(text, tuple(self._formula(f) for _, f in found)))

    def _block(self, kind: str, label: str) -> Block:
        """Read to the end of a fenced block."""
        begun, inside = self.at, list[tuple[int, str]]()
        while True:
            if self.at >= len(self.lines):
                raise self._error(f"the block {kind} has no end; close it with {FENCE}", begun)
            line = self.lines[self.at]
            self.at += 1
            if line.strip() == FENCE:
                break
            if line.strip():
                inside.append((self.at, line.strip()))
        if kind == "do":
            if not inside:
                raise self._error("the block do has no orders", begun)
            orders = tuple(self._order(text, line) for line, text in inside)
            return Do(label.strip() or "Do it", orders, begun)
        return self._ask(inside, begun)

    def _ask(self, inside: list[tuple[int, str]], begun: int) -> Ask:
        question, options, orders = list[str](), list[Option](), list[Order]()
        said: dict[str, tuple[int, str]] = {}
        for line, text in inside:
            word = text.partition(":")[0]
            if text.startswith("- "):
                options.append(self._option(text[2:], line))
            elif word in ("number", "answer", "within"):
                said[word] = line, text.partition(":")[2].strip()
            elif options or said:
                orders.append(self._order(text, line))
            else:
                question.append(text)
        if not question:
            raise self._error("the block ask has no question", begun)
        if bool(options) == bool(said):
            raise self._error("ask for choices (- …) or for a number: (number: 0 to 10)", begun)
        if options and (len(options) < 2 or sum(o.is_right is None for o in options) > 1):
            raise self._error("give two choices or more, at most one of them `| else`", begun)
        number = self._number(said, begun) if said else None
        return Ask(" ".join(question), tuple(options), number, tuple(orders), begun)

    def _option(self, text: str, line: int) -> Option:
        words, bar, condition = text.rpartition(" | ")
        if not bar:
            raise self._error("a choice lacks when it is right; write - choice | formula", line)
        if condition.strip() == "else":
            return Option(words.strip(), None)
        return Option(words.strip(), self._formula(condition, line))

    def _number(self, said: dict[str, tuple[int, str]], begun: int) -> Number:
        if "number" not in said or "answer" not in said:
            raise self._error("a number needs number: LOW to HIGH unit, and answer: formula", begun)
        line, text = said["number"]
        found = _NUMBER.fullmatch(text)
        if not found or not float(found[1]) < float(found[2]):
            raise self._error(f"{shorten(text)} is no range; write number: 0 to 10 sweeps", line)
        answer = self._formula(said["answer"][1], said["answer"][0])
        within = self._formula(said.get("within", (begun, "0"))[1], said.get("within", (begun,))[0])
        return Number(float(found[1]), float(found[2]), found[3] or "", answer, within)

    def _order(self, text: str, line: int) -> Order:
        try:
            return read_order(text, self.model, line)
        except InputError as error:
            raise self._error(str(error), line) from error

    def _formula(self, text: str, line: int = 0) -> Formula:
        try:
            formula = Formula.read(text)
        except InputError as error:
            raise self._error(str(error), line or self._line_of(text)) from error
        known = {*self.model.declared(Readout), *self.model.Parameters.specs(), "step"}
        jobs = jobs_of(self.model)
        for name in formula.names():
            owner, dot, inner = name.rpartition(".")
            if not (inner in known and owner in ("", "before")) and not (dot and owner in jobs):
                what = f"there is no value {shorten(name)}; known are {one_of(sorted(known))}"
                raise self._error(what, line or self._line_of(text))
        return formula

    def _line_of(self, text: str) -> int:
        """The line in which a value of the run stands."""
        here = [n for n, line in enumerate(self.lines, 1) if f"`={text}`" in line]
        return here[0] if here else self.at

    def _shown(self, steps: list[Step]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What presenter mode leaves in sight: parameters and readouts."""
        specs, readouts = self.model.Parameters.specs(), self.model.declared(Readout)
        orders = [order for step in steps for order in step.orders()]
        named = [o.what.partition("=")[0].strip() for o in orders if o.verb == "set"]
        named += [o.what for o in orders if o.verb == "highlight"]
        if "parameters" in (said := header(self.text)):
            asked = [name.strip() for name in said["parameters"].split(",")]
            for name in asked:
                if name not in specs:
                    raise self._error(
                        f"parameters: {shorten(name)} is none; allowed: {one_of(specs)}",
                        1 + self.text[: self.text.index("parameters:")].count("\n"),
                    )
        else:
            asked = [name for name in named if name in specs]
        seen = [name for name in named if name in readouts]
        return tuple(dict.fromkeys(asked)), tuple(dict.fromkeys(seen))

    def _error(self, what: str, line: int = 0) -> LessonError:
        return LessonError(f"{self.name}, line {line or self.at}: {what.rstrip('.')}.")
