"""An equation comes out typeset, in its colour, and only once."""

import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QImage

from simulator.views import mathematics
from simulator.views.mathematics import BETWEEN, EquationError, EquationLabel, plain_text, typeset

UPDATE = r"s_i \leftarrow \operatorname{sgn}(\sum_j w_{ij} s_j - \theta_i)"


@pytest.fixture(autouse=True)
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(mathematics.paths, "cache_dir", lambda: tmp_path)
    typeset.cache_clear()
    mathematics._render.cache_clear()
    yield tmp_path / "equations"
    typeset.cache_clear()
    mathematics._render.cache_clear()


def inked(image: QImage) -> list[QColor]:
    """The colours of the pixels that are fully covered."""
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in colors if color.alpha() == 255]


def test_an_equation_has_ink_in_the_asked_colour_and_no_other(qapp):
    ink = inked(mathematics.render_equation(UPDATE, 40, "#2b5fd9"))
    assert len(ink) > 100
    assert {color.name() for color in ink} == {"#2b5fd9"}


def test_twice_the_device_pixels_show_the_same_equation_at_the_same_size(qapp):
    once = mathematics.render_equation("x^2", 20, "black")
    twice = mathematics.render_equation("x^2", 20, "black", ratio=2)
    assert abs(twice.width() - 2 * once.width()) <= 2
    assert twice.deviceIndependentSize().width() == pytest.approx(once.width(), abs=1)


def test_letters_that_hang_below_the_line_have_depth():
    assert typeset("p").depth > typeset("x").depth > 0
    assert typeset("x").height < 1


def test_a_fence_around_a_sum_does_not_run_away():
    assert typeset(r"\left(\sum_j w_{ij} s_j\right)").height < 5


def test_a_sign_stands_closer_than_a_difference():
    assert typeset("a = -b").width < typeset("a = c-b").width - typeset("c").width


@pytest.mark.parametrize("wrong", ["", " ", r"\frac{1}", r"\left( x", r"\nosuch{"])
def test_wrong_tex_is_refused_in_words(wrong):
    with pytest.raises(EquationError, match=r"equation|typeset"):
        typeset(wrong)


def test_a_second_process_needs_no_ziamath(empty_cache):
    typeset("x^2")
    script = (
        "import pathlib, sys; from simulator.views import mathematics as m; "
        f"m.paths.cache_dir = lambda: pathlib.Path({str(empty_cache.parent)!r}); "
        "m.typeset('x^2'); sys.exit('ziamath' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0\n<svg/>"])
def test_a_damaged_cache_entry_is_ignored_and_written_anew(empty_cache, damage):
    whole = typeset("x^2")
    path = mathematics.cache_path("x^2")
    path.write_bytes(damage)
    typeset.cache_clear()
    assert typeset("x^2") == whole
    assert path.read_bytes() != damage


def test_half_a_cache_entry_is_ignored(empty_cache):
    whole = typeset("x^2")
    path = mathematics.cache_path("x^2")
    path.write_bytes(path.read_bytes()[:-40])
    typeset.cache_clear()
    assert typeset("x^2") == whole


def test_a_cache_that_cannot_be_written_costs_no_equation(empty_cache):
    empty_cache.write_text("a file where the folder should be")
    assert typeset("x^2").width > 0


def test_the_cache_holds_whole_files_only(empty_cache):
    typeset("x^2")
    assert [path.suffix for path in empty_cache.iterdir()] == [".svg"]


def test_an_equation_can_be_said_in_characters():
    assert plain_text(r"E = -\tfrac12 \sum_{i \ne j} w_{ij}") == "E = −1/2 Σ_i ≠ j w_ij"
    assert plain_text(UPDATE) == "s_i ← sgn(Σ_j w_ij s_j − θ_i)"


def test_a_label_has_the_plain_text_as_its_accessible_name(qtbot):
    label = EquationLabel(r"\theta_i")
    qtbot.addWidget(label)
    assert label.accessibleName() == "θ_i"


def leftmost_and_rightmost_ink(label: EquationLabel) -> tuple[int, int]:
    image = label.grab().toImage()
    paper = image.pixelColor(image.width() - 1, 0)
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != paper for y in range(image.height()))
    ]
    return columns[0], columns[-1]


@pytest.mark.parametrize("width", [400, 160, 120])
def test_a_label_with_little_room_draws_smaller_and_cuts_nothing_off(qtbot, width):
    label = EquationLabel(UPDATE)
    qtbot.addWidget(label)
    label.resize(width, 32)
    left, right = leftmost_and_rightmost_ink(label)
    assert left <= 3
    assert right < width - 1
    assert right >= min(label.sizeHint().width(), width) * 0.6


def test_a_label_with_no_room_to_be_read_stays_empty(qtbot):
    label = EquationLabel(UPDATE)
    qtbot.addWidget(label)
    label.resize(40, 32)
    image = label.grab().toImage()
    paper = image.pixelColor(39, 0)
    assert all(image.pixelColor(x, y) == paper for x in range(40) for y in range(32))


def test_a_label_shows_wrong_tex_as_text(qtbot):
    label = EquationLabel(r"\frac{1}")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert leftmost_and_rightmost_ink(label)[1] > 0


def test_an_empty_label_paints_nothing(qtbot):
    label = EquationLabel()
    qtbot.addWidget(label)
    label.resize(50, 20)
    assert label.grab().toImage().pixelColor(5, 10) == label.grab().toImage().pixelColor(40, 2)


def test_of_two_equations_the_first_alone_stands_in_little_room(qtbot):
    both = UPDATE + BETWEEN + r"w_{ij} = \tfrac1N \sum_\mu \xi_i^\mu \xi_j^\mu"
    label, first = EquationLabel(both), EquationLabel(UPDATE)
    for one in (label, first):
        qtbot.addWidget(one)
    label.resize(label.sizeHint())
    assert label.in_sight() == both
    label.resize(first.sizeHint())
    assert label.in_sight() == UPDATE
    assert label.equation() == both
    label.resize(40, 32)
    assert label.in_sight() == ""
