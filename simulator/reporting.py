"""`report`: a page about a run, made offscreen."""

import argparse
import json

from simulator import batch
from simulator.app import read_size
from simulator.staged import staged

SIZE = "1440x900"  # of the window whose views are shown


def report(options: argparse.Namespace) -> int:
    """Carry out `report`; returns the exit code."""
    from simulator.window.reporting import check_name, write

    check_name(options.out)
    batch.check_folder(options.out)
    options.theme, options.presenter = "light", False
    with staged(options) as stage:
        from simulator.window.picture import grab

        grab(stage.window, read_size(SIZE))
        write(stage.window, options.out)
    if options.json:
        print(json.dumps(stage.result))
    return 0
