"""Markdown to the HTML that Qt can show, with its equations taken out.

Equations stand between ``$…$`` in the line and ``$$…$$`` on lines of their own. HTML in the text
is shown as text, comments are left out, and images are not read.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

INTERNAL_SCHEMES = ("help", "action")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def to_html(markdown: str) -> tuple[str, list[tuple[str, bool]]]:
    """HTML in which equation number n is the image ``equation:n``, and the equations: TeX, and
    whether it stands on lines of its own."""
    env: dict[str, list[tuple[str, bool]]] = {"equations": []}
    html = _parser().render(_COMMENT.sub("", markdown), env)
    return html.rstrip(), env["equations"]


def equations_in(markdown: str) -> list[tuple[str, bool]]:
    """The equations of a page, in their order: TeX, and whether it stands on its own."""
    return to_html(markdown)[1]


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
