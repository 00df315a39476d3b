"""Values that a caller may hand over by mistake, and what may come of them: a sound result or the engine's own error."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterator, Mapping

import numpy as np

from assessments.engine.errors import EngineError, InvalidInput

NAN, INF = float("nan"), float("inf")
NUMBERS = (NAN, INF, -INF, -1, 0, 1e300, 1e-300, 1e308, 2.5, 10**400, True)
OTHERS = ("x", "1", None, [], {}, set(), object(), 1 + 2j, np.array([1 + 2j]), ["x"], np.datetime64("2020-01-01"), len)
WRONG = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, TypeError, ValueError, Warning)
OBJECTS = (3, "x", object(), [3], NAN)
MAPPINGS = (None, 3, [], {"a": NAN}, {"a": -1}, {"a": "x"}, {"a": None}, {"a": [1.0, 2.0]}, {3: [4]})


def mutants(value: object) -> Iterator[object]:
    """Iterate over wrong values of the kind of this one: a number, a list of numbers, a word or an object."""
    if isinstance(value, (bool, str)):
        yield from ("nonsense", str(value).upper() + "!", None, 3, [])
    elif isinstance(value, (int, float)):
        yield from (*NUMBERS, *OTHERS, [value, value], [[value]], [value], np.array([value]))
    elif isinstance(value, Mapping):
        yield from MAPPINGS
    elif _is_table(value):
        yield from _tables(np.asarray(value).tolist())
    else:
        yield from (*OBJECTS, [], {})


def _is_table(value: object) -> bool:
    return isinstance(value, (list, tuple, np.ndarray)) and np.asarray(value).dtype.kind in "biuf"


def _tables(rows: list) -> Iterator[object]:
    yield from (*NUMBERS, *OTHERS)
    for one in (*NUMBERS, "x", "1", None, 1j, [1, 2]):
        yield _with_first(rows, one)
    yield from ([rows], rows + rows, rows[:-1], rows[::-1], [[]], np.empty((0, 3)), np.ones((2, 2, 2)))
    yield from ([[1.0], [1.0, 2.0]], np.ones(len(rows)) * 1j, np.array(["a"] * len(rows)), np.zeros(np.shape(rows)))


def _with_first(rows: list, one: object) -> list:
    first = _with_first(rows[0], one) if isinstance(rows[0], list) else one
    return [first, *rows[1:]]


def faults(call, arguments, also: Mapping[str, tuple[str, ...]] = {}, infinite: bool = False) -> list[str]:
    """Return what went wrong with each of the arguments (by name) made wrong in turn: nothing may.

    ``also``: what an error may name instead of an argument, by argument. ``infinite``: infinity is a sound result.
    """
    sound(call(**arguments), infinite)
    found = []
    for name, value in arguments.items():
        for mutant in mutants(value):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    sound(call(**{**arguments, name: mutant}), infinite)
            except InvalidInput as error:
                if not any(part in error.name for part in (name, *also.get(name, ()))):
                    found.append(f"{name} = {mutant!r}: named {error.name}")
            except EngineError:
                continue
            except WRONG as error:
                found.append(f"{name} = {mutant!r}: {type(error).__name__}: {error}")
    return found


def sound(result: object, infinite: bool) -> None:
    """Assert that there is nothing but finite numbers in a result."""
    for value in _numbers(result):
        assert np.isfinite(value).all() if not infinite else not np.isnan(value).any(), f"{value} in the result"


def _numbers(result: object) -> Iterator[np.ndarray]:
    if isinstance(result, (float, np.floating, np.ndarray)):
        table = np.asarray(result)
        assert table.dtype.kind in "biuf", f"{table.dtype} in the result"
        yield table
    elif isinstance(result, Mapping):
        yield from _numbers([*result.values()])
    elif isinstance(result, (list, tuple)):
        for part in result:
            yield from _numbers(part)
    elif dataclasses.is_dataclass(result):
        for field in dataclasses.fields(result):
            if not field.name.startswith("_"):
                yield from _numbers(getattr(result, field.name))
