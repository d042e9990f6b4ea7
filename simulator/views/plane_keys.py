"""The keys of a plane: +, − and 0 for what is in sight, arrows from fake to fake, Enter to ask.

Arrows and Enter are its own where it got the focus by keyboard; else they belong to the window.
"""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter
SIGHT = Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
KEYED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
ASIDE = 2.0  # how much farther a step aside counts than one ahead


def wants(event: QKeyEvent, is_keyed: bool) -> bool:
    """Whether a key is the plane's own."""
    key, allowed = Qt.Key(event.key()), Qt.KeyboardModifier.KeypadModifier
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):  # on many keyboards + needs Shift
        allowed |= Qt.KeyboardModifier.ShiftModifier
    if event.modifiers() & ~allowed:
        return False
    return key in SIGHT or (is_keyed and (key in ARROWS or key in ENTER))


def beside(places: np.ndarray, k: int, right: int, down: int) -> int:
    """The next of places (M, 2) from number k to a side; k where there is none."""
    ways = places - places[k]
    ahead = ways @ (right, down)
    aside = np.abs(ways @ (down, right))
    is_next = (ahead > 1e-9) & (aside <= ahead)  # within a quarter of all directions
    if not is_next.any():
        is_next = ahead > 1e-9
    if not is_next.any():
        return k
    return int(np.argmin(np.where(is_next, ahead + ASIDE * aside, np.inf)))
