"""Documents in the window: open, save, two windows, a full disk, a crash."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator import cli
from simulator.core import document
from simulator.window import documents
from tests.helpers import ROOT, wait_until


def save(window, path):
    """Save as a person does once the name is chosen."""
    return window.files._save_to(str(path))


def test_what_is_saved_comes_back_the_same(window, open_window, settled, tmp_path):
    window.do("draw=3,3;20,9")
    window.do("store")
    units = settled(window).snapshot.units
    assert save(window, tmp_path / "mine.reverie")
    window.documents._release()
    other = open_window()
    assert other.files.open_path(str(tmp_path / "mine.reverie"))
    frame = settled(other)
    assert (frame.snapshot.units == units).all()
    assert frame.snapshot.names[-1] == "P10"
    assert "mine.reverie" in other.windowTitle()


def test_a_title_says_what_is_unsaved(window, settled, tmp_path):
    assert not window.isWindowModified()
    window.do("invert")
    settled(window)
    assert window.isWindowModified()
    save(window, tmp_path / "mine.reverie")
    assert not window.isWindowModified()


def test_the_second_window_on_a_document_gets_a_copy_and_is_told(
    window, open_window, settled, tmp_path
):
    save(window, tmp_path / "mine.reverie")
    other = open_window()
    other.files.open_path(str(tmp_path / "mine.reverie"))
    assert other.documents.path is None
    assert "open in another window" in other.notice.sentence()
    assert not save(other, tmp_path / "mine.reverie")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 truncated"])
def test_a_damaged_document_changes_nothing_that_is_open(window, settled, tmp_path, content):
    before = settled(window).snapshot.units
    bad = tmp_path / "bad.reverie"
    bad.write_bytes(content)
    assert not window.files.open_path(str(bad))
    assert "bad.reverie" in window.notice.sentence()
    assert (settled(window).snapshot.units == before).all()


def test_a_full_disk_is_said_and_the_old_file_stays(window, settled, tmp_path, monkeypatch):
    path = tmp_path / "mine.reverie"
    save(window, path)
    old = path.read_bytes()
    window.do("invert")
    settled(window)

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(document.os, "fsync", full)
    assert not save(window, path)
    assert "no space left" in window.notice.sentence()
    assert path.read_bytes() == old
    assert list(tmp_path.iterdir()) == [path]
    assert window.isWindowModified()


def test_what_was_open_at_a_kill_is_offered_back(open_window, settled, tmp_path, monkeypatch):
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from simulator.window import documents; documents.SOON_MS = 50\n"
        "from simulator.window.main_window import MainWindow\n"
        "app = QApplication([]); w = MainWindow(); w.show()\n"
        "w.do('rename=0:Kilroy'); w.toggle_play(); app.exec()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(tmp_path)}
    child = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=ROOT)
    folder = tmp_path / "state" / "autosave"
    try:
        wait_until(lambda: list(folder.glob("*.reverie")), 60)
    finally:
        os.kill(child.pid, signal.SIGKILL) if sys.platform != "win32" else child.kill()
        child.wait()
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    left = documents.left_by_crash()
    assert len(left) == 1
    window = open_window()
    window.files.recover(left[0])
    assert settled(window).snapshot.names[0] == "Kilroy"
    assert window.documents.is_unsaved()
    assert documents.left_by_crash() == []


def test_an_autosave_is_gone_after_a_clean_end(window, settled, tmp_path):
    window.do("invert")
    settled(window)
    window.documents.autosave()
    wait_until(window.documents.autosave_path.exists)
    window.shut()
    assert not window.documents.autosave_path.exists()


@pytest.mark.parametrize("title", ["State", "Recall", "Memories"])
def test_every_view_is_exported_with_seed_and_parameters(window, settled, tmp_path, title):
    settled(window)
    view = window.panel.view_in(title)
    window.files.export_to(str(tmp_path / "v.png"), view, "png2")
    window.files.export_to(str(tmp_path / "v.svg"), view, "svg")
    image = QImage(str(tmp_path / "v.png"))
    assert image.width() == 2 * view.width()
    assert image.text("seed") == "0"
    assert image.text("rule") == "pseudo-inverse"
    assert QSvgRenderer(str(tmp_path / "v.svg")).isValid()
    assert "rule=pseudo-inverse" in Path(tmp_path / "v.svg").read_text(encoding="utf-8")


def test_trace_and_state_are_exported_with_where_they_came_from(window, qtbot, settled, tmp_path):
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.is_finished, timeout=5000)
    window.files.export_to(str(tmp_path / "t.csv"), None, "csv")
    window.files.export_to(str(tmp_path / "s.npz"), None, "npz")
    assert "# seed=0" in (tmp_path / "t.csv").read_text()
    with np.load(tmp_path / "s.npz", allow_pickle=False) as arrays:
        assert "seed=0" in arrays["about"]
        assert arrays["units"].shape == (784,)


def test_a_copied_view_says_where_it_came_from(window, settled):
    settled(window)
    window.panel.copy_view(window.panel.pad)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    image = QImage.fromData(data.data("image/png"))
    assert (image.text("seed"), image.text("rule")) == ("0", "pseudo-inverse")


def test_a_damaged_file_argument_is_refused_before_a_window_opens(tmp_path, capsys):
    bad = tmp_path / "bad.reverie"
    bad.write_text("no zip")
    assert cli.main([str(bad)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_autosave_holds_what_only_played(window, qtbot, settled):
    window.documents.autosave()
    wait_until(window.documents.autosave_path.exists)
    before = window.documents.autosave_path.stat().st_mtime_ns
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.step > 0, timeout=5000)
    settled(window)
    wait_until(lambda: not window.documents._writer.is_alive())
    window.documents.autosave()
    wait_until(lambda: window.documents.autosave_path.stat().st_mtime_ns > before)


def answer(window, qtbot, words):
    """Press the button with these words in the next dialog, as a person would."""

    def press():
        box = QApplication.activeModalWidget()
        button = next(b for b in box.buttons() if words in b.text())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, press)


@pytest.mark.parametrize(("words", "side"), [("Resize it", 28), ("grid side to 10", 10)])
def test_an_array_of_another_shape_is_resized_or_sets_the_side(
    window, qtbot, settled, tmp_path, words, side
):
    pattern = np.where(np.eye(10) > 0, 1, -1).astype(np.int8)
    np.savez(tmp_path / "ten.npz", units=pattern)
    answer(window, qtbot, words)
    window.panel.open_picture(str(tmp_path / "ten.npz"))
    s = settled(window).snapshot
    assert s.side == side
    assert len(s.names) == 10
    grid = s.units.reshape(side, side)
    assert grid[0, 0] == grid[-1, -1] == 1
    assert grid[0, -1] == -1


def test_a_document_dropped_on_the_window_opens(window, open_window, settled, tmp_path):
    window.do("rename=0:Dropped")
    settled(window)
    assert save(window, tmp_path / "mine.reverie")
    window.documents._release()
    other, mime = open_window(), QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "mine.reverie"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, place = Qt.DropAction.CopyAction, QPointF(600, 300)
    QApplication.sendEvent(other, QDragEnterEvent(place.toPoint(), copy, mime, left, none))
    QApplication.sendEvent(other, QDropEvent(place, copy, mime, left, none))
    assert settled(other).snapshot.names[0] == "Dropped"
