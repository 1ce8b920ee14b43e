"""Settings: what is understood, what is refused and in which words, and the data directory."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accede.kit import configuration
from accede.kit.configuration import ConfigurationError, Setting


def value(setting: Setting[object], text: str) -> object:
    return setting.read({setting.name: text})


@pytest.mark.parametrize("setting", configuration.SETTINGS, ids=lambda setting: setting.name)
def test_an_empty_variable_counts_as_not_set(setting: Setting[object]) -> None:
    assert value(setting, "  ") == setting.read({}) == setting.parse(setting.default)


@pytest.mark.parametrize(
    ("setting", "text", "expected"),
    [
        (configuration.DEBUG, "Yes", True),
        (configuration.DEBUG, "off", False),
        (configuration.ALLOWED_HOSTS, "a.example, b.example,,", ("a.example", "b.example")),
        (configuration.BASE_URL, "https://a.example/", "https://a.example"),
        (configuration.BASE_URL, "http://a.example:8000", "http://a.example:8000"),
        (configuration.LOG_LEVEL, "debug", "DEBUG"),
        (configuration.TIME_ZONE, "Africa/Nairobi", "Africa/Nairobi"),
        (configuration.DATA_DIR, "/srv/accede", Path("/srv/accede")),
        (configuration.DATA_DIR, "other", configuration.PROJECT_DIR / "other"),
        (configuration.DATABASE_URL, "postgresql://u:p@h/d", "postgresql://u:p@h/d"),
        (configuration.DATABASE_URL, "postgres://%2Frun%2Fpg/d", "postgres://%2Frun%2Fpg/d"),
    ],
)
def test_what_is_understood(setting: Setting[object], text: str, expected: object) -> None:
    assert value(setting, text) == expected


@pytest.mark.parametrize(
    ("setting", "text", "said"),
    [
        (configuration.DEBUG, "2", "ACCEDE_DEBUG: '2' is neither yes nor no; write 1 or 0"),
        (
            configuration.LOG_LEVEL,
            "loud",
            "ACCEDE_LOG_LEVEL: 'loud' is no log level; use one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
        ),
        (
            configuration.TIME_ZONE,
            "../etc/passwd",
            "ACCEDE_TIME_ZONE: '../etc/passwd' is no time zone known here; write a name such as Europe/Vienna or UTC",
        ),
        (
            configuration.BASE_URL,
            "a.example",
            "ACCEDE_BASE_URL: 'a.example' is no web address; write it as https://accede.example.org",
        ),
        (
            configuration.BASE_URL,
            "https://a.example/accede",
            (
                "ACCEDE_BASE_URL: 'https://a.example/accede' has a path; the site is served at the root of a host, "
                "so leave /accede away"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_would_be_right(setting: Setting[object], text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        value(setting, text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "url", ["mysql://u:hush@h/d", "postgres://u:hush@h", "postgres://u:hush@h:port/d", "postgres://u:hush@[h/d", "hush"]
)
def test_a_refused_database_address_never_shows_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^DATABASE_URL: .*postgres://user:password@host") as refused:
        value(configuration.DATABASE_URL, url)
    assert "hush" not in str(refused.value)


def test_the_public_host_is_one_the_site_answers_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCEDE_ALLOWED_HOSTS", raising=False)
    monkeypatch.setenv("ACCEDE_BASE_URL", "https://accede.example.org")

    assert configuration.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]", "accede.example.org"]


def test_many_at_once_make_one_key_that_only_its_owner_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCEDE_DATA_DIR", str(tmp_path / "deep" / "data"))
    monkeypatch.delenv("ACCEDE_SECRET_KEY")

    def start(_: int) -> str:
        configuration.prepare_data_dir()
        return configuration.secret_key()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(start, range(8)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    key = tmp_path / "deep" / "data" / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["secret.key"]


def test_a_damaged_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCEDE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ACCEDE_SECRET_KEY")
    (tmp_path / "secret.key").write_text("half\n")

    with pytest.raises(ConfigurationError, match="is damaged"):
        configuration.secret_key()


def test_a_given_key_is_used_and_no_file_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCEDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ACCEDE_SECRET_KEY", "given")

    assert configuration.prepare_data_dir() == tmp_path
    assert configuration.secret_key() == "given"
    assert list(tmp_path.iterdir()) == []
