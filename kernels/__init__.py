"""Numbers: pure functions on arrays, compiled by Numba. No Qt, no files, no clock."""
