"""The filters that write numbers as people read them; the rules are those of assessments/ui/words.py."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from assessments.ui import words

register = template.Library()
register.filter("money", words.money)
register.filter("short_money", words.short_money)
register.filter("percent", words.percent)
register.filter("chance", words.chance)
register.filter("duration", words.hours)
register.filter("work", words.work)


@register.filter
def day(moment: date | datetime) -> str:
    """The day as 18 Sep 2026, in the current time zone."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return words.day(moment)


@register.filter
def moment(at: datetime) -> str:
    """The day and the time as 18 Sep 2026, 09:12, in the current time zone."""
    at = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{day(at)}, {at:%H:%M}"
