"""The command line: its names and keys are a promise, its refusals are one line."""

import json
import os

import numpy as np
import pytest

from simulator.cli import COMMANDS, main
from simulator.core import presets
from simulator.models.hopfield import Hopfield
from tests.helpers import run_python

RECALL = ("--preset", "letters-ten", "--do", "probe=0", "--do", "corrupt=0.25", "--grain", "settle")


@pytest.fixture
def run(capsys):
    """Run `run hopfield …`; returns the JSON object."""

    def call(*words: str) -> dict:
        assert main(["run", "hopfield", *words, "--json"]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        return json.loads(out)

    return call


# ---- list ----


@pytest.fixture
def listed(capsys):
    assert main(["list", "--json"]) == 0
    return json.loads(capsys.readouterr().out)["models"]


def test_list_names_every_model_with_the_promised_keys(listed):
    promised = [
        "name", "title", "parameters", "grains", "actions", "readouts", "invariants", "presets",
        "lessons",
    ]  # fmt: skip
    assert [model["name"] for model in listed] == ["hopfield", "boltzmann", "rbm", "gan", "ntm"]
    assert [key for key in listed[0] if key in promised] == promised


def test_list_has_the_names_of_the_boltzmann_machine(listed):
    def names(kind: str) -> set[str]:
        return {item["name"] for item in listed[1][kind]}

    assert names("parameters") >= {
        "network", "visible", "hidden", "units", "side", "sampler", "temperature",
        "temperature_start", "temperature_end", "sweeps", "schedule", "field", "problem",
        "learning_rate", "statistics", "data",
    }  # fmt: skip
    assert names("actions") >= {
        "clamp", "unclamp", "paint", "pin", "reheat", "randomize", "weights", "edge", "bias",
    }  # fmt: skip
    assert names("readouts") >= {
        "energy", "temperature", "acceptance", "magnetization", "mean_activations", "kl_exact",
        "total_variation", "best_energy", "partition", "log_partition", "entropy",
        "autocorrelation_time", "equilibrium", "divergence", "energy_per_spin", "specific_heat",
        "susceptibility",
    }  # fmt: skip
    assert [item["name"] for item in listed[1]["grains"]] == [
        "unit", "sweep", "anneal", "phase", "cycle",
    ]  # fmt: skip


def test_list_has_the_names_of_the_restricted_machine(listed):
    def names(kind: str) -> set[str]:
        return {item["name"] for item in listed[2][kind]}

    assert names("parameters") >= {
        "hidden", "visible_type", "labels", "learning", "k", "chains", "learning_rate",
        "rate_schedule", "momentum", "weight_decay", "sparsity_target", "batch_size", "data",
        "data_path", "binarization", "held_out",
    }  # fmt: skip
    assert names("actions") >= {
        "clamp", "unclamp", "dream", "denoise", "reconstruct", "load", "save", "reseed_fantasies",
    }  # fmt: skip
    assert names("readouts") >= {
        "reconstruction_error", "pseudo_log_likelihood", "free_energy_gap", "log_likelihood",
        "log_partition", "mean_hidden_activity", "dead_units", "saturated_units", "weight_norm",
        "images_per_second",
    }  # fmt: skip
    assert [item["name"] for item in listed[2]["grains"]] == ["phase", "batch", "epoch"]


def test_a_text_can_be_set_with_spaces_and_an_equals_sign(capsys):
    words = ["run", "rbm", "--set", "data=drawn", "--set", "data_path=/a b/c=d", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["parameters"]["data_path"] == "/a b/c=d"


def test_list_has_the_names_of_the_issue(listed):
    def names(kind: str) -> list[str]:
        return [item["name"] for item in listed[0][kind]]

    assert names("parameters") == [
        "side", "rule", "margin", "unlearning_rate", "unlearning_steps", "interaction", "degree",
        "beta", "dynamics", "update_probability", "temperature", "cooling", "temperature_end",
        "units", "gain", "threshold", "own_connections",
    ]  # fmt: skip
    assert names("grains") == ["unit", "sweep", "settle"]
    assert {"store", "forget", "rename", "probe", "corrupt", "mask", "draw", "clear", "invert",
            "randomize"} <= set(names("actions"))  # fmt: skip
    assert {"energy", "overlaps", "verdict", "recalled", "unstable_units", "flips", "loading",
            "sweeps", "converged"} <= set(names("readouts"))  # fmt: skip
    assert len(names("invariants")) == 3
    assert names("presets") == list(presets.catalogue("hopfield"))
    assert names("lessons") == [
        "hopfield-first-contact", "hopfield-one-memory", "hopfield-capacity",
    ]  # fmt: skip


def test_list_gives_ranges_and_choices(listed):
    by_name = {p["name"]: p for p in listed[0]["parameters"]}
    assert (by_name["side"]["low"], by_name["side"]["high"], by_name["side"]["default"]) == (
        2,
        1024,
        28,
    )
    assert by_name["rule"]["choices"] == [
        "hebb", "pseudo-inverse", "storkey", "perceptron", "unlearning", "dense", "modern",
    ]  # fmt: skip
    assert by_name["dynamics"]["choices"] == [
        "asynchronous", "independent", "synchronous", "ordered", "glauber",
    ]  # fmt: skip


def test_list_hides_what_only_the_program_writes(listed):
    assert not {"restore", "preset"} & {a["name"] for a in listed[0]["actions"]}


def test_list_for_a_person_names_everything_too(listed, capsys):
    main(["list"])
    text = capsys.readouterr().out
    for kind in ("parameters", "grains", "actions", "readouts", "invariants", "presets"):
        assert all(item["name"] in text for item in listed[0][kind])


# ---- run ----


def test_run_prints_one_object_with_the_promised_keys(run):
    result = run(*RECALL)
    assert list(result) == [
        "model", "seed", "backend", "grain", "steps", "seconds", "parameters", "readouts",
        "invariants",
    ]  # fmt: skip
    assert (result["model"], result["seed"], result["backend"]) == ("hopfield", 0, "numba")
    assert (result["grain"], result["steps"]) == ("settle", 1)
    assert set(result["parameters"]) == set(Hopfield.Parameters.specs())
    assert result["readouts"]["verdict"] == "stored 0"
    assert result["readouts"]["recalled"] == 0
    assert set(result["invariants"].values()) <= {True, False, None}


def test_run_for_a_person_prints_every_readout(capsys):
    assert main(["run", "hopfield", *RECALL]) == 0
    out = capsys.readouterr().out
    assert "stored 0" in out
    assert "● holds" in out


def test_without_options_nothing_is_stored_and_nothing_runs(run):
    result = run()
    assert (result["seed"], result["steps"], result["grain"]) == (0, 0, "unit")
    assert result["readouts"]["verdict"] == "nothing stored"
    assert result["parameters"]["side"] == 28


@pytest.mark.parametrize(
    ("words", "steps", "sweeps"),
    [
        ([], 0, 0),
        (["--grain", "sweep"], 1, 1),
        (["--grain", "sweep", "--steps", "3"], 3, 3),
        (["--grain", "sweep", "--steps", "0"], 0, 0),
        (["--steps", "8"], 8, 2),
    ],
)
def test_steps_default_to_none_or_to_one_grain(run, words, steps, sweeps):
    result = run("--preset", "worked-example", *words)
    assert result["steps"] == steps
    assert result["readouts"]["sweeps"] == sweeps


def test_the_same_words_print_the_same_numbers(run):
    words = (*RECALL, "--seed", "3", "--set", "temperature=0.2", "--steps", "1")
    first, second = run(*words), run(*words)
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_settings_and_deeds_apply_in_the_order_given(run):
    first = run("--set", "side=2", "--do", "probe=1,1,1,-1", "--do", "store", "--do", "invert")
    assert first["readouts"]["verdict"] == "inverse of 0"
    second = run("--set", "side=2", "--do", "probe=1,1,1,-1", "--do", "invert", "--do", "store")
    assert second["readouts"]["verdict"] == "stored 0"


def test_the_preset_and_the_seed_come_first_wherever_they_stand(run):
    late = run("--do", "probe=3", "--do", "corrupt=0.25", "--seed", "4", "--preset", "letters-ten")
    early = run("--seed", "4", "--preset", "letters-ten", "--do", "probe=3", "--do", "corrupt=0.25")
    assert late["readouts"] == early["readouts"]


def test_a_document_saved_and_loaded_goes_on_where_it_was(run, tmp_path):
    path = str(tmp_path / "a.reverie")
    words = ("--preset", "letters-ten", "--set", "temperature=0.3")
    saved = run(*words, "--steps", "500", "--save", path)
    assert run("--load", path)["readouts"] == saved["readouts"]
    through = run(*words, "--steps", "1200")
    assert run("--load", path, "--steps", "700")["readouts"] == through["readouts"]


def test_a_new_seed_for_a_loaded_document_starts_again(run, tmp_path):
    path = str(tmp_path / "a.reverie")
    run("--preset", "letters-ten", "--steps", "784", "--save", path)
    result = run("--load", path, "--seed", "9")
    assert (result["seed"], result["readouts"]["sweeps"]) == (9, 0)


def test_csv_holds_the_trace_and_where_it_came_from(run, tmp_path):
    path = tmp_path / "a.csv"
    result = run("--preset", "worked-example", "--steps", "6", "--csv", str(path))
    lines = path.read_text().splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    assert "# seed=0" in lines
    assert rows[0][:2] == ["step", "energy"]
    assert [row[0] for row in rows[1:]] == [str(k) for k in range(7)]
    assert float(rows[-1][1]) == result["readouts"]["energy"]


def test_a_file_can_be_stored_probed_and_drawn(run, tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.array([[1, -1], [-1, 1]]))
    for action in ("store", "probe", "draw"):
        result = run("--set", "side=2", "--do", f"store={path}", "--do", f"{action}={path}")
        assert result["readouts"]["loading"] >= 0.25


# ---- refusals ----

BAD = {
    "an unknown model": ("run", "perceptron"),
    "no model": ("run",),
    "an unknown command": ("walk",),
    "an unknown option": ("run", "hopfield", "--speed", "3"),
    "an unknown preset": ("run", "hopfield", "--preset", "runes"),
    "an unknown parameter": ("run", "hopfield", "--set", "mass=1"),
    "an unknown action": ("run", "hopfield", "--do", "melt"),
    "an unknown grain": ("run", "hopfield", "--grain", "epoch"),
    "an unknown back end": ("run", "hopfield", "--backend", "abacus"),
    "an unknown job": ("run", "hopfield", "--job", "sleep"),
    "an unknown option of a job": ("run", "hopfield", "--job", "basins=speed=1"),
    "an option out of range": ("run", "hopfield", "--job", "basins=trials=0"),
    "an option without a value": ("run", "hopfield", "--job", "basins=trials"),
    "a setting without a value": ("run", "hopfield", "--set", "side"),
    "side 0": ("run", "hopfield", "--set", "side=0"),
    "side −3": ("run", "hopfield", "--set", "side=-3"),
    "side 10⁹": ("run", "hopfield", "--set", "side=1000000000"),
    "side abc": ("run", "hopfield", "--set", "side=abc"),
    "temperature nan": ("run", "hopfield", "--set", "temperature=nan"),
    "a choice that is none": ("run", "hopfield", "--set", "rule=oja"),
    "a bad seed": ("run", "hopfield", "--seed", "-1"),
    "a seed that is no number": ("run", "hopfield", "--seed", "x"),
    "negative steps": ("run", "hopfield", "--steps", "-1"),
    "endless steps": ("run", "hopfield", "--steps", "9" * 40),
    "steps in superscript": ("run", "hopfield", "--steps", "²"),
    "a memory that is not there": ("run", "hopfield", "--preset", "digits", "--do", "probe=10"),
    "a memory in superscript": ("run", "hopfield", "--preset", "digits", "--do", "forget=²"),
    "recall with nothing stored": ("run", "hopfield", "--grain", "sweep"),
    "a picture that is none": ("run", "hopfield", "--do", "store=fake.png"),
    "a file that is not there": ("run", "hopfield", "--do", "store=nothing.png"),
    "an array of another shape": ("run", "hopfield", "--do", "store=three.npy"),
    "a document that is not there": ("run", "hopfield", "--load", "nothing.reverie"),
    "a document that is none": ("run", "hopfield", "--load", "fake.png"),
    "a folder as a document": ("run", "hopfield", "--load", "."),
    "a folder that is not there": ("run", "hopfield", "--save", "no/where.reverie"),
    "a folder to write to": ("run", "hopfield", "--csv", "."),
    "two lines": ("run", "hopfield", "--do", "melt\nnow"),
    "an option of two lines": ("run", "hopfield", "--melt\nnow"),
    "a file for no model": ("list", "hopfield"),
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_in_one_line_with_code_2_and_nothing_is_written(
    words, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fake.png").write_text("a text")
    np.save(tmp_path / "three.npy", np.ones((3, 3)))
    before = sorted(os.listdir(tmp_path))
    extra = ["--save", "out.reverie", "--csv", "out.csv"] if words[0] == "run" else []
    try:
        code = main([*words[:2], *extra, *words[2:]])
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.endswith(".\n")
    assert err.count("\n") == 1
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("run", "perceptron"),
            "There is no model perceptron; allowed: hopfield, boltzmann, rbm, gan, ntm.",
        ),
        (
            ("run", "hopfield", "--set", "side=0"),
            "side=0 is outside the range; allowed: 2 to 1024 units.",
        ),
        (("run", "hopfield", "--preset", "x"), "allowed: letters-ten, letters"),
        (("run", "hopfield", "--grain", "x"), "allowed: unit, sweep, settle."),
        (("run", "hopfield", "--grain", "settle"), "store a drawing first"),
    ],
)
def test_a_refusal_says_what_was_given_what_is_allowed_and_what_to_do(words, sentence, capsys):
    assert main(words) == 2
    assert sentence in capsys.readouterr().err


def test_a_full_disk_while_saving_is_said(capsys, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.core.document.os.fsync", full)
    assert main(["run", "hopfield", "--save", str(tmp_path / "a.reverie")]) == 2
    assert "no space left on device" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


# ---- help, and what is loaded ----


@pytest.mark.parametrize("command", [*COMMANDS, None])
def test_the_help_of_every_command_shows_an_example(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([command, "--help"] if command else ["--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert "example" in out
    assert f"python main.py {command or 'hopfield'}" in out


@pytest.mark.parametrize("words", [["list", "--json"], ["run", "hopfield", *RECALL, "--json"]])
def test_list_and_run_load_neither_qt_nor_torch(words):
    code = f"import sys; from simulator.cli import main; main({words!r})\n"
    code += "assert not {'PySide6', 'pyqtgraph', 'torch'} & set(sys.modules)"
    result = run_python("-c", code)
    assert result.returncode == 0, result.stderr


def test_list_does_not_even_load_numba():
    code = "import sys; from simulator.cli import main; main(['list'])"
    code += "\nassert 'numba' not in sys.modules"
    assert run_python("-c", code).returncode == 0


def test_the_file_main_py_is_the_command_line():
    result = run_python("main.py", "run", "hopfield", *RECALL, "--json")
    assert json.loads(result.stdout)["readouts"]["verdict"] == "stored 0"
    result = run_python("main.py", "run", "perceptron")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_readouts_do_not_depend_on_the_number_of_blas_threads():
    deeds = [word for _ in range(20) for word in ("--do", "store=preset:random")]
    words = [*deeds, "--do", "probe=0", "--do", "corrupt=0.3", "--set", "dynamics=synchronous"]
    outputs = [
        run_python("main.py", "run", "hopfield", *words, "--grain", "sweep", OPENBLAS_NUM_THREADS=n)
        for n in ("1", "2")
    ]
    assert outputs[0].returncode == 0, outputs[0].stderr
    assert outputs[0].stdout == outputs[1].stdout


# ---- links ----

LINK = "reverie:hopfield?seed=42&preset=letters-ten&do=probe=0&do=corrupt=0.25&step=1568"


def test_run_begins_where_a_link_leads_and_goes_on(capsys):
    assert main(["run", LINK, "--json"]) == 0
    there = json.loads(capsys.readouterr().out)
    assert (there["model"], there["seed"], there["steps"]) == ("hopfield", 42, 0)
    assert main(["run", LINK, "--do", "clear", "--grain", "sweep", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["readouts"]["sweeps"] == 3


def test_run_tells_the_link_to_its_end_where_it_is_asked_for(run):
    result = run("--seed", "42", *RECALL[:6], "--grain", "sweep", "--steps", "2", "--link")
    assert result["link"] == LINK
    assert "link" not in run("--preset", "letters-ten")


def test_run_says_why_there_is_no_link(capsys, tmp_path):
    np.save(tmp_path / "states.npy", np.ones((28, 28), np.int8))
    assert main(["run", "hopfield", "--do", f"probe={tmp_path / 'states.npy'}", "--link",
                 "--json"]) == 0  # fmt: skip
    said = capsys.readouterr()
    assert json.loads(said.out)["link"] is None
    assert "can't be said in a link" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["run", "reverie:hopfield?do=dance"], "no action dance"),
        (["run", LINK, "--load", "x.reverie"], "not two"),
        (["run", LINK, "--twin", "temperature=1", "--link"], "--link leads to one run"),
        (["reverie:nothing?seed=1"], "no model nothing"),
        ([LINK, "x.reverie"], ""),
    ],
)
def test_bad_links_are_refused_in_one_line(capsys, words, reason):
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr().err
    assert code == 2
    assert reason in said
    assert said.count("\n") == 1
