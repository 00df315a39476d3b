"""Early pytest plugin: sets the environment before Django reads its settings, and starts the real servers.

With BALLAST_TEST_SERVERS=1 the suite runs on a real PostgreSQL and a real Redis, else on SQLite alone.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers inherit all of this
    _var = tempfile.mkdtemp(prefix="ballast-test-")
    (Path(_var) / "static").mkdir()
    atexit.register(shutil.rmtree, _var, ignore_errors=True)
    for _name in ("BALLAST_PRODUCTION", "DATABASE_URL", "BROKER_URL", "CACHE_URL", "ALLOWED_HOSTS", "HTTPS"):
        os.environ.pop(_name, None)
    os.environ.update(
        BALLAST_VAR=_var,
        BALLAST_FONTS=os.environ.get("BALLAST_FONTS", str(ROOT / "var" / "fonts")),
        SECRET_KEY="a key for tests, as long as a key in production has to be",
        EMAIL_URL="memorymail://",
        STATIC_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
        LOG_LEVEL="WARNING",
        # The browser tests run an event loop in the thread that uses the database.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    if os.environ.get("BALLAST_TEST_SERVERS") == "1":
        from tests.realservers import Postgres, Redis

        os.environ["DATABASE_URL"] = Postgres().url
        os.environ["BROKER_URL"] = Redis().url
        os.environ["DATABASE_POOL_SIZE"] = "0"  # a pool would keep the test database open when it is dropped
else:  # each worker of a parallel run has its own files and its own messages
    _worker = os.environ["PYTEST_XDIST_WORKER"]
    os.environ["BALLAST_VAR"] = str(Path(os.environ["BALLAST_VAR"]) / _worker)
    (Path(os.environ["BALLAST_VAR"]) / "static").mkdir(parents=True, exist_ok=True)
    if "BROKER_URL" in os.environ:
        os.environ["BROKER_URL"] += f"?virtual_host={1 + int(_worker.removeprefix('gw'))}"
