"""The strip of memories under a real mouse and real keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar

from simulator.controls import theme
from simulator.views.memory_card import MemoryCard, fitted
from simulator.views.memory_strip import MemoryStrip

LEFT = Qt.MouseButton.LeftButton
SIGNALS = ("probed", "rename_asked", "delete_asked", "menu_asked")
PATTERNS = np.random.default_rng(0).choice([-1, 1], (1000, 64)).astype(np.int8)


@pytest.fixture
def strip(qtbot):
    """A strip on screen that keeps what it told in `told`."""
    view = MemoryStrip()
    qtbot.addWidget(view)
    view.resize(420, 130)
    view.show()
    qtbot.waitExposed(view)
    view.told = []
    for name in SIGNALS:
        getattr(view, name).connect(lambda k, *_, name=name: view.told.append((name, k)))
    return view


def show(view, count, **changes):
    names = tuple(f"m{k}" for k in range(count))
    given = {
        "overlaps": np.linspace(-1, 1, count),
        "unstable_counts": np.zeros(count, int),
        "probed": -1,
        **changes,
    }
    view.show_memories(8, given.pop("memories", PATTERNS[:count]), names, **given)


def place(view, k, part="picture"):
    layout = view._layout()
    shift = QPointF(k * layout.pitch - view.findChild(QScrollBar).value(), 0)
    return (getattr(layout, part).center() + shift).toPoint()


def test_a_click_probes_the_memory_under_it(strip, qtbot):
    show(strip, 4)
    qtbot.mouseClick(strip, LEFT, pos=place(strip, 2))
    assert strip.told == [("probed", 2)]


def test_a_click_beside_the_memories_does_nothing(strip, qtbot):
    show(strip, 2)
    qtbot.mouseClick(strip, LEFT, pos=QPoint(400, 40))
    assert strip.told == []


def test_a_double_click_on_the_name_asks_to_rename_and_probes_nothing(strip, qtbot):
    show(strip, 4)
    qtbot.mouseClick(strip, LEFT, pos=place(strip, 1, "words"))
    qtbot.mouseDClick(strip, LEFT, pos=place(strip, 1, "words"))
    assert strip.told == [("rename_asked", 1)]


def test_the_cross_asks_to_delete(strip, qtbot):
    show(strip, 4)
    qtbot.mouseMove(strip, place(strip, 1))
    qtbot.mouseClick(strip, LEFT, pos=place(strip, 1, "close"))
    assert strip.told == [("delete_asked", 1)]


def test_a_right_click_asks_for_a_menu(strip):
    show(strip, 4)
    place_on_card = place(strip, 3)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place_on_card, strip.mapToGlobal(place_on_card)
    )
    QApplication.sendEvent(strip, event)
    assert strip.told == [("menu_asked", 3)]


def test_arrows_move_and_the_other_keys_act_where_they_are(strip, qtbot):
    show(strip, 4)
    for key in ("Right", "Right", "Left", "Return", "F2", "Delete", "End", "Enter"):
        qtbot.keyClick(strip, getattr(Qt.Key, f"Key_{key}"))
    assert strip.told == [
        ("probed", 1),
        ("rename_asked", 1),
        ("delete_asked", 1),
        ("probed", 3),
    ]


def test_arrows_stop_at_both_ends(strip, qtbot):
    show(strip, 2)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(strip, key)
    assert strip.told == [("probed", 1)]


def test_space_is_left_to_the_window(strip, qtbot):
    show(strip, 2)
    qtbot.keyClick(strip, Qt.Key.Key_Space)
    assert strip.told == []


def test_the_wheel_scrolls_sideways(strip):
    show(strip, 26)
    bar = strip.findChild(QScrollBar)
    assert bar.isVisible()
    middle = QPointF(100, 40)
    wheel = QWheelEvent(
        middle,
        strip.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip, wheel)
    assert bar.value() == 240


def test_after_scrolling_a_click_finds_the_memory_in_sight(strip, qtbot):
    show(strip, 1000)
    bar = strip.findChild(QScrollBar)
    bar.setValue(bar.maximum())
    qtbot.mouseClick(strip, LEFT, pos=place(strip, 999))
    assert strip.told == [("probed", 999)]


def test_what_is_probed_elsewhere_comes_into_sight(strip):
    show(strip, 100)
    show(strip, 100, probed=80)
    left = place(strip, 80).x()
    assert 0 < left < strip.width()


def test_only_the_pictures_in_sight_are_made(strip):
    show(strip, 1000)
    strip.grab()
    assert 0 < len(strip._pictures._kept) < 15


def test_a_new_overlap_makes_no_new_picture(strip):
    show(strip, 4)
    strip.grab()
    kept = dict(strip._pictures._kept)
    show(strip, 4, overlaps=np.zeros(4))
    strip.grab()
    assert strip._pictures._kept == kept or len(strip._pictures._kept) == len(kept)


def test_the_same_again_paints_nothing(strip, monkeypatch):
    memories = PATTERNS[:4]
    show(strip, 4, memories=memories)
    monkeypatch.setattr(strip, "update", lambda: pytest.fail("painted again"))
    show(strip, 4, memories=memories)


def test_a_screen_reader_hears_the_memory_that_the_keys_are_at(strip, qtbot):
    show(strip, 3, unstable_counts=np.array([0, 38, 0]), probed=1, recalled=1)
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    said = strip.accessibleDescription()
    assert said == "m1, overlap 0.00, 38 units of it are unstable, probed, recalled"


def test_a_tip_says_whether_a_memory_is_stable(strip, qtbot):
    show(strip, 2, unstable_counts=np.array([0, 1]))
    qtbot.mouseMove(strip, place(strip, 0))
    assert "stable: a fixed point" in strip.toolTip()
    qtbot.mouseMove(strip, place(strip, 1))
    assert "1 unit of it is unstable" in strip.toolTip()


def test_stability_differs_in_shape_and_not_only_in_colour(strip):
    strip.clearFocus()

    def mark(unstable):
        show(strip, 1, unstable_counts=np.array([unstable]), overlaps=np.zeros(1))
        box = strip._layout().words
        return strip.picture().pixelColor(round(box.left() + 3), round(box.center().y()))

    assert mark(5).name() == theme.current_theme().surface
    assert mark(0).name() == theme.current_theme().good


@pytest.mark.parametrize(
    ("overlap", "text"), [(0.934, "0.93"), (-0.31, "−0.31"), (-0.001, "0.00"), (1.0, "1.00")]
)
def test_numbers_have_their_sign(overlap, text):
    assert MemoryCard("A", overlap, 0).number == text


def test_a_negative_overlap_grows_from_the_right(strip):
    show(strip, 1, overlaps=np.array([-0.4]))
    bar, picture = strip._layout().bar, strip.picture()
    y = round(bar.center().y())
    warm = theme.current_theme().warm
    assert picture.pixelColor(round(bar.right()) - 8, y).name() == warm
    assert picture.pixelColor(round(bar.left()) + 8, y).name() == theme.current_theme().line


def test_nothing_stored_is_said_in_words(strip):
    strip.set_empty("Draw something and press Store.")
    assert strip.accessibleDescription() == "Draw something and press Store."
    assert not strip.picture().isNull()


def test_forgetting_the_last_one_leaves_the_keys_in_range(strip, qtbot):
    show(strip, 3)
    qtbot.keyClick(strip, Qt.Key.Key_End)
    show(strip, 2)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert strip.told == [("probed", 1)]


def test_unequal_thumbnails_of_every_side_are_painted(strip):
    for side in (2, 3, 28, 128):
        cells = np.ones((2, side * side), np.int8)
        strip.show_memories(side, cells, ("a", "b"), np.ones(2), np.zeros(2, int))
        assert not strip.picture(2.0).isNull()


def test_a_drawing_has_its_names_as_text(strip, tmp_path):
    show(strip, 3)
    strip.export_svg(str(tmp_path / "strip.svg"), {})
    assert ">m1<" in (tmp_path / "strip.svg").read_text("utf-8").replace("\n", "")


def test_leaving_takes_the_cross_away(strip, qtbot):
    show(strip, 2)
    qtbot.mouseMove(strip, place(strip, 0))
    qtbot.mouseMove(strip, place(strip, 1))
    assert strip._hovered == 1
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))
    assert strip._hovered == -1


def test_cards_take_the_room_of_a_scroll_bar_that_is_not_needed(strip):
    strip.resize(420, 110)
    show(strip, 2)
    few = strip._layout().picture.width()
    show(strip, 40)
    assert strip._layout().picture.width() == few - theme.px(10)


def test_a_tight_card_shortens_the_overlap_before_the_name(qtbot):
    card, metrics = MemoryCard("R1", -0.04, 0), QFontMetricsF(theme.text_font(11))
    room = metrics.horizontalAdvance("R1−0.04")
    assert fitted(card, metrics, room + 1) == ("R1", "−0.04")
    assert fitted(card, metrics, room - 1) == ("R1", "−.04")
