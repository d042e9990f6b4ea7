"""The equation above a Neural Turing Machine."""

ADDRESSING = (
    r"w_t = \mathrm{sharpen}\left(\mathrm{shift}\left("
    r"g\,w^c + (1-g)\,w_{t-1}\right),\ \gamma\right)"
)
LSTM = r"c_t = f \circ c_{t-1} + i \circ \tanh z, \qquad h_t = o \circ \tanh c_t"
ALL = (ADDRESSING, LSTM)
