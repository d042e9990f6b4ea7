"""The page "Addressing" of the NTM panel: how the head that is looked at finds its slots."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.core.frame import Frame
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels import ntm_words as words
from simulator.panels.drawn import Presses
from simulator.panels.ntm_look import Look, with_share
from simulator.views.addressing import AddressingShown, AddressingView


class AddressingPage(QWidget):
    """Shows the stages of one head; a number that is dragged asks "what if", and in the sandbox
    it is set."""

    changed = Signal()  # something else is looked at
    asked = Signal(str, object)  # a line of the journal, and the group it is undone with
    hovered = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._presses = look, Presses()
        self._frame: Frame | None = None
        self.view = AddressingView()
        self.view.hovered.connect(self.hovered)
        self.view.stage_chosen.connect(self._hold)
        self.view.number_dragged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def show_frame(self, frame: Frame) -> None:
        s: NtmSnapshot = frame.snapshot
        self._frame = frame
        shown = shown_of(s, self._look, frame.is_playing)
        if shown is None:
            self.view.set_empty(words.NO_HEADS if not s.parameters.has_memory else words.COMPILING)
            self.view.clear()
        else:
            self.view.show_addressing(shown)

    def caption(self, frame: Frame) -> str:
        return words.addressing_caption(frame.snapshot, self._look)

    def _hold(self, stage: str) -> None:
        self._look.stage = "" if stage == self._look.stage else stage
        self.changed.emit()

    def _turn(self, name: str, value: float) -> None:
        s: NtmSnapshot | None = self._frame.snapshot if self._frame else None
        if s is None or s.hand is None:
            self._look.turn(name, value)
            self.changed.emit()
            return
        line = f"{name}:{value:.4g}"
        if name.startswith("shift["):
            shares = with_share(s.hand.numbers.shift, int(name[6:-1]), value)
            line = "shift:" + ",".join(f"{share:.4g}" for share in shares)
        self.asked.emit(f"sandbox={line}", self._presses.group_of(self.view.group()))


def shown_of(s: NtmSnapshot, look: Look, is_playing: bool) -> AddressingShown | None:
    """What the view shows of a snapshot; None where there is no head, or no tape yet."""
    if s.hand is not None:
        return _by_hand(s, look)
    if s.tape is None or not s.parameters.has_memory:
        return None
    tape, t, head = s.tape, look.time_of(s), look.head_of(s)
    writes = head - s.parameters.read_heads
    is_at_work = look.is_at_work(s)
    asked = look.asked(s)
    numbers = asked[0] if asked else s.numbers(t, head)
    content, gated, shifted, weighting = (
        asked[1][1:]
        if asked
        else (
            tape.content[t, head],
            tape.gated[t, head],
            tape.shifted[t, head],
            tape.w[t + 1, head],
        )
    )
    read = None
    if writes < 0:
        read = weighting @ tape.memory[t + 1] if asked else tape.reads[t + 1, head]
    return AddressingShown(
        previous=tape.w[t, head],
        content=content,
        gated=gated,
        shifted=shifted,
        weighting=weighting,
        shift=numbers.shift,
        beta=numbers.beta,
        gate=numbers.gate,
        gamma=numbers.gamma,
        erase=tape.erase[t, writes] if writes >= 0 else None,
        add=tape.add[t, writes] if writes >= 0 else None,
        read=read,
        similarity=tape.similarity[t, head],
        running=s.running if is_at_work else "",
        reached=s.running if is_at_work else "",
        held=look.stage,
        can_drag=not is_playing,
    )


def _by_hand(s: NtmSnapshot, look: Look) -> AddressingShown:
    hand = s.hand
    assert hand is not None
    at, numbers = hand.at, hand.numbers
    return AddressingShown(
        previous=hand.past[-1],
        content=at.content,
        gated=at.gated,
        shifted=at.shifted,
        weighting=at.weighting,
        shift=numbers.shift,
        beta=numbers.beta,
        gate=numbers.gate,
        gamma=numbers.gamma,
        read=hand.read,
        similarity=at.similarity,
        running=s.running,
        reached="",
        held=look.stage,
        can_drag=True,
    )
