"""Fields that the forms of the plan share: text that can be printed, amounts as people write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.questionnaires.asking.typed_numbers import typed_number
from assessments.questionnaires.reading.mistakes import Unreadable
from assessments.questionnaires.reading.scalars import read_money
from continuity.plans.characters import STAND_IN, printable

LARGEST_COST = Decimal(1_000_000_000)


class Line(forms.CharField):
    """A line of text; odd spaces become plain ones, and what cannot be printed is left out."""

    def __init__(self, *, empty: str = "", **options: Any) -> None:
        errors = {"required": empty, **options.pop("error_messages", {})} if empty else {}
        super().__init__(error_messages=errors, **options)

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return " ".join(self._cleaned(value).split())

    def _cleaned(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        if "\x00" in text:
            raise ValidationError("This holds a null character, which cannot be kept. Write it again.")
        return printable(text).replace(STAND_IN, "")


class Text(Line):
    """Several lines of text."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows}), **options})

    def to_python(self, value: Any) -> str:
        """The text with its line breaks, without empty space at its ends."""
        return "\n".join(line.rstrip() for line in self._cleaned(value).split("\n")).strip()


class Amount(forms.CharField):
    """An amount of money in the organisation's currency, written as 12k, 12,000 or £12 000; None while it is empty."""

    def __init__(self, *, currency: str, called: str = "cost", **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 40, **options})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.currency, self.called = currency, called

    def clean(self, value: Any) -> Decimal | None:
        """The amount, to the penny."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_money(typed_number(text), self.currency)
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        if amount < 0:
            raise ValidationError(f"Enter a {self.called} of 0 or more.")
        if amount > LARGEST_COST:
            raise ValidationError(f"Enter a {self.called} of {LARGEST_COST:,} or less.")
        return amount.quantize(Decimal("0.01"))


class Budget(Amount):
    """What may be spent in a year: money, or per cent of a year's income where results are shares of it."""

    def clean(self, value: Any) -> Decimal | None:
        """The amount; a per cent sign behind a share is read as meant."""
        return super().clean(str(value or "").strip().removesuffix("%"))
