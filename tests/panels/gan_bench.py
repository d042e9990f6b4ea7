"""What tests of the GAN panel are done with: small games, steps, strokes on the pad."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.models.gan import Gan
from tests.panels.panel_bench import settle, take

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier
SMALL = ("set layers_g=8,8", "set layers_d=8,8", "set batch_size=16")
RING = ("set world=ring", *SMALL)
LINE = ("set world=gaussian", "set noise_dimensions=1", *SMALL)
DIGITS = ("set world=digits", "set side=8", "set examples=100", *SMALL)
DRAWN = ("set world=drawn", *SMALL)
WORLDS = {
    "ring": RING, "line": LINE, "digits": DIGITS, "drawn": (*DRAWN, "world=5,5;30,30"),
    "nothing drawn": DRAWN, "no file": ("set world=idx", *SMALL),
    "critic": (*RING, "set loss=wasserstein-gp"), "squares": (*RING, "set loss=least-squares"),
    "hinge": (*LINE, "set loss=hinge"), "one latent": (*RING, "set noise_dimensions=1"),
    "remedies": (*RING, "set spectral_norm=true", "set minibatch_std=true", "set averaging=0.9"),
    "no layer": (*RING, "set layers_d=0", "set layers_g=0"),
}  # fmt: skip


@cache
def compile_game():
    """Compile what a plain game calls, which takes longer than a panel waits for an answer."""
    model = Gan(0, Gan.Parameters())
    model.advance(2 * model.parameters.iteration)


def run(panel, count=1, grain="iteration"):
    """Run grains to their ends; returns the snapshot."""
    return take(panel, grain, count)


def place(panel, column, row):
    return panel.drawing.pad.place_of(column, row).toPoint()


def drag(panel, start, end, button=LEFT):
    pad = panel.drawing.pad
    QTest.mousePress(pad, button, pos=place(panel, *start))
    QTest.mouseMove(pad, place(panel, *end))
    QTest.mouseRelease(pad, button, pos=place(panel, *end))
    return settle(panel)


def said_by(panel):
    return panel.verdict.accessibleName()
