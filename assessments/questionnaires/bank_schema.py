"""The shape of the question bank's data files; loading them is `bank.py`."""

from typing import Any, Literal

from pydantic import Field, field_validator

from assessments.catalogue.files import CatalogueEntry
from assessments.questionnaires.conditions import Condition, parse_condition

Scope = Literal["organisation", "function"]
Depth = Literal["quick", "standard", "full"]


class Option(CatalogueEntry):
    """One answer people can choose; `value` is its place on a level scale, `hours` its length."""

    code: str
    label: str
    value: float | None = None
    hours: float | None = None


class UnknownRange(CatalogueEntry):
    """What "I don't know" stands for: a plausible range with its cautious end, or a sentence when no range makes sense.

    `words` says it to whoever answers, where the rest of the entry would read badly beside a question.
    """

    low: float | str | None = None
    high: float | str | None = None
    likely: float | str | None = None
    use: Literal["low", "high", "likely"] | None = None
    of: str | None = None
    by: str | None = None
    values: dict[str, tuple[float | str, float | str]] | None = None
    stands_for: str | None = None
    none: str | None = None
    note: str | None = None
    words: str | None = None


class Cell(CatalogueEntry):
    """A column of a table, a field of a form, or the cell of a matrix."""

    key: str
    label: str
    type: str
    unit: str | None = None
    required: bool = False
    identifies: bool = False
    unknown: bool = False
    unknown_range: UnknownRange | None = None
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    options_extra: tuple[Option, ...] = ()
    min: float | None = None
    max: float | Literal["today"] | None = None
    max_length: int | None = None
    month_ok: bool = False
    only_rows: tuple[str, ...] = ()


class FixedRow(CatalogueEntry):
    """A row that is always there, named by its code."""

    code: str
    label: str
    counts_as: Literal["direct", "movable", "influenced", "independent"]


class TableShape(CatalogueEntry):
    """Columns of a table question, with free rows or fixed ones; `item` is what people call a row."""

    item: str = "row"
    columns: tuple[Cell, ...]
    min_rows: int = 0
    max_rows: int = 0
    fixed_rows: tuple[FixedRow, ...] = ()


class Validation(CatalogueEntry):
    """Limits of an answer; `rule` is the sentence for people, enforced in `profile_checks.py`."""

    min: float | None = None
    max: float | Literal["today"] | None = None
    max_quick: int | None = None
    integer: bool = False
    rule: str | None = None


class NoteField(CatalogueEntry):
    """A note that may go with the answer."""

    max_length: int


class Question(CatalogueEntry):
    """One question: its words, its form, when it is asked and what it feeds."""

    id: str
    section: str
    scope: Scope
    tier: Literal[1, 2, 3]
    type: str
    text: str
    help: str
    why: str
    required: bool
    feeds: tuple[str, ...]
    ref: tuple[str, ...]
    pack: str | None = None
    variants: dict[str, str] = Field(default_factory=dict)
    help_variants: dict[str, str] = Field(default_factory=dict)
    unknown: bool = False
    unknown_range: UnknownRange | None = None
    unit: str | None = None
    bands: str | None = None
    shortcuts: tuple[float, ...] = ()
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    options_extra: tuple[Option, ...] = ()
    option_filter: str | None = None
    exclusive: tuple[str, ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    ranked: bool = False
    allow_custom: bool = False
    custom_form: dict[str, str] | None = None
    validation: Validation = Validation()
    show_if: Condition | None = None
    escalate_if: Condition | None = None
    evidence: bool = False
    month_ok: bool = False
    note_field: NoteField | None = None
    table: TableShape | None = None
    form: tuple[Cell, ...] = ()
    short_field: str | None = None
    matrix: dict[str, Any] | None = None
    person_fields: dict[str, Literal["required", "optional"]] = Field(default_factory=dict)
    prefill: str | None = None
    semantics: str | None = None

    @field_validator("show_if", "escalate_if", mode="before")
    @classmethod
    def _parse(cls, raw: Any) -> Any:
        return parse_condition(raw) if isinstance(raw, dict) else raw

    def wording(self, industry: str | None) -> str:
        """The question's text in the wording of an industry."""
        return self.variants.get(industry or "", self.text)

    def help_for(self, industry: str | None) -> str:
        """The help that goes with that wording."""
        return self.help_variants.get(industry or "", self.help)


class DepthSpec(CatalogueEntry):
    """A depth: the tiers it asks and the minutes it aims at."""

    tiers: tuple[int, ...]
    target_minutes: int
    minutes_per_further_function: int
    audience: str


class BankHead(CatalogueEntry):
    """Identity and depths of the bank."""

    id: str
    version: str
    title: str
    language: str
    licence_note: str
    depths: dict[Depth, DepthSpec]
    target_minutes_note: str


class Section(CatalogueEntry):
    """A part of the questionnaire that one person can do in one go."""

    id: str
    order: int
    title: str
    minutes: int
    intro: str
    scope: Scope = "organisation"


class ModelInput(CatalogueEntry):
    """A quantity of the model: its unit and the scores, plan sections and recommendations it reaches."""

    unit: str
    to: tuple[str, ...]


class Default(CatalogueEntry):
    """What stands in for an answer that the depth does not ask; shown as an assumption, confidence C."""

    show: str | None = None
    value: Any = None
    rating_value: float | None = None
    rule: str | None = None
    by: str | None = None
    map: dict[int | str, Any] | None = None
    if_now: float | str | None = None
    source: str | None = Field(default=None, alias="from")


class Derived(CatalogueEntry):
    """An input that another answer already gives."""

    input: str
    source: Any = Field(alias="from")
    rule: str
    when: dict[str, Any] | None = None


class StandIn(CatalogueEntry):
    """What a missing identity answer counts as, and the sentence that says so."""

    stand_in: str | None
    show: str


class Base(CatalogueEntry):
    """What `of` in an unknown range multiplies."""

    unit: str
    rule: str
