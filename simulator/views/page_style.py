"""How a page looks: its colours, its lengths and the style sheet of its HTML."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

LINE_HEIGHT = 1.6  # ems
COLUMN = 42  # ems: about 75 letters, the longest line that is still easy to read
SIDE_MARGIN = 1.3  # ems


@dataclass(frozen=True)
class PageStyle:
    """The colours and the size of a page; the fields are the tokens of the theme."""

    ink: str = "#1c2430"
    ink2: str = "#5b6675"
    accent: str = "#2b5fd9"
    line: str = "#e3e0d8"
    surface: str = "#fffefb"
    font_px: float = 15


def style_sheet(style: PageStyle) -> str:
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
    pre {{ white-space: pre-wrap; }}
    blockquote {{ color: {style.ink2}; margin: 0 0 {0.7 * em}px {1.2 * em}px; }}
    th {{ color: {style.ink2}; font-size: {round(0.87 * em)}px; font-weight: 600; text-align: left;
          padding: {0.1 * em}px {0.5 * em}px {0.35 * em}px {0.5 * em}px; }}
    td {{ padding: {0.1 * em}px {0.5 * em}px {0.4 * em}px {0.5 * em}px; }}
    """


def mixed(color: str, ground: str, share: float) -> QColor:
    a, b = QColor(color), QColor(ground)
    return QColor.fromRgbF(
        share * a.redF() + (1 - share) * b.redF(),
        share * a.greenF() + (1 - share) * b.greenF(),
        share * a.blueF() + (1 - share) * b.blueF(),
    )
