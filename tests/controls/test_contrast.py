"""High contrast: WCAG's ratios of everything that is text, an edge or a line."""

import pytest

from simulator import cli
from simulator.controls import theme
from tests.controls.test_theme import contrast

STRONG = ("high-contrast", "high-contrast-dark")
GROUNDS = ("surface", "bg", "rail", "accent_soft")
TEXTS = ("ink", "ink2", "ink3", "accent", "warm", "good")
EDGES = ("line", "unknown")
MIXED = 0.15  # of warm or ink at most, in the grounds that are stirred (hovered, a notice)
BELOW = {  # of DESIGN.md's table, which is fixed: what stays under 4.5 on its ground
    "light": {"ink3 on surface", "ink3 on bg", "ink3 on rail", "ink3 on accent_soft",
              "warm on surface", "warm on bg", "warm on rail", "warm on accent_soft",
              "good on surface", "good on bg", "good on rail", "good on accent_soft"},
    "dark": {"ink3 on surface", "ink3 on bg", "ink3 on rail", "ink3 on accent_soft"},
}  # fmt: skip


def ratio(now: theme.Theme, one: str, other: str) -> float:
    return contrast(now.color(one), now.color(other))


@pytest.mark.parametrize("name", STRONG)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_has_a_ratio_of_seven(name, ground):
    now = theme.load_theme(name)
    assert {ink: ratio(now, ink, ground) for ink in TEXTS if ratio(now, ink, ground) < 7} == {}


@pytest.mark.parametrize("name", STRONG)
def test_text_reads_on_the_accent_and_on_stirred_grounds(name):
    now = theme.load_theme(name)
    assert ratio(now, "on_accent", "accent") >= 7
    for token in ("warm", "ink", "accent"):
        assert contrast(now.ink, now.mix("surface", token, MIXED)) >= 7


@pytest.mark.parametrize("name", STRONG)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_edge_has_a_ratio_of_three(name, ground):
    now = theme.load_theme(name)
    assert all(ratio(now, edge, ground) >= 3 for edge in EDGES)


@pytest.mark.parametrize("name", STRONG)
def test_every_line_of_a_graph_has_a_ratio_of_three(name):
    now = theme.load_theme(name)
    assert all(contrast(color, now.surface) >= 3 for color in now.categories)


@pytest.mark.parametrize("name", STRONG)
def test_units_on_off_and_unknown_differ_by_three(name):
    now = theme.load_theme(name)
    pairs = [("unit_on", "unit_off"), ("unit_on", "unknown"), ("unit_off", "unknown")]
    assert all(ratio(now, *pair) >= 3 for pair in pairs)


@pytest.mark.parametrize("name", BELOW)
def test_what_the_fixed_themes_lack_is_known(name):
    now = theme.load_theme(name)
    weak = {f"{i} on {g}" for i in TEXTS for g in GROUNDS if ratio(now, i, g) < 4.5}
    assert weak == BELOW[name]


def test_curves_are_thicker_in_high_contrast_and_in_a_hall(qapp):
    widths = []
    for name, presenter in (("light", False), ("high-contrast", False), ("light", True)):
        theme.apply_theme(qapp, name, presenter)
        widths.append(theme.stroke(1.5))
    theme.apply_theme(qapp, "light")
    assert widths == [1.5, 2.25, theme.LEAST_STROKE]


def test_the_command_line_knows_every_theme():
    assert cli.THEMES == theme.THEMES


class Desktop:
    """A desktop that says what it wants."""

    def __init__(self, is_dark, is_contrasted):
        self.is_dark, self.is_contrasted = is_dark, is_contrasted

    def styleHints(self):
        return self

    accessibility = styleHints

    def colorScheme(self):
        return theme.Qt.ColorScheme.Dark if self.is_dark else theme.Qt.ColorScheme.Light

    def contrastPreference(self):
        wish = theme.Qt.ContrastPreference
        return wish.HighContrast if self.is_contrasted else wish.NoPreference


@pytest.mark.parametrize(
    ("is_dark", "is_contrasted", "name"),
    [
        (False, False, "light"),
        (True, False, "dark"),
        (False, True, "high-contrast"),
        (True, True, "high-contrast-dark"),
    ],
)
def test_the_system_theme_follows_the_wish_for_contrast(is_dark, is_contrasted, name):
    assert theme._desktop_theme(Desktop(is_dark, is_contrasted)) == name
