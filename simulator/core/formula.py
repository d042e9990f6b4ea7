"""Formulas of lessons: arithmetic and comparisons over the values of a run, never Python's `eval`.

    verdict == "stored 0"      round(100 * before.energy / energy)      "up" if m > 0 else "down"

Names are values of the run. Allowed are numbers, texts, `+ - * / // % **`, comparisons, `and`,
`or`, `not`, `in`, `a if b else c`, an entry `overlaps[0]` and the functions of `FUNCTIONS`. What is
written is checked when it is read, so that a slip shows before the lesson is held.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.core.errors import InputError, one_of, shorten

MOST_CHARACTERS = 300
LARGEST_POWER = 64


def _mean(values: Any) -> float:
    return sum(values) / len(values)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs, "round": round, "min": min, "max": max, "sum": sum, "len": len, "mean": _mean,
    "sqrt": math.sqrt, "log": math.log, "exp": math.exp,
}  # fmt: skip

_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
}  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula that has been read; `of(values)` computes it."""

    text: str
    _tree: ast.expr

    @classmethod
    def read(cls, text: str) -> "Formula":
        """Return the formula a text stands for; raises InputError."""
        if len(text) > MOST_CHARACTERS:
            raise InputError(f"A formula has at most {MOST_CHARACTERS} characters.")
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise InputError(f"{shorten(text)} is no formula.") from error
        for node in ast.walk(tree):
            _refuse_unknown(node, text)
        return cls(text.strip(), tree)

    def names(self) -> Iterator[str]:
        """Yield the names of values that the formula needs, as `energy` or `before.energy`."""
        inner = {id(n.value) for n in ast.walk(self._tree) if isinstance(n, ast.Attribute)}
        called = {id(n.func) for n in ast.walk(self._tree) if isinstance(n, ast.Call)}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Attribute):
                yield f"{node.value.id}.{node.attr}"  # type: ignore[attr-defined]
            elif isinstance(node, ast.Name) and id(node) not in inner | called:
                yield node.id

    def of(self, values: Mapping[str, Any]) -> Any:
        """Return the value with these values of its names; raises InputError."""
        try:
            return _value(self._tree, values)
        except InputError:
            raise
        except (TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise InputError(f"{self.text} has no value here: {shorten(error)}.") from error


def _refuse_unknown(node: ast.AST, text: str) -> None:
    """Raise InputError for a part that no formula may have."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else "?"
        if name not in FUNCTIONS or node.keywords:
            raise InputError(
                f"{shorten(text)}: {name} is no function; allowed: {one_of(FUNCTIONS)}."
            )
    elif isinstance(node, ast.Attribute):
        if not isinstance(node.value, ast.Name):
            raise InputError(f"{shorten(text)}: write a dot only as in before.energy.")
    elif isinstance(node, ast.Constant):
        if not isinstance(node.value, int | float | str | None):
            raise InputError(f"{shorten(text)}: only numbers and texts may be given.")
    elif not isinstance(
        node,
        ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp | ast.Name | ast.Subscript
        | ast.operator | ast.unaryop | ast.boolop | ast.cmpop | ast.expr_context,
    ):  # fmt: skip
        raise InputError(f"{shorten(text)} is more than a formula: only arithmetic is allowed.")


def _value(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return _looked_up(node.id, values)
        case ast.Attribute(value=ast.Name(id=owner)):
            return _looked_up(f"{owner}.{node.attr}", values)
        case ast.UnaryOp():
            return _OPERATORS[type(node.op)](_value(node.operand, values))
        case ast.BinOp():
            return _combined(node.op, _value(node.left, values), _value(node.right, values))
        case ast.BoolOp():
            ends = any if isinstance(node.op, ast.Or) else all
            return ends(_value(part, values) for part in node.values)
        case ast.Compare():
            return _compared(node, values)
        case ast.IfExp():
            return _value(node.body if _value(node.test, values) else node.orelse, values)
        case ast.Subscript():
            return _value(node.value, values)[_value(node.slice, values)]
        case ast.Call(func=ast.Name(id=name)):
            return FUNCTIONS[name](*(_value(argument, values) for argument in node.args))
    raise InputError("This is no formula.")


def _combined(op: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(op, ast.Pow):
        if abs(right) > LARGEST_POWER:
            raise InputError(f"A power is at most {LARGEST_POWER}.")
        return float(left) ** right
    if isinstance(left, str) or isinstance(right, str):
        raise InputError("Texts can be compared, not added or multiplied.")
    return _OPERATORS[type(op)](left, right)


def _compared(node: ast.Compare, values: Mapping[str, Any]) -> bool:
    left = _value(node.left, values)
    for op, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, values)
        if not _OPERATORS[type(op)](left, right):
            return False
        left = right
    return True


def _looked_up(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise InputError(f"There is no value {shorten(name)}; known are {one_of(sorted(values))}.")
    return values[name]
