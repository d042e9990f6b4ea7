"""What the Hopfield panel says: true of the state, and in good grammar."""

from simulator.models.hopfield import Hopfield
from simulator.panels import hopfield_words as words


def said(*texts: str) -> tuple[str, str, list]:
    model = Hopfield(3)
    for text in texts:
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
