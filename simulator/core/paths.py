"""Where things lie on this machine: settings, caches, recovery files, resources."""

import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import platformdirs

NAME = "reverie"


def cache_dir() -> Path:
    """The user's cache: compiled kernels, typeset equations. `$REVERIE_HOME` moves everything."""
    return _home("cache") or Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def state_dir() -> Path:
    """Settings, recent files, autosaves, the log."""
    return _home("state") or Path(platformdirs.user_state_dir(NAME, appauthor=False))


def data_dir() -> Path:
    """What was fetched on request: data sets."""
    return _home("data") or Path(platformdirs.user_data_dir(NAME, appauthor=False))


def _home(part: str) -> Path | None:
    home = os.environ.get("REVERIE_HOME")
    return Path(home) / part if home else None


def resource(*parts: str) -> Traversable:
    """A file or folder of `resources/`, also from an installed wheel."""
    return files("resources").joinpath(*parts)
