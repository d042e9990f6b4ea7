"""`bench`: the speeds, each as a ratio against its peer in the same run.

rows.py       what a result is, medians, the machine
hopfield.py   Hopfield kernels against NumPy
boltzmann.py  Boltzmann machines against NumPy; boltzmann_lattice.py: lattices
rbm.py        restricted Boltzmann machines against scikit-learn and NumPy
gan.py        generative adversarial networks against PyTorch
ntm.py        Neural Turing Machines against PyTorch, and how long they take to learn
window.py     start, frames, stalls and idling of the real window, in processes of their own
"""

from simulator.bench.rows import main

__all__ = ["main"]
