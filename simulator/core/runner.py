"""The runner: one thread that steps runs in lock step, for a window.

The window never steps and the runner never touches a widget. What a person wants goes in through a
queue and happens between two of the finest steps; the newest frame lies in `latest`, and the
window's frame timer pulls it. Steps and frames are independent: the runner steps until the chosen
speed, or five sixths of a frame, is used up, and then publishes.

    runner.do("corrupt=0.25")      an action or `set name=value`; refusals lie in `messages`
    runner.play() / pause()        at `speed` grains a second
    runner.ask(function)           a Future of function(run), evaluated on the thread
    runner.stand_beside()          a twin of the run, from now on in lock step with it (`twins`)
    runner.close()                 joins the thread within two seconds, from any state
"""

import contextlib
import math
import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from kernels.jit import NotReadyError
from simulator.core import journal, twins
from simulator.core.errors import InputError
from simulator.core.frame import BranchInfo, Frame
from simulator.core.run import KeepGoing, Run

FRAME = 1 / 60  # seconds
STEPPING = FRAME * 5 / 6  # of which this much may be used for steps
PATIENCE = 3.0  # seconds that a person's question may wait for an answer
LONGEST = 0.1  # the longest time between two frames that is spent on steps
PAINTING = 0.03  # seconds that a window may paint before steps go on all the same
KEEPING = 0.05  # seconds of stepping, at least, between two states that are kept to rewind to
SLICE = 0.004  # seconds: the longest the runner steps without looking at its queue
UNLIMITED = math.inf


@dataclass
class _Pace:
    """How far stepping has come, against the clock."""

    last: float = 0.0
    due: float = 0.0  # finest steps
    counted: int = 0
    since: float = 0.0
    rate: float = 0.0
    chunk: int = 64  # finest steps that take about a slice


@dataclass
class _Goal:
    """Where to pause: after so many grains, or at a step; whoever asked waits for `reached`."""

    grain: str
    start: int  # the step at which the present grain began
    left: int = 1  # grains, with the present one
    until: int | None = None  # a step; then grains are not counted
    is_paced: bool = False  # at the chosen speed, to be watched; else as fast as it goes
    reached: "Future[bool] | None" = None  # False: something else was done before


@dataclass
class _Errand:
    """Something long that is done with the run as soon as the kernels are ready."""

    work: Callable[[Run, KeepGoing], bool]
    done: "Future[bool]"  # False: it was given up, or refused


@dataclass(frozen=True)
class Failure:
    """An error of the program on the runner's thread."""

    sentence: str
    details: str


class Runner:
    """Steps `runs` (usually one) on its own thread."""

    def __init__(self, run: Run, is_ready: Callable[[], bool] = lambda: True):
        self.runs = [run]
        self.messages: queue.SimpleQueue[str | Failure] = queue.SimpleQueue()
        self.grain = run.model.default_grain
        self.speed = 1.0  # grains a second
        self._is_ready = is_ready
        self._commands: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._is_alive = True
        self._is_playing = False
        self._goal: _Goal | None = None
        self._errand: _Errand | None = None
        self._progress: float | None = None
        self._cancelled = False
        self._revision = 0
        self._failure = ""
        self._addressed: int | None = None  # the one of twins that is acted on; None: all
        self._pace = _Pace()
        self._frame_cost = 0.0
        self._is_free = threading.Event()  # not set: the window paints, and asks for the processor
        self._is_free.set()
        self._kept = 0.0  # when states were last kept
        self.latest = self._frame()
        self._thread = threading.Thread(target=self._loop, name="runner", daemon=True)

    # ---- called from the window's thread ----

    def start(self) -> None:
        """Begin to obey."""
        self._thread.start()

    def do(self, text: str, group: int = 0, to: int | None = None) -> None:
        """Act between two steps. Texts of one `group` are undone together. Of twins, act on one
        (`to`), on `twins.ALL`, or on those that are addressed."""
        self._send(lambda: self._do((text,), group, to))

    def do_all(self, *texts: str, then_play: bool = False) -> None:
        """Act several times as one thing to undo, then perhaps play."""

        def act() -> None:
            if self._do(texts) and then_play:
                self._play()

        self._send(act)

    def undo(self) -> None:
        """Take back the last thing done."""
        self._send(lambda: self._take_back(Run.undo, twins.UNDO))

    def redo(self) -> None:
        """Do again what was last undone."""
        self._send(lambda: self._take_back(Run.redo, twins.REDO))

    def play(self) -> None:
        """Run at the chosen speed; at the end of a finished run, watch it once more."""
        self._send(self._play)

    def pause(self) -> None:
        """Stop after the present step."""
        self._cancelled = True
        self._send(self._rest)

    def toggle(self) -> None:
        """Play or pause."""
        self._send(lambda: self._rest() if self._is_wanted() else self._play())

    def take_step(self, grain: str) -> None:
        """Run one grain to its end, as fast as it goes."""
        self.go(grain)

    def go(self, grain: str, count: int = 1, is_paced: bool = False) -> "Future[bool]":
        """Run so many grains and pause; the Future tells whether it came so far."""
        return self._go(_Goal(grain, 0, count, is_paced=is_paced))

    def go_to(self, step: int, is_paced: bool = False) -> "Future[bool]":
        """Run on to a step and pause; the Future tells whether it came so far."""
        return self._go(_Goal(self.grain, 0, until=step, is_paced=is_paced))

    def _go(self, goal: _Goal) -> "Future[bool]":
        goal.reached = Future()
        if self._is_alive:
            self._send(lambda: self._begin(goal))
        else:
            goal.reached.set_result(False)
        return goal.reached

    def step_back(self, grain: str) -> None:
        """Go back one grain."""
        self._send(lambda: self._seek(self.runs[0].model.step_before(grain)))

    def seek(self, step: int) -> None:
        """Go to a step of the timeline."""
        self._cancelled = True  # an older seek gives way
        self._send(lambda: self._seek(step))

    def carry_out(self, work: Callable[[Run, KeepGoing], bool]) -> "Future[bool]":
        """Pause, and do something long with the run, with progress, once the kernels are ready.

        `work` is given up like a rewind; the Future tells whether it came to its end.
        """
        errand = _Errand(work, Future())
        self._cancelled = True  # an older one gives way

        def begin() -> None:
            self._pause()
            self._errand = errand

        self._send(begin)
        return errand.done

    def cancel(self) -> None:
        """Give up a long rewind."""
        self._cancelled = True

    def switch(self, branch: str) -> None:
        """Go to another branch."""
        self._send(lambda: self._switch(branch))

    def set_pace(self, grain: str, speed: float) -> None:
        """Choose the grain and how many of it a second (`UNLIMITED` for as fast as it goes)."""

        def change() -> None:
            self.grain, self.speed, self._pace.due = grain, speed, 0.0

        self._send(change)

    def use_backend(self, name: str) -> None:
        """Compute with another back end from the next step on; says in words why not."""

        def use(run: Run) -> None:
            run.model.use_backend(name)
            self._pace.chunk = 1  # how long a step takes there is not known yet

        self._send(lambda: self._act(use, is_deed=False))

    def replace(self, run: Run) -> None:
        """Take another run in place of the present one (a document was opened)."""

        def change() -> None:
            self._pause()
            self.runs, self._revision, self._failure = [run], 0, ""
            self._addressed = None

        self._send(change)

    # ---- twins ----

    def stand_beside(self, twin: Run | None = None) -> None:
        """Pause, and set a second run beside the first: a copy of it as it is now, or this one."""

        def change() -> None:
            self._rest()
            if twin or len(self.runs) == 1:
                self.runs = [self.runs[0], twin or self.runs[0].copied()]

        self._send(change)

    def keep_one(self, place: int) -> None:
        """End the twins: go on with one of them alone."""

        def change() -> None:
            self._rest()
            self._revision += place > 0 and len(self.runs) > 1
            self.runs, self._addressed = [self.runs[min(place, len(self.runs) - 1)]], None

        self._send(change)

    def address(self, place: int | None) -> None:
        """Choose the one of twins that is acted on; None: both."""

        def change() -> None:
            self._addressed = place

        self._send(change)

    def answer(
        self, function: Callable[[Run], Any], seconds: float = PATIENCE, place: int = 0
    ) -> Any:
        """Return function(run), evaluated between two steps; raises InputError if that takes
        longer than `seconds`: a rule may learn for half a minute."""
        future = self.ask(function, place)
        try:
            return future.result(seconds)
        except TimeoutError as error:
            future.cancel()
            raise InputError("The network is busy learning; try again in a moment.") from error

    def ask(self, function: Callable[[Run], Any], place: int = 0) -> "Future[Any]":
        """Return a Future of function(run), evaluated between two steps; of twins, ask the one at
        this place."""
        future: Future[Any] = Future()

        def answer() -> None:
            if not future.set_running_or_notify_cancel():
                return  # nobody waits any more
            try:
                result = function(self.runs[min(place, len(self.runs) - 1)])
            except Exception as error:
                future.set_exception(error)
            else:
                try:
                    self.latest = self._frame()  # who waits for the answer sees no older frame
                finally:
                    future.set_result(result)

        if not self._is_alive:
            future.cancel()
        else:
            self._send(answer)
        return future

    def step_aside(self) -> None:
        """Do not step while a frame is painted, until `go_on`, if the model's steps are short: a
        thread that gives and takes Python's lock every 20 µs makes each of a painting's thousand
        calls wait. Nothing hangs on it: the runner goes on by itself after a while."""
        if self.runs[0].model.steps_aside:
            self._is_free.clear()

    def go_on(self) -> None:
        """The frame is painted."""
        self._is_free.set()

    def wake(self) -> None:
        """Look again whether what is waited for (kernels) has come."""
        self._send(lambda: None)

    def close(self) -> None:
        """End the thread, within two seconds."""
        self._cancelled = True
        self._is_alive = False
        self._send(lambda: None)
        if self._thread.is_alive():
            self._thread.join(2.0)

    # ---- on the runner's thread ----

    def _send(self, command: Callable[[], object]) -> None:
        self._commands.put(command)

    def _loop(self) -> None:
        while self._is_alive:
            try:
                self._obey(wait=None if not self._is_busy() else 0.0)
                if self._is_alive and self._errand and self._is_ready():
                    self._run_errand(self._errand)
                if self._is_alive and self._is_busy():
                    self._step_for_a_frame()
                self._pass_on_notices()
                self._publish()
            except Exception as error:
                self._fail(error)
        while not self._commands.empty():  # whoever asked gets an answer
            with contextlib.suppress(Exception):
                self._obey(wait=0.0)
        self._let_go()

    def _is_wanted(self) -> bool:
        """Whether something is to be run, perhaps as soon as the kernels are ready."""
        return self._is_playing or self._goal is not None or self._errand is not None

    def _is_busy(self) -> bool:
        return (self._is_playing or self._goal is not None) and self._is_ready()

    def _obey(self, wait: float | None) -> None:
        """Obey what is queued; wait up to `wait` seconds (None: for ever) for a first command."""
        try:
            command = self._commands.get(block=wait != 0.0, timeout=wait)
            while True:
                command()
                command = self._commands.get_nowait()
        except queue.Empty:
            return

    def _step_for_a_frame(self) -> None:
        begun = time.perf_counter()
        wanted = self._wanted_steps(begun)
        while wanted > 0 and self._is_busy() and self._commands.empty():
            self._is_free.wait(PAINTING)
            wanted -= self._step_slice(wanted)
            if time.perf_counter() - begun > self._stepping:
                break
        is_due = not self._is_busy() or begun - self._kept >= KEEPING
        self._kept = begun if is_due else self._kept
        for run in self.runs:
            if is_due:
                run.keep()
            run.observe()
            if not self._is_busy():  # it has just come to its end
                run.check()
        rest = FRAME - (time.perf_counter() - begun)
        if rest > 0 and self._commands.empty() and self._is_busy():
            self._wait(rest)

    @property
    def _stepping(self) -> float:
        """Seconds to step between two frames: twice what a frame of a large network costs."""
        return max(STEPPING, min(2 * self._frame_cost, LONGEST))

    def _publish(self) -> None:
        begun = time.perf_counter()
        self.latest = self._frame()
        self._frame_cost = time.perf_counter() - begun

    def _wait(self, seconds: float) -> None:
        """Publish, then sleep unless something is asked."""
        self._publish()
        self._obey(wait=seconds)

    def _wanted_steps(self, now: float) -> float:
        """Return how many finest steps are due by now."""
        pace = self._pace
        if self.speed == UNLIMITED or (self._goal and not self._goal.is_paced):
            return math.inf
        rate = self.speed * self.runs[0].model.pace(self.grain)
        pace.due = min(pace.due + (now - pace.last) * rate, rate * 0.1 + 1)
        pace.last = now
        whole = math.floor(pace.due)
        pace.due -= whole
        return whole

    def _step_slice(self, wanted: float) -> int:
        """Take up to `wanted` steps for about a slice of time; return how many were taken."""
        pace, model = self._pace, self.runs[0].model
        count = int(min(wanted, pace.chunk))
        if self._goal or model.can_end:
            grain = self._goal.grain if self._goal else model.default_grain
            count = min(count, model.steps_to(grain))
        if self._goal and self._goal.until is not None:
            count = min(count, max(0, self._goal.until - model.step))
        begun = time.perf_counter()
        for run in self.runs:
            try:
                run.advance(count)
            except InputError as error:  # NaN, say: of twins, which
                raise InputError(twins.named(self.runs, run, str(error))) from error
        spent = time.perf_counter() - begun
        if spent > SLICE:
            pace.chunk = max(1, pace.chunk // 2)
        elif count == pace.chunk and spent < SLICE / 4:
            pace.chunk *= 2
        self._count(count, begun + spent)
        self._end_if_over()
        return count

    def _end_if_over(self) -> None:
        """Pause at the end of the grain that was asked for; playing, at the end of a finished run.

        Only whole grains end a run, so that it ends at the same step at any speed.
        """
        run, goal = self.runs[0], self._goal
        if goal and goal.until is not None:
            if run.model.step >= goal.until:
                self._pause(is_reached=True)
            return
        grain = goal.grain if goal else run.model.default_grain
        if run.model.steps_to(grain) < run.model.pace(grain):
            return
        if goal is None:
            if twins.is_finished(self.runs):
                self._pause()
        elif twins.is_over(self.runs, grain, goal.start):
            goal.left, goal.start = goal.left - 1, run.model.step
            if goal.left <= 0:
                self._pause(is_reached=True)

    def _count(self, steps: int, now: float) -> None:
        pace = self._pace
        pace.counted += steps
        if now - pace.since > 0.5:
            grains = pace.counted / self.runs[0].model.pace(self.grain)
            pace.rate = grains / (now - pace.since)
            for run in self.runs:
                run.model.pace_measured = pace.counted / (now - pace.since)
            pace.counted, pace.since = 0, now

    def _pass_on_notices(self) -> None:
        """Say what back ends had to say, such as that a device is full."""
        for run in self.runs:
            if said := run.model.taken_notice():
                self.messages.put(said)

    def _do(self, texts: Sequence[str], group: int = 0, to: int | None = None) -> bool:
        """Act on all runs or on one, as one thing to undo; what begins again begins in all."""
        number = group or max(journal.next_group(run.entries) for run in self.runs)
        place = self._addressed if to is None else to
        runs = self.runs
        if place not in (None, twins.ALL) and texts[0].partition("=")[0] not in twins.TOGETHER:
            runs = self.runs[place : place + 1]
        is_done = self._act(lambda run: [run.do(text, number) for text in texts], runs=runs)
        self._begin_together(texts, number)
        return is_done

    def _begin_together(self, texts: Sequence[str], group: int) -> None:
        if len(self.runs) > 1 and twins.begin_together(self.runs, texts, group):
            self.messages.put("Both began again, so that they stand at one step.")

    def _take_back(self, deed: Callable[[Run, int], bool], stack: int) -> None:
        number = max(journal.next_group(run.entries) for run in self.runs)
        self._act(lambda run: deed(run, number), runs=twins.newest(self.runs, stack))
        self._begin_together((), number)

    def _act(
        self,
        deed: Callable[[Run], Any],
        is_deed: bool = True,
        runs: Sequence[Run] | None = None,
    ) -> bool:
        """Do something to runs (all). Each does it that can, and who refuses is named."""
        done, refused = [], dict[str, str]()
        for run in self.runs if runs is None else runs:
            try:
                done.append(deed(run) is not False)  # False: nothing to undo
            except (InputError, NotReadyError) as error:
                said = str(error)
                refused[said] = said if said in refused else twins.named(self.runs, run, said)
        for sentence in refused.values():
            self.messages.put(sentence)
        self._revision += is_deed and any(done)
        return bool(done)

    def _play(self) -> None:
        run = self.runs[0]
        if twins.is_finished(self.runs) and self._is_ready():
            last = run.own_entries[-1].step if run.own_entries else 0
            if last < run.model.step:
                self._seek(last)
        self._let_go()
        self._is_playing, self._failure = True, ""
        now = time.perf_counter()
        self._pace = _Pace(last=now, since=now, due=1.0, chunk=self._pace.chunk)

    def _begin(self, goal: _Goal) -> None:
        self._let_go()
        self._is_playing = False
        goal.start = self.runs[0].model.step
        now = time.perf_counter()
        self._pace = _Pace(last=now, since=now, due=1.0, chunk=self._pace.chunk)
        self._goal = goal
        if goal.until is not None and goal.start >= goal.until:
            self._pause(is_reached=True)

    def _pause(self, is_reached: bool = False) -> None:
        self._is_playing = False
        self._pace.rate = 0.0
        self._let_go(is_reached)

    def _let_go(self, is_reached: bool = False) -> None:
        """The goal is reached or given up; who waits for it is told once the frame shows it."""
        goal, self._goal = self._goal, None
        errand, self._errand = self._errand, None
        if errand:
            errand.done.set_result(False)
        if goal and goal.reached:
            with contextlib.suppress(Exception):  # what failed may be what is shown
                self.latest = self._frame()
            goal.reached.set_result(is_reached)

    def _rest(self) -> None:
        """Pause, and look at what must hold."""
        self._pause()
        for run in self.runs:
            run.check()

    def _seek(self, step: int) -> None:
        self._pause()
        if not self._is_ready() and step != self.runs[0].model.step:
            self.messages.put("The kernels are still being compiled; try again in a moment.")
            return
        self._follow(step, self._watched())
        self._progress = None

    def _watched(self) -> KeepGoing:
        """Return what long work is to ask: it shows the progress, and says whether to go on."""
        self._cancelled = False
        begun = time.perf_counter()

        def keep_going(share: float) -> bool:
            if time.perf_counter() - begun > 0.1:
                self._progress = share
                self.latest = self._frame()
            return self._is_alive and not self._cancelled

        return keep_going

    def _run_errand(self, errand: _Errand) -> None:
        self._errand, is_done = None, False
        try:
            is_done = errand.work(self.runs[0], self._watched())
        finally:
            self._progress = None
            with contextlib.suppress(Exception):  # what failed may be what is shown
                self.latest = self._frame()  # who waits sees no older frame
            errand.done.set_result(is_done)

    def _follow(self, step: int, keep_going: Callable[[float], bool]) -> None:
        """Bring all runs to a step of the first's line of time, or none where that is given up."""
        first = self.runs[0]
        origin, step = first.model.step, max(0, min(step, first.branch.end))
        for place, run in enumerate(self.runs):
            if not twins.follow(run, step, keep_going):
                for moved in self.runs[:place]:
                    moved.seek(origin)
                return

    def _switch(self, branch: str) -> None:
        """Go to another branch; a twin that has no such branch stays on its own, at one step."""
        first, *others = self.runs
        self._act(lambda run: run.switch(branch), is_deed=False, runs=[first])
        for run in others:
            with contextlib.suppress(InputError):
                run.switch(branch)
            twins.follow(run, first.model.step)

    def _fail(self, error: Exception) -> None:
        """Stop and say why: a refusal in its own words, anything else with its traceback."""
        self._pause()
        self._progress = None
        if len(self.runs) > 1:  # one of them may have come farther than the other
            with contextlib.suppress(Exception):
                twins.level(self.runs)
        if isinstance(error, InputError | NotReadyError):
            self.messages.put(str(error))
        else:
            self._failure = f"The run stopped: {error or type(error).__name__}"
            self.messages.put(Failure(self._failure, traceback.format_exc()))
        try:
            self.latest = self._frame()
        except Exception:  # what failed may be what is shown
            self.latest = replace(
                self.latest,
                is_playing=False,
                is_waiting=False,
                progress=None,
                failure=self._failure,
            )

    def _frame(self) -> Frame:
        first, *others = [self._frame_of(run) for run in self.runs]
        if not others:
            return first
        can_undo = any(frame.can_undo for frame in (first, *others))
        can_redo = any(frame.can_redo for frame in (first, *others))
        note = twins.grain_note(self.grain, [run.model.pace(self.grain) for run in self.runs])
        return replace(first, twin=others[0], twin_note=note, can_undo=can_undo, can_redo=can_redo)

    def _frame_of(self, run: Run) -> Frame:
        run.model.is_live = self._is_busy()
        model, branch = run.model, run.branch
        undoable, redoable = journal.stacks(run.entries)
        return Frame(
            model=model.name,
            snapshot=model.snapshot(),
            parameters=model.parameters,
            seed=model.seed,
            step=model.step,
            end=max(branch.end, model.step),
            readouts=model.readouts(),
            invariants=dict(run.invariants),
            trace=branch.trace.data(),
            branch=branch.name,
            branches=tuple(
                BranchInfo(b.name, b.parent, b.fork, b.end, b.prefix[-1].text if b.prefix else "")
                for b in run.branches
            ),
            marks=_marks(branch.entries),
            can_undo=bool(undoable),
            can_redo=bool(redoable),
            is_playing=self._is_wanted(),
            is_waiting=self._is_wanted() and not self._is_ready(),
            is_finished=model.is_finished,
            rate=self._pace.rate,
            progress=self._progress,
            revision=self._revision,
            failure=self._failure,
            backend=model.backend,
        )


def _marks(entries: Sequence[journal.Entry]) -> tuple[int, ...]:
    """Return the steps at which something was done; a stroke over many steps counts once."""
    first: dict[int, int] = {}
    for entry in entries:
        first.setdefault(entry.group, entry.step)
    return tuple(sorted(set(first.values())))


__all__ = ["FRAME", "UNLIMITED", "BranchInfo", "Failure", "Frame", "Runner"]
