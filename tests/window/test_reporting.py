"""Reports from the window: one page, one file, light paper, everything in it."""

import re

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from simulator.controls import theme
from simulator.core.errors import InputError
from simulator.window import reporting


@pytest.fixture
def recalled(window, qtbot, settled):
    window.run_to_convergence()
    qtbot.waitUntil(lambda: window.runner.latest.is_finished, timeout=5000)
    settled(window)
    return window


def run_command(window, title):
    next(c for c in window.commands if c.title == title).run()


def test_a_command_writes_one_html_file_that_needs_nothing_else(recalled, tmp_path, monkeypatch):
    path = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    run_command(recalled, "Report, HTML…")
    text = (tmp_path / "report.html").read_text()
    assert "<h1>Hopfield network</h1>" in text
    assert text.count("data:image/png;base64,") >= 3
    assert re.findall(r'(?:src|href)=[\'"](?!data:)', text) == []
    assert "Energy never rises" in text
    assert "python main.py run hopfield --preset letters-ten" in text


def test_the_pdf_has_one_page(recalled, tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    run_command(recalled, "Report, PDF…")
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert re.search(rb"/Count 1\b", data)


def test_pictures_are_on_light_paper_and_the_window_stays_dark(recalled, tmp_path):
    app = QApplication.instance()
    theme.apply_theme(app, "dark")
    with reporting.on_paper(recalled):
        image = reporting.pictures(recalled)[0].image
    assert image.pixelColor(1, 1).lightnessF() > 0.9
    assert theme.current_theme().name == "dark"
    assert recalled.updatesEnabled()


def test_pictures_are_twice_as_sharp_as_on_screen(recalled):
    shot = reporting.pictures(recalled)[0]
    assert shot.image.size() == recalled.panel.view_in(shot.title).size() * 2
    assert shot.caption == recalled.panel.cards[shot.title].caption


def test_another_name_is_refused_in_words(window, tmp_path):
    with pytest.raises(InputError, match=r"allowed: NAME\.pdf, NAME\.html"):
        reporting.write(window, str(tmp_path / "report.doc"))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_can_not_be_written_is_said(window, tmp_path, monkeypatch):
    path = tmp_path / "missing" / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    run_command(window, "Report, PDF…")
    assert "can't be written" in window.notice.sentence()
