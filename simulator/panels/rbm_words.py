"""What the RBM panel says of a snapshot: captions, and what to do where there is nothing to see."""

import numpy as np

from simulator.core.numerals import grouped
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.views.verdict import Tone

PHASES = ("wake", "sleep", "update")
SURE = 0.5  # how likely a class is at least, for it to be named
NO_BATCH = "Press Space: the patterns of a batch stand here, and what the machine makes of them."
NO_DRAWING = "Draw half a {thing}: the machine finishes it here. Or press Show a {thing}."
NO_EXAMPLES = (
    "Draw something at the bottom and press Add: ten of each kind are enough to see something."
)
OTHER_DATA = "The machine learns other data now. Choose “Learn my drawings” to draw your own."
NO_UNIT = "Click a field, or a column of Activity: its unit stands here, and why it is on or off."


def signed(value: float, digits: int) -> str:
    """Write a number with a true minus."""
    return f"{value:.{digits}f}".replace("-", "−")


# ---- cards ----


def fantasies_caption(s: RbmSnapshot) -> str:
    """How the fantasies move."""
    period = s.parameters.fantasy_period
    each = "batch" if period == 1 else f"{period} batches"
    of = f"of {s.classes[s.dream_label]}: " if 0 <= s.dream_label < len(s.classes) else ""
    return f"{of}a Gibbs step every {each}"


def drawing_caption(s: RbmSnapshot) -> str:
    """What is done with the drawing, and what it is read as."""
    how = {
        "complete": "drawn pixels are held, the rest is completed",
        "reconstruct": "sent up to the hidden units and down again",
        "denoise": "noise was added; two Gibbs steps clean it",
    }[s.completion_kind]
    read = reading(s)
    return f"{how} · read as {read[0]} ({100 * read[1]:.0f} %)" if read else how


def reading(s: RbmSnapshot) -> tuple[str, float] | None:
    """The class the drawing is read as, and how likely it is; None where nothing is sure."""
    if not s.query.any() or not len(s.completion_labels) or not len(s.classes):
        return None
    best = int(np.argmax(s.completion_labels))
    chance = float(s.completion_labels[best])
    return (s.classes[best], chance) if chance >= SURE and best < len(s.classes) else None


def thing(s: RbmSnapshot) -> str:
    """What the patterns are called."""
    return "digit" if s.parameters.data in ("strokes", "drawn") else "pattern"


def invitation(s: RbmSnapshot) -> tuple[str, str, Tone]:
    """What is said before the first step."""
    if s.parameters.learns:
        text = "It learns: fantasies turn from noise into what it is shown."
    else:
        text = "It dreams: fantasies move. Draw half a digit, and it finishes what you draw."
    return "Press Space", text, "moving"


# ---- pages ----


def split_caption(s: RbmSnapshot) -> str:
    """How many patterns are learned, and where in the epoch this batch stands."""
    if s.trouble:
        return "no data yet"
    parts = [f"{grouped(s.trained_on)} learned, {grouped(s.held_out)} held out"]
    size = s.parameters.batch_size
    batches = -(-s.trained_on // size)
    if s.updates or s.phase:
        before = -(-s.position // size)  # a batch that is over is still the one in sight
        number = before + 1 if s.phase else before or batches
        parts.append(f"batch {number} of {batches}")
    return " · ".join(parts)


def phases_caption(s: RbmSnapshot) -> str:
    """Which phase has just been."""
    if not s.parameters.learns:
        return "nothing is learned: weights stay"
    if s.last_phase < 0:
        return "a batch in three phases"
    return ("wake: data in, hidden units answer", "sleep: the machine's own pattern",
            "update: towards data, away from dreams")[s.last_phase]  # fmt: skip


def phase_captions(s: RbmSnapshot) -> tuple[str, str, str]:
    """What each phase does, under its pictures."""
    p = s.parameters
    steps = f"{p.k} Gibbs step" + "s" * (p.k > 1)
    dream = {
        "cd": f"{steps} away from the data",
        "pcd": f"a chain of its own goes on, {steps}",
        "replica-exchange": f"chains at {p.temperatures} temperatures, {steps}",
        "ratio-matching": "no sampling: pixels are flipped one by one",
        "exact": "no sampling: all states are summed",
        "none": "nothing is learned: weights stay",
    }[p.learning]
    return "the batch holds the visible units", dream, f"weights move, ε = {s.rate_now:.3g}"


def phase_verdict(s: RbmSnapshot) -> tuple[str, str, Tone]:
    """Headline, sentence and tone while single phases are watched."""
    titles = ("Wake: the positive phase", "Sleep: the negative phase", "Update of the weights")
    rows = grouped(s.rows)
    texts = (
        f"{rows} patterns hold the visible units; how often v and h are on together is counted.",
        "The machine runs freely; how often v and h are on together in its dreams is counted.",
        f"Weights move by ε = {s.rate_now:.3g} times the difference: towards the data, away from "
        "the dreams.",
    )
    k = s.last_phase
    return titles[k], texts[k], "moving"


def fields_caption(s: RbmSnapshot, shown: int) -> str:
    """How to read the receptive fields."""
    h = s.hidden_biases.size
    which = "" if shown == h else f"{shown} of {h}, "
    what = "for the drawing" if s.query.any() else "for the first pattern"
    return f"{which}most used first · ringed: on {what}"


def activity_caption(s: RbmSnapshot) -> str:
    dead, stuck = int(s.dead.sum()), int(s.saturated.sum())
    if stuck == s.hidden_biases.size and stuck:
        return "all columns alike: nothing is told apart"
    if dead or stuck:
        return "empty columns never answer: they learn nothing"
    return "speckled is good: units tell patterns apart"


def examples_caption(s: RbmSnapshot) -> str:
    """How many of each class were drawn."""
    if s.parameters.data != "drawn":
        return "your own patterns"
    labels = s.example_labels[s.example_labels >= 0]
    counts = np.bincount(labels.astype(np.int64)) if labels.size else np.zeros(0, int)
    each = ", ".join(f"{k}: {n}" for k, n in enumerate(counts.tolist()) if n)
    return f"{len(s.examples)} drawn" + (f" · {each}" if each else "")
