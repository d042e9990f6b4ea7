"""Twins of kernels/counted.py on torch tensors: the same hashed bits on every device.

    keys  (B,)  uint64 array

Random numbers are made by int32 arithmetic, which keeps the low 32 bits of a product, as the
hash needs; a shift to the right copies the sign, so what it brings in is masked away.
"""

import numpy as np
import torch

from kernels import counted

_A, _B, _C = (m - 2**32 if m >= 2**31 else m for m in (0xED5AD4BB, 0xAC4C1B51, 0x31848BAB))


def random_bits(
    start: int, count: int, keys: np.ndarray, device: torch.device, is_swapped: bool = False
) -> torch.Tensor:
    """Return 31 random bits (B, count) int32 for the numbers start … start + count − 1; with the
    halves of the keys exchanged for second ones."""
    halves = np.empty((2, len(keys)), np.uint32)
    counted.fill_halves(keys, halves)
    if is_swapped:
        halves = halves[::-1].copy()
    low, high = torch.from_numpy(halves.view(np.int32)).to(device)[..., None]
    x = torch.arange(start, start + count, dtype=torch.int32, device=device) + low
    x.bitwise_xor_(_shifted(x, 17)).mul_(_A)
    x.bitwise_xor_(_shifted(x, 11)).bitwise_xor_(high).mul_(_B)
    x.bitwise_xor_(_shifted(x, 15)).mul_(_C)
    return _shifted(x.bitwise_xor_(_shifted(x, 14)), 1)


def _shifted(x: torch.Tensor, bits: int) -> torch.Tensor:
    return (x >> bits).bitwise_and_(2 ** (32 - bits) - 1)
