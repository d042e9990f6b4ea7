"""A mirrored histogram: one batch's numbers rise from a line, another's hang below it.

Both have the same bins and the same scale, so what one has more of is seen at once.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from simulator.controls import theme

BINS = 20
PALE = 0.22  # of the card's surface in a bar
LEAST = 1.5  # pixels: a bin of one value is at least so high
TOKENS = ("accent", "warm")  # the data's bars, the fakes' bars


@dataclass(frozen=True, eq=False)
class Mirrored:
    """Shares (2, BINS) of the data's and the fakes' numbers from `low` to `high`; numbers beyond
    count in the outermost bins. `means` and `sizes` are of all; a mean is NaN where there is no
    number, and numbers that are not finite are left out."""

    low: float
    high: float
    shares: np.ndarray
    means: tuple[float, float]
    sizes: tuple[int, int]
    beyond: int

    @property
    def top(self) -> float:
        """The largest share."""
        return float(self.shares.max())

    @property
    def width(self) -> float:
        """The width of a bin."""
        return (self.high - self.low) / BINS

    def share_of(self, value: float) -> float:
        """Where a value stands, 0 … 1; one beyond stands at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def mirrored(real: np.ndarray, fake: np.ndarray, low: float, high: float) -> Mirrored:
    """Count what is said of data (B,) and of fakes (B,) from `low` to `high`."""
    given = [finite(one) for one in (real, fake)]
    shares = np.zeros((2, BINS))
    beyond = 0
    for side, values in enumerate(given):
        if values.size:
            places = np.floor((values - low) * (BINS / (high - low)))
            beyond += int(((values < low) | (values > high)).sum())
            bins = np.clip(places, 0, BINS - 1).astype(np.intp)
            shares[side] = np.bincount(bins, minlength=BINS) / values.size
    means = [float(one.mean(dtype=np.float64)) if one.size else float("nan") for one in given]
    sizes = given[0].size, given[1].size
    return Mirrored(low, high, shares, (means[0], means[1]), sizes, beyond)


def finite(values: np.ndarray) -> np.ndarray:
    """The finite ones of values of any shape, (B,)."""
    flat = np.asarray(values, np.float32).reshape(-1)
    return flat if np.isfinite(flat).all() else flat[np.isfinite(flat)]


def edges(plot: QRectF) -> list[int]:
    """Where bars begin and end, in whole pixels, BINS + 1 of them."""
    return [round(plot.left() + k * plot.width() / BINS) for k in range(BINS + 1)]


def middle_of(plot: QRectF) -> int:
    """The height of the line both batches stand on."""
    return round(plot.center().y())


def paint_bars(
    painter: QPainter, plot: QRectF, shown: Mirrored, top: float, looked_at: int = -1
) -> None:
    """Paint both batches' bars, `top` as high as half the plot; one bin may be in ink."""
    now, ends, middle = theme.current_theme(), edges(plot), middle_of(plot)
    gap = 1 if plot.width() >= 4 * BINS else 0
    half = plot.height() / 2 - 1
    for side, token in enumerate(TOKENS):
        color = QColor(now.mix(token, "surface", PALE))
        for k, share in enumerate(shown.shares[side].tolist()):
            if share > 0:
                high = max(min(share / max(top, 1e-9), 1.0) * half, LEAST)
                start = middle - high if side == 0 else middle + 1
                box = QRectF(ends[k], start, max(ends[k + 1] - ends[k] - gap, 1), high)
                painter.fillRect(box, QColor(now.ink) if k == looked_at else color)
    painter.fillRect(QRectF(plot.left(), middle, plot.width(), 1), QColor(now.ink3))


def paint_line(painter: QPainter, plot: QRectF, x: float) -> None:
    """Paint the dashed upright line where it is undecided what is real."""
    painter.setPen(QPen(QColor(theme.current_theme().ink2), 1.0, Qt.PenStyle.DashLine))
    place = round(x) + 0.5
    painter.drawLine(QPointF(place, plot.top()), QPointF(place, plot.bottom()))


def paint_means(painter: QPainter, plot: QRectF, shown: Mirrored, reach: float) -> None:
    """Paint a line with a wedge at each mean: the data's above, the fakes' below."""
    now, middle = theme.current_theme(), middle_of(plot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for side, (mean, token) in enumerate(zip(shown.means, TOKENS, strict=True)):
        if np.isnan(mean):
            continue
        color = QColor(now.mix(token, "ink", 0.35))
        x = round(plot.left() + shown.share_of(mean) * plot.width()) + 0.5
        y, down = (plot.top(), reach) if side == 0 else (plot.bottom(), -reach)
        painter.setPen(QPen(color, 1.2 * theme.scale()))
        painter.drawLine(QPointF(x, y), QPointF(x, middle))
        corners = [QPointF(x, y + down), QPointF(x - 0.6 * reach, y), QPointF(x + 0.6 * reach, y)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF(corners))
