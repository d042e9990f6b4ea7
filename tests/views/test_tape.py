"""A tape shows rows over one time axis: in the right colours, in words, and only what changed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import maps, theme
from simulator.views import tape_marks, tiles
from simulator.views.tape import Box, Phase, TapeView
from simulator.views.tape_picture import bit_colors, unknown_color
from tests.views import tape_samples as samples
from tests.views.tape_samples import T, tape

INPUT, OUTPUT, ADD, WEIGHTING = range(4)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot):
    view = TapeView()
    qtbot.addWidget(view)
    view.resize(460, 440)
    view.show()
    qtbot.waitExposed(view)
    view.show_tape(tape())
    return view


def place(view, number, step, channel):
    grid = view.grid()
    return grid.box_of((grid.parts[number].start + channel, step)).center().toPoint()


def color(view, number, step, channel):
    return view.picture().pixelColor(place(view, number, step, channel)).name()


# ---- colours ----


def test_bits_are_ink_or_paper(view):
    image, (_, off, on) = view.picture(), bit_colors()
    for step, channel in np.ndindex(samples.BITS.shape):
        wanted = on if samples.BITS[step, channel] else off
        assert image.pixelColor(place(view, INPUT, step, channel)) == QColor(wanted)


def test_bits_of_steps_that_do_not_count_are_paler(view):
    view.show_tape(tape(samples.output_row(np.zeros_like(samples.OUTPUT))))
    pale, off, _ = bit_colors()
    assert color(view, 0, 0, 0) == pale
    assert color(view, 0, T - 1, 2) == off


def test_wrong_bits_are_warm_and_counted(view, tmp_path):
    wrong = samples.OUTPUT.copy()
    wrong[T - 1, 0], wrong[T - 1, 2] = 0.2, 0.9  # missed, and false
    view.show_tape(tape(samples.input_row(), samples.output_row(wrong)))
    now = theme.current_theme()
    assert color(view, OUTPUT, T - 1, 2) == now.warm
    assert color(view, OUTPUT, T - 1, 0) == now.mix("warm", "surface", 0.5)
    assert "output: 2 wrong bits" in view.accessibleDescription()
    view.export_svg(str(tmp_path / "t.svg"), {})
    assert ">2 wrong bits<" in (tmp_path / "t.svg").read_text("utf-8")


def test_no_bit_is_wrong_where_nothing_counts(view):
    wrong = samples.OUTPUT.copy()
    wrong[0] = 1.0
    view.show_tape(tape(samples.output_row(wrong)))
    assert "output: 0 wrong bits" in view.accessibleDescription()


def test_vectors_are_orange_below_zero_and_blue_above(view):
    image = view.picture()
    for step in range(T):
        pixel = image.pixelColor(place(view, ADD, step, 0))
        assert (pixel.blue() > pixel.red()) == (samples.ADD[step, 0] > 0)


def test_a_weighting_is_yellow_where_its_focus_is(view):
    image = view.picture()
    for step in range(T):
        pixel = image.pixelColor(place(view, WEIGHTING, step, step + 3))
        assert pixel == QColor.fromRgb(tiles.viridis()[247])  # 0.97 of 255


@pytest.mark.parametrize("locations", [128, 2000])
def test_a_focus_is_seen_where_cells_are_smaller_than_pixels(view, locations):
    values = np.zeros((T, locations))
    values[4, locations // 3] = 1.0
    view.show_tape(tape(samples.weighting_row(values)))
    part, image = view.grid().parts[0].box.toRect(), view.picture()
    x = int(view.grid().middle_of(4))
    column = {image.pixelColor(x, y).rgb() for y in range(part.top(), part.bottom())}
    assert tiles.viridis()[255] in column


def test_steps_that_are_not_known_are_empty(view):
    rows = samples.input_row(), samples.weighting_row(known=3)
    view.show_tape(tape(*rows))
    assert color(view, 1, 2, 5) == QColor.fromRgb(tiles.viridis()[247]).name()
    assert color(view, 1, 3, 6) == unknown_color()
    assert view.words_of((view.grid().parts[1].start, 3)) == "time 3 · location 0 · not yet"


def test_numbers_that_burst_are_shown_and_not_a_crash(view):
    values = np.full((T, 4), np.nan)
    values[1] = np.inf
    kinds = samples.add_row(values), samples.weighting_row(values), samples.output_row()
    view.show_tape(tape(*kinds))
    assert not view.picture().isNull()


def test_it_restyles_with_the_theme(qapp, view):
    theme.apply_theme(qapp, "dark")
    try:
        assert color(view, INPUT, 0, 0) == theme.current_theme().unit_on
        middle = maps.diverging(np.zeros(1), 1.0)[0]
        view.show_tape(tape(samples.add_row(np.zeros((T, 2)))))
        assert color(view, 0, 0, 0) == QColor.fromRgb(int(middle)).name()
    finally:
        theme.apply_theme(qapp, "light")


# ---- what stands about the cells ----


def test_captions_phases_numbers_and_notes_are_in_the_export(view, tmp_path):
    rows = samples.input_row(note="delimiter ↓"), samples.add_row(), samples.weighting_row()
    view.show_tape(tape(*rows, boxes=samples.BOXES, cursor=6))
    view.export_svg(str(tmp_path / "t.svg"), {})
    text = (tmp_path / "t.svg").read_text("utf-8")
    wanted = ("input", "delimiter ↓", "add vectors", "write weighting", "write", "read", "time")
    assert [words for words in (*wanted, "6", "item", "goto") if f">{words}<" not in text] == []


def test_the_phase_of_the_time_looked_at_is_lit(view):
    accent = theme.current_theme().accent
    for cursor, lit in ((0, 0), (T - 1, 2)):
        view.show_tape(tape(cursor=cursor))
        image, lane = view.picture(), view._layout.lane
        y = round(lane.bottom()) - theme.px(4)
        colors = [
            image.pixelColor(round(view.grid().middle_of(phase.first)), y).name()
            for phase in samples.PHASES
        ]
        assert [k for k, one in enumerate(colors) if one == accent] == [lit]


def test_words_of_phases_never_overlap(view):
    phases = tuple(Phase(k, k, f"item {k}") for k in range(T))
    view.resize(200, 300)
    view.show_tape(tape(phases=phases))
    found = tape_marks.worded(view._layout.lane, view.grid(), phases, 4)
    assert 4 in [k for k, _ in found]
    assert 1 <= len(found) < T
    for k, (_, box) in enumerate(found):
        assert not any(box.intersects(other) for _, other in found[k + 1 :])


def test_boxes_stand_over_their_row_alone(view):
    view.show_tape(tape(boxes=(Box(1, 2, "item", "input"),)))
    image, item = view.picture(), QColor(tape_marks.color_of("item"))
    for number, is_framed in ((INPUT, True), (OUTPUT, False), (ADD, False)):
        frame = view.grid().columns_of(number, 1, 2)
        spot = image.pixelColor(round(frame.center().x()), round(frame.top()) - 1)
        assert (_distance(spot, item) < 0.25) == is_framed


@pytest.mark.parametrize("wide", [460, 60])
def test_the_time_looked_at_is_marked_in_every_row(view, wide):
    view.resize(wide, 440)
    view.show_tape(tape(cursor=5))
    image, grid = view.picture(), view.grid()
    for number in range(4):
        box = grid.columns_of(number, 5, 5)
        left, right, y = round(box.left()) - 2, round(box.right()) + 2, round(box.center().y())
        pixels = [image.pixelColor(x, y) for x in range(left, right + 1)]
        warm = QColor(theme.current_theme().warm)
        assert min(_distance(pixel, warm) for pixel in pixels) < 0.25


def _distance(one, other):
    return max(abs(a - b) for a, b in zip(one.getRgbF(), other.getRgbF(), strict=True))


# ---- words ----


def test_the_pointer_is_told_time_place_and_value(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, place(view, WEIGHTING, 5, 8))
    QTest.mouseMove(view, place(view, INPUT, 4, 3))
    QTest.mouseMove(view, place(view, OUTPUT, 5, 0))
    QTest.mouseMove(view, place(view, ADD, 2, 1))
    QTest.mouseMove(view, QPoint(1, view.height() - 1))
    assert said == [
        "time 5 · location 8 · 0.97",
        "time 4 · input, delimiter · on",
        "time 5 · output, bit 0 · 0.90, right",
        f"time 2 · add, column 1 · {samples.ADD[2, 1]:+.2f}".replace("-", "−"),
        "",
    ]


def test_a_wrong_bit_says_what_was_wanted(view):
    wrong = samples.OUTPUT.copy()
    wrong[5, 1] = 0.75
    view.show_tape(tape(samples.output_row(wrong)))
    assert view.words_of((1, 5)) == "time 5 · output, bit 1 · 0.75, wrong: off wanted"


def test_heads_and_first_locations_have_their_numbers(view):
    rows = samples.add_row(np.zeros((T, 6)), heads=2), samples.weighting_row(first=40)
    view.show_tape(tape(*rows))
    assert view.words_of((4, 0)) == "time 0 · add, head 1, column 1 · +0.00"
    assert view.words_of((6, 0)) == "time 0 · location 40 · 0.01"


def test_small_weights_have_two_figures(view):
    values = np.full((T, 3), 0.00123)
    view.show_tape(tape(samples.weighting_row(values)))
    assert view.words_of((0, 0)).endswith("· 0.0012")


def test_the_description_says_steps_rows_and_phase(view):
    view.show_tape(tape(cursor=6))
    text = view.accessibleDescription()
    assert f"{T} steps of input, output, add, write weighting. time 6, read." in text


def test_a_time_in_no_phase_is_a_time(view):
    view.show_tape(tape(phases=(), cursor=6))
    assert "time 6. output" in view.accessibleDescription()


# ---- looking at a time ----


def test_a_click_beside_the_bits_chooses_a_time(view, qtbot):
    with qtbot.waitSignal(view.time_chosen) as told:
        QTest.mouseClick(view, LEFT, pos=place(view, WEIGHTING, 6, 2))
    assert told.args == [6]


def test_a_drag_follows_the_times_and_tells_each_once(view):
    told = []
    view.time_chosen.connect(told.append)
    QTest.mousePress(view, LEFT, pos=place(view, ADD, 2, 0))
    for step in (2, 3, 3, 5):
        QTest.mouseMove(view, place(view, ADD, step, 1))
    QTest.mouseMove(view, QPoint(view.width() + 50, -20))  # a drag may leave the view
    QTest.mouseRelease(view, LEFT, pos=place(view, ADD, 5, 1))
    QTest.mouseMove(view, place(view, ADD, 1, 1))
    assert told == [2, 3, 5, T - 1]


def test_the_axis_is_a_handle_too(view, qtbot):
    x, y = view.grid().middle_of(7), view._layout.foot.center().y()
    with qtbot.waitSignal(view.time_chosen) as told:
        QTest.mouseClick(view, LEFT, pos=QPointF(x, y).toPoint())
    assert told.args == [7]


def test_arrows_look_at_cells_and_enter_chooses_the_time(view, qtbot):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.time_chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [1]
    assert "time 1 · output, bit 0" in view.accessibleDescription()


def test_page_keys_go_round_the_rows(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.cell() == (view.grid().parts[WEIGHTING].start, 0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.cell() == (0, 0)


# ---- what is painted anew ----


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "lay_out"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_tape(tape())


def test_other_values_lay_nothing_out_and_keep_the_pictures_of_other_rows(view, monkeypatch):
    view.picture()
    before = [picture._image.cacheKey() for picture in view._pictures]
    rows = samples.input_row(), samples.output_row(), samples.add_row(-samples.ADD)
    with monkeypatch.context() as patch:
        patch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
        view.show_tape(tape(*rows, samples.weighting_row()))
    view.picture()
    after = [picture._image.cacheKey() for picture in view._pictures]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False, True]


def test_another_time_paints_only_about_it(view, monkeypatch):
    view.show_tape(tape(cursor=5))
    touched = []
    with monkeypatch.context() as patch:
        patch.setattr(view, "update", lambda *where: touched.append(where))
        view.show_tape(tape(cursor=6))
    assert len(touched) == 2
    assert all(where[0].width() < view.width() / 2 for where in touched)


def test_a_longer_tape_is_laid_out_anew(view):
    view.show_tape(tape(samples.add_row(np.zeros((T + 4, 3)))))
    assert view.grid().columns == T + 4


# ---- empty, exported ----


def test_cleared_it_says_what_to_do(view):
    view.set_empty("Play a sequence.")
    view.clear()
    assert view.grid() is None
    assert view.exported() is None
    assert view.accessibleDescription() == "Play a sequence."
    QTest.mouseClick(view, LEFT, pos=QPoint(50, 50))  # there is no time to choose
    assert not view.picture().isNull()


def test_the_table_has_a_line_for_each_step(view):
    columns = view.exported().columns
    assert columns["time"] == list(range(T))
    assert columns["phase"][3:6] == ["write", "delimiter", "read"]
    assert columns["input delimiter"] == samples.BITS[:, 3].tolist()
    assert columns["output bit 2 wanted"] == samples.WANTED[:, 2].tolist()
    assert columns["write weighting location 7"] == pytest.approx(samples.WEIGHTING[:, 7])


def test_the_table_has_no_numbers_that_are_not_known(view):
    view.show_tape(tape(samples.weighting_row(known=2)))
    assert np.isnan(view.exported().columns["write weighting location 0"]).tolist() == (
        [False] * 2 + [True] * (T - 2)
    )
