"""The checks that every public function makes on its numbers.

Each returns the value as a float array and raises `InvalidInput` that names the first offending value. They cost
one pass over the array, so they never dominate the work that follows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.engine.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LARGEST, SMALLEST = float(np.finfo(np.float64).max), float(np.nextafter(0.0, 1.0))  # finite, and above 0


def within(name: str, value: ArrayLike, low: float, high: float, allowed: str) -> Floats:
    """Return the value as floats if all of it lies in [low, high]; not-a-number never does.

    >>> within("hour", [0, 24], 0, 24, "between 0 and 24")
    array([ 0., 24.])
    >>> within("hour", [0, 25], 0, 24, "between 0 and 24")
    Traceback (most recent call last):
        ...
    assessments.engine.errors.InvalidInput: hour[1] is 25.0: it must be between 0 and 24.
    """
    if type(value) in (float, int, bool) and low <= value <= high:  # type: ignore[operator]
        return np.asarray(value, dtype=np.float64)  # most values are single numbers, met in their thousands
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInput(name, value, allowed) from None
    # min and max pass not-a-number on, and a comparison with it is false
    if array.size and not (array.min() >= low and array.max() <= high):
        where = np.argwhere(~((array >= low) & (array <= high)))[0]
        place = "" if array.ndim == 0 else f"[{', '.join(map(str, where))}]"
        raise InvalidInput(f"{name}{place}", float(array[tuple(where)]), allowed)
    return array


def share(name: str, value: ArrayLike) -> Floats:
    """Return shares as floats; raise `InvalidInput` unless all lie between 0 and 1."""
    return within(name, value, 0.0, 1.0, "a share between 0 and 1")


def amount(name: str, value: ArrayLike) -> Floats:
    """Return finite amounts of 0 or more as floats."""
    return within(name, value, 0.0, LARGEST, "a finite number of 0 or more")


def finite(name: str, value: ArrayLike) -> Floats:
    """Return finite numbers of either sign as floats."""
    return within(name, value, -LARGEST, LARGEST, "a finite number")


def positive(name: str, value: ArrayLike) -> Floats:
    """Return finite numbers above 0 as floats."""
    return within(name, value, SMALLEST, LARGEST, "a finite number above 0")


def hours(name: str, value: ArrayLike) -> Floats:
    """Return hours of 0 or more as floats; infinity means never."""
    return within(name, value, 0.0, np.inf, "hours of 0 or more (infinity for never)")


def shaped(name: str, array: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the array spread to the shape (mostly a read-only view); raise `InvalidInput` if it cannot be."""
    if array.shape == shape or not array.shape:
        return array if array.shape else np.full(shape, array)  # the usual cases, a tenth of the time of a view
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise InvalidInput(name, f"of shape {array.shape}", f"of a shape that spreads to {shape}") from None
