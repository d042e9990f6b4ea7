"""Typeset equations: TeX in, crisp pictures in any colour out.

An equation is typeset once, by ziamath, at ``TYPESET_PX``; its SVG is kept in the user's cache
directory and scaled to every size from there. ziamath itself takes a sixth of a second to import,
so it is imported only when an equation is in neither cache.

All lengths of an ``Equation`` are multiples of the font size; ``depth`` is what hangs below the
baseline of the text, ``height`` is all of it.
"""

import contextlib
import hashlib
import importlib.metadata
import math
import os
import re
import tempfile
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.core import paths

TYPESET_PX = 40
SMALLEST_SCALE = 0.55  # a label that has less room stays empty: nobody could read it
FULL_SCALE = 0.8  # a label of two equations that has less room shows the first alone
BETWEEN = r", \quad "  # two equations in one label
TALLEST = 16  # ems; a taller picture is a fence that ran away, never an equation of ours

_FORMAT = 1  # of a cache entry: raise it when what is written changes
# a sign, not a difference: ziamath sets every inner minus as one, with room on both sides
_SIGN = re.compile(
    r"((?:[=<>,;(\[&]|\\\{|\\(?:leftarrow|gets|to|in|geq?|leq?|neq?|approx|quad|bigl?\()) *)([-+])"
)
_VIEW_BOX = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)"')


class EquationError(ValueError):
    """TeX that cannot be typeset; says which and why."""


@dataclass(frozen=True)
class Equation:
    """One typeset equation; lengths in ems."""

    tex: str
    svg: str
    width: float
    height: float
    depth: float

    @property
    def ascent(self) -> float:
        return self.height - self.depth

    def size(self, size_px: float) -> QSizeF:
        return QSizeF(self.width * size_px, self.height * size_px)


@lru_cache(maxsize=2048)
def typeset(tex: str, inline: bool = False) -> Equation:
    """The equation, from memory, from disk, or new. Raises ``EquationError`` on bad TeX.

    ``inline`` sets fractions and sums small, as in a line of text.
    """
    path = cache_path(tex, inline)
    svg = _read_entry(path)
    if svg is None:
        svg = _typeset_svg(tex, inline)
        _write_entry(path, svg)
    _, top, width, height = _view_box(svg)
    em = TYPESET_PX
    return Equation(tex, svg, width / em, height / em, (top + height) / em)


def render_equation(
    tex: str, size_px: float, color: QColor | str, ratio: float = 1.0, inline: bool = False
) -> QImage:
    """A transparent picture of the equation for a font of ``size_px``, at ``ratio`` device pixels
    for each. ``offset().y()`` is the row the baseline lies on, in device pixels from the top: a
    whole number, so that an equation drawn at a whole pixel is as sharp as the text beside it."""
    name = QColor(color).name(QColor.NameFormat.HexArgb)
    return _render(tex, float(size_px), name, float(ratio), inline)


@lru_cache(maxsize=512)
def _render(tex: str, size_px: float, color: str, ratio: float, inline: bool) -> QImage:
    equation = typeset(tex, inline)
    above = equation.ascent * size_px * ratio
    baseline = math.ceil(above)
    target = QRectF(QPointF(0, baseline - above), equation.size(size_px * ratio))
    image = QImage(
        max(1, math.ceil(target.right())),
        max(1, math.ceil(target.bottom())),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(equation.svg.encode())).render(painter, target)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(color))
    painter.end()
    image.setDevicePixelRatio(ratio)
    image.setOffset(QPoint(0, baseline))
    return image


# --- typesetting -------------------------------------------------------------------------------


def _typeset_svg(tex: str, inline: bool) -> str:
    svg = _ziamath_svg(tex, inline)
    if _view_box(svg)[3] > TALLEST * TYPESET_PX:
        # ziamath 0.13 stretches \left( … \right) around a display sum to a hundred ems
        svg = _ziamath_svg(re.sub(r"\\(left|right)(?![a-zA-Z])", r"\\Big", tex), inline)
    if _view_box(svg)[3] > TALLEST * TYPESET_PX:
        raise EquationError(f"the equation {tex!r} comes out taller than {TALLEST} lines")
    return svg


def _ziamath_svg(tex: str, inline: bool) -> str:
    if not tex.strip():
        raise EquationError("the equation is empty")
    ziamath = _load_ziamath()
    tex = _SIGN.sub(r"\1{\2}", tex)
    try:
        return ziamath.Latex(tex, size=TYPESET_PX, inline=inline, margin=1).svg()
    except Exception as error:  # the parsers below raise whatever they stumble over
        raise EquationError(f"cannot typeset {tex!r}: {error or type(error).__name__}") from error


def _load_ziamath() -> ModuleType:
    with warnings.catch_warnings():
        # ziamath 0.13 finds its font by importlib.resources.path, deprecated from 3.11 to 3.12
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath
    ziamath.config.svg2 = False  # QtSvg draws no <symbol>: the glyphs would be missing
    return ziamath


def _view_box(svg: str) -> tuple[float, float, float, float]:
    """Left, top, width and height in units of the SVG; the baseline is at 0, downwards positive."""
    found = _VIEW_BOX.search(svg)
    if found is None:
        raise EquationError("the typeset equation has no size")
    left, top, width, height = map(float, found.groups())
    return left, top, width, height


# --- the cache on disk -------------------------------------------------------------------------


def cache_path(tex: str, inline: bool = False) -> Path:
    """Where the equation is kept: one small file, named by what it was made from."""
    made_from = f"{_FORMAT}\n{_ziamath_version()}\n{TYPESET_PX}\n{inline}\n{tex}"
    name = hashlib.sha256(made_from.encode()).hexdigest()[:32]
    return paths.cache_dir() / "equations" / f"{name}.svg"


@lru_cache(maxsize=1)
def _ziamath_version() -> str:
    return importlib.metadata.version("ziamath")


def _read_entry(path: Path) -> str | None:
    """The SVG, or None where there is none or it is not what was written."""
    try:
        digest, _, svg = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    return svg if digest == _digest(svg) else None


def _write_entry(path: Path, svg: str) -> None:
    """Keep the SVG. A cache that cannot be written costs time, never an equation."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(f"{_digest(svg)}\n{svg}")
            os.replace(name, path)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _digest(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()


# --- in words ----------------------------------------------------------------------------------

_SPOKEN = {
    "sum": "Σ", "prod": "Π", "theta": "θ", "xi": "ξ", "mu": "μ", "nu": "ν", "sigma": "σ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "eta": "η",
    "lambda": "λ", "phi": "φ", "psi": "ψ", "pi": "π", "tau": "τ", "epsilon": "ε",
    "varepsilon": "ε", "leftarrow": "←", "gets": "←", "rightarrow": "→", "to": "→", "ge": "≥",
    "geq": "≥", "le": "≤", "leq": "≤", "ne": "≠", "neq": "≠", "pm": "±", "cdot": "·", "in": "∈",
    "times": "×", "approx": "≈", "infty": "∞", "partial": "∂", "nabla": "∇", "ldots": "…",
    "dots": "…", "cdots": "…", "quad": " ", "qquad": " ", "odot": "⊙", "langle": "⟨",
    "rangle": "⟩", "lvert": "|", "rvert": "|", "mid": "|", "sim": "~", "top": "ᵀ",
}  # fmt: skip


def plain_text(tex: str) -> str:
    """The equation in one line of characters, for screen readers and where it cannot be drawn."""
    text = re.sub(r"\\[dt]?frac\s*(\d)\s*(\d)", r"\1/\2", tex)
    text = re.sub(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"(\1)/(\2)", text)
    text = re.sub(r"\\(?:left|right|[bB]igg?[lrm]?)(?![a-zA-Z])\.?", "", text)
    text = re.sub(r"\\[,;:!> ]|~|&", " ", text).replace("\\\\", "; ")
    text = re.sub(r"\\([a-zA-Z]+)", lambda word: _SPOKEN.get(word[1], f" {word[1]} "), text)
    text = re.sub(r" (?:operatorname|mathrm|mathbf|mathsf|mathcal|text|begin|end) ", " ", text)
    text = re.sub(r"[{}\\]", "", text)
    return " ".join(text.replace("-", "−").split())


# --- the label ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shown:
    """What a label shows: TeX, and how it is typeset, if it can be."""

    tex: str
    equation: Equation | None


def _shown(tex: str) -> _Shown:
    try:
        return _Shown(tex, typeset(tex, inline=True))
    except EquationError:
        return _Shown(tex, None)


class EquationLabel(QWidget):
    """One equation, left-aligned, at the height of the widget's font.

    Where there is less room than it would like, it is drawn smaller, never cut off. Of two, with
    `BETWEEN` them, only the first is shown where there is little room.
    """

    SCALE = 1.2  # the equation's font against the widget's: its letters are smaller for their size

    def __init__(self, tex: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tex = ""
        self._shown: list[_Shown] = []  # the whole, then what stands for it in little room
        self._color: QColor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.set_equation(tex)

    def set_equation(self, tex: str) -> None:
        """Show this TeX; where it cannot be typeset, its plain text."""
        self._tex = tex
        first, between, _ = tex.partition(BETWEEN)
        self._shown = [_shown(part) for part in ((tex, first) if between else (tex,)) if part]
        self.setAccessibleName(plain_text(tex))
        self.updateGeometry()
        self.update()

    def set_color(self, color: QColor | str) -> None:
        self._color = QColor(color)
        self.update()

    def equation(self) -> str:
        """The TeX that is shown."""
        return self._tex

    def sizeHint(self) -> QSize:
        size = self._natural_size(self._shown[0]) if self._shown else QSizeF()
        return QSize(int(size.width()) + 1, int(size.height()) + 1)

    def minimumSizeHint(self) -> QSize:
        """Small: a crowded title bar shrinks the equation first."""
        size = self.sizeHint()
        return QSize(min(size.width(), 64), min(size.height(), 16))

    def in_sight(self) -> str:
        """The TeX there is room for."""
        return self._fitting()[0].tex

    def _fitting(self) -> tuple[_Shown, float]:
        """What there is room for, and how much smaller it is drawn."""
        shown, scale = _Shown("", None), 0.0
        for shown in self._shown:
            size = self._natural_size(shown)
            scale = min(1.0, (self.width() - 1) / size.width(), self.height() / size.height())
            if scale >= FULL_SCALE:
                break
        return (shown, scale) if scale >= SMALLEST_SCALE else (_Shown("", None), 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown or self.width() < 2 or self.height() < 1:
            return
        shown, scale = self._fitting()
        if not shown.tex:
            return
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        size = self._natural_size(shown)
        top = (self.height() - size.height() * scale) / 2
        if shown.equation is None:
            painter.setPen(self._ink())
            painter.translate(0, top)
            painter.scale(scale, scale)
            words = plain_text(shown.tex)
            painter.drawText(QRectF(QPointF(), size), Qt.AlignmentFlag.AlignLeft, words)
        else:
            size_px = self._size_px() * scale
            image = render_equation(shown.tex, size_px, self._ink(), ratio, inline=True)
            painter.drawImage(QPointF(0, round(top * ratio) / ratio), image)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def _natural_size(self, shown: _Shown) -> QSizeF:
        if shown.equation is None:
            return QSizeF(self.fontMetrics().size(0, plain_text(shown.tex))) + QSizeF(2, 0)
        return shown.equation.size(self._size_px())

    def _size_px(self) -> float:
        return self.SCALE * self.fontInfo().pixelSize()

    def _ink(self) -> QColor:
        return self._color or self.palette().color(QPalette.ColorRole.WindowText)
