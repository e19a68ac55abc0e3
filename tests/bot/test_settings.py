"""Settings: every problem at once, with what to set."""

import pytest

from bot.settings import SettingsError, read_settings, table
from tests.bot.test_command_line import run


def test_an_empty_environment_is_a_safe_local_start() -> None:
    settings = read_settings({"PATH": "/bin"})
    assert (settings.host, settings.port, settings.access) == ("127.0.0.1", 3978, "local")
    assert not settings.playground


def test_all_problems_are_named_together() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"CVF_PORT": "many", "CVF_ACCESS": "everyone", "CVF_KEEP_DAYS": "0", "CVF_POTR": "1"})
    text = str(caught.value)
    assert len(text.splitlines()) == 4
    for name in ("CVF_PORT=many", "CVF_ACCESS=everyone", "CVF_KEEP_DAYS=0", "CVF_POTR: no such setting"):
        assert name in text


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"CVF_HOST": "0.0.0.0"}, "CVF_ACCESS"),  # noqa: S104 - that is what must be refused
        ({"CVF_HOST": "0.0.0.0", "CVF_ACCESS": "codes", "CVF_PLAYGROUND": "1"}, "CVF_PLAYGROUND"),  # noqa: S104
        ({"CVF_HOST": "0.0.0.0", "CVF_ACCESS": "codes"}, "CVF_PUBLIC_URL"),  # noqa: S104
        ({"CVF_PUBLIC_URL": "cvf.example.org"}, "CVF_PUBLIC_URL"),
        ({"CVF_TRUSTED_PROXIES": "the proxy"}, "CVF_TRUSTED_PROXIES"),
    ],
)
def test_settings_that_would_open_the_page_to_anyone_stop_the_start(environ: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(environ)


def test_a_wrong_setting_stops_the_program_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVF_PORT", "many")
    done = run("serve")
    assert done.returncode == 2
    assert "CVF_PORT=many" in done.stderr


def test_help_lists_every_setting() -> None:
    assert all(line.strip().startswith("CVF_") for line in table().splitlines())
    assert table() in run("serve", "--help").stdout
