"""The back end in the title bar and in the status bar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.core import backends


def entries(window, qtbot):
    """Open the chip's menu with the mouse; return its entries."""
    QTest.mouseClick(window.titlebar.backend, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    found = {entry.text().partition(" ")[0]: entry for entry in menu.actions()}
    return menu, found


def test_the_menu_lists_what_is_installed(window, qtbot, monkeypatch):
    monkeypatch.setattr(backends, "_has_torch", lambda: False)
    monkeypatch.setattr(backends, "_has_cuda_files", lambda: False)
    menu, found = entries(window, qtbot)
    assert list(found) == ["Numba"]
    assert found["Numba"].isChecked()
    menu.close()


def test_another_back_end_is_chosen_and_named(window, qtbot):
    pytest.importorskip("torch")
    menu, found = entries(window, qtbot)
    found["PyTorch"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.runner.latest.backend == "torch", timeout=20_000)
    window.refresh()
    assert window.titlebar.backend.accessibleName().endswith("PyTorch")
    assert window.status["backend"].text() == "PyTorch, one core"
    assert window.runner.latest.about["backend"] == "torch"


def test_what_is_not_there_is_refused_in_words(window, qtbot, settled, monkeypatch):
    monkeypatch.setattr(backends, "_has_torch", lambda: False)
    window.runner.use_backend("cuda")
    assert settled(window).backend == "numba"
    assert "PyTorch is not installed" in window.notice.sentence()
