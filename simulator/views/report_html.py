"""A report as one HTML file that needs nothing else: pictures and style stand in it."""

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from simulator.controls import theme
from simulator.core.report import Held, Report, Row
from simulator.views.mathematics import EquationError, plain_text, typeset
from simulator.views.report_pictures import Shot, charts, rows_of

WIDTH, GALLERY, CHARTS = 890.0, 620.0, 900.0  # pixels of the page, and the most its pictures take
SIGNS = {True: ("good", "●", "holds"), False: ("warm", "▲", "violated"), None: ("grey", "○", "–")}
EQUATION_PX = 20
MOST_DEEDS = 60


def html_of(report: Report, shots: Sequence[Shot]) -> str:
    """Return the whole file."""
    title = f"{report.title} · Reverie"
    parts = [
        f"<header><span class='made'>{escape(report.made)}</span><h1>{escape(report.title)}</h1>"
        f"<p>{escape(report.summary)}</p>{_equation(report.equation)}</header>",
        "<dl class='facts'>"
        + "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in report.facts)
        + "</dl>",
        _gallery(shots, GALLERY),
        _gallery(charts(report.curves), CHARTS),
        "<div class='columns'>",
        _table("Settings that differ from the defaults", report.changed, "none"),
        _table("Readouts", report.readouts, "none"),
        _held(report.held),
        "</div>",
        _journal(report.journal),
        _repeat(report),
        "<section><h2>All settings</h2><p class='small'>"
        + " ".join(f"<code>{escape(name)}={escape(text)}</code>" for name, text in report.settings)
        + "</p></section>",
    ]
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_style()}</style></head>\n<body>"
        + "\n".join(parts)
        + "</body></html>\n"
    )


def _style() -> str:
    """Return report.css in the colours of the light theme."""
    light = theme.load_theme("light")
    sheet = (files("resources") / "themes" / "report.css").read_text("utf-8")
    return re.sub(r"@(?!page|media)(\w+)", lambda found: light.color(found[1]), sheet)


def _equation(tex: str) -> str:
    """Return the typeset equation as SVG in the text; its words where it can't be typeset."""
    try:
        equation = typeset(tex, inline=True)
    except EquationError:
        return f"<p>{escape(plain_text(tex))}</p>"
    width, height = equation.width * EQUATION_PX, equation.height * EQUATION_PX
    svg = equation.svg[equation.svg.index("<svg") :]
    svg = re.sub(r'\s(width|height)="[^"]*"', "", svg[: svg.index(">")]) + svg[svg.index(">") :]
    size = f"<svg role='img' aria-label='{escape(plain_text(tex), quote=True)}' "
    return svg.replace("<svg ", f"{size}width='{width:.0f}' height='{height:.0f}' ", 1)


def _gallery(shots: Sequence[Shot], height: float) -> str:
    if not shots:
        return ""
    rows = rows_of(shots, WIDTH, height, 14)
    return "".join(f"<div class='row'>{''.join(map(_figure, row))}</div>" for row in rows)


def _figure(shot: Shot) -> str:
    data = base64.b64encode(shot.png()).decode()
    said = f" · {escape(shot.caption)}" if shot.caption else ""
    return (
        f"<figure style='flex:{shot.aspect:.4f}'>"
        f"<img alt='{escape(shot.title, quote=True)}' src='data:image/png;base64,{data}'>"
        f"<figcaption><b>{escape(shot.title)}</b>{said}</figcaption></figure>"
    )


def _table(title: str, rows: Sequence[Row], nothing: str) -> str:
    body = "".join(f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in rows)
    body = body or f"<tr><td>{nothing}</td></tr>"
    return f"<section><h2>{title}</h2><table>{body}</table></section>"


def _held(held: Iterable[Held]) -> str:
    rows = []
    for one in held:
        kind, sign, word = SIGNS[one.holds]
        rows.append(
            f"<tr><td class='{kind}' title='{word}'>{sign}</td>"
            f"<td title='Tolerance: {escape(one.tolerance, quote=True)}'>{escape(one.sentence)}"
            "</td></tr>"
        )
    return f"<section class='held'><h2>Must hold</h2><table>{''.join(rows)}</table></section>"


def _journal(deeds: Sequence[Row]) -> str:
    earlier = len(deeds) - MOST_DEEDS
    said = f"<p class='small'>… and {earlier} before.</p>" if earlier > 0 else ""
    rows = [(f"step {step}", words) for step, words in deeds[-MOST_DEEDS:]]
    table = _table("What was done", rows, "nothing")
    return f"<div class='journal'>{table}{said}</div><br>"


def _repeat(report: Report) -> str:
    command = f"<pre>{escape(report.command)}</pre>" if report.command else ""
    is_open = "" if report.command else " open"
    return (
        f"<section><h2>How to repeat it, to the bit</h2>{command}<details{is_open}>"
        f"<summary>The same as Python</summary><pre>{escape(report.script)}</pre></details>"
        "</section>"
    )
