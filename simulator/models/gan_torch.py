"""What a generative adversarial network hands to torch: its two players.

Torch is loaded by the first player. All chance, the losses and the updates of weights stay where
they are: an iteration on another back end is the same but for the last digits of sums.
"""

from functools import partial
from typing import Any

FULL = "The CUDA device has too little memory for these nets; PyTorch goes on with them on the CPU."
KEPT = ("prepare", "make", "see", "see_alone")  # what the other methods go back through


class Elsewhere:
    """The device of a back end, and what is to be said of it. A full one is left for the processor,
    in words."""

    def __init__(self, backend: str):
        self.asked = self.backend = backend
        self.notice = ""

    @property
    def players(self) -> tuple[Any, Any]:
        """What makes a `Judge` and a `Maker` there, called like the classes of
        kernels/gan_players.py."""
        return partial(Player, self, "Judge"), partial(Player, self, "Maker")


class Player:
    """A player that stands for one of kernels/torch/gan_players.py.

    It keeps what the last calls were given, and where the device is full it calls them again on the
    processor: a gradient that comes after them finds its way back as before.
    """

    def __init__(self, elsewhere: Elsewhere, name: str, *form: Any):
        self._elsewhere, self._name, self._form = elsewhere, name, form
        self._given: dict[str, tuple[Any, ...]] = {}
        self._go_there()

    def _go_there(self) -> None:
        from kernels.torch import DEVICES
        from kernels.torch.gan_players import players_on

        self._backend = self._elsewhere.backend
        judge, maker = players_on(DEVICES[self._backend])
        self._player = (judge if self._name == "Judge" else maker)(*self._form)
        for name, given in self._given.items():
            getattr(self._player, name)(*given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self._player, name)
        return partial(self._call, name) if callable(found) else found

    def _call(self, name: str, *given: Any) -> Any:
        from kernels.torch import OutOfMemory

        try:
            if self._backend != self._elsewhere.backend:  # the other player has found it full
                self._go_there()
            answer = getattr(self._player, name)(*given)
        except OutOfMemory:
            if self._backend != "cuda":
                raise
            self._elsewhere.backend, self._elsewhere.notice = "torch", FULL
            return self._call(name, *given)
        if name in KEPT:
            self._keep(name, given)
        return answer

    def _keep(self, name: str, given: tuple[Any, ...]) -> None:
        """Keep copies: what was given may be moved before it is needed again."""
        if self._backend != "cuda":
            return
        if name.startswith("see"):
            self._given.pop("see", None), self._given.pop("see_alone", None)
        self._given[name] = tuple(array.copy() for array in given)
