"""What a lesson's prose takes for granted, compared with what came out when it was held."""

Right = str | tuple[float, float]  # a choice's beginning, or from where to where a number lies


def comes_out(said: str, right: Right) -> bool:
    """Whether an answer, as it is written, is one that the prose relies on."""
    if isinstance(right, str):
        return said.startswith(right)
    return right[0] <= float(said.replace("−", "-").split()[0]) <= right[1]
