"""The parts of every page as tags: icon, bar, avatar, severity, navigation, sorted headings, charts and inputs."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zlib import crc32

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.ui import navigation
from assessments.ui.cards import ChartCard
from assessments.ui.icons import ICONS
from assessments.ui.widgets import Answer, Input

register = template.Library()
AVATAR_COLOURS = 5


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """The icon, hidden from assistive technology: a word stands beside it. KeyError for a name not in the sprite."""
    if name not in ICONS:
        raise KeyError(f"There is no icon {name!r}: add it to assessments/ui/icons.py and make the sprite again.")
    classes = f"icon icon-{size}" if size else "icon"
    address = static("vendor/icons.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, address, name)


@register.simple_tag
def bar(value: float, of: float = 100, mark: float | None = None, kind: str = "") -> SafeString:
    """A bar of `value` on a track of `of`, with an upright mark for a target; `kind` "good" draws it in petrol.

    It is hidden from assistive technology: the number stands beside it.
    """
    share = 100 * max(0.0, min(float(value), float(of))) / float(of) if of else 0.0
    target = ""
    if mark is not None and of:
        place = 100 * float(mark) / float(of)
        target = format_html('<rect class="mark" x="{}%" width="2" y="-3" height="14"/>', f"{place:.1f}")
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect class="track" width="100%"/><rect class="{}" width="{}%"/>{}</svg>',
        kind,
        f"{share:.1f}",
        target,
    )


@register.simple_tag
def severity(rating: int, word: str = "") -> SafeString:
    """The rating in a coloured chip, its word beside it."""
    chip = format_html('<span class="sev sev-{}">{}</span>', rating, rating)
    return format_html('{} <span class="small muted">{}</span>', chip, word) if word else chip


@register.simple_tag
def avatar(name: str, size: str = "sm") -> SafeString:
    """The initials of a name in a circle whose colour stays the same for the same name; the name stands beside it."""
    words = name.replace("@", " ").replace(".", " ").split()
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
    colour = 1 + crc32(name.encode()) % AVATAR_COLOURS
    classes = f"avatar avatar-{colour}" + (" avatar-sm" if size == "sm" else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials)


@register.inclusion_tag("components/navigation.html", takes_context=True)
def rail(context: RequestContext) -> dict[str, Any]:
    """The groups of the navigation rail; `nav_counts` is work waiting by address, {"questionnaire": "18/31"}."""
    return _navigation(context)


@register.inclusion_tag("components/tab_bar.html", takes_context=True)
def tab_bar(context: RequestContext) -> dict[str, Any]:
    """The tab bar of a phone, its last tab opening the whole navigation."""
    slug = _slug(context)
    tabs = navigation.tabs(slug, _path(context)) if slug else []
    return {**_navigation(context), "tabs": tabs}


@register.inclusion_tag("components/sort_heading.html", takes_context=True)
def sort_heading(context: RequestContext, label: str, key: str, sorted_by: str, kind: str = "") -> dict[str, Any]:
    """A column heading that sorts by a link; `sorted_by` is the key in use, with a minus when from high to low."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    is_down, is_up = sorted_by == f"-{key}", sorted_by == key
    query["sort"] = f"-{key}" if is_up else key
    query.pop("page", None)
    order = "descending" if is_down else "ascending" if is_up else ""
    return {"label": label, "order": order, "url": f"?{query.urlencode()}", "kind": kind}


@register.inclusion_tag("components/chart_card.html")
def chart(card: ChartCard, span: int = 12) -> dict[str, Any]:
    """A chart with its question, finding, table and downloads."""
    return {"card": card, "span": span}


@register.inclusion_tag("components/answer.html")
def answer(asked: Answer) -> dict[str, Any]:
    """A question's input with its error, "I don't know", evidence grade, source and note."""
    return {"answer": asked}


@register.inclusion_tag("components/input.html")
def control(part: Input) -> dict[str, Any]:
    """One control, drawn by the template that its kind names."""
    return {"input": part, "template": part.template}


def _navigation(context: RequestContext) -> dict[str, Any]:
    organisation, slug = context.get("organisation"), _slug(context)
    counts: Mapping[str, str] = context.get("nav_counts") or {}
    may_manage = bool((context.get("may") or {}).get("manage"))
    found = navigation.groups(slug, _path(context), counts, may_manage=may_manage) if slug else []
    return {
        "groups": found,
        "organisation": organisation,
        "membership": context.get("membership"),
        "user": context.get("user"),
        "csrf_token": context.get("csrf_token"),
        "path": _path(context),
    }


def _slug(context: RequestContext) -> str:
    organisation = context.get("organisation")
    return organisation.slug if organisation else ""


def _path(context: RequestContext) -> str:
    request: HttpRequest | None = context.get("request")
    return request.path if request else ""
