"""Grids of hours for a batch: each row has its own ascending knots, padded at the end with its horizon.

A row of knots t_0 = 0 <= t_1 <= ... <= t_(K-1) = horizon cuts the time of a disruption into intervals [t_k,
t_(k+1)); padding gives intervals of no length, which change no sum.
"""

from __future__ import annotations

import numpy as np

from assessments.engine.checks import Floats, Integers

MANY = 32  # columns of a row from which on it is read by itself: one index serves all of them


def knots_of(hours: Floats, horizon_h: Floats) -> Floats:
    """Return knots (R, K) from 0 to the horizon (R,) at the given hours (R, M); repeats and hours outside are left out.

    >>> knots_of(np.array([[24.0, 4.0, 24.0], [72.0, np.inf, 24.0]]), np.array([100.0, 100.0])).tolist()
    [[0.0, 4.0, 24.0, 100.0], [0.0, 24.0, 72.0, 100.0]]
    """
    end = horizon_h[:, None]
    knots = np.concatenate([np.zeros_like(end), np.clip(hours, 0.0, end), end], axis=1)
    knots.sort(axis=1)
    repeated = knots[:, 1:] == knots[:, :-1]
    if repeated.any():
        np.copyto(knots[:, 1:], end, where=repeated)
        knots.sort(axis=1)
        knots = knots[:, : knots.shape[1] - int(repeated.sum(axis=1).min())]
    return knots


def insert(knots: Floats, hours: Floats) -> tuple[Floats, Integers]:
    """Return finer knots (R, K') that also hold ``hours`` (R, M), and for each the old interval it falls into (R, K').

    Hours at or beyond the horizon (infinity too) and hours that are knots already add nothing. An old knot keeps
    its own position; a new one gets the position of the last old knot before it. Cost O(R (K + M) log(K + M)).

    >>> finer, position = insert(np.array([[0.0, 8.0, 100.0]]), np.array([[24.0, np.inf]]))
    >>> finer.tolist(), position.tolist()
    ([[0.0, 8.0, 24.0, 100.0]], [[0, 1, 1, 2]])
    """
    count, end = knots.shape[1], knots[:, -1:]
    extra = np.sort(np.minimum(hours, end), axis=1)
    known = (extra[:, :, None] == knots[:, None, :]).any(axis=2)
    known[:, 1:] |= extra[:, 1:] == extra[:, :-1]
    np.copyto(extra, end, where=known)
    added = int((extra < end).sum(axis=1).max(initial=0))
    if not added:
        return knots, np.broadcast_to(np.arange(count), knots.shape)
    both = np.concatenate([knots, extra], axis=1)
    # stable: at the horizon the old knot comes first, so that all padding points to it
    order = np.argsort(both, axis=1, kind="stable")[:, : count + added]
    position = np.cumsum(order < count, axis=1) - 1
    return np.take_along_axis(both, order, axis=1), position


def locate(knots: Floats, hours: Floats) -> tuple[Integers, Integers]:
    """Return, for ascending hours (R, M), the first knot at or after each (K if none) and the last one at or before.

    >>> first, last = locate(np.array([[0.0, 8.0, 8.0, 100.0]]), np.array([[0.0, 4.0, 8.0]]))
    >>> first.tolist(), last.tolist()
    ([[0, 1, 1]], [[0, 0, 2]])
    """
    shape, count = hours.shape, knots.shape[1]
    # sorting both together is much cheaper than comparing every knot with every hour; ties keep the order given
    order = np.argsort(np.concatenate([hours, knots], axis=1), axis=1, kind="stable")
    first = np.cumsum(order >= shape[1], axis=1)[order < shape[1]].reshape(shape)
    order = np.argsort(np.concatenate([knots, hours], axis=1), axis=1, kind="stable")
    last = np.cumsum(order < count, axis=1)[order >= count].reshape(shape) - 1
    return first, last


def pick(values: Floats, position: Integers) -> Floats:
    """Return values (N, R, K) read at the interval positions (R, K') of each row, (N, R, K').

    >>> pick(np.array([[[5.0, 7.0]], [[1.0, 2.0]]]), np.array([[0, 0, 1]])).tolist()
    [[[5.0, 5.0, 7.0]], [[1.0, 1.0, 2.0]]]
    """
    nodes, rows, count = values.shape
    flat = (position + count * np.arange(rows)[:, None]).ravel()
    picked = np.take(
        values.reshape(nodes, -1), flat, axis=1, mode="clip"
    )  # else every index is checked: twice the time
    return picked.reshape(nodes, *position.shape)


def read(table: Floats, position: Integers) -> Floats:
    """Return a table (R, F, K) read at positions (R, K') of each row, (R, F, K').

    >>> read(np.array([[[5.0, 7.0], [1.0, 2.0]]]), np.array([[1, 0, 1]])).tolist()
    [[[7.0, 5.0, 7.0], [2.0, 1.0, 2.0]]]
    """
    if table.shape[1] < MANY:
        return np.take_along_axis(table, position[:, None, :], axis=2)
    found = np.empty((*table.shape[:2], position.shape[1]))
    for row, places in enumerate(position):
        np.take(table[row], places, axis=1, out=found[row], mode="clip")  # else every index is checked
    return found


def running_integral(values: Floats, knots: Floats) -> Floats:
    """Return the integral from 0 to each knot (..., R, K) of a step function given on each interval (..., R, K).

    >>> running_integral(np.array([[1.0, 0.5, 0.0]]), np.array([[0.0, 4.0, 10.0]])).tolist()
    [[0.0, 4.0, 7.0]]
    """
    total = np.zeros(values.shape)
    np.cumsum(values[..., :-1] * np.diff(knots, axis=-1), axis=-1, out=total[..., 1:])
    return total
