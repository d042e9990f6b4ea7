"""What stands about and over the rows of a tape: words, axes, phases, boxes, the time looked at."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from simulator.controls import maps, theme
from simulator.views import tiles
from simulator.views.cell_view import paint_ring
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_frame, paint_text
from simulator.views.tape_layout import ROW, Part, TapeGrid
from simulator.views.tape_shown import BOX_KINDS, Box, Phase, TapeRow
from simulator.views.tape_words import caption_of, wrong_text
from simulator.views.trace_scale import round_step

BOLD = QFont.Weight.DemiBold
LEGEND, LEGEND_ROOM = 44, 3.2  # pixels of the bar of colours; it needs so many times its width
TICK_ACROSS, TICK_DOWN = 46, 30  # the least distance of numbers
TICK = 3
FRAMED = 5  # pixels: columns so wide are framed, others have a line through them


# ---- words above a row ----


def paint_head(painter: QPainter, head: QRectF, row: TapeRow, has_legend: bool) -> None:
    """Paint a row's caption, how many bits are wrong, and at the right a note or the colours."""
    right = head.right()
    if row.note:
        right -= _paint_right(painter, head, row.note)
    elif has_legend and head.width() > LEGEND_ROOM * theme.px(LEGEND):
        right -= _paint_legend(painter, head, row)
    text, wrong = caption_of(row), row.wrong
    room = QRectF(head.left(), head.top(), max(right - head.left() - theme.px(8), 0), head.height())
    if wrong is None:
        paint_text(painter, room, text)
        return
    text += " · "
    strong = QFontMetricsF(label_font(BOLD)).horizontalAdvance(wrong_text(wrong)) + 2
    wide = min(QFontMetricsF(label_font()).horizontalAdvance(text), max(room.width() - strong, 0))
    paint_text(painter, QRectF(room.left(), room.top(), wide + 1, room.height()), text)
    left = QRectF(room.left() + wide, room.top(), room.width() - wide, room.height())
    paint_text(painter, left, wrong_text(wrong), "warm" if wrong else "good", LEFT, BOLD)


def _paint_right(painter: QPainter, head: QRectF, text: str) -> float:
    """Paint words at the right end; return their width."""
    wide = min(QFontMetricsF(label_font()).horizontalAdvance(text) + 2, head.width() / 2)
    paint_text(painter, QRectF(head.right() - wide, head.top(), wide, head.height()), text, "",
               RIGHT)  # fmt: skip
    return wide


def _paint_legend(painter: QPainter, head: QRectF, row: TapeRow) -> float:
    """Paint which colour is which number; return the width."""
    end = f"{row.limit:.3g}"
    ends = ("0", end) if row.kind == "weighting" else (f"−{end}", end)
    metrics, gap = QFontMetricsF(label_font()), theme.px(5)
    after = metrics.horizontalAdvance(ends[1])
    wide, high = theme.px(LEGEND), theme.px(6)
    left = head.right() - after - gap - wide
    strip = QRectF(left, head.center().y() - high / 2 + 0.5, wide, high)
    painter.fillRect(strip, _gradient(strip, row.kind))
    box = QRectF(head.left(), head.top(), left - gap - head.left(), head.height())
    paint_text(painter, box, ends[0], flags=RIGHT)
    paint_text(painter, head, ends[1], flags=RIGHT)
    return head.right() - left + gap + metrics.horizontalAdvance(ends[0])


def _gradient(strip: QRectF, kind: str) -> QLinearGradient:
    shade = QLinearGradient(strip.topLeft(), strip.topRight())
    if kind == "weighting":
        for k in range(0, 256, 51):
            shade.setColorAt(k / 255, QColor.fromRgb(tiles.viridis()[k]))
    else:
        for place, color in maps.diverging_stops(theme.current_theme()):
            shade.setColorAt((place + 1) / 2, QColor(color))
    return shade


# ---- axes ----


def paint_locations(painter: QPainter, part: Part, row: TapeRow) -> None:
    """Paint the numbers of locations at the left, few enough to be read."""
    first = row.first
    high = theme.px(ROW) / 2
    cell = part.box.height() / part.channels
    step = step_of(part.channels, part.box.height() / theme.px(TICK_DOWN))
    for k in range(first, first + part.channels):
        if row.number_of(k - first) % step:
            continue
        y = part.box.top() + (k - first + 0.5) * cell
        y = min(max(y, part.box.top() + 0.7 * high), part.box.bottom() - 0.7 * high)
        box = QRectF(0, y - high, part.box.left() - theme.px(5), 2 * high)
        paint_text(painter, box, str(row.number_of(k - first)), flags=RIGHT)


def paint_time(painter: QPainter, foot: QRectF, grid: TapeGrid, axis: str) -> None:
    """Paint the numbers of steps below, and what they are at the right end."""
    label = _label_width(axis)
    paint_text(painter, _low(foot), axis, flags=RIGHT)
    line = QColor(theme.current_theme().ink3)
    for k in numbers(0, grid.columns, foot.width() / theme.px(TICK_ACROSS)):
        box = _number_box(foot, grid, k)
        if box.right() < foot.right() - label:
            painter.fillRect(QRectF(round(grid.middle_of(k)), foot.top(), 1, theme.px(TICK)), line)
            paint_text(painter, box, str(k), flags=CENTER)


def paint_time_looked_at(
    painter: QPainter, foot: QRectF, grid: TapeGrid, step: int, axis: str
) -> None:
    """Paint the number of the step looked at, over those of the axis."""
    box = _number_box(foot, grid, step)
    right = QFontMetricsF(label_font(BOLD)).horizontalAdvance(f"{step}") / 2 + theme.px(4)
    middle = min(box.center().x(), foot.right() - right)
    wide = QRectF(middle - right, foot.top(), 2 * right, foot.height())
    if wide.right() > foot.right() - _label_width(axis):
        wide.setRight(foot.right() + 1)  # the whole word "time" makes room
    for k in numbers(0, grid.columns, foot.width() / theme.px(TICK_ACROSS)):
        if abs(grid.middle_of(k) - middle) > wide.width() + theme.px(TICK_ACROSS):
            continue
        other = _number_box(foot, grid, k)
        text = QFontMetricsF(label_font()).horizontalAdvance(str(k))
        other.adjust((other.width() - text) / 2, 0, (text - other.width()) / 2, 0)
        if other.intersects(wide):
            wide = wide.united(other)  # no number is cut
    painter.fillRect(wide, QColor(theme.current_theme().surface))
    box.moveCenter(QPointF(middle, box.center().y()))
    paint_text(painter, box, str(step), "warm", CENTER, BOLD)


def step_of(count: int, most: float) -> int:
    """Return a round step that makes about `most` numbers, at the most, of a count."""
    return max(1, round(round_step(count, max(most, 1.0))))


def numbers(first: int, count: int, most: float) -> list[int]:
    """Return round numbers from `first` on, about `most` of them at the most."""
    step = step_of(count, most)
    return list(range(-(-first // step) * step, first + count, step))


def _label_width(axis: str) -> float:
    return QFontMetricsF(label_font()).horizontalAdvance(axis) + theme.px(2)


def _low(foot: QRectF) -> QRectF:
    return foot.adjusted(0, theme.px(TICK), 0, 0)


def _number_box(foot: QRectF, grid: TapeGrid, step: int) -> QRectF:
    half = QFontMetricsF(label_font(BOLD)).horizontalAdvance(str(step)) / 2 + 2
    low = _low(foot)
    left = max(grid.middle_of(step) - half, foot.left() - theme.px(2))
    return QRectF(left, low.top(), 2 * half, low.height())


# ---- phases ----


def paint_phases(
    painter: QPainter, lane: QRectF, grid: TapeGrid, phases: Sequence[Phase], lit: int
) -> None:
    """Paint a line over the steps of each phase, and its word where no other stands."""
    now, thick = theme.current_theme(), theme.px(2)
    for k, phase in enumerate(phases):
        box = grid.columns_of(0, phase.first, phase.last)
        bar = QRectF(box.left(), lane.bottom() - thick - theme.px(3), box.width() - 1, thick)
        painter.fillRect(bar, QColor(now.accent if k == lit else now.ink3))
    for k, box in worded(lane, grid, phases, lit):
        token, weight = ("accent", BOLD) if k == lit else ("ink2", QFont.Weight.Normal)
        paint_text(painter, box, phases[k].word, token, CENTER, weight)


def worded(
    lane: QRectF, grid: TapeGrid, phases: Sequence[Phase], lit: int
) -> list[tuple[int, QRectF]]:
    """Return which phases have their word, and where: the lit one first, then the longest ones."""
    metrics, found = QFontMetricsF(label_font(BOLD)), list[tuple[int, QRectF]]()
    order = sorted(range(len(phases)), key=lambda k: (k != lit, phases[k].first - phases[k].last))
    for k in order:
        span = grid.columns_of(0, phases[k].first, phases[k].last)
        half = metrics.horizontalAdvance(phases[k].word) / 2 + theme.px(3)
        left = min(max(span.center().x() - half, 0.0), lane.right() + theme.px(3) - 2 * half)
        box = QRectF(left, lane.top(), 2 * half, theme.px(ROW))
        if left >= 0 and not any(box.intersects(other) for _, other in found):
            found.append((k, box))
    return found


# ---- over the cells ----


def paint_boxes(
    painter: QPainter, grid: TapeGrid, names: Sequence[str], boxes: Sequence[Box]
) -> None:
    """Paint a frame about steps, in the colour of its kind."""
    more = theme.scale()
    for box in boxes:
        for k, name in enumerate(names):
            if box.row in ("", name):
                place = grid.columns_of(k, box.first, box.last)
                paint_ring(painter, place.adjusted(-more, -more, more, more), color_of(box.kind))


def color_of(kind: str) -> str:
    """The colour of a kind of box."""
    now = theme.current_theme()
    places = dict(zip(BOX_KINDS, (0, 2, 3, 4), strict=True))
    return now.categories[places[kind]]


def paint_key(painter: QPainter, line: QRectF, boxes: Sequence[Box]) -> None:
    """Paint what the colours of boxes mean."""
    metrics, side, left = QFontMetricsF(label_font()), theme.px(8), line.left()
    for kind in BOX_KINDS:
        if any(box.kind == kind for box in boxes):
            wide = metrics.horizontalAdvance(kind) + 2
            sign = QRectF(left + 1, line.center().y() - side / 2, side, side)
            paint_frame(painter, sign, color_of(kind), 1.6 * theme.scale())
            words = QRectF(sign.right() + theme.px(5), line.top(), wide, line.height())
            paint_text(painter, words, kind)
            left = words.right() + theme.px(14)


def paint_cursor(painter: QPainter, grid: TapeGrid, step: int) -> None:
    """Mark the column of a step in every row: a frame about it, or a line through it."""
    now = theme.current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((now.surface, 3.0), (now.warm, 1.5)):  # seen on warm cells too
        pen = QPen(QColor(color), width * theme.scale())
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        for k in range(len(grid.parts)):
            box = grid.columns_of(k, step, step)
            if box.width() >= theme.px(FRAMED):
                painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            else:
                x = box.center().x()
                painter.drawLine(QPointF(x, box.top() - 1), QPointF(x, box.bottom() + 1))
