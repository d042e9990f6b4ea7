"""The page "Latents" of the GAN panel: what G makes of a lattice of two latents, and a walk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.frame import Frame
from simulator.models.gan_snapshot import BETWEEN, GanSnapshot
from simulator.panels.seldom import Seldom, at_rest
from simulator.views.latent_map import LatentMap

STOPS = 9
NARROW = 26  # pixels of normal mode: a picture of the walk
NO_PICTURES = (
    "A map of pictures needs a world of pictures: choose Stroke digits. In the plane the layer "
    "G(z) shows what G does to its noise."
)


class LatentsPage(QWidget):
    """Shows the map, and below it the walk between stops by chance."""

    asked = Signal(str)
    hovered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = Seldom()
        self.view = LatentMap()
        self.view.set_empty(NO_PICTURES)
        self.view.hovered.connect(self.hovered)
        self.tour, self.end = TextButton("Tour of nine"), TextButton("End")
        self.tour.setToolTip("Walk between nine latents drawn by chance  (Shift+T)")
        self.end.setToolTip("Take the walk away")
        self.tour.clicked.connect(lambda: self.asked.emit(f"interpolate={STOPS}"))
        self.end.clicked.connect(lambda: self.asked.emit("interpolate=0"))
        self._foot, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._foot.addWidget(self.tour)
        self._foot.addWidget(self.end)
        self._foot.addStretch(1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(self._foot)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_frame(self, frame: Frame) -> None:
        """Show the map of this frame; while the game goes on ten times a second."""
        s: GanSnapshot = frame.snapshot
        has_pictures = s.has_pictures and not s.trouble
        self.tour.setVisible(has_pictures)
        self.end.setVisible(has_pictures and len(s.tour) > 0)
        if not has_pictures:
            self.view.set_empty(s.trouble or NO_PICTURES)
            self.view.clear()
        elif self._numbers.is_due((id(s.parameters), id(s.tour), at_rest(frame))):
            self._show_map(s)

    def _show_map(self, s: GanSnapshot) -> None:
        pictures, axis = s.latent_map
        if len(pictures) != len(axis) ** 2:
            self.view.clear()
            return
        stops = len(s.tour)
        wide = self.view.width() // theme.px(NARROW)  # so many pictures have room
        walk = s.walk[:: next((k for k in (1, 2) if len(s.walk) <= k * wide), BETWEEN + 1)]
        self.view.show_map(
            pictures, s.parameters.side, axis.tolist(), axis.tolist(), tour=walk,
            tour_words=f"a walk between {stops} latents drawn by chance",
        )  # fmt: skip

    def caption(self, frame: Frame) -> str:
        if not frame.snapshot.has_pictures:
            return "for pictures only"
        n = frame.parameters.noise_dimensions
        return "G of two latents" + (f", the other {n - 2} stay" if n > 2 else "")

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(6))
        self._foot.setSpacing(theme.px(6))
