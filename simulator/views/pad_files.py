"""Pictures and arrays from elsewhere: what is dragged over a pad, and what the clipboard holds."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage

from simulator.core import pictures

FILES = (*pictures.PICTURES, ".npy", ".npz", ".csv")


def offered(event: QDropEvent, can_take: bool) -> list[str]:
    """The files dragged here that can be taken; accepts the event, as a copy, if there are any."""
    files = _files_in(event.mimeData()) if can_take else []
    event.setDropAction(Qt.DropAction.CopyAction)
    event.setAccepted(bool(files))
    return files


def copied() -> tuple[list[str], QImage | None]:
    """The files on the clipboard; where there are none, the image, if there is one."""
    clipboard = QGuiApplication.clipboard()
    mime = clipboard.mimeData()
    files = _files_in(mime) if mime else []
    if files or mime is None or not mime.hasImage():
        return files, None
    image = clipboard.image()
    return files, None if image.isNull() else image


def _files_in(mime: QMimeData) -> list[str]:
    """The local files that may hold a pattern."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).suffix.lower() in FILES]
