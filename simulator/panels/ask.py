"""Asking a person for a file: its path, or an empty text."""

from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.core import pictures

WEIGHTS = "Weights (*.npz)"


def is_allowed(parent: QWidget) -> bool:
    """Whether a person may see files: visitors of a kiosk may not."""
    return not parent.window().property("is_kiosk")


def picture(parent: QWidget) -> str:
    """Ask for a picture or an array to open."""
    if not is_allowed(parent):
        return ""
    kinds = " ".join(f"*{suffix}" for suffix in pictures.PICTURES + pictures.TABLES)
    return QFileDialog.getOpenFileName(parent, "Open a picture", "", f"Pictures ({kinds})")[0]


def weights(parent: QWidget) -> str:
    """Ask for weights to open."""
    if not is_allowed(parent):
        return ""
    return QFileDialog.getOpenFileName(parent, "Open weights", "", WEIGHTS)[0]


def where_to_save_weights(parent: QWidget, name: str) -> str:
    """Ask where weights are to be written."""
    if not is_allowed(parent):
        return ""
    return QFileDialog.getSaveFileName(parent, "Save weights", name, WEIGHTS)[0]
