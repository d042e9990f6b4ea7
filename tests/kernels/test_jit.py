"""How kernels are compiled: the same bits whoever compiled them, and whatever came before."""

import importlib.util
import sys

import numpy as np
import pytest

from kernels.jit import OPTIONS
from tests.conftest import IS_COMPILED

SOURCE = '''
import numpy as np
from kernels.jit import kernel


@kernel
def smooth(x, out):
    """Long enough that LLVM would rather call it than copy it, and called more than once."""
    for i in range(1, len(x) - 1):
        total = 0.0
        for k in range(-1, 2):
            total += np.exp(-x[i + k] ** 2) * np.log1p(x[i + k] ** 2) + np.tanh(x[i + k])
        for k in range(len(x)):
            total += np.sqrt(abs(x[k])) * x[i]
        for k in range(i, len(x)):
            total -= np.cosh(x[k]) * np.arctan2(x[i], x[k]) + np.hypot(x[k], total)
        out[i] = total


@kernel
def smooth_often(x, room, out):
    smooth(x, room)
    smooth(room, out)
    smooth(out, room)
    smooth(room, x)
'''


@pytest.mark.skipif(not OPTIONS["forceinline"], reason="where bounds are checked it is left out")
@pytest.mark.skipif(not IS_COMPILED, reason="nothing is compiled")
def test_a_kernel_calls_no_helper_that_another_kernel_may_have_brought(tmp_path, monkeypatch):
    """Of two copies of a helper the linker takes the first, and they are not vectorised alike:
    an NTM learned with other bits in the process that compiled it."""
    (tmp_path / "smoothing.py").write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("smoothing", tmp_path / "smoothing.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "smoothing", module)
    spec.loader.exec_module(module)
    x = np.linspace(-1, 1, 9)
    module.smooth_often(x, np.zeros(9), np.zeros(9))
    dispatcher = module.smooth_often
    (text,) = dispatcher.inspect_llvm().values()
    shared = [line for line in text.splitlines() if line.startswith("define linkonce_odr")]
    assert not [line for line in shared if "smooth" in line]
