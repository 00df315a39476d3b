"""Every setting that may come from outside, read once, in one table that docs/operations.md repeats for people."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
Kind = Literal["text", "flag", "number", "list", "folder", "database", "cache", "mail"]


@dataclass(frozen=True)
class Variable:
    """One environment variable: how it is read and what it is when left out."""

    kind: Kind
    default: Any


# A default of None is worked out below from the other values.
VARIABLES: dict[str, Variable] = {
    "BALLAST_PRODUCTION": Variable("flag", False),
    "BALLAST_VAR": Variable("folder", ROOT / "var"),
    "BALLAST_FONTS": Variable("folder", None),
    "SECRET_KEY": Variable("text", None),
    "ALLOWED_HOSTS": Variable("list", None),
    "DEBUG": Variable("flag", False),
    "HTTPS": Variable("flag", None),
    "HSTS_SECONDS": Variable("number", 31_536_000),
    "TRUSTED_PROXY_COUNT": Variable("number", 0),
    "DATABASE_URL": Variable("database", None),
    "DATABASE_POOL_SIZE": Variable("number", 10),
    "BROKER_URL": Variable("text", "folder://localhost/"),
    "CACHE_URL": Variable("cache", None),
    "EMAIL_URL": Variable("mail", "consolemail://"),
    "EMAIL_FROM": Variable("text", "Ballast <ballast@localhost>"),
    "EMAIL_VERIFICATION": Variable("text", "optional"),
    "SIGN_UP_OPEN": Variable("flag", True),
    "STATIC_STORAGE": Variable("text", "continuity.storage.HashedStaticFiles"),
    "LOG_FORMAT": Variable("text", None),
    "LOG_LEVEL": Variable("text", "INFO"),
    "MINIMUM_FREE_MB": Variable("number", 64),
}


def read(source: Mapping[str, str]) -> dict[str, Any]:
    """The value of every variable in VARIABLES, typed; raises ImproperlyConfigured with all that is missing."""
    env = environ.Env()
    env.ENVIRON = source
    given = {name: _value(env, name) for name in VARIABLES}
    production = given["BALLAST_PRODUCTION"]
    if production:
        missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if not given[name]]
        if missing:
            raise ImproperlyConfigured(
                f"In production these must be set: {', '.join(missing)}. See docs/operations.md."
            )
    if given["EMAIL_VERIFICATION"] not in {"none", "optional", "mandatory"}:
        raise ImproperlyConfigured("EMAIL_VERIFICATION must be none, optional or mandatory.")
    folder: Path = given["BALLAST_VAR"]
    folder.mkdir(parents=True, exist_ok=True)
    derived: dict[str, Any] = {
        "BALLAST_FONTS": folder / "fonts",
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "HTTPS": production,
        "DATABASE_URL": environ.Env.db_url_config(f"sqlite:///{folder / 'ballast.sqlite3'}"),
        # Shared by all web processes: it counts tries and remembers which one-time codes were used.
        "CACHE_URL": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(folder / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        },
        "LOG_FORMAT": "json" if production else "lines",
    }
    settled = {name: derived.get(name) if value in (None, []) else value for name, value in given.items()}
    settled["SECRET_KEY"] = settled["SECRET_KEY"] or _kept_secret(folder / "secret_key")
    return settled


def _value(env: environ.Env, name: str) -> Any:
    variable = VARIABLES[name]
    if variable.default is None and not env.ENVIRON.get(name):
        return None
    readers: dict[str, Any] = {
        "text": env.str,
        "flag": env.bool,
        "number": env.int,
        "list": env.list,
        "folder": lambda key, default: Path(env.str(key, default=str(default))).resolve(),
        "database": env.db_url,
        "cache": env.cache_url,
        "mail": env.email_url,
    }
    try:
        return readers[variable.kind](name, default=variable.default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a {variable.kind}: {error}") from error


def _kept_secret(path: Path) -> str:
    """The secret of this folder, made on first use: sign-ins survive a restart, and no key stands in the code."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
