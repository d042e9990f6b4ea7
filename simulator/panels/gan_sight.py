"""The card "Plane" of the GAN panel: data and fakes, in a plane, on a line, or as pictures."""

import time

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.card import ElidedLabel
from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.gan_snapshot import GanSnapshot
from simulator.panels import gan_words as words
from simulator.panels.gan_shown import Sights
from simulator.panels.gan_stops import Stops
from simulator.views.figure_1d import Figure1dView
from simulator.views.plane import PlaneView
from simulator.views.plane_layers import PlaneLayers
from simulator.views.view import View
from simulator.views.wall import ImageWall

ROW, COLUMNS = 9, 10  # fakes in a row of the wall, and tiles: the last is the nearest picture
PATIENCE = 1.0  # seconds for which nearest pictures stay while the game goes on
AT_FIRST = ("heat", "data", "fakes")


class Sight(QWidget):
    """Shows what the world needs; `asked` tells which fake a person asks about."""

    asked = Signal(int)
    hovered = Signal(str)

    def __init__(self, runner: Runner, sights: Sights) -> None:
        super().__init__()
        self._sights = sights
        self.plane, self.figure, self.wall = PlaneView(), Figure1dView(), ImageWall("Fakes")
        self.layers = PlaneLayers(self.plane, has_why=False)
        self.stops = Stops(runner)
        self.plane.set_layers(AT_FIRST)
        self.note = ElidedLabel("", "caption")
        self._kept: tuple[object, float, np.ndarray] = (None, 0.0, np.zeros((0, 0), np.uint8))
        self._stack = QStackedWidget()
        pairs: tuple[tuple[View, QWidget], ...] = (
            (self.plane, self.layers), (self.figure, self.stops), (self.wall, self.note),
        )  # fmt: skip
        self._columns = []
        for view, row in pairs:
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(view, 1)
            column.addWidget(row)
            self._columns.append(column)
            self._stack.addWidget(page)
            view.hovered.connect(self.hovered)  # type: ignore[attr-defined]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.plane.why_asked.connect(self.asked)
        self.wall.clicked.connect(self._ask_picture)
        self.plane.layers_changed.connect(self._show_again)
        theme.notifier.changed.connect(self._restyle)
        self._frame: Frame | None = None
        self._restyle()

    @property
    def view(self) -> View:
        """What is exported, and has the focus at first."""
        views: tuple[View, ...] = (self.plane, self.figure, self.wall)
        return views[self._stack.currentIndex()]

    @property
    def is_heavy(self) -> bool:
        """Whether what it shows takes so long that nothing else should be shown in its frames."""
        return self.view is not self.plane

    # ---- showing ----

    def show_frame(self, frame: Frame, marked: int, is_whole: bool = True) -> None:
        """Show a frame; a ring about the fake that is asked about. One that is not whole may have
        the colours of the frame before."""
        s: GanSnapshot = frame.snapshot
        self._frame, self._marked = frame, marked
        dimensions = s.parameters.dimensions
        self._stack.setCurrentIndex(2 if s.has_pictures else 2 - dimensions)
        if s.has_pictures:
            self._show_wall(s, frame, marked)
        elif dimensions == 1:
            self._show_figure(s, frame)
        else:
            self._show_plane(s, marked, is_whole)

    def _show_again(self) -> None:
        """Another layer may need what was not computed."""
        if self._frame is not None:
            self.show_frame(self._frame, self._marked)

    def _show_plane(self, s: GanSnapshot, marked: int, is_whole: bool) -> None:
        shown = self._sights.plane(s, self.plane.layers(), marked, not is_whole)
        if shown is None:
            self.plane.set_empty(s.trouble or "The kernels are being compiled.")
            self.plane.clear()
        else:
            self.plane.show_plane(shown)

    def _show_figure(self, s: GanSnapshot, frame: Frame) -> None:
        self.stops.lead(frame)
        shown = self._sights.figure(s, words.stage(s, frame.is_playing))
        if shown is None:
            self.figure.set_empty(s.trouble or "The kernels are being compiled.")
            self.figure.clear()
        else:
            self.figure.show_figure(shown)

    def _show_wall(self, s: GanSnapshot, frame: Frame, marked: int) -> None:
        fakes = s.pictures
        if s.trouble or not len(fakes):
            self.wall.set_empty(s.trouble or "The kernels are being compiled.")
            self.wall.clear()
            self.note.setText("")
            return
        nearest = self._nearest(s, frame)
        rows = len(fakes) // ROW
        has_nearest = nearest.shape == (rows, fakes.shape[1])
        images, columns = fakes, ROW
        if has_nearest:
            both = np.concatenate([fakes.reshape(rows, ROW, -1), nearest[:, None]], axis=1)
            images, columns = both.reshape(rows * COLUMNS, -1), COLUMNS
        at = marked + (marked // ROW if has_nearest else 0) if marked >= 0 else -1

        def said(k: int) -> str:
            row, column = divmod(k, columns)
            last = row * ROW + ROW - 1
            return f"fake {row * ROW + column}" if column < ROW else f"nearest to fake {last}"

        self.wall.show_images(images, s.parameters.side, columns, selected=at, names=said)
        self.note.setText(words.wall_note(s, has_nearest))

    def _nearest(self, s: GanSnapshot, frame: Frame) -> np.ndarray:
        """The learned pictures nearest to the last fakes of the rows: to look among ten thousand
        takes milliseconds, so it is done now and then."""
        if not s.updates_d + s.updates_g:  # the pictures may have to be made first
            return np.zeros((0, 0), np.uint8)
        key, now = (s.parameters, frame.seed), time.monotonic()
        is_fresh = frame.is_playing and self._kept[0] == key and now - self._kept[1] < PATIENCE
        if not is_fresh:
            self._kept = key, now, s.neighbours[0]
        return self._kept[2]

    def _ask_picture(self, tile: int) -> None:
        """Ask about the fake of a tile, or the one beside which a learned picture stands."""
        columns = self.wall.grid().columns if self.wall.grid() else ROW  # type: ignore[union-attr]
        row, column = divmod(tile, columns)
        self.asked.emit(row * ROW + min(column, ROW - 1))

    def _restyle(self) -> None:
        for column in self._columns:
            column.setSpacing(theme.px(6))
