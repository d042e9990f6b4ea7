"""A report as one A4 page: its foot is measured first, and pictures share what is left."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QFont, QPdfWriter

from simulator.core.report import Curve, Report, Row
from simulator.views.mathematics import EquationError, plain_text, typeset
from simulator.views.report_pictures import Shot, charts, heights, rows_of
from simulator.views.report_sheet import EDGE, HEIGHT, LEFT, RIGHT, Sheet, Type

WIDTH = RIGHT - LEFT
BOLD, MEDIUM = QFont.Weight.DemiBold, QFont.Weight.Medium
TITLE, SUMMARY = Type(22, "ink", BOLD), Type(8.5, "ink2")
HEAD, NAME, VALUE = Type(8, "ink", BOLD), Type(7.5, "ink2"), Type(7.5, "ink", MEDIUM)
FACT_NAME, FACT = Type(6.8, "ink3"), Type(9, "ink", BOLD)
CAPTION, SMALL = Type(6.5, "ink3"), Type(5.6, "ink3")
CODE, STEP = Type(6.4, "ink", is_code=True), Type(6.4, "ink3", is_code=True)
EQUATION = 12.5  # points
GAP, ROW = 10.0, 11.5  # between parts, and from row to row of a table
CAPTIONED = 13.0  # what a caption takes
CHARTS, CHART_HIGH, CHART_HIGHEST = 4, 66.0, 120.0
CHART_SCALE = 1.55  # pixels a point: their type comes out as small as captions
MOST_ROWS, LEAST_GALLERY = 15, 150.0
MOST_SCRIPT = 9  # lines of Python that a page has room for
SIGNS = {True: ("●", "good"), False: ("▲", "warm"), None: ("○", "ink3")}


def pdf_of(report: Report, shots: Sequence[Shot]) -> bytes:
    """Return the PDF, of one page."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{report.title} · Reverie")
    writer.setCreator("Reverie")
    sheet = Sheet(writer)
    try:
        _Page(sheet, report).draw(shots, report.curves[:CHARTS])
    finally:
        sheet.end()
    buffer.close()
    return bytes(data.data())


class _Page:
    """Draws the parts from above, with the room that is left for pictures."""

    def __init__(self, sheet: Sheet, report: Report) -> None:
        self._sheet, self._report = sheet, report

    def draw(self, shots: Sequence[Shot], curves: Sequence[Curve]) -> None:
        y = self._head(EDGE)
        y = self._facts(y + 9) + GAP
        foot = self._foot()
        charted = CHART_HIGH + GAP if curves else 0.0
        rows = self._rows(HEIGHT - EDGE - foot - y - charted - LEAST_GALLERY)
        columns = (rows + 1) * ROW + 6 + GAP
        room = HEIGHT - EDGE - foot - y - charted - columns
        below = self._gallery(shots, y, room)
        if curves:
            high = min(CHART_HIGH + max(0.0, room - (below - y)), CHART_HIGHEST)
            below = self._charts(curves, below, high) + GAP
        self._columns(below, rows)
        self._draw_foot(HEIGHT - EDGE - foot + GAP)

    # ---- above ----

    def _head(self, y: float) -> float:
        sheet, report = self._sheet, self._report
        sheet.text(report.made, LEFT, y + 9, WIDTH, FACT_NAME, is_right=True)
        size = TITLE.size * min(1.0, 0.78 * WIDTH / sheet.width_of(report.title, TITLE))
        y = sheet.text(report.title, LEFT, y, WIDTH, Type(size, "ink", BOLD))
        y = sheet.text(report.summary, LEFT, y + 1, WIDTH, SUMMARY) + 8
        try:
            equation = typeset(report.equation, inline=True)
        except EquationError:
            y = sheet.text(plain_text(report.equation), LEFT, y, WIDTH, SUMMARY)
        else:
            size = min(EQUATION, WIDTH / equation.width)
            wide, high = equation.width * size, equation.height * size
            sheet.svg(equation.svg, LEFT, y, wide, high)
            y += high
        sheet.rule(y + 9)
        return y + 9

    def _facts(self, y: float) -> float:
        x = LEFT
        for name, value in self._report.facts:
            wide = max(self._sheet.width_of(value, FACT), self._sheet.width_of(name, FACT_NAME))
            self._sheet.line(name, x, y, wide + 2, FACT_NAME)
            self._sheet.line(value, x, y + 9, wide + 2, FACT)
            x += wide + 30
        return y + 21

    # ---- pictures ----

    def _gallery(self, shots: Sequence[Shot], y: float, room: float) -> float:
        if not shots:
            return y
        rows = rows_of(shots, WIDTH, room - 2 * CAPTIONED, GAP)
        high = heights(rows, WIDTH, GAP)
        spare = room - len(rows) * CAPTIONED - GAP * (len(rows) - 1)
        share = min(1.0, spare / sum(high))
        for row, height in zip(rows, high, strict=True):
            height *= share
            wide = sum(shot.aspect * height for shot in row) + GAP * (len(row) - 1)
            x = LEFT + (WIDTH - wide) / 2
            for shot in row:
                width = shot.aspect * height
                self._sheet.picture(shot.image, x, y, width, height)
                said = f"{shot.title} · {shot.caption}" if shot.caption else shot.title
                self._sheet.line(said, x, y + height + 3, width, CAPTION)
                x += width + GAP
            y += height + CAPTIONED + GAP
        return y

    def _charts(self, curves: Sequence[Curve], y: float, high: float) -> float:
        count = max(2, len(curves))
        width = (WIDTH - GAP * (count - 1)) / count
        size = round(width * CHART_SCALE), round(high * CHART_SCALE)
        for k, chart in enumerate(charts(curves, size)):
            self._sheet.picture(chart.image, LEFT + k * (width + GAP), y, width, high)
        return y + high

    # ---- tables ----

    def _rows(self, room: float) -> int:
        """How many rows the longest table has, at most as many as there is room for."""
        report = self._report
        wanted = max(len(report.changed), len(report.readouts), self._tall(), 3)
        return max(3, min(wanted, MOST_ROWS, int(room / ROW) - 1))

    def _tall(self) -> int:
        """Rows of the third column: what must hold, a title, what was done last."""
        return len(self._report.held) + 1 + min(len(self._report.journal), 6)

    def _columns(self, y: float, rows: int) -> None:
        gap = 22.0
        width = (WIDTH - 2 * gap) / 3
        report = self._report
        self._table("Changed settings", report.changed, LEFT, y, width, rows)
        self._table("Readouts", report.readouts, LEFT + width + gap, y, width, rows)
        self._third(LEFT + 2 * (width + gap), y, width, rows)

    def _table(
        self, title: str, rows: Sequence[Row], x: float, y: float, width: float, most: int
    ) -> None:
        sheet = self._sheet
        sheet.line(title, x, y, width, HEAD)
        y += ROW + 2
        fitting = rows if len(rows) <= most else rows[: most - 1]
        for name, value in fitting:
            wide = min(sheet.width_of(value, VALUE) + 2, width * 0.62)
            sheet.line(value, x + width - wide, y, wide, VALUE, is_right=True)
            sheet.line(name, x, y, width - wide - 4, NAME)
            y += ROW
        if not rows:
            sheet.line("none: all are the defaults", x, y, width, NAME)
        elif len(fitting) < len(rows):
            sheet.line(f"… and {len(rows) - len(fitting)} more", x, y, width, CAPTION)

    def _third(self, x: float, y: float, width: float, rows: int) -> None:
        sheet, report = self._sheet, self._report
        sheet.line("Must hold", x, y, width, HEAD)
        y += ROW + 2
        for held in report.held:
            sign, color = SIGNS[held.holds]
            sheet.line(sign, x, y, 10, Type(7, color))
            sheet.line(held.sentence, x + 11, y, width - 11, NAME)
            y += ROW
        room = max(1, rows - len(report.held) - 1)
        sheet.line("Done last" if len(report.journal) > room else "Done", x, y + 2, width, HEAD)
        y += ROW + 2
        for step, words in report.journal[-room:]:
            wide = sheet.width_of(step, STEP) + 6
            sheet.line(step, x, y + 1, wide, STEP)
            sheet.line(words, x + wide, y + 1, width - wide, CODE)
            y += ROW

    # ---- the foot ----

    @property
    def _repeat(self) -> str:
        """What repeats the run."""
        report = self._report
        lines = report.script.strip().splitlines()
        if report.command:
            return report.command
        if len(lines) <= MOST_SCRIPT and max(map(len, lines)) < 120:
            return "\n".join(lines)
        return (
            "Something was done between steps: Copy as Python in the menu, or the report as HTML, "
            f"has the {len(lines)} lines that repeat it."
        )

    @property
    def _all(self) -> str:
        return "All settings:  " + "   ".join(f"{n}={t}" for n, t in self._report.settings)

    def _foot(self) -> float:
        sheet = self._sheet
        return (
            2 * GAP
            + ROW
            + sheet.height_of(self._repeat, WIDTH - 18, CODE)
            + 12
            + 6
            + sheet.height_of(self._all, WIDTH, SMALL)
        )

    def _draw_foot(self, y: float) -> None:
        sheet = self._sheet
        sheet.line("How to repeat it, to the bit", LEFT, y, WIDTH, HEAD)
        y += ROW + 2
        high = sheet.height_of(self._repeat, WIDTH - 18, CODE)
        sheet.plate(LEFT, y, WIDTH, high + 12, "accent_soft")
        sheet.text(self._repeat, LEFT + 9, y + 6, WIDTH - 18, CODE)
        sheet.text(self._all, LEFT, y + high + 18, WIDTH, SMALL)
