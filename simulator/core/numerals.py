"""Numbers as people read them."""


def grouped(number: float) -> str:
    """Write a whole number with thin spaces between thousands."""
    return f"{round(number):,}".replace(",", "\u2009")
