"""A page to read: Markdown with typeset equations, in the colours and at the size of the window.

``Page`` shows a model's page or a lesson. Links to ``help:…`` and ``action:…`` leave as a signal;
nothing is ever fetched, from the network or from disk, and nothing is opened.
"""

from typing import ClassVar
from urllib.parse import unquote

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from simulator.views.page_equations import EquationObject
from simulator.views.page_markdown import INTERNAL_SCHEMES, equations_in, to_html
from simulator.views.page_style import (
    COLUMN,
    LINE_HEIGHT,
    SIDE_MARGIN,
    PageStyle,
    mixed,
    style_sheet,
)
from simulator.views.page_tables import fit_columns, rule_tables, share_width

__all__ = ["Page", "PageStyle", "equations_in", "share_width", "to_html"]

_OBJECT = "\ufffc"  # what stands for an equation in the document's text


class Page(QTextBrowser):
    """Markdown text, typeset. Reads nothing but what ``show_markdown`` gives it."""

    link_activated = Signal(str)  # "help:…" or "action:…", as written in the text
    external_link_activated = Signal(str)  # anything else: the window asks before it opens one
    edges: ClassVar = (SIDE_MARGIN, 1.0, 2.0)  # ems left free at both sides, above and below

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._style = PageStyle()
        self._equations = EquationObject(self)
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
        palette.setColor(QPalette.ColorRole.Highlight, mixed(accent, surface, 0.28))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(ink))
        self.setPalette(palette)
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self._rebuild()
        bar.setValue(round(place * bar.maximum()))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing: a page is one text."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        room = self.viewport().width()
        super().resizeEvent(event)
        if self.viewport().width() != room:  # Qt shows the scroll bar of a hidden page only now
            self._set_margins()
            self.document().markContentsDirty(0, self.document().characterCount())

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
        document.setDefaultStyleSheet(style_sheet(self._style))
        self.setHtml(html)
        self._set_line_heights()
        rule_tables(document, self._style)
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
        least, above, below = self.edges
        side = round(max(least * em, (room - COLUMN * em) / 2))
        self._equations.set_column_width(room - 2 * side)
        fit_columns(self.document(), self._equations, em, room - 2 * side - 1)  # Qt rounds up
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(side)
        shape.setRightMargin(side)
        shape.setTopMargin(above * em)
        shape.setBottomMargin(below * em)
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
