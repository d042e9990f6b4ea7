"""What is said of two twins: their settings that differ, and their readouts."""

from simulator.controls.readings import NOTHING, as_text
from simulator.core import twins
from simulator.core.frame import Frame
from simulator.core.model import Model, Readout
from simulator.panels.panel import Panel
from simulator.window.twin_table import Row

NOTHING_DIFFERS = "Nothing differs yet: change a number of B under Settings."
SAME = "the same as A"
MOST_PLACES = 12  # entries of a list that can be traced


def headings(frame: Frame, twin: Frame) -> tuple[str, str]:
    """What stands over each: the settings that differ; with none, that they are the same."""
    specs = twins.differing(frame.parameters, twin.parameters)
    if not specs:
        return "", SAME
    return twins.heading(specs, frame.parameters), twins.heading(specs, twin.parameters)


def rows(panel: Panel, frame: Frame, twin: Frame) -> dict[str, Row]:
    """A row for each setting that differs, and for each readout."""
    made = {}
    for spec in twins.differing(frame.parameters, twin.parameters):
        values = [getattr(each.parameters, spec.name) for each in (frame, twin)]
        texts = *(twins.value_text(spec, value) for value in values), ""
        made[f"set {spec.name}"] = Row(spec.label, spec.help, texts)
    return made | readouts(panel, frame, twin)


def readouts(panel: Panel, frame: Frame, twin: Frame) -> dict[str, Row]:
    """A row for each readout that has a value in one of the two, as the panel writes it, with
    b − a. Units stand with the name: three columns have no room for them."""
    a, b = panel.readings(frame), panel.readings(twin)
    minus = twins.difference(frame.readouts, twin.readouts)
    rows = {}
    for name, declared in panel.model.declared(Readout).items():
        if not panel.has_row(declared) or NOTHING == a[name] == b[name]:
            continue
        is_said = declared.unit in declared.label.lower()  # also where there is none
        label = declared.label if is_said else f"{declared.label}, {declared.unit}"
        texts = (_bare(a[name], declared.unit), _bare(b[name], declared.unit), _signed(minus[name]))
        rows[name] = Row(label, declared.help, texts)
    return rows


def traced(model: type[Model], columns: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (column, label) of what can be traced."""
    declared = model.declared(Readout)
    found = []
    for column in columns:
        name, _, place = column.partition("[")
        number = place.rstrip("]")
        if number and int(number) >= MOST_PLACES:
            continue
        unit = f", {declared[name].unit}" if declared[name].unit else ""
        found.append((column, f"{declared[name].label}{' ' if number else ''}{number}{unit}"))
    return found


def _bare(text: str, unit: str) -> str:
    for ending in (unit, unit.removesuffix("s")):
        if ending and text.endswith(f" {ending}"):
            return text.removesuffix(ending).strip()
    return text


def _signed(value: object) -> str:
    """A difference with its sign; 0 has none."""
    if not isinstance(value, int | float):
        return NOTHING
    text = as_text(value)
    return f"+{text}" if value > 0 else text
