"""Links: what was done as one line, and from that line the same bits again."""

import pytest

from simulator.core import link, link_opening
from simulator.core.errors import InputError
from simulator.core.link_writing import as_link, link_of
from simulator.core.run import Run
from simulator.models import model_class
from simulator.models.hopfield import Hopfield
from tests.core.test_script import RUNS, lived
from tests.helpers import bits

LETTERS = "reverie:hopfield?seed=42&preset=letters-ten&do=corrupt=0.25&step=784"


def opened(text: str) -> Run:
    """The run a link leads to."""
    said = link.read(text, model_class)
    return link_opening.opened(said, model_class(said.model))


# ---- what is written ----


@pytest.mark.parametrize("name", RUNS)
def test_a_link_leads_to_the_same_bits(name):
    run = lived(RUNS[name])
    assert bits(opened(as_link(run)).model) == bits(run.model)


def test_a_link_reads_like_what_was_done():
    run = Run(Hopfield(42))
    for text in ("preset=letters-ten", "set temperature=0.5", "probe=0"):
        run.do(text)
    run.advance(784)
    run.do("corrupt=0.25")
    run.advance(784)
    assert as_link(run) == (
        "reverie:hopfield?seed=42&preset=letters-ten&set=temperature:0.5&do=probe=0&step=784"
        "&do=corrupt=0.25&step=1568"
    )


def test_all_before_the_last_preset_is_left_out_but_the_seed():
    run = lived("SMALL corrupt=0.5 40 new-seed=8 randomize preset=worked-example 3")
    assert as_link(run) == "reverie:hopfield?seed=8&preset=worked-example&step=3"


def test_the_last_of_several_settings_stands_alone():
    run = lived("SMALL")
    for text in ("temperature=0.1", "threshold=1", "temperature=0.2", "threshold=2"):
        run.do(f"set {text}")
    moves = link_of(run).moves
    assert moves[-3:] == ("set temperature=0.2", "set threshold=2.0", 0)
    assert "set temperature=0.1" not in moves


def test_a_setting_stays_where_something_was_done_under_it():
    run = lived("SMALL set:temperature=0.1 20 set:temperature=0.2")
    assert "set temperature=0.1" in link_of(run).moves
    run = lived("SMALL set:temperature=0.1 invert set:temperature=0.2")
    assert "set temperature=0.1" in link_of(run).moves


def test_the_pieces_of_a_stroke_are_joined():
    run = lived("SMALL clear draw=0,0;1,0 draw=1,0;2,0 draw=2,0;3,1")
    assert link_of(run).moves[-2] == "draw=0,0;2,0;3,1"


def test_resets_one_after_another_are_one():
    run = lived("SMALL 20 reset 30 reset reset 5")
    assert link_of(run).moves[-2:] == ("reset", 5)
    assert link_of(run).moves.count("reset") == 1


def test_what_was_undone_is_said_by_the_word_undo():
    run = lived("SMALL corrupt=0.5 -")
    assert link_of(run).moves[-3:] == ("corrupt=0.5", "undo", 0)


def test_settings_that_were_undone_are_said_as_settings():
    run = lived("SMALL set:threshold=1 -")
    assert link_of(run).moves[-2] == "set threshold=0.0"


def test_signs_that_a_chat_would_take_are_encoded():
    run = lived("SMALL rename=0:a~b*&é+ probe=0+1")
    text = as_link(run)
    assert "do=rename=0:a%20b%2A%26%C3%A9%2B&do=probe=0%2B1&step=0" in text
    assert bits(opened(text).model) == bits(run.model)


def test_a_loaded_picture_is_refused_in_one_sentence(tmp_path):
    from PIL import Image

    Image.new("L", (4, 4)).save(tmp_path / "cat.png")
    run = lived("SMALL")
    run.do(f"draw={tmp_path / 'cat.png'}")
    with pytest.raises(InputError, match=r"can't be said in a link.*send that file instead"):
        as_link(run)


def test_a_story_too_long_for_a_chat_is_refused():
    run = lived("SMALL")
    for i in range(300):
        run.do(f"corrupt={i / 1000}")
    with pytest.raises(InputError, match="at most 2000; save a document"):
        as_link(run)


def test_a_rewound_run_gives_the_link_to_where_it_stands():
    run = lived("SMALL 40 corrupt=0.5 40 @20")
    assert link_of(run).moves[-1] == 20
    assert "corrupt=0.5" not in link_of(run).moves
    assert bits(opened(as_link(run)).model) == bits(run.model)


# ---- what is read ----


@pytest.mark.parametrize(
    "around", ["{}", "  {}\n", "<{}>", "Look: {}.", "`{}`", "[a link]({})", "**{}**", "{}, then"]
)
def test_a_link_is_found_in_what_a_chat_makes_of_it(around):
    assert link.found_in(around.format(LETTERS)) == LETTERS


def test_a_link_copied_as_html_is_read():
    assert link.read(LETTERS.replace("&", "&amp;"), model_class) == link.read(LETTERS, model_class)


def test_slashes_and_equal_signs_are_taken_as_well():
    said = link.read("reverie://hopfield/?set=temperature=0.5&step=3", model_class)
    assert said.moves == ("set temperature=0.5", 3)


def test_what_is_written_reads_the_same():
    said = link.read(LETTERS, model_class)
    assert link.read(link.written(said), model_class) == said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("seed=-1", "seed -1 is outside"),
        ("do=dance", "no action dance"),
        ("do=corrupt", ""),
        ("set=temperature", "lacks a value"),
        ("set=temperature:hot", "temperature=hot is not"),
        ("set=colour:1", "no parameter colour"),
        ("preset=none", "no preset none"),
        ("step=-3", "step=-3 is no step"),
        ("step=1e9", "is no step"),
        ("step=9999999999", "is no step"),
        ("step=600000000&do=reset&step=500000000", "more than 1000000000 steps"),
        ("step=1&seed=3", "must stand before"),
        ("backend=abacus", "no back end abacus"),
        ("colour=red", "colour, which is not known"),
        ("do=store=%2Fetc%2Fpasswd", "names a file"),
        ("do=draw=cat.png", "names a file"),
        ("do=draw=data:abc", "holds arrays"),
        ("do=restore=abc", "holds arrays"),
        ("do=rename=0:%FF", "is damaged"),
    ],
)
def test_bad_links_are_refused_in_one_sentence(query, words):
    if not words:
        assert link.read(f"reverie:hopfield?{query}", model_class).moves == ("corrupt",)
        return
    with pytest.raises(InputError, match=f"^This link can't be opened: .*{words}") as refusal:
        link.read(f"reverie:hopfield?{query}", model_class)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "hello", "https://example.org/?a=b", "reverie:", "reverie:x"])
def test_what_is_no_link_is_told_what_one_looks_like(text):
    with pytest.raises(InputError, match="holds no link; one looks like reverie:hopfield"):
        link.read(text, model_class)


def test_an_unknown_model_is_refused():
    with pytest.raises(InputError, match="no model perceptron"):
        link.read("reverie:perceptron?seed=1", model_class)


def test_a_link_longer_than_a_chat_takes_is_refused():
    with pytest.raises(InputError, match="allowed: 2000"):
        link.read("reverie:hopfield?" + "do=clear&" * 300, model_class)


@pytest.mark.parametrize("model", ["rbm", "gan", "ntm"])
def test_no_link_writes_a_file(model):
    with pytest.raises(InputError, match="writes a file"):
        link.read(f"reverie:{model}?do=save=x.npz", model_class)


@pytest.mark.parametrize("model", ["rbm", "gan"])
def test_no_link_names_a_file_of_data(model):
    with pytest.raises(InputError, match="data_path names a file"):
        link.read(f"reverie:{model}?set=data_path:%2Fetc", model_class)


# ---- what is opened ----


def test_a_link_may_be_given_up_on_the_way():
    said = link.read("reverie:hopfield?preset=letters-ten&step=5000", model_class)
    run, rest = link_opening.begun(said, Hopfield)
    shares = []
    assert not link_opening.follow(run, rest, lambda share: shares.append(share) or share < 0.2)
    assert shares == sorted(shares)
    assert 0 < run.model.step < 5000


def test_progress_ends_near_one_even_after_a_restart():
    said = link.read("reverie:hopfield?preset=letters-ten&step=300&do=reset&step=200", model_class)
    run, rest = link_opening.begun(said, Hopfield)
    shares = []
    link_opening.follow(run, rest, lambda share: not shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.5 < shares[-1] < 1.0


@pytest.mark.parametrize("moves", ["do=probe=99", "undo&undo", "redo", "step=9&do=clear&step=4"])
def test_what_only_the_state_can_refuse_is_refused_when_it_is_done(moves):
    with pytest.raises(InputError):
        opened(f"reverie:hopfield?preset=letters-ten&{moves}")


def test_what_a_link_did_can_be_undone_and_rewound():
    run = opened(LETTERS)
    before = bits(run.model)
    run.seek(3)
    run.seek(784)
    assert bits(run.model) == before
    assert run.undo()
