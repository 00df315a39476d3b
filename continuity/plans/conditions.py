"""Conditions of the runbook library: one fact, or several joined, true, false or not known."""

from collections.abc import Callable, Iterator

from pydantic import Field, model_validator

from assessments.catalogue.files import CatalogueEntry

Known = Callable[[str], bool | None]


class Joined(CatalogueEntry):
    """Several conditions: any of them, all of them, or the opposite of one."""

    any: tuple["Condition", ...] = ()
    all: tuple["Condition", ...] = ()
    opposite: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_join(self) -> "Joined":
        if sum(bool(part) for part in (self.any, self.all, self.opposite)) != 1:
            msg = "a condition joins by exactly one of any, all, not"
            raise ValueError(msg)
        return self


Condition = str | Joined
Joined.model_rebuild()


def holds(condition: Condition | None, known: Known) -> bool | None:
    """Whether the condition is true; None if that hangs on a fact not known. No condition is true.

    >>> holds(Joined(any=("uses.shop", "uses.live")), {"uses.shop": None, "uses.live": True}.get)
    True
    """
    if condition is None:
        return True
    if isinstance(condition, str):
        return known(condition)
    if condition.opposite is not None:
        answer = holds(condition.opposite, known)
        return None if answer is None else not answer
    answers = [holds(part, known) for part in condition.any or condition.all]
    decisive = bool(condition.any)
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def facts_named(condition: Condition | None) -> Iterator[str]:
    """The facts a condition looks at."""
    if isinstance(condition, str):
        yield condition
    elif condition is not None:
        for part in (*condition.any, *condition.all, condition.opposite):
            yield from facts_named(part)
