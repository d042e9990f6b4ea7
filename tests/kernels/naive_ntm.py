"""The Neural Turing Machine by the paper's equations, in plain NumPy and loops, float64."""

import numpy as np

from kernels.ntm import EMPTY, FEED_FORWARD, LSTM_ONLY, parts


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x):
    raised = np.exp(x - x.max())
    return raised / raised.sum()


def softplus(x):
    return np.logaddexp(0.0, x)


def cosine(a, b):
    return a @ b / np.sqrt((a @ a + 1e-12) * (b @ b + 1e-12))


class Machine:
    """Plays a sequence; afterwards its lists hold what every step left."""

    def __init__(self, shape, params):
        self.shape, self.p = shape, parts(shape, np.asarray(params, np.float64))
        c, r, n, m = shape.size, shape.reads, shape.locations, shape.width
        self.hidden = [np.zeros(c) for _ in range(shape.layers)]
        self.cell = [np.zeros(c) for _ in range(shape.layers)]
        self.memory, self.reads = np.full((n, m), EMPTY), np.zeros((r, m))
        self.w = np.zeros((0, n))
        if shape.controller != LSTM_ONLY:
            self.w = np.array([softmax(row) for row in self.p["weightings"]])
            self.reads = np.tanh(self.p["reads"])
        self.stages = []

    def control(self, x):
        u = np.concatenate([x, *self.reads])
        for k in range(self.shape.layers):
            weights, bias = self.p[f"controller_{k}"], self.p[f"controller_{k}_bias"]
            if self.shape.controller == FEED_FORWARD:
                self.hidden[k] = np.tanh(u @ weights + bias)
            else:
                z = np.concatenate([u, self.hidden[k]]) @ weights + bias
                i, f, o, new = np.split(z, 4)
                self.cell[k] = sigmoid(f) * self.cell[k] + sigmoid(i) * np.tanh(new)
                self.hidden[k] = sigmoid(o) * np.tanh(self.cell[k])
            u = self.hidden[k]
        return u

    def heads(self, h):
        """Yield of each head k, β, g, s, γ, and of a write head e and a."""
        said, m = h @ self.p["heads"] + self.p["heads_bias"], self.shape.width
        turns = 2 * self.shape.shifts + 1
        for head in range(self.shape.reads + self.shape.writes):
            sizes = [m, 1, 1, turns, 1] + [m, m] * (head >= self.shape.reads)
            pieces = np.split(said[: sum(sizes)], np.cumsum(sizes)[:-1])
            said = said[sum(sizes) :]
            key, beta, gate, shift, gamma = pieces[:5]
            found = [np.tanh(key), softplus(beta[0]), sigmoid(gate[0]), softmax(shift),
                     1.0 + softplus(gamma[0])]  # fmt: skip
            yield [*found, *((sigmoid(pieces[5]), np.tanh(pieces[6])) if pieces[5:] else ())]

    def address(self, head, key, beta, gate, shift, gamma):
        n, reach = self.shape.locations, self.shape.shifts
        content = softmax(np.array([beta * cosine(key, row) for row in self.memory]))
        gated = gate * content + (1.0 - gate) * self.w[head]
        shifted = np.array([
            sum(gated[(i - j) % n] * shift[j + reach] for j in range(-reach, reach + 1))
            for i in range(n)
        ])  # fmt: skip
        sharp = shifted**gamma
        return content, gated, shifted, sharp / sharp.sum()

    def step(self, x):
        """Return the logits of the outputs."""
        h = self.control(x)
        if self.shape.controller != LSTM_ONLY:
            moves = list(self.heads(h))
            stages = [self.address(k, *move[:5]) for k, move in enumerate(moves)]
            self.stages.append((moves, stages))
            self.w = np.array([found[3] for found in stages])
            writes = [(self.w[k], *move[5:]) for k, move in enumerate(moves) if move[5:]]
            for w, erase, _ in writes:
                self.memory = self.memory * (1.0 - np.outer(w, erase))
            for w, _, add in writes:
                self.memory = self.memory + np.outer(w, add)
            self.reads = self.w[: self.shape.reads] @ self.memory
        return np.concatenate([h, *self.reads]) @ self.p["outputs"] + self.p["outputs_bias"]

    def play(self, x):
        return np.array([self.step(row) for row in np.asarray(x, np.float64)])
