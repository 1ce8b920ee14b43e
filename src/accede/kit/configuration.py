"""Every setting of Accede, declared once.

Configuration is by environment variables alone. A setting is read with `SETTING.read()`; a value that cannot be
understood raises `ConfigurationError`, which names the variable, says what is wrong and what would be right, and never
repeats a value that may hold a password.

`docs/configuration.md` is held to this table by a test: a setting that is not documented fails the build.
"""

import os
import secrets
import tempfile
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final, Generic, TypeVar
from urllib.parse import unquote, urlsplit

T_co = TypeVar("T_co", covariant=True)

PROJECT_DIR: Final = Path(__file__).resolve().parents[3]
SECRET_KEY_FILE: Final = "secret.key"  # noqa: S105 -- the name of a file, not a secret
DATABASE_FILE: Final = "accede.sqlite3"
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigurationError(Exception):
    """An environment variable, or the place it points to, cannot be used. The message says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Setting(Generic[T_co]):
    """One environment variable.

    `default` is text, understood by `parse` as a value from the environment would be, so that what the documentation
    shows is what happens. `used_by` says who reads it: the program, or the shell script `accede` before it.
    """

    name: str
    default: str
    meaning: str
    parse: Callable[[str], T_co]
    used_by: str = "program"

    def read(self, environ: Mapping[str, str] | None = None) -> T_co:
        """The value in force. An empty variable counts as not set. Raises `ConfigurationError`."""
        text = (os.environ if environ is None else environ).get(self.name, "").strip() or self.default
        try:
            return self.parse(text)
        except ValueError as error:
            raise ConfigurationError(f"{self.name}: {error}") from error


def _text(text: str) -> str:
    return text


def _directory(text: str) -> Path:
    path = Path(text).expanduser()
    return path if path.is_absolute() else PROJECT_DIR / path


def _yes_or_no(text: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    try:
        return answers[text.lower()]
    except KeyError:
        raise ValueError(f"{text!r} is neither yes nor no; write 1 or 0") from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def _log_level(text: str) -> str:
    level = text.upper()
    if level not in LOG_LEVELS:
        raise ValueError(f"{text!r} is no log level; use one of {', '.join(LOG_LEVELS)}")
    return level


def _time_zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone known here; write a name such as Europe/Vienna or UTC") from None
    return text


def _base_url(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{text!r} is no web address; write it as https://accede.example.org")
    if parts.path.strip("/"):
        raise ValueError(f"{text!r} has a path; the site is served at the root of a host, so leave {parts.path} away")
    return f"{parts.scheme}://{parts.netloc}"


def _database_url(text: str) -> str:
    """The address of a PostgreSQL database, or nothing for SQLite in the data directory.

    The text is never repeated in an error, since it may hold a password.
    """
    if not text:
        return ""
    example = "write it as postgres://user:password@host:5432/database, or leave it away for SQLite"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError(f"the address cannot be read; {example}") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"it starts with {parts.scheme or 'no scheme'!r}, and only PostgreSQL is served; {example}")
    if not parts.path.strip("/"):
        raise ValueError(f"no database is named at the end; {example}")
    return text


def _email_url(text: str) -> str:
    """The address of a mail server, or nothing for files in the data directory. Never repeated: it may hold a password."""
    if not text:
        return ""
    example = "write it as smtp://user:password@mail.example.org:587, or smtps:// for TLS from the start"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError(f"the address cannot be read; {example}") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"it names no mail server; {example}")
    return text


def _addresses(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(name, strict=False) for name in _names(text))
    except ValueError:
        raise ValueError(
            f"{text!r} is no list of addresses; write addresses or networks separated by commas, such as 10.0.0.5, fd00::/8"
        ) from None


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ValueError(f"{text!r} is no size; write whole megabytes from 1 to 1000")
    return int(text)


def _dollars(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise ValueError(f"{text!r} is no sum; write whole US dollars, such as 10000, or 0 for all")
    return int(text)


DATA_DIR: Final = Setting(
    name="ACCEDE_DATA_DIR",
    default="var",
    meaning="Directory for the database, the secret key and the files built at start. A relative path starts at the "
    "directory of the executable `accede`. `accede up --data-dir` sets it for one run.",
    parse=_directory,
)
DATABASE_URL: Final = Setting(
    name="DATABASE_URL",
    default="",
    meaning="Address of a PostgreSQL database, `postgres://user:password@host:5432/database`. When empty, SQLite is "
    "used, in `accede.sqlite3` in the data directory.",
    parse=_database_url,
)
SECRET_KEY: Final = Setting(
    name="ACCEDE_SECRET_KEY",
    default="",
    meaning="Secret that signs what the site hands out. When empty, it is read from `secret.key` in the data "
    "directory, which the first start makes, readable by its owner alone.",
    parse=_text,
)
BASE_URL: Final = Setting(
    name="ACCEDE_BASE_URL",
    default="",
    meaning="Public address of the site, such as `https://accede.example.org`: used in feeds and exports. When empty, "
    "the address of the request is used. When it starts with `https`, cookies are sent over TLS only, plain requests "
    "are redirected, and browsers are told to stay with TLS.",
    parse=_base_url,
)
ALLOWED_HOSTS: Final = Setting(
    name="ACCEDE_ALLOWED_HOSTS",
    default="localhost,127.0.0.1,[::1]",
    meaning="Host names the site answers to, separated by commas. The host of `ACCEDE_BASE_URL` is added by itself.",
    parse=_names,
)
DEBUG: Final = Setting(
    name="ACCEDE_DEBUG",
    default="0",
    meaning="1 shows details of errors in the browser and serves static files from the source tree. Never on a server "
    "that others reach.",
    parse=_yes_or_no,
)
LOG_LEVEL: Final = Setting(
    name="ACCEDE_LOG_LEVEL",
    default="WARNING",
    meaning="Least serious message that is written to standard error: `DEBUG`, `INFO`, `WARNING`, `ERROR`, `CRITICAL`.",
    parse=_log_level,
)
TIME_ZONE: Final = Setting(
    name="ACCEDE_TIME_ZONE",
    default="UTC",
    meaning="Time zone in which times are shown and in which today's date is taken, such as `Europe/Vienna`.",
    parse=_time_zone,
)
EMAIL_URL: Final = Setting(
    name="ACCEDE_EMAIL_URL",
    default="",
    meaning="Mail server that takes outgoing letters, `smtp://user:password@mail.example.org:587` (STARTTLS) or `smtps://…` "
    "(TLS from the start). When empty, letters are kept as files in `mail` in the data directory and sent to nobody.",
    parse=_email_url,
)
EMAIL_FROM: Final = Setting(
    name="ACCEDE_EMAIL_FROM",
    default="accede@localhost",
    meaning="Address from which letters are sent.",
    parse=_text,
)
TRUSTED_PROXIES: Final = Setting(
    name="ACCEDE_TRUSTED_PROXIES",
    default="",
    meaning="Addresses or networks, separated by commas, of the web servers in front of the site. Only from these is the "
    "visitor's address taken out of `X-Forwarded-For`; limits on wrong passwords count by that address.",
    parse=_addresses,
)
UPLOAD_MEGABYTES: Final = Setting(
    name="ACCEDE_UPLOAD_MEGABYTES",
    default="20",
    meaning="Largest size of an attached file, in megabytes.",
    parse=_megabytes,
)
IATI_PUBLISHER: Final = Setting(
    name="ACCEDE_IATI_PUBLISHER",
    default="XX-ACCEDE",
    meaning="Identifier of the organisation that publishes what `accede iati export` writes, as registered with IATI; the "
    "identifiers of activities begin with it.",
    parse=_text,
)
IATI_PUBLISHER_NAME: Final = Setting(
    name="ACCEDE_IATI_PUBLISHER_NAME",
    default="The Office",
    meaning="Name of that organisation.",
    parse=_text,
)

FUNDING_LIMIT: Final = Setting(
    name="ACCEDE_FUNDING_LIMIT",
    default="10000",
    meaning="Whole US dollars above which an allocation of money counts only when a second person has approved it. What one "
    "contribution has given the same thing in the same year without a second person counts together. 0: always two.",
    parse=_dollars,
)
VENV: Final = Setting(
    name="ACCEDE_VENV",
    default=".venv",
    meaning="Directory of the Python environment that `accede` makes for itself.",
    parse=_directory,
    used_by="script",
)

SETTINGS: Final[tuple[Setting[object], ...]] = (
    DATA_DIR,
    DATABASE_URL,
    SECRET_KEY,
    BASE_URL,
    ALLOWED_HOSTS,
    DEBUG,
    LOG_LEVEL,
    TIME_ZONE,
    EMAIL_URL,
    EMAIL_FROM,
    TRUSTED_PROXIES,
    UPLOAD_MEGABYTES,
    IATI_PUBLISHER,
    IATI_PUBLISHER_NAME,
    FUNDING_LIMIT,
    VENV,
)


def allowed_hosts() -> list[str]:
    """The host names the site answers to, the host of its public address among them."""
    hosts = list(ALLOWED_HOSTS.read())
    public = urlsplit(BASE_URL.read()).hostname
    if public and public not in hosts:
        hosts.append(public)
    return hosts


def email_settings() -> dict[str, object]:
    """Django's settings of outgoing mail."""
    given = EMAIL_URL.read()
    if not given:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(DATA_DIR.read() / "mail"),
        }
    parts = urlsplit(given)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
    }


def secret_key() -> str:
    """The secret from the environment, or else from the file in the data directory.

    Where neither is there, a secret that lasts as long as this process: commands that sign nothing need no file.
    """
    if given := SECRET_KEY.read():
        return given
    path = DATA_DIR.read() / SECRET_KEY_FILE
    try:
        kept = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the secret key in {path} cannot be read: {error}") from error
    if len(kept) < 50:
        raise ConfigurationError(f"the secret key in {path} is damaged (too short); delete the file and start again")
    return kept


def prepare_data_dir() -> Path:
    """Makes the data directory and the file of the secret key where they are missing, and answers the directory.

    Safe to run in several processes at once: the key appears whole or not at all, and the first one stays.
    Raises `ConfigurationError` when the directory cannot be made or written.
    """
    directory = DATA_DIR.read()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        key = directory / SECRET_KEY_FILE
        if not key.exists() and not SECRET_KEY.read():
            handle, draft = tempfile.mkstemp(prefix=f".{SECRET_KEY_FILE}.", dir=directory)  # made with mode 0600
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50) + "\n")
            try:
                os.link(draft, key)
            except FileExistsError:
                pass
            finally:
                os.unlink(draft)
    except OSError as error:
        raise ConfigurationError(
            f"{DATA_DIR.name}: the directory {directory} cannot be used: {error.strerror}; "
            "choose another with --data-dir or in the environment"
        ) from error
    return directory
