"""What a process does that gets the kernels of one model ready: quicker than those of all."""

from simulator.core import warmup
from simulator.models import model_class


def prepare() -> None:
    """Compile the kernels of the Hopfield network, or load them."""
    warmup.use()
    warmup.compile_here(model_class("hopfield").warm_up)
