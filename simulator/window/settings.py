"""What the window remembers between two starts: theme, recent files, places. Never parameters."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from simulator.core.paths import state_dir

MAX_RECENT = 10


class Settings:
    """A small file of the user's; a damaged one is as good as none."""

    def __init__(self) -> None:
        state_dir().mkdir(parents=True, exist_ok=True)
        self._file = QSettings(str(state_dir() / "settings.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        return str(self._file.value(key, default, type=str))

    def value(self, key: str) -> Any:
        """Return bytes of Qt (geometry), or None."""
        return self._file.value(key)

    def put(self, key: str, value: Any) -> None:
        """Remember a value."""
        self._file.setValue(key, value)

    def recent(self) -> list[str]:
        """Return the documents opened last, newest first."""
        return [line for line in self.text("recent").split("\n") if line]

    def add_recent(self, path: str) -> None:
        """Put a document at the head of the recent ones."""
        path = str(Path(path).resolve())
        others = [p for p in self.recent() if p != path]
        self.put("recent", "\n".join([path, *others][:MAX_RECENT]))

    def progress(self, lesson: str) -> int:
        """Return the step at which a lesson was left."""
        text = self.text(f"lesson/{lesson}", "0")
        return int(text) if text.isdecimal() else 0

    def put_progress(self, lesson: str, step: int) -> None:
        """Remember the step at which a lesson is left."""
        self.put(f"lesson/{lesson}", str(step))

    def save(self) -> None:
        """Write to disk."""
        self._file.sync()
