"""What the panel shows of the landscape, and what it says of the energy."""

import threading
from types import SimpleNamespace

from simulator.models.hopfield import Hopfield
from simulator.panels import hopfield_landscape, hopfield_traces
from simulator.panels.hopfield_landscape import Sheets


def snapshot_of(*texts: str):
    model = Hopfield(0)
    for text in texts:
        model.act(text)
    return model, model.snapshot()


def test_while_one_draws_only_the_sheet_asked_for_last_is_waited_for(monkeypatch):
    made, may_go = [], threading.Event()

    def slow(network, memory, rival, cue, names):
        may_go.wait(10)
        made.append(cue.sum())
        return "sheet"

    monkeypatch.setattr(hopfield_landscape, "AT_ONCE", 0)
    monkeypatch.setattr(hopfield_landscape, "sheet_of", slow)
    model, first = snapshot_of("store=preset:letters-ten", "clear")
    sheets = Sheets()
    assert sheets.of(first) is None
    for place in range(5):
        model.act(f"draw={place},0")
        last = model.snapshot()
        assert sheets.of(last) is None
    may_go.set()
    sheets._pool.submit(int).result(10)  # after all that waits
    assert sheets.of(last) == "sheet"
    assert len(made) <= 2  # the one that had begun, and the last
    sheets.close()


def test_where_it_will_grow_warm_the_energy_is_not_said_to_fall():
    warming = ("set dynamics=glauber", "set cooling=0.9", "set temperature_end=1")
    for texts, said in (((), hopfield_traces.FALLS), (warming, hopfield_traces.MAY_RISE)):
        model, shown = snapshot_of("store=preset:letters-ten", *texts)
        frame = SimpleNamespace(parameters=model.parameters, snapshot=shown)
        assert hopfield_traces.energy_caption(frame) == said
