"""Twins of kernels/gan_players.py on torch tensors: a **Judge** and a **Maker** on a device.

Same constructors, methods and arrays of NumPy in and out, float32; what lies between is on the
device. Gradients are torch's own (`torch.autograd`), so nothing of ours is derived twice. As there,
a gradient goes back through what was answered last, with the weights it was answered with.
"""

import numpy as np
import torch
from torch.autograd import grad

from kernels.batch_features import EPSILON, KERNELS, NUMBERS
from kernels.mlp import Shape, parameter_count
from kernels.spectral import SMALLEST
from kernels.torch import array, tensor
from kernels.torch.mlp import activate, kind_of, weights_and_biases


def players_on(device: str) -> tuple[type["Judge"], type["Maker"]]:
    """Return the classes whose players compute on this device."""
    return (
        type("Judge", (Judge,), {"device": device}), type("Maker", (Maker,), {"device": device})
    )  # fmt: skip


# ---- nets, and what is seen of a batch ----


def answers(shape: Shape, params: torch.Tensor, x: torch.Tensor) -> list[torch.Tensor]:
    """Return what every layer answers (R, n_l), the input first; autograd knows how."""
    layers = [x]
    for layer in range(1, len(shape.sizes)):
        weights, biases = weights_and_biases(shape, params, layer)
        y = torch.addmm(biases, layers[-1], weights)
        activate(kind_of(shape, layer), y)
        layers.append(y)
    return layers


def mean_deviation(x: torch.Tensor) -> torch.Tensor:
    """Return the mean deviation of a batch (R, d), (R, 1): the same for all rows."""
    each = torch.sqrt(x.var(dim=0, correction=0) + EPSILON)
    return each.mean().expand(len(x), 1)


def nearness(x: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Return o (R, B): how near each row of a batch (R, d) is to the others."""
    projected = (x @ table).view(len(x), KERNELS, NUMBERS).transpose(0, 1)  # (B, R, C)
    near = torch.exp(-torch.cdist(projected, projected, p=1.0))  # (B, R, R)
    others = 1.0 - torch.eye(len(x), device=x.device)
    return (near * others).sum(dim=2).T / max(len(x) - 1, 1)


def normalized(shape: Shape, params: torch.Tensor, u: torch.Tensor) -> torch.Tensor:
    """Return the weights as they are used (P,), of which autograd knows how they hang on `params`
    with u and v held fixed; `u` is turned one step of the power iteration, in place."""
    used, first = [], 0
    for layer in range(1, len(shape.sizes)):
        weights, biases = weights_and_biases(shape, params, layer)
        right = u[first : first + len(biases)]
        with torch.no_grad():
            left = shortened(weights @ right)
            felt = weights.T @ left
            if felt.norm() > SMALLEST:
                right.copy_(shortened(felt))
        sigma = (left @ weights @ right.clone()).clamp(min=SMALLEST)
        used += [(weights / sigma).ravel(), biases]
        first += len(biases)
    return torch.cat(used)


def shortened(vector: torch.Tensor) -> torch.Tensor:
    """Return a vector (n,) brought to length 1."""
    return vector / vector.norm().clamp(min=SMALLEST)


# ---- the players ----


class _Player:
    """What was answered last, and the way back through it."""

    device = "cpu"

    def __init__(self, shape: Shape):
        self.shape = shape
        self._layers: list[torch.Tensor] = []

    def layers(self, rows: int) -> list[np.ndarray]:
        """Return copies of what every layer answered last (R, n_l), the input first."""
        return [array(layer.detach()).copy() for layer in self._layers]

    def _leaf(self, values: np.ndarray) -> torch.Tensor:
        """Return a copy on the device, of which gradients may be asked."""
        return tensor(values, self.device).requires_grad_()

    def _there(self, values: np.ndarray) -> torch.Tensor:
        """Return an array on the device for a moment: where that is here, it is not copied."""
        if not values.flags.writeable:  # torch would warn of it
            return tensor(values, self.device)
        return torch.from_numpy(values).to(self.device)


class Maker(_Player):
    """A generator."""

    def make(self, params: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Return fakes (R, d) of noise (R, n)."""
        self._params = self._leaf(params)
        self._layers = answers(self.shape, self._params, tensor(noise, self.device))
        return array(self._layers[-1].detach())

    def learn(self, params: np.ndarray, pulls: np.ndarray, grads: np.ndarray) -> None:
        """Fill `grads` (P,) from pulls (R, d) = ∂loss/∂fake at what was made last."""
        fakes = self._layers[-1]
        (found,) = grad(fakes, self._params, self._there(pulls), retain_graph=True)
        grads[:] = array(found)


class Judge(_Player):
    """A discriminator of rows of d columns."""

    def __init__(
        self, shape: Shape, d: int, deviation: bool, discrimination: bool, is_spectral: bool
    ):
        super().__init__(shape)
        self.d, self.deviation, self.discrimination = d, deviation, discrimination
        self.is_spectral = is_spectral
        self._size = parameter_count(shape.sizes)
        self.turned = np.zeros(int(shape.sizes[1:].sum()), np.float32)

    def prepare(self, params: np.ndarray, u: np.ndarray) -> None:
        """Take these weights for what follows."""
        self._params = self._net = self._leaf(params[: self._size])
        self._table = self._leaf(params[self._size :].reshape(self.d, -1))
        if self.is_spectral:
            turned = tensor(u, self.device)
            self._used = normalized(self.shape, self._params, turned)
            self._net = self._used.detach().requires_grad_()
            self.turned[:] = array(turned)

    def see(self, *batches: np.ndarray) -> np.ndarray:
        """Return what is said (R,), before any activation, of batches of equal size, each seen as a
        whole."""
        self._rows = torch.cat([self._there(batch) for batch in batches]).requires_grad_()
        parts = torch.chunk(self._rows, len(batches))
        beside = torch.cat([self._beside(part) for part in parts])
        return self._answer(torch.cat([self._rows, beside], dim=1))

    def see_alone(self, points: np.ndarray, like: np.ndarray) -> np.ndarray:
        """The same of single points (R, d), each as if it came in a batch `like` (R', d)."""
        self._rows = self._leaf(points)
        beside = torch.zeros(int(self.shape.sizes[0]) - self.d, device=self.device)
        if len(like):
            beside = self._beside(self._there(like)).mean(dim=0)
        return self._answer(torch.cat([self._rows, beside.expand(len(points), -1)], dim=1))

    def _beside(self, batch: torch.Tensor) -> torch.Tensor:
        """Return what is seen of a batch (R, d) beside its rows, (R, columns)."""
        seen = [batch[:, :0]]
        if self.deviation:
            seen.append(mean_deviation(batch))
        if self.discrimination:
            seen.append(nearness(batch, self._table))
        return torch.cat(seen, dim=1)

    def _answer(self, inputs: torch.Tensor) -> np.ndarray:
        self._layers = answers(self.shape, self._net, inputs)
        self._said = self._layers[-1][:, 0]
        return array(self._said.detach())

    def learn(self, pulls: np.ndarray, grads: np.ndarray) -> None:
        """Fill `grads` from pulls (R,) = ∂loss/∂said at what was seen last."""
        leaves = [self._net, self._table] if self.discrimination else [self._net]
        found = grad(self._said, leaves, self._there(pulls), retain_graph=True)
        grads[:] = np.concatenate([array(part).ravel() for part in found])

    def arrows(self, pulls: np.ndarray) -> np.ndarray:
        """Return ∂loss/∂row (R, d) of pulls (R,) = ∂loss/∂said at what was seen last."""
        (found,) = grad(self._said, self._rows, self._there(pulls), retain_graph=True)
        return array(found)

    def penalize(
        self, places: np.ndarray, target: float, weight: float, grads: np.ndarray
    ) -> float:
        """Return weight · mean (‖∂said/∂x‖ − target)² at places (R, d), of a negative target the
        mean of the squares; add its gradient to `grads`.

        The gradient is that of slopes times what pulls at them: a length of 0 has none of its own.
        """
        x = self._leaf(places)
        (slopes,) = grad(answers(self.shape, self._net, x)[-1].sum(), x, create_graph=True)
        lengths = slopes.detach().norm(dim=1, keepdim=True)
        away, share = lengths - max(target, 0.0), weight / max(len(places), 1)
        pulls = 2.0 * share * away / lengths.clamp(min=SMALLEST) * slopes.detach()
        (found,) = grad((pulls * slopes).sum(), self._net)
        grads[: self._size] += array(found)
        return share * float(away.double().square().sum())

    def finish(self, grads: np.ndarray) -> None:
        """Turn a gradient by the weights as they are used into that by the weights, in place."""
        if self.is_spectral:
            net = grads[: self._size]
            (found,) = grad(self._used, self._params, self._there(net), retain_graph=True)
            net[:] = array(found)
