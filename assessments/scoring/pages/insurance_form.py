"""The fields on which it is said what a policy pays, with what was typed and what is wrong with it."""

from dataclasses import dataclass

from assessments.scoring.pages.what_if import Field, field_of
from assessments.scoring.trials.insurance_settings import EVENT, KINDS, LOOKED_AT, YEAR, Asked
from assessments.scoring.trials.settings import Entered, Group


@dataclass(frozen=True)
class Form:
    """The kinds of event, the terms of one event and of a year, and which kind of outage is looked at."""

    kinds: tuple[Field, ...]
    event: tuple[Field, ...]
    year: tuple[Field, ...]
    look: Field
    changed: int

    @property
    def parts(self) -> tuple[tuple[str, tuple[Field, ...]], ...]:
        """The terms under their headings."""
        return (("For each event", self.event), ("In a year", self.year))

    @property
    def mistakes(self) -> tuple[Field, ...]:
        """The fields whose text cannot be used."""
        return tuple(field for field in (*self.kinds, *self.event, *self.year, self.look) if field.error)


def form_of(asked: Asked) -> Form:
    """The fields as they stand."""
    groups = {group.key: group for group in asked.groups}
    return Form(
        kinds=_fields(groups[KINDS], asked.entered),
        event=_fields(groups[EVENT], asked.entered),
        year=_fields(groups[YEAR], asked.entered),
        look=_fields(groups[LOOKED_AT], asked.entered)[0],
        changed=len({*asked.entered.values, *asked.entered.mistakes}),
    )


def _fields(group: Group, entered: Entered) -> tuple[Field, ...]:
    return tuple(field_of(setting, entered) for setting in group.settings)
