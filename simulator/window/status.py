"""The status bar: how fast it runs, what computes, what is being made ready, what is pointed at."""

import time
from collections import deque

from PySide6.QtWidgets import QLabel, QStatusBar

from simulator.controls import theme
from simulator.core.backends import BACKENDS
from simulator.core.frame import Frame
from simulator.window.warming import Warming

SHOWN_MS = 5000


class StatusBar(QStatusBar):
    """Small grey texts, by name in `labels`."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._shown: deque[float] = deque(maxlen=60)  # when the last frames were
        names = ("rate", "frames", "backend", "kernels", "hover")
        self.labels = {name: QLabel() for name in names}
        for label in self.labels.values():
            label.setProperty("role", "caption")
            self.addWidget(label)

    def forget(self) -> None:
        """Another model is in sight: nothing is pointed at, and its frames are counted anew."""
        self._shown.clear()
        self.labels["hover"].setText("")

    def count_frame(self) -> None:
        """A frame goes on screen now."""
        self._shown.append(time.perf_counter())

    def show_frame(self, frame: Frame, grain: str, warming: Warming) -> None:
        """Say how a frame came to be."""
        rate = f"{frame.rate:,.0f}" if frame.rate >= 10 else f"{frame.rate:.1f}"
        texts = {
            "rate": f"{rate} {plural(grain)}/s" if frame.is_playing and frame.rate else "paused",
            "frames": self._frames_text(frame),
            "backend": BACKENDS[frame.backend].status,
            "kernels": _kernels_text(frame, warming),
        }
        if frame.is_playing and not frame.rate:
            texts["rate"] = "playing"
        for name, text in texts.items():
            if self.labels[name].text() != text:
                self.labels[name].setText(text)

    def say(self, text: str) -> None:
        """Show a word of success for a moment."""
        self.showMessage(text, SHOWN_MS)

    def _frames_text(self, frame: Frame) -> str:
        if not frame.is_playing or len(self._shown) < 10:
            return ""
        span = self._shown[-1] - self._shown[0]
        return f"{min(60, (len(self._shown) - 1) / span):.0f} frames/s" if span < 3 else ""

    def restyle(self) -> None:
        """Take the margins of the present mode; a style sheet that comes takes them away."""
        self.setVisible(not theme.is_presenter())
        for label in self.labels.values():
            label.setContentsMargins(theme.px(16), 0, theme.px(8), 0)


def _kernels_text(frame: Frame, warming: Warming) -> str:
    if frame.is_waiting:
        return "getting ready: it starts by itself in a moment"
    if warming.is_compiling:
        return f"compiling kernels, once: {warming.compiled} done…"
    return "all kernels ready" if warming.is_ready() else ""


def plural(word: str) -> str:
    """Return the plural of a grain; that of many is one."""
    return word if word.endswith("s") else word + ("es" if word.endswith("tch") else "s")
