"""The tables of a page: hairlines under their rows, and columns that break no word.

Qt's own HTML frames every cell or none, and squeezes some columns to a few letters.
"""

from collections.abc import Sequence

from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
)

from simulator.views.page_equations import EquationObject
from simulator.views.page_style import PageStyle


def rule_tables(document: QTextDocument, style: PageStyle) -> None:
    """A hairline under each row; all in one change, for every change lays the text out again."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for table in _tables(document):
        shape = table.format().toTableFormat()
        shape.setBorderCollapse(True)
        shape.setTopMargin(0.3 * style.font_px)
        shape.setBottomMargin(style.font_px)
        table.setFormat(shape)
        for row in range(table.rows()):
            for column in range(table.columns()):
                _rule(table.cellAt(row, column), style.line)
    cursor.endEditBlock()


def fit_columns(document: QTextDocument, equations: EquationObject, em: float, room: float) -> None:
    """Widths that break no word while there is room, in `room` pixels; `em` is the text's size."""
    # never table.document(): when a table's wrapper goes, PySide ends the document's as well
    space = QFontMetricsF(document.defaultFont()).horizontalAdvance(" ")
    for table in _tables(document):
        columns = [
            _column_width(_words_in(table, column, equations), space, 0.5 * em)
            for column in range(table.columns())
        ]
        shape = table.format().toTableFormat()
        kind = QTextLength.Type.FixedLength
        widths = [QTextLength(kind, width) for width in share_width(columns, room)]
        if widths != shape.columnWidthConstraints():
            shape.setColumnWidthConstraints(widths)
            table.setFormat(shape)


def share_width(columns: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Share `room` among columns of (narrowest, natural) width: what each needs, then the rest by
    what each would like; where even the needs are too much, all shrink alike."""
    needs = sum(narrowest for narrowest, _ in columns)
    if needs >= room:
        return [narrowest * room / needs for narrowest, _ in columns]
    wishes = sum(natural for _, natural in columns)
    if wishes <= room:
        return [natural * room / wishes for _, natural in columns]
    share = (room - needs) / (wishes - needs)
    return [narrowest + (natural - narrowest) * share for narrowest, natural in columns]


def _tables(document: QTextDocument) -> list[QTextTable]:
    frames = document.rootFrame().childFrames()
    return [frame for frame in frames if isinstance(frame, QTextTable)]


def _rule(cell: QTextTableCell, color: str) -> None:
    style = cell.format().toTableCellFormat()
    style.setBottomBorder(1)
    style.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    style.setBottomBorderBrush(QColor(color))
    cell.setFormat(style)


def _column_width(words: list[list[float]], space: float, padding: float) -> tuple[float, float]:
    """Pixels a column needs at least, for its longest word, and those it would like."""
    narrowest = max((max(widths, default=0.0) for widths in words), default=0.0)
    natural = max((sum(widths) + space * len(widths) for widths in words), default=0.0)
    return narrowest + 2 * padding + 2, natural + 2 * padding + 2


def _words_in(table: QTextTable, column: int, equations: EquationObject) -> list[list[float]]:
    """How wide the words of each cell in a column are."""
    cells = [table.cellAt(row, column) for row in range(table.rows())]
    return [_word_widths(cell.firstCursorPosition().block(), equations) for cell in cells]


def _word_widths(block: QTextBlock, equations: EquationObject) -> list[float]:
    widths = [0.0]
    parts = block.begin()
    while not parts.atEnd():
        fragment, style = parts.fragment(), parts.fragment().charFormat()
        if style.isImageFormat():
            widths[-1] += equations.width_px(style)
        else:
            metrics = QFontMetricsF(style.font())
            first, *others = (metrics.horizontalAdvance(w) for w in fragment.text().split(" "))
            widths[-1] += first
            widths.extend(others)
        parts += 1
    return widths
