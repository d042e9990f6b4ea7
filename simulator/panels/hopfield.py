"""The Hopfield panel: a pad that is the network's state, its memories, energy and overlaps."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import Card
from simulator.controls.readings import as_text
from simulator.controls.slider import ValueSlider
from simulator.core import pictures
from simulator.core.errors import InputError
from simulator.core.frame import Frame
from simulator.core.model import Readout
from simulator.core.runner import Runner
from simulator.models import hopfield_patterns as patterns
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.panels import ask
from simulator.panels import hopfield_words as words
from simulator.panels.drawn import Presses
from simulator.panels.hopfield_pages import RecallPages
from simulator.panels.panel import Panel
from simulator.panels.pasted import grey_of
from simulator.panels.splitters import splitter, stand_below
from simulator.views.memory_strip import MemoryStrip
from simulator.views.pad import Pad
from simulator.views.pad_tools import PadTools
from simulator.views.verdict import VerdictView
from simulator.views.view import View


class HopfieldPanel(Panel):
    model = Hopfield
    hint = "press Space"
    start = ("preset=letters-ten",)
    start_speed = 0.5

    def __init__(self, runner: Runner) -> None:
        self._marks_unstable = False
        self._presses = Presses()
        super().__init__(runner)

    # ---- building ----

    def build(self) -> QWidget:
        self.pad, self.tools = Pad(), PadTools()
        self.strip = MemoryStrip()
        self.pages = RecallPages(self.runner)
        self.verdict = VerdictView()
        self._state = self._state_card()
        self._recall = self.book_card("Recall", self.pages, self.verdict)
        self._memories_card = self.card("Memories", self.strip, data="npz")
        self._across = splitter(Qt.Orientation.Horizontal, self._state, self._recall)
        self._down = splitter(Qt.Orientation.Vertical, self._across, self._memories_card)
        self._is_beside = False
        self._connect()
        return self._down

    def arrange(self) -> None:
        """Put the memories below everything, or, in presenter mode, under the recall at the right:
        then the pad has the whole height."""
        if theme.is_presenter() != self._is_beside:
            self._is_beside = theme.is_presenter()
            below = (self._recall, self._memories_card)
            stand_below(self._across, self._down, *below, self._is_beside)
        for widget in (self.tools, self.corruption, self.mask_button, self.store_button):
            widget.setVisible(not self._is_beside)
        self._share_room()

    def _share_room(self) -> None:
        """Small windows have small memories, so that the pad keeps its room."""
        height, width = self.height(), self._down.width()
        is_low = height < theme.px(620)
        strip = theme.px(128 if is_low else 178)
        is_tight = self._is_beside and is_low  # a small hall: traces with memories, or a page alone
        is_alone = is_tight and self.pages.current.key not in ("energy", "overlaps")
        self._memories_card.setVisible(not is_alone and self._alone in (None, self._memories_card))
        self.pages.set_choices_shown(not is_tight or is_alone)
        has_room = width > theme.px(780)  # else the palette has it
        self.mask_button.setVisible(has_room and not self._is_beside)
        is_row = width > theme.px(700) or self._is_beside
        direction = QBoxLayout.Direction
        self._deeds_row.setDirection(direction.LeftToRight if is_row else direction.TopToBottom)
        if self._is_beside:
            pad = min(height - theme.px(100), width * 6 // 10)
            self._across.setSizes([pad, width - pad])
            self._across.widget(1).setSizes([height - strip, strip])  # type: ignore[union-attr]
        else:
            self._across.setSizes([width * 54 // 100, width * 46 // 100])
            self._down.setSizes([height - strip, strip])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _state_card(self) -> Card:
        body = QWidget()
        column, row = QVBoxLayout(body), QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(8))
        row.addWidget(self.tools)
        row.addWidget(self.pad, 1)
        column.addLayout(row, 1)
        column.addLayout(self._deeds())
        return self.card("State", self.pad, data="npz", body=body)

    def _deeds(self) -> QBoxLayout:
        """What is done most: corruption, mask, store, spoil and recall; a row, or two if narrow."""
        self.corruption = ValueSlider(
            label="Corruption", low=0.0, high=1.0, value=0.25, kind="float", unit="%",
            tooltip="Share of the units that Spoil flips.",
        )  # fmt: skip
        self.mask_button, self.store_button = TextButton("Mask"), TextButton("Store")
        self.spoil_button = TextButton("Spoil && recall", kind="primary")
        self.spoil_button.setAccessibleName("Spoil and recall")
        self.spoil_button.setToolTip("Take the memory, flip a share of its units, recall it  (S)")
        self.store_button.setToolTip("Store the drawing as a memory  (M)")
        self.mask_button.setToolTip("Make a part of the units unknown")
        noise, buttons = QHBoxLayout(), QHBoxLayout()
        noise.addWidget(self.tools.stamp_edit, 0, Qt.AlignmentFlag.AlignBottom)
        noise.addWidget(self.corruption, 1)
        for button in (self.mask_button, self.store_button, self.spoil_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._deeds_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._deeds_row.addLayout(noise, 1)
        self._deeds_row.addLayout(buttons)
        for layout in (noise, buttons, self._deeds_row):
            layout.setSpacing(theme.px(8))
        return self._deeds_row

    def _connect(self) -> None:
        self.pages.turned.connect(self._turned)
        self.pages.hovered.connect(self.hovered)
        self.pages.said.connect(self.said)
        self.pages.scrubbed.connect(self._scrub)
        self.pad.stroke_drawn.connect(self._draw)
        self.pad.why_asked.connect(self.pages.choose_unit)
        self.pad.picture_dropped.connect(self.open_picture)
        self.pad.picture_pasted.connect(self._take_image)
        self.pad.hovered.connect(self.hovered)
        self.tools.tool_chosen.connect(self.pad.set_tool)
        self.tools.size_chosen.connect(self.pad.set_pen_size)
        self.tools.stamp_chosen.connect(self.pad.set_stamp)
        self.tools.action_chosen.connect(lambda text: self.runner.do(text))
        self.tools.open_requested.connect(self.choose_picture)
        self.tools.paste_requested.connect(self.pad.paste)
        self.spoil_button.clicked.connect(self.spoil_and_recall)
        self.store_button.clicked.connect(lambda: self.runner.do("store"))
        self.mask_button.clicked.connect(self._mask_menu)
        self.strip.probed.connect(lambda k: self.runner.do(f"probe={k}"))
        self.strip.delete_asked.connect(lambda k: self.runner.do(f"forget={k}"))
        self.strip.rename_asked.connect(self.rename)
        self.strip.menu_asked.connect(self._memory_menu)
        self.strip.set_empty("Nothing is stored yet. Draw something and press Store.")

    def _turned(self, key: str) -> None:
        if self._is_beside:
            self._share_room()
        self.show_frame(self.frame)

    # ---- showing ----

    def show_state(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        self.pages.show_frame(frame)
        is_slow = frame.is_playing and self.runner.grain == "unit" and self.runner.speed <= 30
        is_stepping = not frame.is_playing and self.runner.grain == "unit" and frame.step > 0
        self.tools.set_side(s.side)
        self.pad.show_units(
            s.side,
            s.units,
            unstable=s.unstable,
            updated=s.updated if is_slow or is_stepping else -1,
            why=self.pages.ringed if self.pages.ringed < s.units.size else -1,
        )
        self.strip.show_memories(
            s.side, s.memories, s.names, s.overlaps, s.memory_unstable, s.probed, s.verdict.recalled
        )
        is_watched = (is_slow or is_stepping) and s.updated >= 0 and len(s.names) > 0
        caption = words.step_caption(s) if is_watched else words.state_caption(s)
        self.cards["State"].set_caption(caption)
        self._memories_card.set_caption(words.memories_caption(s))
        self.verdict.show_verdict(*words.verdict(s))
        self._recall.set_caption(self.pages.caption(frame))
        self.pad.set_hint(self.hint if self._is_hint_due(frame) else "")

    def _is_hint_due(self, frame: Frame) -> bool:
        return (
            frame.step == 0
            and not frame.is_playing
            and bool(len(frame.snapshot.memories))
            and (not frame.is_finished)
        )

    def readings(self, frame: Frame) -> dict[str, str]:
        texts = super().readings(frame)
        texts["loading"] = as_text(frame.readouts["loading"])
        return texts

    def has_row(self, readout: Readout) -> bool:
        return readout.name not in (
            "overlaps",
            "verdict",
            "recalled",
            "converged",
        )  # in the verdict

    def view_in(self, title: str) -> View:
        return self.pages.current.view if title == "Recall" else super().view_in(title)

    @property
    def is_computing(self) -> bool:
        return self.pages.is_computing

    @property
    def canvas(self) -> QWidget:
        return self.pad

    # ---- doing ----

    def spoil_and_recall(self) -> None:
        """Take the memory probed last (or the first), flip units by chance, recall it."""
        s: HopfieldSnapshot = self.frame.snapshot
        if not len(s.names):
            self.said.emit(
                "Nothing is stored yet: draw something and press Store, or choose a preset."
            )
            return
        memory = s.probed if s.probed >= 0 else 0
        self.runner.do_all(
            f"probe={memory}", f"corrupt={self.corruption.value()!r}", then_play=True
        )

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        do = self.runner.do
        return [
            ("Spoil & recall", "S", self.spoil_and_recall),
            ("Spoil the state", "Shift+S", lambda: do(f"corrupt={self.corruption.value()!r}")),
            ("Store the drawing", "M", lambda: do("store")),
            ("Clear the drawing", "C", lambda: do("clear")),
            ("Invert the drawing", "I", lambda: do("invert")),
            ("Randomize the drawing", "", lambda: do("randomize")),
            ("Open a picture…", "", self.choose_picture),
            ("Paste a picture", "Ctrl+V", self.pad.paste),
            ("Mark unstable units", "U", self._toggle_unstable),
            *self.pages.commands(),
            *((f"Mask the {part} half", "", partial(do, f"mask={part}"))
              for part in ("left", "right", "top", "bottom")),
        ]  # fmt: skip

    def _draw(self, text: str, token: int) -> None:
        self.runner.do(f"draw={text}", self._presses.group_of(token))

    def _toggle_unstable(self) -> None:
        self._marks_unstable = not self._marks_unstable
        self.pad.set_shows_unstable(self._marks_unstable)

    def _scrub(self, sweeps: float) -> None:
        self.runner.seek(round(sweeps * self.frame.snapshot.units.size))

    def _mask_menu(self) -> None:
        menu = QMenu(self.mask_button)
        for part in ("left", "right", "top", "bottom"):
            menu.addAction(f"The {part} half", partial(self.runner.do, f"mask={part}"))
        share = self.corruption.value()
        menu.addAction(
            f"{100 * share:.0f} % of the units, by chance",
            lambda: self.runner.do(f"mask={share!r}"),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mask_button.mapToGlobal(QPoint(0, self.mask_button.height())))

    def _memory_menu(self, k: int, place: QPoint) -> None:
        menu = QMenu(self.strip)
        menu.addAction("Probe", lambda: self.runner.do(f"probe={k}"))
        menu.addAction("Rename…", lambda: self.rename(k))
        menu.addAction("Forget", lambda: self.runner.do(f"forget={k}"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def rename(self, k: int) -> None:
        """Ask for a memory's new name."""
        old = self.frame.snapshot.names[k]
        name, is_given = QInputDialog.getText(self, "Rename", f"A name for “{old}”:", text=old)
        if is_given and name != old:
            self.runner.do(f"rename={k}:{name}")

    # ---- pictures ----

    def choose_picture(self) -> None:
        """Ask for a picture and put it on the pad."""
        if path := ask.picture(self):
            self.open_picture(path)

    def open_picture(self, path: str) -> None:
        """Put a picture or an array on the pad; an array of another shape asks what to do."""
        side = self.frame.snapshot.side
        try:
            pattern = pictures.read_pattern(path, side)
        except pictures.ShapeError as error:
            self._offer_resize(error)
        except InputError as error:
            self.said.emit(str(error))
        else:
            self._take_pattern(pattern)

    def _offer_resize(self, error: pictures.ShapeError) -> None:
        side = self.frame.snapshot.side
        height, width = error.pattern.shape
        box = QMessageBox(self)
        box.setWindowTitle("Another shape")
        box.setText(f"The pattern is {height}×{width} and the network {side}×{side}.")
        resize = box.addButton(f"Resize it to {side}×{side}", QMessageBox.ButtonRole.AcceptRole)
        spec = self.model.Parameters.spec("side")
        fits = height == width and spec.low <= height <= spec.high
        rebuild = None
        if fits:
            role = QMessageBox.ButtonRole.AcceptRole
            rebuild = box.addButton(f"Set the grid side to {height}", role)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is resize:
            self._take_pattern(pictures.resized(error.pattern, side))
        elif rebuild is not None and box.clickedButton() is rebuild:
            text = patterns.written(error.pattern, height, "drawing")
            self.runner.do_all(f"set side={height}", f"draw={text}")

    def _take_image(self, image: QImage) -> None:
        try:
            self._take_pattern(pictures.from_grey(grey_of(image), self.frame.snapshot.side))
        except InputError as error:
            self.said.emit(str(error))

    def _take_pattern(self, pattern: np.ndarray) -> None:
        self.runner.do(f"draw={patterns.written(pattern, len(pattern), 'drawing')}")
