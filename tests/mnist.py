"""Where the tests find MNIST: `$REVERIE_MNIST`, else beside the project; or they skip."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared" / "data" / "mnist"
FOLDER = Path(os.environ.get("REVERIE_MNIST", _BESIDE))

needs_mnist = pytest.mark.skipif(not FOLDER.is_dir(), reason="MNIST is not here")
