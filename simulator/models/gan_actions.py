"""What a person does to a GAN: draw a world, walk between latents, save and load weights."""

import numpy as np

from simulator.core import drawing
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, shorten
from simulator.core.frozen import frozen
from simulator.core.model import Argument, action
from simulator.core.parameter import whole_number
from simulator.models import gan_canvas
from simulator.models.gan_readouts import GanReadouts
from simulator.models.gan_weights import read_weights, write_weights

LEARNED = (
    "params_d", "first_d", "second_d", "params_g", "first_g", "second_g", "average", "directions",
    "made_params_d", "made_params_g", "updates_d", "updates_g", "measures", "measured", "old",
    "stored",
)  # fmt: skip
CANVAS = ("canvas", "measures", "measured")
WRITTEN = "(written)"  # a journal says that a file was written; replaying it writes nothing
TOUR = 3  # number of the stream of chance of a walk between latents
STOPS, MOST_STOPS = 9, 25


class GanActions(GanReadouts):
    """The actions of `Gan`."""

    def take_made(self) -> None:
        """Go on with the weights that were loaded."""
        raise NotImplementedError

    # ---- a world of one's own ----

    @action("Draw a world", "A stroke of data (value=-1: wipes) on 40 × 40 cells, or a picture's "
            "dark parts, or a table of points.",
            Argument("pattern", "world=x0,y0;x1,y1[;size=S][;value=-1] or world=FILE"),
            touches=CANVAS, name="world")  # fmt: skip
    def draw_world(self, argument: str) -> str | None:
        canvas, text = self._canvas().copy(), None
        if drawing.is_stroke(argument):
            drawing.paint(drawing.parse(argument), canvas)
        else:
            canvas, text = self._read_canvas(argument)
        self._set_canvas(canvas)
        return text

    @action("Wipe", "Wipe the drawn world.", touches=CANVAS)
    def wipe(self) -> None:
        self._set_canvas(np.full((gan_canvas.SIDE,) * 2, -1, np.int8))

    def _canvas(self) -> np.ndarray:
        return np.where(self.state.canvas > 0, 1, -1).astype(np.int8)

    def _set_canvas(self, canvas: np.ndarray) -> None:
        s = self.state
        s.canvas = frozen(np.where(canvas > 0, 1, 0).astype(np.int8))
        s.measures, s.measured = np.full_like(s.measures, np.nan), -1
        self.clear_cache()

    def _read_canvas(self, argument: str) -> tuple[np.ndarray, str]:
        """Return the canvas of a file or of packed data, and its text."""
        side = gan_canvas.SIDE
        if argument.startswith("data:"):
            arrays, _ = unpack(argument.removeprefix("data:"))
            canvas = arrays.get("canvas", np.zeros(0))
            if canvas.shape != (side, side) or not np.isin(canvas, (0, 1)).all():
                raise InputError(f"The packed drawing does not fit {side}×{side} cells.")
        else:
            canvas = gan_canvas.read(argument)
        canvas = canvas.astype(np.int8)
        return canvas, "data:" + pack({"canvas": canvas})

    # ---- latents ----

    @action("Walk", "A walk between latents, a tour of K stops by chance; K=0 ends it.",
            Argument("index", "interpolate=K", str(STOPS), is_optional=True),
            touches=("tour",))  # fmt: skip
    def interpolate(self, argument: str) -> str:
        count = whole_number(argument or str(STOPS))
        if count is None or count == 1 or not 0 <= count <= MOST_STOPS:
            raise InputError(
                f"interpolate={shorten(argument)} is no number of stops; allowed: 2 to "
                f"{MOST_STOPS}, or 0 for no walk."
            )
        n, noise = self.parameters.noise_dimensions, self.parameters.noise
        rng = np.random.default_rng([self.seed, TOUR, self.state.updates_g, count])
        drawn = rng.uniform(-1.0, 1.0, (count, n)) if noise == "uniform" else None
        stops = rng.standard_normal((count, n)) if drawn is None else drawn
        self.state.tour = frozen(stops.astype(np.float32))
        return str(count)

    # ---- weights ----

    @action("Load weights", "Take both players' weights from an NPZ file, or a shipped checkpoint.",
            Argument("text", "load=FILE or load=checkpoint:NAME"), touches=LEARNED)  # fmt: skip
    def load(self, argument: str) -> str:
        s = self.state
        arrays, text = read_weights(argument, s.params_d.size, s.params_g.size)
        s.made_params_d = frozen(arrays["params_d"])
        s.made_params_g = frozen(arrays["params_g"])
        self.take_made()
        return text

    @action("Save weights", "Write both players' weights to an NPZ file.",
            Argument("text", "save=FILE"))  # fmt: skip
    def save(self, argument: str) -> str:
        if argument != WRITTEN:
            write_weights(argument, self)
        return WRITTEN
