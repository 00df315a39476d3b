"""The time zones a person or an organisation may be in."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError


def validate_time_zone(value: str) -> None:
    """Nothing comes back; raises ValidationError for a name that is no time zone."""
    if value not in available_timezones():
        raise ValidationError("Select a time zone from the list, such as Europe/London.", code="invalid")


def time_zone_choices() -> list[tuple[str, str]]:
    """Value and label of every time zone that is named after a place, and of UTC, in the order of the alphabet."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]
