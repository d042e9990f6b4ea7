"""The card "Finish what you draw" of the RBM panel: a pad, and what the machine makes of it."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.frame import Frame
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.panels import rbm_words as words
from simulator.panels.drawn import Presses, packed, transformed
from simulator.panels.panel import new_group
from simulator.panels.seldom import Seldom, at_rest
from simulator.views.bars import BarsView
from simulator.views.pad_tools import QUERY, TRANSFORMATIONS, PadTools
from simulator.views.query_pad import QueryPad
from simulator.views.wall import ImageWall

MOST_CLASSES, ROW = 10, 11  # bars, and pixels of normal mode for one; of more the likeliest
NOISE = "0.2"
PEN, FINE = 2, 20  # pixels: the pen of drawings so fine, about the strokes of the digits
HALVES = ("right", "left", "top", "bottom", "none")
ACTIONS = (  # of the tools' menu
    *TRANSFORMATIONS,
    ("All the rest is paper", "paper", "rest"),
    ("Clear", "clear", "clear"),
    None,
)


class DrawingCard(QWidget):
    """Shows the drawing and its completions; says what is done as lines of the journal."""

    asked = Signal(str, object)  # a line, and the group it is undone with: an int of 64 bits
    hovered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._presses = Presses()
        self._snapshot: RbmSnapshot | None = None
        self._numbers = Seldom()
        self._shown = -1  # the held-out pattern that was put on the pad last
        self.pad, self.tools = QueryPad(), PadTools(tools=QUERY, actions=ACTIONS)
        self.mean, self.single = ImageWall("Completion"), ImageWall("Twenty completions")
        self.classes = BarsView("Classes")
        self._build()
        self._connect()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _build(self) -> None:
        self.show_one, self.cover = TextButton("Show"), TextButton("Cover right half")
        self.more = TextButton("▾")
        self.reconstruct, self.denoise = TextButton("Reconstruct"), TextButton("Denoise")
        self.clear, self.add = TextButton("Clear"), TextButton("Add as example")
        self.show_one.setToolTip("Put the next held-out pattern on the pad  (S)")
        self.cover.setToolTip("Let the right half go, to be completed  (H)")
        self.more.setAccessibleName("Cover another half")
        self.more.setToolTip("Cover another half")
        self.reconstruct.setToolTip("Up to the hidden units and down again  (Shift+U)")
        self.denoise.setToolTip("Flip a fifth of the pixels; the machine cleans them  (D)")
        self.clear.setToolTip("Let every pixel go  (C)")
        self.add.setToolTip("What is on the pad becomes an example to learn  (A)")
        self._deeds = QHBoxLayout()
        for button in (self.show_one, self.cover, self.more, self.reconstruct, self.denoise,
                       self.clear, self.add):  # fmt: skip
            self._deeds.addWidget(button)
        self._deeds.addStretch(1)
        self._pictures = QHBoxLayout()
        self._pictures.addWidget(self.mean, 4)
        self._pictures.addWidget(self.classes, 2)
        self._pictures.addWidget(self.single, 5)
        self._right = QVBoxLayout()
        self._right.addLayout(self._pictures, 1)
        self._right.addLayout(self._deeds)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.tools)
        self._row.addWidget(self.pad)
        self._row.addLayout(self._right, 1)

    def _connect(self) -> None:
        self.pad.stroke_drawn.connect(partial(self._draw, "clamp"))
        self.pad.freed.connect(partial(self._draw, "unclamp"))
        self.tools.tool_chosen.connect(self.pad.set_tool)
        self.tools.size_chosen.connect(self.pad.set_pen_size)
        self.tools.action_chosen.connect(self._act)
        for view in (self.pad, self.mean, self.single, self.classes):
            view.hovered.connect(self.hovered)
        self.show_one.clicked.connect(self.show_next)
        self.cover.clicked.connect(lambda: self._ask("cover=right"))
        self.more.clicked.connect(self._cover_menu)
        self.reconstruct.clicked.connect(lambda: self._ask("reconstruct"))
        self.denoise.clicked.connect(lambda: self._ask(f"denoise={NOISE}"))
        self.clear.clicked.connect(lambda: self._ask("unclamp"))
        self.add.clicked.connect(self.add_example)

    # ---- showing ----

    def show_frame(self, frame: Frame, ringed: int = -1) -> None:
        """Show the drawing, the mean of its completions, all of them, and the classes; a ring
        about the pixel that is asked about."""
        s: RbmSnapshot = frame.snapshot
        if self._snapshot is None or s.side != self._snapshot.side:
            for part in (self.pad, self.tools):
                part.set_pen_size(PEN if s.side >= FINE else 1)
        self._snapshot = s
        self._name_patterns(words.thing(s))
        self.tools.set_side(s.side)
        self.pad.show_units(s.side, s.query, why=ringed if ringed < s.query.size else -1)
        has_drawing, is_labelled = bool(s.query.any()), bool(len(s.classes))
        self.classes.setVisible(is_labelled and has_drawing)
        self.single.setVisible(has_drawing and s.completion_kind != "reconstruct")
        for button in (self.cover, self.more, self.reconstruct, self.denoise):
            button.setEnabled(bool(s.shown.any()))
        self.clear.setEnabled(has_drawing)
        self.add.setEnabled(bool(s.shown.any()))
        self._fit_deeds()
        if not has_drawing:
            self.mean.clear()
            return
        self.mean.show_images(s.completion[None], s.side, 1, names=("mean of 20 completions",))
        if not self.single.isHidden():
            self.single.show_images(s.completions, s.side, names=lambda k: f"completion {k}")
        size = self.classes.size().toTuple()
        if is_labelled and self._numbers.is_due((id(s.query), s.classes, size, at_rest(frame))):
            self._show_classes(s)

    def _name_patterns(self, thing: str) -> None:
        text = f"Show a {thing}"
        if text != self.show_one.text():
            self.show_one.setText(text)
            self.show_one.setAccessibleName(text)
            self.mean.set_empty(words.NO_DRAWING.format(thing=thing))

    def _show_classes(self, s: RbmSnapshot) -> None:
        chances = s.completion_labels[: len(s.classes)]
        room = max(3, min(MOST_CLASSES, self.classes.height() // theme.px(ROW)))
        order = np.arange(chances.size)
        if chances.size > room:
            order = np.argsort(-chances, kind="stable")[:room]
        self.classes.show_bars(
            [s.classes[k] for k in order.tolist()], chances[order], top=1.0,
            strong=int(np.argmax(chances[order])),
        )  # fmt: skip

    # ---- doing ----

    def show_next(self) -> None:
        """Put the next held-out pattern on the pad."""
        s = self._snapshot
        count = 1 if s is None else s.held_out or s.trained_on
        self._shown = (self._shown + 1) % max(count, 1)
        self._ask(f"show={self._shown}")

    def add_example(self) -> None:
        """Ask for the class of what is on the pad, and add it to what is learned."""
        menu = QMenu(self.add)
        s = self._snapshot
        if s is None or not s.parameters.labels:
            menu.addAction("&Without a class", partial(self._add, "add"))
            menu.addSeparator()
        for k in range(10):
            menu.addAction(f"As a &{k}", partial(self._add, f"add={k}"))
        self._open(menu, self.add)

    def _add(self, text: str) -> None:
        """Add, and clear the pad for the next one; both are undone together."""
        group = new_group()
        self.asked.emit(text, group)
        self.asked.emit("unclamp", group)

    def _cover_menu(self) -> None:
        menu = QMenu(self.more)
        for half in HALVES:
            text = f"Cover the {half} half" if half != "none" else "Uncover"
            menu.addAction(text, partial(self._ask, f"cover={half}"))
        self._open(menu, self.more)

    def _open(self, menu: QMenu, button: TextButton) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _ask(self, text: str) -> None:
        self.asked.emit(text, 0)

    def _draw(self, action: str, text: str, token: int) -> None:
        self.asked.emit(f"{action}={text}", self._presses.group_of(token))

    def _act(self, text: str) -> None:
        """Do what the tools offer beside strokes."""
        if self._snapshot is None:
            return
        if text == "clear":
            self._ask("unclamp")
            return
        grid = self._snapshot.query.reshape(self._snapshot.side, -1)
        if text == "rest":
            self._ask(f"clamp={packed(np.where(grid == 0, -1, grid))}")
            return
        other = transformed(grid, text)
        if other is not None:
            self._ask(f"clamp={packed(other)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pad is a square, as high as the card, if that leaves the completions their half."""
        super().resizeEvent(event)
        side = min(event.size().height(), event.size().width() * 2 // 5)
        side = max(self.pad.minimumSizeHint().width(), side)
        self.pad.setFixedWidth(side)
        self._fit_deeds()

    def _fit_deeds(self) -> None:
        """Hide the buttons that have no room, the least needed first; the palette has them too."""
        tools = self.tools.width() + self._row.spacing() if self.tools.isVisible() else 0
        room = self.width() - self.pad.width() - self._row.spacing() - tools
        is_own = self._snapshot is not None and self._snapshot.parameters.data == "drawn"
        shown = [self.show_one, self.cover, self.more, self.reconstruct, self.denoise, self.clear]
        shown += [self.add] if is_own else []
        given_up = (self.more, self.reconstruct, self.denoise, self.cover, self.show_one)
        for button in given_up:
            gaps = self._deeds.spacing() * (len(shown) - 1)
            if sum(one.sizeHint().width() for one in shown) + gaps <= room:
                break
            shown.remove(button)
        for button in (*given_up, self.add):
            button.setVisible(button in shown)

    def set_tools_shown(self, are_shown: bool) -> None:
        """Hide the tools where a hall needs the room."""
        self.tools.setVisible(are_shown)
        self._fit_deeds()

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(8))
        self._right.setSpacing(theme.px(8))
        self._pictures.setSpacing(theme.px(14))
        self._deeds.setSpacing(theme.px(6))
        self._fit_deeds()
