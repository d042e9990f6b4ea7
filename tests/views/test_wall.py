"""A wall shows each picture at its place, as large as fits, and says which is looked at."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.wall import ImageWall
from simulator.views.wall_layout import Tile, hung

LEFT = Qt.MouseButton.LeftButton
SIDE = 4
PICTURES = np.random.default_rng(0).integers(0, 2, (12, SIDE * SIDE)).astype(np.uint8) * 255


@pytest.fixture
def view(qtbot):
    view = ImageWall("Fantasies")
    qtbot.addWidget(view)
    view.resize(400, 320)
    view.show()
    qtbot.waitExposed(view)
    return view


def place(view, k):
    return view.grid().box_of(view.grid().cell_of(k)).center().toPoint()


def pixel_colors(view, k):
    """The colours on screen of a picture's pixels, at their middles."""
    box, image = view.grid().box_of(view.grid().cell_of(k)), view.picture()
    step = box.height() / SIDE
    return [
        image.pixelColor(round(box.left() + (x + 0.5) * step), round(box.top() + (y + 0.5) * step))
        for y in range(SIDE)
        for x in range(SIDE)
    ]


def test_each_pixel_of_each_picture_is_ink_or_paper_at_its_place(view):
    view.show_images(PICTURES, SIDE)
    now = theme.current_theme()
    for k in (0, 5, 11):
        wanted = [QColor(now.unit_on if p else now.unit_off) for p in PICTURES[k]]
        assert pixel_colors(view, k) == wanted


def test_numbers_are_blue_above_zero_and_orange_below_and_each_picture_has_its_own_scale(view):
    fields = np.zeros((2, SIDE * SIDE), np.float32)
    fields[0, 0], fields[0, 1] = 1.0, -1.0
    fields[1, 0], fields[1, 1] = 0.01, -0.01
    view.show_images(fields, SIDE)
    for k in (0, 1):
        blue, orange, paper = pixel_colors(view, k)[:3]
        assert blue.blue() > blue.red()
        assert orange.red() > orange.blue()
        assert paper == QColor(theme.current_theme().unit_off)


def test_a_limit_is_the_same_for_all_pictures(view):
    fields = np.full((2, SIDE * SIDE), 1.0, np.float32)
    fields[1] = 0.001
    view.show_images(fields, SIDE, limit=1.0)
    assert pixel_colors(view, 1)[0] == QColor(theme.current_theme().unit_off)


def test_broken_numbers_are_shown_and_not_raised(view):
    fields = np.array([[np.nan, np.inf, -np.inf, 0.5]], np.float32)
    view.show_images(fields, 2)
    assert not view.picture().isNull()


def test_the_same_again_paints_nothing(view, monkeypatch):
    view.show_images(PICTURES, SIDE, captions=["a"] * 12)
    with monkeypatch.context() as patch:
        for name in ("update", "lay_out"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_images(PICTURES.copy(), SIDE, captions=["a"] * 12)


def test_other_pictures_in_the_same_places_lay_nothing_out(view, monkeypatch):
    view.show_images(PICTURES, SIDE)
    with monkeypatch.context() as patch:
        patch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
        view.show_images(255 - PICTURES, SIDE)


def test_pointed_at_it_says_a_name(view):
    said = []
    view.hovered.connect(said.append)
    view.show_images(PICTURES, SIDE, names=lambda k: f"fantasy {k}")
    QTest.mouseMove(view, place(view, 7))
    QTest.mouseMove(view, QPoint(1, 1))
    assert said == ["fantasy 7", ""]


def test_a_click_tells_which(view, qtbot):
    view.show_images(PICTURES, SIDE)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.mouseClick(view, LEFT, pos=place(view, 9))
    assert told.args == [9]


def test_arrows_walk_and_enter_chooses(view, qtbot):
    view.show_images(PICTURES, SIDE, columns=4)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [5]


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right])
def test_arrows_never_leave_the_pictures_of_an_uneven_wall(view, key):
    view.show_images(PICTURES[:10], SIDE, columns=4)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(13):
        QTest.keyClick(view, key)
        assert view.grid().index_of(view.cell()) < 10


def test_every_picture_of_an_uneven_wall_is_reached_to_the_right_in_its_row(view):
    view.show_images(PICTURES[:10], SIDE, columns=4)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view._look_at((2, 1))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.cell() == (2, 0)


def test_the_free_place_of_an_uneven_wall_is_nothing(view):
    view.show_images(PICTURES[:10], SIDE, columns=4)
    spot = view.grid().box_of((2, 3)).center()
    assert view.grid().cell_at(spot) is None


def test_captions_stand_below_and_more_than_400_have_none(view, tmp_path):
    view.show_images(PICTURES, SIDE, captions=[f"n{k}" for k in range(12)])
    view.export_svg(str(tmp_path / "few.svg"), {})
    assert ">n11<" in (tmp_path / "few.svg").read_text("utf-8")
    many = np.zeros((401, SIDE * SIDE), np.uint8)
    view.show_images(many, SIDE, captions=["n"] * 401)
    view.export_svg(str(tmp_path / "many.svg"), {})
    assert ">n<" not in (tmp_path / "many.svg").read_text("utf-8")


def test_an_svg_holds_all_pictures_as_one_image(view, tmp_path):
    view.show_images(PICTURES, SIDE)
    view.export_svg(str(tmp_path / "wall.svg"), {})
    assert (tmp_path / "wall.svg").read_text("utf-8").count("<image") == 1


def corner_colors(view, k):
    """All colours about a picture."""
    gap = theme.px(4)
    box = view.grid().box_of(view.grid().cell_of(k)).adjusted(-gap, -gap, gap, gap)
    part = view.picture().copy(box.toRect())
    return {part.pixel(x, y) for x in range(part.width()) for y in range(part.height())}


@pytest.mark.parametrize("mark", ["lit", "dead", "saturated"])
def test_a_mark_is_seen_and_counted_in_words(view, mark):
    blank = np.zeros((4, SIDE * SIDE), np.uint8)
    view.show_images(blank, SIDE, marks=["", mark, "", ""])
    assert len(corner_colors(view, 1)) > len(corner_colors(view, 0))
    assert f"1 {mark}" in view.accessibleDescription()


def test_the_selected_picture_is_ringed_in_the_accent(view):
    view.show_images(np.zeros((12, SIDE * SIDE), np.uint8), SIDE, selected=0)
    accent = QColor(theme.current_theme().accent).rgb()
    assert accent in corner_colors(view, 0)
    assert accent not in corner_colors(view, 11)


def test_pairs_show_what_went_in_at_the_left_of_what_came_out(view):
    dark = np.full((6, SIDE * SIDE), 255, np.uint8)
    view.show_pairs(dark, np.zeros_like(dark), SIDE)
    box, image, now = view.grid().box_of((0, 0)), view.picture(), theme.current_theme()
    y = round(box.center().y())
    colors = [image.pixelColor(round(box.left() + s * box.width()), y) for s in (0.25, 0.75)]
    assert colors == [QColor(now.unit_on), QColor(now.unit_off)]


def test_pairs_without_reconstructions_are_shown(view):
    view.show_pairs(PICTURES, np.zeros((0, SIDE * SIDE), np.uint8), SIDE)
    assert view.grid().tile.pictures == 2


@pytest.mark.parametrize("count", [1, 2, 7, 10, 100, 144, 400, 401, 1024])
@pytest.mark.parametrize("size", [(560, 420), (300, 200), (180, 900)])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_tiles_lie_inside_the_room_and_are_all_there(count, size, ratio):
    room = QRectF(3, 3, *size)
    grid = hung(room, count, Tile(28, 1, 1, 1, 1), 0, ratio)
    last = grid.box_of(grid.cell_of(count - 1))
    assert room.adjusted(-1, -1, 1, 1).contains(grid.box_of((0, 0)))
    assert room.adjusted(-1, -1, 1, 1).contains(last)
    assert grid.rows * grid.columns >= count > (grid.rows - 1) * grid.columns


def test_a_hundred_hang_ten_by_ten_though_twelve_columns_were_a_little_larger():
    grid = hung(QRectF(0, 0, 560, 420), 100, Tile(28, 1, 1, 4, 4), 0, 1.0)
    assert (grid.rows, grid.columns) == (10, 10)


@pytest.mark.parametrize(("high", "wide"), [(7, 7), (28, 28), (35, 41), (56, 84), (3, 50)])
def test_resized_pictures_keep_their_mean_and_constant_ones_their_shade(high, wide):
    codes = np.random.default_rng(1).integers(0, 254, (3, 28, 28)).astype(np.uint8)
    sized = tiles.resized(codes, high, wide)
    assert sized.shape == (3, high, wide)
    np.testing.assert_allclose(sized.mean((1, 2)), codes.mean((1, 2)), atol=0.6)
    assert (tiles.resized(np.full((1, 28, 28), 77, np.uint8), high, wide) == 77).all()


def test_resized_by_area_is_the_mean_of_many_points():
    codes = np.random.default_rng(2).integers(0, 254, (1, 4, 4)).astype(np.uint8)
    fine = codes.repeat(9, axis=1).repeat(9, axis=2).astype(float)  # 36 points on a side
    slow = fine.reshape(6, 6, 6, 6).mean((1, 3))
    np.testing.assert_allclose(tiles.resized(codes, 6, 6)[0], slow, atol=0.51)


def test_dark_and_light_have_their_own_inks(qapp, view):
    view.show_images(PICTURES, SIDE)
    try:
        theme.apply_theme(qapp, "dark")
        wanted = QColor(theme.current_theme().unit_on)
        assert wanted in pixel_colors(view, 0)
    finally:
        theme.apply_theme(qapp, "light")


def test_at_200_percent_pictures_have_device_pixels(view):
    view.show_images(PICTURES, SIDE)
    image = QImage(800, 640, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    painter = QPainter(image)
    view.draw_on(painter)
    painter.end()
    spot = view.grid().box_of((0, 0)).center() * 2
    assert image.pixelColor(spot.toPoint()).isValid()


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("size", [(180, 120), (300, 200), (900, 300)])
def test_captioned_walls_stay_in_the_view(qapp, view, presenter, size):
    theme.apply_theme(qapp, "light", presenter)
    try:
        view.resize(*size)
        view.show_images(PICTURES, SIDE, captions=["0.42"] * 12)
        assert view.rect().contains(view.grid().box_of(view.grid().cell_of(11)).toRect())
    finally:
        theme.apply_theme(qapp, "light")


def test_cleared_it_says_what_to_do(view):
    view.show_images(PICTURES, SIDE)
    view.set_empty("Press Space to train.")
    view.clear()
    assert view.grid() is None
    assert view.accessibleDescription() == "Press Space to train."


@pytest.mark.parametrize("images", [np.zeros((2, 5), np.uint8), np.zeros(16, np.uint8),
                                    np.zeros((1025, 16), np.uint8)])  # fmt: skip
def test_pictures_that_do_not_fit_are_refused(view, images):
    with pytest.raises(ValueError, match="picture"):
        view.show_images(images, SIDE)


def test_an_unknown_mark_is_refused(view):
    with pytest.raises(ValueError, match="mark"):
        view.show_images(PICTURES, SIDE, marks=["bright"])
