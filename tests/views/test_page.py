"""A page shows Markdown with typeset equations, passes on its links, and fetches nothing."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor

from simulator.views import mathematics
from simulator.views.mathematics import typeset
from simulator.views.page import Page, equations_in, share_width, to_html
from simulator.views.page_style import PageStyle
from simulator.views.page_tables import rule_tables

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TEXTS = sorted([*RESOURCES.glob("pages/*.md"), *RESOURCES.glob("lessons/*.md")])
LIGHT = {
    "ink": "#1c2430",
    "ink2": "#5b6675",
    "accent": "#2b5fd9",
    "line": "#e3e0d8",
    "surface": "#fffefb",
}


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mathematics.paths, "cache_dir", lambda: folder)
        yield


@pytest.fixture
def page(qtbot):
    page = Page()
    qtbot.addWidget(page)
    page.resize(420, 600)
    page.show()
    return page


def click(qtbot, page, words):
    cursor = page.document().find(words)
    cursor.setPosition(cursor.selectionStart() + 1)
    place = page.cursorRect(cursor).center() + QPoint(2, 0)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_equation_of_every_text_typesets(path):
    for tex, is_display in equations_in(path.read_text(encoding="utf-8")):
        assert typeset(tex, inline=not is_display).width > 0


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_text_leaves_a_dollar_standing(path):
    html = to_html(path.read_text(encoding="utf-8"))[0]
    assert "$" not in re.sub(r"<code.*?</code>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [320, 700])
def test_every_text_fits_its_width(qtbot, page, path, width):
    page.resize(width, 600)
    page.show_markdown(path.read_text(encoding="utf-8"))
    assert page.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [372, 500, 600])
def test_a_text_that_was_there_before_its_page_was_shown_fits_too(qtbot, width):
    page = Page()
    qtbot.addWidget(page)
    row = "| some words that fill the room | and others that want much room as well |\n"
    equation = "$$" + 30 * "a + " + "a$$\n\n"
    page.show_markdown(equation + "| a | b |\n|:--|:--|\n" + 60 * row)
    page.resize(width, 600)
    page.show()
    assert page.verticalScrollBar().isVisible()
    assert page.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_link_into_the_same_text_names_one_of_its_headings(path):
    html, _ = to_html(path.read_text(encoding="utf-8"))
    headings = re.findall(r'<a name="([^"]*)">', html)
    assert [name for name in re.findall(r'href="#([^"]*)"', html) if name not in headings] == []


def test_dollars_of_a_price_are_no_equation():
    assert equations_in("It costs $5 and $7, `$x$` too.") == []


def test_an_equation_may_stand_in_the_line_on_its_own_or_in_a_list():
    text = "a $x_1$\n\n$$\ny^2 +\n1\n$$\n\n- b\n\n  $$z$$\n"
    assert equations_in(text) == [("x_1", False), ("y^2 + 1", True), ("z", True)]


def test_emphasis_marks_inside_an_equation_belong_to_it():
    assert equations_in("$a*b*c_d_e$") == [("a*b*c_d_e", False)]


def test_html_is_shown_as_text_and_comments_are_left_out():
    html, _ = to_html("<b onclick='x'>bold</b>\n\n<!-- keys -->\n")
    assert "<b " not in html
    assert "keys" not in html


def test_tables_are_tables(page):
    page.show_markdown("| a | b |\n|:--|--:|\n| 1 | $x$ |\n")
    assert "<table" in to_html("| a |\n|:--|\n| 1 |\n")[0]
    assert page.document().toPlainText().split() == ["a", "b", "1", "\ufffc"]


@pytest.mark.parametrize(
    "link", ["action:play", "action:preset=letters-hebb", "action:probe=1,-1", "help:rbm#units"]
)
def test_a_clicked_link_leaves_as_it_was_written(qtbot, page, link):
    page.show_markdown(f"Now [press here]({link}).")
    with qtbot.waitSignal(page.link_activated, timeout=1000) as signal:
        click(qtbot, page, "press")
    assert signal.args == [link]


def test_a_link_is_followed_by_keyboard(qtbot, page):
    page.show_markdown("Now [press here](action:play).")
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.link_activated, timeout=1000) as signal:
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert signal.args == ["action:play"]


def test_a_link_into_the_network_is_reported_and_not_opened(qtbot, page, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.show_markdown("See [there](https://example.org/a).")
    with qtbot.waitSignal(page.external_link_activated, timeout=1000) as signal:
        click(qtbot, page, "there")
    assert signal.args == ["https://example.org/a"]
    assert opened == []
    assert "See" in page.document().toPlainText()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "https://example.org/x.png"])
def test_nothing_is_fetched(page, address):
    page.show_markdown(f"![picture]({address})")
    assert "<img" not in to_html(f"![picture]({address})")[0]
    assert page.loadResource(2, QUrl(address)) is None


def test_equations_take_the_ink_of_the_style(page):
    page.set_style(**LIGHT | {"ink": "#ff0000", "surface": "#000000"}, font_px=40)
    page.show_markdown(r"$$\blacksquare \sum$$")
    image = page.viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(200)}
    assert "#ff0000" in colors
    assert all(name.endswith("0000") for name in colors)


def lower_edges(image) -> list[int]:
    """The lowest inked row of each shape, from left to right, shapes parted by empty columns."""
    paper = image.pixelColor(1, 1)
    edges, is_inside = [], False
    for x in range(image.width()):
        rows = [y for y in range(image.height()) if image.pixelColor(x, y) != paper]
        if rows:
            edges = [*edges[:-1], max(edges[-1], *rows)] if is_inside else [*edges, max(rows)]
        is_inside = bool(rows)
    return edges


@pytest.mark.parametrize("equation", ["E", r"E \qquad p_{p_p}", r"E \qquad x^{x^x}"])
def test_an_inline_equation_stands_on_the_line(page, equation):
    page.set_style(**LIGHT, font_px=40)
    page.show_markdown(f"E ${equation}$")
    text, typeset_letter, *_ = lower_edges(page.viewport().grab().toImage())
    assert text == typeset_letter


def test_a_wide_equation_shrinks_to_the_column(page):
    page.resize(320, 400)
    page.show_markdown("$$" + "+".join(f"x_{{{n}}}" for n in range(20)) + "$$")
    assert page.horizontalScrollBar().maximum() == 0


def test_wrong_tex_is_shown_as_it_was_written(page):
    page.show_markdown(r"Here $\frac{1}$ stays.")
    page.grab()
    assert "Here" in page.document().toPlainText()


def test_an_equation_is_copied_as_its_tex(page):
    page.show_markdown("Let $x_1$ be.\n\n$$y$$\n")
    page.selectAll()
    assert page.selected_text() == "Let $x_1$ be.\n$$y$$"


def test_a_change_of_style_keeps_the_place_and_the_text(page):
    page.show_markdown("\n\n".join(f"Line {n} $x$" for n in range(200)))
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.set_style(**LIGHT, font_px=22)
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum()
    assert "Line 199" in page.document().toPlainText()


def test_a_heading_is_reached_by_its_words(page):
    page.show_markdown("# One\n\n" + "text\n\n" * 100 + "## Cost growth\n\n[up](#one)")
    page.scrollToAnchor("cost-growth")
    assert page.verticalScrollBar().value() > 0


def test_selecting_is_possible_with_the_mouse(page):
    assert page.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    page.show_markdown("Words")
    page.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    assert page.selected_text() == "Words"


def test_columns_that_fit_share_what_is_over():
    assert share_width([(10, 20), (10, 60)], 160) == [40, 120]


def test_columns_that_do_not_fit_keep_their_longest_words():
    assert share_width([(10, 10), (30, 200)], 100) == [10, 90]
    assert share_width([(50, 60), (150, 200)], 100) == [25, 75]


def test_all_tables_are_ruled_in_one_change(page):
    page.show_markdown(3 * "| a | b |\n|:--|--:|\n| 1 | 2 |\n\ntext\n\n")
    changes = []
    page.document().contentsChanged.connect(lambda: changes.append(1))
    rule_tables(page.document(), PageStyle(**LIGHT, font_px=14))
    assert len(changes) == 1
