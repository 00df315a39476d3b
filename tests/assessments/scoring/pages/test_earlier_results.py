"""Results from before a part of the background was there show every page, without that part and without an error."""

import pytest
from lxml import html

from tests.factories import assessments
from tests.factories.answers import make_sample
from tests.factories.result_pages import ODD, address, every_page, text_of

# The same stored result is looked at from all sides; which database it lay in makes no difference to that.
pytestmark = pytest.mark.once

LATER = ("alone", "unproven", "waves", "fitting_channels")
"""What came to the background after the first results were stored."""
TRIALS = ("range", "insurance", "spread", "what_if", "trials", "replays")
REGISTERS = ("map/", "map/?as=table", "accounts/", "tools/", "channels/", "functions/")


@pytest.fixture
def earlier(db, monkeypatch):
    """A sample organisation whose stored background has nothing of what came later."""
    file, background = assessments.found_of("beauty_brand")
    old = {key: value for key, value in background.items() if key not in LATER}
    assert len(old) == len(background) - len(LATER), "these are the names of the parts"
    monkeypatch.setattr(assessments, "found_of", lambda name: (file, old))
    organisation = make_sample("beauty_brand")
    assessments.make_assessment(organisation, "beauty_brand")
    return organisation


def test_results_from_before_show_every_page_and_every_file_they_link_to(earlier, client_of):
    client, linked = client_of(earlier), set()
    pages = [*every_page(earlier, "beauty_brand"), *(address(earlier, view) for view in TRIALS)]
    for page in [*pages, *(f"/o/{earlier.slug}/{path}" for path in REGISTERS)]:
        response = client.get(page)
        assert response.status_code == 200, page
        tree = html.fromstring(response.content.decode())
        for script in tree.xpath("//main//script"):  # the figures of a chart that are drawn from the page itself
            script.drop_tree()
        said = text_of(tree)
        assert not ODD.search(said), (page, ODD.search(said))
        linked |= {link for link in tree.xpath("//main//@href") if ".csv" in link}
        linked |= {link for link in tree.xpath("//main//@data-url") if ".json" in link}
    assert len(linked) > 20
    for link in sorted(linked):
        assert client.get(link).status_code == 200, link
    for table in ("unproven", "waves"):
        assert client.get(address(earlier, "table", table)).status_code == 200, table
