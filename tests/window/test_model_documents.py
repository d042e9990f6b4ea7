"""Documents of several models in one window: opened, saved, asked about, kept and brought back."""

import os

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from simulator import app, cli
from simulator.core import document
from simulator.core.run import Run
from simulator.models import model_class
from simulator.window import documents
from tests.helpers import wait_until
from tests.window import second_model


@pytest.fixture(autouse=True)
def two_models(monkeypatch):
    second_model.install(monkeypatch)


@pytest.fixture
def counted(tmp_path):
    """The path of a document of the counter, which had counted to 300."""
    run = Run(second_model.Counter(7))
    for _ in range(3):
        run.do("bump")
    document.save(tmp_path / "counted.reverie", run)
    return tmp_path / "counted.reverie"


def answer(*buttons):
    """Press a button in each of the next dialogs; returns the list of what they asked."""
    asked, left = [], list(buttons)

    def press():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        button = left.pop(0)
        if left:
            QTimer.singleShot(100, press)
        found = box.button(button) if isinstance(button, QMessageBox.StandardButton) else next(
            b for b in box.buttons() if button in b.text()
        )  # fmt: skip
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, press)
    return asked


Discard, Cancel = QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Cancel


@pytest.mark.parametrize("is_open", [False, True])
def test_a_document_of_another_model_switches_to_it(window, settled, counted, is_open):
    if is_open:
        window.open_model("counter")
        window.open_model("hopfield")
    assert window.files.open_path(str(counted))
    assert settled(window).snapshot.total == 300
    assert window.panel.isVisible()
    assert window.windowTitle().startswith("counted.reverie")
    assert "Counter" in window.windowTitle()
    assert window.runner.latest.seed == 7
    assert window.settings.recent()[0] == str(counted)


def test_what_was_open_of_the_other_model_stays(window, settled, counted):
    window.do("rename=0:Kilroy")
    settled(window)
    window.files.open_path(str(counted))
    assert not window.isWindowModified()
    window.open_model("hopfield")
    assert settled(window).snapshot.names[0] == "Kilroy"
    assert window.isWindowModified()


def test_only_the_model_that_is_replaced_is_asked_about(window, settled, counted):
    window.open_model("counter")
    window.panel.bump()
    settled(window)
    window.open_model("hopfield")
    asked = answer(Cancel)
    assert not window.files.open_path(str(counted))
    assert asked == ["Save what you did in untitled (Counter)?"]
    assert settled(window).snapshot.total == 200  # shown, so that one sees what it is about
    answer(Discard)
    assert window.files.open_path(str(counted))
    assert settled(window).snapshot.total == 300


def test_save_writes_the_model_in_sight(window, settled, counted, tmp_path):
    window.files.open_path(str(counted))
    window.panel.bump()
    settled(window)
    assert window.isWindowModified()
    assert window.files.save()
    assert not window.isWindowModified()
    assert document.load(counted, model_class).model.state.total == 400
    window.open_model("hopfield")
    assert window.documents.path is None


def test_each_model_has_its_own_file(window, settled, counted, tmp_path):
    window.files._save_to(str(tmp_path / "net.reverie"))
    window.files.open_path(str(counted))
    assert window.documents.path == counted
    window.open_model("hopfield")
    assert window.documents.path == tmp_path / "net.reverie"
    assert window.windowTitle().startswith("net.reverie")


def test_a_new_document_leaves_the_other_models_alone(window, settled, counted):
    window.do("rename=0:Kilroy")
    settled(window)
    window.files.open_path(str(counted))
    window.files.new_document()
    assert settled(window).snapshot.total == 100
    assert window.documents.path is None
    assert window.places["hopfield"].runner.latest.snapshot.names[0] == "Kilroy"


def test_a_document_opened_again_keeps_its_name(window, settled, counted):
    window.files.open_path(str(counted))
    window.panel.bump()
    settled(window)
    answer(Discard)
    window.files.open_path(str(counted))
    assert settled(window).snapshot.total == 300
    assert window.documents.path == counted
    assert window.notice.sentence() == ""


def test_closing_asks_about_every_model_with_unsaved_work(window, settled):
    window.do("rename=0:Kilroy")
    settled(window)
    window.open_model("counter")
    window.panel.bump()
    settled(window)
    asked = answer(Discard, Cancel)
    assert not window.close()
    assert asked == [
        "Save what you did in untitled (Hopfield network)?",
        "Save what you did in untitled (Counter)?",
    ]
    assert window.isVisible()
    asked = answer(Discard, Discard)
    assert window.close()
    assert len(asked) == 2


def test_every_model_has_an_autosave_and_a_clean_end_removes_them(window, settled):
    window.do("rename=0:Kilroy")
    window.open_model("counter")
    window.panel.bump()
    settled(window)
    paths = [place.documents.autosave_path for place in window.places.values()]
    assert len(set(paths)) == 2
    wait_until(lambda: QApplication.processEvents() or all(path.exists() for path in paths))
    window.shut()
    assert not any(path.exists() for path in paths)


def test_a_model_that_was_only_looked_at_is_not_kept(window, settled):
    window.open_model("counter")
    settled(window)
    for place in window.places.values():
        place.documents._keep()
    assert not list(documents.autosave_dir().glob(f"{os.getpid()}-*"))


def left_behind(folder, process, *runs):
    """Autosaves of a process that is gone, the last one newest."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, run in enumerate(runs):
        path = folder / f"{process}-{run.model.name}.reverie"
        document.save(path, run)
        os.utime(path, (1000 + n, 1000 + n))


def test_a_recovery_brings_all_models_back(open_window, settled, monkeypatch, tmp_path):
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    counter, hopfield = Run(second_model.Counter()), Run(model_class("hopfield")())
    counter.do("bump")
    hopfield.do("preset=letters-hebb")
    left_behind(documents.autosave_dir(), "0-1", counter, hopfield)
    window = open_window()
    answer("Bring it back")
    window.files.offer_recovery()
    assert settled(window).parameters.rule == "hebb"  # in sight: what was done last
    assert window.places["counter"].runner.latest.snapshot.total == 100
    assert all(place.documents.is_unsaved() for place in window.places.values())
    assert documents.left_by_crash() == []


def test_two_crashes_are_not_mixed(monkeypatch, tmp_path):
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    run = Run(second_model.Counter())
    left_behind(documents.autosave_dir(), "0-1", run)
    left_behind(documents.autosave_dir(), "0-2", run, Run(model_class("hopfield")()))
    assert {path.name.rpartition("-")[0] for path in documents.left_together()} == {"0-2"}
    assert len(documents.left_by_crash()) == 3


@pytest.mark.parametrize("words", [[], ["counter"]])
def test_the_command_line_opens_on_the_model_of_the_document(counted, monkeypatch, words):
    asked = []
    monkeypatch.setattr(app, "run_window", lambda *a: asked.append(a) or 0)
    assert cli.main([*words, str(counted)]) == 0
    assert asked == [("counter", str(counted), None, False, False, False)]


def test_a_document_of_an_unknown_model_is_refused_in_one_line(counted, monkeypatch, capsys):
    monkeypatch.undo()  # the counter is gone
    assert cli.main([str(counted)]) == 2
    assert "There is no model counter" in capsys.readouterr().err
