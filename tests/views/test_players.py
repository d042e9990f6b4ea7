"""The machine shows both players and what passes between them, and lights what is running."""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.players import PlayersShown, PlayersView
from simulator.views.players_layout import PlayersLayout
from simulator.views.players_net import columns_of
from simulator.views.players_phases import (
    BACKWARD,
    FORWARD,
    PHASES,
    STATIONS,
    phase_of,
    turn_of,
)
from simulator.views.players_shown import norm_text, number
from simulator.views.players_words import tied

RNG = np.random.default_rng(0)
SIZES = [(300, 200), (320, 640), (500, 500), (560, 300), (900, 260), (1100, 700)]


def dots(n=50):
    return RNG.normal(0, 0.5, (n, 2)).astype(np.float32)


SHOWN = PlayersShown(
    lit="d-forward", sizes_g=(2, 16, 2), sizes_d=(2, 32, 32, 1), noise=dots(), fake=dots(),
    real=dots(), heat=np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8),
    manifold=np.stack(np.meshgrid(*[np.linspace(-1, 1, 9)] * 2), -1),
    d_real=RNG.uniform(0.4, 1, 50), d_fake=RNG.uniform(0, 0.6, 50), loss_d=1.386, loss_g=0.693,
    gradient_norm_d=0.0321, gradient_norm_g=0.5,
)  # fmt: skip
PICTURES = replace(
    SHOWN, fake=RNG.integers(0, 256, (20, 16)).astype(np.uint8), side=4, heat=None, manifold=None,
    real=RNG.integers(0, 256, (3, 16)).astype(np.uint8), noise=RNG.normal(size=(20, 8)),
)  # fmt: skip
LINE = replace(
    SHOWN, fake=dots()[:, :1], real=dots()[:, :1], noise=RNG.uniform(-1, 1, (50, 1)),
    heat=np.linspace(0, 1, 40), manifold=np.linspace(-1, 1, 30)[:, None], low=-3.0, high=3.0,
)  # fmt: skip
NOTHING = PlayersShown(sizes_g=(2, 4, 2), sizes_d=(2, 4, 1))


@pytest.fixture
def view(qtbot):
    view = PlayersView()
    qtbot.addWidget(view)
    view.resize(700, 460)
    view.show()
    qtbot.waitExposed(view)
    view.show_players(SHOWN)
    return view


def is_ringed(view, image, station):
    box = view.box_of(station)
    edge = QPoint(round(box.left()) + 1, round(box.center().y()))
    return image.pixelColor(edge) == QColor(theme.current_theme().accent)


# ---- phases ----


def test_both_players_have_their_turns_of_six_and_five():
    turns = [phase.player for phase in PHASES.values()]
    assert turns == ["D"] * 6 + ["G"] * 5
    assert turn_of("d-loss") == "D's turn · 4 of 6"
    assert turn_of("g-update") == "G's turn · 5 of 5"
    assert turn_of("") == ""


@pytest.mark.parametrize("lit", PHASES)
def test_every_phase_lights_what_there_is(lit):
    phase = phase_of(lit)
    assert set(phase.stations) <= set(STATIONS)
    assert set(phase.legs) <= {*FORWARD, *BACKWARD}
    assert any(leg in BACKWARD for leg in phase.legs) == lit.endswith("gradient")


def test_the_gradient_of_g_goes_all_the_way_back_to_it():
    legs = phase_of("g-gradient").legs
    assert legs[0][0] == "losses"
    assert legs[-1][1] == "g"
    assert all(one[1] == other[0] for one, other in pairwise(legs))


def test_at_rest_the_way_of_the_gradient_can_be_lit():
    assert phase_of("", True).legs == BACKWARD
    assert phase_of("").legs == ()


def test_single_letters_stay_with_their_neighbours():
    assert tied("Gradient through D") == "Gradient through\u00a0D"
    assert tied("D judges both") == "D\u00a0judges both"


# ---- what is painted ----


@pytest.mark.parametrize("lit", ["", *PHASES])
def test_only_what_is_running_is_ringed(view, lit):
    view.show_players(replace(SHOWN, lit=lit))
    image = view.picture()
    ringed = {name for name in STATIONS if is_ringed(view, image, name)}
    assert ringed == set(phase_of(lit).stations)


@pytest.mark.parametrize("lit", ["", *PHASES])
def test_only_legs_that_are_lit_are_in_the_accent(view, lit):
    view.show_players(replace(SHOWN, lit=lit))
    image, accent = view.picture(), QColor(theme.current_theme().accent)
    for leg, corners in view._layout.legs.items():
        middle = ((corners[0] + corners[1]) / 2).toPoint()
        near = [image.pixelColor(middle + QPoint(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert (accent in near) == (leg in phase_of(lit).legs)


def test_name_sentence_and_numbers_are_in_the_export(view, tmp_path):
    view.export_svg(str(tmp_path / "p.svg"), {})
    text = (tmp_path / "p.svg").read_text("utf-8")
    for words in ("D's turn · 3 of 6", "data x", "noise z", "fakes G(z)", "1.386", "0.032"):
        assert f">{words}<" in text
    written = " ".join(re.sub(r"<[^>]*>", " ", text).split())  # a sentence has several lines
    assert "D judges both D rates data and fakes" in written


def test_data_are_blue_fakes_orange_and_noise_grey(view):
    image = view.picture()
    for name, is_more in (("real", "blue"), ("fake", "red"), ("noise", "")):
        box = view._layout.stations[name].inner.toRect()
        part = image.copy(box)
        colors = [part.pixelColor(x, y) for x in range(part.width()) for y in range(part.height())]
        strong = max(colors, key=lambda c: c.saturation())
        if is_more:
            other = {"blue": strong.red, "red": strong.blue}[is_more]()
            assert getattr(strong, is_more)() > other + 60
        else:
            assert strong.saturation() < 90


def test_the_heat_stands_upright(view):
    image = view.picture()
    box = view._pictures.parts_of(view._layout, "d")[1]
    center = box.center().toPoint()
    low, high = (image.pixelColor(center + QPoint(0, dy)) for dy in (12, -12))
    assert high.blue() - high.red() > low.blue() - low.red()  # the first row is the lowest y


@pytest.mark.parametrize("shown", [SHOWN, PICTURES, LINE, NOTHING, replace(SHOWN, are_scores=True)])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [("light", False), ("dark", True)])
def test_everything_can_be_drawn_at_every_size(qapp, view, shown, size, look):
    theme.apply_theme(qapp, *look)
    try:
        view.resize(*size)
        view.show_players(shown)
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("presenter", [False, True])
def test_nothing_overlaps_or_leaves_the_view(qapp, size, presenter):
    theme.apply_theme(qapp, "light", presenter)
    try:
        layout = PlayersLayout.of(QSize(*size))
        boxes = [*(place.box for place in layout.stations.values()), layout.words]
        assert all(QRectF(0, 0, *size).contains(box) for box in boxes)
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
        for corners in layout.legs.values():
            assert not any(box.contains(corner) for box in boxes[:-1] for corner in corners)
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize(
    ("size", "kind"), [((900, 500), "wide"), ((480, 520), "square"), ((320, 640), "narrow")]
)
def test_a_view_has_the_arrangement_with_the_largest_pictures(qapp, size, kind):
    assert PlayersLayout.of(QSize(*size)).kind == kind


def test_broken_numbers_are_shown_not_a_crash(view):
    broken = np.full((4, 2), np.nan, np.float32)
    view.show_players(
        replace(
            SHOWN, fake=broken, d_fake=broken[:, 0], loss_d=np.inf, loss_g=np.nan,
            heat=np.full((8, 8), np.nan), manifold=np.full((3, 3, 2), np.inf),
        )
    )  # fmt: skip
    assert not view.picture().isNull()
    assert view.exported().columns["value"][1] is None


@pytest.mark.parametrize("sizes", [(2, 1), (1, 16, 1), (64, 128, 128, 784)])
def test_a_layer_is_a_column_of_at_most_eight(qapp, sizes):
    box = QRectF(0, 0, 200, 90)
    columns, radius = columns_of(box, sizes)
    assert [len(one) for one in columns] == [min(size, 8) for size in sizes]
    for places in columns:
        assert all(box.contains(place) for place in places)
        assert all(b.y() - a.y() >= 2 * radius for a, b in pairwise(places))


# ---- words ----


def test_numbers_are_written_with_their_own_decimals():
    assert [number(x) for x in (1.38629, -12.5, 250.0, np.nan)] == ["1.386", "−12.50", "250", "–"]
    assert [norm_text(x) for x in (0.0321, 1.2e-5, np.nan)] == ["0.032", "1.2e−5", "–"]


def test_the_description_says_phase_and_numbers(view):
    text = view.accessibleDescription()
    assert text.startswith("D judges both. D rates data")
    assert text.endswith("losses: D 1.386, G 0.693.")


def test_the_pointer_is_told_each_station(view):
    said = []
    view.hovered.connect(said.append)
    for name in STATIONS:
        QTest.mouseMove(view, view.box_of(name).center().toPoint())
    QTest.mouseMove(view, QPoint(2, view.height() // 2))
    assert said[0] == "noise z: 50 points of 2 dimensions"
    assert said[1] == "generator G: 2 → 16 → 2 units, gradient of length 0.5"
    assert said[-1] == ""
    assert len(said) == len(STATIONS) + 1


def test_arrows_go_from_station_to_station(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view._said == SHOWN.words_of("losses")
    view.clearFocus()
    assert view._said == ""


def test_the_numbers_are_exported_as_a_table(view):
    columns = view.exported().columns
    assert columns["quantity"][0] == "loss of D"
    assert columns["value"][0] == 1.386


def test_cleared_it_says_what_to_do(view, tmp_path):
    view.set_empty("Press Space.")
    view.clear()
    view.export_svg(str(tmp_path / "p.svg"), {})
    assert view.exported() is None
    assert ">Press Space.<" in (tmp_path / "p.svg").read_text("utf-8")
    assert view.accessibleDescription() == "Press Space."


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="phase 'x' is unknown"):
        PlayersShown(lit="x")
    with pytest.raises(ValueError, match="not of side 5"):
        PlayersShown(fake=np.zeros((2, 16), np.uint8), side=5)
    with pytest.raises(ValueError, match="no room"):
        PlayersShown(low=1.0, high=1.0)


# ---- what is painted anew ----


def test_the_same_again_paints_nothing(view, monkeypatch):
    with monkeypatch.context() as patch:
        for name in ("update", "renew"):
            patch.setattr(view, name, lambda *_: pytest.fail("touched again"))
        view.show_players(replace(SHOWN, fake=SHOWN.fake.copy(), heat=SHOWN.heat.copy()))


def test_other_fakes_keep_the_ground_and_the_other_pictures(view, monkeypatch):
    versions = dict(view._pictures._versions)
    with monkeypatch.context() as patch:
        patch.setattr(view, "renew", lambda: pytest.fail("laid out again"))
        view.show_players(replace(SHOWN, fake=dots(), loss_g=0.5))
    changed = {name for name in STATIONS if view._pictures._versions[name] != versions[name]}
    assert changed == {"fake", "losses"}


def test_dashes_flow_only_where_something_is_lit_and_seen(view):
    view.set_animated(True)
    assert view._ticking.isActive()
    view.show_players(replace(SHOWN, lit="d-update"))
    assert not view._ticking.isActive()
    view.show_players(SHOWN)
    view.hide()
    assert not view._ticking.isActive()


def test_flowing_dashes_are_elsewhere_later(view):
    view.set_animated(True)
    before = view.grab().toImage()
    view._tick()
    assert view.grab().toImage() != before
    view.set_animated(False)
    still = view.grab().toImage()
    view._tick()
    assert view.grab().toImage() == still
