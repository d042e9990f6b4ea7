"""What a person does with files: new, open, save, recover, export, copy as Python."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from simulator.core import document, script, tables
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models import model_class
from simulator.views.view import View
from simulator.window.documents import Documents, left_by_crash, left_together
from simulator.window.places import Place, first_run

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

FILTER = f"Reverie documents (*{document.SUFFIX})"
KINDS = {"png": "Picture", "svg": "Picture", "csv": "Table", "npz": "Arrays"}


class Files:
    """Asks for names and does it, for the model in sight; what goes wrong is said in the window's
    notice."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    @property
    def documents(self) -> Documents:
        """The document of the model in sight."""
        return self.window.documents

    # ---- documents ----

    def new_document(self) -> None:
        """Begin again as at the first start of the model."""
        if self.may_leave(self.window.place):
            self.window.take_run(first_run(self.window.model), None)

    def open_document(self) -> None:
        """Ask for a document and open it."""
        path, _ = QFileDialog.getOpenFileName(self.window.panel, "Open", "", FILTER)
        if path:
            self.open_path(path)

    def open_path(self, path: str) -> bool:
        """Open a document, of any model; a damaged one changes nothing that is open."""
        try:
            run = document.load(path, model_class)
        except InputError as error:
            self.window.notice.say(str(error))
            return False
        place = self.window.places.get(run.model.name)
        if place and not self.may_leave(place):
            return False
        self.window.take_run(run, Path(path))
        self.window.settings.add_recent(path)
        return True

    def save(self) -> bool:
        """Save where it was opened, or ask for a name."""
        if self.documents.path is None:
            return self.save_as()
        return self._save_to(str(self.documents.path))

    def save_as(self) -> bool:
        """Ask for a name and save."""
        start = str(self.documents.path or f"untitled{document.SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self.window.panel, "Save as", start, FILTER)
        return bool(path) and self._save_to(path)

    def _save_to(self, path: str) -> bool:
        if not self.documents.save_to(path):
            return False
        self.window.settings.add_recent(str(self.documents.path))
        self.window.say_for_a_moment(f"Saved: {self.documents.name}")
        self.window.twins.note_saved()
        return True

    def may_close(self) -> bool:
        """Ask, model by model, what is to become of unsaved work; False to stay."""
        return all(self.may_leave(place) for place in list(self.window.places.values()))

    def may_leave(self, place: Place) -> bool:
        """Show a model with unsaved work and ask what is to become of it; False to stay."""
        if not place.documents.is_unsaved():
            return True
        self.window.open_model(place.model.name)
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Unsaved work")
        box.setText(f"Save what you did in {place.documents.name} ({place.title})?")
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        return answer == buttons.Discard or (answer == buttons.Save and self.save())

    # ---- after a crash ----

    def offer_recovery(self) -> bool:
        """Offer what was open, of every model, when a process ended unexpectedly; False where
        nothing was."""
        if not left_by_crash():
            return False
        box = QMessageBox(self.window)
        box.setWindowTitle("Reverie ended unexpectedly")
        box.setText("Reverie ended unexpectedly. Shall what was open be brought back?")
        yes = box.addButton("Bring it back", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Throw it away", QMessageBox.ButtonRole.DestructiveRole)
        later = box.addButton("Ask later", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is yes:
            for path in reversed(left_together()):  # in sight at the end: what was done last
                self.recover(path)
        elif box.clickedButton() is not later:
            for path in left_by_crash():
                path.unlink(missing_ok=True)
        return True

    def recover(self, path: Path) -> None:
        """Take back what a crash left."""
        try:
            run = document.load(path, model_class)
        except InputError as error:
            self.window.notice.say(f"What was kept before the crash can't be read. {error}")
            return
        self.window.take_run(run, None)
        self.documents.mark_unsaved()
        path.unlink(missing_ok=True)
        self.window.notice.say(
            "Here is what was open when Reverie ended unexpectedly; save it to keep it."
        )

    # ---- out of the window ----

    def export(self, view: View | None, kind: str) -> None:
        """Ask for a name and write a view, the trace or the state."""
        if kind == "film":
            self.window.recording.open(view)
            return
        suffix = kind[:3]
        what = view.title.lower() if view else "run"
        start = f"{self.window.model.name}-{what}.{suffix}"
        path, _ = QFileDialog.getSaveFileName(
            self.window.panel, "Export", start, f"{KINDS[suffix]} (*.{suffix})"
        )
        if path:
            self.export_to(path, view, kind)

    def export_to(self, path: str, view: View | None, kind: str) -> None:
        """Write a view (`png1`, `png2`, `png4`, `svg`), the state (`npz`), or as `csv` the view's
        own table or else the trace."""
        runner = self.window.twins.runner_of(view)
        frame, about = runner.latest, runner.latest.about
        try:
            if kind.startswith("png") and view:
                view.export_png(path, float(kind[3:]), about)
            elif kind == "svg" and view:
                view.export_svg(path, about)
            elif kind == "csv" and view and (table := view.exported()):
                tables.write_csv(path, table, table.about or about)
            elif kind == "csv":
                units = tables.units_of(self.window.model)
                tables.write_csv(path, frame.trace, about | units)
            else:
                arrays = runner.answer(lambda run: run.model.state.copied().arrays())
                tables.write_npz(path, arrays, about)
        except InputError as error:
            self.window.notice.say(str(error))
        else:
            self.window.say_for_a_moment(f"Written: {Path(path).name}")

    def copy_as_python(self) -> None:
        """Put the script that repeats this run on the clipboard."""
        try:
            text = self.window.runner.answer(as_script)
        except InputError as error:
            self.window.notice.say(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        self.window.say_for_a_moment(
            "Copied as Python: run it anywhere, it prints the same numbers."
        )


def as_script(run: Run) -> str:
    """Return the script that repeats a run."""
    return script.as_python(run.model, run.entries, run.model.step)
