"""What a first opening needs is imported while nobody waits."""

import subprocess
import sys

from simulator.panels import CATALOGUE
from simulator.window.ahead import module_names

SCRIPT = """
import sys, time
from simulator.offscreen import open_offscreen
app, window = open_offscreen()
end = time.monotonic() + 60
while "simulator.panels.ntm" not in sys.modules and time.monotonic() < end:
    app.processEvents()
print("simulator.panels.ntm" in sys.modules, "simulator.panels.gan" in sys.modules)
window.shut()
"""


def test_every_panel_and_its_parts_are_on_the_list():
    names = module_names()
    assert {f"simulator.panels.{name}" for name in CATALOGUE} <= set(names)
    assert names.index("simulator.views.trace") < names.index("simulator.panels.hopfield")


def test_a_window_imports_the_other_panels_by_itself():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=90
    )
    assert done.stdout.split() == ["True", "True"], done.stderr
