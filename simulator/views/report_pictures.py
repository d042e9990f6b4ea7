"""The pictures of a report: views as they stand, and the traced readouts as small charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from simulator.core.report import Curve
from simulator.views.trace import Line, TraceView

SHARP = 2.0  # device pixels a pixel of the screen
CHART = (420, 210)  # pixels of a chart that has half a page


@dataclass(frozen=True)
class Shot:
    """A picture with what stands below it."""

    title: str
    caption: str
    image: QImage

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.image.width() / max(1, self.image.height())

    def png(self) -> bytes:
        """Return the picture as a file."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(data.data())


def charts(curves: Iterable[Curve], size: tuple[int, int] = CHART) -> list[Shot]:
    """Draw the curves of a report, each in a chart of its own."""
    return [Shot(curve.label, "", _chart(curve, size)) for curve in curves]


def _chart(curve: Curve, size: tuple[int, int]) -> QImage:
    unit = f"{curve.label}, {curve.unit}" if curve.unit else curve.label
    view = TraceView(curve.label, "step", unit)
    view.resize(*size)
    is_list = len(curve.names) > 1
    lines = [
        Line(name if is_list else "", y, "accent" if k == 0 else k)
        for k, (name, y) in enumerate(zip(curve.names, curve.lines, strict=True))
    ]
    ends = (float(curve.steps[0]), float(curve.steps[-1]))
    view.show_lines(curve.steps, lines, x_range=ends)
    image = view.picture(SHARP)
    view.deleteLater()
    return image


def rows_of(shots: Sequence[Shot], width: float, height: float, gap: float) -> list[list[Shot]]:
    """Part pictures into rows so that they are as large together as there is room for: rows fill
    the width (see `heights`), and shrink where they are too high together."""

    def area(rows: Sequence[Sequence[Shot]]) -> float:
        high = heights(rows, width, gap)
        share = min(1.0, (height - gap * (len(rows) - 1)) / sum(high))
        wide = [sum(shot.aspect for shot in row) for row in rows]
        return share**2 * sum(h * h * w for h, w in zip(high, wide, strict=True))

    return max((_parted(shots, count) for count in range(1, len(shots) + 1)), key=area)


def heights(rows: Sequence[Sequence[Shot]], width: float, gap: float) -> list[float]:
    """How high each row is when it fills the width."""
    return [(width - gap * (len(row) - 1)) / sum(shot.aspect for shot in row) for row in rows]


def _parted(shots: Sequence[Shot], count: int) -> list[list[Shot]]:
    """Part pictures into so many rows of about one width."""
    share = sum(shot.aspect for shot in shots) / count
    rows: list[list[Shot]] = [[]]
    filled = 0.0
    for shot in shots:
        middle = filled + shot.aspect / 2
        if rows[-1] and middle > share * len(rows) and len(rows) < count:
            rows.append([])
        rows[-1].append(shot)
        filled += shot.aspect
    return rows
