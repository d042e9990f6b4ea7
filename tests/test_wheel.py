"""The wheel, installed elsewhere, opens a panel: nothing that the program reads is left behind."""

import os
import site
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_an_installed_wheel_opens_a_panel(tmp_path):
    run = {"check": True, "capture_output": True, "text": True}
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    subprocess.run([*build, ROOT], **run)
    wheel = next(tmp_path.glob("*.whl"))
    place = tmp_path / "elsewhere"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-warn-script-location"]
    subprocess.run([*pip, "--target", place, wheel], **run)
    # only the wheel and the libraries: neither this checkout nor an editable install
    libraries = [p for p in site.getsitepackages() if Path(p).is_dir()]
    code = f"import sys; sys.path[:0] = [{str(place)!r}]; sys.path += {libraries!r}\n"
    code += "import simulator; assert 'elsewhere' in simulator.__file__\n"
    code += "from simulator.cli import main; sys.exit(main(['shot', 'hopfield', 'shot.png']))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "REVERIE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-S", "-c", code], cwd=tmp_path, env=environment, **run)
    assert (tmp_path / "shot.png").stat().st_size > 20_000
