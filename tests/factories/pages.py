"""What the tests of pages share: the answers behind a page, its words, and how heavy it may be."""

import re
from html import unescape

from assessments.organisations.models import Organisation
from assessments.questionnaires import queries
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.queries import Sheet
from tests.factories.answers import TODAY

MOST_QUERIES, LARGEST_PAGE = 20, 15_000
MOST_ELEMENTS = 1_500


def sheet(organisation: Organisation) -> Sheet:
    """The answers with their versions, as they are kept now."""
    return queries.sheet_of(organisation, as_of=TODAY)


def profile(organisation: Organisation) -> Profile:
    """The answers as they are kept now."""
    return sheet(organisation).profile


def words_of(response) -> str:
    """The text of a page in one line, as somebody reads it."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))
