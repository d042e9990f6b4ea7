"""What the GAN panel says of a snapshot: captions, stages, the phase that was, the verdict."""

from kernels.gan_play import G_NOISE
from simulator.core.frame import Frame
from simulator.core.numerals import grouped
from simulator.models.gan_game import PHASES
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_verdict import CLOSE
from simulator.views.players_phases import PHASES as SAID
from simulator.views.verdict import TONES, Tone

SLOW = 6.0  # phases a second that can be followed: half an iteration
NO_FAKE = "Alt and a click on a fake, or Next fake: what D makes of it, and where it should go."
NO_TABLE = "Press Space: what D says of data and of fakes stands here."
ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def signed(value: float, digits: int) -> str:
    """Write a number with a true minus."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def ordinal(k: int) -> str:
    """1st, 2nd, 3rd, 4th …"""
    return ORDINALS.get(k, f"{k}th")


def phases_a_second(s: GanSnapshot, grain: str, speed: float) -> float:
    """How many phases a pace takes in a second."""
    p = s.parameters
    each = {
        "phase": 1.0, "d-step": p.iteration / max(p.k_d, 1), "g-step": p.iteration / max(p.k_g, 1),
        "iteration": p.iteration, "hundred": 100.0 * p.iteration,
    }  # fmt: skip
    return speed * each[grain]


# ---- cards ----


def data_caption(s: GanSnapshot) -> str:
    """How far the game has come."""
    if s.trouble:
        return "no data yet"
    return f"iteration {grouped(s.iterations)}"


def wall_note(s: GanSnapshot, has_neighbours: bool) -> str:
    """How to read the wall of fakes."""
    if not has_neighbours:
        return ""
    distance = s.measures["nearest_training_distance"]
    how_far = "" if distance is None else f" · {distance:.1f} away on average"
    return f"right: the nearest learned pictures{how_far}"


def stage(s: GanSnapshot, is_playing: bool) -> str:
    """Which of the four stages of Figure 1 is seen."""
    js = s.measures["js"]
    if s.updates_d + s.updates_g == 0 and s.phase in (0, G_NOISE):
        return "(a) nothing is learned yet"
    if js is not None and js < CLOSE[1] and s.iterations:
        return "(d) like data: D says ½ everywhere"
    if is_playing:
        return f"iteration {grouped(s.iterations)}"
    if s.last_phase == 5:
        return f"(b) D has learned ({s.parameters.k_d} updates), G has not moved"
    if s.last_phase == 10:
        return "(c) G has moved, up D's slope"
    return SAID[PHASES[s.last_phase]].name


def drawing_caption(s: GanSnapshot) -> str:
    """How much is drawn."""
    cells = int((s.canvas > 0).sum())
    return f"{grouped(cells)} cells are your data" if cells else "what you draw becomes the data"


# ---- pages ----


def players_caption(s: GanSnapshot) -> str:
    names = {"minimax": "ln(1 − D)", "non-saturating": "−ln D"}
    how = names.get(s.parameters.loss)
    return f"G makes {how} small" if how else "noise becomes fakes, D judges, both learn"


def outputs_caption(s: GanSnapshot) -> str:
    if s.parameters.is_critic:
        return "scores: data should lie at the right"
    return "alike about ½: D can't tell them apart"


def phase_verdict(s: GanSnapshot) -> tuple[str, str, Tone]:
    """Headline, sentence and tone while single phases are watched."""
    phase = SAID[PHASES[s.last_phase]]
    return f"{phase.player}: {phase.name}", phase.does, "moving"


def verdict_words(frame: Frame, is_slow: bool) -> tuple[str, str, Tone]:
    """What stands in the banner."""
    s: GanSnapshot = frame.snapshot
    said = s.verdict
    if s.trouble or said.kind == "warm":
        return said.title, said.text, TONES[said.kind]
    if frame.step == 0 and not frame.is_playing:
        return (
            "Press Space",
            "Fakes begin to move: D tells them from data, G learns from D.",
            "moving",
        )
    if is_slow and s.last_phase >= 0:
        return phase_verdict(s)
    return said.title, said.text, TONES[said.kind]
