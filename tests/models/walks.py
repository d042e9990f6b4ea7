"""What random walks over a model's declarations are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from simulator.core.parameter import Parameters


def settings_of(
    parameters: type[Parameters], few: Mapping[str, Sequence[Any]]
) -> st.SearchStrategy[str]:
    """Draw `set name=value` of any parameter; of those in `few`, which would take long, only these
    values."""

    def values_of(name: str) -> st.SearchStrategy:
        spec = parameters.spec(name)
        if name in few:
            return st.sampled_from(few[name])
        if spec.kind == "choice":
            return st.sampled_from([choice.id for choice in spec.choices])
        if spec.kind == "bool":
            return st.booleans().map(spec.write)
        if spec.kind == "int":
            return st.integers(int(spec.low), int(spec.high))
        if spec.kind == "text":
            return st.sampled_from([spec.default, "nowhere/a b"])
        return st.one_of(st.sampled_from([spec.low, spec.high]), st.floats(spec.low, spec.high))

    return st.sampled_from(list(parameters.specs())).flatmap(
        lambda name: values_of(name).map(lambda value: f"set {name}={value}")
    )
