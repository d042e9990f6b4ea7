"""A list to choose from whose choices come and go."""

from collections.abc import Sequence

from simulator.controls.combo import Combo


class Offer(Combo):
    """A list whose choices may change; what was chosen stays, as long as it is there."""

    def __init__(self, name: str) -> None:
        super().__init__((), name)
        self._options: list[tuple[str, str]] = []

    def offer(self, options: Sequence[tuple[str, str]], usual: str = "") -> None:
        """Offer these (key, label) pairs."""
        if list(options) == self._options:
            return
        self._options, chosen = list(options), self.currentData()
        self.clear()
        self._labels = [label for _, label in options]
        for key, label in options:
            self.addItem(label, key)
        self.setMaxVisibleItems(max(len(options), 1))
        keys = [key for key, _ in options]
        self.set_value(next((k for k in (chosen, usual) if k in keys), keys[0] if keys else ""))
        self._restyle()
