"""A page to read: Markdown with typeset equations, in the colours and at the size of the window.

``Page`` shows a model's page or a lesson. Equations stand between ``$…$`` in the line and
``$$…$$`` on lines of their own. Links to ``help:…`` and ``action:…`` leave as a signal; nothing is
ever fetched, from the network or from disk, and nothing is opened.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from PySide6.QtCore import QMimeData, QPointF, QRect, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPyTextObject,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from simulator.views.mathematics import Equation, EquationError, render_equation, typeset

INTERNAL_SCHEMES = ("help", "action")
LINE_HEIGHT = 1.6  # ems
COLUMN = 42  # ems: about 75 letters, the longest line that is still easy to read
SIDE_MARGIN = 1.3  # ems
EQUATION_SCALE = 1.14  # an equation's font against the text's: its small letters are smaller

_OBJECT = "\ufffc"  # what stands for an equation in the document's text
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class PageStyle:
    """The colours and the size of a page; the fields are the tokens of the theme."""

    ink: str = "#1c2430"
    ink2: str = "#5b6675"
    accent: str = "#2b5fd9"
    line: str = "#e3e0d8"
    surface: str = "#fffefb"
    font_px: float = 15


class Page(QTextBrowser):
    """Markdown text, typeset. Reads nothing but what ``show_markdown`` gives it."""

    link_activated = Signal(str)  # "help:…" or "action:…", as written in the text
    external_link_activated = Signal(str)  # anything else: the window asks before it opens one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._style = PageStyle()
        self._equations = _EquationObject(self)
        self._is_fitting = False
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.document().documentLayout().registerHandler(
            QTextFormat.ObjectTypes.ImageObject.value, self._equations
        )
        self.document().setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._follow)
        self.set_style(**vars(self._style))

    def show_markdown(self, text: str) -> None:
        """Show this text from its beginning."""
        self._markdown = text
        self._rebuild()
        self.verticalScrollBar().setValue(0)

    def set_style(
        self, ink: str, ink2: str, accent: str, line: str, surface: str, font_px: float
    ) -> None:
        """Colours as #rrggbb; the place that is being read stays where it is."""
        self._style = PageStyle(ink, ink2, accent, line, surface, font_px)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(surface))
        palette.setColor(QPalette.ColorRole.Text, QColor(ink))
        palette.setColor(QPalette.ColorRole.Highlight, _mix(accent, surface, 0.28))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(ink))
        self.setPalette(palette)
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self._rebuild()
        bar.setValue(round(place * bar.maximum()))

    def style_of_page(self) -> PageStyle:
        return self._style

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing: a page is one text."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        super().resizeEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text; an equation is copied as its TeX."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        cursor = self.textCursor()
        found = iter(self._equations_between(cursor.selectionStart(), cursor.selectionEnd()))
        text = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        return "".join(next(found, "") if letter == _OBJECT else letter for letter in text)

    def _follow(self, url: QUrl) -> None:
        link = unquote(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if link.startswith("#"):
            self.scrollToAnchor(link[1:])
        elif url.scheme() in INTERNAL_SCHEMES:
            self.link_activated.emit(link)
        else:
            self.external_link_activated.emit(link)

    def _rebuild(self) -> None:
        html, equations = to_html(self._markdown)
        self._equations.show(equations, self._style)
        document = self.document()
        font = self.font()
        font.setPixelSize(round(self._style.font_px))
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setIndentWidth(1.5 * self._style.font_px)
        document.setDefaultStyleSheet(_style_sheet(self._style))
        self.setHtml(html)
        self._set_line_heights()
        self._rule_tables()
        self._set_margins()

    def _set_line_heights(self) -> None:
        """Even lines in running text, whatever equations stand in them."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            if not block.blockFormat().headingLevel() and not self._equations.is_display(block):
                cursor.setPosition(block.position())
                cursor.mergeBlockFormat(self._line_height(block))
            block = block.next()
        cursor.endEditBlock()

    def _line_height(self, block: QTextBlock) -> QTextBlockFormat:
        kinds = QTextBlockFormat.LineHeightTypes
        kind = kinds.FixedHeight if self._equations.fit_lines(block) else kinds.MinimumHeight
        even = QTextBlockFormat()
        even.setLineHeight(round(LINE_HEIGHT * self._style.font_px), kind.value)
        return even

    def _rule_tables(self) -> None:
        """A hairline under each row; Qt's own HTML frames every cell or none."""
        for table in self._tables():
            shape = table.format().toTableFormat()
            shape.setBorderCollapse(True)
            shape.setTopMargin(0.3 * self._style.font_px)
            shape.setBottomMargin(self._style.font_px)
            table.setFormat(shape)
            for row in range(table.rows()):
                for column in range(table.columns()):
                    self._rule(table.cellAt(row, column))

    def _tables(self) -> list[QTextTable]:
        frames = self.document().rootFrame().childFrames()
        return [frame for frame in frames if isinstance(frame, QTextTable)]

    def _fit_columns(self, room: float) -> None:
        """Widths that break no word while there is room; Qt would squeeze some to a few letters."""
        for table in self._tables():
            columns = [
                self._equations.column_width(table, column, 0.5 * self._style.font_px)
                for column in range(table.columns())
            ]
            shape = table.format().toTableFormat()
            kind = QTextLength.Type.FixedLength
            widths = [QTextLength(kind, width) for width in share_width(columns, room)]
            if widths != shape.columnWidthConstraints():
                shape.setColumnWidthConstraints(widths)
                table.setFormat(shape)

    def _rule(self, cell: QTextTableCell) -> None:
        style = cell.format().toTableCellFormat()
        style.setBottomBorder(1)
        style.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        style.setBottomBorderBrush(QColor(self._style.line))
        cell.setFormat(style)

    def _set_margins(self) -> None:
        """Fit the text to the room there is; a scroll bar that comes or goes by this changes it."""
        if self._is_fitting:
            return
        self._is_fitting = True
        for _ in range(3):
            room = self.viewport().width()
            self._fit(room)
            if self.viewport().width() == room:
                break
        self._is_fitting = False

    def _fit(self, room: int) -> None:
        """A column of comfortable width in the middle of `room` pixels."""
        em = self._style.font_px
        side = round(max(SIDE_MARGIN * em, (room - COLUMN * em) / 2))
        self._equations.set_column_width(room - 2 * side)
        self._fit_columns(room - 2 * side)
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(side)
        shape.setRightMargin(side)
        shape.setTopMargin(em)
        shape.setBottomMargin(2 * em)
        if shape != frame.frameFormat():
            frame.setFrameFormat(shape)

    def _equations_between(self, start: int, end: int) -> list[str]:
        document = self.document()
        places = (place for place in range(start, end) if document.characterAt(place) == _OBJECT)
        cursor = QTextCursor(document)
        written = []
        for place in places:
            cursor.setPosition(place + 1)
            written.append(self._equations.source(cursor.charFormat()))
        return written


@dataclass(frozen=True)
class _Placed:
    """An equation of a page and how it stands there; None where its TeX is wrong."""

    tex: str
    is_display: bool
    equation: Equation | None


class _EquationObject(QPyTextObject):
    """Measures and paints the equations of one page: the document's images are all equations.

    Qt puts a picture on the baseline or has it in the middle, nothing between. So an equation in
    the line asks for room equally above and below, which makes the line as tall as it must be, and
    is then painted where its own baseline falls on the line's.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._placed: list[_Placed] = []
        self._style = PageStyle()
        self._column_width = 0.0

    def show(self, equations: "Sequence[tuple[str, bool]]", style: PageStyle) -> None:
        self._placed = [_place(tex, is_display) for tex, is_display in equations]
        self._style = style

    def set_column_width(self, width: float) -> None:
        self._column_width = width

    def source(self, style: QTextFormat) -> str:
        placed = self._of(style)
        mark = "$$" if placed.is_display else "$"
        return f"{mark}{placed.tex}{mark}"

    def is_display(self, block: QTextBlock) -> bool:
        return any(placed.is_display for placed in self._in_block(block))

    def fit_lines(self, block: QTextBlock) -> bool:
        """Whether lines of the usual height hold them; Qt sets the baseline at four fifths."""
        em, size = self._style.font_px, self._size_px()
        above, below = 0.8 * LINE_HEIGHT * em, (0.2 * LINE_HEIGHT + 0.25) * em
        return all(
            equation.depth * size <= below and equation.ascent * size <= above
            for equation in (placed.equation for placed in self._in_block(block))
            if equation
        )

    def column_width(self, table: QTextTable, column: int, padding: float) -> tuple[float, float]:
        """Pixels the column needs at least, for its longest word, and those it would like."""
        cells = [table.cellAt(row, column) for row in range(table.rows())]
        words = [self._word_widths(cell.firstCursorPosition().block()) for cell in cells]
        space = QFontMetricsF(table.document().defaultFont()).horizontalAdvance(" ")
        narrowest = max((max(widths, default=0.0) for widths in words), default=0.0)
        natural = max((sum(widths) + space * len(widths) for widths in words), default=0.0)
        return narrowest + 2 * padding + 2, natural + 2 * padding + 2

    def _word_widths(self, block: QTextBlock) -> list[float]:
        widths = [0.0]
        parts = block.begin()
        while not parts.atEnd():
            fragment, style = parts.fragment(), parts.fragment().charFormat()
            if style.isImageFormat():
                equation = self._of(style).equation
                widths[-1] += equation.width * self._size_px() if equation else 0.0
            else:
                metrics = QFontMetricsF(style.font())
                first, *others = (metrics.horizontalAdvance(w) for w in fragment.text().split(" "))
                widths[-1] += first
                widths.extend(others)
            parts += 1
        return widths

    def intrinsicSize(self, document: QTextDocument, position: int, style: QTextFormat) -> QSizeF:
        placed = self._of(style)
        if placed.equation is None:
            return QSizeF(
                QFontMetricsF(document.defaultFont()).horizontalAdvance(placed.tex) + 2, 0
            )
        size = placed.equation.size(self._size_px()) * self._fit(placed.equation)
        if placed.is_display:
            return size
        below, middle = self._room_below(document, placed.equation)
        return QSizeF(size.width(), 2 * below + middle)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        style: QTextFormat,
    ) -> None:
        rect = QRectF(rect)
        placed = self._of(style)
        if placed.equation is None:
            self._draw_source(painter, rect, document, placed)
            return
        size_px = self._size_px() * self._fit(placed.equation)
        if placed.is_display:
            baseline = rect.bottom() - placed.equation.depth * size_px
        else:
            baseline = rect.center().y() + _centre_to_baseline(document, position)
        ratio = painter.device().devicePixelRatioF()
        image = render_equation(
            placed.tex, size_px, self._style.ink, ratio, inline=not placed.is_display
        )
        place = _on_pixel(painter, QPointF(rect.left(), baseline), ratio)
        painter.drawImage(place - QPointF(0, image.offset().y() / ratio), image)

    def _draw_source(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, placed: _Placed
    ) -> None:
        """TeX that cannot be typeset is shown as it was written."""
        painter.save()
        painter.setFont(document.defaultFont())
        painter.setPen(QColor(self._style.ink2))
        painter.drawText(QPointF(rect.left(), rect.bottom()), placed.tex)
        painter.restore()

    def _room_below(self, document: QTextDocument, equation: Equation) -> tuple[float, float]:
        """Pixels to ask for below the baseline, and how many more Qt then puts above it."""
        size = self._size_px() * self._fit(equation)
        middle = QFontMetrics(document.defaultFont()).xHeight() / 2  # Qt reckons in whole pixels
        below = equation.depth * size
        return max(below, equation.ascent * size - middle), middle

    def _fit(self, equation: Equation) -> float:
        """1, or less where the column is narrower than the equation."""
        room = self._column_width - 2
        width = equation.width * self._size_px()
        return min(1.0, max(0.2, room / width)) if room > 0 else 1.0

    def _size_px(self) -> float:
        return EQUATION_SCALE * self._style.font_px

    def _in_block(self, block: QTextBlock) -> list[_Placed]:
        found = []
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            style = fragment.charFormat()
            if style.isImageFormat():
                found.append(self._of(style))
            parts += 1
        return found

    def _of(self, style: QTextFormat) -> _Placed:
        number = style.stringProperty(QTextFormat.Property.ImageName.value).partition(":")[2]
        if number.isdecimal() and int(number) < len(self._placed):
            return self._placed[int(number)]
        return _Placed("", False, None)


def _place(tex: str, is_display: bool) -> _Placed:
    try:
        return _Placed(tex, is_display, typeset(tex, inline=not is_display))
    except EquationError:
        return _Placed(tex, is_display, None)


def _centre_to_baseline(document: QTextDocument, position: int) -> float:
    """Pixels from the middle of the line, where Qt centres the picture, down to the baseline."""
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    return (line.ascent() - line.descent()) / 2 if line.isValid() else 0.0


def _on_pixel(painter: QPainter, point: QPointF, ratio: float) -> QPointF:
    """The nearest point that falls on a device pixel: a picture between two is blurred."""
    origin = painter.transform().map(point)
    dx = (round(origin.x() * ratio) / ratio) - origin.x()
    dy = (round(origin.y() * ratio) / ratio) - origin.y()
    return point + QPointF(dx, dy)


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


# --- Markdown to Qt's HTML ---------------------------------------------------------------------


def to_html(markdown: str) -> tuple[str, list[tuple[str, bool]]]:
    """HTML in which equation number n is the image ``equation:n``, and the equations: TeX, and
    whether it stands on lines of its own."""
    env: dict[str, list[tuple[str, bool]]] = {"equations": []}
    html = _parser().render(_COMMENT.sub("", markdown), env)
    return html.rstrip(), env["equations"]


def equations_in(markdown: str) -> list[tuple[str, bool]]:
    """The equations of a page, in their order: TeX, and whether it stands on its own."""
    return to_html(markdown)[1]


def typeset_all(markdown: str) -> None:
    """Typeset a page ahead of its first showing, as a helper process does at the first start."""
    for tex, is_display in equations_in(markdown):
        _place(tex, is_display)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
    parser.enable(["table", "smartquotes"]).disable("image")
    parser.inline.ruler.before("escape", "equation", _inline_equation)
    parser.block.ruler.before(
        "fence", "display_equation", _display_equation, {"alt": ["paragraph", "list"]}
    )
    parser.add_render_rule("equation", _render_equation)
    parser.add_render_rule("display_equation", _render_equation)
    parser.add_render_rule("heading_open", _render_heading)
    parser.add_render_rule("link_open", _render_link)
    parser.add_render_rule("table_open", _render_table)
    parser.add_render_rule("hr", lambda *_: "<p></p>\n")
    return parser


def _inline_equation(state: StateInline, silent: bool) -> bool:
    """``$x$``: no space inside the dollars, no digit after them, so that prices stay prices."""
    if state.src[state.pos] != "$":
        return False
    found = re.compile(r"\$(?![\s$])((?:[^$`\\]|\\.)*?)(?<!\s)\$(?!\d)").match(
        state.src, state.pos, state.posMax
    )
    if found is None or not found[1]:
        return False
    if not silent:
        state.push("equation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _display_equation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``$$`` … ``$$``, on one line or several."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first):
        return False
    found = re.compile(r"\$\$(.+?)\$\$[ \t]*(?=\n|$)", re.DOTALL).match(state.src, first)
    if found is None:
        return False
    if not silent:
        state.push("display_equation", "", 0).content = found[1].strip()
    last = start
    while last < end and state.eMarks[last] < found.end():
        last += 1
    state.line = last + 1
    return True


def _render_equation(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    is_display = token.type == "display_equation"
    picture = f'<img src="equation:{len(env["equations"])}"'
    env["equations"].append((" ".join(token.content.split()), is_display))
    if is_display:
        return f'<p class="equation">{picture} /></p>\n'
    return f'{picture} style="vertical-align: middle" />'


def _render_heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A heading can be linked to by its words: ``#cost-growth``."""
    words = re.sub(r"[^\w]+", "-", tokens[index + 1].content.lower()).strip("-")
    return f'<{tokens[index].tag}><a name="{words}"></a>'


def _render_link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    scheme = str(tokens[index].attrGet("href")).partition(":")[0]
    if scheme in INTERNAL_SCHEMES:
        tokens[index].attrSet("class", scheme)
    return renderer.renderToken(tokens, index, options, env)


def _render_table(*_: object) -> str:
    return '<table width="100%" cellspacing="0" cellpadding="0">\n'


def _style_sheet(style: PageStyle) -> str:
    em = style.font_px
    return f"""
    body {{ color: {style.ink}; }}
    h1 {{ font-size: {round(1.6 * em)}px; font-weight: 600; margin: 0 0 {0.6 * em}px 0; }}
    h2 {{ font-size: {round(1.2 * em)}px; font-weight: 600;
          margin: {1.7 * em}px 0 {0.5 * em}px 0; }}
    h3 {{ font-size: {round(em)}px; font-weight: 600; margin: {1.2 * em}px 0 {0.3 * em}px 0; }}
    p {{ margin: 0 0 {0.7 * em}px 0; }}
    p.equation {{ margin: {0.9 * em}px 0 {0.7 * em}px 0; text-align: center; }}
    ul, ol {{ margin: 0 0 {0.7 * em}px 0; }}
    li {{ margin: 0 0 {0.35 * em}px 0; }}
    a {{ color: {style.accent}; text-decoration: underline; }}
    a.action {{ font-weight: 500; }}
    code, pre {{ font-size: {round(0.9 * em)}px; }}
    blockquote {{ color: {style.ink2}; margin: 0 0 {0.7 * em}px {1.2 * em}px; }}
    th {{ color: {style.ink2}; font-size: {round(0.87 * em)}px; font-weight: 600; text-align: left;
          padding: {0.1 * em}px {0.5 * em}px {0.35 * em}px {0.5 * em}px; }}
    td {{ padding: {0.1 * em}px {0.5 * em}px {0.4 * em}px {0.5 * em}px; }}
    """


def _mix(color: str, ground: str, share: float) -> QColor:
    a, b = QColor(color), QColor(ground)
    return QColor.fromRgbF(
        share * a.redF() + (1 - share) * b.redF(),
        share * a.greenF() + (1 - share) * b.greenF(),
        share * a.blueF() + (1 - share) * b.blueF(),
    )
