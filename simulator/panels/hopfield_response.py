"""How units answer their field: the curve of the rule, and what the units of the state do.

Two-valued units are on or off; at a temperature their mean follows tanh((h − θ)/T). Graded units
answer by tanh(g(h − θ)), the continuous units of the modern rule by h − θ itself.
"""

import numpy as np

from simulator.core.frame import Frame
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.views.trace import Chart, Guide, Line, TraceView

MOST_UNITS = 4096  # of more, a sample spread evenly over all
BINS = 24
POINTS = 201
LEAST_SPAN = 1.5  # of the field on either side
CAPTION = "curve: a unit's answer · points: the units now"


def show_response(view: TraceView, frame: Frame) -> None:
    """Show the curve, and the mean value of the units that feel alike."""
    s: HopfieldSnapshot = frame.snapshot
    n = s.units.size
    some = np.unique(np.linspace(0, n - 1, min(n, MOST_UNITS)).astype(int))
    h = s.network.felt_by(some, s.units, s.sums)
    span = max(LEAST_SPAN, float(2.0 ** np.ceil(np.log2(max(np.abs(h).max(), 1e-9)))))
    x = np.linspace(-span, span, POINTS)
    name, y = response(s, x)
    felt, means = means_of(h, s.units[some].astype(float), span)
    lines = [
        Line(name, y, "accent", x=x),
        Line("mean of the units", means, "warm", x=felt, has_points=True),
    ]
    guides = (Guide("θ", s.threshold),) if abs(s.threshold) < span else ()
    view.show_chart(Chart(lines, (-span, span), (-1.05, 1.05), guides=guides))


def response(s: HopfieldSnapshot, h: np.ndarray) -> tuple[str, np.ndarray]:
    """Return what the curve is called, and its values (P,) at fields h (P,)."""
    p, drive = s.parameters, h - s.threshold
    if p.rule == "modern":
        return "s = h − θ, at most 1", s.network.answers(drive)
    if p.felt_gain is not None:
        return f"tanh {p.felt_gain:.3g} (h − θ)", s.network.answers(drive)
    if s.temperature > 0:
        return f"mean at T = {s.temperature:.2f}", np.tanh(drive / s.temperature)
    return "sgn (h − θ)", s.network.answers(drive)


def means_of(h: np.ndarray, values: np.ndarray, span: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles (B,) of the bins of field with units in them, and their mean values."""
    place = np.clip(((h / span + 1) / 2 * BINS).astype(int), 0, BINS - 1)
    count = np.bincount(place, minlength=BINS)
    total = np.bincount(place, values, BINS)
    filled = np.flatnonzero(count)
    return (2 * (filled + 0.5) / BINS - 1) * span, total[filled] / count[filled]
