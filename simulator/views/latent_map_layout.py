"""Where the parts of a latent map stand: the map with its axes, one picture large, and a tour."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views.heat import label_font
from simulator.views.trace_frame import ROW
from simulator.views.wall_layout import Tile, WallGrid, hung

LARGE, LEAST_LARGE, MOST_LARGE = 0.3, 84, 280  # of the width; pixels of normal mode
MOST_TOUR = 96  # pixels of normal mode: a picture of the tour
GAP = 14  # pixels of normal mode between the parts
WIDEST_TICK = "−0.00"


@dataclass(frozen=True)
class Places:
    """The map, the large picture (empty where the view is too narrow), and the tour if any."""

    map: WallGrid
    large: QRectF
    tour: WallGrid | None


def places_of(size: QSize, count: int, side: int, tour: int, ratio: float) -> Places:
    """Lay out count × count pictures and `tour` in a row; `ratio` device pixels are one of the
    view's."""
    px = theme.px
    metrics = QFontMetricsF(label_font())
    left, head, foot = metrics.horizontalAdvance(WIDEST_TICK) + px(10), px(ROW + 4), px(ROW + 8)
    wide, high = float(size.width()), float(size.height())
    row = None
    if tour:
        room_high = min((wide - px(8)) / tour, px(MOST_TOUR), 0.25 * high)
        top = high - room_high - px(3)
        gap = round(px(3) * ratio)
        tile = Tile(side, 1, max(1, round(ratio)), gap, 0)
        row = hung(QRectF(px(3), top, wide - 2 * px(3), room_high), tour, tile, tour, ratio)
        high = top - px(ROW + 8)
    large = min(max(LARGE * wide, px(LEAST_LARGE)), px(MOST_LARGE), high - head - 3 * px(ROW))
    room = QRectF(left, head, wide - left - large - px(GAP + 6), high - head - foot)
    bare = QRectF(left, head, wide - left - px(4), high - head - foot)
    if min(room.width(), room.height()) < 0.55 * min(bare.width(), bare.height()):
        room, large = bare, 0.0  # the map would be too small beside it
    hairline = max(1, round(ratio))
    tile = Tile(side, 1, 0, hairline, hairline, is_ruled=True)
    grid = hung(room, count * count, tile, count, ratio)
    box = QRectF(grid.box.right() + px(GAP), grid.box.top(), large, large) if large else QRectF()
    return Places(grid, box, row)
