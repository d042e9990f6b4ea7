"""A landscape is drawn once, turned by hand, and carries a ball at its exact energy."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views import landscape_marks as marks
from simulator.views.landscape import AZIMUTH, ELEVATION, HIGHEST, LOWEST, LandscapeView
from simulator.views.landscape_ball import on_surface
from simulator.views.landscape_camera import CORNERS, FAR, Camera, sampled
from simulator.views.landscape_relief import Relief
from simulator.views.landscape_scene import limits_of

LEFT = Qt.MouseButton.LeftButton
U = np.linspace(-1, 1, 25)
DOME = -100.0 * (U[:, None] ** 2 + U**2)  # 0 in the middle, −200 at the corners
NAMES = ("inverse of A", "R", "inverse of R", "A")
TRAIL = np.array([[0.6, 0.6], [0.7, 0.72], [0.8, 0.8]])
BOX = (20.0, 20.0, 400.0, 300.0)


@pytest.fixture
def view(qtbot):
    view = LandscapeView()
    qtbot.addWidget(view)
    view.resize(500, 380)
    view.show()
    qtbot.waitExposed(view)
    return view


def show(view, **more):
    view.show_landscape(DOME, NAMES, cue=(0.6, 0.6), axes=("shared", "other"), **more)


def count_painted(view, monkeypatch):
    """Count how often the block is painted from now on."""
    view.grab()
    found = []
    paint = view._paint_ground
    monkeypatch.setattr(view, "_paint_ground", lambda *a: (found.append(1), paint(*a)))
    return found


def pixels(view):
    """What is on screen, (H, W, 4) of blue, green, red."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), -1, 4).astype(int)


def place_of_ball(view, ball):
    """Where the picture turns redder by the ball, as the mean column and row."""
    show(view)
    without = pixels(view)
    show(view, ball=ball)
    redder = (pixels(view) - without) @ [-1, -1, 1, 0]
    rows, columns = np.nonzero(redder > 40)
    return columns.mean(), rows.mean()


# ---- the camera and the surface ----


def test_what_is_near_is_larger_and_lower():
    camera = Camera(135.0, 30.0, BOX)
    columns, rows = camera.project(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.zeros(2))
    assert rows[1] > rows[0]  # (1, 1) is near
    np.testing.assert_allclose(columns, camera.middle)


@pytest.mark.parametrize("elevation", [LOWEST, 30.0, HIGHEST])
def test_the_block_stays_in_its_box_however_it_is_turned(elevation):
    for azimuth in range(0, 360, 15):
        left, top, width, height = Camera(azimuth, elevation, BOX).bounds()
        assert left >= BOX[0] - 1
        assert top >= BOX[1] - 1
        assert left + width <= BOX[0] + BOX[2] + 1
        assert top + height <= BOX[1] + BOX[3] + 1


def test_the_sides_that_look_to_the_eye_hold_the_nearest_corner():
    for azimuth in range(3, 360, 20):
        camera = Camera(azimuth, 30.0, BOX)
        nearest = CORNERS[int(np.argmin(camera.ground(*np.array(CORNERS).T)[1]))]
        seen = [wall for wall in camera.walls() if wall[2]]
        assert 1 <= len(seen) <= 2
        assert all(nearest in wall[:2] for wall in seen)


def test_a_point_behind_the_hill_is_hidden_and_one_before_it_is_not():
    camera, hill = Camera(135.0, 20.0, BOX), (DOME + 200) / 200
    x = np.array([0.1, 0.9])
    assert camera.is_hidden(hill, x, x, sampled(hill, x, x)).tolist() == [True, False]


def slow_top(surface, camera, column, ratio):
    """The highest row of the surface in a column: walk over the ground in tiny steps."""
    best = np.inf
    for d in np.linspace(FAR - 0.8, FAR + 0.8, 4000):
        r = (column - camera.middle) * d / (camera.size * FAR)
        cos, sin = camera.turn
        x, y = 0.5 + r * cos - (d - FAR) * sin, 0.5 + r * sin + (d - FAR) * cos
        if 0 <= x <= 1 and 0 <= y <= 1:
            z = sampled(surface, np.array([x]), np.array([y]))
            best = min(best, float(camera.row(z, d)[0]))
    return best * ratio


def test_the_skyline_stands_where_rays_through_the_surface_put_it():
    camera, hill = Camera(118.0, 30.0, BOX), (DOME + 200) / 200
    image, (left, top, _, _) = Relief(hill, 0.0, 0.1).picture(camera, 1.0)
    for column in (20, image.width() // 2, image.width() - 20):
        rows = [y for y in range(image.height()) if image.pixelColor(column, y).alpha()]
        expected = slow_top(hill, camera, left + column + 0.5, 1.0) - top
        assert rows[0] == pytest.approx(expected, abs=1.5)
        assert rows == list(range(rows[0], rows[-1] + 1))


@pytest.mark.parametrize("shape", [(2, 2), (2, 49), (7, 3)])
def test_a_surface_of_few_points_is_drawn_as_well(view, shape):
    view.show_landscape(np.arange(shape[0] * shape[1], dtype=float).reshape(shape), NAMES)
    assert not view.grab().isNull()


def test_a_flat_surface_has_a_range():
    low, high = limits_of(np.full((3, 3), -5.0), None)
    assert low < -5 < high


def test_a_line_that_is_no_surface_is_refused(view):
    with pytest.raises(ValueError, match="no surface"):
        view.show_landscape(np.zeros((1, 5)), NAMES)


# ---- ball and trail ----


def test_the_ball_sits_at_its_energy(view):
    for x, y in ((0.55, 0.7), (0.8, 0.8)):
        energy = float(sampled(DOME, np.array([x]), np.array([y]))[0])
        column, row = place_of_ball(view, (x, y, energy))
        foot = view.place_of(x, y, energy)
        assert column == pytest.approx(foot.x(), abs=3)
        assert foot.y() - 14 < row < foot.y()


def test_a_ball_below_the_sheet_makes_the_block_deeper(view):
    show(view, ball=(0.8, 0.8, -100.0))
    usual = view._scene.limits
    show(view, ball=(0.8, 0.8, -400.0))
    assert view._scene.limits[0] < -400 < usual[0]


def test_a_ball_that_sinks_makes_the_block_deeper_only_now_and_then(view):
    limits = {limits_of(DOME, energy) for energy in np.linspace(0, -600, 500)}
    assert len(limits) < 15


def test_the_trail_follows_the_surface_between_its_points(view):
    show(view)
    x, y, z = on_surface(view._scene, TRAIL)
    np.testing.assert_allclose(z, sampled(view._scene.surface, x, y), atol=0.01)
    assert np.abs(np.diff(x)).max() < 0.01


def test_a_moving_ball_does_not_paint_the_block_again(view, monkeypatch):
    show(view)
    painted = count_painted(view, monkeypatch)
    for k in range(1, 4):
        show(view, ball=(0.6, 0.6 + k / 20, -30.0), trail=TRAIL[:k])
        view.grab()
    assert not painted


def test_the_same_again_draws_nothing(view, monkeypatch):
    show(view, ball=(0.6, 0.6, -8.0), trail=TRAIL)
    with monkeypatch.context() as patch:
        patch.setattr(view, "update", lambda: pytest.fail("drawn again"))
        show(view, ball=(0.6, 0.6, -8.0), trail=TRAIL.copy())


def test_other_heights_paint_the_block_again(view, monkeypatch):
    show(view)
    painted = count_painted(view, monkeypatch)
    view.show_landscape(DOME / 2, NAMES)
    view.grab()
    assert painted


# ---- turning ----


def test_a_drag_turns_the_block_with_the_hand(view, qtbot):
    show(view)
    before = view.place_of(1.0, 1.0)
    qtbot.mousePress(view, LEFT, pos=QPoint(250, 200))
    qtbot.mouseMove(view, QPoint(290, 200))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(290, 200))
    assert view.place_of(1.0, 1.0).x() > before.x() + 10
    assert view.angles()[1] == ELEVATION


def test_while_turned_it_is_coarser_and_afterwards_fine_again(view, qtbot, monkeypatch):
    show(view)
    scales = []
    picture = Relief.picture
    monkeypatch.setattr(
        Relief, "picture", lambda r, c, scale: (scales.append(scale), picture(r, c, scale))[1]
    )
    qtbot.mousePress(view, LEFT, pos=QPoint(250, 200))
    qtbot.mouseMove(view, QPoint(290, 210))
    view.grab()
    qtbot.mouseRelease(view, LEFT, pos=QPoint(290, 210))
    view.grab()
    assert scales[0] < scales[-1]


def test_the_eye_stays_above_the_ground_and_off_the_zenith(view):
    show(view)
    view.turn(0, 500)
    assert view.angles()[1] == HIGHEST
    view.turn(0, -500)
    assert view.angles()[1] == LOWEST


def test_a_double_click_turns_it_back(view, qtbot):
    show(view)
    view.turn(50, 10)
    qtbot.mouseDClick(view, LEFT, pos=QPoint(250, 200))
    assert view.angles() == (AZIMUTH, ELEVATION)


def test_arrow_keys_turn_it_and_home_turns_it_back(view, qtbot):
    show(view)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.angles() == (AZIMUTH + 5, ELEVATION + 4)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.angles() == (AZIMUTH, ELEVATION)


def test_the_wheel_is_left_to_what_is_around(view):
    show(view)
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()
    assert view.angles() == (AZIMUTH, ELEVATION)


# ---- look, words, export ----


def test_the_empty_state_is_said_and_cleared(view):
    view.set_empty("Store a memory first.")
    empty = view.grab().toImage()
    show(view)
    assert view.grab().toImage() != empty
    view.clear()
    assert view.grab().toImage() == empty
    assert view.accessibleDescription() == "Store a memory first."


def test_it_says_in_words_what_it_shows(view):
    show(view, ball=(0.6, 0.6, -8.04))
    assert view.accessibleName() == "Energy landscape"
    assert "A" in view.accessibleDescription()
    assert "energy E −8.0" in view.accessibleDescription()


@pytest.mark.parametrize("size", [(220, 170), (300, 220), (1200, 900)])
@pytest.mark.parametrize("is_presenter", [False, True])
def test_it_fits_in_every_size_and_mode(view, size, is_presenter):
    app = QApplication.instance()
    theme.apply_theme(app, "dark", is_presenter)
    try:
        view.resize(*size)
        show(view, ball=(0.8, 0.8, -70.0), trail=TRAIL)
        left, top, width, height = view.camera().bounds()
        assert not view.grab().isNull()
        assert min(left, top, view.width() - left - width, view.height() - top - height) >= 0
    finally:
        theme.apply_theme(app, "light")


def test_another_theme_paints_it_anew(view, monkeypatch):
    show(view)
    painted = count_painted(view, monkeypatch)
    theme.apply_theme(QApplication.instance(), "dark")
    view.grab()
    theme.apply_theme(QApplication.instance(), "light")
    assert painted


def test_it_is_exported_as_png_and_svg(view, tmp_path):
    show(view, ball=(0.8, 0.8, -70.0), trail=TRAIL)
    view.export_png(str(tmp_path / "a.png"), 2.0, {"seed": 1})
    view.export_svg(str(tmp_path / "a.svg"), {"seed": 1})
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (1000, 760)
    assert "inverse of A" in (tmp_path / "a.svg").read_text("utf-8")


def test_the_export_is_as_fine_as_the_paper(view, monkeypatch):
    show(view)
    scales = []
    picture = Relief.picture
    monkeypatch.setattr(
        Relief, "picture", lambda r, c, scale: (scales.append(scale), picture(r, c, scale))[1]
    )
    view.picture(4.0)
    assert scales[0] > 4.0


def test_a_low_block_has_no_names(view, monkeypatch):
    named = []
    monkeypatch.setattr(marks, "paint_names", lambda *a: named.append(1))
    show(view)
    view.resize(500, 120)
    view.grab()
    assert not named
    view.resize(500, 380)
    view.grab()
    assert named
