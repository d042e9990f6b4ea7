"""Ways down a slope: how parameters move along a gradient g, in place.

    SGD       θ ← θ − η g
    MOMENTUM  m ← 0.9 m + g;  θ ← θ − η m                                   (Polyak 1964)
    RMSPROP   v ← 0.99 v + 0.01 g²;  θ ← θ − η g/(√v + ε)                   (Tieleman, Hinton 2012)
    ADAM      m ← m + (1 − β₁)(g − m);  v ← β₂ v + (1 − β₂) g²              (Kingma and Ba 2015)
              θ ← θ − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε)
    GRAVES    v ← 0.95 v + 0.05 g²;  ḡ ← 0.95 ḡ + 0.05 g                    (Graves 2013, § 4.1)
              m ← 0.9 m − η g/√(v − ḡ² + 10⁻⁴);  θ ← θ + m

ε is 1e-8. 0.9 and 0.99, the order of operations and where ε stands are those of torch.optim: the
same gradients lead to the same parameters there. β₁ and β₂ are Adam's alone. GRAVES is the RMSProp
of the paper on Neural Turing Machines.

    params, grads, first (m), second (v)   (P,) float32 or float64; m and v begin as zeros
                                           GRAVES has a second of (2P,): v, then ḡ
    count                                  t: the number of this update, from 1
"""

import math

from kernels.jit import kernel

SGD, MOMENTUM, RMSPROP, ADAM, GRAVES = range(5)
FRICTION, FADING, EPSILON = 0.9, 0.99, 1e-8
GRAVES_FADING, GRAVES_FLOOR = 0.95, 1e-4


@kernel(error_model="numpy")
def update(kind, params, grads, first, second, count, rate, beta1, beta2):
    """Move `params` once, and with them the moments `first` and `second` that this kind has."""
    number = params.dtype.type
    eta, epsilon = number(rate), number(EPSILON)
    if kind == SGD:
        for i in range(params.size):
            params[i] -= eta * grads[i]
    elif kind == MOMENTUM:
        kept = number(FRICTION)
        for i in range(params.size):
            m = kept * first[i] + grads[i]
            first[i] = m
            params[i] -= eta * m
    elif kind == RMSPROP:
        kept, new = number(FADING), number(1.0 - FADING)
        for i in range(params.size):
            v = kept * second[i] + new * grads[i] * grads[i]
            second[i] = v
            params[i] -= eta * grads[i] / (math.sqrt(v) + epsilon)
    elif kind == GRAVES:
        stays, fresh, kept = number(GRAVES_FADING), number(1.0 - GRAVES_FADING), number(FRICTION)
        floor = number(GRAVES_FLOOR)
        for i in range(params.size):
            v = stays * second[i] + fresh * grads[i] * grads[i]
            mean = stays * second[params.size + i] + fresh * grads[i]
            second[i], second[params.size + i] = v, mean
            m = kept * first[i] - eta * grads[i] / math.sqrt(v - mean * mean + floor)
            first[i] = m
            params[i] += m
    else:
        step = number(rate / (1.0 - beta1**count))
        scale = number(1.0 / math.sqrt(1.0 - beta2**count))
        new1, kept, new = number(1.0 - beta1), number(beta2), number(1.0 - beta2)
        for i in range(params.size):
            m = first[i] + new1 * (grads[i] - first[i])
            v = kept * second[i] + new * grads[i] * grads[i]
            first[i], second[i] = m, v
            params[i] -= step * m / (math.sqrt(v) * scale + epsilon)
