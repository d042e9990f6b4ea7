"""Twins: kernels on torch tensors, on the CPU or on a CUDA device.

Same names, order and contract as the functions they are twins of; whatever is random comes as an
array that a Numba kernel has drawn, so that every back end sees the same numbers. Importing this
package loads torch (seconds): only who was asked for torch imports it.

One CPU thread, as BLAS has: with more, sums have other bits.
"""

import warnings

import numpy as np
import torch

torch.set_num_threads(1)
torch.backends.cuda.matmul.fp32_precision = "ieee"  # TF32 would round whole sums above 2¹¹

OutOfMemory = torch.OutOfMemoryError  # of a CUDA device
DEVICES = {"torch": "cpu", "cuda": "cuda"}  # of the back ends
EXACT = 2**24  # up to here float32 holds every whole number
BLOCK = 65536  # rows of columns that are converted at once


def has_cuda() -> bool:
    """Whether there is a CUDA device that torch can use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an old driver: said in words by who asked
        return torch.cuda.is_available()


def tensor(array: np.ndarray, device: str, dtype: torch.dtype | None = None) -> torch.Tensor:
    """Return a copy of an array on a device, as it is or as another type."""
    return torch.tensor(array, device=device, dtype=dtype)


def array(values: torch.Tensor) -> np.ndarray:
    """Return a tensor as an array on this machine's processor."""
    return values.cpu().numpy()


def exact_type(units: torch.Tensor, columns: torch.Tensor, largest: float) -> torch.dtype:
    """Return the type for sums along columns, int8 of −1, 0 and +1 or fractions.

    Whole numbers (two-valued units) whose sums never exceed `largest` are exact in float32, and
    are added twice as fast there on a CPU, and many times on a graphics card; fractions always
    have float64.
    """
    is_whole = units.dtype == torch.int8 and columns.dtype == torch.int8
    return torch.float32 if is_whole and largest < EXACT else torch.float64


def blocks(rows: int) -> list[slice]:
    """Return slices of rows, small enough for a converted copy."""
    return [slice(start, start + BLOCK) for start in range(0, rows, BLOCK)]
