"""What does not fit on one tape is refused, in words that say what would."""

import numpy as np
import pytest

from simulator.views.tape import Box, Phase, TapeRow, TapeShown
from tests.views import tape_samples as samples
from tests.views.tape_samples import T, tape

BITS = np.zeros((T, 2))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "heat"}, "allowed are bits, vectors, weighting"),
        ({"values": np.zeros(T)}, "give .steps, channels."),
        ({"values": np.zeros((T, 0))}, "one of each at least"),
        ({"wanted": np.zeros((2, T))}, "wanted of shape"),
        ({"mask": np.zeros(T + 1)}, "mask of shape"),
        ({"paintable": np.zeros((T, 3), bool)}, "paintable of shape"),
        ({"heads": 3}, "shared by 3 heads"),
        ({"limit": 0.0}, "above 0"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(more, words):
    with pytest.raises(ValueError, match=words):
        TapeRow(**{"name": "row", "kind": "bits", "values": BITS, **more})


def test_rows_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="all rows share one time axis"):
        tape(samples.input_row(), samples.add_row(np.zeros((T + 1, 2))))


def test_rows_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        tape(samples.add_row(), samples.add_row())


def test_two_rows_to_paint_are_refused():
    more = TapeRow("more", "bits", samples.BITS, paintable=samples.PAINTABLE)
    with pytest.raises(ValueError, match="one row is the input"):
        tape(samples.input_row(), more)


def test_a_tape_without_rows_is_refused():
    with pytest.raises(ValueError, match="clear the view"):
        samples.TapeShown(())


@pytest.mark.parametrize("where", [(-1, 2), (3, 2), (0, T)])
def test_phases_and_boxes_outside_of_time_are_refused(where):
    with pytest.raises(ValueError, match=f"not within {T} steps"):
        tape(phases=(Phase(*where, "write"),))
    with pytest.raises(ValueError, match=f"not within {T} steps"):
        tape(boxes=(Box(*where, "item"),))


def test_boxes_of_an_unknown_kind_are_refused():
    with pytest.raises(ValueError, match="allowed are item, query, target, goto"):
        tape(boxes=(Box(0, 1, "thing"),))


def test_tapes_are_compared_by_value():
    assert tape().is_like(tape())
    for other in (
        tape(cursor=1),
        tape(phases=()),
        tape(boxes=samples.BOXES),
        tape(samples.input_row(), samples.add_row()),
        tape(samples.input_row(), samples.output_row(1 - samples.OUTPUT), samples.add_row(),
             samples.weighting_row()),
    ):  # fmt: skip
        assert not tape().is_like(other)


def test_rows_that_are_alike_stay_the_same_object():
    add = samples.add_row(-samples.ADD)
    rows = samples.input_row(), samples.output_row(), add, samples.weighting_row()
    old, new = tape(), tape(*rows)
    kept = new.keeping(old)
    assert [a is b for a, b in zip(kept.rows, old.rows, strict=True)] == [True, True, False, True]


def test_bits_of_steps_that_are_not_known_are_not_wrong():
    flipped = 1 - samples.OUTPUT
    assert samples.output_row(flipped).wrong == 4 * 3
    assert samples.output_row(flipped, known=6).wrong == 3
    assert samples.output_row(flipped, known=5).wrong is None
    assert samples.input_row().wrong is None


def test_numbers_of_locations_go_round():
    row = TapeRow("w", "weighting", np.zeros((2, 32)), first=112, around=128)
    assert [row.number_of(k) for k in (0, 15, 16, 31)] == [112, 127, 0, 15]
    assert row.channel_name(20) == "location 4"


def test_steps_may_be_locations():
    row = TapeRow("memory", "vectors", np.zeros((3, 2)))
    shown = TapeShown((row,), cursor=1, axis="location")
    assert not shown.is_like(TapeShown((row,), cursor=1))
    assert next(iter(shown.table().columns)) == "location"
