"""Settings from the environment; a bad value stops the start with a clear message."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def env_text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default an unset or empty one is refused."""
    value = os.environ.get(name, default)
    if not value and default is None:
        raise ImproperlyConfigured(f"Thiếu biến môi trường {name} / {name} must be set.")
    return value or ""


def env_flag(name: str, *, default: bool) -> bool:
    """A yes/no variable; any other word is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: dùng 1 hoặc 0 / use 1 or 0.")


def env_number(name: str, *, default: int) -> int:
    """A whole number from 0 up; anything else is refused."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: dùng một số / use a number.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_choice(name: str, choices: frozenset[str], default: str) -> str:
    """One word out of ``choices``."""
    value = os.environ.get(name, default)
    if value not in choices:
        allowed = ", ".join(sorted(choices))
        raise ImproperlyConfigured(f"{name}={value!r}: chọn một trong / use one of: {allowed}.")
    return value


def postgis_database(url: str) -> dict[str, Any]:
    """Django's database entry for ``postgis://user:password@host:port/name?host=/socket``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgis", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL phải có dạng postgis://user:password@host:5432/name"
            " / must look like postgis://user:password@host:5432/name."
        )
    query = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured(
            "DATABASE_URL không có tên cơ sở dữ liệu / has no database name."
        )
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "ATOMIC_REQUESTS": False,
    }
