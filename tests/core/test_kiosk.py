"""Profiles of kiosks: in documents, and by names that exist."""

import json
import zipfile

import msgspec
import pytest

from simulator.core import document, kiosk
from simulator.core.errors import InputError
from simulator.core.kiosk import Kiosk
from simulator.core.run import Run
from simulator.models import CATALOGUE, model_class
from simulator.models.hopfield import Hopfield
from tests.helpers import bits

PROFILE = Kiosk(("rail", "title.seed", "parameter.temperature"), 2.5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "exhibit.reverie"


def saved(path, profile):
    run = Run(Hopfield(3))
    run.kiosk = profile
    document.save(path, run)
    return json.loads(zipfile.ZipFile(path).read("document.json"))


def test_a_document_keeps_its_profile(path):
    saved(path, PROFILE)
    assert document.load(path, model_class).kiosk == PROFILE


def test_a_document_without_a_profile_is_as_older_programs_know_it(path):
    assert "kiosk" not in saved(path, None)
    assert document.load(path, model_class).kiosk is None


@pytest.mark.parametrize(
    "value",
    [
        {"hidden": ["rail"], "sound": True},
        {"hidden": ["x" * 500]},
        {"hidden": ["rail"] * 3000},
        {"idle_minutes": -1},
        {"idle_minutes": 1e9},
        "rail",
    ],
)
def test_a_profile_that_is_none_is_refused_in_words(path, value):
    contents = saved(path, PROFILE) | {"kiosk": value}
    state = zipfile.ZipFile(path).read("state.npz")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("document.json", msgspec.json.encode(contents))
        archive.writestr("state.npz", state)
    with pytest.raises(InputError, match="kiosk"):
        document.load(path, model_class)


def test_a_capsule_opens_again_and_again_and_stays_as_it_is():
    run = Run(Hopfield(3))
    run.kiosk = PROFILE
    run.do("store=preset:random")
    kept = document.capsule(run)
    first = document.reopened(kept, model_class)
    start = bits(first.model)
    first.do("randomize")
    first.advance(50)
    again = document.reopened(kept, model_class)
    assert bits(again.model) == start
    assert (len(again.entries), again.kiosk) == (1, PROFILE)


def test_a_twin_has_the_profile_of_its_run():
    run = Run(Hopfield(3))
    run.kiosk = PROFILE
    assert run.copied().kiosk == PROFILE


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_control_of_a_model_has_one_name_and_a_title(name):
    groups = kiosk.groups_of(model_class(name), {"energy": "Energy"})
    names = [control for group in groups for control in group.controls]
    assert len(set(names)) == len(names) > 30
    assert all(title for group in groups for title in group.controls.values())


def test_keys_live_with_their_controls():
    assert kiosk.is_alive(Kiosk(), "Reset")
    assert not kiosk.is_alive(Kiosk(("transport.reset",)), "Reset")
    assert not kiosk.is_alive(Kiosk(("transport",)), "Reset")
    assert not kiosk.is_alive(Kiosk(("rail",)), "Open the Hopfield network")


@pytest.mark.parametrize("title", ["Save", "Open…", "Commands…", "Menu", "Quit", "Presenter mode",
                                   "Something new"])  # fmt: skip
def test_keys_of_files_and_of_the_window_are_dead_in_every_kiosk(title):
    assert not kiosk.is_alive(Kiosk(), title)


def test_keys_of_a_panel_that_ask_for_files_are_dead():
    assert kiosk.is_alive_in_panel(Kiosk(), "Spoil & recall")
    assert not kiosk.is_alive_in_panel(Kiosk(), "Open a picture…")
    assert not kiosk.is_alive_in_panel(Kiosk(), "Paste a picture")
    assert not kiosk.is_alive_in_panel(Kiosk(("keys",)), "Spoil & recall")
