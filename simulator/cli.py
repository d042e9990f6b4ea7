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
    """python main.py [MODEL] [FILE.reverie]"""
    parser = Parser(
        prog="main.py",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n"
        "  list    models, parameters, actions, readouts, presets\n"
        "  run     run a model without a window\n"
        "  shot    make a picture of the window\n"
        "  bench   measure the speeds, with peers side by side\n"
        "  train   make a shipped checkpoint again from nothing\n"
        "  soak    every panel under random clicks and keys for an hour\n\n"
        "example:\n  python main.py hopfield\n  python main.py monday.reverie\n"
        "  python main.py run --help",
    )
    parser.add_argument("what", nargs="*", metavar="MODEL or FILE.reverie")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="for this time")
    parser.add_argument("--presenter", action="store_true", help="begin in presenter mode")
    options = parser.parse_args(words)
    file = next((w for w in options.what if w.endswith(".reverie")), None)
    models = [w for w in options.what if w != file]
    from simulator.core import document
    from simulator.models import model_class

    for name in models:
        model_class(name)
    if len(models) > 1:
        raise InputError(f"{models[1]} is one name too many; give a model, a document, or both.")
    if file:  # refused here, in one line, rather than in a window
        contents, _ = document.read(Path(file).expanduser())
        model_class(contents.model)
        models = models or [contents.model]
    from simulator.app import run_window

    return run_window(models[0] if models else None, file, options.theme, options.presenter)


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
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--preset", metavar="P", help="begin with a named starting point")
    parser.add_argument("--seed", metavar="N", help="seed of all random numbers (default 0)")
    parser.add_argument("--load", metavar="F", help="go on from a .reverie document")
    parser.add_argument(
        "--set", action=InOrder, metavar="name=value", dest="deeds", help="set a parameter"
    )
    parser.add_argument(
        "--do", action=InOrder, metavar="action[=argument]", dest="deeds", help="do an action"
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
    from simulator import batch

    return batch.run(parser.parse_args(words))


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
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--presenter", action="store_true")
    parser.add_argument("--help-page", action="store_true", help="with the help dock open")
    parser.add_argument("--page", metavar="NAME", help="the view to show, such as landscape")
    options = parser.parse_args(words)
    from simulator.app import take_shot

    return take_shot(options)


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


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "list": list_command,
    "run": run_command,
    "shot": shot_command,
    "bench": bench_command,
    "train": train_command,
    "soak": soak_command,
}

__all__ = ["COMMANDS", "main"]
