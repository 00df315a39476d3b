"""Reading of the cells of tables and the fields of forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.questionnaires.bank_schema import Cell, Option
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.context import UNKNOWN, Reading, is_unknown
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

LARGEST_LIST = 50


def is_empty(raw: Any) -> bool:
    """Whether nothing was given: blanks count as nothing."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def read_cell(cell: Cell, raw: Any, reading: Reading, path: str) -> Any:
    """The cell's canonical value, None if it is empty; Unreadable says what is wrong."""
    if is_empty(raw):
        return None
    if is_unknown(raw) or (raw == "unknown" and "unknown" in reading.bank.labels(cell)):
        if not cell.unknown:
            raise Unreadable("unknown_not_allowed", f"{cell.label} cannot be left open", "Enter a value")
        return dict(UNKNOWN)
    return _READERS[cell.type](cell, raw, reading, path)


def read_option(raw: Any, options: Sequence[Option]) -> str:
    """The code of the option; yes and no may arrive as true and false."""
    codes = [option.code for option in options]
    if isinstance(raw, bool) and {"yes", "no"} <= set(codes):
        return "yes" if raw else "no"
    if isinstance(raw, str) and raw.strip() in codes:
        return raw.strip()
    raise Unreadable("invalid_choice", f"“{shown(raw)}” is not one of the answers", one_of(codes, raw))


def read_number_with_unit(raw: Any, reading: Reading, path: str) -> dict[str, Any]:
    """Number and unit; a missing unit is taken with a warning."""
    allowed = "Enter a number and its unit, such as 340 orders"
    if isinstance(raw, Mapping):
        if set(raw) - {"number", "unit"} or "number" not in raw:
            raise Unreadable("wrong_form", "A quantity has the parts number and unit", allowed)
        number, unit = scalars.read_number(raw["number"], allowed), scalars.read_text(raw.get("unit") or "", 40)
    else:
        number, unit = _split_quantity(raw, allowed)
    if number < 0:
        raise Unreadable("out_of_range", f"{scalars.plain(number)} is below zero", "Enter 0 or more")
    if not unit:
        reading.report.notice(path, "unit_missing", f"{scalars.plain(number)} was given without its unit.")
    return {"number": scalars.plain(number), "unit": unit}


def _split_quantity(raw: Any, allowed: str) -> tuple[Any, str]:
    if not isinstance(raw, str):
        return scalars.read_number(raw, allowed), ""
    words = raw.split()
    for count in range(len(words), 0, -1):  # the longest beginning that is a number: "45 000 site visits"
        try:
            number = scalars.read_number(" ".join(words[:count]), allowed)
        except Unreadable:
            continue
        return number, scalars.read_text(" ".join(words[count:]), 40)
    raise Unreadable("not_a_number", f"“{shown(raw)}” does not begin with a number", allowed)


def _text(cell: Cell, raw: Any, _reading: Reading, _path: str) -> str | None:
    return scalars.read_text(raw, cell.max_length) or None


def _list_of_text(cell: Cell, raw: Any, _reading: Reading, _path: str) -> list[str] | None:
    lines = raw if isinstance(raw, list) else str(raw).splitlines()
    if len(lines) > LARGEST_LIST:
        raise Unreadable("too_many_rows", f"{len(lines)} lines are too many", f"At most {LARGEST_LIST} lines")
    texts = [scalars.read_text(line, cell.max_length) for line in lines]
    return [text for text in texts if text] or None


def _number(cell: Cell, raw: Any, _reading: Reading, _path: str) -> int | float:
    high = None if cell.max == "today" else cell.max
    return scalars.plain(scalars.within(scalars.read_number(raw), cell.min, high, cell.unit))


def _percent(cell: Cell, raw: Any, reading: Reading, path: str) -> int | float:
    low, high = cell.min if cell.min is not None else 0.0, 100.0
    number = scalars.within(scalars.read_percent(raw), low, high, "%")
    note_small_percent(number, reading, path)
    return scalars.plain(number)


def note_small_percent(number: Any, reading: Reading, path: str) -> None:
    """Warn that a share between 0 and 1 is read as a percentage, not as a fraction."""
    if 0 < number < 1:
        value = scalars.plain(number)
        reading.report.notice(path, "small_percent", f"{value} is read as {value}%.")


def _money(cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    return scalars.amount_text(scalars.within(scalars.read_money(raw, reading.currency), cell.min or 0, None))


def _duration(cell: Cell, raw: Any, reading: Reading, _path: str) -> int | float:
    high = None if cell.max == "today" else cell.max
    return scalars.plain(scalars.within(scalars.read_duration(raw), cell.min or 0, high, "hours"))


def _date(cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    return scalars.read_date(raw, month_ok=cell.month_ok, last=reading.as_of if cell.max == "today" else None)


def _single(cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    return read_option(raw, reading.bank.options(cell))


def _time_band(_cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    bands = list(reading.bank.vocabulary.band_hours)
    if raw in bands:
        return str(raw)
    raise Unreadable("invalid_choice", f"“{shown(raw)}” is not a time band", one_of(bands, raw))


def _function_ref(_cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    if raw in reading.functions:
        return str(raw)
    raise Unreadable(
        "invalid_choice", f"“{shown(raw)}” is not one of the activities", one_of([*reading.functions], raw)
    )


def _function_refs(_cell: Cell, raw: Any, reading: Reading, path: str) -> list[str] | str:
    if raw == "all":
        return "all"
    keys = raw if isinstance(raw, list) else [raw]
    found = {_function_ref(_cell, key, reading, path) for key in keys}
    return [key for key in reading.functions if key in found]


def _function_or_party(_cell: Cell, raw: Any, reading: Reading, _path: str) -> str:
    allowed = [*reading.functions, *reading.parties]
    if raw in allowed:
        return str(raw)
    raise Unreadable("invalid_choice", f"“{shown(raw)}” is neither an activity nor a party", one_of(allowed, raw))


_READERS = {
    "text": _text,
    "list_of_text": _list_of_text,
    "country": lambda _cell, raw, reading, path: read_country_cell(raw, reading, path),
    "flag": lambda _cell, raw, _reading, _path: scalars.read_flag(raw),
    "number": _number,
    "percent": _percent,
    "money": _money,
    "duration": _duration,
    "date": _date,
    "single": _single,
    "time_band": _time_band,
    "function_ref": _function_ref,
    "function_refs": _function_refs,
    "function_or_party_ref": _function_or_party,
    "number_with_unit": lambda _cell, raw, reading, path: read_number_with_unit(raw, reading, path),
}


def read_country_cell(raw: Any, reading: Reading, path: str) -> str:
    """The country; a `false` is YAML's reading of an unquoted NO and is taken as Norway, with a warning."""
    if raw is False:
        reading.report.notice(path, "norway", 'false is taken as Norway; write "NO" in quotes.')
        return "NO"
    return scalars.read_country(raw)
