"""The jobs of the generative adversarial network: how likely held-out pictures are."""

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.gan_parzen import WIDTHS
from tests.helpers import bits
from tests.mnist import FOLDER, needs_mnist
from tests.models.gan_games import GAMES, game

QUICK = "parzen_log_likelihood=samples=200;validation=20;test=10"


def done(model, text=QUICK):
    return job.finish(job.begin(model, text))


def test_a_job_gives_the_same_table_twice_and_leaves_the_model_alone():
    model = game("digits")
    model.advance(40)
    before = bits(model)
    first, second = done(model), done(model)
    assert first == second
    assert bits(model) == before


def test_the_game_goes_on_beside_a_job_with_the_same_bits():
    model, plain = game("digits"), game("digits")
    model.advance(40), plain.advance(40)
    for _ in job.begin(model, QUICK):
        model.advance(1), plain.advance(1)
    assert bits(model) == bits(plain)


def test_a_job_tells_shares_that_rise_to_at_most_one():
    shares = list(job.begin(game("digits"), QUICK))
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1 + 1e-12


def test_a_table_says_what_it_was_made_from():
    columns = done(game("digits")).columns
    assert (columns["samples"], columns["tested"], columns["validated"]) == ([200], [10], [20])
    assert columns["sigma"][0] in WIDTHS
    assert np.isfinite(columns["log_likelihood"]).all()
    assert columns["error"][0] > 0


def test_another_step_draws_other_fakes():
    model = game("digits", k_g=0)
    first = done(model).columns["log_likelihood"]
    model.advance(11)
    assert done(model).columns["log_likelihood"] != first


def test_a_test_of_more_pictures_than_there_are_takes_them_all():
    columns = done(game("digits"), "parzen_log_likelihood=samples=100;test=60000").columns
    assert (columns["tested"], columns["validated"]) == ([10], [90])


@pytest.mark.parametrize(
    "kind", [k for k, given in GAMES.items() if given.get("world") != "digits"]
)
def test_in_the_plane_windows_are_refused_in_words(kind):
    with pytest.raises(InputError, match="js and kl"):
        done(game(kind))


def test_where_nothing_is_held_out_the_job_is_refused_in_words():
    with pytest.raises(InputError, match="held_out"):
        done(game("digits", held_out=0.0))


@pytest.mark.parametrize("text", [
    "parzen_log_likelihood=samples=99", "parzen_log_likelihood=test=0", "parzen=samples=100",
    "parzen_log_likelihood=widths=3",
])  # fmt: skip
def test_bad_options_are_refused_in_words(text):
    with pytest.raises(InputError):
        done(game("digits"), text)


@needs_mnist
def test_mnist_is_learned_and_tested():
    model = game("digits", world="idx", data_path=str(FOLDER))
    model.advance(44)
    columns = done(model).columns
    assert np.isfinite(columns["log_likelihood"]).all()
    assert model.readouts()["nearest_training_distance"] > 0
