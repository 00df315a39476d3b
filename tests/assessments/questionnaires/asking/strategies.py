"""Answers to any question of the bank, in the forms that a profile file takes."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from assessments.questionnaires.bank import bank
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.reading.countries import country_codes
from tests.factories.answers import TODAY

WORDS = bank().vocabulary
FUNCTIONS = ("social_commerce", "live_selling", "own_thing")
UNKNOWN = {"unknown": True}
lines = st.text(st.characters(categories=("L", "N", "P", "Zs", "S")), min_size=1, max_size=30).filter(str.strip)
grades = st.sampled_from("ABCD")


def _number(low, high, *, whole=False, places=2):
    low, high = 0.0 if low is None else low, 1e6 if high in (None, "today") else float(high)
    if whole:
        return st.integers(int(low), int(high))
    return st.decimals(Decimal(str(low)), Decimal(str(high)), places=places, allow_nan=False, allow_infinity=False).map(
        float
    )


def _cell_value(cell: Cell):
    made = {
        "text": lines.map(lambda text: text[: cell.max_length or 30].strip()).filter(bool),
        "list_of_text": st.lists(lines, min_size=1, max_size=3),
        "country": st.sampled_from(sorted(country_codes())),
        "flag": st.booleans(),
        "number": _number(cell.min, cell.max),
        "percent": _number(cell.min, 100),
        "money": _number(cell.min, None),
        "duration": _number(cell.min, cell.max or 8000),
        "date": st.dates(date(2020, 1, 1), TODAY - timedelta(days=1)).map(date.isoformat),
        "time_band": st.sampled_from(list(WORDS.band_hours)),
        "function_ref": st.sampled_from(FUNCTIONS),
        "function_refs": st.just("all") | st.lists(st.sampled_from(FUNCTIONS), min_size=1, unique=True),
        "function_or_party_ref": st.sampled_from([*FUNCTIONS, "buyers", "warehouse"]),
        "number_with_unit": st.builds(
            lambda number, unit: {"number": number, "unit": unit.strip()}, _number(0, None), lines
        ),
    }
    codes = [option.code for option in bank().options(cell)]
    value = st.sampled_from(codes) if cell.type == "single" else made[cell.type]
    return value | st.just(UNKNOWN) if cell.unknown else value


def _row(cells, *, is_whole=False):
    needed = {cell.key: _cell_value(cell) for cell in cells if cell.identifies or is_whole}
    others = {cell.key: _cell_value(cell) for cell in cells if cell.key not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def _codes(question: Question):
    codes = [option.code for option in bank().options(question)]
    together = [code for code in codes if code not in question.exclusive]
    rival = {code for group in question.at_most_one for code in group[1:]}
    several = st.lists(st.sampled_from([code for code in together if code not in rival]), min_size=1, unique=True)
    return (
        several | st.sampled_from([*question.exclusive, *rival]).map(lambda code: [code])
        if question.exclusive
        else several
    )


def _table(question: Question):
    shape = question.table
    if shape.fixed_rows:
        codes = [row.code for row in shape.fixed_rows]
        shares = st.lists(st.integers(0, 20), min_size=len(codes), max_size=len(codes))
        return shares.map(
            lambda parts: [{"code": code, "share": part} for code, part in zip(codes, parts, strict=True)]
        )
    row = _row(shape.columns).filter(bool)  # a row in which nothing is filled in is none on a page
    unique = {"DIV-01": lambda one: one["channel"], "PRO-03": lambda one: one["country"]}.get(question.id)
    return st.lists(row, min_size=max(1, shape.min_rows), max_size=4, unique_by=unique)


def _impacts():
    cell = st.integers(0, 5) | st.builds(lambda r, text: {"rating": r, "reason": text}, st.integers(0, 5), lines)
    row = st.dictionaries(st.sampled_from(list(WORDS.band_hours)), cell | st.just(UNKNOWN), min_size=1)
    return st.dictionaries(st.sampled_from(list(WORDS.categories)), row, min_size=1)


def _likelihoods():
    row = st.fixed_dictionaries({"likelihood": st.integers(1, 5)}, optional={"reason": lines})
    return st.dictionaries(st.sampled_from(list(WORDS.scenarios)), row, min_size=1)


def _activities():
    entry = st.fixed_dictionaries(
        {"key": st.sampled_from(list(WORDS.functions))}, optional={"label": lines, "caps": st.just(["shop"])}
    )
    own = st.fixed_dictionaries(
        {"key": st.sampled_from(["own_thing", "another"]), "label": lines},
        optional={"caps": st.just(["live", "shop"]), "like": st.just("live_selling")},
    )
    return st.lists(entry | own, min_size=1, max_size=6, unique_by=lambda one: one["key"])


def value_of(question: Question):
    """A strategy for values of a question."""
    limits = question.validation
    if question.allow_custom:
        return _activities()
    made = {
        "multi": lambda: _codes(question),
        "single": lambda: st.sampled_from([option.code for option in bank().options(question)]),
        "scale": lambda: st.integers(int(limits.min), int(limits.max)),
        "percent": lambda: _number(limits.min, limits.max or 100),
        "number": lambda: _number(limits.min, limits.max, whole=limits.integer),
        "money": lambda: _number(limits.min, None),
        "number_with_unit": lambda: st.builds(
            lambda number, unit: {"number": number, "unit": unit.strip()}, _number(0, None), lines
        ),
        "duration": lambda: _number(0, 8000) | st.sampled_from(["15 min", "2 d", "1 w", 0.25, 1]),
        "date": lambda: st.dates(date(2020, 1, 1), TODAY).map(date.isoformat),
        "person": lambda: st.fixed_dictionaries(
            {"owner": lines},
            optional={"deputy": lines} | ({"limit": _number(0, None)} if "limit" in question.person_fields else {}),
        ),
        "form": lambda: _row(question.form).filter(bool),
        "table": lambda: _table(question),
        "matrix": lambda: _likelihoods() if question.prefill else _impacts(),
    }
    return made[question.type]()


@st.composite
def answers(draw, question: Question):
    """A strategy for answers in the long form, or "I don't know" where the question has it."""
    notes = {"grade": grades, "source": lines, "note": lines}
    # What the page of a question does not offer is not made up here.
    if question.id in ("PRO-01", "PRO-02", "USE-01", "USE-02", "MON-03"):
        notes = {}
    elif question.id == "GOV-11":
        notes = {"note": lines}
    if question.evidence and notes:
        notes["evidence"] = st.lists(lines, min_size=1, max_size=2)
    extra = draw(st.fixed_dictionaries({}, optional=notes))
    if question.unknown and draw(st.integers(0, 9)) == 0:
        return {"unknown": True, **extra}
    return {"value": draw(value_of(question)), **extra}
