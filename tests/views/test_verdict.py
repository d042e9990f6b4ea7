"""The verdict is never cut off, and its banner never jumps."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views import verdict
from simulator.views.thumbnail import thumbnail
from simulator.views.verdict import VerdictView

LONG = (
    "A low point that no memory made. Hebb keeps 0 of 10 memories: they overlap by up to 0.46. "
    "Try the pseudo-inverse rule."
)
UNITS = np.where(np.arange(64) % 3, 1, -1).astype(np.int8)


@pytest.fixture
def banner(qtbot):
    """A verdict in a column, as wide as the test likes."""
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    view = VerdictView()
    column.addWidget(view)
    column.addStretch(1)
    qtbot.addWidget(host)
    host.resize(400, 300)
    host.show()
    qtbot.waitExposed(host)
    view.host = host  # otherwise it is gone with the fixture's frame
    return view


def test_a_long_sentence_is_shown_whole(banner, qtbot):
    banner.host.resize(280, 400)
    banner.show_verdict("Spurious state", LONG, "bad")
    first, second = banner._boxes()
    assert second.bottom() <= banner.height()
    assert second.height() > 2 * first.height()


def test_a_word_longer_than_the_line_is_broken(banner):
    banner.show_verdict(f"Stored {'x' * 90}", "Recalled exactly.", "good")
    assert banner._boxes()[0].height() > 30


def test_the_height_never_shrinks_at_one_width(banner):
    banner.show_verdict("Still moving", "nearest is A", "moving", [(8, UNITS, False)])
    usual = banner.height()
    banner.show_verdict("Spurious state", LONG * 2, "bad")
    high = banner.height()
    banner.show_verdict("Stored A", "Recalled exactly.", "good", [(8, UNITS, False)])
    assert banner.height() == high > usual


def test_usual_verdicts_have_all_the_same_height(banner, qtbot):
    heights = set()
    for sentence in ("nearest is A", "Every unit is the opposite: the inverse is a low point too."):
        banner.show_verdict("Inverse of A", sentence, "bad", [(8, UNITS, True)])
        heights.add(banner.height())
    assert len(heights) == 1


def test_the_inverse_is_drawn_inverted(banner):
    ink = QColor(theme.current_theme().unit_on).name()

    def inked(is_inverse):
        banner.show_verdict("x", "y", "bad", [(8, np.ones(64, np.int8), is_inverse)])
        return banner.picture().pixelColor(30, banner.height() // 2).name() == ink

    assert inked(False)
    assert not inked(True)


def test_each_tone_has_its_tint(banner):
    colors = set()
    for tone in ("moving", "good", "bad", "idle"):
        banner.show_verdict("Stored A", "Recalled.", tone)
        colors.add(banner.picture().pixelColor(banner.width() - 6, banner.height() // 2).name())
    assert len(colors) == 4


def test_the_same_again_paints_nothing(banner, monkeypatch):
    banner.show_verdict("Stored A", "Recalled.", "good", [(8, UNITS, False)])
    monkeypatch.setattr(banner, "update", lambda: pytest.fail("painted again"))
    banner.show_verdict("Stored A", "Recalled.", "good", [(8, UNITS.copy(), False)])


def test_a_picture_is_made_once_while_the_words_change(banner, monkeypatch):
    made = []
    monkeypatch.setattr(verdict, "thumbnail", lambda *a: made.append(a) or thumbnail(*a))
    for overlap in ("0.93", "0.94"):
        banner.show_verdict(
            "Recalling A", f"overlap {overlap}", "moving", [(8, UNITS.copy(), False)]
        )
        banner.grab()
    assert len(made) == 1
    banner.show_verdict("Recalling B", "overlap 0.94", "moving", [(8, -UNITS, False)])
    banner.grab()
    assert len(made) == 2


def test_a_screen_reader_hears_the_verdict(banner):
    banner.show_verdict("Stored A", "Recalled exactly.", "good")
    assert banner.accessibleName() == "Verdict: Stored A"
    assert banner.accessibleDescription() == "Recalled exactly."


def test_a_mixture_shows_three_pictures_beside_its_words(banner):
    banner.show_verdict("Mixture of A, B, C", "The majority.", "bad", [(8, UNITS, False)])
    one = banner._boxes()[0].left()
    banner.show_verdict("Mixture of A, B, C", "The majority.", "bad", [(8, UNITS, False)] * 5)
    assert one < banner._boxes()[0].left() < banner.width() / 2


def test_presenter_mode_makes_it_larger(banner):
    banner.show_verdict("Stored A", "Recalled exactly.", "good")
    usual = banner.height()
    app = QApplication.instance()
    try:
        theme.apply_theme(app, "light", presenter=True)
        assert banner.height() > usual
    finally:
        theme.apply_theme(app, "light")


def test_what_can_be_done_stands_on_buttons_that_ask_for_it(banner, qtbot):
    banner.show_verdict("Stuck", LONG, "bad", (), [("Rate 0.1", "set rate=0.1;reset"), ("On", "x")])
    with qtbot.waitSignal(banner.asked) as heard:
        banner._buttons[0].click()
    assert heard.args == ["set rate=0.1;reset"]
    words, button = banner._boxes()[1], banner._buttons[0].geometry()
    assert words.right() < button.left()
    assert banner.rect().contains(banner._buttons[1].geometry())


def test_buttons_go_with_their_verdict(banner):
    banner.show_verdict("Moving", "on", "moving")
    usual = banner.height()
    banner.show_verdict("Stuck", "now", "bad", (), [("One", "1"), ("Two", "2"), ("Three", "3")])
    assert banner.height() > usual
    banner.show_verdict("Moving", "on", "moving")
    assert banner.height() == usual
    assert not banner._buttons
