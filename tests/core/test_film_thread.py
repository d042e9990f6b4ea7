"""A film on a thread of its own: finished, given up, failed."""

import numpy as np

from simulator.core.errors import InputError
from simulator.core.film import begin
from simulator.core.film_thread import FilmThread
from tests.helpers import wait_until

FRAME = np.zeros((32, 32, 3), np.uint8)


def test_it_is_done_when_the_file_stands_where_it_was_asked_for(tmp_path):
    thread = FilmThread(begin(tmp_path / "film.gif", (32, 32), 25))
    thread.add(FRAME)
    thread.finish()
    wait_until(lambda: not thread.is_running)
    assert thread.is_done
    assert (tmp_path / "film.gif").is_file()


def test_given_up_it_leaves_nothing(tmp_path):
    thread = FilmThread(begin(tmp_path / "film.gif", (32, 32), 25))
    thread.add(FRAME)
    thread.cancel()
    assert not thread.is_done
    assert list(tmp_path.iterdir()) == []


def test_a_frame_that_can_not_be_written_is_said_and_leaves_nothing(tmp_path, monkeypatch):
    film = begin(tmp_path / "film.gif", (32, 32), 25)

    def full(frame):
        raise InputError("film.gif can't be written: no space left on device.")

    monkeypatch.setattr(film, "add", full)
    thread = FilmThread(film)
    thread.add(FRAME)
    wait_until(lambda: not thread.is_running)
    assert "no space left" in thread.error
    assert list(tmp_path.iterdir()) == []
