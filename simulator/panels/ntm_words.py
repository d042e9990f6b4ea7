"""What the NTM panel says of a snapshot: captions, why a head is where it is, the verdict."""

import numpy as np

from simulator.core.numerals import grouped
from simulator.core.verdict import Verdict
from simulator.models.ntm_addressing import Numbers, Reason, entropy, reasons
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels.ntm_look import Look
from simulator.views.verdict import TONES, Tone

COMPILING = "The kernels are being compiled."
LOST = 0.3  # weight of a head's first slot below which it is said to be spread
FAINT = 0.002  # what a way to a slot brings, below which it is not named
NO_HEADS = "An LSTM alone has no heads: all it knows of the past is in its units."
WAYS = {
    "content": "wᶜ: how alike each location is to the key, sharpened by β",
    "gate": "g of what content says, 1 − g of where the head was",
    "shift": "s moves the head along the locations",
    "sharpen": "γ makes the largest weights larger, and the others vanish",
    "erase": "e: how much of each column is wiped where the head is",
    "add": "a: what is added where the head is",
    "read": "r: the mean of the locations, weighted by where the head is",
}


def head_name(s: NtmSnapshot, head: int) -> str:
    """ "read head", with a number where there are several."""
    reads, writes = s.parameters.read_heads, s.parameters.write_heads
    kind, k, count = ("read", head, reads) if head < reads else ("write", head - reads, writes)
    return f"{kind} head" + (f" {k + 1}" if count > 1 else "")


def phase_at(s: NtmSnapshot, time: int) -> str:
    """The word of the phase a time step is in."""
    return next((m.word for m in s.probe.marks if m.first <= time <= m.last), "")


# ---- cards ----


def reading_caption(s: NtmSnapshot) -> str:
    if s.ablated:
        return f"without {s.ablated}"
    if s.mode == "train" and s.sequences:
        return f"after {grouped(s.sequences)} sequences"
    if s.mode == "play" and s.stage:
        return phase_at(s, s.time)
    return "what comes out, and from where"


def hand_caption(s: NtmSnapshot) -> str:
    """How spread the head of the sandbox is."""
    if s.hand is None:
        return ""
    spread = float(np.exp(entropy(s.hand.past[-1])))
    return f"time {len(s.hand.past) - 1} · spread over {spread:.1f} slots"


def memory_caption(s: NtmSnapshot) -> str:
    """What the key looks for."""
    if s.hand is None:
        return ""
    key = s.hand.numbers.key
    bits = "".join("1" if value > 0.5 else "0" for value in key)
    is_plain = len(key) <= 20 and bool(np.isin(key, (0.0, 1.0)).all())
    return f"key {bits}" if is_plain else "what the head reads"


def addressing_caption(s: NtmSnapshot, look: Look) -> str:
    """Which head at which time, or what the stage that is held does."""
    if look.stage:
        return WAYS[look.stage]
    if s.hand is not None:
        return "drag the numbers: they are set · click a stage: what it does"
    if not s.parameters.has_memory or s.tape is None:
        return ""
    asked = look.asked(s)
    if asked is not None:
        was = int(s.tape.w[look.time_of(s) + 1, look.head_of(s)].argmax())
        w = asked[1].weighting
        now = int(w.argmax())
        if w[now] < LOST:
            return f"what if: spread over {np.exp(entropy(w)):.0f} slots instead of slot {was}"
        return f"what if: {f'slot {now} instead of {was}' if now != was else f'still slot {was}'}"
    t, head = look.time_of(s), look.head_of(s)
    focus = entropy(s.tape.w[t + 1, head])
    return f"{head_name(s, head)}, time {t} · focus {focus:.2f} nats · drag a number: what if"


# ---- why this slot? ----


def why(s: NtmSnapshot, look: Look) -> dict | None:
    """What the why view shows: all ways to the slot that the head is at; None without heads."""
    found = _head(s, look)
    if found is None:
        return None
    content, previous, numbers, weighting, name = found
    slot = int(weighting.argmax())
    ways = reasons(content, previous, numbers, slot)
    total = sum(way.share * way.stood for way in ways)
    strong = [way for way in ways if way is ways[0] or way.share * way.stood > FAINT]
    weak = ways[len(strong) :]
    return {
        "title": f"Why slot {slot}? {name}. {because(ways, content)}",
        "symbol": f"w̃({slot})",
        "terms": [(_way(way), way.share, way.stood) for way in strong],
        "more": (len(weak), sum(way.share * way.stood for way in weak)) if weak else (0, 0.0),
        "extra": [],
        "total": total,
        "comparison": None,
        "conclusion": f"sharpened, γ = {numbers.gamma:.1f}: w({slot}) = {weighting[slot]:.3f}",
        "has_factors": True,
    }


def because(ways: list[Reason], content: np.ndarray) -> str:
    """The largest way to a slot in a sentence, and where content alone would go."""
    best, found = ways[0], int(content.argmax())
    step = f"{best.shift:+d}".replace("-", "−")
    if best.is_content:
        how = f"Slot {best.slot} is what the key looks for"
        return f"{how}." if best.shift == 0 else f"{how}, and the head goes on from it ({step})."
    how = f"It follows slot {best.slot} (shift {step}, {best.share:.2f})"
    if best.shift == 0:
        how = f"It stays where it was ({best.share:.2f})"
    slot = (best.slot + best.shift) % len(content)
    return (
        f"{how}; content alone would have chosen {f'slot {found}' if found != slot else 'it, too'}."
    )


def _way(way: Reason) -> str:
    kind = "content" if way.is_content else "was at"
    step = f"{way.shift:+d}".replace("-", "−") if way.shift else "0"
    return f"{kind} {way.slot}, shift {step}"


def _head(
    s: NtmSnapshot, look: Look
) -> tuple[np.ndarray, np.ndarray, Numbers, np.ndarray, str] | None:
    """Content, previous weighting, numbers, weighting and name of the head that is looked at."""
    if s.hand is not None:
        return s.hand.at.content, s.hand.past[-1], s.hand.numbers, s.hand.at.weighting, "by hand"
    if s.tape is None or not s.parameters.has_memory:
        return None
    t, head = look.time_of(s), look.head_of(s)
    asked = look.asked(s)
    name = f"{head_name(s, head)}, time {t}"
    if asked is not None:
        return asked[1].content, s.tape.w[t, head], asked[0], asked[1].weighting, name
    w = s.tape.w
    return s.tape.content[t, head], w[t, head], s.numbers(t, head), w[t + 1, head], name


# ---- the verdict ----


def verdict_words(verdict: Verdict) -> tuple[str, str, Tone]:
    return verdict.title, verdict.text, TONES[verdict.kind]
