"""The job `temperature_scan`: energy, magnetization, heat and susceptibility against temperature.

    C = N var(e)/T²,   χ = N (⟨m²⟩ − ⟨|m|⟩²)/T,   e = E/N,   m = Σ s/N        of each unit

after some sweeps towards equilibrium. Means have the error √(2τ var/n) of their autocorrelation
time τ (boltzmann_series.py); that of C and χ comes from leaving out one block of the series after
another (the jackknife), blocks being many times as long as τ. Where all is fixed errors are 0.

A grid goes from cold to hot and takes its state along, beginning with all spins up, or as a picture
is seen; a glass, which would be caught when cold, and a machine with a table of couplings go from
hot to cold. For the lattice without a field Onsager's and Yang's curves stand beside
(boltzmann_onsager.py); for other machines these columns are empty, and where units are not spins
of a grid there is no magnetization.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models import boltzmann_onsager as onsager
from simulator.models.boltzmann_machine import machine_of
from simulator.models.boltzmann_scan_sampling import Plan, Series, sampling
from simulator.models.boltzmann_series import (
    INDEPENDENT,
    integrated_autocorrelation,
    mean_and_error,
)
from simulator.models.boltzmann_state import BoltzmannParameters

MOST = 2e12  # updates of a unit: about an hour
MOST_BLOCKS, FEWEST_BLOCKS = 20, 4
LONG = 10.0  # times 2τ: a block


@dataclass(frozen=True)
class ScanOptions(Parameters):
    """Which temperatures, and how long each."""

    temperature_from: float = parameter(
        1.0, 0.01, 100.0, label="Lowest temperature", help="The coldest point."
    )
    temperature_to: float = parameter(
        4.0, 0.01, 100.0, label="Highest temperature", help="The hottest point."
    )
    points: int = parameter(16, 1, 201, help="How many temperatures are tried, evenly spaced.")
    equilibrate: int = parameter(
        1000, 0, 1_000_000, unit="sweeps", help="Sweeps at each point that are not looked at."
    )
    measure: int = parameter(
        5000, 16, 10_000_000, unit="sweeps", scale="log", help="Sweeps that are, at each point."
    )
    side: int = parameter(
        64, 0, 4096, label="Largest side", unit="spins", multiple=2,
        help="A larger grid is scanned at this side, without its pins; 0: at its own.",
    )  # fmt: skip

    def temperatures(self) -> np.ndarray:
        """Return the temperatures that are tried, rising."""
        low, high = sorted((self.temperature_from, self.temperature_to))
        return np.unique(np.linspace(low, high, self.points).round(9))


COLUMNS = (
    "temperature", "energy", "energy_error", "magnetization", "magnetization_error",
    "specific_heat", "specific_heat_error", "susceptibility", "susceptibility_error",
    "exact_energy", "exact_magnetization", "exact_heat", "side", "units",
)  # fmt: skip


def scan(model: Any, rng: np.random.Generator, options: ScanOptions) -> Work:
    """Yield the share done; return a row for each temperature, rising, columns `COLUMNS`. Raises
    InputError for what would take hours."""
    p, held = fitted(model.parameters, options), model.state.held
    if p == model.parameters:
        machine = model.machine
    else:
        machine, held = machine_of(p, model.seed, model.state), np.zeros(p.n, bool)
    plan = Plan(
        p, machine, _beginning(model, p, held, rng), held, options.temperatures(),
        options.equilibrate, options.measure,
    )  # fmt: skip
    if plan.updates > MOST:
        raise InputError(
            f"{plan.updates:.1g} updates of a unit were asked for; allowed: {MOST:.0e}. Choose "
            "fewer points or sweeps, or a smaller side."
        )
    series = yield from sampling(plan, rng)
    rows = [_row(plan, float(t), s) for t, s in zip(plan.temperatures, series, strict=True)]
    return Table({name: [row.get(name) for row in rows] for name in COLUMNS})


def fitted(p: BoltzmannParameters, options: ScanOptions) -> BoltzmannParameters:
    """Return the parameters of the machine that is scanned: a smaller grid, perhaps. A picture
    keeps its side."""
    is_smaller = 0 < options.side < p.side and p.is_grid and p.network != "picture"
    return p.with_value("side", max(options.side, p.spec("side").low)) if is_smaller else p


def _beginning(
    model: Any, p: BoltzmannParameters, held: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return the units (N,) int8 that the first temperature begins with."""
    if p.network == "lattice":
        units = np.full(p.n, -1 if p.field < 0 else 1, np.int8)
    elif p.network == "picture":
        units = model.state.seen.copy()
    else:
        units = rng.choice(np.array([p.low, 1], np.int8), p.n)
    units[held] = model.state.cue[held] if held.any() else units[held]
    return units


def _row(plan: Plan, temperature: float, series: Series) -> dict[str, Any]:
    e, n = series.energies, plan.p.n
    row: dict[str, Any] = {"temperature": temperature, "units": n}
    row["energy"], row["energy_error"] = mean_and_error(e)
    row["specific_heat"], row["specific_heat_error"] = fluctuation(e, e, n / temperature**2)
    if plan.p.is_grid:
        m, size = series.means, np.abs(series.means)
        row["side"] = plan.p.side
        row["magnetization"], row["magnetization_error"] = mean_and_error(size)
        row["susceptibility"], row["susceptibility_error"] = fluctuation(m, size, n / temperature)
    if plan.p.network == "lattice" and plan.p.field == 0 and not plan.held.any():
        at = np.array(temperature)
        row["exact_energy"] = float(onsager.energy_per_spin(at))
        row["exact_magnetization"] = float(onsager.magnetization(at))
        row["exact_heat"] = float(onsager.specific_heat(at))
    return {k: None if v is not None and np.isnan(v) else v for k, v in row.items()}


def fluctuation(x: np.ndarray, size: np.ndarray, factor: float) -> tuple[float, float]:
    """Return factor · (⟨x²⟩ − ⟨size⟩²) of series (S,) and its error by the jackknife."""
    blocks = np.array_split(np.stack([x * x, size]), blocks_of(x, size), axis=1)
    sums = np.array([block.sum(axis=1) for block in blocks])  # (B, 2)
    counts = np.array([block.shape[1] for block in blocks])
    square, mean = (sums.sum(axis=0) - sums).T / (x.size - counts)  # without each block
    left = factor * (square - mean**2)
    error = np.sqrt((len(blocks) - 1) * left.var())
    whole = factor * ((x * x).mean() - size.mean() ** 2)
    return max(0.0, float(whole)), float(error)


def blocks_of(*series: np.ndarray) -> int:
    """Return how many blocks are many times as long as the slowest of some series remembers."""
    taus = [integrated_autocorrelation(x)[0] for x in series]
    tau = max([INDEPENDENT, *(t for t in taus if np.isfinite(t))])
    fit = int(series[0].size / (LONG * 2.0 * tau))
    return max(FEWEST_BLOCKS, min(MOST_BLOCKS, fit))
