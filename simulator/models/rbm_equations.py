"""The equation in the title bar: what is learned and what it is learned with, as TeX."""

from typing import Any

ENERGY = r"E = -b^\top v - c^\top h - v^\top W h"
GAUSSIAN = r"E = \frac{1}{2}|v - b|^2 - c^\top h - v^\top W h"
LEARNING = (
    r"\Delta W = \epsilon \left(\langle v h^\top \rangle_{\mathrm{data}}"
    r" - \langle v h^\top \rangle_{\mathrm{model}}\right)"
)
DIVERGENCE = (
    r"\Delta W = \epsilon \left(\langle v h^\top \rangle_0 - \langle v h^\top \rangle_k\right)"
)
RATIOS = r"J = \sum_i \sigma\left(F(v) - F(\bar{v}_i)\right)^2,\quad \Delta W = -\epsilon \nabla J"
DREAMING = r"p(h_j = 1) = \sigma\left(c_j + \sum_i v_i W_{ij}\right)"
MACHINE = LEARNING
_GAP = r",\qquad "

_RULES = {"cd": DIVERGENCE, "ratio-matching": RATIOS, "none": DREAMING}


def equation_under(p: Any) -> str:
    """Return the TeX of the change of the weights, and of the energy."""
    return _RULES.get(p.learning, LEARNING) + _GAP + (GAUSSIAN if p.is_gaussian else ENERGY)


ALL = (
    MACHINE,
    *(r + _GAP + e for r in (LEARNING, *_RULES.values()) for e in (ENERGY, GAUSSIAN)),
)
