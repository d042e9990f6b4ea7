"""What the Hopfield panel says: true of the state, and in good grammar."""

from simulator.models.hopfield import Hopfield
from simulator.panels import hopfield_words as words

SETTLED = ("settle",)  # not an action: as many sweeps as it takes


def said(*texts: str) -> tuple[str, str, list]:
    model = Hopfield(3)
    for text in texts:
        if (text,) == SETTLED:
            model.advance(200 * model.state.units.size)
        else:
            model.act(text)
    headline, sentence, _, thumbnails = words.verdict(model.snapshot())
    return headline, sentence, thumbnails


def test_a_state_unlike_every_memory_is_near_the_inverse_of_one():
    _, sentence, thumbnails = said("preset=letters-ten", "probe=0", "invert", "corrupt=0.1")
    assert sentence.startswith("Nearest is the inverse of A, overlap −0.8")
    assert thumbnails[0][2]


def test_one_unit_is_not_plural():
    _, sentence, _ = said("preset=worked-example")
    assert sentence.endswith("1 unit would change")


def test_with_a_temperature_the_sentence_fits_one_line():
    headline, sentence, _ = said("preset=letters-ten", "set temperature=2.5")
    assert headline == "Still moving"
    assert sentence.endswith("· flipping at T = 2.50")
    assert len(sentence) < 60


def test_graded_units_of_the_right_signs_are_not_called_exact():
    headline, sentence, _ = said("preset=graded", *SETTLED)
    assert headline == "Stored A"
    assert sentence == "Every unit has the right sign, and none would change."


def test_units_that_answer_too_weakly_are_called_silent():
    headline, sentence, thumbnails = said("preset=graded", "set gain=0.5", *SETTLED)
    assert (headline, thumbnails) == ("Silent", [])
    assert "gain 0.5" in sentence


def test_softmax_mixes_more_than_three():
    headline, sentence, _ = said("preset=modern", "set beta=0.0005", *SETTLED)
    assert headline.startswith("Mixture of")
    assert "Softmax" in sentence


def test_the_energy_is_called_even_only_where_it_is():
    tall = "E(−s) = E(s)"
    assert tall in said("preset=letters-ten", "probe=0", "invert")[1]
    assert tall not in said("preset=letters-ten", "set threshold=0.1", "probe=0", "invert")[1]


def test_a_memory_that_is_left_is_not_said_to_be_nearest_to_itself():
    _, sentence, _ = said("set side=4", "preset=letters-ten", "set rule=modern", "set side=4")
    assert sentence.startswith("This is A, but it is not stable.")
    assert sentence.endswith("units would change")


def test_a_unit_that_decides_with_all_others_is_not_said_to_have_changed():
    model = Hopfield(3)
    for text in ("preset=letters-ten", "set dynamics=independent", "corrupt=0.2"):
        model.act(text)
    model.advance(5)
    assert words.step_caption(model.snapshot()).endswith(
        "at the end of the sweep, if it is updated"
    )
