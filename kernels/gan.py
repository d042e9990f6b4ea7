"""What two players of a GAN lose, and how each verdict pulls at them.

s_r, s_f (R,) are what the discriminator answers to real rows and to fakes, before any activation;
σ is the sigmoid, ζ(s) = ln(1 + eˢ), t = 1 − label smoothing what a real row should be called.

    loss             discriminator, to be made small                 generator
    MINIMAX          t ζ(−s_r) + (1 − t) ζ(s_r) + ζ(s_f)              −ζ(s_f) = ln(1 − D)
    NON_SATURATING   the same                                         ζ(−s_f) = −ln D
    LEAST_SQUARES    ½(s_r − t)² + ½ s_f²                             ½(s_f − 1)²
    WASSERSTEIN_CLIP, WASSERSTEIN_GP     s_f − s_r                    −s_f
    HINGE            max(0, 1 − s_r) + max(0, 1 + s_f)                −s_f

each a mean over its rows (Goodfellow et al. 2014; Mao et al. 2017; Arjovsky, Chintala and Bottou
2017; Gulrajani et al. 2017; Lim and Ye 2017). At equilibrium MINIMAX has 2 ln 2 = −V.

    verdicts  (R,) float32 or float64
    pulls     (R,) ∂loss/∂s of each, its share of the mean in it
"""

import math

import numpy as np

from kernels.counted import halves, random_bits
from kernels.jit import kernel
from kernels.mixture import logarithm
from kernels.rbm import exponential

MINIMAX, NON_SATURATING, LEAST_SQUARES, WASSERSTEIN_CLIP, WASSERSTEIN_GP, HINGE = range(6)
NOTED = 8  # of a batch of new fakes, one is noted for later
SCALE = np.float32(1.0 / 255.0)
ONE, ZERO = np.float32(1.0), np.float32(0.0)


@kernel(error_model="numpy")
def weigh(sign, verdicts, chances, softs):
    """Fill σ and ζ (R,) of `sign` · s. float32 by polynomials that LLVM vectorises (a twelfth of
    the library's time), ζ to 10⁻⁷; float64 to the last digit."""
    if verdicts.itemsize == 4:
        for i in range(verdicts.size):
            s = np.float32(sign) * np.float32(verdicts[i])
            small = exponential(-abs(s))
            share = ONE / (ONE + small)
            chances[i] = share if s >= ZERO else small * share
            softs[i] = max(s, ZERO) - logarithm(share)
    else:
        for i in range(verdicts.size):
            s = sign * verdicts[i]
            small = math.exp(-abs(s))
            chances[i] = (1.0 if s >= 0.0 else small) / (1.0 + small)
            softs[i] = max(s, 0.0) + math.log1p(small)


@kernel
def lose_real(loss, target, verdicts, pulls):
    """Return the discriminator's loss of real rows, and fill `pulls`."""
    total, share = 0.0, 1.0 / max(verdicts.size, 1)
    if loss <= NON_SATURATING:  # of −s: 1 − D keeps its digits where D is nearly 1
        softs, left = np.empty_like(verdicts), 1.0 - target
        weigh(-1, verdicts, pulls, softs)
        for i in range(verdicts.size):
            total += softs[i] + left * verdicts[i]
            pulls[i] = share * (left - pulls[i])
        return total * share
    for i in range(verdicts.size):
        s = np.float64(verdicts[i])
        if loss == LEAST_SQUARES:
            total += 0.5 * (s - target) ** 2
            pulls[i] = share * (s - target)
        elif loss == HINGE:
            total += max(0.0, 1.0 - s)
            pulls[i] = -share if s < 1.0 else 0.0
        else:
            total -= s
            pulls[i] = -share
    return total * share


@kernel
def lose_fake(loss, verdicts, pulls):
    """Return the discriminator's loss of fakes, and fill `pulls`."""
    total, share = 0.0, 1.0 / max(verdicts.size, 1)
    if loss <= NON_SATURATING:
        softs = np.empty_like(verdicts)
        weigh(1, verdicts, pulls, softs)
        for i in range(verdicts.size):
            total += softs[i]
            pulls[i] = share * pulls[i]
        return total * share
    for i in range(verdicts.size):
        s = np.float64(verdicts[i])
        if loss == LEAST_SQUARES:
            total += 0.5 * s * s
            pulls[i] = share * s
        elif loss == HINGE:
            total += max(0.0, 1.0 + s)
            pulls[i] = share if s > -1.0 else 0.0
        else:
            total += s
            pulls[i] = share
    return total * share


@kernel
def fool(loss, verdicts, pulls):
    """Return the generator's loss of its fakes, and fill `pulls`."""
    total, share = 0.0, 1.0 / max(verdicts.size, 1)
    if loss <= NON_SATURATING:
        softs = np.empty_like(verdicts)
        sign = 1 if loss == MINIMAX else -1
        weigh(sign, verdicts, pulls, softs)
        for i in range(verdicts.size):
            total += softs[i]
            pulls[i] = -share * pulls[i]
        return -sign * total * share
    for i in range(verdicts.size):
        s = np.float64(verdicts[i])
        if loss == LEAST_SQUARES:
            total += 0.5 * (s - 1.0) ** 2
            pulls[i] = share * (s - 1.0)
        else:
            total -= s
            pulls[i] = -share
    return total * share


@kernel
def tell(loss, said, numbers):
    """Fill `numbers` (4,) with V, the means of D of real rows and of fakes, and the share that it
    called right, from what it `said` (2R,) of real rows, then fakes. V is NaN of losses without.

    A critic has no boundary of its own: what lies above the middle of its two means counts as real.
    """
    rows = said.size // 2
    real, fake, value, limit = 0.0, 0.0, 0.0, 0.0
    if loss <= NON_SATURATING:
        chances, softs = np.empty_like(said), np.empty_like(said)
        weigh(1, said, chances, softs)
        for r in range(rows):
            real += chances[r]
            fake += chances[rows + r]
            value -= softs[r] - said[r] + softs[rows + r]
    else:
        for r in range(rows):
            real += said[r]
            fake += said[rows + r]
        value = real - fake
    real /= rows
    fake /= rows
    if loss == LEAST_SQUARES:
        limit = 0.5
    elif WASSERSTEIN_CLIP <= loss <= WASSERSTEIN_GP:
        limit = 0.5 * (real + fake)
    right = 0
    for r in range(rows):
        right += int(said[r] > limit) + int(said[rows + r] <= limit)
    has_value = loss != LEAST_SQUARES and loss != HINGE
    numbers[0] = value / rows if has_value else math.nan
    numbers[1], numbers[2], numbers[3] = real, fake, right / (2.0 * rows)


@kernel
def add_penalty(target, weight, slopes, tangents):
    """Return weight · mean (‖slope‖ − target)² over rows, and fill `tangents` with its derivative
    by the slopes (R, d); with a `target` below 0 the mean of ‖slope‖² instead."""
    rows, d = slopes.shape
    total, share = 0.0, weight / max(rows, 1)
    for r in range(rows):
        square = 0.0
        for i in range(d):
            square += np.float64(slopes[r, i]) ** 2
        if target < 0.0:
            total += square
            factor = 2.0 * share
        else:
            length = math.sqrt(square)
            total += (length - target) ** 2
            factor = 2.0 * share * (length - target) / max(length, 1e-12)
        for i in range(d):
            tangents[r, i] = factor * slopes[r, i]
    return total * share


@kernel
def take_rows(pixels, key, out):
    """Fill `out` (R, D) float32 with rows of pixels (N, D) uint8 by chance, as 0 … 1."""
    low, high = halves(key)
    count = len(pixels)
    for r in range(len(out)):
        u = (random_bits(np.uint32(r), low, high) + 0.5) * 2.0**-31
        row = min(np.int64(u * count), count - 1)
        for i in range(out.shape[1]):
            out[r, i] = np.float32(pixels[row, i]) * SCALE


@kernel
def remember(fakes, many, stored, key, old):
    """Note the first eighth of new fakes (R, d) in `old` (M, d), and put old ones, by chance, in
    place of the last `many` new ones. Return how many were ever noted, of which `stored` before."""
    rows, room = len(fakes), len(old)
    for r in range(max(rows // NOTED, 1)):
        old[stored % room] = fakes[r]
        stored += 1
    low, high = halves(key)
    there = min(stored, room)
    for r in range(rows - many, rows):
        u = (random_bits(np.uint32(r), low, high) + 0.5) * 2.0**-31
        fakes[r] = old[min(np.int64(u * there), there - 1)]
    return stored


@kernel
def follow(average, params, kept):
    """Move the average of the generator's weights towards what they are now."""
    share = np.float32(1.0 - kept)
    for i in range(average.size):
        average[i] += share * (params[i] - average[i])


@kernel
def clip(params, most):
    """Bring weights into ±most."""
    for i in range(params.size):
        params[i] = min(max(params[i], -most), most)


@kernel
def length(vector):
    """Return ‖vector‖, float64."""
    total = 0.0
    for i in range(vector.size):
        x = np.float64(vector[i])
        total += x * x
    return math.sqrt(total)
