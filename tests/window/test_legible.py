"""From the back row: type, curves and words of every panel in a small hall."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from simulator.controls import theme
from simulator.controls.card import ElidedLabel
from simulator.models import CATALOGUE, model_class
from simulator.window.places import first_run

SIZES = [(1024, 768), (1280, 720), (1920, 1080)]


@pytest.fixture(params=CATALOGUE)
def hall(request, open_window, settled):
    """A window on each model, in presenter mode."""
    window = open_window(first_run(model_class(request.param)))
    window._is_ready = True
    theme.apply_theme(QApplication.instance(), "light", presenter=True)
    settled(window)
    return window


def seen(window: QWidget, kind: type) -> list:
    return [
        w for w in window.findChildren(kind) if w.isVisible() and not w.visibleRegion().isEmpty()
    ]


@pytest.mark.parametrize("size", SIZES)
def test_every_word_is_large_enough_and_no_button_is_cut_off(hall, settled, size):
    hall.resize(*size)
    QApplication.processEvents()
    settled(hall)
    assert (hall.width(), hall.height()) == size
    small = {w.text(): w.fontInfo().pixelSize() for w in seen(hall, QLabel)
             if w.text() and w.fontInfo().pixelSize() < theme.PRESENTER_SIZE}  # fmt: skip
    assert small == {}
    for button in seen(hall, QAbstractButton):
        least = button.minimumSizeHint()
        assert button.width() >= least.width() - 1, button.accessibleName()
        assert button.height() >= least.height() - 1, button.accessibleName()


@pytest.mark.parametrize("size", SIZES)
def test_titles_and_numbers_are_whole(hall, settled, size):
    hall.resize(*size)
    QApplication.processEvents()
    settled(hall)
    cut = [w.text() for w in seen(hall, QLabel)
           if not isinstance(w, ElidedLabel) and not w.wordWrap() and w.pixmap().isNull()
           and w.fontMetrics().horizontalAdvance(w.text()) > w.width() + 1]  # fmt: skip
    assert cut == []


def test_pages_can_be_chosen_in_the_smallest_hall(hall, settled):
    hall.resize(1024, 768)
    QApplication.processEvents()
    settled(hall)
    book = hall.panel.book
    assert book.short_choice.isVisible() or book._choice.isVisible()
    for key in book.keys[:3]:
        book.short_choice.selected.emit(key)
        assert book.current.key == key


def test_type_and_curves_have_a_least_size_in_a_hall(qapp):
    theme.apply_theme(qapp, "light", presenter=True)
    heights = [theme.text_font(size).pixelSize() for size in (9, 11, 12, 13, 17)]
    assert heights == [16, 16, 18, 18, 24]
    assert theme.stroke(1.0) == theme.LEAST_STROKE
    theme.apply_theme(qapp, "light")
    assert theme.text_font(11).pixelSize() == 11
