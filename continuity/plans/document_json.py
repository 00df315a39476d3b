"""The plan tree as JSON and back, without loss: `ballast/plan/1`."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final, get_type_hints

from continuity.plans import blocks, charts, document
from continuity.plans.document import Document

SCHEMA: Final = "ballast/plan/1"
KINDS: Final = {
    kind.__name__: kind
    for module in (blocks, charts, document)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
}


PLAIN: Final = {str: (str,), bool: (bool,), int: (int,), float: (int, float), date: (date,)}


class NotAPlan(ValueError):
    """The file is not a plan of this format, or a part of it is unknown."""


def render(plan: Document) -> bytes:
    """The tree with sorted keys; the same plan gives the same bytes."""
    return json.dumps({"schema": SCHEMA, "plan": _encoded(plan)}, sort_keys=True, indent=1).encode()


def read(content: bytes) -> Document:
    """The plan that `render` wrote; NotAPlan says what is wrong with anything else."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as fault:
        msg = "this file is not JSON, or its parts lie too deep in each other"
        raise NotAPlan(msg) from fault
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        msg = f"this file does not say that it is {SCHEMA}"
        raise NotAPlan(msg)
    plan = _decoded(whole.get("plan"))
    if not isinstance(plan, Document):
        msg = "the part “plan” is missing"
        raise NotAPlan(msg)
    return plan


def _encoded(node: Any) -> Any:
    if is_dataclass(node) and not isinstance(node, type):
        return {"is": type(node).__name__} | {field.name: _encoded(getattr(node, field.name)) for field in fields(node)}
    if isinstance(node, tuple):
        return [_encoded(part) for part in node]
    if isinstance(node, date):
        return {"is": "date", "on": node.isoformat()}
    return node


def _decoded(node: Any) -> Any:
    if isinstance(node, list):
        return tuple(_decoded(part) for part in node)
    if not isinstance(node, dict):
        return node
    name = str(node.get("is"))
    try:
        if name == "date":
            return date.fromisoformat(node["on"])
        values = {key: _decoded(value) for key, value in node.items() if key != "is"}
        _check(KINDS[name], values)
        return KINDS[name](**values)
    except (KeyError, TypeError, ValueError) as fault:
        msg = f"a part that calls itself {name!r} cannot be read: {fault}"
        raise NotAPlan(msg) from fault


def _check(kind: type, values: dict[str, Any]) -> None:
    """Refuse a value of another type than the plain ones the part holds; ready-made parts have checked themselves."""
    for name, hint in get_type_hints(kind).items():
        if hint in PLAIN and name in values and not isinstance(values[name], PLAIN[hint]):
            msg = f"{name} is not {hint.__name__}"
            raise TypeError(msg)
