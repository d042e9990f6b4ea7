"""Ratio matching of restricted Boltzmann machines: learning without sampling.

    J = Σ_n Σ_i r_ni²,   r_ni = σ(F(v_n) − F(v_n with pixel i flipped))

is least where the machine has the data's ratios p(v)/p(v flipped) (Hyvärinen 2007); no Z is needed.
With w_ni = 2 r²(1 − r), a hidden unit's answer p_k and its answer p_k^i after the flip,

    −∂J/∂W_jk = Σ_n [ v_j Σ_i w_i (p_k − p_k^i) + w_j (2 v_j − 1) p_k^j ]
    −∂J/∂b_j  = Σ_n w_j (2 v_j − 1),        −∂J/∂c_k = Σ_n Σ_i w_i (p_k − p_k^i)

because a flip changes only one pixel: the field of hidden unit k changes by (1 − 2 v_i) W_ik.

    visible  (R, V) float32 of 0 and 1;  fields, answers (R, H) float32
    gradient (V + 1, H + 1) float64, a mean over the rows; last column: visible, last row: hidden
             biases
"""

import math

import numpy as np

from kernels import rbm_layers
from kernels.jit import kernel
from kernels.rbm import exponential, sigmoid
from kernels.rbm_layers import Machine

_ONE, _TWO = np.float32(1.0), np.float32(2.0)
FACTORS = 512  # see `soft_sums` in rbm.py


@kernel(error_model="numpy")
def flip_each(row, fields, answers, weights, biases, flipped, gradient):
    """Add the gradient of one pattern `row` (V,) to `gradient`, in place; returns Σ_i r_i².

    `fields` (H,) are with the hidden biases; `flipped` (H,) is a place to work in.
    """
    v, h = weights.shape
    total = 0.0
    for i in range(v):
        turn = _ONE - _TWO * row[i]
        product, plain = 1.0, 0.0
        for first in range(0, h, FACTORS):
            for k in range(first, min(first + FACTORS, h)):
                before = fields[k]
                after = before + turn * weights[i, k]
                plain += np.float64(max(after, np.float32(0.0)) - max(before, np.float32(0.0)))
                product *= np.float64(_ONE + exponential(-abs(after))) / np.float64(
                    _ONE + exponential(-abs(before))
                )
                flipped[k] = sigmoid(after)
        gap = -(np.float64(turn * biases[i]) + plain + math.log(product))  # F(flipped) − F(v)
        r = 1.0 / (1.0 + math.exp(min(gap, 700.0)))
        weight = 2.0 * r * r * (1.0 - r)
        total += r * r
        sign = 2.0 * np.float64(row[i]) - 1.0
        gradient[i, h] += weight * sign
        for k in range(h):
            gradient[v, k] += weight * np.float64(answers[k] - flipped[k])
            gradient[i, k] += weight * sign * np.float64(flipped[k])
    return total


def gradient(machine: Machine, visible: np.ndarray) -> np.ndarray:
    """Return the ascent direction (V + 1, H + 1) float64 for a batch of Bernoulli patterns."""
    return matched(machine, visible)[0]


def matched(machine: Machine, visible: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the mean −∂J over the rows, and the mean J itself."""
    rows, v = visible.shape
    h = machine.weights.shape[1]
    answers = np.empty((rows, h), np.float32)
    rbm_layers.hidden_means(machine, visible, answers)
    fields = visible @ machine.weights + machine.hidden_biases
    total, worth = np.zeros((v + 1, h + 1)), 0.0
    flipped = np.empty(h, np.float32)
    for n in range(rows):
        one = np.zeros((v + 1, h + 1))
        worth += flip_each(
            visible[n], fields[n], answers[n], machine.weights, machine.visible_biases, flipped, one
        )
        one[:v, :h] += visible[n][:, None] * one[v, :h]
        total += one
    return total / rows, worth / rows
