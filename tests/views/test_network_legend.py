"""The legend of a diagram names what there is to be seen, and spots stand where they were put."""

import numpy as np
from PySide6.QtCore import QRectF, QSize

from simulator.views.network_legend import keys_of, legend_row
from simulator.views.network_shown import Network
from simulator.views.network_spots import spotted


def network(weight, is_held=False, means=None):
    weights = np.array([[0.0, weight], [weight, 0.0]])
    held = np.array([is_held, False])
    return Network(np.zeros(2, np.int8), weights, np.zeros(2), 2, held, ("a", "b"), means=means)


def test_only_what_is_there_is_named():
    assert [kind for kind, _ in keys_of(network(1.0))] == ["pulls"]
    assert [kind for kind, _ in keys_of(network(-1.0, True))] == ["parts", "held"]
    assert [kind for kind, _ in keys_of(network(0.0, means=np.ones(2)))] == ["mean"]


def test_a_low_view_keeps_its_room_for_the_units():
    assert legend_row(QSize(400, 120)).isEmpty()
    assert legend_row(QSize(400, 300)).bottom() == 300


def test_spots_keep_their_shape_and_stay_in_the_room():
    square, room = ((0.0, 0.0), (2.0, 0.0), (0.0, 1.0), (2.0, 1.0)), QRectF(0, 0, 500, 300)
    places = spotted(square, 4, room)
    sides = places.centers[1] - places.centers[0], places.centers[2] - places.centers[0]
    assert np.isclose(sides[0][0], 2 * sides[1][1])
    assert all(room.contains(places.unit_box(k)) for k in range(4))


def test_labels_of_spots_stand_above_the_upper_and_below_the_lower_units():
    places = spotted(((0.0, 0.0), (0.0, 1.0)), 2, QRectF(0, 0, 300, 300))
    assert places.outward[:, 1].tolist() == [-1.0, 1.0]
