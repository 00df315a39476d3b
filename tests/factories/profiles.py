"""Profiles for tests: from plain answers, from the examples, and generated from the bank by a seed."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessments.questionnaires.bank import bank
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.file_text import read_file
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_file import SCHEMA, read_profile
from assessments.questionnaires.reading.mistakes import Notice

AS_OF = date(2026, 11, 22)
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
UNKNOWN = {"unknown": True}
COUNTRIES = ("GB", "US", "DE", "NO", "BD", "AL", "NZ", "JP")
WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot")


def read(content: Mapping[str, Any]) -> tuple[Profile, list[Notice]]:
    """The profile of a file's content with its warnings; a mistake in the content fails the test."""
    profile, report = read_profile(content, bank(), AS_OF)
    assert profile is not None, [mistake.path + ": " + mistake.sentence for mistake in report.mistakes]
    return profile, report.notices


def content_with(answers: Mapping[str, Any], functions: Mapping[str, Any] | None = None, **top: Any) -> dict[str, Any]:
    """The content of a profile file with these answers over those of a small shop that sells in TikTok Shop."""
    base: dict[str, Any] = {
        "PRO-01": "ecommerce",
        "PRO-02": "p2_9",
        "PRO-03": [{"country": "GB", "share": 100}],
        "PRO-04": 365_000,
        "USE-01": ["shop"],
        "USE-02": list(functions) if functions else ["social_commerce"],
        "MON-01": 40,
        "MON-02": 0,
        "GOV-11": 4,
    }
    return {
        "schema": SCHEMA,
        "as_of": AS_OF.isoformat(),
        "organisation": {"name": "Test Ltd", "currency": "GBP"},
        "answers": {key: value for key, value in {**base, **answers}.items() if value is not None},
        "functions": dict(functions or {"social_commerce": {"FUN-02": 100, "WRK-01": "s0"}}),
        **top,
    }


def profile_with(answers: Mapping[str, Any], functions: Mapping[str, Any] | None = None, **top: Any) -> Profile:
    """The profile of `content_with`."""
    return read(content_with(answers, functions, **top))[0]


def example(path: Path) -> tuple[Profile, list[Notice]]:
    """One of the examples with its warnings."""
    return read(read_file(path))


# ---------------------------------------------------------------------------------------------- generated from the bank
@lru_cache(maxsize=256)
def generated(seed: int) -> tuple[Profile, list[Notice]]:
    """A profile made of random answers to the questions of the bank, the same for the same seed."""
    return read(generated_content(seed))


def generated_content(seed: int) -> dict[str, Any]:
    """The content of a profile file with random answers: known, not known, and left out."""
    return _Maker(random.Random(seed)).content()


class _Maker:
    """Makes answers at random that a reader takes: in range, adding up, in the forms of the bank."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.knows = rng.choice((0.6, 0.9, 1.0))
        self.answers_all = rng.choice((0.5, 0.9, 1.0))
        kinds = list(bank().vocabulary.functions)
        self.keys = rng.sample(kinds, rng.randint(1, rng.choice((1, 3, 8))))
        self.left_of_income = 100

    def content(self) -> dict[str, Any]:
        answers = self._answers("organisation")
        answers["USE-02"] = [self._activity(key) for key in self.keys]
        answers.pop("USE-01", None)
        if self.rng.random() < 0.9:
            answers["USE-01"] = self._capabilities()
        self._mend(answers)
        return {
            "schema": SCHEMA,
            "as_of": AS_OF.isoformat(),
            "depth": self.rng.choice(("quick", "standard", "full")),
            "organisation": {"name": f"Generated {self.rng.randint(1, 99)}", "currency": "EUR"},
            "answers": answers,
            "functions": {key: self._answers("function") for key in self.keys},
        }

    def _capabilities(self) -> list[str]:
        known = list(bank().vocabulary.capabilities)
        return ["none_direct"] if self.rng.random() < 0.08 else self.rng.sample(known, self.rng.randint(1, len(known)))

    def _activity(self, key: str) -> Any:
        return key if self.rng.random() < 0.8 else {"key": key, "label": f"Our {key.replace('_', ' ')}"}

    def _answers(self, scope: str) -> dict[str, Any]:
        answers = {}
        for question in bank().questions.values():
            if question.scope != scope or question.id == "USE-02" or self.rng.random() > self.answers_all:
                continue
            is_known = not question.unknown or self.rng.random() < self.knows
            value = self._value(question) if is_known else dict(UNKNOWN)
            if value is not None:
                answers[question.id] = value
        return answers

    def _value(self, question: Question) -> Any:
        return getattr(self, f"_{question.type}")(question)

    def _single(self, item: Question | Cell) -> str:
        return str(self.rng.choice([option.code for option in bank().options(item)]))

    def _multi(self, question: Question) -> list[str]:
        codes = [option.code for option in bank().options(question) if option.code not in question.exclusive]
        chosen = self.rng.sample(codes, self.rng.randint(0, len(codes)))
        for group in question.at_most_one:
            extra = [code for code in group if code in chosen][1:]
            chosen = [code for code in chosen if code not in extra]
        return chosen

    def _scale(self, _question: Question) -> int:
        return self.rng.randint(1, 5)

    def _percent(self, question: Question) -> float:
        if question.id == "FUN-06":
            share = self.rng.randint(0, self.left_of_income)
            self.left_of_income -= share
            return share
        low = question.validation.min or 0
        return self.rng.choice((max(0, low), 100, self.rng.randint(int(low), 100), round(self.rng.uniform(0, 100), 1)))

    def _number(self, item: Question | Cell) -> float:
        limits = item.validation if isinstance(item, Question) else item
        low = limits.min or 0
        high = limits.max if isinstance(limits.max, int | float) else 5000
        number = self.rng.choice(
            (low, min(high, low + 1), self.rng.uniform(low, min(high, 40)), self.rng.uniform(low, high))
        )
        return float(max(low, min(high, round(number))))

    def _money(self, item: Question | Cell) -> float:
        if isinstance(item, Question) and item.id == "PRO-04":
            return self.rng.choice((0, 20_000, 480_000, 9_000_000))
        return max(
            1.0 if isinstance(item, Question) and item.validation.min else 0.0, self.rng.choice((0, 90, 2_500, 60_000))
        )

    def _duration(self, item: Question | Cell) -> Any:
        low = (item.validation.min if isinstance(item, Question) else item.min) or 0
        return self.rng.choice((max(low, 0.25), f"{self.rng.randint(max(1, int(low)), 48)} h", "3 d"))

    def _number_with_unit(self, _item: Question | Cell) -> str:
        return f"{self.rng.randint(0, 900)} orders"

    def _date(self, item: Question | Cell) -> str:
        latest = item.validation.max if isinstance(item, Question) else item.max
        back = self.rng.randint(0, 900)
        return (
            AS_OF - timedelta(days=back) if latest else AS_OF + timedelta(days=self.rng.randint(-60, 420))
        ).isoformat()

    def _person(self, question: Question) -> dict[str, str]:
        return {field: self.rng.choice(WORDS).title() for field in question.person_fields if field != "limit"}

    def _text(self, _item: Cell) -> str:
        return f"{self.rng.choice(WORDS)} {self.rng.randint(1, 99)}"

    def _country(self, _item: Cell) -> str:
        return self.rng.choice(COUNTRIES)

    def _flag(self, _item: Cell) -> bool:
        return self.rng.random() < 0.3

    def _time_band(self, _item: Cell) -> str:
        return self.rng.choice(list(bank().vocabulary.band_hours))

    def _function_ref(self, _item: Cell) -> str:
        return self.rng.choice(self.keys)

    def _function_refs(self, _item: Cell) -> Any:
        return "all" if self.rng.random() < 0.2 else self.rng.sample(self.keys, self.rng.randint(1, len(self.keys)))

    def _function_or_party_ref(self, _item: Cell) -> str:
        parties = [option.code for option in bank().options(bank().questions["DEP-05"]) if option.code != "nobody"]
        return self.rng.choice([*self.keys, *parties])

    def _list_of_text(self, _item: Cell) -> list[str]:
        return [self._text(_item) for _ in range(self.rng.randint(1, 3))]

    def _form(self, question: Question) -> dict[str, Any]:
        return self._cells(question.form)

    def _cells(self, cells: tuple[Cell, ...]) -> dict[str, Any]:
        row = {}
        for cell in cells:
            if not cell.identifies and self.rng.random() > 0.85:
                continue
            is_known = not cell.unknown or self.rng.random() < self.knows
            readers: dict[str, Callable[[Any], Any]] = {"percent": lambda _cell: self.rng.randint(0, 100)}
            value = readers.get(cell.type, getattr(self, f"_{cell.type}"))(cell) if is_known else dict(UNKNOWN)
            row[cell.key] = value
        return row

    def _table(self, question: Question) -> list[dict[str, Any]]:
        shape = question.table
        assert shape is not None
        if shape.fixed_rows:
            return self._income_mix([row.code for row in shape.fixed_rows])
        rows = [self._cells(shape.columns) for _ in range(self.rng.randint(shape.min_rows, 4))]
        return _without_repeats(question.id, rows)

    def _income_mix(self, codes: list[str]) -> list[dict[str, Any]]:
        chosen = self.rng.sample(codes, self.rng.randint(1, 5))
        cuts = sorted(self.rng.randint(0, 100) for _ in chosen[1:])
        rows: list[dict[str, Any]] = [
            {"code": code, "share": high - low}
            for code, low, high in zip(chosen, [0, *cuts], [*cuts, 100], strict=True)
        ]
        for row in rows:
            if row["code"] in ("deals_open", "own_products") and self.rng.random() < self.knows:
                row["from_tiktok_viewers"] = self.rng.randint(0, 100)
        return rows

    def _matrix(self, question: Question) -> dict[str, Any]:
        words = bank().vocabulary
        if question.id == "RSK-03":
            return {
                key: {"likelihood": self.rng.randint(1, 5), "reason": "seen twice"}
                for key in self.rng.sample(list(words.scenarios), 2)
            }
        rows = {}
        for category in self.rng.sample(list(words.categories), self.rng.randint(1, 4)):
            bands = [band for band in words.band_hours if self.rng.random() < 0.5] or ["d3"]
            ratings = sorted(self.rng.randint(0, 5) for _ in bands)
            rows[category] = dict(zip(bands, ratings, strict=True))
        return rows

    def _mend(self, answers: dict[str, Any]) -> None:
        """Make answers that hang together fit."""
        direct, influenced = answers.get("MON-01"), answers.get("MON-02")
        if isinstance(direct, int | float) and isinstance(influenced, int | float):
            answers["MON-02"] = min(influenced, 100 - direct)
        for question, column in (("PRO-03", "share"), ("DIV-01", "value_share")):
            for row in answers.get(question) or [] if isinstance(answers.get(question), list) else []:
                row.pop(column, None)
        for row in answers.get("TIM-01") or [] if isinstance(answers.get("TIM-01"), list) else []:
            row["start"], row["end"] = sorted((row["start"], row["end"]))
        links = answers.get("DEP-06")
        if isinstance(links, list):
            answers["DEP-06"] = [row for row in links if row["from"] != row["to"]]
        form = answers.get("GOV-06")
        if isinstance(form, dict):
            form.pop("actions_overdue", None)


def _without_repeats(question: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    key = {"DIV-01": "channel", "PRO-03": "country"}.get(question)
    if key is None:
        return rows
    return list({row[key]: row for row in rows}.values())
