"""What is to be said of a generalization plate: of one bit, of one strip, and of all."""

from simulator.views.plate_shown import Plate, Strip


def number_text(value: float) -> str:
    """Write a mean of counts: whole numbers as such, others with a decimal, small ones with two."""
    if value == round(value):
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.1f}" if value >= 0.95 else f"{value:.2g}"
    return text.replace(",", "\u2009")


def wrong_text(strip: Strip) -> str:
    """ "0 wrong bits" """
    return f"{number_text(strip.wrong)} wrong bit{'' if strip.wrong == 1 else 's'}"


def of_text(strip: Strip) -> str:
    """ " of 160", where there is anything wrong."""
    return f" of {number_text(strip.bits)}" if strip.wrong else ""


def words_of_strip(strip: Strip) -> str:
    """Say how a machine does at a length."""
    seen = int(strip.is_wrong.sum())
    mean = f"{wrong_text(strip)} of {number_text(strip.bits)} on an average"
    return f"{strip.machine}, length {strip.length} · {mean}, {seen} in this sequence"


def words_of_bit(strip: Strip, is_told: bool, step: int, channel: int) -> str:
    """Say what was wanted, or told, at a step."""
    wanted = "on" if strip.wanted[step, channel] else "off"
    place = f"{strip.machine}, length {strip.length} · step {step}, bit {channel}"
    if not is_told:
        return f"{place} · {wanted} wanted"
    value = f"{strip.told[step, channel]:.2f} told"
    is_wrong = strip.is_wrong[step, channel]
    return f"{place} · {value}, " + (f"wrong: {wanted} wanted" if is_wrong else "right")


def description(plate: Plate) -> str:
    """The wrong bits of each machine at each length."""
    parts = []
    for machine in plate.machines:
        told = [
            f"{wrong_text(strip)} at length {strip.length}"
            for strip in plate.strips
            if strip.machine == machine
        ]
        parts.append(f"{machine}: {', '.join(told)}")
    return ". ".join(parts)
