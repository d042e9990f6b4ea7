"""What has come of a Neural Turing Machine, in words, and what a person may do about it."""

from typing import TYPE_CHECKING

import numpy as np

from simulator.core.verdict import Verdict
from simulator.models.ntm_addressing import entropy

if TYPE_CHECKING:
    from simulator.models.ntm import Ntm

LEARNED = 0.05  # wrong bits of a sequence, on an average, below which a task counts as learned
EARLY = 500  # sequences before anything is said of how it goes
HALF = 0.4  # share of wrong bits from which on bits are told by chance
NEARLY = 0.02
ALONG = 0.9  # diagonal mass from which on heads go slot by slot
SPREAD, LOST = 1.5, 0.5  # slots over which a head is said to be spread; share of all: nowhere
PLAY, TRAIN = ("Play it", "play"), ("Go on learning", "train")


def verdict_of(m: "Ntm") -> Verdict:
    """Return what is to be said of the present state."""
    s = m.state
    if s.is_by_hand:
        return _by_hand(m)
    if s.ablated:
        return _ablated(m)
    return _played(m) if s.is_playing or len(s.bits) else _learning(m)


def _learning(m: "Ntm") -> Verdict:
    s, title = m.state, m.parameters.form.title
    if not s.sequences:
        if s.made_params.size:
            return _played(m)
        return Verdict(
            "calm", "Nothing is learned yet",
            "Its weights are random. Press Space: it learns one sequence after another.",
        )  # fmt: skip
    wrong, bits = m.lately(s.wrong), m.lately_bits()
    so_far = f"{wrong:.2f} of {bits:.0f} bits wrong in a sequence"
    if s.sequences < EARLY:
        return Verdict("calm", "Learning has begun", f"{so_far}: half of them is chance.")
    if wrong < LEARNED and m.parameters.has_memory:
        text = f"{so_far}, over the last {min(s.sequences, len(s.wrong)):,} sequences."
        return Verdict("good", f"{title} is learned", text, (PLAY,))
    if wrong < LEARNED:
        text = f"{so_far}. Without a memory it works up to the lengths it has learned."
        return Verdict("good", f"{title} is learned", text, (PLAY,))
    if wrong < NEARLY * bits:
        return Verdict("calm", "Nearly learned", f"{so_far}.")
    if wrong > HALF * bits:
        text = f"{so_far}: not much better than chance. It often comes all at once."
        return Verdict("calm", "Still guessing", text)
    return Verdict("calm", "Getting there", f"{so_far}. Long sequences come last.")


def _played(m: "Ntm") -> Verdict:
    """What is to be said of the sequence that is played."""
    s, sequence, wrong = m.state, m.probe, m.probe_wrong()
    bits = sequence.bits_counted
    if s.is_playing and 0 < s.stage < m.stages_of_probe:
        return _so_far(m)
    if s.sequences == 0 and not s.made_params.size:
        text = f"Its weights are random: {wrong} of {bits} bits are wrong, as by chance."
        return Verdict("calm", "Nothing is learned yet", text, (("Learn", "train"),))
    along = m.diagonal_mass()
    if wrong == 0:
        if along is not None and along >= ALONG and m.parameters.task in ("copy", "repeat-copy"):
            how = f"The heads go on one slot a time step ({100 * along:.0f} % of their weight)."
        else:
            how = f"A sequence of {s.length} {m.parameters.form.unit}, which it never saw."
        return Verdict("good", f"All {bits} bits are right", how)
    share = wrong / bits
    if share > HALF:
        return Verdict(
            "warm", f"{wrong} of {bits} bits are wrong", "No better than chance.", (TRAIN,)
        )
    text = "Wrong bits are marked in the output. Look at where the heads leave their path."
    return Verdict("calm", f"{wrong} of {bits} bits are wrong", text)


def _so_far(m: "Ntm") -> Verdict:
    """What is to be said in the middle of a sequence."""
    sequence, t = m.probe, m.time
    word = next(mark.word for mark in sequence.marks if mark.first <= t <= mark.last)
    told = np.flatnonzero(sequence.mask[: t + 1])
    title = f"Time {t} of {len(sequence.x)}: {word}"
    if not len(told):
        if not m.parameters.has_memory:
            return Verdict("calm", title, "All it will know later must stay in its units.")
        return Verdict("calm", title, "Nothing counts yet: the write head puts down what it needs.")
    is_wrong = (m.tape.logits[told] > 0) != (sequence.targets[told] > 0.5)
    count, bits = int(is_wrong.sum()), is_wrong.size
    said = f"{count} of {bits} bits wrong so far" if count else f"All {bits} bits right so far"
    return Verdict("warm" if count else "good", title, f"{said}.")


def _ablated(m: "Ntm") -> Verdict:
    s = m.state
    sequence, wrong = m.probe, m.probe_wrong()
    bits = sequence.bits_counted
    what = {
        "content": "The gates are shut: a head goes only by shifts from where it was.",
        "location": "The gates are open and nothing shifts: a head goes only by what it looks for.",
        "sharpening": "γ = 1: what shifts spread stays spread.",
    }[s.ablated]
    return Verdict(
        "warm" if wrong else "good", f"Without {s.ablated}: {wrong} of {bits} bits wrong", what,
        (("Give it back", "ablate"),),
    )  # fmt: skip


def _by_hand(m: "Ntm") -> Verdict:
    hand = m.hand
    spread = float(np.exp(entropy(hand.past[-1])))
    steps, n = len(hand.past) - 1, hand.past.shape[1]
    if spread > LOST * n:
        return Verdict(
            "warm", "The head is nowhere", f"It is spread over {spread:.1f} of {n} slots: it reads "
            "a mean of them all. Sharpening keeps a head together.",
            (("Sharpen: γ = 5", "sandbox=gamma:5"), ("Begin again", "sandbox")),
        )  # fmt: skip
    at = int(hand.past[-1].argmax())
    if spread > SPREAD:
        return Verdict(
            "calm", f"Spread over {spread:.1f} slots about slot {at}",
            "A shift that is not sure of itself spreads the head at every time step.",
            (("Sharpen: γ = 5", "sandbox=gamma:5"),),
        )  # fmt: skip
    said = "Drag the numbers, paint the memory" if not steps else "The head is in one place"
    return Verdict("calm", f"On slot {at}", f"{said}; nothing is learned here.")
