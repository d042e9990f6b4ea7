"""What units of a layer answer, and the slope of that answer: element by element.

    LINEAR   x                 RELU    max(x, 0)            LEAKY   max(x, 0.2 x)
    TANH     tanh x            SIGMOID 1/(1 + e⁻ˣ)

Slopes φ′ and curvatures follow from the answer y alone, so that x need not be kept:

    TANH  φ′ = 1 − y², φ″/φ′ = −2y     SIGMOID  φ′ = y(1 − y), φ″/φ′ = 1 − 2y     others  φ″ = 0

0.2 is the leak of the GANs that have one (Radford, Metz and Chintala 2016). At x = 0 the slope of
RELU is 0 and that of LEAKY 0.2, as in torch.

    y, deltas  (n,) float32, or float64 as the tests of gradients have it

float32 has exp as a polynomial that LLVM vectorises (kernels/rbm.py) and tanh by Cephes' tanhf;
float64 the library's, exact to its last digit.
"""

import math

import numpy as np

from kernels.jit import kernel
from kernels.rbm import exponential, sigmoid

LINEAR, RELU, LEAKY, TANH, SIGMOID = range(5)
LEAK = 0.2

_F = np.float32
_ONE, _TWO, _NEAR = _F(1.0), _F(2.0), _F(0.625)
_T0, _T1, _T2 = _F(-5.70498872745e-3), _F(2.06390887954e-2), _F(-5.37397155531e-2)
_T3, _T4 = _F(1.33314422036e-1), _F(-3.33332819422e-1)


@kernel(inline="always", error_model="numpy")
def tanh(x):
    """Return tanh x, float32: near 0 a polynomial, so that small ones keep their digits."""
    z = x * x
    near = x + x * z * ((((_T0 * z + _T1) * z + _T2) * z + _T3) * z + _T4)
    far = _ONE - _TWO / (exponential(_TWO * x) + _ONE)
    return near if abs(x) < _NEAR else far


@kernel(error_model="numpy")
def answer(kind, biases, out):
    """Turn `out` (R, m), what units feel without their biases (m,), into what they answer."""
    rows, m = out.shape
    if kind in (RELU, LEAKY):
        rectify(biases, out.dtype.type(LEAK if kind == LEAKY else 0.0), out)
        return
    for r in range(rows):
        for j in range(m):
            out[r, j] += biases[j]
    if kind != LINEAR:
        bend(kind, out.ravel())


@kernel
def rectify(biases, leak, out):
    """The same of rectifiers. A number of `out` is never stored as it was read: LLVM would store
    the others alone, through a mask, which takes some processors four times as long."""
    rows, m = out.shape
    for r in range(rows):
        for j in range(m):
            x = out[r, j] + biases[j]
            out[r, j] = max(x, leak * x)


@kernel(error_model="numpy")
def bend(kind, x):
    """Turn x (n,) into tanh x or its sigmoid, in place."""
    if x.itemsize == 4:
        if kind == TANH:
            for i in range(x.size):
                x[i] = tanh(_F(x[i]))
        else:
            for i in range(x.size):
                x[i] = sigmoid(_F(x[i]))
    else:
        for i in range(x.size):
            half = math.tanh(x[i] if kind == TANH else 0.5 * x[i])
            x[i] = half if kind == TANH else 0.5 * half + 0.5


@kernel
def multiply_slopes(kind, y, deltas):
    """Multiply `deltas` (n,) by φ′, in place, where the units answer `y` (n,).

    A rectifier's slope is y·2¹⁰⁰ cut at the leak and at 1: a choice would be stored through a mask.
    """
    one, far = y.dtype.type(1.0), y.dtype.type(2.0**100)
    if kind in (RELU, LEAKY):
        leak = y.dtype.type(LEAK if kind == LEAKY else 0.0)
        for i in range(y.size):
            deltas[i] *= min(max(far * y[i], leak), one)
    elif kind == TANH:
        for i in range(y.size):
            deltas[i] *= one - y[i] * y[i]
    elif kind == SIGMOID:
        for i in range(y.size):
            deltas[i] *= y[i] * (one - y[i])


@kernel(error_model="numpy")
def fill_curvatures(kind, y, tangents, out):
    """Fill `out` (n,) with φ″/φ′ times `tangents` (n,): of TANH and SIGMOID, nothing else bends."""
    one, two = y.dtype.type(1.0), y.dtype.type(2.0)
    base = one if kind == SIGMOID else y.dtype.type(0.0)
    for i in range(y.size):
        out[i] = (base - two * y[i]) * tangents[i]
