"""A run: a model with its journal, its history and its trace. No thread, no Qt.

Everything a person does goes through `do`; steps go through `advance`. With `keeps_history` the
run can be rewound to any step, and acting after a rewind begins a branch.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from simulator.core import journal
from simulator.core.errors import InputError
from simulator.core.history import Branch, Key
from simulator.core.journal import Entry
from simulator.core.kiosk import Kiosk
from simulator.core.layout import Layout
from simulator.core.model import Action, Deed, Model, Readout
from simulator.core.trace import Trace

KeepGoing = Callable[[float], bool]  # told the share done; False cancels


class Run:
    """A model and everything that was done to it."""

    def __init__(self, model: Model, keeps_history: bool = True):
        self.model = model
        self.keeps_history = keeps_history
        self.kiosk: Kiosk | None = None  # what visitors do not see; no part of what is computed
        self.layout: Layout | None = None  # how the window looked when it was saved; no part either
        self.branches: list[Branch] = []
        self.invariants: dict[str, bool | None] = {}
        self._traced = [n for n, r in model.declared(Readout).items() if r.is_traced]
        self._at = -1
        self._done = 0  # entries of the branch that are in the present state
        self._checked = 0  # the step at which invariants were last evaluated
        self._begin_branch([])

    @classmethod
    def opened(cls, model: Model, branch: Branch) -> "Run":
        """Return the run that a document describes; the branch's last key is the present."""
        run = cls(model)
        run.branches = [branch]
        run._put(branch.keys[-1])
        run.observe()
        return run

    def copied(self) -> "Run":
        """Return a twin: the same state, journal, branches and traces, and its own from here on."""
        model = type(self.model)(self.model.seed, self.model.parameters)
        model.backend = self.model.backend
        twin = Run(model, self.keeps_history)
        twin.branches = [
            replace(b, trace=b.trace.copied(), prefix=[*b.prefix], entries=[*b.entries],
                    keys=[*b.keys])
            for b in self.branches
        ]  # fmt: skip
        twin.kiosk, twin._at = self.kiosk, self._at
        twin._put(self._key())
        twin.observe()
        return twin

    # ---- where we are ----

    @property
    def branch(self) -> Branch:
        """The branch we are on."""
        return self.branches[self._at]

    @property
    def is_at_end(self) -> bool:
        """Whether nothing lies ahead: no step taken before, no action done before."""
        return self.model.step >= self.branch.end and self._done == len(self.branch.entries)

    @property
    def entries(self) -> list[Entry]:
        """The whole journal up to the present place."""
        return self.branch.prefix + self.own_entries

    @property
    def own_entries(self) -> list[Entry]:
        """The entries of this branch up to the present place."""
        return self.branch.entries[: self._done]

    # ---- doing ----

    def do(self, text: str, group: int = 0) -> Deed:
        """Act now. Raises InputError, and then nothing has changed."""
        return self._act(text, group or journal.next_group(self.entries), "do")

    def undo(self, group: int = 0) -> bool:
        """Take back the last thing done, as a new entry at this step; False if there is none."""
        return self._take_back(journal.stacks(self.entries)[0], "undo", group)

    def redo(self, group: int = 0) -> bool:
        """Do again what was last undone; False if there is nothing."""
        return self._take_back(journal.stacks(self.entries)[1], "redo", group)

    def _take_back(self, stack: list[journal.Group], kind: str, group: int) -> bool:
        if not stack:
            return False
        number = group or journal.next_group(self.entries)
        for entry in reversed(stack[-1]):
            self._act(entry.inverse, number, kind)
        return True

    def _act(self, text: str, group: int, kind: str) -> Deed:
        step, before = self.model.step, self._traced_values()
        deed = self.model.act(text)
        entry = Entry(step, deed.text, deed.inverse, group, kind)
        if deed.restarts:
            self._begin_branch([*self.entries, entry])
            return deed
        if not self.is_at_end:
            self._fork(step)
        if step > self.branch.trace.last_step:  # where the run came to, before this was done
            self.branch.trace.record(step, before)
        self._append(entry)
        self.keep()
        self._observe()
        self.check()
        return deed

    def _append(self, entry: Entry) -> None:
        entries = self.branch.entries
        if entries and journal.is_same_setting(entries[-1], entry):
            last = entries.pop()
            entry = Entry(entry.step, entry.text, last.inverse, entry.group, entry.kind)
            self.branch.keys = [k for k in self.branch.keys if k.done <= len(entries)]
        entries.append(entry)
        self._done = len(entries)

    # ---- stepping ----

    def advance(self, count: int) -> None:
        """Take `count` of the finest steps, redoing on the way what was done before."""
        model, trace = self.model, self.branch.trace
        stop = model.step + count
        try:
            while model.step < stop:
                self._redo_entries()
                until = min(stop, self._next_entry_step(stop))
                while model.step < until:
                    model.advance(min(until - model.step, trace.steps_to_next(model.step)))
                    if model.step > trace.last_step and model.step % trace.period == 0:
                        self._observe()
            self._redo_entries()
        finally:  # a step that is refused ends the run where it is
            self.branch.end = max(self.branch.end, model.step)

    def grain(self, grain: str) -> None:
        """Run one grain to its end."""
        self.model.grain(grain)
        start = self.model.step
        while True:
            self.advance(self.model.steps_to(grain))
            if self.model.is_over(grain, start):
                return

    def observe(self) -> None:
        """Put the present point on the trace, unless the trace is ahead; check if it is due."""
        if self.model.step >= self.branch.trace.last_step:
            self._observe(is_present=True)
        else:
            self.check()

    def check(self) -> None:
        """Evaluate the invariants here."""
        self.invariants = self.model.invariants()
        self._checked = self.model.step

    # ---- rewinding ----

    def keep(self) -> None:
        """Keep the present state to rewind to."""
        if self.keeps_history:
            self.branch.keep(self._key())

    def seek(self, step: int, keep_going: KeepGoing = lambda share: True) -> bool:
        """Go to a step of this branch, exactly; False (and back again) if cancelled."""
        model, branch = self.model, self.branch
        step = max(0, min(step, branch.end))
        origin, target = (model.step, self._done), (step, branch.done_at(step))
        key = branch.nearest(*target)
        if not key.order <= origin <= target:
            self._put(key)
        begin = model.step
        chunk = max(1, int(model.pace(model.grains[-1].name)))
        while model.step < step:
            if not keep_going((model.step - begin) / (step - begin)):
                self._put(branch.nearest(*origin))
                self.advance(origin[0] - model.step)
                return False
            self.advance(min(chunk, step - model.step))
        self._redo_entries()
        self.keep()
        self.check()
        return True

    def switch(self, name: str) -> None:
        """Go to the end of another branch; raises InputError for an unknown one."""
        names = [branch.name for branch in self.branches]
        if name not in names:
            raise InputError(f"There is no branch {name}; allowed: {', '.join(names)}.")
        self._at = names.index(name)
        self._put(self.branch.keys[-1])
        self.seek(self.branch.end)

    def _put(self, key: Key) -> None:
        self.model.place(key.seed, key.parameters, key.state.copied())
        self._done = key.done

    def _redo_entries(self) -> None:
        """Redo the entries that lie at this step of the branch."""
        entries = self.branch.entries
        while self._done < len(entries) and entries[self._done].step <= self.model.step:
            self.model.act(entries[self._done].text)
            self._done += 1

    def _next_entry_step(self, default: int) -> int:
        entries = self.branch.entries
        return entries[self._done].step if self._done < len(entries) else default

    # ---- branches ----

    def _begin_branch(self, prefix: list[Entry]) -> None:
        """Begin a line of time at step 0, with the present state as its base."""
        branch = Branch(self._free_name(), prefix, Trace(self.model.trace_period))
        if self.branches and self.branch.end == 0:  # nothing ran there: leave no empty line behind
            branch.name, branch.parent = self.branch.name, self.branch.parent
            self.branches[self._at] = branch
        else:
            branch.parent = self.branch.name if self.branches else ""
            self._enter(branch)
        self._done = 0
        branch.keys = [self._key()]
        self._observe()

    def _fork(self, step: int) -> None:
        """Leave the present branch at `step`: what lies ahead stays there."""
        old = self.branch
        trace = old.trace.copied()
        trace.cut(step)
        keys = [key for key in old.keys if key.order <= (step, self._done)]
        branch = Branch(
            self._free_name(), old.prefix, trace, self.own_entries, keys, step, old.name, step
        )
        self._enter(branch)

    def _enter(self, branch: Branch) -> None:
        """Go over to a new branch; the one that is left keeps few states and replays the rest."""
        if self.branches:
            self.branch.slim()
        self.branches.append(branch)
        self._at = len(self.branches) - 1

    def _free_name(self) -> str:
        taken = {branch.name for branch in self.branches}
        number = 1
        while str(number) in taken:
            number += 1
        return str(number)

    def _key(self) -> Key:
        m = self.model
        return Key(m.step, self._done, m.seed, m.parameters, m.state.copied())

    def _observe(self, is_present: bool = False) -> None:
        self.branch.trace.record(self.model.step, self._traced_values(), is_present)
        steps = self.model.step - self._checked
        if not self.invariants or not 0 <= steps < self.model.check_period:
            self.check()

    def _traced_values(self) -> dict[str, Any]:
        return {n: getattr(self.model, n)() for n in self._traced}


def replay(model: Model, entries: Sequence[Entry], step: int) -> None:
    """Bring a fresh model through a journal to `step`, as the run went.

    Steps before something that starts again are skipped: it keeps only what the person made, and
    what the person made does not change while the model runs.
    """
    for entry in entries:
        if not forgets(model, entry.text):
            model.advance_to(entry.step)
        model.act(entry.text)
    model.advance_to(step)


def forgets(model: Model, text: str) -> bool:
    """Whether an entry's text starts again and nothing of what ran before is kept."""
    kept = text.startswith("set ") and text[4:].partition("=")[0].strip() in model.learned
    return starts_again(model, text) and not kept


def starts_again(model: Model, text: str) -> bool:
    """Whether an entry's text puts the step back to 0, whatever ran before."""
    if text.startswith("set "):
        return model.Parameters.spec(text[4:].partition("=")[0].strip()).rebuilds
    return model.declared(Action)[text.partition("=")[0]].restarts
