"""The look of the program: colour tokens, fonts and icons, and the one place that applies them.

A **token** is a named colour from `resources/themes/NAME.json`; nothing else in
the program names a colour. `apply_theme` may be called again at any time and restyles what is open;
what wears the style sheet is made so by `dress`, a widget that paints itself listens to
`notifier.changed`, and both wait while they are hidden (see `dress.py`). Lengths are written for
normal mode, in pixels, and multiplied by `scale()`, which is above 1 in presenter mode only.
"""

import json
import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from simulator.controls import glyphs
from simulator.controls.dress import Wardrobe

BASE_SIZE, PRESENTER_SIZE = 13, 18  # pixels, height of the application's type
TEXT_FAMILIES = ("Inter", "Inter Variable")
NUMBER_FAMILIES = ("JetBrains Mono", "IBM Plex Mono", "SF Mono", "Cascadia Mono", "Menlo")
ICON_SIZES = (16, 20, 24)  # the sizes Qt's own widgets ask for; ours paint with `paint_icon`
APPLICATION_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
THEMES = ("light", "dark", "high-contrast", "high-contrast-dark")
CONTRASTED = 1.5  # how much thicker lines are in high contrast
TICK = 12  # below it, in pixels of normal mode, type stands at axes
LEAST_TICK, LEAST_STROKE = 16, 2.5  # pixels, of what a back row must see; of words PRESENTER_SIZE


@dataclass(frozen=True)
class Theme:
    """Colours as "#rrggbb", ready for QColor, pyqtgraph and style sheets."""

    name: str
    bg: str
    surface: str
    ink: str
    ink2: str  # labels
    ink3: str  # captions, and whatever is disabled
    line: str  # hairlines, grooves
    accent: str
    accent_soft: str
    on_accent: str  # text and icons on the accent
    warm: str
    good: str
    unit_on: str
    unit_off: str
    unknown: str  # masked units
    rail: str
    categories: tuple[str, ...]  # Okabe–Ito, the accent in the place of its blue

    @property
    def is_dark(self) -> bool:
        return QColor(self.bg).lightnessF() < 0.5

    @property
    def is_contrasted(self) -> bool:
        """Whether it is made for eyes that need strong edges."""
        return self.name.startswith("high-contrast")

    def color(self, token: str) -> str:
        """Give the colour behind a token's name; any other colour passes through."""
        return str(getattr(self, token, token))

    def mix(self, token: str, other: str, share: float) -> str:
        """Give `token` with a `share` (0 … 1) of `other` stirred in."""
        a, b = QColor(self.color(token)), QColor(self.color(other))
        channels = ((x + (y - x) * share) for x, y in zip(_rgb(a), _rgb(b), strict=True))
        return QColor.fromRgbF(*channels).name()


def _rgb(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def load_theme(name: str) -> Theme:
    """Read one of `THEMES`; ValueError says which tokens are missing or unknown."""
    if name not in THEMES:
        raise ValueError(f"theme {name!r} is unknown; allowed are {', '.join(THEMES)}")
    tokens = json.loads((files("resources") / "themes" / f"{name}.json").read_text("utf-8"))
    wanted = {f.name for f in fields(Theme)} - {"name"}
    if set(tokens) != wanted:
        raise ValueError(f"{name}.json: tokens {sorted(set(tokens) ^ wanted)} do not match")
    return Theme(name=name, **{**tokens, "categories": tuple(tokens["categories"])})


class Notifier:
    """Tells widgets that paint themselves that theme or presenter mode changed."""

    def __init__(self) -> None:
        self.changed = Wardrobe()


@dataclass
class _Applied:
    wish: str = "light"  # what was asked for: a theme's name or system
    is_presenter: bool = False
    theme: Theme = field(default_factory=lambda: load_theme("light"))


notifier = Notifier()
_applied = _Applied()


def current_theme() -> Theme:
    """The theme on screen; light before the first `apply_theme`."""
    return _applied.theme


def wished_theme() -> str:
    """What was asked for last: a theme's name, or "system"."""
    return _applied.wish


def is_presenter() -> bool:
    return _applied.is_presenter


def scale() -> float:
    """How much larger than normal everything is drawn: 1.0, or more in presenter mode."""
    return PRESENTER_SIZE / BASE_SIZE if _applied.is_presenter else 1.0


def px(length: float) -> int:
    """A length of normal mode, in whole pixels of the present mode."""
    return round(length * scale())


def type_height(size: float) -> int:
    """The height of type in pixels: as `px`, but never too small for the back row of a hall."""
    if not _applied.is_presenter:
        return px(size)
    return max(px(size), PRESENTER_SIZE if size >= TICK else LEAST_TICK)


def stroke(width: float) -> float:
    """The width of a curve, from normal mode's: thicker in high contrast, and never too thin for
    the back row of a hall."""
    thick = width * scale() * (CONTRASTED if _applied.theme.is_contrasted else 1.0)
    return max(thick, LEAST_STROKE) if _applied.is_presenter else thick


def apply_theme(app: QApplication, name: str = "system", presenter: bool = False) -> None:
    """Restyle the whole program: one of `THEMES`, or "system", which follows the desktop."""
    theme = load_theme(_desktop_theme(app) if name == "system" else name)
    _applied.wish, _applied.is_presenter, _applied.theme = name, presenter, theme
    if not app.property("is_fusion"):  # once an application: a new style repolishes every widget
        app.setProperty("is_fusion", True)
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(_follow_desktop)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(_follow_desktop)
    app.setPalette(palette(theme))
    app.setFont(text_font())
    QToolTip.setPalette(app.palette())
    QToolTip.setFont(text_font(12))
    notifier.changed.sheet = style_sheet(theme)
    notifier.changed.emit()


def dress(widget: QWidget) -> None:
    """Let a part of the window, or a window, wear the style sheet of the theme from now on."""
    notifier.changed.dress(widget)


def prepare(widget: QWidget) -> None:
    """Restyle a part that was hidden for a while, just before it is shown."""
    notifier.changed.prepare(widget)


def _desktop_theme(app: QApplication) -> str:
    hints = app.styleHints()
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high-contrast-dark" if is_dark else "high-contrast"
    return "dark" if is_dark else "light"  # light too where the desktop does not say


def _follow_desktop() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _applied.wish == "system":
        apply_theme(app, "system", _applied.is_presenter)


def palette(theme: Theme) -> QPalette:
    """Every colour group that Fusion reads, so that unstyled widgets fit in as well."""
    roles = QPalette.ColorRole
    colors = {
        roles.Window: theme.bg,
        roles.WindowText: theme.ink,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.mix("surface", "ink", 0.03),
        roles.ToolTipBase: theme.surface,
        roles.ToolTipText: theme.ink,
        roles.PlaceholderText: theme.ink3,
        roles.Text: theme.ink,
        roles.Button: theme.surface,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.warm,
        roles.Light: theme.mix("surface", "ink", 0.02),
        roles.Midlight: theme.mix("line", "surface", 0.5),
        roles.Mid: theme.line,
        roles.Dark: theme.unknown,
        roles.Shadow: theme.ink3,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.mix("accent", "ink", 0.3),
    }
    muted = dict.fromkeys((roles.WindowText, roles.Text, roles.ButtonText), theme.ink3)
    muted |= {roles.Highlight: theme.line, roles.HighlightedText: theme.ink2}
    muted |= {roles.Base: theme.bg, roles.Accent: theme.ink3}
    result = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for role, color in colors.items():
            result.setColor(group, role, QColor(color))
    for role, color in (colors | muted).items():
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(color))
    return result


# ---- fonts ----


@lru_cache
def _installed(families: tuple[str, ...]) -> str:
    present = set(QFontDatabase.families())
    return next((family for family in families if family in present), "")


def text_font(size: float | None = None, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter where installed, else the system's face; figures all of one width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if family := _installed(TEXT_FAMILIES):
        font.setFamily(family)
    return _sized(font, size, weight, "tnum")


def number_font(size: float | None = None, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face of numbers: a fine monospaced one, else Inter's own tabular figures."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if family := _installed(NUMBER_FAMILIES + TEXT_FAMILIES):
        font.setFamily(family)
    return _sized(font, size, weight, "tnum", "zero")  # zero: 0 and O differ


def _sized(font: QFont, size: float | None, weight: QFont.Weight, *features: str) -> QFont:
    font.setPixelSize(type_height(BASE_SIZE if size is None else size))
    font.setWeight(weight)
    for feature in features if hasattr(font, "setFeature") else ():
        font.setFeature(QFont.Tag(feature), 1)
    return font


# ---- icons ----


@lru_cache
def _svg(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text("utf-8")


def icon_pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon at `size` pixels (device pixels: times `ratio`), in a token or colour."""
    color = current_theme().color(color)
    key = f"icon {name} {color} {size} {ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    svg = _svg(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(name: str, color: str | None = None) -> QIcon:
    """An icon for Qt's own widgets; take it anew when `notifier.changed` is emitted."""
    result = QIcon()
    for size in ICON_SIZES:
        for ratio in (1.0, 2.0):
            normal = icon_pixmap(name, color or "ink", px(size), ratio)
            disabled = icon_pixmap(name, "ink3", px(size), ratio)
            result.addPixmap(normal, QIcon.Mode.Normal)
            result.addPixmap(disabled, QIcon.Mode.Disabled)
    return result


def application_icon() -> QIcon:
    """The program's own icon, for windows and the task bar."""
    result = QIcon()
    for size in APPLICATION_ICON_SIZES:
        result.addPixmap(icon_pixmap("reverie", "ink", size))
    return result


def paint_icon(painter: QPainter, name: str, color: str, center: QPointF, size: float) -> None:
    """Paint an icon about `center`, sharp at any device ratio; `size` is normal mode's."""
    side = px(size)
    pixmap = icon_pixmap(name, color, side, painter.device().devicePixelRatioF())
    corner = center - QPointF(side / 2, side / 2)
    painter.drawPixmap(QPointF(round(corner.x()), round(corner.y())), pixmap)


# ---- the style sheet ----


def style_sheet(theme: Theme) -> str:
    """Fill `window.qss` in: tokens, lengths, and the few icons it shows."""
    tokens = {f.name: getattr(theme, f.name) for f in fields(Theme)}
    tokens["hover"] = theme.mix("surface", "ink", 0.04)
    tokens["pressed"] = theme.mix("surface", "ink", 0.09)
    tokens["accent_hover"] = theme.mix("accent", "ink", 0.12)
    tokens["caption"] = caption_color()
    tokens["notice"] = theme.mix("surface", "warm", 0.14)
    tokens["notice_line"] = theme.mix("surface", "warm", 0.55)
    sheet = (files("resources") / "themes" / "window.qss").read_text("utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"glyph\((\w+), (\w+)\)", lambda m: _glyph(m[1], tokens[m[2]]), sheet)
    sheet = re.sub(r"@(\w+)", lambda m: tokens[m[1]], sheet)
    size = r"font-size: (\d+)u\b"
    sheet = re.sub(size, lambda m: f"font-size: {type_height(int(m[1]))}px", sheet)
    return re.sub(r"(-?\d+)u\b", lambda m: f"{px(int(m[1]))}px", sheet)


def caption_color() -> str:
    """Captions are quiet on a desk, and one shade stronger on a projector."""
    return current_theme().color("ink2" if is_presenter() else "ink3")


def _glyph(name: str, color: str) -> str:
    picture = _svg(name).replace("currentColor", color)
    path = glyphs.add(f"{name}-{color.lstrip('#')}.svg", picture)
    return f'url("{path}")'
