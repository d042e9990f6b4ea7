"""The chart of the GAN's job: the Parzen estimate against the iterations at which it was made."""

from collections.abc import Sequence

import numpy as np

from simulator.core.job import Table
from simulator.panels.gan_words import signed
from simulator.views.trace_wish import Chart, Line


def parzen_chart(tables: Sequence[Table]) -> Chart:
    """Return the estimates with their standard errors, in the order of the iterations."""
    rows = sorted(
        (_iterations(table), table.columns["log_likelihood"][0], table.columns["error"][0])
        for table in tables
    )
    x, y, errors = np.array(rows, float).T
    room = max(10.0, 0.1 * float(x.max()))
    newest = tables[-1].columns
    said = f"{signed(newest['log_likelihood'][0], 1)} ± {newest['error'][0]:.1f} nats"
    edge = "" if newest["sigma_is_best"][0] == "yes" else ", at the edge of those tried"
    return Chart(
        [Line("held out", y, "accent", x=x, errors=errors, has_points=True)],
        (max(float(x.min()) - room, 0.0), float(x.max()) + room),
        x_label="iterations", y_label="nats a picture",
        note=f"{said}, windows of σ = {newest['sigma'][0]:.2f}{edge}: a rough estimate",
    )  # fmt: skip


def _iterations(table: Table) -> float:
    """Iterations at which a table was made, by the loops it was made under."""
    about = table.about
    phases = 6 * int(about.get("k_d", 1)) + 5 * int(about.get("k_g", 1))
    return float(int(about.get("step", 0)) // phases)
