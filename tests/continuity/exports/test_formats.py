"""One door to every format."""

import doctest
import importlib

import pytest

from continuity.exports.formats import FORMATS, export
from tests.factories.plan_texts import plan_with

BEGINNINGS = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "md": b"#", "json": b"{"}


@pytest.mark.parametrize("key", FORMATS)
def test_a_format_gives_its_file_type_and_suffix(key, fonts):
    made = export(plan_with("Plan"), key, fonts=fonts)
    assert made.content.startswith(BEGINNINGS[key])
    assert made.suffix == key
    assert "/" in made.media_type
    assert made.notes == ()


def test_notes_of_the_printed_plan_come_through(fonts):
    assert export(plan_with("漢字"), "pdf", fonts=fonts).notes


def test_a_format_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        export(plan_with("Plan"), "odt")


@pytest.mark.parametrize("name", ["markdown", "payload", "pdf", "svg"])
def test_the_examples_in_the_docstrings_hold(name):
    outcome = doctest.testmod(importlib.import_module(f"continuity.exports.{name}"))
    assert outcome.attempted
    assert not outcome.failed
