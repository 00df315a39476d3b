"""A term of a worked figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessments.scoring.pages.result import Result


@dataclass(frozen=True)
class Line:
    """A term of a figure; `path` is where it is explained itself, `is_total` marks the figure that comes out."""

    label: str
    value: str
    path: str = ""
    is_total: bool = False


Work = Callable[[Result, str], Iterator[Line]]


def total(label: str, value: str) -> Line:
    """The figure that comes out."""
    return Line(label, value, is_total=True)
