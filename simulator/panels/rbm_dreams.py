"""The card "Fantasies" of the RBM panel: the wall of chains, and which class they dream of."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.controls.segmented import Segmented
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.views.wall import ImageWall

COLUMNS = 10
ANY = "any"
MOST_CLASSES = 12  # that have a segment each; of more the palette and the command line know


class FantasiesCard(QWidget):
    """Shows the fantasies; says what a person asks of them as lines of the journal."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.wall = ImageWall("Fantasies")
        self.anew = ToolButton("random", "New fantasies")
        self.anew.setToolTip("New fantasies: all chains begin anew, by chance  (Shift+F)")
        self.anew.clicked.connect(lambda: self.asked.emit("reseed_fantasies"))
        self.classes: Segmented | None = None
        self._offered: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.wall, 1)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_snapshot(self, s: RbmSnapshot) -> None:
        """Show the wall, and a segment for each class."""
        names = s.classes

        def said(k: int) -> str:
            label = int(s.fantasy_labels[k])
            return f"fantasy {k}" + (f": {names[label]}" if 0 <= label < len(names) else "")

        self.wall.show_images(s.fantasies, s.side, COLUMNS, names=said)
        offered = s.classes if len(s.classes) <= MOST_CLASSES else ()
        if offered != self._offered:
            self._offer(offered)
        if self.classes is not None:
            chosen = s.classes[s.dream_label] if s.dream_label >= 0 else ANY
            if chosen != self.classes.value():
                self.classes.set_value(chosen)

    def _offer(self, names: tuple[str, ...]) -> None:
        """Offer other classes to dream of."""
        self._offered = names
        if self.classes is not None:
            self.classes.hide()
            self.classes.deleteLater()
            self.classes = None
        if names:
            self.classes = Segmented([(ANY, ANY), *((n, n) for n in names)], "Dream of")
            self.classes.setToolTip("What the fantasies are held to")
            self.classes.selected.connect(self._dream)
            self._column.addWidget(self.classes)

    def _dream(self, name: str) -> None:
        self.asked.emit("dream" if name == ANY else f"dream={name}")

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(8))
