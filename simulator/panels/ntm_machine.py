"""The page "Diagram" of the NTM panel: the machine at the time step that is looked at."""

import numpy as np

from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels.ntm_look import Look
from simulator.views.turing import TuringShown

CONTROLLERS = {"lstm": "LSTM", "feed-forward": "feed-forward", "lstm-only": "LSTM"}


def shown_of(s: NtmSnapshot, look: Look) -> TuringShown | None:
    """What the view shows; None while there is no tape."""
    if s.hand is not None:
        return _by_hand(s)
    if s.tape is None:
        return None
    tape, p, t = s.tape, s.parameters, look.time_of(s)
    is_at_work = look.is_at_work(s)
    lit = s.running if is_at_work else ""
    memory = {}
    if p.has_memory:
        is_written = lit in ("", "erase", "add", "read")
        memory = {
            "memory": tape.memory[t + is_written],
            "weightings": tape.w[t + 1],
            "reads": tape.reads[t + 1],
            "adds": tape.add[t],
        }
    has_target = s.probe.mask[t] > 0
    return TuringShown(
        lit="controller" if lit == "control" else lit,
        input=s.probe.x[t],
        output=s.outputs[t],
        target=s.probe.targets[t] if has_target else None,
        hidden=tape.hidden[t + 1, -1],
        controller=CONTROLLERS[p.controller],
        time=f"time {t}",
        **memory,
    )


def _by_hand(s: NtmSnapshot) -> TuringShown:
    """One read head over the memory that a person made."""
    hand = s.hand
    assert hand is not None
    return TuringShown(
        lit=s.running,
        head=0,
        memory=hand.memory,
        weightings=hand.at.weighting[None],
        reads=hand.read[None],
        adds=np.zeros((0, hand.memory.shape[1])),
        controller="you",
        time=f"time {len(hand.past) - 1}",
    )
