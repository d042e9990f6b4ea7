"""The base of views: what draws, and can be exported as a picture or copied.

A view gets plain values through its own `show_…` method, compares them with what it shows, and
touches only what differs. It holds no mathematics and no simulation.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.document import write_atomically
from simulator.core.errors import InputError
from simulator.core.job import Table

MAX_EXPORT_PIXELS = 100_000_000


class View(QWidget):
    """A widget with a name, that can draw itself on any painter."""

    title = "View"
    table: Table | None = None  # what it exports as CSV, where that is not the run's trace

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # it fills its own ground, or Qt would draw the card below it, rounded, at every frame: that
        # was a third of what a panel of running views took to paint
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def event(self, event: QEvent) -> bool:
        """Fill the ground before anything is painted on it."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme.current_theme().color("surface"))
            painter.end()
        return super().event(event)

    def exported(self) -> Table | None:
        """Return what it exports as CSV, or None for the run's trace; some make it only now."""
        return self.table

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show, if the view can be empty."""

    def clear(self) -> None:
        """Show nothing but that."""

    def draw_on(self, painter: QPainter) -> None:
        """Draw the whole view on a painter whose units are the view's pixels."""
        flags = QWidget.RenderFlag.DrawChildren
        self.render(painter, QPoint(), QRegion(), flags)

    def picture(self, scale: float = 1.0) -> QImage:
        """Return the view as an image, `scale` times its size on screen; raises InputError."""
        size = self.size() * scale
        if size.width() * size.height() > MAX_EXPORT_PIXELS:
            raise InputError(f"A picture of {size.width()}×{size.height()} pixels is too large.")
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(theme.current_theme().color("surface"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        self.draw_on(painter)
        painter.end()
        return image

    def png(self, scale: float, about: Mapping[str, Any]) -> bytes:
        """Return a PNG whose text chunks say where it came from; raises InputError."""
        image = self.picture(scale)
        for name, value in about.items():
            image.setText(name, str(value))
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(data.data())

    def copy(self, scale: float, about: Mapping[str, Any]) -> None:
        """Put the picture on the clipboard, as an image and as such a PNG; raises InputError."""
        png = self.png(scale, about)
        both = QMimeData()
        both.setImageData(QImage.fromData(png))
        both.setData("image/png", png)
        QGuiApplication.clipboard().setMimeData(both)

    def export_png(self, path: str, scale: float, about: Mapping[str, Any]) -> None:
        """Write such a PNG to a file; raises InputError."""
        write_atomically(path, self.png(scale, about))

    def export_svg(self, path: str, about: Mapping[str, Any]) -> None:
        """Write an SVG whose description says where it came from; raises InputError."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(QSize(self.width(), self.height()))
        generator.setViewBox(self.rect())
        generator.setTitle(self.title)
        generator.setDescription("; ".join(f"{name}={value}" for name, value in about.items()))
        painter = QPainter(generator)
        painter.fillRect(self.rect(), theme.current_theme().color("surface"))
        self.draw_on(painter)
        painter.end()
        buffer.close()
        write_atomically(path, bytes(data.data()))
