"""What must hold for stylesheets, scripts and words: one home for colours, no dead names, small files, one name for a thing."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# On paper a few greys, and in high contrast stronger lines, take the place of the tokens.
WITH_COLOURS = {"tokens.css", "print.css", "preferences.css"}
LONGEST_SCRIPT = 150
# Their pages come with the register and the measures.
WAITING = {"map.css", "board.css"}


def _named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", [path for path in STYLES if path.name not in WITH_COLOURS], ids=_named)
def test_colours_stand_in_the_tokens_only(path):
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text())


@pytest.mark.parametrize("path", STYLES, ids=_named)
def test_a_stylesheet_uses_only_tokens_that_there_are(path):
    tokens = set(re.findall(r"(--ds-[\w-]+):", (ROOT / "static/css/tokens.css").read_text()))
    assert set(re.findall(r"var\((--ds-[\w-]+)", path.read_text())) <= tokens


@pytest.mark.parametrize("path", SCRIPTS, ids=_named)
def test_a_script_is_short_and_sets_no_style(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_SCRIPT
    assert not re.search(r"\.style\b|innerHTML|\beval\(|setAttribute\(\"style", text), "the content policy blocks it"


def test_every_stylesheet_and_script_is_used():
    pages = "\n".join(path.read_text() for path in TEMPLATES)
    for path in [one for one in [*STYLES, *SCRIPTS] if one.name not in WAITING]:
        assert str(path.relative_to(ROOT / "static")) in pages, f"{path.name} is used by no page"


def test_dark_has_every_colour_that_light_has():
    text = (ROOT / "static/css/tokens.css").read_text()
    light, dark = (
        set(re.findall(r"(--ds-[\w-]+):", re.search(rf"{start}.*?\n}}", text, re.DOTALL).group()))
        for start in (r':root, \[data-bs-theme="light"\] \{', r'\n\[data-bs-theme="dark"\] \{')
    )
    assert light == dark


def test_every_sentence_says_activity_where_the_code_says_function():
    """docs/decisions/0016: a string with a space in it is taken for a sentence; the engine speaks to programmers."""
    word = re.compile(r"\bfunctions?\b(?![-_./:])", re.IGNORECASE)
    for path in TEMPLATES:
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", " ", path.read_text(), flags=re.DOTALL)
        assert not word.search(text), path
    for path in sorted([*ROOT.glob("assessments/*/**/*.py"), *ROOT.glob("continuity/**/*.py")]):
        if {"engine", "migrations"} & set(path.parts):
            continue
        tree = ast.parse(path.read_text())
        told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node not in told and " " in str(node.value):
                assert not word.search(str(node.value)), f"{path}:{node.lineno}"
