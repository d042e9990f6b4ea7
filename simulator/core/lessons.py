"""Texts for learners: a model's page and its lessons, Markdown files.

Lessons stand in `resources/lessons/MODEL-NAME.md`, and those that a teacher writes in the user's
own folder (`user_folder`). A comment at the top may say a lesson's place among those of its model,
`<!-- order: 2 -->`, else it comes after those that do; and of which model it is, where its file
is not named after one.
"""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from simulator.core.errors import InputError, shorten
from simulator.core.lesson_reader import read_lesson
from simulator.core.lesson_text import LessonText, header
from simulator.core.model import Model
from simulator.core.paths import data_dir, resource

MOST_BYTES = 1_000_000
FOLDER = "<!-- folder -->"  # in the page for teachers: where their own lessons lie
HOWTO = "howto"  # the name of that page among the lessons


@dataclass(frozen=True)
class Lesson:
    """A text that drives the panel. `name` is the file's, `title` its first heading."""

    name: str
    title: str
    text: str
    order: float = float("inf")
    minutes: str = ""
    is_own: bool = False  # written by the user
    problem: str = ""  # why it can't be read

    def read(self, model: type[Model]) -> LessonText:
        """Return its steps; raises InputError naming the line that can't be understood."""
        if self.problem:
            raise InputError(self.problem)
        return read_lesson(self.text, model, f"{self.name}.md")


def page(model: str) -> str:
    """Return a model's page as Markdown."""
    return resource("pages", f"{model}.md").read_text(encoding="utf-8")


def howto() -> str:
    """Return how a teacher writes a lesson, as Markdown, with the folder of this user."""
    text = resource("pages", "lessons.md").read_text(encoding="utf-8")
    return text.replace(FOLDER, f"On this machine: `{user_folder()}`")


def user_folder() -> Path:
    """Where a teacher's own lessons lie."""
    return data_dir() / "lessons"


def catalogue(model: str) -> list[Lesson]:
    """Return a model's lessons, in the order they are to be read; the user's own at the end."""
    shipped = [_lesson(f, False) for f in _files(resource("lessons")) if _is_of(f, model)]
    own = [_lesson(f, True) for f in _files(user_folder()) if _is_of(f, model)]
    return sorted(shipped, key=_place) + sorted(own, key=_place)


def load(model: str, name: str) -> Lesson:
    """Return one lesson; raises InputError for an unknown name."""
    for lesson in catalogue(model):
        if lesson.name == name:
            return lesson
    raise InputError(f"{model} has no lesson {shorten(name)}.")


def read_file(path: Path) -> tuple[str, Lesson]:
    """Return the name of the model and the lesson in a file anywhere; raises InputError."""
    if not path.is_file():
        raise InputError(f"There is no file {shorten(path)}; give a lesson that ends in .md.")
    lesson = _lesson(path, True)
    if lesson.problem:
        raise InputError(lesson.problem)
    return header(lesson.text).get("model", path.name.partition("-")[0]), lesson


def _place(lesson: Lesson) -> tuple[float, str]:
    return lesson.order, lesson.name


def _files(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    return [f for f in folder.iterdir() if f.name.endswith(".md") and f.is_file()]


def _is_of(file: Traversable, model: str) -> bool:
    if file.name.startswith(f"{model}-"):
        return True
    return isinstance(file, Path) and header(_text(file)[0]).get("model") == model


def _text(file: Traversable) -> tuple[str, str]:
    """Return a file's text, and why it has none."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            return "", f"{file.name} is larger than {MOST_BYTES // 10**6} MB, which no lesson is."
        return raw.decode("utf-8"), ""
    except (OSError, UnicodeDecodeError):
        return "", f"{file.name} can't be read; save it as text in UTF-8."


def _lesson(file: Traversable, is_own: bool) -> Lesson:
    text, problem = _text(file)
    name = file.name.removesuffix(".md")
    heading = next((line for line in text.splitlines() if line.startswith("# ")), f"# {name}")
    said = header(text)
    order = said.get("order", "")
    place = float(order) if order.isdecimal() else float("inf")
    return Lesson(name, heading[2:].strip(), text, place, said.get("minutes", ""), is_own, problem)
