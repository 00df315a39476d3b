"""What the pages of the register show, as plain values for their templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from assessments.questionnaires.addresses import question_address
from assessments.questionnaires.asking.filled import fields_of, row_fields
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.grids import counted_ratings
from assessments.questionnaires.asking.inputs import Asked, faults_in, needs_countries, own_activity_row, table_row
from assessments.questionnaires.asking.saying import cell_said, said
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.profile import Activity
from assessments.questionnaires.queries import Sheet
from assessments.questionnaires.reading.countries import country_names
from assessments.register.actions import ACTIVITIES, FORM_ROW, mark_of
from assessments.register.stated import Facts, row_id
from assessments.ui import widgets, words


@dataclass(frozen=True)
class Kind:
    """A kind of thing in the register that is a row of a table question."""

    key: str
    question: str
    title: str
    item: str
    items: str
    sentence: str

    @property
    def article(self) -> str:
        """The article that goes with one of them."""
        return "an" if self.item[0] in "aeiou" else "a"


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "tools",
            "DEP-02",
            "Tools and firms",
            "tool or firm",
            "tools and firms",
            "What stands between you and TikTok.",
        ),
        Kind("accounts", "USE-03", "Accounts", "account", "accounts", "The accounts, shops and apps you rely on."),
        Kind("channels", "DIV-01", "Channels", "channel", "channels", "Where people can follow, hear or buy from you."),
    )
}
FUNCTION_SECTIONS = ("FUN", "IMP", "WRK")
IMPACT = "IMP-03"


@dataclass(frozen=True)
class FunctionRow:
    """One activity in the register."""

    activity: Activity
    url: str
    rank: int
    owner: str
    longest_stop: str
    parts: str
    tools: str
    hit_next: str
    done: int
    asked: int


@dataclass(frozen=True)
class Fact:
    """One answer about an activity: the question, what was said, and where to change it."""

    question: str
    text: str
    url: str
    is_open: bool


@dataclass(frozen=True)
class GridRow:
    """A category of the impact grid: the rating that counts after each time, with the word for it."""

    label: str
    cells: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True)
class FunctionPage:
    """Everything stated about one activity."""

    activity: Activity
    rank: int
    seen: str
    owner: str
    longest_stop: str
    groups: tuple[tuple[str, tuple[Fact, ...]], ...]
    grid: tuple[GridRow, ...]
    grid_url: str
    bands: tuple[str, ...]
    parts: tuple[str, ...]
    tools: tuple[tuple[str, str], ...]
    accounts: tuple[tuple[str, str], ...]
    spreads_to: tuple[tuple[str, str], ...]
    hit_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ThingRow:
    """A row of a table question: its name, where it leads, and its other columns in words."""

    name: str
    url: str
    pairs: tuple[tuple[str, str], ...]
    id: str


@dataclass(frozen=True)
class ThingsPage:
    """A table of the register."""

    kind: Kind
    first: str
    headings: tuple[str, ...]
    rows: tuple[ThingRow, ...]
    state: str
    question_url: str
    add_url: str


@dataclass(frozen=True)
class RowPage:
    """The form of one row, or of one activity of the organisation's own."""

    row: widgets.Row
    seen: str
    title: str
    countries: tuple[str, ...] = ()
    faults: list[tuple[str, str]] = field(default_factory=list)
    stored: tuple[tuple[str, str], ...] = ()


def tabs(organisation: str, current: str) -> list[dict[str, Any]]:
    """The pages of the register."""
    found = [("functions", "Activities"), *((kind.key, kind.title) for kind in KINDS.values())]
    return [
        {"label": label, "url": reverse(f"register:{key}", args=[organisation]), "is_current": key == current}
        for key, label in found
    ]


def function_url(organisation: str, key: str) -> str:
    """The page of an activity."""
    return reverse("register:function", args=[organisation, key])


def function_rows(organisation: str, facts: Facts) -> list[FunctionRow]:
    """The activities in their order."""
    vocabulary = facts.profile.bank.vocabulary
    steps = [step for step in facts.course.steps() if step.function is not None]
    links = list(facts.links())
    rows = []
    for rank, activity in enumerate(facts.activities, start=1):
        own_steps = [step for step in steps if step.function == activity.key]
        rows.append(
            FunctionRow(
                activity=activity,
                url=function_url(organisation, activity.key),
                rank=rank,
                owner=facts.owner(activity.key),
                longest_stop=facts.longest_stop(activity.key),
                parts=words.listed([words.lower_first(vocabulary.capabilities[cap]) for cap in activity.caps]),
                tools=words.listed([str(row["name"]) for row in facts.tools(activity.key)]),
                hit_next=words.listed(
                    [words.lower_first(facts.label(link.target)) for link in links if link.source == activity.key]
                ),
                done=sum(facts.course.is_done(step) for step in own_steps),
                asked=len(own_steps),
            )
        )
    return rows


def function_page(organisation: str, sheet: Sheet, facts: Facts, key: str) -> FunctionPage:
    """The page of an activity; KeyError if there is none."""
    activity = next((one for one in facts.activities if one.key == key), None)
    if activity is None:
        raise KeyError(key)
    links = list(facts.links())
    return FunctionPage(
        activity=activity,
        rank=1 + facts.activities.index(activity),
        seen=seen_mark(sheet, key),
        owner=facts.owner(key),
        longest_stop=facts.longest_stop(key),
        groups=tuple(_groups(organisation, facts, key)),
        grid=_grid(facts, key),
        grid_url=_change_url(organisation, IMPACT, key),
        bands=tuple(label.removesuffix(" or longer") for label in facts.profile.bank.vocabulary.band_labels.values()),
        parts=tuple(facts.profile.bank.vocabulary.capabilities[cap] for cap in activity.caps),
        tools=tuple(_named(organisation, "tools", row) for row in facts.tools(key)),
        accounts=tuple(_named(organisation, "accounts", row) for row in facts.accounts(activity)),
        spreads_to=tuple((facts.label(link.target), link.sentence) for link in links if link.source == key),
        hit_by=tuple((facts.label(link.source), link.sentence) for link in links if link.target == key),
    )


def seen_mark(sheet: Sheet, key: str) -> str:
    """The mark of an activity as the page shows it; "" while the list only stands in."""
    entry = next((row for row in sheet.profile.value(ACTIVITIES) or () if row["key"] == key), None)
    return mark_of(entry) if entry else ""


def things_page(organisation: str, facts: Facts, kind: Kind) -> ThingsPage:
    """A table of the register."""
    question = facts.profile.bank.questions[kind.question]
    rows = facts.rows(kind.question)
    # A column that nobody filled in would only make the others narrow.
    columns = tuple(cell for cell in _columns(question) if cell.required or any(cell.key in row for row in rows))
    answer = facts.profile.answer(kind.question)
    exists, before = facts.course.exists(kind.question), facts.course.waits_for(question)
    state = "hidden" if not exists else "unknown" if answer and answer.unknown else ""
    if before:
        state = "waits"
    return ThingsPage(
        kind=kind,
        first=_first_heading(question),
        headings=tuple(_heading(cell) for cell in columns),
        rows=tuple(_thing(organisation, facts, kind, columns, row) for row in rows),
        state=state,
        question_url=question_address(organisation, before or kind.question),
        add_url=reverse(f"register:{kind.key}_add", args=[organisation]),
    )


def row_page(facts: Facts, kind: Kind, row: str, posted: FormFields | None, errors: Mapping[str, str]) -> RowPage:
    """The form of one row, filled with what is stored or was posted; KeyError if there is no such row."""
    question = facts.profile.bank.questions[kind.question]
    assert question.table is not None
    stored = next((one for one in facts.rows(kind.question) if row_id(one) == row), None)
    if row and stored is None:
        raise KeyError(row)
    form = posted or FormFields(row_fields(question.table.columns, f"row-{FORM_ROW}-", stored or {}))
    asked = Asked(facts.course, question, form, errors=errors)
    shown = table_row(asked, FORM_ROW)
    faults = _faults(shown, kind.item, errors)
    countries = tuple(country_names().values()) if needs_countries(question) else ()
    title = _name(question, stored, facts) if stored else f"Add {kind.article} {kind.item}"
    if stored is None:
        return RowPage(shown, "", title, countries, faults)
    pairs = tuple((_heading(cell), cell_said(question, facts.profile, cell, stored)) for cell in question.table.columns)
    return RowPage(shown, mark_of(stored), title, countries, faults, tuple(pair for pair in pairs if pair[1]))


def own_function_page(
    facts: Facts, sheet: Sheet, key: str, posted: FormFields | None, errors: Mapping[str, str]
) -> RowPage:
    """The form of an activity of the organisation's own, new if `key` is empty; KeyError if `key` is none of its own."""
    question = facts.profile.bank.questions[ACTIVITIES]
    entry = next((row for row in sheet.profile.value(ACTIVITIES) or () if row["key"] == key), None)
    if key and (entry is None or key in facts.profile.bank.vocabulary.functions):
        raise KeyError(key)
    form = posted
    if form is None:
        filled = fields_of(question, sheet.profile.answer(ACTIVITIES), facts.profile.bank) if entry else {}
        numbers = FormFields(filled).all_rows()
        number = next((one for one in numbers if filled[f"row-{one}-id"] == [key]), None)
        start = f"row-{number}-"
        fields = {
            f"row-0-{name.removeprefix(start)}": texts for name, texts in filled.items() if name.startswith(start)
        }
        form = FormFields(fields if number is not None else {})
    asked = Asked(facts.course, question, form, errors=errors)
    whole = own_activity_row(asked, FORM_ROW)
    # Its place is changed in the list, where the others can be seen.
    row = widgets.Row(whole.number, whole.id, whole.cells[:-1])
    title = str(entry["label"]) if entry else "Add an activity of your own"
    return RowPage(row, mark_of(entry) if entry else "", title, (), _faults(row, "function", errors))


def _faults(row: widgets.Row, item: str, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    found = list(faults_in(widgets.RowsInput(item=item, rows=(row,))))
    shown = {sentence for _, sentence in found}
    return found + [("", sentence) for sentence in errors.values() if sentence not in shown]


def _groups(organisation: str, facts: Facts, key: str) -> list[tuple[str, tuple[Fact, ...]]]:
    """The answers about an activity by section; the impact grid has a place of its own."""
    groups = []
    for section in facts.profile.bank.sections:
        if section.id not in FUNCTION_SECTIONS:
            continue
        found = []
        for question in facts.profile.bank.of_scope("function"):
            if question.section != section.id or question.id == IMPACT:
                continue
            answer = facts.profile.answer(question.id, key)
            if not facts.course.exists(question.id, key) or (answer is None and not facts.course.asks(question, key)):
                continue
            text = said(question, answer, facts.profile)
            url = _change_url(organisation, question.id, key)
            wording = question.wording(facts.profile.industry)
            found.append(Fact(wording, text, url, is_open=answer is None or answer.unknown))
        if found:
            groups.append((section.title, tuple(found)))
    return groups


def _change_url(organisation: str, question: str, key: str) -> str:
    return f"{question_address(organisation, question, key)}?return=function"


def _grid(facts: Facts, key: str) -> tuple[GridRow, ...]:
    """The impact grid as it counts; empty while nothing is rated."""
    bank = facts.profile.bank
    answer = facts.profile.answer(IMPACT, key)
    if answer is None or answer.unknown:
        return ()
    form = FormFields(fields_of(bank.questions[IMPACT], answer, bank))
    rows = []
    for category, label in bank.vocabulary.categories.items():
        if category not in answer.value:
            continue
        counted = counted_ratings(form, category, bank.vocabulary)
        cells = tuple(
            (rating, bank.vocabulary.scales.impact_rating[rating].label, bool(form.text(f"cell-{category}-{band}")))
            for band, rating in counted.items()
        )
        rows.append(GridRow(label, cells))
    return tuple(rows)


def _named(organisation: str, kind: str, row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["name"]), reverse(f"register:{kind}_row", args=[organisation, row_id(row)])


def _columns(question: Question) -> tuple[Cell, ...]:
    assert question.table is not None
    return question.table.columns[1:]


def _first_heading(question: Question) -> str:
    assert question.table is not None
    return question.table.columns[0].label


def _heading(cell: Cell) -> str:
    return cell.label.removesuffix(", if there are several")


def _name(question: Question, row: Mapping[str, Any], facts: Facts) -> str:
    assert question.table is not None
    first = question.table.columns[0]
    labels = facts.profile.bank.labels(first)
    return str(row.get("name") or labels.get(row[first.key], row[first.key]))


def _thing(organisation: str, facts: Facts, kind: Kind, columns: tuple[Cell, ...], row: Mapping[str, Any]) -> ThingRow:
    question = facts.profile.bank.questions[kind.question]
    pairs = tuple((_heading(cell), cell_said(question, facts.profile, cell, row)) for cell in columns)
    url = reverse(f"register:{kind.key}_row", args=[organisation, row_id(row)])
    return ThingRow(_name(question, row, facts), url, pairs, row_id(row))


def catalogue_choice(facts: Facts, chosen: str, error: str) -> widgets.ChoiceInput:
    """The activities of the catalogue that are not in the list yet, and one of the organisation's own."""
    bank = facts.profile.bank
    listed = {row["key"] for row in facts.profile.value(ACTIVITIES) or ()}
    choices = [
        widgets.Choice(
            key,
            kind.label,
            f"Uses {words.listed([words.lower_first(bank.vocabulary.capabilities[cap]) for cap in kind.caps])}",
            is_chosen=key == chosen,
        )
        for key, kind in bank.vocabulary.functions.items()
        if key not in listed
    ]
    own = widgets.Choice("own", "Something else", "Fill in the part below", is_chosen=chosen == "own")
    return widgets.ChoiceInput(
        name="key", choices=(*choices, own), error=error, labelled_by="q-title", exclusive=("own",)
    )


def name_input(page: FunctionPage, posted: FormFields | None, errors: Mapping[str, str]) -> widgets.TextInput:
    """The field for the name of an activity of the catalogue."""
    value = page.activity.label if posted is None else posted.text("label")
    error = errors.get(f"label-{page.activity.key}", "") or errors.get("value", "")
    return widgets.TextInput(
        name="label", label="What you call it", value=value, max_length=80, error=error, width="long"
    )
