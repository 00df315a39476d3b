"""The pages of the results: where they are and what they say."""

import re
from typing import Any

from django.urls import reverse

from assessments.organisations.models import Organisation
from tests.factories.examples import results_of_example

TABS = ("summary", "functions", "scenarios", "sensitivity", "method")
PAGES = ("overview", *TABS)
# A lone None is a value that nobody wrote out; "None that we know of" is an answer.
ODD = re.compile(r"\bNone\b(?!,? [a-z])|\bnan\b|\bNaN\b|\{\w*\}|\{\{|%\(|\bTrue\b|\bFalse\b|undefined")


def address(organisation: Organisation, view: str, *arguments: Any) -> str:
    """The address of a page of the results."""
    return reverse(f"scoring:{view}", args=[organisation.slug, *arguments])


def every_page(organisation: Organisation, name: str) -> list[str]:
    """Every page of an example's results, those of its activities and scenarios too."""
    results = results_of_example(name)
    pages = [address(organisation, page) for page in PAGES]
    pages += [f"{address(organisation, 'overview')}?days={days}" for days in (1, 3, 30)]
    pages += [address(organisation, "function", function["key"]) for function in results["functions"]]
    return [*pages, *(address(organisation, "scenario", scenario["key"]) for scenario in results["scenarios"])]


def text_of(tree: Any) -> str:
    """What a page says, without scripts."""
    (main,) = tree.xpath("//main")
    return " ".join(" ".join(main.itertext()).split())
