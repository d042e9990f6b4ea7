"""Pictures of the style sheet lie in Qt's own resources, and nowhere on disk."""

import re
import tempfile
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from simulator.controls import glyphs, theme

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>'


def read(path):
    file = QFile(path)
    assert file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data()).decode()


def test_a_picture_is_read_back_as_it_was_given(qapp):
    assert read(glyphs.add("square-a.svg", SVG)) == SVG


def test_pictures_lie_side_by_side(qapp):
    paths = [glyphs.add(f"square-{n}.svg", SVG.replace("8v8", f"{n}v8")) for n in range(20)]
    assert [f"h{n}v8" in read(path) for n, path in enumerate(paths)] == [True] * 20


def test_a_picture_is_drawn(qapp):
    image = QIcon(glyphs.add("square-b.svg", SVG)).pixmap(16, 16).toImage()
    assert image.pixelColor(8, 8).alpha() == 255


def test_every_picture_of_the_sheet_is_there_in_every_theme(qapp):
    for name in theme.THEMES:
        paths = re.findall(r'url\("(.*?)"\)', theme.style_sheet(theme.load_theme(name)))
        assert paths
        assert all("<svg" in read(path) for path in paths)


def test_a_theme_leaves_no_folder_behind(qapp):
    before = set(Path(tempfile.gettempdir()).glob("reverie-*"))
    theme.apply_theme(QApplication.instance(), "light")
    assert set(Path(tempfile.gettempdir()).glob("reverie-*")) <= before
