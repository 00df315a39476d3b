"""The Celery application that carries background work; what has to be done is promised by the jobs table."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "continuity.settings")
TRANSPORT_ALIASES["folder"] = "continuity.broker:Transport"

app = Celery("continuity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
for folder in filter(None, [settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_in")]):
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)


@setup_logging.connect
def keep_django_logging(**_: object) -> None:
    """Nothing comes back; connecting at all stops Celery from replacing the log settings."""
