"""What has come of a game, in words: what goes well, what went wrong, and what to do."""

from typing import TYPE_CHECKING

from kernels.gan_play import D_FAKE, D_REAL
from simulator.core.verdict import Verdict
from simulator.models.gan_state import DRAWN

if TYPE_CHECKING:
    from simulator.models.gan import Gan

EARLY = 200  # iterations before anything is said of how it goes
FAR = 0.35  # nats of JS from which on fakes are far from the data
CLOSE = {1: 0.02, 2: 0.12}  # nats of JS, by dimension, below which they are close
SURE, LOST = 0.97, 0.03  # D of data and of fakes when it has won
FLAT, MOST = 0.01, 0.6  # D of a fake that pulls at nothing; share of such fakes
FEW = 0.6  # share of modes below which some are said to be lost
YOUNG, HALF = 3000, 0.5  # iterations, and precision, before which modes are not yet found
NEAT = 0.85  # precision from which on fakes are good


def verdict_of(m: "Gan", trouble: str) -> Verdict:
    """Return what is to be said of the present state."""
    s, p = m.state, m.parameters
    if trouble:
        hint = "Draw on the canvas." if p.world == DRAWN else ""
        return Verdict("calm", "No data yet", f"{trouble} {hint}".strip())
    if s.iterations < EARLY:
        if s.iterations == 0 and s.phase == 0:
            return Verdict("calm", "Not trained yet", "Press Space: fakes move towards the data.")
        return Verdict("calm", "The game has begun", "The two players get to know each other.")
    return _vanished(m) or _won(m) or _lost_modes(m) or _how_good(m)


def _vanished(m: "Gan") -> Verdict | None:
    """Return what is to be said where most fakes are pulled by next to nothing."""
    s = m.state
    if m.parameters.loss != "minimax":
        return None
    fakes = s.said[len(s.fake) :]
    share = float((m.opinions(fakes) < FLAT).mean())
    if share < MOST:
        return None
    return Verdict(
        "warm", f"The gradient has vanished for {100 * share:.0f} % of the fakes",
        "D is sure of them, and there ln(1 − D) is flat: they get no arrow, and G learns next to "
        "nothing from them.", (("Non-saturating loss", "set loss=non-saturating"),
        ("Blur what D sees", "set instance_noise=0.3")),
    )  # fmt: skip


def _won(m: "Gan") -> Verdict | None:
    """Return what is to be said where D is sure, and G is taught nothing or has little to go by."""
    s, p = m.state, m.parameters
    real, fake = (float(s.numbers[k]) for k in (D_REAL, D_FAKE))
    if p.is_critic or not (real > SURE and fake < LOST):
        return None
    ways = [("Blur what D sees", "set instance_noise=0.3")]
    if not p.beside:
        ways.append(("Flatten D: R1", "set r1=1"))
    if p.k_d > 1:
        ways.insert(0, ("One update of D", "set k_d=1"))
    return Verdict(
        "warm", "D overpowers G",
        f"D is right about everything: {real:.3f} for data, {fake:.3f} for fakes. Far from the "
        "data its slope says little about where to go.", tuple(ways),
    )  # fmt: skip


def _lost_modes(m: "Gan") -> Verdict | None:
    found = m.measures["modes_covered"]
    if found is None:
        return None
    count = len(m.world.weights)
    is_young = m.state.iterations < YOUNG and (m.measures["precision"] or 0.0) < HALF
    if found >= FEW * count or is_young:  # fakes that are not there yet have not collapsed
        return None
    p = m.parameters
    ways = []
    if not p.beside:
        if not p.r1 and p.loss != "wasserstein-gp":
            ways.append(("D sees the batch", "set minibatch_std=true"))
        ways.append(("Flatten D: R1", "set r1=1"))
    if not p.unrolled:
        ways.append(("D looks ahead", "set unrolled=5"))
    return Verdict(
        "warm", f"Mode collapse: {found:.0f} of {count} modes",
        "Many kinds of noise become the same fakes: G has found a few that D takes for data.",
        tuple(ways[:2]),
    )  # fmt: skip


def _how_good(m: "Gan") -> Verdict:
    s, p, known = m.state, m.parameters, m.measures
    if p.has_pictures:
        distance = known["nearest_training_distance"]
        text = (
            "" if distance is None else f"Nearest learned picture: {distance:.2f} away on average."
        )
        return Verdict("calm", f"Iteration {s.iterations:,}", text)
    js = known["js"]
    if js is None:
        return Verdict("calm", "The game goes on", "")
    said = f"JS {js:.3f} nats, precision {100 * (known['precision'] or 0.0):.0f} %"
    if known["modes_covered"] is not None and len(m.world.weights) > 1:
        said += f", {known['modes_covered']:.0f} of {len(m.world.weights)} modes"
    if js < CLOSE[p.dimensions] or (p.dimensions == 2 and js < 2 * CLOSE[2]
                                    and (known["precision"] or 0.0) > NEAT):  # fmt: skip
        return Verdict("good", "Fakes are like data", f"{said}.")
    if js > FAR:
        return Verdict("calm", "Fakes are far from the data", f"{said}.")
    return Verdict("calm", "Fakes come near", f"{said}.")
