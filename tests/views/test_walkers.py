"""Two walkers stand at their true places on the curve, and their names are always readable."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.views import walkers_marks
from simulator.views.trace_canvas import Text
from simulator.views.walkers import WalkersView

X = np.linspace(-1.0, 1.0, 201)
Y = 3 * X**2 + np.sin(12 * X)


@pytest.fixture
def view(qtbot):
    view = WalkersView()
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show_walkers(X, Y, (20, 150), (25, 90), 0.84)
    view.show()
    qtbot.waitExposed(view)
    return view


def painted(view):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    view.render(image)
    return image


def texts(view, monkeypatch):
    """The names and energies that are drawn, with their boxes."""
    found = []
    real = Text.draw
    monkeypatch.setattr(
        Text, "draw", lambda mark, painter: (found.append(mark), real(mark, painter))
    )
    painted(view)
    return [mark for mark in found if mark.text.startswith(("hill", "annealer", "best"))]


def test_the_walkers_stand_at_their_points_of_the_curve(view, monkeypatch):
    seen = []
    monkeypatch.setattr(walkers_marks, "draw", lambda _, walkers, *rest: seen.extend(walkers))
    painted(view)
    frame = view._frame
    wanted = [QPointF(frame.px(X[k]), frame.py(Y[k])) for k in (20, 150)]
    assert [walker.at for walker in seen] == wanted
    assert [walker.energy for walker in seen] == [Y[25], Y[90]]


def test_names_and_best_energies_are_written(view, monkeypatch):
    wanted = ["hill-climber, T = 0", "annealer, T = 0.84"]
    energies = [f"best {Y[k]:.2f}".replace("-", "−") for k in (25, 90)]
    assert sorted(mark.text for mark in texts(view, monkeypatch)) == sorted(wanted + energies)


@pytest.mark.parametrize("places", [(150, 150), (150, 152), (0, 200), (100, 104)])
def test_names_never_overlap_and_stay_within_the_view(view, monkeypatch, places):
    view.show_walkers(X, Y, places, places, 0.5)
    boxes = [QRectF(*mark.box) for mark in texts(view, monkeypatch)]
    assert len(boxes) == 4
    assert all(QRectF(view.rect()).contains(box) for box in boxes)
    assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_the_ground_is_kept_while_only_the_walkers_move(view):
    painted(view)
    ground = view._ground.cacheKey()
    view.show_walkers(X, Y, (21, 140), (25, 90), 0.8)
    painted(view)
    assert view._ground.cacheKey() == ground


def test_the_same_walkers_are_not_painted_again(view, monkeypatch):
    calls = []
    monkeypatch.setattr(view, "update", lambda: calls.append(1))
    view.show_walkers(X.copy(), Y.copy(), (20, 150), (25, 90), 0.84)
    assert not calls


def test_the_range_of_energies_stays_while_the_landscape_changes_a_little(view):
    before = view._frame.y
    view.show_walkers(X, Y * 0.98, (20, 150), (25, 90), 0.84)
    assert view._frame.y == before


def test_a_flat_landscape_is_drawn(view):
    view.show_walkers(X, np.zeros(201), (0, 200), (0, 200), 1.0)
    painted(view)
    assert 0 < view.place_of(100).y() < view.height()


def test_the_pointer_is_told_the_energy_there(view, qtbot):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, view.place_of(100).toPoint())
    assert said[-1].startswith("state")
    assert "E = " in said[-1]
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert said[-1] == ""


def test_a_place_beyond_the_curve_is_refused(view):
    with pytest.raises(ValueError, match="below 201"):
        view.show_walkers(X, Y, (0, 201), (0, 0), 1.0)
