"""The structure of the house, tested: the order of the slices, what they may share, sizes and names."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PACKAGES = ("assessments", "continuity")
SHARED_EVERYWHERE = {"models", "queries", "actions", "access", "audit"}
# Modules beyond those five that other slices may import: pure data and figures, no rows. "*" is every module.
SHARED_BY_SLICE: dict[str, set[str]] = {
    "assessments.engine": {"*"},
    "assessments.ui": {"*"},
    "assessments.catalogue": {"*"},
    "assessments.jobs": {"registry"},
    "assessments.accounts": {"time_zones"},
    "assessments.organisations": {"currencies", "drawn"},
    "assessments.questionnaires": {
        *("bank", "bank_schema", "contradictions", "course", "outline", "profile", "profile_checks", "profile_export"),
        *("file_text", "profile_file", "reading"),
        *("addresses", "asking", "requests"),
    },
    "assessments.scoring": {"budgets", "evaluate", "reliance", "report", "stated", "statement"},
    "continuity.plans": {
        *("basis", "blocks", "characters", "charts", "document", "facts", "library", "links", "lint", "messages"),
        *("printed", "roles", "runbooks", "standing", "writing", "document_json"),
    },
    "continuity.shell": {"*"},
}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 150
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
# What may stand only in some places: (pattern, the places, why)
ONLY_THERE = [
    (r"\.delay\(|\.apply_async\(|\.send_task\(", {"assessments/jobs/actions.py"}, "background work starts as a job"),
    (r"_base_manager|\.raw\(|\.extra\(", set(), "rows are read through the organisation's managers"),
    (r"""fields\s*=\s*["']__all__|\bexclude\s*=\s*[\["'(]""", set(), "a form names its fields"),
    (r"\bmark_safe\(", {"assessments/ui/"}, "text from people is escaped"),
    (r"redirect\(request\.(GET|POST)", set(), "nobody chooses where we redirect to"),
    (r"\*\*request\.(GET|POST|query)", set(), "nobody chooses what we filter by"),
    (r"\bform\.save\(", set(), "an action saves, a form validates"),
    (r"except\s*:", set(), "an exception is caught by name"),
    (
        r"timezone\.now\(|datetime\.now\(|date\.today\(|timezone\.localdate\(",
        {"/views.py", "/views/", "/tasks.py", "/management/", "/api.py", "continuity/shell/", "organisations/drawn.py"},
        "time is read at the edge and passed in",
    ),
]


@functools.cache
def _modules(*folders: str) -> dict[str, str]:
    """Name and text of every module below the folders."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): path.read_text() for path in found if "migrations" not in path.parts}


@functools.cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _order() -> dict[str, int]:
    """Each slice's place in the order, read from the import contracts: the lower, the earlier."""
    places: dict[str, int] = {}
    for package in PACKAGES:
        contract = next(one for one in CONTRACTS if one.get("containers") == [package] and one["type"] == "layers")
        for layer in reversed(contract["layers"]):
            place = 1 + max(places.values(), default=-1)
            places |= {f"{package}.{name.strip('() ')}": place for name in layer.split("|")}
    return places


def test_the_import_contracts_hold():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_foreign_key_points_to_the_same_slice_or_an_earlier_one():
    order, wrong = _order(), []
    for model in apps.get_models():
        own = ".".join(model.__module__.split(".")[:2])
        if own not in order:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, (models.ForeignKey, models.OneToOneField, models.ManyToManyField)):
                other = ".".join(field.related_model.__module__.split(".")[:2])
                if other in order and order[other] > order[own]:
                    wrong.append(f"{own}: {model.__name__}.{field.name} points to {other}")
    assert not wrong


def _is_slice(name: str) -> bool:
    return (ROOT / name.replace(".", "/")).is_dir()  # settings, celery and urls are the project's own files


def _taken(module: ast.Module) -> Iterator[str]:
    """The full name of everything that a module imports."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_a_slice_takes_from_another_only_what_that_one_shares():
    wrong = []
    for path, text in _modules(*PACKAGES).items():
        own = ".".join(path.split("/")[:2])
        for name in _taken(_parsed(text)) if _is_slice(own) else ():
            slice_, module = ".".join(name.split(".")[:2]), (*name.split("."), "", "")[2]
            if slice_.split(".")[0] not in PACKAGES or slice_ == own or not _is_slice(slice_) or not module:
                continue
            shared = SHARED_EVERYWHERE | SHARED_BY_SLICE.get(slice_, set())
            if module not in shared and "*" not in shared:
                wrong.append(f"{path} takes {name}, which {slice_} does not share")
    assert not wrong, "\n".join(wrong)


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    first = function.body[0]
    words = first.end_lineno - first.lineno + 1 if ast.get_docstring(function, clean=False) else 0
    return function.end_lineno - function.lineno + 1 - words


def test_modules_and_functions_are_short():
    wrong = []
    for path, text in _modules(*PACKAGES, "tools", "tests", "benchmarks").items():
        if len(text.splitlines()) > LONGEST_MODULE:
            wrong.append(f"{path} wants a better name for its second half")
        nodes = [node for node in ast.walk(_parsed(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        wrong += [
            f"{path}: {node.name} has {_length(node)} lines" for node in nodes if _length(node) > LONGEST_FUNCTION
        ]
    assert not wrong, "\n".join(wrong)


def _faults_of_template(text: str) -> Iterator[str]:
    if len(text.splitlines()) > LONGEST_TEMPLATE:
        yield "is too long"
    if re.search(r"\sstyle\s*=|<style", text):
        yield "has styles in the page, which the content policy blocks"
    scripts = re.findall(r"<script\b[^>]*>", text)
    if not all("src=" in script or "application/json" in script for script in scripts):
        yield "has a script in the page, which the content policy blocks"
    if re.search(r"\son[a-z]+\s*=|hx-on|javascript:", text):
        yield "has a script in an attribute, which the content policy blocks"
    if "|safe" in text:
        yield "does not escape text from people"


def test_templates_are_short_and_hold_no_style_or_script():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    wrong = [
        f"{path.relative_to(ROOT)} {fault}" for path in templates for fault in _faults_of_template(path.read_text())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">',
        '<button onclick="alert(1)">',
        '<button hx-on:click="alert(1)">',
        "{{ answer|safe }}",
        "<p>\n" * (LONGEST_TEMPLATE + 1),
    ],
)
def test_control_each_fault_of_a_template_is_seen(text):
    assert list(_faults_of_template(text))
    assert not list(_faults_of_template('<p class="style"><script src="/a.js"></script>{{ answer }}</p>'))


def test_names_say_what_is_inside():
    wrong = []
    for path, text in _modules(*PACKAGES).items():
        if {part.removesuffix(".py").lower() for part in path.split("/")} & BANNED_NAMES:
            wrong.append(path)
        for node in ast.walk(_parsed(text)):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", node.name).lower()))
                if words & {"utils", "helper", "helpers", "misc"}:
                    wrong.append(f"{path}: {node.name}")
    assert not wrong, "\n".join(wrong)


def test_some_things_stand_only_where_they_belong():
    wrong = []
    for path, text in _modules(*PACKAGES).items():
        for pattern, places, why in ONLY_THERE:
            found = re.search(pattern, text)
            if found and not any(place in path for place in places):
                wrong.append(f"{path}: {found.group()} – {why}")
    assert not wrong, "\n".join(wrong)


def test_every_model_says_what_it_is_in_the_world():
    ours = [model for model in apps.get_models() if model.__module__.startswith(PACKAGES)]
    silent = [model.__name__ for model in ours if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")]
    assert not silent


def test_this_repository_names_no_registry_and_no_third_party_code():
    locks = [*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"]
    # Addresses of people to thank (funding) are no registry.
    named = [
        path.name for path in locks if re.search(r'"resolved"|--index-url|--extra-index|@ https?:', path.read_text())
    ]
    assert not named
    assert not list(ROOT.glob("static/**/*.min.*"))
