"""The equations of the game that is played, as TeX."""

from typing import Any

VALUE = r"\min_G \max_D V = \mathbb{E}_x \ln D(x) + \mathbb{E}_z \ln\left(1 - D(G(z))\right)"
NON_SATURATING = (
    r"\max_D \mathbb{E}_x \ln D(x) + \mathbb{E}_z \ln\left(1 - D(G(z))\right),\quad"
    r" \max_G \mathbb{E}_z \ln D(G(z))"
)
LEAST_SQUARES = (
    r"\min_D \frac{1}{2} \mathbb{E}_x (D(x) - 1)^2 + \frac{1}{2} \mathbb{E}_z D(G(z))^2,\quad"
    r" \min_G \frac{1}{2} \mathbb{E}_z (D(G(z)) - 1)^2"
)
CLIPPED = r"\min_G \max_D \mathbb{E}_x D(x) - \mathbb{E}_z D(G(z)),\quad |w| \leq c"
PENALTY = (
    r"\min_G \max_D \mathbb{E}_x D(x) - \mathbb{E}_z D(G(z))"
    r" - \lambda \mathbb{E} (|\nabla D| - 1)^2"
)
HINGE = (
    r"\min_D \mathbb{E}_x [1 - D(x)]_+ + \mathbb{E}_z [1 + D(G(z))]_+,\quad"
    r" \max_G \mathbb{E}_z D(G(z))"
)
OF_LOSS = {
    "minimax": VALUE, "non-saturating": NON_SATURATING, "least-squares": LEAST_SQUARES,
    "wasserstein-clip": CLIPPED, "wasserstein-gp": PENALTY, "hinge": HINGE,
}  # fmt: skip
# Algorithm 1, line by line: what D and G go along
GRADIENT_D = {
    "minimax": r"\nabla_D \frac{1}{m} \sum \ln D(x) + \ln (1 - D(G(z)))",
    "non-saturating": r"\nabla_D \frac{1}{m} \sum \ln D(x) + \ln (1 - D(G(z)))",
    "least-squares": r"-\nabla_D \frac{1}{2m} \sum (D(x) - 1)^2 + D(G(z))^2",
    "wasserstein-clip": r"\nabla_D \frac{1}{m} \sum D(x) - D(G(z))",
    "wasserstein-gp": r"\nabla_D \frac{1}{m} \sum D(x) - D(G(z)) - \lambda (|\nabla D| - 1)^2",
    "hinge": r"-\nabla_D \frac{1}{m} \sum [1 - D(x)]_+ + [1 + D(G(z))]_+",
}
GRADIENT_G = {
    "minimax": r"-\nabla_G \frac{1}{m} \sum \ln (1 - D(G(z)))",
    "non-saturating": r"\nabla_G \frac{1}{m} \sum \ln D(G(z))",
    "least-squares": r"-\nabla_G \frac{1}{2m} \sum (D(G(z)) - 1)^2",
    "wasserstein-clip": r"\nabla_G \frac{1}{m} \sum D(G(z))",
    "wasserstein-gp": r"\nabla_G \frac{1}{m} \sum D(G(z))",
    "hinge": r"\nabla_G \frac{1}{m} \sum D(G(z))",
}
NOISE, DATA = r"z \sim p(z)", r"x \sim p_{\mathrm{data}}(x)"
FAKES = r"G(z)"


def equation_under(p: Any) -> str:
    """Return the TeX of what is played for."""
    return OF_LOSS[p.loss]


ALL = (*OF_LOSS.values(), *GRADIENT_D.values(), *GRADIENT_G.values(), NOISE, DATA, FAKES)
