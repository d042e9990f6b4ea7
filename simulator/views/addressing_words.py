"""What is to be said of the stages of addressing: of a bar, of all, and as a table."""

import numpy as np

from simulator.core.job import Table
from simulator.views.addressing_numbers import lines_of, number_text
from simulator.views.addressing_shown import NAMES, VECTORS, AddressingShown, Chart

NUMBERS = {"content": "beta", "gate": "gate", "sharpen": "gamma"}


def words_of(shown: AddressingShown, chart: Chart, k: int) -> str:
    """What is to be said of a bar: "shift: location 46 · 0.02 → 0.97"."""
    assert chart.values is not None
    value = weight_text(float(chart.values[k]))
    name = NAMES[chart.stage][0]
    if chart.stage in VECTORS:
        return f"{name}: column {k} · {value}"
    said = value
    if chart.stage == "gate":
        both = (weight_text(float(one[k])) for one in (shown.content, shown.previous))
        said = "content {}, before {} → ".format(*both) + value
    elif chart.before is not None:
        said = f"{weight_text(float(chart.before[k]))} → {value}"
    elif shown.similarity is not None:
        said = f"similarity {number_text(float(shown.similarity[k]))} → {value}"
    return f"{name}: location {k} · {said}"


def weight_text(value: float) -> str:
    """Two decimals; of smaller values two figures: 0.97, 0.0042, −0.31; below 10⁻⁴: 0."""
    if not np.isfinite(value):
        return "–"
    if abs(value) >= 0.01 or abs(value) < 1e-4:
        return number_text(value) if abs(value) >= 1e-4 else "0"
    return f"{value:.2g}".replace("-", "−")


def number_of(shown: AddressingShown, stage: str) -> str:
    """The number that keys turn in a stage; of shifts the largest."""
    if stage == "shift":
        return f"shift[{int(np.argmax(shown.shift))}]"
    return NUMBERS.get(stage, "")


def description(shown: AddressingShown, charts: list[Chart]) -> str:
    """All stages: their numbers, and where each has its highest bar."""
    texts = []
    for chart in charts:
        name = NAMES[chart.stage][0] + (" (running)" if chart.stage == shown.running else "")
        line = "".join(piece.text for piece in lines_of(shown, chart.stage)[0])
        if chart.values is None:
            texts.append(f"{name}: not yet")
        elif chart.peak >= 0:
            height = weight_text(float(chart.values[chart.peak]))
            texts.append(f"{name}: {line}, most at location {chart.peak} ({height})")
        else:
            texts.append(f"{name}: {line}")
    return ". ".join(texts)


def table(charts: list[Chart]) -> Table:
    """Every bar of every stage that has been computed, a row each."""
    columns: dict[str, list] = {"stage": [], "place": [], "before": [], "value": []}
    for chart in charts:
        if chart.values is None:
            continue
        before = [None] * chart.size if chart.before is None else chart.before.tolist()
        columns["stage"] += [chart.stage] * chart.size
        columns["place"] += range(chart.size)
        columns["before"] += before
        columns["value"] += chart.values.tolist()
    return Table(columns)
