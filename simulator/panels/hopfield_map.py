"""What the Hopfield panel shows of the exact map: attractors with their kinds and names."""

from collections.abc import Sequence

from simulator.core.job import Table
from simulator.models.hopfield_map_table import MapTable
from simulator.views.basin_map import Attractor, BasinMapView


def show_map(view: BasinMapView, tables: Sequence[Table]) -> str:
    """Show the last map; returns a note on what it holds."""
    table = tables[-1]
    assert isinstance(table, MapTable)
    found, columns = table.map, table.columns
    place = {number: row for row, number in enumerate(columns["attractor"])}
    shown = []
    for number, attractor in enumerate(found.attractors):
        name = columns["name"][place[number]]
        shown.append(
            Attractor(name, attractor.state, attractor.energy, attractor.basin, _kind(name, table))
        )
    view.show_basins(found.units, found.likeliest, found.probability, shown)
    states = f"{2**found.units:,}".replace(",", "\u2009")
    return (
        f"{states} states · {len(shown)} attractors · colour: the likeliest end, "
        "pale where others are nearly as likely"
    )


def _kind(name: str, table: MapTable) -> str:
    """Return "memory", "inverse" or the attractor's own word."""
    if name.startswith("inverse of "):
        return "inverse"
    is_other = name == "spurious" or name.startswith(("mixture of ", "cycle of "))
    return name.split(" ")[0] if is_other else "memory"
