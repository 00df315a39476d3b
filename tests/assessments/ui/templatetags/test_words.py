"""Numbers and times in templates."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ('{{ value|money:"GBP" }}', 212_345, "£212,000"),
        ('{{ value|short_money:"GBP" }}', 1_230_000, "£1.23m"),
        ("{{ value|percent }}", 0.4, "under 1%"),
        ("{{ value|chance }}", 0.1, "10%"),
        ("{{ value|duration }}", 72, "3 days"),
        ("{{ value|day }}", date(2026, 9, 8), "8 Sep 2026"),
        ("{{ value|day }}", datetime(2026, 9, 8, 23, 30, tzinfo=UTC), "9 Sep 2026"),
        ("{{ value|moment }}", datetime(2026, 9, 8, 23, 30, tzinfo=UTC), "9 Sep 2026, 00:30"),
        ("{{ value|moment }}", datetime(2026, 9, 8, 9, 5), "8 Sep 2026, 09:05"),  # noqa: DTZ001
    ],
)
def test_a_filter_writes_it_as_people_read_it(text, value, shown):
    with timezone.override("Europe/London"):
        assert Template("{% load words %}" + text).render(Context({"value": value})) == shown
