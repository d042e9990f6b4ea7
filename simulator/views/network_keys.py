"""The keys of a diagram.

Arrows go from unit to unit (with Shift the other end of the edge stays), Enter clicks the unit,
E types the weight between the two units chosen last, B the bias, Delete makes the chosen number 0,
Escape lets go. Space belongs to the window.
"""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from simulator.views.network_hand import Hand
from simulator.views.network_layout import Places
from simulator.views.network_shown import Target

ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter
ERASING = Qt.Key.Key_Delete, Qt.Key.Key_Backspace
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def wants(event: QKeyEvent, hand: Hand, is_keyed: bool) -> bool:
    """Whether a key is the diagram's own; arrows are where it got the focus by keyboard."""
    key, allowed = Qt.Key(event.key()), Qt.KeyboardModifier.KeypadModifier
    if key in ARROWS:
        allowed |= Qt.KeyboardModifier.ShiftModifier
    if hand.shown is None or event.modifiers() & ~allowed:
        return False
    if key in ARROWS:
        return is_keyed
    if key == Qt.Key.Key_Escape:
        return hand.is_dragging() or hand.chosen is not None
    if key in ERASING or key == Qt.Key.Key_E:
        return hand.number_chosen() is not None
    return hand.cursor >= 0 and key in (*ENTER, Qt.Key.Key_B)


def obey(event: QKeyEvent, hand: Hand, places: Places) -> None:
    """Do what a key means that `wants` wants."""
    key = Qt.Key(event.key())
    if key in ARROWS:
        has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        hand.choose(beside(places, hand.cursor, *ARROWS[key]), has_shift)
    elif key in ENTER:
        hand.click(hand.cursor, is_asking=False)
    elif key == Qt.Key.Key_Escape:
        hand.give_up()
    elif key == Qt.Key.Key_B:
        hand.ask(Target("bias", hand.cursor))
    elif target := hand.number_chosen():
        if key in ERASING:
            hand.commit(target, 0.0)
        else:
            hand.ask(target)


def beside(places: Places, unit: int, right: int, down: int) -> int:
    """The next unit to a side: left and right go round all, up and down to another row."""
    away = places.centers - places.centers[max(unit, 0)]
    ahead = np.flatnonzero(away[:, 1] * down > places.radius)
    if right or not ahead.size:
        return (unit + right + down) % len(away)
    return int(ahead[np.argmin(np.abs(away[ahead, 0]) + 0.5 * np.abs(away[ahead, 1]))])
