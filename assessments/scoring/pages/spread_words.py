"""Points and channels as the page about spreading says them."""

from assessments.scoring.trials.places import Place


def points(number: float) -> str:
    """A number of points in tenths, whole ones without a decimal."""
    shown = f"{number:.1f}".removesuffix(".0")
    return shown.removeprefix("-") if shown.strip("-0.") == "" else shown


def counted_points(number: float) -> str:
    """Points with their noun."""
    said = points(number)
    return f"{said} point" if said == "1" else f"{said} points"


def whose(place: Place) -> str:
    """Who owns a channel; nothing where its name says it."""
    return "your own" if not place.owner else place.owner if place.owner != place.label else ""


def named(place: Place) -> str:
    """A channel in a sentence."""
    return f"“{place.label}”"
