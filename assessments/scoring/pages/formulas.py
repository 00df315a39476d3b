"""The formulas in words, by result path: data that is checked when it is loaded."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pydantic import Field

from assessments.catalogue.files import DATA as CATALOGUE
from assessments.catalogue.files import CatalogueEntry, read_entries

DATA = CATALOGUE.parent.parent / "scoring" / "data"


class Formula(CatalogueEntry):
    """How one kind of figure is worked out; `path` has a * where a key stands."""

    path: str
    name: str
    words: str
    source: str
    made_of: tuple[str, ...] = Field(default=(), alias="from")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The paths it explains; the key is the group. What moves the result has keys with a dot in them."""
        key = r"([\w.-]+)" if self.path.startswith(("sensitivity.", "knowing.")) else r"([\w-]+)"
        return re.compile(re.escape(self.path).replace(r"\*", key))


@dataclass(frozen=True)
class Found:
    """The formula of a path, with the key in it."""

    formula: Formula
    key: str


@lru_cache(maxsize=1)
def formulas() -> tuple[Formula, ...]:
    """All formulas, read once; ValueError if a path stands twice."""
    entries = read_entries(DATA / "formulas.yaml", "formulas", Formula)
    paths = [entry.path for entry in entries]
    if len(paths) != len(set(paths)):
        raise ValueError("a result path has two formulas")
    return entries


def formula_of(path: str) -> Found | None:
    """The formula that explains a path, the one without a * first; None if there is none."""
    for formula in sorted(formulas(), key=lambda entry: entry.path.count("*")):
        match = formula.pattern.fullmatch(path)
        if match is not None:
            return Found(formula, match[1] if match.groups() else "")
    return None
