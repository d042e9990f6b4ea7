"""Films: whole or not at all, every frame in its place, flat colours to the bit."""

import builtins
import subprocess

import numpy as np
import pytest
from PIL import Image

from simulator.core import film
from simulator.core.errors import InputError
from simulator.core.film_plan import FilmPlan, check, format_of

SIZE = (64, 48)
PAPER, INK = (255, 254, 251), (28, 36, 48)


def frame(k):
    """Paper, with a square of ink that moves."""
    picture = np.full((SIZE[1], SIZE[0], 3), PAPER, np.uint8)
    picture[10:20, 4 * k : 4 * k + 10] = INK
    return picture


def made(path, count=6, fps=25, of=frame):
    writer = film.begin(path, SIZE, fps)
    for k in range(count):
        writer.add(of(k))
    writer.finish()
    return path


def frames_of(path):
    with Image.open(path) as picture:
        found = []
        for k in range(picture.n_frames):
            picture.seek(k)
            found.append(np.asarray(picture.convert("RGB")))
        return found


def test_a_gif_has_every_frame_with_its_colours(tmp_path):
    found = frames_of(made(tmp_path / "film.gif"))
    assert len(found) == 6
    assert all((seen == frame(k)).all() for k, seen in enumerate(found))


def test_frames_that_are_alike_stay_apart_in_a_gif(tmp_path):
    assert len(frames_of(made(tmp_path / "film.gif", of=lambda k: frame(0)))) == 6


def test_a_gif_of_many_colours_keeps_the_flat_ones_to_the_bit(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (20, 64, 3), dtype=np.uint8)

    def busy(k):
        picture = frame(k)
        picture[28:] = np.roll(noise, k, axis=1)
        return picture

    found = frames_of(made(tmp_path / "film.gif", of=busy))
    assert (found[3][:28] == frame(3)[:28]).all()
    assert np.abs(found[3][28:].astype(int) - busy(3)[28:]).mean() < 16


def test_the_frames_of_a_gif_last_as_long_together_as_they_should(tmp_path):
    with Image.open(made(tmp_path / "film.gif", count=30, fps=30)) as picture:
        lasted = 0
        for k in range(picture.n_frames):
            picture.seek(k)
            lasted += picture.info["duration"]
    assert lasted == 1000


def test_an_mp4_has_every_frame_and_even_sides(tmp_path):
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    writer = film.begin(tmp_path / "film.mp4", (65, 49), 25)
    for k in range(9):
        writer.add(np.pad(frame(k), ((0, 1), (0, 1), (0, 0)), mode="edge"))
    writer.finish()
    program, path = imageio_ffmpeg.get_ffmpeg_exe(), str(tmp_path / "film.mp4")
    decode = [program, "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(decode, capture_output=True, check=True)
    assert all(word in done.stderr for word in (b"h264", b"yuv420p", b"66x50", b"25 fps"))
    seen = np.frombuffer(done.stdout, np.uint8).reshape(-1, 50, 66, 3)
    assert len(seen) == 9
    assert np.abs(seen[4][:48, :64].astype(int) - frame(4)).mean() < 4


def test_frames_are_numbered_pictures_in_a_folder(tmp_path):
    made(tmp_path / "frames")
    names = sorted(path.name for path in (tmp_path / "frames").iterdir())
    assert names == [f"frame-{k:05}.png" for k in range(6)]
    assert (np.asarray(Image.open(tmp_path / "frames" / names[2])) == frame(2)).all()


@pytest.mark.parametrize("name", ["film.gif", "film.mp4", "frames"])
def test_a_cancelled_film_leaves_nothing(tmp_path, name):
    if name.endswith("mp4"):
        pytest.importorskip("imageio_ffmpeg")
    writer = film.begin(tmp_path / name, SIZE, 25)
    writer.add(frame(0))
    writer.cancel()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["film.gif", "film.mp4"])
def test_an_old_film_stays_until_the_new_one_is_whole(tmp_path, name):
    if name.endswith("mp4"):
        pytest.importorskip("imageio_ffmpeg")
    (tmp_path / name).write_bytes(b"old")
    writer = film.begin(tmp_path / name, SIZE, 25)
    writer.add(frame(0))
    assert (tmp_path / name).read_bytes() == b"old"
    writer.finish()
    assert (tmp_path / name).read_bytes() != b"old"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("film.avi", "NAME.gif, NAME.mp4"), ("no/film.gif", "no folder"), ("full", "holds something")],
)
def test_a_place_that_is_none_is_refused_in_words(tmp_path, name, sentence):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(InputError, match=sentence):
        film.begin(tmp_path / name, SIZE, 25)


@pytest.mark.parametrize(
    ("plan", "size", "sentence"),
    [
        (FilmPlan("unit", frames=0), (640, 480), "0 frames is not allowed; allowed: 1 to"),
        (FilmPlan("unit", every=0), (640, 480), "grains a frame"),
        (FilmPlan("unit", fps=60), (640, 480), "frames a second of a GIF is not allowed"),
        (FilmPlan("unit"), (9000, 480), "pixels a side"),
        (FilmPlan("unit", frames=20_000), (1440, 900), "allowed: 1543 frames of this size"),
    ],
)
def test_a_film_that_is_too_much_is_refused_before_it_begins(plan, size, sentence):
    with pytest.raises(InputError, match=sentence):
        check("GIF", plan, size)


def test_without_an_encoder_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "imageio_ffmpeg":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match=r'pip install "reverie-lab\[video\]"'):
        film.begin(tmp_path / "film.mp4", SIZE, 25)
    assert list(tmp_path.iterdir()) == []


def test_a_films_kind_follows_from_its_name():
    assert [format_of(name) for name in ("a.GIF", "b.mp4", "c")] == ["GIF", "MP4", "PNG"]
