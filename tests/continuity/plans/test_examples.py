"""The examples in the docstrings of this slice are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["characters", "conditions", "links", "printed", "sections.activation"])
def test_the_examples_in_the_docstrings_hold(name):
    outcome = doctest.testmod(importlib.import_module(f"continuity.plans.{name}"))
    assert outcome.attempted
    assert not outcome.failed
