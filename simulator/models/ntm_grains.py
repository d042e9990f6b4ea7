"""What a step of a Neural Turing Machine is, and how many of them a grain has.

While a person only trains, a step is a **batch**: its sequences are drawn, played and learned.
After `play` a step is a **stage** of the probe, and after the last one of its last time step comes
a batch: weights go on learning, and who follows stages sees a machine that stands still meanwhile.
In the sandbox a step is a stage of the head that is moved by hand, and nothing is learned.
"""

from simulator.models.ntm_hand import NtmHand
from simulator.models.ntm_state import BY_HAND
from simulator.models.ntm_training import AT_ONCE


class NtmGrains(NtmHand):
    """The steps of `Ntm`."""

    def advance(self, count: int) -> None:
        s, p = self.state, self.parameters
        while count > 0:
            if s.is_by_hand:
                some = count
                self.move_by_hand(some)
            elif not s.is_playing:
                at_once = 1 if p.curriculum else max(1, AT_ONCE // p.batch_size)
                some = min(count, at_once)  # a curriculum is looked at after each batch
                self.learn(some)
            elif s.stage < self.stages_of_probe:
                some = min(count, self.stages_of_probe - s.stage)
                s.stage += some
            else:
                some = 1
                self.learn(1)
                self.draw_probe()
            s.step += some
            count -= some

    @property
    def _cut(self) -> int:
        """Into how many stages a time step is cut."""
        return len(BY_HAND if self.state.is_by_hand else self.parameters.stages)

    def steps_to(self, grain: str) -> int:
        s = self.state
        if s.mode == "train" or grain == "stage":
            return 1
        if s.is_by_hand:
            rest = self._cut - s.stage % self._cut
            return rest if grain == "time-step" else rest + self.round - self._cut
        left = self.stages_of_probe - s.stage
        if grain == "batch":
            return left + 1
        if left == 0:
            return 1  # the batch after it; the next one begins then
        return self._cut - s.stage % self._cut if grain == "time-step" else left

    def is_over(self, grain: str, start: int) -> bool:
        s = self.state
        return not s.is_playing or grain in ("stage", "batch") or s.stage > 0

    def steps_of(self, grain: str, count: int) -> int | None:
        s = self.state
        if count == 0 or grain == "stage" or s.mode == "train":
            return count
        return None

    def pace(self, grain: str) -> float:
        s = self.state
        if s.mode == "train" or grain == "stage":
            return 1.0
        if s.is_by_hand:
            return float(self._cut if grain == "time-step" else self.round)
        whole = self.stages_of_probe
        if s.stage == whole and grain != "batch":
            return 1.0  # what comes next is the batch after the sequence
        return {"time-step": self._cut, "sequence": whole, "batch": whole + 1}[grain]

    def step_before(self, grain: str) -> int:
        s, cut = self.state, self._cut
        if s.mode == "train" or grain == "stage" or s.stage == 0:
            return max(0, s.step - 1)
        back = s.stage % cut or cut
        if grain == "time-step" or s.is_by_hand:
            return max(0, s.step - back)
        return max(0, s.step - s.stage - (grain == "batch"))
