"""What controls change: from the effects of each family to the parameters with which the engine is run again.

A control never acts on a loss. What is left of a loss is what the engine says of the changed parameters; since the
cascade is monotone in each of them, no control raises a loss (docs/methods/readiness-and-concentration.md).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.cascade import Conditions, Workarounds
from assessments.engine.checks import Floats
from assessments.engine.losses import LossTerms
from assessments.engine.readiness import LARGEST_CEILING


@dataclass(frozen=True, eq=False)
class Controls:
    """Effects (`readiness.control_effect`, joined by `joint_effect`) by family, each 0 (absent) to 0.95.

    By link (E,): ``channel`` (another channel or supplier takes over part of the load), ``stock`` (queued content, goods,
    prepaid or cached access). By node (n,): ``runbook`` (the node's workaround starts sooner and takes more over). By
    function (F,): ``recovery`` (faster return), ``retention`` (sales that are late, not lost). By row (R,): ``own_cause``
    (events of one's own making are rarer: account suspensions, expired tokens, strikes; leave 0 for outages of the
    platform). Each may be a number.
    """

    channel: ArrayLike = 0.0
    stock: ArrayLike = 0.0
    runbook: ArrayLike = 0.0
    recovery: ArrayLike = 0.0
    retention: ArrayLike = 0.0
    own_cause: ArrayLike = 0.0

    def effect(self, family: str) -> Floats:
        """Return the checked effects of a family."""
        checks.one_of("family", family, [one.name for one in fields(self)])
        allowed = f"an effect between 0 and {LARGEST_CEILING}"
        return checks.within(f"{family} effect", getattr(self, family), 0.0, LARGEST_CEILING, allowed)


def with_controls(
    conditions: Conditions,
    controls: Controls,
    *,
    most_stock_h: ArrayLike = 0.0,
    fastest_start_h: ArrayLike = 1.0,
    most_effect: ArrayLike = 0.0,
) -> Conditions:
    """Return the conditions with controls in place: weight (1 - e), buffer + e x most, start slow^(1-e) fast^e.

    ``most_stock_h`` (E,): buffer that a full stock adds, hours. ``fastest_start_h`` (n,): hours in which a drilled
    workaround starts, above 0; a start that is sooner, or never, stays. ``most_effect`` (n,): share of the loss that a
    drilled workaround takes away; one that takes less today rises towards it by e.

    >>> better = with_controls(Conditions([1, 0], weight=0.8), Controls(channel=0.5, stock=0.25), most_stock_h=48.0)
    >>> float(better.weight), float(better.buffer_h)
    (0.4, 12.0)
    """
    checks.made("conditions", conditions, Conditions)
    checks.made("controls", controls, Controls)
    runbook = controls.effect("runbook")
    by_node = conditions.by_node
    if by_node is not None and runbook.any():
        start = checks.hours("start_h", by_node.start_h)
        fast = checks.positive("fastest_start_h", fastest_start_h)
        taken, most = checks.share("effect", by_node.effect), checks.share("most_effect", most_effect)
        checks.together(effect=taken, start_h=start, runbook=runbook, fastest_start_h=fast, most_effect=most)
        # a start at 0 or never has no logarithm to go along
        usable = np.isfinite(start) & (start > fast)
        slow = np.where(usable, start, fast)
        sooner = np.where(usable, slow ** (1 - runbook) * fast**runbook, start)
        more = np.maximum(most - taken, 0.0)
        by_node = Workarounds(taken + runbook * more, sooner, by_node.end_h)
    weight, channel = checks.share("weight", conditions.weight), controls.effect("channel")
    checks.together(weight=weight, channel=channel)
    most_h, stock = checks.amount("most_stock_h", most_stock_h), controls.effect("stock")
    buffer_h = checks.hours("buffer_h", conditions.buffer_h)
    checks.together(buffer_h=buffer_h, stock=stock, most_stock_h=most_h)
    return replace(
        conditions,
        weight=weight * (1 - channel),
        buffer_h=buffer_h + most_h * stock,
        by_node=by_node,
    )


def terms_with_controls(terms: LossTerms, controls: Controls) -> LossTerms:
    """Return the loss terms with controls in place: recovery (1 - e), recapture 1 - (1 - r)(1 - e)."""
    checks.made("terms", terms, LossTerms)
    checks.made("controls", controls, Controls)
    late, retention = checks.share("recapture", terms.recapture), controls.effect("retention")
    back_h, recovery = checks.amount("recovery_h", terms.recovery_h), controls.effect("recovery")
    checks.together(recapture=late, retention=retention)
    checks.together(recovery_h=back_h, recovery=recovery)
    return replace(terms, recovery_h=back_h * (1 - recovery), recapture=1 - (1 - late) * (1 - retention))


def rates_with_controls(rates: ArrayLike, controls: Controls) -> Floats:
    """Return the events a year (R,) with controls in place: rate (1 - e) for events of one's own making."""
    checks.made("controls", controls, Controls)
    usual, own = checks.amount("rates", rates), controls.effect("own_cause")
    checks.together(rates=usual, own_cause=own)
    return usual * (1 - own)
