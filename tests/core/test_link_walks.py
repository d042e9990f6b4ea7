"""Links of all models: whatever was done, a link leads to the same bits, or says that it can't."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core import link, link_opening, presets
from simulator.core.errors import InputError
from simulator.core.link_writing import link_of
from simulator.core.model import Model
from simulator.core.run import Run
from simulator.models import CATALOGUE, model_class
from tests.helpers import bits
from tests.models import test_boltzmann_any_order as boltzmann
from tests.models import test_gan_any_order as gan
from tests.models import test_hopfield_any_order as hopfield
from tests.models import test_rbm_any_order as rbm
from tests.models.walks import settings_of

PRESETS = [(model, name) for model in CATALOGUE for name in presets.catalogue(model)]
SMALL = {  # the settings with which a walk begins, so that it is short
    "hopfield": ["set side=4", "store=preset:random"],
    "boltzmann": ["set units=6", "set side=4", "set chains=3", "set sweeps=5"],
    "rbm": ["set data=bars-and-stripes", "set side=4", "set hidden=5", "set chains=5",
            "set temperatures=2", "set batch_size=20"],
    "gan": ["set layers_g=3", "set layers_d=3", "set batch_size=7", "set examples=100"],
    "ntm": ["set width=3", "set controller_size=8", "set memory_locations=8", "set length_max=2"],
}  # fmt: skip
STROKES = {"hopfield": "draw", "boltzmann": "paint", "rbm": "clamp", "gan": "world"}
BITS = ["play", "train", "length=2", "length=0", "paint=1,1,1", "ablate=content", "ablate", "reset",
        "new-seed=7", "undo", "redo", "sandbox", "sandbox=beta:3", "input=010;110"]  # fmt: skip
FEW = {  # of what would take long
    "width": [2, 3], "controller_size": [4, 8], "controller_layers": [1], "batch_size": [1, 2],
    "memory_locations": [8, 12], "memory_width": [4, 6], "read_heads": [1, 2], "write_heads": [1],
    "length_min": [1, 2], "length_max": [2, 3], "repeats_max": [2, 3],
}  # fmt: skip


def strokes_of(model: str) -> list[str]:
    """A drag in pieces, one of them by another pen."""
    if model not in STROKES:
        return []
    pieces = ["0,0;1,1", "1,1;2,2", "2,2;2,3", "2,3;0,3;value=-1"]
    return [f"{STROKES[model]}={piece}" for piece in pieces]


def moves_of(model: str) -> st.SearchStrategy[list]:
    """Numbers advance, words are done."""
    walk = {"hopfield": hopfield, "boltzmann": boltzmann, "rbm": rbm, "gan": gan}.get(model)
    cls: type[Model] = model_class(model)
    made = walk.settings_made if walk else settings_of(cls.Parameters, FEW)
    deeds = st.sampled_from([*(walk.DEEDS if walk else BITS), *strokes_of(model), "undo"])
    steps = st.sampled_from([1, 2, 3, 7] if model in ("gan", "ntm") else [1, 2, 7, 16, 40])
    drag = st.just(strokes_of(model)).map(lambda all_of_them: ["clear", *all_of_them])
    one = st.one_of(steps, made, made, deeds).map(lambda move: [move])
    return st.lists(st.one_of(one, drag), min_size=4, max_size=18).map(
        lambda parts: list(chain.from_iterable(parts))
    )


def assert_same(run: Run) -> None:
    """The link's text leads to where the run stands, by way of the text."""
    try:
        said = link_of(run)
        text = link.written(said)
    except InputError:
        return  # what a link can't say is tested beside
    assert link.read(text, model_class) == said
    found = link_opening.opened(said, type(run.model))
    assert bits(found.model) == bits(run.model), text


def walk(model: str, moves: list, seed: int) -> None:
    run = Run(model_class(model)(seed))
    for text in SMALL[model]:
        run.do(text)
    for move in moves:
        try:
            if isinstance(move, int):
                run.advance(move)
            elif move in ("undo", "redo"):
                getattr(run, move)()
            else:
                run.do(move)
        except InputError:
            continue
    assert_same(run)


@pytest.mark.parametrize(("model", "name"), PRESETS)
def test_a_link_to_any_preset_a_few_steps_on_leads_to_the_same_bits(model, name):
    run = Run(model_class(model)(3))
    run.do(f"preset={name}")
    run.do("new-seed=5")
    run.advance(1 if model == "gan" else 3)
    assert_same(run)


@pytest.mark.parametrize("model", CATALOGUE)
def test_a_link_to_any_walk_leads_to_the_same_bits(model):
    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(moves=moves_of(model), seed=st.integers(0, 9))
    def any_walk(moves: list, seed: int) -> None:
        walk(model, moves, seed)

    any_walk()
