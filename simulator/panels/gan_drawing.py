"""The page "Draw" of the GAN panel: what is drawn on it is what D takes for real."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.codec import pack
from simulator.core.frame import Frame
from simulator.models import gan_canvas
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_state import DRAWN
from simulator.panels import gan_words as words
from simulator.panels.drawn import Presses, transformed
from simulator.panels.pasted import grey_of
from simulator.views.canvas_pad import CanvasPad
from simulator.views.pad_tools import TOOLS, TRANSFORMATIONS, PadTools

PEN = 3  # cells: a stroke so wide is a cloud with some depth
DRAWING = {name: TOOLS[name] for name in CanvasPad.tools}
ACTIONS = (  # of the tools' menu
    *TRANSFORMATIONS,
    ("Wipe", "clear", "wipe"),
    None,
)


class DrawingPage(QWidget):
    """Shows the canvas; says what is done as lines of the journal."""

    asked = Signal(str, object)  # a line, and the group it is undone with: an int of 64 bits
    hovered = Signal(str)
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._presses = Presses()
        self._canvas = np.zeros((gan_canvas.SIDE,) * 2, np.int8)
        self.pad = CanvasPad(gan_canvas.REACH)
        self.tools = PadTools(tools=DRAWING, actions=ACTIONS)
        self.tools.set_side(gan_canvas.SIDE)
        self.pad.set_pen_size(PEN)
        self.tools.set_pen_size(PEN)
        self.wipe, self.open = TextButton("Wipe"), TextButton("Open…")
        self.wipe.setToolTip("Begin with an empty canvas  (Shift+C)")
        self.open.setToolTip("Take a picture's dark parts, or a table of points x, y")
        self.begin = TextButton("Learn this drawing", kind="primary")
        self.begin.setToolTip("What is drawn here becomes the data  (Shift+D)")
        self._row, self._foot, self._column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for button in (self.begin, self.wipe, self.open):
            self._foot.addWidget(button)
        self._foot.addStretch(1)
        self._row.addWidget(self.tools)
        self._row.addWidget(self.pad, 1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row, 1)
        self._column.addLayout(self._foot)
        self._connect()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _connect(self) -> None:
        self.pad.stroke_drawn.connect(self._draw)
        self.pad.hovered.connect(self.hovered)
        self.tools.tool_chosen.connect(self.pad.set_tool)
        self.tools.size_chosen.connect(self.pad.set_pen_size)
        self.tools.action_chosen.connect(self._act)
        self.tools.open_requested.connect(self.open_asked)
        self.tools.paste_requested.connect(self.pad.paste)
        self.wipe.clicked.connect(lambda: self.asked.emit("wipe", 0))
        self.open.clicked.connect(self.open_asked)
        self.begin.clicked.connect(lambda: self.asked.emit(f"set world={DRAWN}", 0))

    @property
    def view(self) -> CanvasPad:
        """What is exported."""
        return self.pad

    def show_frame(self, frame: Frame) -> None:
        """Show what is drawn."""
        s: GanSnapshot = frame.snapshot
        self.begin.setVisible(s.parameters.world != DRAWN)
        if s.canvas is not self._canvas or self.pad.side() != gan_canvas.SIDE:
            self._canvas = s.canvas
            units = np.where(s.canvas > 0, 1, -1).astype(np.int8).reshape(-1)
            self.pad.show_units(gan_canvas.SIDE, units)
            self.wipe.setEnabled(bool((s.canvas > 0).any()))

    # ---- doing ----

    def _draw(self, text: str, token: int) -> None:
        self.asked.emit(f"world={text}", self._presses.group_of(token))

    def _act(self, text: str) -> None:
        """Do what the tools offer beside strokes."""
        if text == "wipe":
            self.asked.emit("wipe", 0)
            return
        other = transformed(np.where(self._canvas > 0, 1, -1).astype(np.int8), text)
        if other is not None:
            self.asked.emit(f"world={packed(other > 0)}", 0)

    def take_image(self, image: QImage) -> None:
        """Draw a picture's dark parts; raises InputError."""
        canvas = gan_canvas.of_picture(grey_of(image), "the picture")
        self.asked.emit(f"world={packed(canvas)}", 0)

    def caption(self, frame: Frame) -> str:
        return words.drawing_caption(frame.snapshot)

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(8))
        self._foot.setSpacing(theme.px(6))
        self._column.setSpacing(theme.px(6))


def packed(canvas: np.ndarray) -> str:
    """Return a canvas (40, 40) bool as the text that `world` takes."""
    return "data:" + pack({"canvas": np.ascontiguousarray(canvas.astype(np.int8))})
