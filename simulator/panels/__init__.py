"""The panels: which views show a model, and which tools draw on it. One file a model."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.panels.panel import Panel

# name of the model: class in simulator/panels/NAME.py, group in the rail, icon, title in the rail
CATALOGUE = {
    "hopfield": ("HopfieldPanel", "Remember", "hopfield", "Hopfield"),
    "boltzmann": ("BoltzmannPanel", "Dream", "boltzmann", "Boltzmann"),
    "rbm": ("RbmPanel", "Dream", "rbm", "RBM"),
    "gan": ("GanPanel", "Compete", "gan", "GAN"),
    "ntm": ("NtmPanel", "Compute", "ntm", "NTM"),
}


def panel_class(name: str) -> "type[Panel]":
    """Return the panel of a model; its file is imported at the first call."""
    return getattr(import_module(f"simulator.panels.{name}"), CATALOGUE[name][0])
