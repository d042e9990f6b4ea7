"""A generalization plate shows what was wanted and told at each length: in the right colours and
places, in words, and only what changed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.core.errors import InputError
from simulator.core.job import Table
from simulator.views.heat import label_font
from simulator.views.plate import Plate, PlateView, Strip, plate_of
from simulator.views.plate_layout import BOLD, PlateLayout
from simulator.views.tape_picture import bit_colors

WIDTH = 4
LENGTHS = (3, 6, 12)
NTM, LSTM = 0, 1
KEYS = Qt.Key
FALSE, MISSED = (11, 0), (11, 3)  # step and channel of the wrong bits of the LSTM's longest strip


def strip(machine="NTM", length=3, width=WIDTH, wrong=0.0):
    wanted = (np.add.outer(np.arange(length), np.arange(width)) // 2 % 2).astype(np.uint8)
    return Strip(machine, length, wrong, wanted.size, wanted, 0.02 + 0.96 * wanted)


def spoiled():
    """The longest sequence with two wrong bits."""
    made = strip("LSTM", 12, wrong=2.4)
    made.wanted[FALSE], made.wanted[MISSED] = 0, 1
    made.told[FALSE], made.told[MISSED] = 0.8, 0.3
    return made


def plate(lengths=LENGTHS, machines=("NTM", "LSTM"), width=WIDTH):
    strips = [strip(machine, length, width) for length in lengths for machine in machines]
    if lengths == LENGTHS and width == WIDTH and len(machines) == 2:
        strips[-1] = spoiled()
    return Plate(tuple(strips))


@pytest.fixture
def view(qtbot):
    view = PlateView()
    qtbot.addWidget(view)
    view.resize(700, 420)
    view.show()
    qtbot.waitExposed(view)
    view.show_plate(plate())
    return view


def cells(view, row, column, is_told=True):
    """Where the bits of a strip are."""
    return view.grid().place_of((row, column)).cells(is_told, view._plate.at(row, column))


def place(view, row, column, step, channel, is_told=True):
    return cells(view, row, column, is_told).box_of((channel, step)).center().toPoint()


def svg(view, tmp_path):
    view.export_svg(str(tmp_path / "plate.svg"), {})
    return (tmp_path / "plate.svg").read_text("utf-8")


# ---- colours ----


def test_bits_that_were_wanted_are_ink_or_paper(view):
    image, (_, off, on) = view.picture(), bit_colors()
    wanted = view._plate.at(1, NTM).wanted
    for step, channel in np.ndindex(wanted.shape):
        color = QColor(on if wanted[step, channel] else off)
        assert image.pixelColor(place(view, 1, NTM, step, channel, is_told=False)) == color


def test_what_was_told_is_as_dark_as_it_is_likely(view):
    image = view.picture()
    darkness = [image.pixelColor(place(view, 0, NTM, 0, channel)).lightness() for channel in (0, 2)]
    assert darkness[0] > darkness[1]


def test_wrong_bits_are_warm_struck_out_and_marked_below(view):
    image, now = view.picture(), theme.current_theme()
    for spot, color in ((FALSE, now.warm), (MISSED, now.mix("warm", "surface", 0.5))):
        box = cells(view, 2, LSTM).box_of((spot[1], spot[0]))
        corner = QPoint(round(box.left()) + 2, round(box.top()) + 2)
        assert image.pixelColor(corner).name() == color
        assert image.pixelColor(box.center().toPoint()).name() != color
    lane = view.grid().place_of((2, LSTM)).lane
    y = round(lane.bottom()) - 2
    marked = [
        image.pixelColor(place(view, 2, LSTM, step, 0).x(), y).name() == now.warm
        for step in range(12)
    ]
    assert marked == [step == FALSE[0] for step in range(12)]


def test_it_restyles_with_the_theme(qapp, view):
    theme.apply_theme(qapp, "dark")
    try:
        now = theme.current_theme()
        spot = place(view, 0, NTM, 0, 2, is_told=False)
        assert view.picture().pixelColor(spot) == QColor(now.unit_on)
    finally:
        theme.apply_theme(qapp, "light")


# ---- places ----


def test_all_strips_have_one_scale_of_time(view):
    widths = {
        round(cells(view, row, column, is_told).width, 6)
        for row in range(3)
        for column in (NTM, LSTM)
        for is_told in (False, True)
    }
    assert len(widths) == 1
    assert all(cells(view, k, NTM).columns == length for k, length in enumerate(LENGTHS))


SIZES = [(180, 120), (360, 260), (700, 420), (1400, 800)]
PLATES = [
    plate((10, 20, 30, 50, 120)), plate((10, 20, 30, 50, 120, 200, 300), width=20),
    plate((10, 20, 30, 50, 120), ("NTM",)), plate((3,), width=6), plate((30, 200), width=1),
]  # fmt: skip


@pytest.mark.parametrize("is_presenter", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shown", PLATES, ids=range(len(PLATES)))
def test_nothing_is_cut_off_and_nothing_overlaps(qapp, view, shown, size, is_presenter):
    theme.apply_theme(qapp, "light", is_presenter)
    try:
        view.resize(*size)
        view.show_plate(shown)
        layout = view._layout
        boxes = [layout.title]
        for row in layout.grid.places:
            for one in row:
                boxes += [one.head, one.wanted, one.told, one.lane]
        boxes = [box for box in (*boxes, layout.legend) if box.height()]
        whole = view.rect().toRectF().adjusted(0, 0, 0.01, 0.01)
        assert all(whole.contains(box) for box in boxes)
        for k, box in enumerate(boxes):
            inner = box.adjusted(0.01, 0.01, -0.01, -0.01)
            assert not any(inner.intersects(other) for other in boxes[k + 1 :])
        assert _gutter_holds(layout, shown)
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


def _gutter_holds(layout, shown):
    metrics = QFontMetricsF(label_font(BOLD))
    texts = [f"{'' if layout.is_short else 'length '}{length}" for length in shown.lengths]
    return max(map(metrics.horizontalAdvance, texts)) < layout.gutter


def test_cells_of_long_sequences_become_narrower_than_a_pixel(view):
    view.resize(360, 260)
    view.show_plate(plate((10, 300)))
    assert cells(view, 1, LSTM).width < 1.0
    assert view.grid().place_of((1, LSTM)).told.right() <= 360


def test_a_wrong_bit_is_seen_where_cells_are_smaller_than_pixels(view):
    made = strip("NTM", 300, 20, wrong=1.0)
    made.told[150, 10] = 1.0 - made.told[150, 10]
    view.resize(180, 120)
    view.show_plate(Plate((made,)))
    image, box = view.picture(), view.grid().place_of((0, 0)).lane.toRect()
    pixels = {
        image.pixelColor(x, y).name()
        for x in range(box.left(), box.right() + 1)
        for y in range(box.top(), box.bottom() + 1)
    }
    assert theme.current_theme().warm in pixels


def test_words_give_way_before_strips_do(view):
    many = plate((10, 20, 30, 50, 120, 200, 300), width=8)
    heads, legends = [], []
    for size in SIZES:
        view.resize(*size)
        view.show_plate(many)
        heads.append(view.grid().place_of((0, 0)).head.height() > 0)
        legends.append(view._layout.legend.height() > 0)
        assert view.grid().place_of((0, 0)).told.height() > 2
    assert heads == [False, False, True, True]
    assert legends == [False, False, False, True]


# ---- words ----


def test_titles_lengths_and_wrong_bits_are_in_the_export(view, tmp_path):
    text = svg(view, tmp_path)
    wanted = ("NTM", "LSTM", "length 3", "length 12", "0 wrong bits", "2.4 wrong bits", " of 48")
    assert [words for words in wanted if f">{words}<" not in text] == []


def test_what_the_colours_mean_is_said_where_there_are_any(view, tmp_path):
    assert "on, but off wanted" in svg(view, tmp_path)
    view.show_plate(plate((3, 6)))
    text = svg(view, tmp_path)
    assert "wanted above, told below" in text
    assert "off wanted" not in text


def test_the_pointer_reads_bits_and_strips(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, place(view, 2, LSTM, *FALSE))
    QTest.mouseMove(view, place(view, 2, LSTM, *MISSED))
    QTest.mouseMove(view, place(view, 0, NTM, 1, 1, is_told=False))
    QTest.mouseMove(view, place(view, 0, NTM, 1, 1))
    QTest.mouseMove(view, view.grid().place_of((2, LSTM)).head.center().toPoint())
    QTest.mouseMove(view, QPoint(1, 1))
    assert said == [
        "LSTM, length 12 · step 11, bit 0 · 0.80 told, wrong: off wanted",
        "LSTM, length 12 · step 11, bit 3 · 0.30 told, wrong: on wanted",
        "NTM, length 3 · step 1, bit 1 · on wanted",
        "NTM, length 3 · step 1, bit 1 · 0.98 told, right",
        "LSTM, length 12 · 2.4 wrong bits of 48 on an average, 2 in this sequence",
        "",
    ]


def test_arrows_go_from_strip_to_strip(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, KEYS.Key_Down)
    QTest.keyClick(view, KEYS.Key_Right)
    assert view.cell() == (1, LSTM)
    assert view.accessibleDescription().startswith("LSTM, length 6 · 0 wrong bits of 24")
    QTest.keyClick(view, KEYS.Key_Up), QTest.keyClick(view, KEYS.Key_Up)
    assert view.cell() == (2, LSTM)


def test_a_length_that_a_machine_did_not_play_is_a_hole(view):
    view.show_plate(Plate((strip("NTM", 3), strip("NTM", 6), strip("LSTM", 3))))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, KEYS.Key_Left), QTest.keyClick(view, KEYS.Key_Down)
    assert view.accessibleDescription().startswith("LSTM, length 6 · not played")
    assert view.grid().cell_at(view.grid().box_of((1, LSTM)).center()) is None
    assert not view.picture().isNull()


def test_the_description_says_all_wrong_bits(view):
    assert view.accessibleDescription().endswith(
        "NTM: 0 wrong bits at length 3, 0 wrong bits at length 6, 0 wrong bits at length 12. "
        "LSTM: 0 wrong bits at length 3, 0 wrong bits at length 6, 2.4 wrong bits at length 12"
    )


@pytest.mark.parametrize(("wrong", "said"), [
    (0.0, "0 wrong bits"), (1.0, "1 wrong bit"), (0.05, "0.05 wrong bits"),
    (0.4, "0.4 wrong bits"), (12.44, "12.4 wrong bits"), (1427.5, "1\u2009427.5 wrong bits"),
])  # fmt: skip
def test_means_of_wrong_bits_are_written_with_the_digits_they_need(view, tmp_path, wrong, said):
    view.show_plate(Plate((strip(wrong=wrong),)))
    assert f">{said}<" in svg(view, tmp_path)


# ---- what is painted anew ----


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "lay_out"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_plate(plate())


def test_other_words_are_shown_though_nothing_has_moved(view, tmp_path):
    before = view.picture()
    strips = plate().strips
    other = strip("LSTM", 12, wrong=7.0)
    view.show_plate(Plate((*strips[:-1], other)))
    assert ">7 wrong bits<" in svg(view, tmp_path)
    assert view.picture() != before


# ---- empty, exported ----


def test_cleared_it_says_what_to_do(view):
    view.set_empty("Press Measure.")
    view.clear()
    assert view.grid() is None
    assert view.exported() is None
    assert view.accessibleDescription() == "Press Measure."
    QTest.mouseMove(view, QPoint(300, 200))
    assert not view.picture().isNull()


def test_the_table_of_a_plate_makes_the_same_plate(view):
    table = view.exported()
    again = plate_of(table)
    assert table.columns["bits_wrong"] == [0.0] * 5 + [2.4]
    for one, other in zip(again.strips, view._plate.strips, strict=True):
        assert (one.machine, one.length, one.bits) == (other.machine, other.length, other.bits)
        assert (one.wanted == other.wanted).all()
        assert (one.is_wrong == other.is_wrong).all()
        assert np.abs(one.told - other.told).max() <= 0.1
    assert plate_of(again.table()).is_like(again)


def test_a_table_that_is_known_is_what_is_exported(view):
    view.table = Table({"known": [1]})
    assert view.exported() is view.table


# ---- tables ----


def table(**changed):
    columns = {
        "machine": ["NTM", "NTM"], "length": [1, 2], "bits_wrong": [0.0, 1.5],
        "wanted": ["01", "01;11"], "told": ["09", "45;60"],
    }  # fmt: skip
    return Table({k: v for k, v in {**columns, **changed}.items() if v is not None})


def test_a_plate_is_read_from_a_table():
    found = plate_of(table()).at(1, 0)
    assert (found.machine, found.length, found.wrong, found.bits) == ("NTM", 2, 1.5, 4)
    assert found.wanted.tolist() == [[0, 1], [1, 1]]
    assert found.told == pytest.approx(np.array([[4, 5], [6, 0]]) / 9)
    assert found.is_wrong.tolist() == [[False, False], [False, True]]


@pytest.mark.parametrize(("changed", "said"), [
    ({"told": None}, "no told"), ({"machine": None}, "no machine"),
    ({"told": ["09", "45"]}, "1 × 2 bits are told and 2 × 2 wanted"),
    ({"told": ["09", "4x;60"]}, "told=4x;60 is no sequence; allowed: digits 0 to 9"),
    ({"wanted": ["02", "01;11"]}, "wanted=02 is no sequence; allowed: digits 0 to 1"),
    ({"wanted": ["", "01;11"]}, "no sequence"), ({"wanted": ["01;1", "01;11"]}, "no sequence"),
    ({"wanted": ["011", "01;11"], "told": ["099", "45;60"]}, "different widths"),
    ({"length": [2, 2]}, "two sequences of one length"),
    ({"length": ["x", 2]}, "length=x is no count"),
    ({"bits_wrong": [float("nan"), 0.0]}, "bits_wrong=nan is no count"),
    ({"bits_wrong": [-1.0, 0.0]}, "no count"),
    ({name: [] for name in table().columns}, "no rows"),
])  # fmt: skip
def test_another_table_is_refused_in_words(changed, said):
    with pytest.raises(InputError, match=said):
        plate_of(table(**changed))


def test_what_can_not_be_a_plate_is_no_plate():
    with pytest.raises(ValueError, match="without strips"):
        Plate(())
    with pytest.raises(ValueError, match="different outputs"):
        Plate((strip(), strip(length=6, width=5)))
    with pytest.raises(ValueError, match="one machine and one length"):
        Plate((strip(), strip()))
    with pytest.raises(ValueError, match="does not fit"):
        Strip("NTM", 1, 0.0, 2, np.zeros((1, 2), np.uint8), np.zeros((2, 1)))


def test_a_layout_hangs_on_nothing_but_size_and_plate(view):
    assert PlateLayout.of(view.size(), plate(), view.devicePixelRatioF()) == view._layout
