"""What is to be said of a tape: of one cell, and of all."""

from simulator.views.tape_shown import TapeRow, TapeShown


def words_of(shown: TapeShown, number: int, step: int, channel: int) -> str:
    """Say what is in a cell: "time 27 · location 46 · 0.97"."""
    row = shown.rows[number]
    words = [f"{shown.axis} {step}", _place(shown, row, channel)]
    if step < row.steps:
        words.append(_value_text(row, step, channel))
    else:
        words.append("not yet")
    return " · ".join(words)


def _place(shown: TapeShown, row: TapeRow, channel: int) -> str:
    """A channel; with its row, unless there is but one weighting."""
    name = row.channel_name(channel)
    alone = row.kind == "weighting" and sum(one.kind == row.kind for one in shown.rows) == 1
    return name if alone else f"{row.name}, {name}"


def _value_text(row: TapeRow, step: int, channel: int) -> str:
    value = float(row.values[step, channel])
    if row.kind == "bits":
        text = {0.0: "off", 1.0: "on"}.get(value, f"{value:.2f}".replace("-", "−"))
        if row.wanted is not None and row.is_live[step]:
            wanted = "on" if row.wanted[step, channel] > 0.5 else "off"
            assert row.is_wrong is not None
            text += f", wrong: {wanted} wanted" if row.is_wrong[step, channel] else ", right"
        return text
    if row.kind == "vectors":
        return f"{value:+.2f}".replace("-", "−")
    return weight_text(value)


def weight_text(value: float) -> str:
    """Two decimals; of smaller values two figures, and 0 below 10⁻⁴."""
    if value >= 0.01:
        return f"{value:.2f}"
    return f"{value:.2g}" if value >= 1e-4 else "0"


def wrong_text(wrong: int) -> str:
    return f"{wrong} wrong bit{'s' if wrong != 1 else ''}"


def caption_of(row: TapeRow) -> str:
    return row.caption or row.name


def description(shown: TapeShown) -> str:
    """The rows, the steps, the phase at the time looked at, and how many bits are wrong."""
    rows = ", ".join(row.name for row in shown.rows)
    unit = "step" if shown.axis == "time" else shown.axis
    parts = [f"{shown.steps} {unit}s of {rows}"]
    if shown.cursor >= 0:
        phase = shown.phase_at(shown.cursor)
        word = f", {shown.phases[phase].word}" if phase >= 0 else ""
        parts.append(f"{shown.axis} {shown.cursor}{word}")
    parts += [f"{row.name}: {wrong_text(row.wrong)}" for row in shown.rows if row.wrong is not None]
    return ". ".join(parts)
