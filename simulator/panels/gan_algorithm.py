"""Algorithm 1 of Goodfellow et al. (2014), with the gradients of the loss that is played for."""

from kernels.gan_play import D_DATA, D_NOISE, G_NOISE, G_UPDATE
from simulator.models import gan_equations as equations
from simulator.models.gan_game import PHASES
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_state import GanParameters
from simulator.panels.gan_words import ordinal
from simulator.views.algorithm import AlgorithmLine
from simulator.views.players_phases import PHASES as SAID

LINE_OF = {  # the line that a phase belongs to
    D_NOISE: "d-noise", D_DATA: "d-data", **dict.fromkeys(range(D_DATA + 1, G_NOISE), "d-update"),
    G_NOISE: "g-noise", **dict.fromkeys(range(G_NOISE + 1, G_UPDATE + 1), "g-update"),
}  # fmt: skip
OPTIMIZERS = {"sgd": "SGD", "momentum": "momentum", "rmsprop": "RMSProp", "adam": "Adam"}


def lines(s: GanSnapshot, is_slow: bool) -> tuple[AlgorithmLine, ...]:
    """The lines; while phases can be followed the loops say which of their turns this is."""
    p = s.parameters
    turns = _turns(s) if is_slow else (0, 0)
    rows = f"{p.batch_size}"
    return (
        AlgorithmLine("all", 0, "for each iteration do"),
        AlgorithmLine("d", 1, _loop("D", p.k_d, turns[0])),
        AlgorithmLine("d-noise", 2, f"draw {rows} noise vectors", equations.NOISE),
        AlgorithmLine("d-data", 2, f"draw {rows} examples", equations.DATA),
        AlgorithmLine("d-update", 2, f"move D along ({_how(p, True)})",
                      equations.GRADIENT_D[p.loss]),
        AlgorithmLine("end-d", 1, "end for"),
        AlgorithmLine("g", 1, _loop("G", p.k_g, turns[1])),
        AlgorithmLine("g-noise", 2, f"draw {rows} noise vectors", equations.NOISE),
        AlgorithmLine("g-update", 2, f"move G along ({_how(p, False)})",
                      equations.GRADIENT_G[p.loss]),
        AlgorithmLine("end-g", 1, "end for"),
        AlgorithmLine("end", 0, "end for"),
    )  # fmt: skip


def running(s: GanSnapshot, is_slow: bool) -> str:
    """The key of the line that is running, or ""."""
    return LINE_OF[s.last_phase] if is_slow and s.last_phase >= 0 else ""


def note(s: GanSnapshot, is_slow: bool) -> str:
    """Which part of the line that is, and what differs from the paper."""
    if is_slow and s.last_phase >= 0:
        phase = SAID[PHASES[s.last_phase]]
        return f"{phase.name}: {phase.does}"
    if s.parameters.loss == "minimax":
        return "As printed in 2014, with k updates of D and one of G in each iteration."
    return "Algorithm 1 of 2014, with the gradients of the chosen loss."


def _turns(s: GanSnapshot) -> tuple[int, int]:
    """Which turn of D, and of G, the last phase belongs to; 0: none."""
    if s.last_phase < 0:
        return 0, 0
    is_over = s.last_phase in (G_NOISE - 1, G_UPDATE)  # the turn was counted already
    turn = s.turn + (not is_over)
    if s.last_phase < G_NOISE:
        return (turn if s.phase < G_NOISE else s.parameters.k_d), 0
    return 0, (turn if s.phase >= G_NOISE else s.parameters.k_g)


def _loop(player: str, count: int, turn: int) -> str:
    steps = f"for k_{player} = {count} step{'s' * (count != 1)} do"
    return f"{steps}  (the {ordinal(turn)})" if turn and count > 1 else steps


def _how(p: GanParameters, is_judge: bool) -> str:
    kind, rate = (p.optimizer_d, p.rate_d) if is_judge else (p.optimizer_g, p.rate_g)
    return f"{OPTIMIZERS[kind]}, ε = {rate:g}"
