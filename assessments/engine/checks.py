"""The checks that every public function makes on its numbers.

Each returns the value as a float array and raises `InvalidInput` that names the first offending value. They cost
one pass over the array, so they never dominate the work that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.engine.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

EXACT = 1 << 53  # whole numbers up to it are floats
LARGEST, SMALLEST = 1e100, 1e-100  # far beyond any money or hours; products and quotients of three stay finite


def within(name: str, value: ArrayLike, low: float, high: float, allowed: str) -> Floats:
    """Return the value as floats if all of it lies in [low, high]; not-a-number never does.

    >>> within("hour", [0, 24], 0, 24, "between 0 and 24")
    array([ 0., 24.])
    >>> within("hour", [0, 25], 0, 24, "between 0 and 24")
    Traceback (most recent call last):
        ...
    assessments.engine.errors.InvalidInput: hour[1] is 25.0: it must be between 0 and 24.
    """
    kind = type(value)
    if (kind is float or (kind in (int, bool) and -EXACT <= value <= EXACT)) and low <= value <= high:  # type: ignore[operator]
        return np.asarray(value, dtype=np.float64)  # most values are single numbers, met in their thousands
    array = value if type(value) is np.ndarray and value.dtype == np.float64 else _real(name, value, allowed)
    # min and max pass not-a-number on, and a comparison with it is false
    if array.size and not (array.min() >= low and array.max() <= high):
        where = np.argwhere(~((array >= low) & (array <= high)))[0]
        place = "" if array.ndim == 0 else f"[{', '.join(map(str, where))}]"
        raise InvalidInput(f"{name}{place}", float(array[tuple(where)]), allowed)
    return array


def _real(name: str, value: ArrayLike, allowed: str) -> Floats:
    """Return real numbers as floats; text, dates and complex numbers are refused although numpy would convert them."""
    try:
        given = np.asarray(value)
    except (TypeError, ValueError):  # rows of different length
        raise InvalidInput(name, value, allowed) from None
    if given.dtype.kind in "biuf":
        return given.astype(np.float64, copy=False)
    if given.dtype.kind != "O":
        raise InvalidInput(name, value, allowed)
    numbers = np.empty(given.shape)
    for where, one in np.ndenumerate(given):
        if not isinstance(one, Real):
            place = f"[{', '.join(map(str, where))}]" if where else ""
            raise InvalidInput(f"{name}{place}", one, allowed)
        try:
            numbers[where] = float(one)
        except OverflowError:
            raise InvalidInput(name, "a whole number beyond all floats", allowed) from None
    return numbers


def alone(check: Callable[..., Floats], name: str, value: ArrayLike, *limits: Any) -> float:
    """Return the single number that a check of these accepts; raise `InvalidInput` for lists, those of one included.

    >>> alone(share, "level", [0.5])
    Traceback (most recent call last):
        ...
    assessments.engine.errors.InvalidInput: level is [0.5]: it must be a single number.
    """
    array = check(name, value, *limits)
    if array.ndim:
        raise InvalidInput(name, value, "a single number")
    return float(array)


def whole(name: str, value: ArrayLike, low: float, high: float, allowed: str) -> int:
    """Return a single whole number in [low, high]."""
    single = alone(within, name, value, low, high, allowed)
    if single != np.floor(single):
        raise InvalidInput(name, value, f"a whole number, {allowed}")
    return int(single)


def places(name: str, value: object, count: int, allowed: str) -> Integers:
    """Return whole numbers from 0 to below ``count`` as a list of places (n,)."""
    array = within(name, value, 0, count - 1, allowed)  # type: ignore[arg-type]
    kind = np.asarray(value).dtype.kind
    if array.ndim != 1 or (array.size and kind not in "iu"):
        raise InvalidInput(name, value, f"a list of whole numbers, {allowed}")
    return array.astype(np.int64)


def seed(value: object) -> int:
    """Return the seed of a generator of chance."""
    if not isinstance(value, (int, np.integer)) or value < 0:
        raise InvalidInput("seed", value, "a whole number of 0 or more")
    return int(value)


def one_of(name: str, value: object, allowed: Sequence[str]) -> None:
    """Raise `InvalidInput` unless the value is one of these words."""
    if not isinstance(value, str) or value not in allowed:
        raise InvalidInput(name, value, f"{', '.join(allowed[:-1])} or {allowed[-1]}")


def made(name: str, value: object, kind: type) -> None:
    """Raise `InvalidInput` unless the value is an object of this class.

    >>> made("seen", [2.0, 5.0], dict)
    Traceback (most recent call last):
        ...
    assessments.engine.errors.InvalidInput: seen is [2.0, 5.0]: it must be of the class dict.
    """
    if not isinstance(value, kind):
        raise InvalidInput(name, value, f"of the class {kind.__name__}")


def answers(name: str, value: object, methods: Sequence[str]) -> None:
    """Raise `InvalidInput` unless the value is an object with these methods."""
    if not all(callable(getattr(value, method, None)) for method in methods):
        raise InvalidInput(name, value, f"an object with the methods {', '.join(methods)}")


def together(**arrays: Floats) -> tuple[int, ...]:
    """Return the shape to which the arrays spread together; raise `InvalidInput` that names the first that does not.

    >>> together(gain=np.zeros((3, 1)), spread=np.ones(2))
    (3, 2)
    """
    shape: tuple[int, ...] = ()
    for name, array in arrays.items():
        try:
            shape = np.broadcast_shapes(shape, array.shape)
        except ValueError:
            raise InvalidInput(name, f"of shape {array.shape}", f"of a shape that spreads to {shape}") from None
    return shape


def listed(name: str, values: object, kind: type) -> None:
    """Raise `InvalidInput` unless the values are a list or tuple of objects of this class."""
    if not isinstance(values, (list, tuple)):
        raise InvalidInput(name, values, f"a list of objects of the class {kind.__name__}")
    for place, value in enumerate(values):
        made(f"{name}[{place}]", value, kind)


def share(name: str, value: ArrayLike) -> Floats:
    """Return shares as floats; raise `InvalidInput` unless all lie between 0 and 1."""
    return within(name, value, 0.0, 1.0, "a share between 0 and 1")


def amount(name: str, value: ArrayLike) -> Floats:
    """Return finite amounts of 0 or more as floats."""
    return within(name, value, 0.0, LARGEST, "a finite number of 0 or more, at most 1e100")


def finite(name: str, value: ArrayLike) -> Floats:
    """Return finite numbers of either sign as floats."""
    return within(name, value, -LARGEST, LARGEST, "a finite number, at most 1e100 either way")


def positive(name: str, value: ArrayLike) -> Floats:
    """Return finite numbers above 0 as floats."""
    return within(name, value, SMALLEST, LARGEST, "a finite number above 0, between 1e-100 and 1e100")


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
