"""What the deployment guide says is what the code does."""

import re

from bot.settings import Settings, read_settings, table
from tests.conftest import ROOT
from tests.deployment.settings_table import GUIDE, rewritten

TEXT = GUIDE.read_text(encoding="utf-8")
NAMED = frozenset(["api.botframework.com", "teams.microsoft.com"])  # a token's issuer, a link for people: never called


def test_its_table_is_that_of_the_code() -> None:
    assert rewritten(TEXT) == TEXT, "python -m tests.deployment.settings_table"
    assert all(name in TEXT for name in re.findall(r"CVF_\w+", table()))


def test_it_names_no_setting_that_does_not_exist() -> None:
    known = {f"CVF_{name.upper()}" for name in Settings.model_fields}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"CVF_[A-Z_]*[A-Z]", TEXT + readme)) <= known


def test_its_example_of_settings_starts_the_coach() -> None:
    example = re.search(r"```ini\n(CVF_.*?)```", TEXT, re.DOTALL)
    assert example
    settings = read_settings(dict(line.split("=", 1) for line in example[1].splitlines()))
    assert settings.access == "codes"
    assert settings.teams_app_id


def test_its_firewall_table_names_every_host_that_the_code_calls() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "channels" / "teams").glob("*.py")]
    called = set(re.findall(r"https://([a-z.]+)", "".join(sources))) | set(read_settings({}).reply_hosts)
    assert {"login.botframework.com", "login.microsoftonline.com"} <= called
    assert called - NAMED == set(re.findall(r"^\| out, 443 \| `(.*?)`", TEXT, re.MULTILINE))
