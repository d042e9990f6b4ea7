"""A walk over everything declared: every parameter, action, readout, preset and lesson."""

import re

import pytest

from simulator.core import lessons, presets
from simulator.core.errors import InputError
from simulator.core.job import jobs_of
from simulator.core.model import Action, Invariant, Model, Readout
from simulator.core.paths import resource
from simulator.models import CATALOGUE, model_class

MODELS = {name: model_class(name) for name in CATALOGUE}
NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
PARAMETERS = [(m, s) for m in MODELS for s in MODELS[m].Parameters.specs().values()]
ACTIONS = [(m, a) for m in MODELS for a in MODELS[m].declared(Action).values()]
READOUTS = [(m, r) for m in MODELS for r in MODELS[m].declared(Readout).values()]
JOBS = [(m, j) for m in MODELS for j in jobs_of(MODELS[m]).values()]
PRESETS = [(m, p) for m in MODELS for p in presets.catalogue(m)]
LESSONS = [(m, lesson) for m in MODELS for lesson in lessons.catalogue(m)]


def named(pairs):
    return pytest.mark.parametrize(
        ("model", "it"), pairs, ids=[f"{m}-{getattr(x, 'name', x)}" for m, x in pairs]
    )


@named(PARAMETERS)
def test_every_parameter_has_a_name_a_label_a_sentence_and_a_default_that_is_allowed(model, it):
    assert NAME.fullmatch(it.name)
    assert it.label
    assert it.help.endswith(".")
    assert it.read(it.default) == it.default
    assert it.read(it.write(it.default)) == it.default


@named(PARAMETERS)
def test_every_parameter_has_a_range_or_choices(model, it):
    if it.kind == "choice":
        assert len(it.choices) > 1
        assert all(NAME.fullmatch(c.id) and c.label and c.help.endswith(".") for c in it.choices)
    elif it.kind != "bool":
        assert it.low < it.high


@named([(m, s) for m, s in PARAMETERS if s.applies])
def test_every_condition_names_a_parameter_and_values_it_can_have(model, it):
    specs = MODELS[model].Parameters.specs()
    for name, values in [pair for one in it.applies for pair in one.items()]:
        assert name != it.name
        assert values
        assert [specs[name].read(value) for value in values] == list(values)


@named([(m, s) for m, s in PARAMETERS if s.kind in ("int", "float")])
def test_every_parameter_takes_its_ends_and_refuses_what_lies_beyond(model, it):
    assert it.read(it.low) == it.low
    assert it.read(it.high) == it.high
    for value in (it.low - 1, it.high + 1, "abc", "nan", "inf"):
        with pytest.raises(InputError, match=f"{it.name}=.*allowed: "):
            it.read(value)


@named(JOBS)
def test_every_job_and_each_of_its_options_is_said_in_words(model, it):
    assert NAME.fullmatch(it.name)
    assert it.label
    assert it.help.endswith(".")
    for spec in it.options():
        assert NAME.fullmatch(spec.name)
        assert spec.label
        assert spec.help.endswith(".")
        assert spec.read(spec.write(spec.default)) == spec.default


@named(ACTIONS)
def test_every_action_has_a_name_a_label_a_sentence_and_a_syntax(model, it):
    assert NAME.fullmatch(it.name)
    assert it.label
    assert it.help.endswith(".")
    assert it.argument is None or it.name in it.argument.syntax


@named(ACTIONS)
def test_every_action_touches_what_is_in_the_state(model, it):
    known = {"*"} | set(MODELS[model].State.__dataclass_fields__)
    assert set(it.touches) <= known


@named(READOUTS)
def test_every_readout_has_a_name_a_label_and_words(model, it):
    assert NAME.fullmatch(it.name)
    assert it.label
    assert it.help


@pytest.mark.parametrize("model", MODELS)
def test_every_grain_and_invariant_is_said_in_words(model):
    cls = MODELS[model]
    assert all(NAME.fullmatch(g.name) and g.label and g.help.endswith(".") for g in cls.grains)
    assert cls.default_grain in [g.name for g in cls.grains]
    for invariant in cls.declared(Invariant).values():
        assert NAME.fullmatch(invariant.name)
        assert invariant.sentence
        assert invariant.tolerance


@named(PRESETS)
def test_every_preset_loads_and_runs_a_sweep(model, it):
    preset = presets.load(model, it)
    assert NAME.fullmatch(it)
    assert preset.title
    assert preset.about.endswith(".")
    made: Model = MODELS[model](3)
    made.act(f"preset={it}")
    assert made.step == 0
    made.advance(made.steps_to(made.default_grain))
    assert set(made.invariants().values()) <= {True, None}


def test_the_presets_of_hopfield_are_those_promised():
    assert list(presets.catalogue("hopfield")) == [
        "letters-ten", "letters", "letters-hebb", "correlated", "digits", "faces",
        "two-faces-mixed", "shapes", "photos", "one-memory", "orthogonal", "random", "overloaded",
        "unlearning", "dense", "modern", "graded", "two-state-cycle", "worked-example",
    ]  # fmt: skip


def test_the_presets_of_boltzmann_hold_those_promised_in_their_order():
    promised = [
        "worked-example", "two-wells", "frustrated-triangle", "necker-cube", "critical-lattice",
        "cooled-too-fast", "spin-glass", "encoder-4-2-4", "xor", "shifter", "clean-letters",
        "max-cut",
    ]  # fmt: skip
    assert list(presets.catalogue("boltzmann"))[: len(promised)] == promised


def test_the_lessons_of_boltzmann_begin_with_the_first_contact():
    assert [lesson.name for lesson in lessons.catalogue("boltzmann")] == [
        "boltzmann-first-contact", "boltzmann-equilibrium", "boltzmann-annealing",
    ]  # fmt: skip


def test_the_lessons_of_hopfield_begin_with_the_first_contact():
    assert [lesson.name for lesson in lessons.catalogue("hopfield")] == [
        "hopfield-first-contact", "hopfield-one-memory", "hopfield-capacity",
    ]  # fmt: skip


def test_the_lessons_of_rbm_begin_with_the_first_contact():
    assert [lesson.name for lesson in lessons.catalogue("rbm")] == [
        "rbm-first-contact", "rbm-cd-and-pcd", "rbm-dead-units",
    ]  # fmt: skip


def test_the_lessons_of_gan_begin_with_the_first_contact():
    assert [lesson.name for lesson in lessons.catalogue("gan")] == [
        "gan-first-contact", "gan-figure-one", "gan-failures",
    ]  # fmt: skip


def test_the_lessons_of_ntm_begin_with_the_first_contact():
    assert [lesson.name for lesson in lessons.catalogue("ntm")] == [
        "ntm-first-contact", "ntm-sharpening", "ntm-beyond",
    ]  # fmt: skip


@named(LESSONS)
def test_every_lesson_has_a_name_and_a_title(model, it):
    assert NAME.fullmatch(it.name)
    assert it.title


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_its_page(model):
    assert lessons.page(model).startswith("# ")


def test_an_unknown_lesson_or_preset_is_refused():
    with pytest.raises(InputError, match="no lesson"):
        lessons.load("hopfield", "nothing")
    with pytest.raises(InputError, match="allowed: letters-ten"):
        presets.load("hopfield", "nothing")


def test_no_text_in_the_resources_holds_a_path_of_a_machine():
    for folder in ("pages", "lessons"):
        for file in resource(folder).iterdir():
            if file.name.endswith(".md"):
                assert not re.search(r"/(home|Users|tmp|work)/", file.read_text(encoding="utf-8"))
