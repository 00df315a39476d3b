"""From the text of a profile file to plain values, with nothing guessed on the way.

YAML's habits are switched off where they would change what was meant: dates stay text (so that 30 February gets a
sentence), 1_000 and 12:30 are no numbers, a key given twice is a mistake, anchors and aliases are not read.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from assessments.questionnaires.reading.mistakes import Unreadable, shown

LARGEST_FILE = 1_000_000
DEEPEST = 32
NUMBER_TAGS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(0|[1-9]\d{0,29})"),
    "tag:yaml.org,2002:float": re.compile(r"[-+]?(0|[1-9]\d{0,29})(\.\d{0,30})?([eE][-+]?\d{1,4})?"),
    "tag:yaml.org,2002:bool": re.compile(r"true|false|True|False|TRUE|FALSE|yes|no|Yes|No|YES|NO|on|off"),
    "tag:yaml.org,2002:null": re.compile(r"~|null|Null|NULL|"),
}


class ProfileLoader(yaml.CSafeLoader):
    """A safe YAML loader for files that people write."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping, unless a key stands in it twice."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key in seen:
                raise Unreadable("twice", f"“{shown(key)}” is given twice{_where(key_node)}", "Give each key once")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern in NUMBER_TAGS.items():
    ProfileLoader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern.pattern})$"), None)


def read_file(path: Path) -> Any:
    """The content of a profile file, YAML or JSON by its ending; Unreadable says why it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable("file_too_large", "The file is too large", f"At most {LARGEST_FILE:,} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as refusal:
        raise Unreadable(
            "unreadable", f"The file cannot be opened ({refusal.strerror})", "Give the path of a file"
        ) from None
    except UnicodeDecodeError as refusal:
        what = f"The file is not UTF-8 text (byte {refusal.start + 1})"
        raise Unreadable("encoding", what, "Save it as UTF-8") from None
    return read_profile_text(text, is_json=path.suffix.lower() == ".json")


def read_profile_text(text: str, *, is_json: bool) -> Any:
    """The plain values of a profile text; Unreadable says where it breaks off."""
    try:
        content = _json(text) if is_json else _yaml(text)
    except yaml.YAMLError as refusal:
        raise Unreadable("unreadable", _yaml_sentence(refusal), "Mend the line and try again") from None
    except json.JSONDecodeError as refusal:
        what = f"The file is not JSON (line {refusal.lineno}, column {refusal.colno})"
        raise Unreadable("unreadable", what, "Mend the line and try again") from None
    except RecursionError:
        raise Unreadable("too_deep", "The file is nested too deeply", f"At most {DEEPEST} levels") from None
    _refuse_depth(content)
    return content


def _yaml(text: str) -> Any:
    # Aliases are refused before anything is built from them: a few lines of them can stand for millions of values.
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
        raise Unreadable("wrong_form", "The file uses an alias (*)", "Write the value out in each place")
    return yaml.load(text, Loader=ProfileLoader)  # noqa: S506 - a safe loader


def _json(text: str) -> Any:
    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in entries]
        for key in keys:
            if keys.count(key) > 1:
                raise Unreadable("twice", f"“{shown(key)}” is given twice", "Give each key once")
        return dict(entries)

    def whole(digits: str) -> Any:
        return int(digits) if len(digits) <= 30 else digits

    return json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_constant=str)


def _refuse_depth(content: Any) -> None:
    level = [content]
    for _ in range(DEEPEST):
        level = [
            child
            for entry in level
            if isinstance(entry, dict | list)
            for child in (entry.values() if isinstance(entry, dict) else entry)
        ]
        if not level:
            return
    raise Unreadable("too_deep", "The file is nested too deeply", f"At most {DEEPEST} levels")


def _yaml_sentence(refusal: yaml.YAMLError) -> str:
    mark = getattr(refusal, "problem_mark", None)
    place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else ""
    problem = getattr(refusal, "problem", None)
    return f"The file is not YAML{place}" + (f": {shown(problem)}" if problem else "")


def _where(node: Any) -> str:
    mark = getattr(node, "start_mark", None)
    return f" (line {mark.line + 1})" if mark is not None else ""
