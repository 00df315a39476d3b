"""Figures that lead to their explanation, statements, and charts with their table, picture and explanation."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.downloads import USUAL_DAYS
from assessments.scoring.pages.files import version_of
from assessments.scoring.pages.how import brief
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.wording import Figure, Statement

register = template.Library()
LONG = 22
"""A coloured figure with more letters than this may be broken over lines."""


@register.simple_tag(takes_context=True)
def figure(context: RequestContext, shown: Figure | None, kind: str = "") -> SafeString | str:
    """The figure as a link to how it came about; `kind` is amount or gain in a statement."""
    if shown is None:
        return "–"
    links: Links = context["links"]
    classes = " ".join(part for part in ("fig", kind, "fig-long" if len(shown.text) > LONG else "") if part)
    return format_html('<a class="{}" href="{}">{}</a>', classes, links.how(shown.path), shown.text)


@register.simple_tag(takes_context=True)
def statement(context: RequestContext, said: Statement, size: str = "") -> SafeString:
    """The sentence with its one coloured figure; `size` "sm" for a card."""
    coloured = figure(context, said.figure, said.kind)
    classes = f"statement-{size}" if size else "statement"
    return format_html('<p class="{}">{}{}{}</p>', classes, said.before, coloured, said.after)


@register.inclusion_tag("components/chart_card.html", takes_context=True)
def result_chart(context: RequestContext, chart: Chart, span: int = 12, *, explained: bool = True) -> dict[str, Any]:
    """A chart of the results as a card with table, CSV, picture and, unless the page is one itself, an explanation."""
    result: Result = context["result"]
    links: Links = context["links"]
    return {"card": _card(result, links, chart, context.get("days"), explained=explained), "span": span}


def _card(result: Result, links: Links, chart: Chart, days: int | None, *, explained: bool = True) -> Any:
    query = f"?v={version_of(result)}" + (f"&days={days}" if days not in (None, USUAL_DAYS) else "")
    explanation = brief(result, links, chart.how) if explained else None
    return chart.card(result, links.figure(chart.name, query), links.table(chart.name), explanation)


@register.simple_tag(takes_context=True)
def chart_card_of(context: RequestContext, chart: Chart) -> Any:
    """The card of a chart, for a page that lays it out itself."""
    return _card(context["result"], context["links"], chart, context.get("days"))


@register.simple_tag(takes_context=True)
def how_url(context: RequestContext, path: str) -> str:
    """The address at which the figure at a result path is explained."""
    links: Links = context["links"]
    return links.how(path)


@register.simple_tag(takes_context=True)
def csv_url(context: RequestContext, name: str) -> str:
    """The address of a table as a CSV file."""
    links: Links = context["links"]
    return links.table(name)
