"""What has come of a restricted Boltzmann machine, in words: what goes well, and what to do."""

from typing import TYPE_CHECKING

from simulator.core.verdict import Verdict

if TYPE_CHECKING:
    from simulator.models.rbm import Rbm

MANY_DEAD = 0.3  # share of the hidden units
OVERFIT, SURE = -4.0, 4.0  # nats, and errors, by which a free energy gap is below 0
HIGH = 0.2  # a learning rate that is said to be high


def verdict_of(m: "Rbm", trouble: str) -> Verdict:
    """Return what is to be said of the present state."""
    s, p = m.state, m.parameters
    h = s.hidden_biases.size
    if trouble:
        return Verdict("calm", "Nothing to learn yet", trouble)
    if not p.learns:
        return Verdict("calm", "Dreaming", "The weights stay as they are; fantasies move.")
    if not s.is_begun or s.updates == 0:
        return Verdict("calm", "Not trained yet", "Press Space: fantasies begin as noise.")
    if m.is_all_saturated:
        return _stuck(m, h)
    dead = int(m.dead.sum())
    if dead > MANY_DEAD * h:
        return Verdict(
            "warm", f"{dead} of {h} hidden units are dead",
            "They are never on, so they learn nothing. Give them a sparsity target, smaller first "
            "weights, or a lower rate.", (("Target 0.1", "set sparsity_target=0.1"),),
        )  # fmt: skip
    if p.rate_schedule == "linear" and m.learning_rate_now() == 0.0:
        return Verdict("good", "Training has ended", _how_good(m) or "The learning rate is 0 now.")
    gap = m.measures["free_energy_gap"]
    if gap is not None and is_overfitting(m):
        return Verdict(
            "warm", f"Overfitting: the free energy gap is {gap:.1f} nats".replace("-", "−"),
            "Learned patterns are more likely than held-out ones. Stop, or take more data, fewer "
            "hidden units or more weight decay.",
        )  # fmt: skip
    return Verdict("good", f"Learning, epoch {s.epoch + 1}", _how_good(m) or "Strokes take shape.")


def is_overfitting(m: "Rbm") -> bool:
    """Whether learned patterns are so much more likely than held-out ones that it is no chance."""
    gap, error = m.measures["free_energy_gap"], m.measures["gap_error"]
    if gap is None or error is None or m.state.epoch < 1:
        return False
    return gap < min(OVERFIT, -SURE * error)


def _stuck(m: "Rbm", h: int) -> Verdict:
    p = m.parameters
    rate = m.learning_rate_now()
    text = (
        f"Every unit answers every pattern alike. The learning rate {rate:g} is too high: take "
        f"{rate / 100:g} and reset."
        if rate > HIGH
        else "Every unit answers every pattern alike: take a lower rate and reset."
    )
    remedies = [(f"Rate {rate / 100:g}, reset", f"set learning_rate={rate / 100:g};reset")]
    if p.when_saturated == "stop":
        remedies.append(("Go on anyway", "set when_saturated=go-on"))
    return Verdict("warm", f"All {h} hidden units are saturated", text, tuple(remedies))


def _how_good(m: "Rbm") -> str:
    """Return the best number there is, in words."""
    known = m.measures
    parts = []
    if known["log_likelihood"] is not None:
        parts.append(f"log-likelihood {known['log_likelihood']:.2f} nats")
    if known["reconstruction_error"] is not None:
        parts.append(f"reconstruction error {known['reconstruction_error']:.4f}")
    if known["free_energy_gap"] is not None:
        parts.append(f"free energy gap {known['free_energy_gap']:.1f} nats")
    said = ", ".join(part.replace(" -", " −") for part in parts)
    return said[:1].upper() + said[1:] + "." if said else ""
