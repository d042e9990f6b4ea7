"""Films from the window: exact, shown as they grow, given up cleanly."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from simulator.controls.buttons import ToolButton
from simulator.window.film_subject import FilmSubject

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(window, settled):
    """The dialog, opened by its key, for five frames of the card State, 40 units apart."""
    settled(window)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_R, CONTROL)
    dialog = window.recording.dialog
    assert dialog.isVisible()
    dialog.subject.set_value("State")
    dialog.grain.set_value("unit")
    dialog.frames.setValue(5)
    dialog.every.setValue(40)
    return dialog


def name_it(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


def wait(window, qtbot):
    qtbot.waitUntil(lambda: not window.recording.is_running, timeout=20_000)


def test_frame_k_is_the_state_after_k_times_n_grains(
    window, dialog, qtbot, settled, tmp_path, monkeypatch
):
    name_it(monkeypatch, tmp_path / "frames")
    dialog.format._choose("")
    QTest.mouseClick(dialog.record, LEFT)
    wait(window, qtbot)
    assert dialog.note.text() == "Written: frames"
    assert settled(window).step == 4 * 40
    for k in (0, 2, 4):
        window.runner.seek(40 * k)
        settled(window)
        for _ in range(4):
            QApplication.processEvents()
            window.refresh()
        seen = np.asarray(Image.open(tmp_path / "frames" / f"frame-{k:05}.png"))
        now = FilmSubject(window, "State").frame()
        assert np.abs(seen.astype(int) - now).mean() < 0.5


def test_the_dialog_says_how_long_and_how_large_the_film_will_be(window, dialog):
    dialog.fps.setValue(10)
    size = window.panel.pad.size()
    assert dialog.summary.text().startswith(f"0.5 s · {size.width()} × {size.height()} pixels")
    dialog.scale._choose("2")
    assert f"{2 * size.width()} × {2 * size.height()} pixels" in dialog.summary.text()


def test_too_large_a_film_is_refused_in_the_dialog(dialog):
    dialog.frames.setValue(20_000)
    assert "too much for a GIF" in dialog.summary.text()
    assert not dialog.record.isEnabled()


def test_cancel_leaves_no_file_and_the_run_where_it_came_to(
    window, dialog, qtbot, tmp_path, monkeypatch
):
    name_it(monkeypatch, tmp_path / "film.gif")
    dialog.frames.setValue(500)
    QTest.mouseClick(dialog.record, LEFT)
    qtbot.waitUntil(lambda: dialog.bar.value() >= 2, timeout=10_000)
    assert "of 500" in dialog.summary.text()
    QTest.mouseClick(dialog.close_button, LEFT)
    assert not window.recording.is_running
    assert dialog.isVisible()
    assert "given up" in dialog.note.text()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("by", ["playing", "rewinding", "another model", "closing"])
def test_what_moves_the_run_ends_the_film_without_a_half_file(
    window, dialog, qtbot, tmp_path, monkeypatch, by
):
    name_it(monkeypatch, tmp_path / "film.gif")
    dialog.frames.setValue(500)
    QTest.mouseClick(dialog.record, LEFT)
    qtbot.waitUntil(lambda: dialog.bar.value() >= 2, timeout=10_000)
    if by == "playing":
        window.toggle_play()
    elif by == "rewinding":
        window.runner.seek(0)
    elif by == "another model":
        window.open_model("boltzmann")
    else:
        window.shut()
    wait(window, qtbot)
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_the_window_has_its_size_and_a_gif_every_frame(
    window, dialog, qtbot, tmp_path, monkeypatch
):
    name_it(monkeypatch, tmp_path / "film")  # the suffix is added
    dialog.subject.set_value("")
    QTest.mouseClick(dialog.record, LEFT)
    wait(window, qtbot)
    with Image.open(tmp_path / "film.gif") as film:
        assert (film.size, film.n_frames) == ((1280, 720), 5)


def test_a_card_s_export_menu_offers_its_film(window, settled, qtbot):
    settled(window)
    card = window.panel.cards["Recall"]
    button = next(b for b in card.findChildren(ToolButton) if b.accessibleName() == "Export recall")
    QTest.mouseClick(button, LEFT)
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text() == "Film…").trigger()
    menu.close()
    assert window.recording.dialog.isVisible()
    assert window.recording.dialog.subject.currentData() == "Recall"


def test_no_name_begins_no_film(window, dialog, monkeypatch):
    name_it(monkeypatch, "")
    QTest.mouseClick(dialog.record, LEFT)
    assert not window.recording.is_running


def test_a_film_of_another_place_is_refused_in_the_dialog(window, dialog, tmp_path, monkeypatch):
    name_it(monkeypatch, tmp_path / "missing" / "film.gif")
    QTest.mouseClick(dialog.record, LEFT)
    assert not window.recording.is_running
    assert "no folder" in dialog.summary.text()
