"""Every page of every example: whole, plain, small, in its own currency, each figure explained, each chart complete."""

import csv
import gzip
import io
import re
from itertools import pairwise

import pytest
from lxml import html

from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment
from tests.factories.examples import NAMES, profile_of
from tests.factories.result_pages import ODD, address, every_page, text_of

# The same stored result is looked at from all sides; which database it lay in makes no difference to that.
pytestmark = pytest.mark.once

MOST_KB = 15
SIGNS = {"GBP": "£", "EUR": "€", "USD": "US$", "NOK": "NOK"}
# Sections that are explanations themselves, or hold no figure of the results
NO_FIGURES = {"assume-h", "earlier-h", "formula-h", "library-h", "versions-h"}
FIGURES = "//*[contains(@class,'stats') or contains(@class,'facts')]//dd | //td[contains(@class,'num') or contains(@class,'tot')]"


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_every_example_is_whole_plain_small_and_in_its_own_currency(name, client_of, db):
    organisation = make_sample(name)
    make_assessment(organisation, name)
    client = client_of(organisation)
    currency = profile_of(name).currency
    others = [sign for code, sign in SIGNS.items() if code != currency]
    for page in every_page(organisation, name):
        response = client.get(page)
        assert response.status_code == 200, page
        assert len(gzip.compress(response.content)) <= MOST_KB * 1024, page
        said = text_of(html.fromstring(response.content.decode()))
        assert not ODD.search(said), (page, ODD.search(said))
        assert not [sign for sign in others if re.search(rf"{re.escape(sign)}\s?\d", said)], page


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_every_page_leads_to_its_explanation(name, client_of, db):
    organisation = make_sample(name)
    make_assessment(organisation, name)
    client, start = client_of(organisation), address(organisation, "how", "x")[:-2]
    explained = set()
    for page in every_page(organisation, name):
        tree = html.fromstring(client.get(page).content.decode())
        for figure in tree.xpath(FIGURES):
            if re.search(r"\d", figure.text_content()) and not _is_explained(figure, start):
                raise AssertionError(f"{page}: nothing explains “{figure.text_content().strip()}”")
        explained |= {link for link in tree.xpath("//a/@href") if link.startswith(start)}
    assert len(explained) > 20
    for link in sorted(explained):
        response = client.get(link)
        assert response.status_code == 200, link
        said = text_of(html.fromstring(response.content.decode()))
        assert "How it is worked out" in said and not ODD.search(said), link


def _is_explained(figure, start):
    """Whether the figure, its row, or the card around it leads to how it came about."""
    near = [figure, *figure.xpath("ancestor::tr[1]")]
    card = figure.xpath("ancestor::section[contains(@class,'card')][1]")
    if card and card[0].get("aria-labelledby") in NO_FIGURES:
        return True
    heads = card[0].xpath("./div[contains(@class,'card-head')] | .//details[@class='how']") if card else []
    return any(link.startswith(start) for part in (*near, *heads) for link in part.xpath(".//a/@href"))


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_its_picture_its_table_and_its_file(name, client_of, db):
    organisation = make_sample(name)
    make_assessment(organisation, name)
    client = client_of(organisation)
    for page in every_page(organisation, name):
        tree = html.fromstring(client.get(page).content.decode())
        for chart in tree.xpath("//*[@data-chart]"):
            figure = client.get(chart.get("data-url"))
            assert figure.status_code == 200 and set(figure.json()) == {"data", "layout", "narrow"}, page
            assert "immutable" in figure["Cache-Control"] or "max-age=31536000" in figure["Cache-Control"]
            assert chart.get("aria-label"), page
            (table,) = tree.xpath(f"//*[@id='{chart.get('id')}-table']//table")
            assert table.xpath("./caption") and table.xpath(".//th[@scope='row']"), page
        for link in {link for link in tree.xpath("//a/@href") if link.endswith(".csv")}:
            response = client.get(link)
            assert response["Content-Type"] == "text/csv; charset=utf-8", link
            assert len(list(csv.reader(io.StringIO(response.content.decode(), newline="")))) > 1, link


def test_headings_go_down_one_step_at_a_time_and_there_is_one_first_one(seen, db):
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    for page in every_page(organisation, "beauty_brand"):
        levels = [
            int(heading.tag[1])
            for heading in seen(organisation, page).xpath("//main//*[self::h1 or self::h2 or self::h3]")
        ]
        assert levels.count(1) == 1 and levels[0] == 1, page
        assert all(after - before <= 1 for before, after in pairwise(levels)), page
