"""The layers: imports run one way, and numbers load no window."""

import pytest

from tests.helpers import ROOT, run_python

LATE = "kernels.addresses"  # imported by functions alone, where kernels already run


@pytest.mark.parametrize("package", ["kernels", "simulator.models", "simulator.core"])
def test_every_module_below_the_views_loads_neither_qt_nor_torch_nor_numba(package):
    code = f"""
import importlib, pkgutil, sys
package = importlib.import_module("{package}")
for module in pkgutil.iter_modules(package.__path__, "{package}."):
    if not module.ispkg and module.name != "{LATE}":
        importlib.import_module(module.name)
loaded = {{"PySide6", "pyqtgraph", "torch", "numba"}} & set(sys.modules)
assert not loaded, loaded
"""
    result = run_python("-c", code)
    assert result.returncode == 0, result.stderr


def test_the_import_contracts_are_kept():
    layers = ("app", "window", "panels", "views", "controls", "models", "core")
    folder = ROOT / "simulator"
    if not all((folder / n).is_dir() or (folder / f"{n}.py").is_file() for n in layers):
        pytest.skip("not every layer is there yet")
    result = run_python("-c", "from importlinter.cli import lint_imports_command as c; c()")
    assert result.returncode == 0, result.stdout[-2000:]
