"""The equation in the title bar: what runs under the present parameters, as TeX."""

from typing import Any

HEAT_BATH = r"p(s_i = 1) = \frac{1}{1 + e^{-\Delta E_i / T}}"
METROPOLIS = r"p(\mathrm{flip}) = \min\left(1, e^{-\Delta E / T}\right)"
WOLFF = r"p(\mathrm{bond}) = 1 - e^{-2J / T}"
EXCHANGE = r"p(a \leftrightarrow b) = \min\left(1, e^{(1/T_a - 1/T_b)(E_a - E_b)}\right)"
ENERGY = r"E = -\frac{1}{2} \sum_{ij} w_{ij} s_i s_j - \sum_i b_i s_i"
LATTICE = r"E = -J \sum_{\langle ij \rangle} s_i s_j - h \sum_i s_i"
PICTURE = r"E = -\sum_{\langle ij \rangle} s_i s_j - \lambda \sum_i y_i s_i"
LEARNING = r"\Delta w_{ij} = \frac{\epsilon}{T} \left(p^{+}_{ij} - p^{-}_{ij}\right)"
_GAP = r",\qquad "

_RULES = {"gibbs": HEAT_BATH, "metropolis": METROPOLIS, "replica-exchange": EXCHANGE}
_ENERGIES = {"lattice": LATTICE, "picture": PICTURE}


def equation_under(p: Any) -> str:
    """Return the TeX of the sampler and of the energy, or of learning."""
    rule = WOLFF if p.uses_clusters else _RULES.get(p.sampler, HEAT_BATH)
    if p.is_learning:
        return LEARNING + _GAP + HEAT_BATH
    return rule + _GAP + _ENERGIES.get(p.network, ENERGY)


ALL = (
    HEAT_BATH,
    LEARNING + _GAP + HEAT_BATH,
    *(r + _GAP + e for r in (*_RULES.values(), WOLFF) for e in (ENERGY, LATTICE, PICTURE)),
)
