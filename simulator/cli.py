"""The command line. Names, options and JSON keys are a promise: outside programs use them."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from simulator.core import blas

blas.fix_threads()  # before NumPy is imported

from simulator.core.errors import InputError  # noqa: E402

THEMES = ("light", "dark", "high-contrast", "high-contrast-dark")  # those of controls.theme
DESCRIPTION = "A laboratory of neural networks that remember, dream, compete and compute."


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and ends with exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {_one_line(message)}. See {self.prog} --help.\n")


def _one_line(message: object) -> str:
    return " ".join(str(message).splitlines())


class InOrder(argparse.Action):
    """Collects --set and --do into one list: they apply in the order given."""

    def __call__(self, parser: Any, namespace: Any, value: Any, option: Any = None) -> None:
        if option == "--set" and "=" not in value:
            raise argparse.ArgumentError(self, f"{value} lacks a value; write name=value")
        text = f"set {value}" if option == "--set" else value
        namespace.deeds = [*namespace.deeds, text]


class Start(argparse.Action):
    """Takes a model's name or a document, or in the place of either a link: where a run begins."""

    def __call__(self, parser: Any, namespace: Any, value: Any, option: Any = None) -> None:
        from simulator.core import link
        from simulator.models import model_class

        if option is None and not value.startswith(link.SCHEME):
            namespace.model = value
        elif namespace.load:
            raise argparse.ArgumentError(self, "give one document or one link, not two")
        else:
            namespace.load = value
            if option is None:
                namespace.model = link.read(value, model_class).model


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in COMMANDS:
            return COMMANDS[words[0]](words[1:])
        return open_window(words)
    except InputError as error:
        print(f"reverie: {_one_line(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone
        sys.stderr.close()
        return 141


def open_window(words: list[str]) -> int:
    """python main.py [MODEL] [FILE.reverie | LINK]"""
    parser = Parser(
        prog="main.py",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n"
        "  list    models, parameters, actions, readouts, presets\n"
        "  run     run a model without a window\n"
        "  shot    make a picture of the window\n"
        "  record  film a run: GIF, MP4 or numbered pictures\n"
        "  report  a page about a run: PDF or HTML\n"
        "  bench   measure the speeds, with peers side by side\n"
        "  train   make a shipped checkpoint again from nothing\n"
        "  lesson  hold a lesson without a window, or check one\n"
        "  soak    every panel under random clicks and keys for an hour\n\n"
        "example:\n  python main.py hopfield\n  python main.py monday.reverie\n"
        "  python main.py 'reverie:hopfield?seed=42&preset=letters-ten&step=784'\n"
        "  python main.py run --help",
    )
    parser.add_argument("what", nargs="*", metavar="MODEL, FILE.reverie or LINK")
    parser.add_argument("--welcome", action="store_true", help="begin with the welcome page")
    parser.add_argument("--theme", choices=("system", *THEMES), help="for this time")
    parser.add_argument("--presenter", action="store_true", help="begin in presenter mode")
    parser.add_argument(
        "--kiosk",
        action="store_true",
        help="for visitors: in full screen, without menu, palette and saving, and without what the "
        "document's kiosk profile hides; Ctrl+Shift+K leaves",
    )
    options = parser.parse_args(words)
    file = next((w for w in options.what if w.endswith(".reverie")), None)
    from simulator.core import document, link
    from simulator.models import model_class

    text = next((w for w in options.what if w.startswith(link.SCHEME)), None)
    models = [w for w in options.what if w not in (file, text)]

    for name in models:
        model_class(name)
    if len(models) > 1:
        raise InputError(f"{models[1]} is one name too many; give a model, a document, or both.")
    if options.kiosk and not file:
        raise InputError("--kiosk needs a document: python main.py FILE.reverie --kiosk.")
    if file:  # refused here, in one line, rather than in a window
        contents, _ = document.read(Path(file).expanduser())
        model_class(contents.model)
        models = models or [contents.model]
    if text and file:
        raise InputError("Give one document or one link, not both.")
    if text:
        models = models or [link.read(text, model_class).model]
    from simulator.app import run_window

    model = models[0] if models else None
    return run_window(
        model, file or text, options.theme, options.presenter, options.kiosk, options.welcome
    )


def list_command(words: list[str]) -> int:
    """python main.py list [--json]"""
    parser = Parser(
        prog="main.py list",
        description="List models, parameters, grains, actions, readouts, invariants and presets.",
        epilog="example: python main.py list --json",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(words)
    from simulator import listing

    print(json.dumps(listing.as_dict(), indent=2) if options.json else listing.as_text())
    return 0


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """The options that `run` and `shot` share."""
    parser.set_defaults(deeds=[])
    parser.add_argument("model", action=Start, metavar="MODEL", help="a model, or a link")
    parser.add_argument("--preset", metavar="P", help="begin with a named starting point")
    parser.add_argument("--seed", metavar="N", help="seed of all random numbers (default 0)")
    parser.add_argument(
        "--load", action=Start, metavar="F", help="go on from a .reverie document, or from a link"
    )
    parser.add_argument(
        "--set", action=InOrder, metavar="name=value", dest="deeds", help="set a parameter"
    )
    parser.add_argument(
        "--do", action=InOrder, metavar="action[=argument]", dest="deeds", help="do an action"
    )
    parser.add_argument(
        "--twin",
        action="append",
        default=[],
        metavar="name=value",
        help="set a parameter of a twin that runs in lock step: both results, their difference",
    )
    parser.add_argument("--grain", metavar="G", help="size of a step (default: the finest)")
    parser.add_argument(
        "--steps", metavar="N", help="grains to run (default 0; 1 where --grain is given)"
    )
    parser.add_argument(
        "--backend", metavar="B", help="what computes: numba (default), torch, cuda"
    )
    parser.add_argument(
        "--job",
        metavar="NAME[=option=value;…]",
        help="run a long computation on the end state; `list` names its options",
    )
    parser.add_argument("--save", metavar="F", help="save the end as a .reverie document")
    parser.add_argument("--csv", metavar="F", help="write the traced readouts, or the job's table")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run_command(words: list[str]) -> int:
    """python main.py run MODEL [options]"""
    parser = Parser(
        prog="main.py run",
        description="Run a model without a window. --load, --preset and --seed apply first, then "
        "--set and --do in the order given, then the steps.",
        epilog="example: python main.py run hopfield --preset letters-ten --do probe=0 "
        "--do corrupt=0.25 --grain settle --json",
    )
    add_run_options(parser)
    parser.add_argument("--link", action="store_true", help="tell the link that leads to the end")
    from simulator import batch, pairs

    options = parser.parse_args(words)
    if options.link and options.twin:
        raise InputError("--link leads to one run; leave --twin out, or --link.")
    return pairs.run(options) if options.twin else batch.run(options)


def shot_command(words: list[str]) -> int:
    """python main.py shot MODEL OUT.png [options]"""
    parser = Parser(
        prog="main.py shot",
        description="Make a picture of the window, offscreen. Without a preset, a document or "
        "actions it shows the window as it opens.",
        epilog="example: python main.py shot hopfield window.png --theme dark --size 1280x720",
    )
    add_run_options(parser)
    parser.add_argument("out", metavar="OUT.png")
    parser.add_argument("--size", default="1440x900", metavar="WxH")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--presenter", action="store_true")
    parser.add_argument("--help-page", action="store_true", help="with the help dock open")
    parser.add_argument("--lesson", metavar="NAME[:N]", help="with a lesson open, at its step N")
    parser.add_argument("--page", metavar="NAME", help="the view to show, such as landscape")
    options = parser.parse_args(words)
    from simulator.app import take_shot

    return take_shot(options)


def add_stage_options(parser: argparse.ArgumentParser) -> None:
    """What `record` and `report` show, beside the options of `run`."""
    add_run_options(parser)
    parser.add_argument("--page", metavar="NAME", help="the view to show, such as landscape")


def record_command(words: list[str]) -> int:
    """python main.py record MODEL OUT [options]"""
    parser = Parser(
        prog="main.py record",
        description="Film a run, offscreen: frame k is the state after k·EVERY grains, at any "
        "machine's speed. OUT is a GIF, an MP4, or a folder of numbered PNG frames. --steps are "
        "run before filming begins.",
        epilog="example: python main.py record gan ring.mp4 --preset ring --grain iteration "
        "--every 20 --frames 200",
    )
    add_stage_options(parser)
    parser.add_argument("out", metavar="OUT.gif|OUT.mp4|FOLDER")
    parser.add_argument("--frames", default="100", metavar="N", help="how many (default 100)")
    parser.add_argument("--every", default="1", metavar="N", help="grains a frame (default 1)")
    parser.add_argument("--fps", default="25", metavar="N", help="frames a second (default 25)")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="of the window")
    parser.add_argument("--scale", default="1", metavar="S", help="drawn so much larger")
    parser.add_argument("--card", metavar="TITLE", help="film one card's view, such as State")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--presenter", action="store_true")
    from simulator import filming

    return filming.record(parser.parse_args(words))


def report_command(words: list[str]) -> int:
    """python main.py report MODEL OUT.pdf|OUT.html [options]"""
    parser = Parser(
        prog="main.py report",
        description="Write a report of a run: settings, readouts, what must hold, pictures, "
        "traces, and how to repeat it. A PDF of one page, or one HTML file.",
        epilog="example: python main.py report hopfield recall.pdf --preset letters-ten "
        "--do probe=0 --do corrupt=0.25 --grain settle",
    )
    add_stage_options(parser)
    parser.add_argument("out", metavar="OUT.pdf|OUT.html")
    from simulator import reporting

    return reporting.report(parser.parse_args(words))


def bench_command(words: list[str]) -> int:
    """python main.py bench [NAME …] [--json]"""
    parser = Parser(
        prog="main.py bench",
        description="Measure the speeds, each beside its peer in the same run. NAME is a model, "
        "`window`, or one row.",
        epilog="example: python main.py bench hopfield --json",
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(words)
    from simulator import bench

    return bench.main(options.names, options.json)


def train_command(words: list[str]) -> int:
    """python main.py train NAME OUT.npz [--steps N]"""
    from simulator import train

    parser = Parser(
        prog="main.py train",
        description="Make a shipped checkpoint again from nothing: a model learns by a "
        "recipe,\nand what it learned is written.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="names:\n"
        + "".join(f"  {name}  {recipe.title}\n" for name, recipe in train.RECIPES.items())
        + "\nexample:\n  python main.py train digits digits.npz",
    )
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("out", metavar="OUT.npz")
    parser.add_argument("--steps", metavar="N", help="grains to learn, instead of the recipe's")
    options = parser.parse_args(words)
    return train.train(options.name, options.out, options.steps)


def soak_command(words: list[str]) -> int:
    """python main.py soak [MODEL …] [--minutes M] [--seed N]"""
    from simulator import soak

    parser = Parser(
        prog="main.py soak",
        description="Drive every panel, or those named, with a random, seeded stream of clicks, "
        "keys, drags\nand files, offscreen and all at once. Told are errors, the longest stall and "
        "the growth\nof memory; the exit code is 1 where there was an error.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python main.py soak hopfield --minutes 5 --seed 3",
    )
    parser.add_argument("models", nargs="*", metavar="MODEL")
    parser.add_argument("--minutes", default="60", metavar="M", help="for how long (default 60)")
    parser.add_argument("--seed", default="0", metavar="N", help="of what is done (default 0)")
    options = parser.parse_args(words)
    return soak.soak(options.models, options.minutes, options.seed)


def lesson_command(words: list[str]) -> int:
    """python main.py lesson [NAME | FILE.md] [--check] [--json]"""
    parser = Parser(
        prog="main.py lesson",
        description="List the lessons; or hold one without a window: carry out its orders, and "
        "tell which answers\nturn out right. Errors in a lesson name their line.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="examples:\n  python main.py lesson hopfield-first-contact\n"
        "  python main.py lesson monday.md --check",
    )
    parser.add_argument("name", nargs="?", metavar="NAME or FILE.md")
    parser.add_argument("--check", action="store_true", help="read it only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(words)
    from simulator import lesson

    return lesson.hold(options)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "list": list_command,
    "run": run_command,
    "shot": shot_command,
    "record": record_command,
    "report": report_command,
    "bench": bench_command,
    "train": train_command,
    "soak": soak_command,
    "lesson": lesson_command,
}

__all__ = ["COMMANDS", "main"]
