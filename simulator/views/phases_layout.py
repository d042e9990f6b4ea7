"""Where the five stations of contrastive divergence stand, and the arrows between them.

The order is v⁺, h⁺, v⁻, h⁻, ΔW. In a wide view they stand in one row; otherwise in two storeys,
the hidden units above the visible ones: whichever has the larger pictures.
"""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize

from simulator.controls import theme

HEAD, NAME, CAPTION = 26, 20, 32  # pixels of normal mode: words above, below, and below all
ACROSS, UP = 62, 30  # the least room of an arrow between stations, and of one upward
CLEAR, HIGH = 6, 17  # between an arrow's end and a picture; the height of its words
GROUPS = ((0, 1), (2, 3), (4,))  # the stations of each phase
SLOTS = 5.0, 3.0  # so many stations stand side by side in a row, and in storeys
SMALL, LEAST = 64, 12  # pictures smaller than this take the room of the captions
WHOLE = 0.88  # of the room that sharp pixels must fill to be preferred


@dataclass(frozen=True)
class Arrow:
    """From one station to another; `words` stand in a box beside it, in its middle or at left."""

    line: QLineF
    words: QRectF
    is_centered: bool


@dataclass(frozen=True)
class PhasesLayout:
    """All places: a square and a line of words for each station, words for each phase."""

    squares: tuple[QRectF, ...]  # 5
    names: tuple[QRectF, ...]  # 5
    heads: tuple[QRectF, ...]  # 3
    captions: tuple[QRectF, ...]  # 3, without height where there is no room for them
    arrows: tuple[Arrow, ...]  # 4
    is_row: bool
    has_words: bool  # there is room for more than letters

    @classmethod
    def of(cls, size: QSize, pixels: int, ratio: float) -> "PhasesLayout":
        """Lay out a view; pictures have `pixels` on a side, `ratio` is device pixels a pixel."""
        caption = theme.px(CAPTION)
        row, storeys = _sides(size, caption)
        if max(row, storeys) < theme.px(SMALL):
            caption = 0
            row, storeys = _sides(size, caption)
        is_row, side = row >= storeys, max(row, storeys, theme.px(LEAST))
        whole = side * ratio // pixels * pixels / ratio  # sharp pixels, if that is not much smaller
        side = whole if whole >= WHOLE * side else int(side)
        return _placed(size, side, caption, is_row)


def _sides(size: QSize, caption: int) -> tuple[float, float]:
    """How large the pictures can be in a row, and in storeys."""
    px, high = theme.px, size.height() - theme.px(HEAD) - caption - theme.px(NAME)
    across = [size.width() / slots - px(ACROSS) for slots in SLOTS]
    return min(across[0], high - 4), min(across[1], (high - px(NAME) - px(UP)) / 2 - 2)


def _placed(size: QSize, side: float, caption: int, is_row: bool) -> PhasesLayout:
    """Put squares of one size into even columns, and the words about them."""
    px, up = theme.px, 0.0 if is_row else side + theme.px(NAME) + theme.px(UP)
    wide = size.width() / SLOTS[0 if is_row else 1]
    high = px(HEAD) + up + side + px(NAME) + caption
    top = round(max(0.0, (size.height() - high) / 2))
    first = top + px(HEAD)
    columns, down = (
        ((0, 1, 2, 3, 4), (0.0,) * 5) if is_row else ((0, 0, 1, 1, 2), (1, 0, 1, 0, 0.5))
    )
    squares = tuple(
        QRectF(round((k + 0.5) * wide - side / 2), first + round(share * up), side, side)
        for k, share in zip(columns, down, strict=True)
    )
    names = tuple(
        QRectF(k * wide, square.bottom() + px(3), wide, px(NAME) - px(3))
        for k, square in zip(columns, squares, strict=True)
    )
    heads, captions, foot = [], [], first + up + side + px(NAME)
    for group in GROUPS:
        left, right = columns[group[0]] * wide, (columns[group[-1]] + 1) * wide
        heads.append(QRectF(left, top, right - left, px(HEAD) - px(5)))
        pad = px(8)
        captions.append(QRectF(left + pad, foot, right - left - 2 * pad, caption))
    arrows = _row_arrows(squares) if is_row else _storey_arrows(squares)
    return PhasesLayout(squares, names, tuple(heads), tuple(captions), arrows, is_row, caption > 0)


def _row_arrows(squares: tuple[QRectF, ...]) -> tuple[Arrow, ...]:
    return tuple(_across(squares[k], squares[k + 1]) for k in range(4))


def _storey_arrows(squares: tuple[QRectF, ...]) -> tuple[Arrow, ...]:
    """Up to the hidden units, down again, up, and on to the change."""
    return (
        _up(squares[0], squares[1]),
        _down(squares[1], squares[2]),
        _up(squares[2], squares[3]),
        _across(squares[2].united(squares[3]), squares[4]),
    )


def _across(one: QRectF, other: QRectF) -> Arrow:
    clear, high, y = theme.px(CLEAR), theme.px(HIGH), other.center().y()
    line = QLineF(one.right() + clear, y, other.left() - clear, y)
    words = QRectF(one.right(), y - high - theme.px(4), other.left() - one.right(), high)
    return Arrow(line, words, True)


def _up(one: QRectF, other: QRectF) -> Arrow:
    """From visible units to the hidden ones over them, which have a name below."""
    x, high = one.center().x(), theme.px(HIGH)
    line = QLineF(x, one.top() - theme.px(CLEAR), x, other.bottom() + theme.px(NAME) + theme.px(4))
    words = QRectF(x + theme.px(8), line.center().y() - high / 2, one.width() / 2, high)
    return Arrow(line, words, False)


def _down(one: QRectF, other: QRectF) -> Arrow:
    """From the hidden units that answered the data to the visible ones of the machine."""
    clear, high = theme.px(CLEAR), theme.px(HIGH)
    start = QPointF(one.right() + clear, one.center().y())
    end = QPointF(other.left() - clear, other.center().y())
    line = QLineF(start, end)
    near = line.pointAt(0.2)  # farther down is the name of what stands beside
    words = QRectF(near.x() + theme.px(5), near.y() - high, other.left() - near.x(), high)
    return Arrow(line, words, False)
