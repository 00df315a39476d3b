"""What a reader needs to know besides the value: the bank, the date, the currency and the activities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.questionnaires.bank import Bank
from assessments.questionnaires.reading.mistakes import Report

UNKNOWN: dict[str, bool] = {"unknown": True}
"""The canonical form of "I don't know" inside a table, form or matrix."""


@dataclass(frozen=True)
class Reading:
    """One reading of values; mistakes and warnings gather in its report."""

    bank: Bank
    as_of: date
    currency: str | None
    functions: tuple[str, ...] = ()
    report: Report = field(default_factory=Report)

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties of DEP-05 a link may lead to."""
        question = self.bank.questions["DEP-05"]
        return tuple(option.code for option in self.bank.options(question) if option.code not in question.exclusive)


def is_unknown(raw: Any) -> bool:
    """Whether a raw value says "I don't know"."""
    return isinstance(raw, Mapping) and set(raw) == {"unknown"} and raw["unknown"] is True
