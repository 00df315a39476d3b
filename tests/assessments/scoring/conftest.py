"""What the tests of the results may ask for beside the people."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from assessments.organisations.models import Organisation


@pytest.fixture
def client_of(client_for) -> Callable[[Organisation], Client]:
    """A function that gives a client signed in as the organisation's first owner."""
    return lambda organisation: client_for(organisation.memberships.order_by("pk").first().user)


@pytest.fixture
def seen(client_of) -> Callable:
    """A function that gives a page as its parsed tree, as the organisation's owner sees it."""

    def look(organisation, path):
        response = client_of(organisation).get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return html.fromstring(response.content.decode())

    return look
