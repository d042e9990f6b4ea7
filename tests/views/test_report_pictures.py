"""Pictures of a report: in rows that fill a width, no larger than there is room."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from simulator.core.report import Curve
from simulator.views.report_pictures import Shot, charts, heights, rows_of


def shots(*aspects):
    return [Shot(str(k), "", QImage(round(100 * a), 100, QImage.Format.Format_RGB32))
            for k, a in enumerate(aspects)]  # fmt: skip


def test_a_row_fills_the_width():
    row = shots(1.0, 2.0, 0.5)
    (high,) = heights([row], 400, 10)
    assert sum(high * shot.aspect for shot in row) + 2 * 10 == pytest.approx(400)


def test_all_pictures_are_there_in_their_order():
    given = shots(1.0, 2.0, 0.5, 3.0, 1.0)
    assert [shot for row in rows_of(given, 400, 300, 10) for shot in row] == given


@pytest.mark.parametrize(("height", "rows"), [(80, 1), (900, 3)])
def test_much_room_makes_many_rows(height, rows):
    assert len(rows_of(shots(1.5, 1.5, 1.5), 400, height, 10)) == rows


def test_a_chart_is_drawn_for_each_curve(qtbot):
    steps = np.arange(10.0)
    curve = Curve("Loss", "bits", steps, np.stack([steps, steps**2]), ("0", "1"))
    (shot,) = charts([curve], (200, 100))
    assert (shot.image.width(), shot.image.height()) == (400, 200)
