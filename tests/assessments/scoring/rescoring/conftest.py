"""What the tests of re-scoring may ask for beside the people."""

import pytest

from assessments.organisations.models import Organisation
from tests.factories.rescoring import calculate_nothing, make_outdated


@pytest.fixture
def calculated(monkeypatch) -> list[str]:
    """The names of the organisations as they are calculated, without the cost of it."""
    return calculate_nothing(monkeypatch)


@pytest.fixture
def three(db) -> list[Organisation]:
    """Three organisations whose results are out of date."""
    return make_outdated("Alder", "Birch", "Cedar")
