"""The Boltzmann machine: what each action, readout and grain is, and that steps are exact."""

from itertools import product

import numpy as np
import pytest

from simulator.core import document
from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.core.model import Action, Readout
from simulator.core.run import Run, replay
from simulator.models import model_class
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_state import BoltzmannParameters
from tests.helpers import bits

WORKED = ("edge=v1,h1:2", "edge=h1,h2:-1", "edge=v2,h2:1")
NETWORKS = {
    "worked": {},
    "general": {"visible": 9, "hidden": 14},
    "gaussian": {"network": "spin-glass", "units": 12, "field": 0.3},
    "glass": {"network": "spin-glass", "couplings": "lattice", "side": 4},
    "lattice": {"network": "lattice", "side": 4, "field": 0.2},
    "picture": {"network": "picture", "side": 4},
    "problem": {"network": "problem", "units": 12},
    "xor": {"data": "xor", "hidden": 2, "collect": 3, "initial_weights": 0.3},
    "encoder": {"data": "encoder", "visible": 8, "hidden": 3, "collect": 2, "batch": 3},
}
SAMPLERS = [c.id for c in BoltzmannParameters.spec("sampler").choices]
SCHEDULES = [c.id for c in BoltzmannParameters.spec("schedule").choices]
EVERY = [(n, a, c) for n, a, c in product(NETWORKS, SAMPLERS, SCHEDULES)]
each_machine = pytest.mark.parametrize(("network", "sampler", "schedule"), EVERY)
each_network = pytest.mark.parametrize("network", NETWORKS)


def made(*texts: str, seed: int = 3, **given) -> Boltzmann:
    """A machine to which `texts` were done."""
    model = Boltzmann(seed, BoltzmannParameters(**given))
    for text in texts:
        model.act(text)
    return model


def machine(network: str, *texts: str, seed: int = 3, **given) -> Boltzmann:
    """One of `NETWORKS`, with three chains and a short schedule."""
    values = {"chains": 3, "sweeps": 25, **NETWORKS[network], **given}
    if network in ("worked", "general"):
        texts = (*WORKED, *texts)
    if network == "general":  # v1, v2, h1, h2 by their numbers are not in one row
        texts = ("edge=0,9:2", "bias=3:-1.5", *texts)
    return made(*texts, seed=seed, **values)


def worked(*texts: str, seed: int = 3, **given) -> Boltzmann:
    """The worked example: four units, three weights."""
    return made(*WORKED, *texts, seed=seed, **given)


def run_in_pieces(model: Boltzmann, count: int, seed: int = 0) -> None:
    rng = np.random.default_rng(seed)
    while count > 0:
        piece = min(count, int(rng.choice([1, 2, 5, 16, 17, 50])))
        model.advance(piece)
        count -= piece


def all_hold(model: Boltzmann) -> bool:
    return False not in model.invariants().values()


# ---- every machine ----


@each_machine
def test_cutting_advance_into_pieces_never_changes_a_bit(network, sampler, schedule):
    whole, pieces = (machine(network, sampler=sampler, schedule=schedule) for _ in "12")
    for change in ("set temperature_end=0.3", "set temperature=0.7", "reheat"):
        whole.advance(330)
        run_in_pieces(pieces, 330)
        assert bits(whole) == bits(pieces)
        whole.act(change), pieces.act(change)  # in the middle of a sweep


@each_machine
def test_every_machine_keeps_what_must_hold(network, sampler, schedule):
    model = machine(network, sampler=sampler, schedule=schedule)
    for count in (0, 1, 6, 40, 400):
        model.advance(count)
        assert all_hold(model)
        assert model.step == model.snapshot().step
    assert 0 <= model.acceptance() <= 1
    low = model.parameters.low
    assert np.isin(model.state.units, (low, 1)).all()
    assert model.state.best_energy[0] == pytest.approx(model.machine.energy_of(model.state.best))


@each_machine
def test_a_saved_machine_goes_on_with_the_same_bits(network, sampler, schedule, tmp_path):
    run = Run(machine(network, sampler=sampler, schedule=schedule))
    run.advance(133)
    document.save(tmp_path / "a.reverie", run)
    again = document.load(tmp_path / "a.reverie", model_class)
    assert bits(again.model) == bits(run.model)
    for r in (run, again):
        r.advance(200)
    assert bits(again.model) == bits(run.model)


@each_machine
def test_every_readout_is_plain_and_finite(network, sampler, schedule):
    model = machine(network, sampler=sampler, schedule=schedule)
    for count in (0, 1, 500):
        model.advance(count)
        for name, value in model.readouts().items():
            for entry in value if isinstance(value, list) else [value]:
                assert type(entry) in (float, int, str, type(None)), name
                assert not isinstance(entry, float) or np.isfinite(entry), name


@pytest.mark.parametrize("grain", ["sweep", "anneal", "phase", "cycle"])
@pytest.mark.parametrize("schedule", ["constant", "linear", "adaptive"])
@pytest.mark.parametrize("network", ["worked", "lattice", "xor", "encoder"])
def test_a_coarse_grain_is_a_run_of_the_finest(network, grain, schedule):
    coarse, fine = (machine(network, schedule=schedule, sweeps=8) for _ in "12")
    if grain in ("phase", "cycle") and not coarse.parameters.is_learning:
        with pytest.raises(InputError, match=f"no {grain}: set data to"):
            coarse.steps_to(grain)
        return
    run, start = Run(coarse), coarse.step
    run.grain(grain)
    assert coarse.is_over(grain, start)
    for _ in range(coarse.step):
        fine.advance(1)
    assert bits(coarse) == bits(fine)


@each_network
def test_a_grain_begun_in_the_middle_ends_where_the_grid_of_time_does(network):
    model = machine(network)
    model.advance(3)
    for grain in ("sweep", "anneal"):
        model.advance(model.steps_to(grain))
        assert model.state.position == 0


def test_a_sweep_has_as_many_ticks_as_units_and_an_anneal_the_schedule():
    model = worked(schedule="linear", sweeps=7)
    assert model.steps_to("unit") == 1
    assert model.steps_to("sweep") == 4
    assert model.steps_to("anneal") == 28
    model.advance(28)
    assert model.is_finished
    assert model.temperature_now == 0.1


def test_a_cycle_has_two_phases_of_all_patterns():
    model = machine("xor", sweeps=25)
    each = (25 + 3) * 5
    assert [model.steps_to(g) for g in ("anneal", "phase", "cycle")] == [each, 4 * each, 8 * each]
    model.advance(8 * each)
    assert model.cycles() == 1


def test_before_a_grain_is_where_the_last_one_ended():
    model = machine("xor", sweeps=5)
    model.advance(model.steps_to("cycle") + 3)
    ends = {g: model.step_before(g) for g in ("unit", "sweep", "anneal", "phase", "cycle")}
    assert ends == {g: model.step - (1 if g == "unit" else 3) for g in ends}


@pytest.mark.parametrize("network", ["worked", "lattice", "picture", "gaussian"])
def test_at_zero_temperature_no_step_raises_an_energy(network):
    model = machine(network, "randomize", temperature=0.0)
    for _ in range(10):
        before = model.state.energies.copy()
        model.advance(model.parameters.n)
        assert (model.state.energies <= before + 1e-12).all()
    assert model.log_partition() is None
    assert all_hold(model)


def test_a_temperature_too_small_to_divide_by_counts_as_zero():
    model = worked(temperature=5e-324)
    model.advance(40)
    assert model.temperature() == 0
    assert all_hold(model)


# ---- the worked example, to the letter ----


def test_the_worked_example_has_the_z_on_paper():
    model = worked()
    assert model.partition() == pytest.approx(39.6899, abs=5e-5)
    marginal = model.exact.marginal(2)
    assert np.round(marginal[[3, 2, 1, 0]], 4).tolist() == [0.466, 0.305, 0.1441, 0.0849]


def test_the_preset_is_the_worked_example():
    model = Boltzmann()
    model.act("preset=worked-example")
    assert model.partition() == pytest.approx(39.6899, abs=5e-5)


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis", "replica-exchange"])
def test_samples_of_the_worked_example_come_to_the_exact_distribution(sampler):
    model = worked(sampler=sampler, chains=4, temperature_start=3.0)
    model.advance(4 * 200_000)
    # of M independent samples of 16 states the expectation is 15/(2M): a few times that
    counted = int(model.state.counts.sum())
    assert model.kl_exact() < 60 / counted
    assert model.total_variation() < 0.01
    assert np.allclose(model.mean_activations(), model.exact.means(), atol=0.01)
    assert model.equilibrium().startswith("yes") or "equilibrium" in model.equilibrium()


@pytest.mark.parametrize("texts", [("clamp=v1:1",), ("clamp=v1:0", "clamp=h2:1"), ("clamp=3:1",)])
def test_with_clamps_the_samples_come_to_the_conditional_distribution(texts):
    model = worked(*texts)
    model.advance(4 * 50_000)
    s = model.state
    assert s.counts.size == 2 ** (4 - len(texts))
    assert np.allclose(model.mean_activations(), model.exact.means(), atol=0.01)
    assert model.kl_exact() < 1e-3


def test_the_exact_distribution_under_clamps_is_that_of_the_states_that_agree():
    free, held = worked().exact, worked("clamp=v1:1").exact
    p = free.p.reshape(2, 8)[1]
    assert np.allclose(held.p, p / p.sum(), atol=1e-15)


def test_with_everything_clamped_one_state_is_left():
    model = worked(*(f"clamp={k}:{k % 2}" for k in range(4)))
    model.advance(100)
    assert model.state.counts.tolist() == [25 * 4]
    assert model.partition() == pytest.approx(np.exp(-model.energy()))
    assert all_hold(model)


def test_a_network_with_no_unit_for_itself_is_one_coin():
    model = made("bias=0:0.5", visible=1, hidden=0)
    model.advance(50_000)
    assert model.mean_activations()[0] == pytest.approx(1 / (1 + np.exp(-0.5)), abs=0.01)


# ---- actions ----

DEEDS = {  # of a machine on which they can be done
    "clamp=v1:1": "worked", "clamp=3:0": "worked", "clamp=5:-1": "gaussian", "clamp=h2:1": "worked",
    "unclamp": "held", "unclamp=0": "held", "paint=0,0;3,3": "lattice",
    "paint=0,0;3,3;value=-1": "picture", "paint=1,1;tool=fill": "glass", "paint=0,0": "worked",
    "pin=0,0;3,0": "lattice", "pin=1,1;value=-1": "picture", "unpin": "held", "unpin=0,0": "held",
    "randomize": "problem", "corrupt=0.25": "picture", "reheat": "worked",
    "bend=0,2;1,0.5": "worked", "edge=v1,h1:1.5": "worked", "edge=0,1:-2": "xor",
    "bias=v2:0.5": "worked", "pattern=01": "worked", "pattern=110": "xor",
    "forget-pattern=0": "patterns", "pattern=0:11": "patterns", "set temperature=0.5": "worked",
    "set schedule=linear": "worked", "set field=1": "lattice", "set evidence=2": "picture",
    "set hidden=3": "worked", "set data=xor": "worked", "set network=lattice": "worked",
    "set chains=2": "worked", "set data=none": "xor", "set side=6": "picture",
    "new-seed=9": "gaussian", "preset=worked-example": "lattice",
}  # fmt: skip


def ready(kind: str) -> Boltzmann:
    """A machine in the middle of a run."""
    if kind == "held":
        model = machine("worked", "clamp=0:1", "clamp=3:1")
    elif kind == "patterns":
        model = machine("worked", "pattern=10", "pattern=01", data="patterns", schedule="linear")
    else:
        model = machine(kind, schedule="linear")
    model.advance(37)
    return model


def test_the_list_of_deeds_names_every_action():
    named = {deed.partition("=")[0] for deed in DEEDS}
    assert set(Boltzmann.declared(Action)) - named == {"reset", "restore", "weights"}


@pytest.mark.parametrize("text", DEEDS)
def test_the_text_of_a_deed_does_the_same_again(text):
    model, again = ready(DEEDS[text]), ready(DEEDS[text])
    again.act(model.act(text).text)
    assert bits(again) == bits(model)


@pytest.mark.parametrize("text", DEEDS)
def test_the_inverse_of_a_deed_puts_back_what_was_made_and_the_parameters(text):
    model, before = ready(DEEDS[text]), ready(DEEDS[text])
    deed = model.act(text)
    model.act(deed.inverse)
    keeps_time = not (deed.restarts or text.startswith("set ") or model.parameters.is_learning)
    for name in (*Boltzmann.made, *(("age", "heat", "past") if keeps_time else ())):
        assert bits(model)[name] == bits(before)[name], name
    assert model.parameters == before.parameters
    assert model.seed == before.seed
    if not deed.restarts:
        assert (model.state.units == before.state.units).all()
        assert np.allclose(model.state.energies, before.state.energies, atol=1e-12)
    assert all_hold(model)


@pytest.mark.parametrize("text", DEEDS)
def test_after_any_deed_the_machine_goes_on(text):
    model = ready(DEEDS[text])
    model.act(text)
    model.snapshot()
    model.advance(model.steps_to("sweep") + 40)
    assert all_hold(model)


def test_clamp_holds_a_unit_in_every_chain():
    model = machine("worked", "clamp=v1:1")
    for _ in range(50):
        model.advance(3)
        assert (model.state.units[:, 0] == 1).all()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("network", ["general", "gaussian", "glass", "lattice", "picture"])
def test_held_units_never_move(network, sampler):
    model = machine(network, "randomize", sampler=sampler, temperature=2.0)
    for k in (0, 3, 7):
        model.act(f"clamp={k}:{model.parameters.low if k == 3 else 1}")
    before = model.state.units.copy()
    for _ in range(40):
        model.advance(9)
        assert (model.state.units[:, [0, 3, 7]] == before[:, [0, 3, 7]]).all()
    assert (model.state.units != before).any()


def test_unclamp_lets_units_go():
    model = machine("worked", "clamp=0:1", "clamp=1:1", "unclamp=0")
    assert model.state.held.tolist() == [False, True, False, False]
    model.act("unclamp")
    assert not model.state.held.any()


def test_pin_draws_and_holds_and_unpin_lets_go():
    model = machine("lattice", "pin=0,0;3,0;value=-1")
    shown = model.snapshot()
    assert shown.units.reshape(4, 4)[0].tolist() == [-1] * 4
    assert shown.held.reshape(4, 4)[0].all()
    model.act("unpin=0,0;1,0")
    assert model.snapshot().held.reshape(4, 4)[0].tolist() == [False, False, True, True]
    model.act("unpin")
    assert not model.state.held.any()


def test_paint_draws_in_rows_and_a_reset_goes_back_there():
    model = machine("lattice", "paint=0,0;3,0;value=-1")
    painted = model.snapshot().units
    assert painted.reshape(4, 4)[:2].tolist() == [[-1] * 4, [1] * 4]
    model.advance(100)
    model.act("reset")
    assert (model.snapshot().units == painted).all()


def test_what_is_painted_on_a_picture_is_seen_without_noise():
    model = machine("picture", "corrupt=0.5", "paint=0,0;3,3")
    s = model.state
    drawn = s.drawing == 1
    assert (s.seen[drawn] == 1).all()
    assert model.snapshot().drawing.reshape(4, 4).trace() == 4


@pytest.mark.parametrize("p", [0, 0.1, 0.25, 0.5, 1])
def test_corrupt_turns_exactly_the_rounded_share_over(p):
    model = machine("picture", "paint=0,0;3,3", f"corrupt={p}")
    s = model.state
    assert (s.seen != s.drawing).sum() == round(p * 16)
    assert (s.units[0] == s.seen).all()


def test_corrupt_draws_new_noise_each_time_from_the_drawing():
    model = machine("picture", "corrupt=0.5")
    first = model.state.seen
    model.act("corrupt=0.5")
    assert (model.state.seen != first).any()
    assert (model.state.seen != model.state.drawing).sum() == 8


def test_randomize_leaves_held_units_and_the_words_of_the_chains():
    model = machine("lattice", "pin=0,0;3,0")
    held, words = model.state.held, model.state.words.copy()
    model.act("randomize")
    assert (model.state.units[:, held] == 1).all()
    assert (model.state.words == words).all()
    assert (model.state.cue == model.state.units[0]).all()


def test_randomize_in_learning_begins_the_cycle_again():
    model = machine("xor")
    model.advance(7)
    model.act("randomize")
    model.advance(1)
    assert model.invariants()["held_stay"]


def test_edges_and_biases_are_symmetric_and_add_up():
    model = worked("bias=h1:-0.5")
    assert (model.state.weights == model.state.weights.T).all()
    assert model.state.weights[0, 2] == 2
    assert model.machine.energy_of(np.array([1, 0, 1, 0], np.int8)) == -2 + 0.5


@pytest.mark.parametrize("network", ["worked", "xor"])
def test_weights_come_from_a_file_and_are_remembered_without_it(network, tmp_path):
    model, again = machine(network), machine(network)
    n = model.parameters.n
    W = np.random.default_rng(0).normal(size=(n, n))
    W = np.triu(W, 1) + np.triu(W, 1).T
    np.savez(tmp_path / "w.npz", weights=W, biases=np.arange(n))
    text = model.act(f"weights={tmp_path / 'w.npz'}").text
    (tmp_path / "w.npz").unlink()
    again.act(text)
    assert (model.state.weights == W).all()
    assert (model.state.biases == np.arange(n)).all()
    assert bits(model) == bits(again)


def test_weights_of_whole_numbers_and_compressed_ones_are_read(tmp_path):
    W = np.zeros((4, 4), np.int8)
    W[0, 1] = W[1, 0] = -3
    np.savez_compressed(tmp_path / "w.npz", weights=W, biases=np.zeros(4, bool), more=np.eye(2))
    model = worked(f"weights={tmp_path / 'w.npz'}")
    assert model.state.weights[0, 1] == -3


def _zeros(n=4):
    return np.zeros((n, n))


def _one(i, j, value):
    W = _zeros()
    W[i, j] = value
    return W


BAD_WEIGHTS = {
    "holds biases; needed": {"biases": np.zeros(4)},
    "holds nothing": {},
    "holds weights; needed": {"weights": _zeros()},
    "weights in bad.npz is float64 of 1 dim": {"weights": np.zeros(16), "biases": np.zeros(4)},
    "biases in bad.npz is float64 of 2": {"weights": _zeros(), "biases": _zeros()},
    "is complex128": {"weights": _zeros().astype(complex), "biases": np.zeros(4)},
    "is <U3": {"weights": np.full((4, 4), "abc"), "biases": np.zeros(4)},
    "weights in bad.npz are 4 × 3": {"weights": np.zeros((4, 3)), "biases": np.zeros(4)},
    "are 4 × 4 and biases 5": {"weights": _zeros(), "biases": np.zeros(5)},
    "is for 5 units and the network has 4": {"weights": _zeros(5), "biases": np.zeros(5)},
    "weights in bad.npz hold NaN": {"weights": _zeros() + np.nan, "biases": np.zeros(4)},
    "biases in bad.npz hold NaN or inf": {"weights": _zeros(), "biases": np.full(4, np.inf)},
    "reach 101; allowed: −100 to 100": {"weights": _zeros(), "biases": np.full(4, -101.0)},
    "numbers on the diagonal": {"weights": np.eye(4), "biases": np.zeros(4)},
    r"not symmetric: w\[1,3\] = 2": {"weights": _one(1, 3, 2.0), "biases": np.zeros(4)},
}


@pytest.mark.parametrize("sentence", BAD_WEIGHTS)
def test_bad_weights_are_refused_in_words_and_change_nothing(sentence, tmp_path):
    np.savez(tmp_path / "bad.npz", **BAD_WEIGHTS[sentence])
    model = worked()
    before = bits(model)
    with pytest.raises(InputError, match=sentence):
        model.act(f"weights={tmp_path / 'bad.npz'}")
    assert bits(model) == before


def test_weights_of_wider_numbers_than_allowed_are_refused_not_overflown(tmp_path):
    wide = np.zeros((4, 4), np.longdouble)
    wide[0, 1] = wide[1, 0] = np.finfo(np.longdouble).max
    np.savez(tmp_path / "bad.npz", weights=wide, biases=np.zeros(4))
    with pytest.raises(InputError, match="hold NaN or infinity"):
        worked(f"weights={tmp_path / 'bad.npz'}")


def _write_text(path):
    path.write_text("weights")


def _write_npy(path):
    with path.open("wb") as file:
        np.save(file, np.zeros((4, 4)))


def _write_pickle(path):
    np.savez(path, weights=np.array([{}], object), biases=np.zeros(4))


def _write_half(path):
    np.savez(path, weights=_zeros(), biases=np.zeros(4))
    path.write_bytes(path.read_bytes()[:-40])


def _write_bomb(path):
    np.savez_compressed(path, weights=np.zeros((4000, 4000)), biases=np.zeros(4000))


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (_write_text, "no NPZ file; save one with"),
        (_write_npy, "no NPZ file; save one with"),
        (_write_half, "no NPZ file"),
        (_write_pickle, "can't be read"),
        (_write_bomb, "would inflate to"),
        (lambda path: path.mkdir(), "no file"),
        (lambda path: None, "no file"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused_in_words(write, sentence, tmp_path):
    write(tmp_path / "bad.npz")
    with pytest.raises(InputError, match=sentence):
        worked(f"weights={tmp_path / 'bad.npz'}")


@pytest.mark.parametrize("network", ["gaussian", "lattice", "picture", "problem"])
@pytest.mark.parametrize("text", ["edge=0,1:1", "bias=0:1", "weights=x.npz"])
def test_what_follows_from_the_seed_is_not_wired_by_hand(network, text):
    with pytest.raises(InputError, match="follow from its parameters"):
        machine(network, text)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("worked", "clamp=v1", "write clamp=K:V with V = 0 or 1"),
        ("worked", "clamp=v1:2", "V = 0 or 1"),
        ("worked", "clamp=v1:-1", "V = 0 or 1"),
        ("gaussian", "clamp=0:0", "V = -1 or 1"),
        ("worked", "clamp=:1", "no unit without a number; allowed: 0 to 3, or v1 to v2"),
        ("worked", "clamp=v3:1", "no unit v3"),
        ("worked", "clamp=v0:1", "no unit"),
        ("worked", "clamp=h:1", "no unit"),
        ("worked", "clamp=4:1", "no unit 4"),
        ("worked", "clamp=-1:1", "no unit"),
        ("worked", "clamp=²:1", "no unit"),
        ("worked", "clamp=" + "9" * 400 + ":1", "no unit"),
        ("lattice", "clamp=v1:1", "allowed: 0 to 15"),
        ("worked", "clamp", "clamp needs an argument"),
        ("worked", "unclamp=9", "no unit"),
        ("worked", "edge=0,1", "two units and a weight"),
        ("worked", "edge=0:1", "two units and a weight"),
        ("worked", "edge=0,1,2:1", "two units and a weight"),
        ("worked", "edge=0,0:1", "not connected with itself"),
        ("worked", "edge=v1,0:1", "not connected with itself"),
        ("worked", "edge=0,9:1", "no unit"),
        ("worked", "edge=,:1", "no unit"),
        ("worked", "edge=0,1:nan", "is no weight; allowed: a number from −100 to 100"),
        ("worked", "edge=0,1:1e9", "is no weight"),
        ("worked", "edge=0,1:", "is no weight"),
        ("worked", "bias=0", "write bias=I:B"),
        ("worked", "bias=0:inf", "is no bias"),
        ("worked", "bias=7:1", "no unit"),
        ("worked", "bend=0,1", "2 to 32"),
        ("worked", "bend=0,1;1,nan", "no point of a schedule"),
        ("worked", "bend=0,1;1,1000", "allowed: 0 to 100"),
        ("worked", "bend=0.5,1;1,1", "rise from 0 to 1"),
        ("worked", "pattern=0", "no pattern of 2 visible units"),
        ("worked", "pattern=02", "no pattern of 2"),
        ("worked", "pattern=²1", "no pattern of 2"),
        ("worked", "pattern=0:11", "no pattern 0; allowed: none, add one first"),
        ("patterns", "pattern=2:11", "no pattern 2; allowed: 0 to 1"),
        ("patterns", "forget-pattern=2", "no pattern 2"),
        ("patterns", "forget-pattern=-1", "no pattern"),
        ("lattice", "paint=0", None),
        ("lattice", "paint=nowhere.png", "no file"),
        ("lattice", "paint=data:abc", "damaged"),
        ("lattice", "pin=0", "x,y|point"),
        ("lattice", "pin=0,0;value=3", "value=3"),
        ("lattice", "unpin=a,b", None),
        ("lattice", "corrupt=0.1", "set network=picture first"),
        ("picture", "corrupt=1.5", "a share from 0 to 1"),
        ("picture", "corrupt=nan", "a share from 0 to 1"),
        ("worked", "weights=data:abc", "damaged"),
        ("worked", "weights=data:" + pack({}), "damaged"),
        ("worked", "weights=nowhere.npz", "no file nowhere.npz"),
        ("worked", "weights=" + "a" * 5000, "no file"),
        ("worked", "randomize=1", "takes no argument"),
        ("worked", "reheat=1", "takes no argument"),
        ("worked", "melt", "no action melt"),
        ("worked", "preset=nothing", "no preset nothing"),
        ("worked", "new-seed=-1", "outside the range"),
        ("worked", "set side=5", None),
        ("worked", "set chains=0", None),
        ("worked", "set temperature=-1", None),
        ("worked", "set temperature=nan", None),
        ("lattice", "set side=4097", None),
        ("xor", "set temperature=0", "At T = 0 a weight's change"),
        ("xor", "set hidden=500", "too large to learn"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(kind, text, sentence):
    model = ready(kind) if kind == "patterns" else machine(kind)
    model.advance(3)
    before = bits(model)
    with pytest.raises(InputError, match=sentence):
        model.act(text)
    assert bits(model) == before
    model.advance(3)


def test_more_spins_than_can_be_held_are_refused_before_they_are_made():
    model = machine("lattice", "set side=1024", chains=1)
    with pytest.raises(InputError, match="chains of 1048576 spins are too much"):
        model.act("set chains=4096")
    assert model.parameters.chains == 1


def test_exact_statistics_of_too_many_units_are_refused_when_they_are_asked_for():
    model = machine("encoder", hidden=13)
    with pytest.raises(InputError, match="at most 20 units, not 21"):
        model.act("set statistics=exact")
    model.act("set hidden=3"), model.act("set statistics=exact")
    with pytest.raises(InputError, match="at most 20 units, not 38"):
        model.act("set hidden=30")


def test_learning_without_a_pattern_says_what_to_do():
    model = made(data="patterns")
    with pytest.raises(InputError, match="no pattern to learn: draw one"):
        model.advance(1)
    assert model.step == 0
    model.act("pattern=10")
    model.advance(10)


def test_data_bring_the_number_of_visible_units_they_need():
    model = made("set data=xor", visible=7)
    assert model.parameters.visible == 3
    model.act("set visible=40")
    assert model.parameters.visible == 3


@pytest.mark.parametrize("arrays", [
    {"cue": np.zeros(3, np.int8)}, {"held": np.zeros(9, np.int8)}, {"cue": np.full(4, 7, np.int8)},
    {"weights": np.ones((4, 4))}, {"weights": np.full((4, 4), np.nan)}, {"weights": np.zeros(4)},
    {"drawn": np.zeros((1, 2))}, {"drawn": np.array([[0.0, 1.0], [1.0, 1e9]])},
    {"patterns": np.full((1, 2), 2, np.int8)}, {"past": np.zeros(3)},
    {"progress": np.array([0, 0, 1, 600, 1])}, {"progress": np.array([0, 0, 1, 0, 0])},
])  # fmt: skip
def test_a_hostile_restore_of_arrays_is_refused_in_words(arrays):
    model = worked()
    before = bits(model)
    with pytest.raises(InputError):
        model.act("restore=" + pack(arrays))
    assert bits(model) == before


@pytest.mark.parametrize("words", [
    {"age": -1}, {"age": "x"}, {"age": 2**80}, {"heat": float("nan")}, {"heat": -1}, {"heat": 1e9},
    {"parameters": {"chains": 4096, "network": "lattice", "side": 4096}}, {"parameters": [1]},
])  # fmt: skip
def test_a_hostile_restore_of_words_is_refused_in_words(words):
    model = worked()
    before = bits(model)
    with pytest.raises(InputError):
        model.act("restore=" + pack({}, words))
    assert bits(model) == before


# ---- undo, later ----


def test_undoing_a_clamp_later_keeps_what_the_others_became():
    model = worked("clamp=0:0")
    deed = model.act("clamp=1:1")
    model.advance(50)
    before = model.state.units.copy()
    model.act(deed.inverse)
    assert (np.delete(model.state.units, 1, 1) == np.delete(before, 1, 1)).all()
    assert model.state.held.tolist() == [True, False, False, False]


def test_undoing_a_drawn_schedule_keeps_the_best_state():
    model = machine("gaussian", "set temperature=2")
    model.advance(600)
    best = model.best_energy()
    deed = model.act("bend=0,2;1,1")
    model.act(deed.inverse)
    assert model.best_energy() == best


def test_the_best_energy_is_one_of_the_present_field():
    model = machine("lattice", field=5.0, temperature=0.5)
    model.advance(200)
    model.act("set field=0")
    assert model.best_energy() >= -32
    assert model.best_energy() == pytest.approx(model.machine.energy_of(model.state.best))


# ---- reset ----

MADE_BY_HAND = {
    "worked": ("edge=0,1:1", "bias=0:2", "clamp=2:1", "bend=0,2;1,1", "pattern=10", "randomize"),
    "xor": ("edge=3,4:1", "bias=0:2", "bend=0,2;1,1"),
    "gaussian": ("randomize", "clamp=3:-1"),
    "glass": ("paint=0,0;3,3", "pin=2,0"),
    "lattice": ("paint=0,0;3,3;value=-1", "pin=2,0"),
    "picture": ("paint=0,0;3,3", "corrupt=0.25", "pin=2,0"),
    "problem": ("randomize",),
}


@pytest.mark.parametrize("network", MADE_BY_HAND)
def test_reset_keeps_what_the_person_made_and_puts_back_what_ran(network):
    model = machine(network, *MADE_BY_HAND[network])
    model.act("reset")  # the other chains begin by chance
    before, made_then = bits(model), {n: getattr(model.state, n) for n in Boltzmann.made}
    model.advance(model.steps_to("cycle" if network == "xor" else "sweep") + 70)
    model.act("reset")
    assert bits(model) == before
    for name, array in made_then.items():
        assert np.allclose(getattr(model.state, name), array, rtol=0, atol=1e-12), name


@pytest.mark.parametrize("network", MADE_BY_HAND)
def test_reset_begins_where_the_person_left_the_first_chain(network):
    model = machine(network, *MADE_BY_HAND[network])
    made_then = {n: getattr(model.state, n) for n in Boltzmann.made}
    model.advance(100)
    model.act("reset")
    for name in set(made_then) - {"weights", "biases"}:
        assert (getattr(model.state, name) == made_then[name]).all(), name
    assert (model.state.units[0] == model.state.cue).all()


def test_a_weight_by_hand_stays_on_top_of_those_by_chance():
    model = machine("worked", initial_weights=1.0)
    model.act("edge=0,1:2")
    before = model.state.weights
    model.act("reset")
    assert np.allclose(model.state.weights, before, rtol=0, atol=1e-12)


def test_learned_weights_are_put_back_by_reset_and_kept_when_learning_ends():
    model = machine("xor", sweeps=5)
    first = model.state.weights
    model.advance(2 * model.steps_to("cycle"))
    learned = model.state.weights
    assert (learned != first).any()
    model.act("set data=none")
    assert np.allclose(model.state.weights, learned, rtol=0, atol=1e-12)
    other = machine("xor", sweeps=5)
    other.advance(2 * other.steps_to("cycle"))
    other.act("reset")
    assert (other.state.weights == first).all()


def test_a_journal_leads_to_what_was_learned_before_learning_ended():
    run = Run(machine("xor", sweeps=5))
    run.advance(2 * run.model.steps_to("cycle") + 3)
    run.do("set data=none")
    run.advance(50)
    fresh = machine("xor", sweeps=5)
    replay(fresh, run.entries, run.model.step)
    assert bits(fresh) == bits(run.model)


def test_a_run_after_reset_is_the_same_run():
    model = machine("lattice", sampler="wolff")
    model.advance(100)
    first = bits(model)
    model.act("reset")
    model.advance(100)
    assert bits(model) == first


def test_a_new_seed_draws_a_start_by_chance_anew_and_keeps_one_by_hand():
    by_chance, by_hand = machine("gaussian"), machine("gaussian", "randomize")
    first, cue = by_chance.state.cue, by_hand.state.cue
    by_chance.act("new-seed=8"), by_hand.act("new-seed=8")
    assert (by_chance.state.cue != first).any()
    assert (by_hand.state.cue == cue).all()
    by_chance.act("new-seed=3")
    assert (by_chance.state.cue == first).all()


# ---- counting ----

RESTART = ("clamp=0:1", "unclamp", "edge=0,1:1", "bias=0:1", "set sampler=metropolis")
CONTINUE = ("set learning_rate=0.5", "set temperature_end=0.4", "bend=0,1;1,0.5", "pattern=10",
            "set collect=3", "set temperature=1")  # fmt: skip


def counted(model: Boltzmann) -> int:
    return model.snapshot().counted_sweeps


@pytest.mark.parametrize("text", RESTART)
def test_counting_begins_anew_where_the_distribution_changes(text):
    model = machine("worked")
    model.advance(40)
    model.act(text)
    assert counted(model) == 0
    assert model.state.since == 10
    model.advance(40)
    assert counted(model) == 10
    assert model.state.counts.sum() == 30


@pytest.mark.parametrize("text", CONTINUE)
def test_counting_goes_on_where_it_does_not(text):
    model = machine("worked")
    model.advance(40)
    model.act(text)
    model.advance(40)
    assert counted(model) == 20


@pytest.mark.parametrize(("network", "text"), [
    ("lattice", "set field=1"), ("picture", "set evidence=2"), ("picture", "corrupt=0.5"),
    ("picture", "paint=0,0;3,3"), ("picture", "pin=0,0"),
])  # fmt: skip
def test_counting_on_a_grid_begins_anew_with_what_is_felt(network, text):
    model = machine(network)
    model.advance(160)
    model.act(text)
    assert counted(model) == 0


def test_counting_begins_anew_with_a_temperature_when_it_is_felt():
    model = machine("worked")
    model.advance(40)
    model.act("set temperature=2")
    assert model.kl_exact() is None
    model.advance(41)
    assert counted(model) == 10
    assert model.kl_exact() is not None


def test_each_sweep_of_a_schedule_is_counted_alone_until_it_ends():
    model = machine("worked", schedule="linear", sweeps=10)
    model.advance(4 * 10)
    assert counted(model) <= 1
    model.advance(4 * 10)
    assert counted(model) == 10


def test_undoing_a_clamp_begins_the_counting_anew():
    model = machine("worked")
    deed = model.act("clamp=0:1")
    model.advance(40)
    model.act(deed.inverse)
    assert counted(model) == 0
    assert model.state.counts.size == 16


# ---- readouts ----


def none_of(model: Boltzmann) -> set[str]:
    return {name for name, value in model.readouts().items() if value is None}


def test_the_readouts_are_those_declared_and_these_are_traced():
    traced = {n for n, r in Boltzmann.declared(Readout).items() if r.is_traced}
    assert traced == {
        "energy", "temperature", "acceptance", "magnetization", "best_energy", "kl_exact",
        "total_variation", "divergence",
    }  # fmt: skip


def test_before_the_first_sweep_nothing_counted_is_said():
    assert {"kl_exact", "total_variation", "mean_activations", "r_hat"} <= none_of(worked())


def test_exact_numbers_are_for_twenty_free_units():
    exact = {"partition", "log_partition", "entropy", "free_energy", "kl_exact"}
    assert exact <= none_of(machine("general"))
    held = machine("general", *(f"clamp={k}:0" for k in range(3)))
    held.advance(100)
    assert not exact & none_of(held)


def test_a_general_machine_has_no_numbers_of_spins():
    model = worked()
    model.advance(100)
    silent = {"energy_per_spin", "specific_heat", "susceptibility", "solution", "restored",
              "cycles", "divergence"}  # fmt: skip
    assert silent <= none_of(model)


def test_a_lattice_has_heat_and_susceptibility_but_not_at_zero():
    model = machine("lattice")
    model.advance(400)
    assert not {"specific_heat", "susceptibility", "energy_per_spin"} & none_of(model)
    model.act("set temperature=0")
    model.advance(400)
    assert {"specific_heat", "susceptibility"} <= none_of(model)


def test_learning_says_nothing_of_equilibrium():
    model = machine("xor")
    model.advance(500)
    assert {"r_hat", "autocorrelation_time", "kl_exact", "mean_activations"} <= none_of(model)
    assert model.equilibrium() == "not asked: the weights are learning"
    assert model.divergence() > 0


def test_an_annealing_is_not_in_equilibrium():
    model = machine("worked", schedule="geometric")
    model.advance(40)
    assert "temperature is changing" in model.equilibrium()


def test_problems_say_their_solution_and_pictures_what_is_restored():
    assert machine("problem").solution()
    assert machine("picture").restored() == 100.0
    assert machine("picture", "corrupt=0.25").restored() == 75.0


def test_unit_updates_count_those_of_all_chains():
    model = machine("worked")
    model.advance(10)
    assert model.unit_updates() == 30
    assert model.sweeps() == 2


def test_the_last_decision_is_the_one_that_was_taken():
    model = machine("worked", temperature=0.8)
    for _ in range(30):
        model.advance(1)
        d = model.snapshot().decision
        assert d.gap == pytest.approx(model.machine.field_of(model.state.units[0], d.unit))
        assert d.probability == pytest.approx(1 / (1 + np.exp(-d.gap / 0.8)))
        assert d.is_on == (d.random < d.probability)


@pytest.mark.parametrize("network", ["lattice", "picture", "glass"])
def test_the_last_decision_of_a_grid_is_the_one_that_was_taken(network):
    model = machine(network, temperature=2.0)
    for _ in range(40):
        model.advance(1)
        d = model.snapshot().decision
        assert d.is_on == (d.random < d.probability)


# ---- damaged documents ----


@pytest.mark.parametrize(("network", "name", "value"), [
    ("xor", "shown", np.array([99, 0, 1, 2])), ("xor", "shown", np.array([0])),
    ("xor", "tick", np.array(10**9)), ("worked", "position", np.array(4)),
    ("worked", "age", np.array(-1)), ("worked", "heat", np.array(-1.0)),
    ("worked", "best_energy", np.array([np.nan])), ("worked", "units", np.full((3, 4), 2, np.int8)),
    ("worked", "counts", np.zeros(8, np.int64)), ("worked", "words", np.zeros(4, np.uint64)),
    ("worked", "last", np.array([9.0, 0, 0, 0])), ("worked", "walkers", np.array([0, 9999])),
    ("worked", "progress", np.array([0, 513, 1, 0, 1])), ("worked", "weights", np.ones((4, 4))),
    ("worked", "progress", np.array([0, 0, 0, 0, 1])), ("worked", "fields", np.zeros((3, 5))),
    ("lattice", "waiting", np.array([-1, 0, 0])), ("picture", "seen", np.zeros(16, np.int8)),
])  # fmt: skip
def test_a_state_that_can_not_be_is_refused_in_words(network, name, value):
    model = machine(network)
    model.advance(10)
    arrays = model.state.arrays()
    Boltzmann.checked(arrays, model.parameters)
    with pytest.raises(InputError, match=name):
        Boltzmann.checked({**arrays, name: value}, model.parameters)


@each_network
def test_every_field_of_a_state_is_asked_for(network):
    model = machine(network)
    model.advance(10)
    arrays = model.state.arrays()
    for name in arrays:
        with pytest.raises(InputError):
            Boltzmann.checked({k: v for k, v in arrays.items() if k != name}, model.parameters)


def test_the_autocorrelation_time_of_a_long_run_is_that_of_a_short_one():
    model = made(network="lattice", side=16, chains=1, temperature=2.269185, seed=0)
    model.advance(model.parameters.n * 60_000)  # points of the course lie 128 sweeps apart
    tau, _ = model.autocorrelation()
    assert 3 < tau < 30


def test_learning_without_sampling_is_shown_at_the_temperature_at_which_it_learns():
    model = machine("xor", statistics="exact", schedule="linear", temperature_end=0.5)
    model.advance(model.steps_to("cycle") + 3)
    assert model.temperature_now == model.learning_temperature == 0.5
    assert model.exact.temperature == 0.5
    assert model.snapshot().age == model.parameters.sweeps


def test_a_decision_in_learning_is_shown_with_the_temperature_it_was_made_at():
    model = machine("xor", schedule="linear", sweeps=2, collect=3)
    for _ in range(model.steps_to("cycle")):
        model.advance(1)
        d = model.snapshot().decision
        assert d.probability == pytest.approx(1 / (1 + np.exp(-d.gap / d.temperature)))


def test_a_pinned_spin_makes_no_decision():
    model = machine("lattice", "pin=0,0")
    model.advance(1)
    assert model.snapshot().decision is None
    model.advance(1)
    assert model.snapshot().decision is not None


def test_a_pattern_for_a_network_that_does_not_learn_is_refused():
    with pytest.raises(InputError, match="Only a general network learns patterns"):
        machine("lattice", "pattern=01")
