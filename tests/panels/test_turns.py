"""Parts of a panel take turns: each is shown, none twice before the others."""

from PySide6.QtCore import QObject

from simulator.panels.turns import Turns


def made(qapp):
    shown, parent = [], QObject()
    parts = [lambda k=k: shown.append(k) for k in range(3)]
    return shown, parent, Turns(parent, *parts)


def test_all_are_shown_at_once_when_asked(qapp):
    shown, _parent, turns = made(qapp)
    turns.show_next()
    turns.show_all()
    assert shown == [0, 0, 1, 2]


def test_each_frame_shows_one_and_who_waited_longest_is_next(qapp):
    shown, _parent, turns = made(qapp)
    for _ in range(6):
        turns.show_next()
    assert shown == [0, 1, 2, 0, 1, 2]


def test_the_rest_follows_where_no_frame_comes(qapp, qtbot):
    shown, _parent, turns = made(qapp)
    turns.show_next()
    assert shown == [0]
    qtbot.waitUntil(lambda: shown == [0, 1, 2], timeout=2000)
