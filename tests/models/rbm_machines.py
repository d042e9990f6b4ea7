"""Small restricted Boltzmann machines that the tests are done to."""

from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters

BARS = {"data": "bars-and-stripes", "side": 4, "hidden": 6, "chains": 5, "batch_size": 8,
        "temperatures": 3, "initial_weights": 0.3}  # fmt: skip
DIGITS = {"side": 6, "examples": 100, "hidden": 5, "batch_size": 40, "chains": 5,
          "temperatures": 3}  # fmt: skip
LEARNING = [c.id for c in RbmParameters.spec("learning").choices]
DRAWN = ("clamp=0,0;3,3", "add=1", "clamp=0,3;3,0", "add=2", "unclamp", "clamp=1,0;1,3", "add=1")
MACHINES = {
    **{name: {**BARS, "learning": name} for name in LEARNING},
    "labels": {**DIGITS, "labels": True, "momentum": 0.5, "sparsity_target": 0.1},
    "greys": {**DIGITS, "binarization": "none", "learning": "cd", "k": 2},
    "gaussian": {**DIGITS, "visible_type": "gaussian", "learning_rate": 0.01},
    "gaussian exact": {**DIGITS, "visible_type": "gaussian", "learning": "exact", "labels": True,
                       "learning_rate": 0.01},
    "gaussian exchange": {**DIGITS, "visible_type": "gaussian", "learning": "replica-exchange",
                          "learning_rate": 0.01},
    "patches": {**DIGITS, "data": "patches", "visible_type": "gaussian", "learning": "cd",
                "learning_rate": 0.01},
    "drawn": {**BARS, "data": "drawn", "labels": True, "held_out": 0.0, "batch_size": 2},
}  # fmt: skip


def machine(kind: str = "pcd", *texts: str, seed: int = 3, **given) -> Rbm:
    """One of `MACHINES`, to which `texts` were done."""
    model = Rbm(seed, RbmParameters(**{**MACHINES[kind], **given}))
    for text in (*(DRAWN if kind == "drawn" else ()), *texts):
        model.act(text)
    return model
