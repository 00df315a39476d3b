"""Reading of the versioned data files: one way in, checked against a schema every time."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

DATA = Path(__file__).parent / "data"

Entry = TypeVar("Entry", bound="CatalogueEntry")


class CatalogueEntry(BaseModel):
    """One entry of a data file; unknown keys and wrong types stop the load."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def read_yaml(path: Path) -> Any:
    """The parsed content of one of the project's own data files (never a user's file)."""
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


def read_entries(path: Path, key: str, kind: type[Entry]) -> tuple[Entry, ...]:
    """The list under `key` of a data file as checked, frozen entries, in the order of the file."""
    return tuple(TypeAdapter(list[kind]).validate_python(read_yaml(path)[key]))  # type: ignore[valid-type]
