"""Themes, icons and the controls that wear them."""

from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel

from simulator.controls import theme
from simulator.controls.buttons import ChipButton, RoundButton, Segmented, TextButton, ToolButton
from simulator.controls.card import Card

ICONS = sorted(
    f.name.removesuffix(".svg")
    for f in (files("resources") / "icons").iterdir()
    if ".svg" in f.name
)


@pytest.fixture
def restyle(qapp):
    """Give `apply_theme` on the application, and put the light theme back afterwards."""
    yield lambda name, presenter=False: theme.apply_theme(qapp, name, presenter)
    theme.apply_theme(qapp, "light")


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 … 21."""

    def luminance(color: str) -> float:
        parts = QColor(color).getRgbF()[:3]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_theme_has_every_token_as_a_colour(name):
    loaded = theme.load_theme(name)
    colors = [v for k, v in vars(loaded).items() if k not in ("name", "categories")]
    assert all(QColor(color).isValid() for color in [*colors, *loaded.categories])
    assert loaded.categories[0] == loaded.accent
    assert len(set(loaded.categories)) == 8


@pytest.mark.parametrize("name", theme.THEMES)
def test_text_reads_well_on_what_it_stands_on(name):
    t = theme.load_theme(name)
    pairs = [(t.ink, t.surface), (t.ink2, t.surface), (t.on_accent, t.accent), (t.ink2, t.bg)]
    assert all(contrast(*pair) >= 4.5 for pair in pairs)


def test_an_unknown_theme_is_refused_in_words():
    with pytest.raises(ValueError, match="'pink' is unknown; allowed are light, dark, high"):
        theme.load_theme("pink")


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something(qapp, name):
    image = theme.icon_pixmap(name, "ink", 20).toImage()
    painted = sum(image.pixelColor(x, y).alpha() > 0 for x in range(20) for y in range(20))
    assert painted > 5


def test_switching_themes_recolours_open_windows(restyle, qtbot):
    card = Card("State")
    card.body.addWidget(QLabel("words"))
    qtbot.addWidget(card)
    card.resize(200, 100)
    card.show()
    for name in ("dark", "light", "dark"):
        restyle(name)
        shown, wanted = card.grab().toImage(), theme.load_theme(name)
        assert shown.pixelColor(180, 80).name() == wanted.surface
        assert card.palette().color(QPalette.ColorRole.WindowText).name() == wanted.ink


def test_the_system_theme_is_light_where_the_desktop_does_not_say(restyle, qapp):
    if qapp.styleHints().colorScheme() != Qt.ColorScheme.Unknown:
        pytest.skip("this desktop says which it is")
    restyle("system")
    assert theme.current_theme().name == "light"


def test_presenter_mode_enlarges_type_and_controls_and_goes_back(restyle, qtbot, qapp):
    button = ToolButton("pencil", "Pencil")
    qtbot.addWidget(button)
    restyle("light")
    normal = button.size()
    restyle("light", presenter=True)
    assert qapp.font().pixelSize() == theme.PRESENTER_SIZE
    assert button.width() == round(normal.width() * theme.scale())
    restyle("light")
    assert button.size() == normal


def test_figures_are_all_of_one_width(qapp):
    for font in (theme.text_font(), theme.number_font()):
        label = QLabel()
        label.setFont(font)
        widths = {label.fontMetrics().horizontalAdvance(digit * 8) for digit in "0123456789"}
        assert len(widths) == 1


def test_buttons_obey_enter_and_tell_their_names(qtbot):
    for button in (ToolButton("pencil", "Pencil"), TextButton("Store", "primary"),
                   RoundButton("play", "Play"), ChipButton("seed", "42")):  # fmt: skip
        qtbot.addWidget(button)
        button.show()
        with qtbot.waitSignal(button.clicked, timeout=1000):
            qtbot.keyClick(button, Qt.Key.Key_Return)
        assert button.accessibleName()


def test_the_icon_of_a_chip_is_not_the_chip(qtbot):
    chip = ChipButton("seed", "42", icon_name="new-seed")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.assertNotEmitted(chip.clicked), qtbot.waitSignal(chip.icon_clicked, timeout=1000):
        end = chip.rect().center()
        end.setX(chip.width() - 12)
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=end)


def test_arrows_move_a_segmented_choice_and_stop_at_its_ends(qtbot):
    row = Segmented([("async", "async"), ("sync", "sync")], "Dynamics")
    qtbot.addWidget(row)
    row.show()
    told = []
    row.selected.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(row, key)
    row.set_value("sync")
    assert told == ["sync", "async"]


def test_a_long_caption_is_elided_and_stays_in_the_tip(qtbot, restyle):
    restyle("light")
    card = Card("State", "a caption that is far too long for so narrow a card as this one")
    qtbot.addWidget(card)
    card.resize(160, 120)
    card.show()
    qtbot.waitExposed(card)
    caption = card._caption
    assert caption.is_elided()
    assert "far too long" in caption.toolTip()
    assert caption.geometry().right() <= card.width()
