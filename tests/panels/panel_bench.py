"""A panel on its runner, for tests that drive one."""

from collections.abc import Callable, Iterator

from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import model_class
from simulator.panels import panel_class
from simulator.panels.panel import Panel
from tests.helpers import wait_until


def panels_of(name: str, qtbot, size: tuple[int, int]) -> Iterator[Callable[..., Panel]]:
    """Yield what makes a panel after texts; at the end all that were made are shut."""
    made = []

    def make(*texts: str) -> Panel:
        run = Run(model_class(name)(1))
        for text in texts:
            run.do(text)
        runner = Runner(run)
        panel = panel_class(name)(runner)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        runner.start()
        made.append((runner, panel))
        settle(panel)
        return panel

    yield make
    for runner, panel in made:
        panel.shut()
        runner.close()


def take(panel: Panel, grain: str, count: int = 1):
    """Run grains to their ends; returns the snapshot."""
    for _ in range(count):
        before = panel.frame.step
        panel.runner.take_step(grain)
        wait_until(lambda seen=before: _has_come(panel, seen), 60)
    return panel.frame.snapshot


def _has_come(panel: Panel, seen: int) -> bool:
    settle(panel)
    return panel.frame.step > seen and not panel.frame.is_playing


def settle(panel: Panel):
    """Show the frame after all that was asked; returns its snapshot."""
    panel.runner.ask(lambda run: None).result(20)
    panel.show_frame(panel.runner.latest)
    return panel.runner.latest.snapshot
