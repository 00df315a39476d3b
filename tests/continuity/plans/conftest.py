"""An organisation with the results of the beauty brand, for the tests of what is decided and written around a plan."""

import pytest

from tests.factories.assessments import make_assessment


@pytest.fixture
def brand(organisation):
    """Northlight Skincare with results."""
    make_assessment(organisation, "beauty_brand")
    return organisation
