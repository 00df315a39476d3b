"""Charts of the plan as pictures in a page: the drawing of the printed plan, in colours that follow the theme."""

from typing import Final
from xml.etree import ElementTree

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from continuity.exports.palette import LIGHT
from continuity.exports.svg import svg
from continuity.plans.charts import Chart

NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
LEFT_OUT: Final = frozenset({"font-family"})
TOKENS: Final = {colour: f"var(--ds-{name})" for name, colour in reversed(LIGHT.items())}
"""The token of each colour of the printed plan; of two with the same colour the one that is named first."""


def picture(chart: Chart) -> SafeString:
    """The chart as markup, 640 units wide; every name is ours, and every word from people is escaped on its way."""
    return _element(ElementTree.fromstring(svg(chart)))  # noqa: S314 - drawn a moment ago by our own module


def _element(node: ElementTree.Element) -> SafeString:
    name = node.tag.removeprefix(NAMESPACE)
    kept = ((key, TOKENS.get(value, value)) for key, value in node.attrib.items() if key not in LEFT_OUT)
    attributes = format_html_join("", ' {}="{}"', kept)
    inside = format_html_join("", "{}", ((_element(child),) for child in node))
    return format_html("<{0}{1}>{2}{3}</{0}>", name, attributes, node.text or "", inside)
