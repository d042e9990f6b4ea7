"""The page "Why?" of the GAN panel: a fake on its way through D, and where D's slope sends it."""

from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import ElidedLabel
from simulator.core.frame import Frame
from simulator.models.gan_snapshot import GanSnapshot
from simulator.panels import gan_words as words
from simulator.panels.gan_words import signed
from simulator.panels.seldom import Seldom, at_rest
from simulator.views.fake_path import FakePathView
from simulator.views.why import WhyView

STRONGEST = 10  # units that are listed
SMALL = 1e-12


class WhyPage(QWidget):
    """Shows one fake; exported as its sum."""

    hovered = Signal(str)
    changed = Signal()  # another fake is asked about

    def __init__(self) -> None:
        super().__init__()
        self.fake = -1
        self._numbers = Seldom()
        self.view, self.path = WhyView(), FakePathView()
        self.view.set_empty(words.NO_FAKE)
        self.path.set_empty("")
        self.path.hovered.connect(self.hovered)
        self.next = TextButton("Next fake")
        self.next.setToolTip("Ask about the next of the fakes that are shown")
        self.next.clicked.connect(self._go_on)
        self.sent = ElidedLabel("", "caption")
        self._foot, self._row, self._column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._foot.addWidget(self.next)
        self._foot.addWidget(self.sent, 1)
        self._row.addWidget(self.path, 1)
        self._row.addWidget(self.view, 2)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row, 1)
        self._column.addLayout(self._foot)
        self.path.hide()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def ask(self, fake: int) -> None:
        """Ask about another fake."""
        if fake != self.fake:
            self.fake = fake
            self.changed.emit()

    def _go_on(self) -> None:
        self.ask(self.fake + 1)

    def show_frame(self, frame: Frame) -> None:
        """Show the fake that is asked about."""
        s: GanSnapshot = frame.snapshot
        fakes = s.pictures if s.has_pictures else s.probes
        if self.fake >= len(fakes) > 0:
            self.fake = 0
        if self.fake < 0 or s.trouble or not len(fakes):
            self.path.hide()
            self.view.set_empty(s.trouble or words.NO_FAKE)
            self.view.clear()
            self.sent.setText("")
            return
        size = self.view.size().toTuple()
        if self._numbers.is_due((self.fake, id(s.parameters), size, at_rest(frame))):
            self._show_fake(s, fakes[self.fake])

    def _show_fake(self, s: GanSnapshot, fake: np.ndarray) -> None:
        if s.has_pictures:
            fake = fake.astype(np.float32) / np.float32(255.0)
        layers, said, way = s.path(fake)
        self.path.show()
        side = s.parameters.side if s.has_pictures else 0
        self.path.show_path(layers[:-1], said, side, not s.parameters.is_critic)
        self.view.show_sum(**why(s, self.fake, layers, said))
        self.sent.setText(where_to(way))

    def caption(self, frame: Frame) -> str:
        return f"fake {self.fake}, through D" if self.fake >= 0 else "what D makes of a fake"

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(12))
        self._foot.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(6))


def why(s: GanSnapshot, k: int, layers: list[np.ndarray], said: float) -> dict[str, Any]:
    """What the why view shows: the sum that D's last unit makes of the layer before it."""
    p, score = s.parameters, float(layers[-1][0])
    before = layers[-2].astype(float)
    n, end = before.size, s.looked.state.params_d.size - p.table_size
    weights = s.looked.state.params_d[end - n - 1 : end - 1].astype(float)
    bias = float(s.looked.state.params_d[end - 1])
    total = float(before @ weights)
    if p.spectral_norm and abs(total) > SMALL:  # D uses its weights divided by their stretch
        weights = weights * ((score - bias) / total)
    order = np.argsort(-np.abs(before * weights), kind="stable")
    top, rest = order[:STRONGEST], order[STRONGEST:]
    name = "unit {}" if len(layers) > 2 else "x{}"
    terms = [(name.format(j), float(weights[j]), float(before[j])) for j in top.tolist()]
    return {
        "title": f"Fake {k}: {_verdict(s, said)}",
        "symbol": "s",
        "terms": terms,
        "extra": [("bias", bias)],
        "total": score,
        "comparison": 0.5 if p.loss == "least-squares" else 0.0,
        "conclusion": _conclusion(s, score, said),
        "more": (len(rest), float((before * weights)[rest].sum())) if len(rest) else (0, 0.0),
        "has_factors": True,
    }


def _verdict(s: GanSnapshot, said: float) -> str:
    if s.parameters.is_critic:
        return f"D's score is {signed(said, 2)}"
    return f"D takes it for {'data' if said >= 0.5 else 'a fake'}: D = {said:.2f}"


def _conclusion(s: GanSnapshot, score: float, said: float) -> str:
    if s.parameters.gives_probability:
        return f"D = σ({signed(score, 2)}) = {said:.3f}"
    return f"D = s = {signed(score, 2)}"


def where_to(way: np.ndarray) -> str:
    """Where a fake should go, in words: −∂(its loss)/∂x."""
    length = float(np.linalg.norm(way))
    if not length > SMALL:
        return "D is flat here: G's loss sends it nowhere"
    if way.size > 2:
        return f"G's loss would make it darker and lighter here and there: length {length:.2g}"
    names = ("x₁", "x₂") if way.size == 2 else ("x",)
    parts = [f"Δ{name} {signed(float(v), 3)}" for name, v in zip(names, way, strict=True)]
    sides = ("left", "right"), ("down", "up")
    heads = [
        pair[float(v) > 0]
        for v, pair in zip(way, sides, strict=False)
        if abs(float(v)) > 0.38 * length
    ]
    return f"G's loss sends it {' and '.join(heads)}: {', '.join(parts)}"
