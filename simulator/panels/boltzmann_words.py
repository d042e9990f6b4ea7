"""What the Boltzmann panel says in words: captions, the verdict, a unit's decision."""

from simulator.core.frame import Frame
from simulator.core.numerals import grouped
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot, Decision
from simulator.views.verdict import Tone

Verdict = tuple[str, str, Tone]
UNITS_DRAWN = 24  # units of a network that is drawn as a diagram
PHASES = ("positive", "negative")
TOO_MANY = (
    "All states of at most 20 free units can be listed, and here there are more: clamp some, or "
    "choose a smaller network."
)


def number(value: float, digits: int = 2) -> str:
    """A signed number with a true minus."""
    return f"{value:+.{digits}f}".replace("-", "−")


def plain(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def name_of(s: BoltzmannSnapshot, unit: int) -> str:
    """What a unit is called."""
    p = s.parameters
    if p.is_grid:
        row, column = divmod(unit, p.side)
        return f"spin ({column}, {row})"
    return f"unit {s.names[unit]}"


def decision(s: BoltzmannSnapshot, d: Decision) -> Verdict:
    """The chip of slow motion: what a unit was decided by."""
    state = "on" if d.is_on else "off"
    name = f"{name_of(s, s.updated)} → {state}"
    kind = "p(flip)" if d.is_metropolis else "p(on)"
    if d.random != d.random:  # of a grid's Metropolis sweep
        text = f"ΔE = {number(d.gap)}, T = {plain(d.temperature)}, p(uphill) = "
        return name[0].upper() + name[1:], text + plain(d.probability), "moving"
    parts = (
        f"ΔE = {number(d.gap)}", f"T = {plain(d.temperature)}",
        f"{kind} = {plain(d.probability)}", f"u = {plain(d.random)}",
    )  # fmt: skip
    is_below = d.random < d.probability
    return name[0].upper() + name[1:], ", ".join(parts) + (" < p" if is_below else " ≥ p"), "moving"


def verdict(frame: Frame) -> Verdict:
    """What the machine has come to: learning, a solution, or equilibrium and why."""
    s: BoltzmannSnapshot = frame.snapshot
    if s.learning:
        return _learning(frame)
    if s.parameters.is_learning:
        return "Nothing to learn yet", "Add a pattern on the page Learn, Data.", "idle"
    if s.problem is not None:
        return _solution(s)
    if s.parameters.is_annealing:
        return _annealing(frame)
    text = frame.readouts["equilibrium"]
    if s.counted_sweeps == 0 and "changing" not in text:
        return "Not started", "Press Space: the units begin to decide.", "idle"
    now = s.equilibrium
    if now and now.is_reached and "changing" not in text:
        head, _, why = text.partition(": ")
        return head[:1].upper() + head[1:], f"{why[:1].upper()}{why[1:]}.", "good"
    why = text.removeprefix("not yet: ")
    return "Not yet in equilibrium", f"{why[:1].upper()}{why[1:]}.", "moving"


def _learning(frame: Frame) -> Verdict:
    s: BoltzmannSnapshot = frame.snapshot
    learning = s.learning
    assert learning is not None
    phase = PHASES[learning.phase]
    shown, of = learning.pattern_of
    held = "the pattern is held" if not learning.phase else "nothing is held"
    doing = "counting" if learning.is_counting else "annealing"
    title = f"Cycle {grouped(learning.cycles + 1)}, {phase} phase"
    text = f"Run {shown + 1} of {of}: {held}, {doing} at T = {plain(s.temperature)}"
    gap = frame.readouts["divergence"]
    if gap is not None:
        text += f" · G = {gap:.3f}"
    return title, text + ".", "good" if gap is not None and gap < 0.1 else "moving"


def _annealing(frame: Frame) -> Verdict:
    """How far the schedule is, and how low the energy has come."""
    s: BoltzmannSnapshot = frame.snapshot
    p = s.parameters
    per = f"{plain(s.energy / p.n, 4)} a spin" if p.low < 0 else plain(s.energy)
    best = plain(s.best_energy / p.n, 4) if p.low < 0 else plain(s.best_energy)
    text = f"E = {per}, the lowest so far {best}."
    restored = frame.readouts["restored"]
    if restored is not None:
        text = f"{restored:.1f} % of the picture is as it was drawn. " + text
    if frame.is_finished:
        return f"Annealed, to T = {plain(s.temperature)}", text, "good"
    if frame.step == 0:
        return "Not started", f"Press Space: it anneals for {p.sweeps} sweeps.", "idle"
    now = min(int(s.age) + 1, p.sweeps)
    return f"Annealing at T = {plain(s.temperature)}, sweep {now} of {p.sweeps}", text, "moving"


def _solution(s: BoltzmannSnapshot) -> Verdict:
    problem = s.problem
    best = problem.cost(s.best)
    is_best = problem.is_solved(best)
    title = "The best solution" if is_best else "Best so far"
    said = problem.said(best)
    return title, said[:1].upper() + said[1:] + ".", "good" if is_best else "moving"


def state_caption(s: BoltzmannSnapshot) -> str:
    """How to read the card Network."""
    p = s.parameters
    if p.is_grid:
        return f"{p.side} × {p.side} spins · drag to draw or pin"
    if p.network == "problem":
        is_cut = p.problem == "max-cut"
        return f"{p.n} nodes · cut all edges you can" if is_cut else f"{p.n} numbers · equal sums"
    if p.is_learning and p.n <= UNITS_DRAWN:
        return f"{p.n} units · data hold the visible ones"
    if p.n > UNITS_DRAWN or p.network != "general":
        return f"{p.n} units, one a square · draw, or pin them"
    return f"{p.n} units · click one to hold it, drag an edge"


def schedule_caption(s: BoltzmannSnapshot) -> str:
    """How to read the card Schedule."""
    what = f"T = {plain(s.temperature)} now"
    if s.parameters.is_learning:
        if s.parameters.statistics != "sampled":
            return f"{what} · only its end counts without sampling"
        return f"{what} · run through again for every pattern"
    return f"{what} · drag the curve to draw your own"


def no_states(s: BoltzmannSnapshot) -> str:
    """Why there is no exact distribution, or nothing to set beside it; "" where there is all."""
    if s.exact is None:
        return TOO_MANY
    if s.parameters.is_learning:
        return "While it learns, samples serve the weights: set Learns to nothing to compare them."
    return "" if s.counted else "Press Space: the states that are visited appear here."


def no_course(s: BoltzmannSnapshot) -> str:
    """Why the chains have no course since the last change."""
    if s.parameters.is_learning:
        return "While it learns, the weights change all the time: there is no equilibrium to reach."
    if s.parameters.is_annealing:
        return "The temperature is changing: choose a constant schedule to watch the chains settle."
    return "Press Space: the chains have not run since the last change."


def no_learning(s: BoltzmannSnapshot) -> str:
    """What would make the machine learn."""
    if s.parameters.network != "general":
        return "Only a general network learns: choose the preset XOR."
    if s.parameters.is_learning:
        return "There is nothing to learn yet: add a pattern on the page Data."
    return "Nothing is learned: set Learns to a data set, or choose the preset XOR."


def no_unit(s: BoltzmannSnapshot) -> str:
    """How to ask about a unit."""
    p = s.parameters
    if p.network == "problem":
        return "Click a node to ask why it is where it is." if p.problem == "max-cut" else (
            "Click a row of the table of weights to ask about a number."
        )  # fmt: skip
    if p.network == "general" and p.n <= UNITS_DRAWN:
        return "Alt+click a unit to ask why it is on or off."
    return "Choose the tool ? and click a unit, or Alt+click it."
