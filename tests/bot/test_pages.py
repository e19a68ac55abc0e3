"""Privacy and terms over real HTTP: open to everybody, and true for the deployment."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.pages import PAGES, Pages
from bot.settings import read_settings
from dialogs import wording
from dialogs.conversation import Coach
from dialogs.privacy import Keeping
from knowledge.library import Library, load_library
from tests.dialogs.practising import Practising
from tests.serving import Server

MODES = {
    "local": {},
    "codes": {"CVF_ACCESS": "codes"},
    "proxy": {"CVF_ACCESS": "proxy"},
}


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.mark.parametrize("mode", MODES)
async def test_they_are_open_in_every_access_mode_to_people_who_have_not_come_in(
    tmp_path: Path, http: ClientSession, mode: str
) -> None:
    with Server(tmp_path, **MODES[mode]) as server:
        for name in PAGES:
            async with http.get(f"{server.url}/{name}", allow_redirects=False) as response:
                assert response.status == 200
                assert response.headers["Content-Type"] == "text/html; charset=utf-8"
                assert "style-src 'self'" in response.headers["Content-Security-Policy"]
                assert "unsafe" not in response.headers["Content-Security-Policy"]
                assert "Set-Cookie" not in response.headers
                page = await response.text()
            assert page.startswith('<!doctype html>\n<html lang="en-GB">')
            assert not re.search(r"<script|<style|style=|\son\w+=|https?://", page)
            for address in re.findall(r'(?:href|src)="([^"]+)"', page):
                async with http.get(f"{server.url}{address}") as found:
                    assert found.status == 200
            async with http.post(f"{server.url}/{name}") as response:
                assert response.status == 405
            async with http.get(f"{server.url}/{name}", headers={"Host": "evil.example"}) as response:
                assert response.status == 403


async def page(http: ClientSession, name: str, library: Library, **environ: str) -> str:
    """The text of a page of a deployment, its markup taken off."""
    app = web.Application()
    Pages(library, read_settings(environ)).add_to(app)
    async with TestServer(app) as server, http.get(server.make_url(f"/{name}")) as response:
        assert response.status == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", await response.text()))


async def test_privacy_and_the_coach_say_the_same(http: ClientSession, library: Library) -> None:
    said = Practising(Coach(library, Keeping(30))).say("what do you store about me?")
    told = await page(http, "privacy", library, CVF_KEEP_DAYS="30")
    assert "30 days" in said
    assert "30 days" in told
    for fact in wording.KEPT:
        assert fact in said
        assert fact in told
    for word in ("nobody else reads it", "no language model", "delete my data", wording.FORGET_WHAT.lower()):
        assert word in told.lower()
    assert "after 1 day," in await page(http, "privacy", library, CVF_KEEP_DAYS="1")


@pytest.mark.parametrize(("wish", "topic"), [("delete my data", "do/forget"), ("export my data", "do/export")])
async def test_what_privacy_says_to_say_works(http: ClientSession, coach: Coach, wish: str, topic: str) -> None:
    assert f"“{wish}”" in await page(http, "privacy", coach.library)
    assert coach.say(wish).reply.topics == (topic,)


async def test_privacy_tells_of_teams_and_of_people_where_there_are_any(http: ClientSession, library: Library) -> None:
    teams = {
        "CVF_TEAMS_APP_ID": "12345678-90ab-cdef-1234-567890abcdef",
        "CVF_TEAMS_TENANT": "87654321-90ab-cdef-1234-567890abcdef",
        "CVF_TEAMS_SECRET": "of no service",
        "CVF_PUBLIC_URL": "https://cvf.example.org",
    }
    alone = await page(http, "privacy", library)
    assert "Teams" not in alone
    assert "pass your question on" not in alone
    both = await page(http, "privacy", library, **teams, CVF_TEAMS_EXPERTS="19:abc@thread.tacv2")
    assert "In Microsoft Teams" in both
    assert "pass your question on" in both
    assert "of no service" not in both


async def test_terms_say_what_it_is_not_and_to_leave_names_out(http: ClientSession, library: Library) -> None:
    told = await page(http, "terms", library)
    for word in ("practice only", "gives no mark", "No police body endorses it", "names of real people", "999"):
        assert word in told


@pytest.mark.parametrize("name", PAGES)
async def test_the_contact_of_a_deployment_is_told_as_text(http: ClientSession, name: str) -> None:
    own = load_library()
    assert "people who gave you this address" in await page(http, name, own)
    own.contacts["questions"] = "Ask the <promotion> team on extension 1234."
    told = await page(http, name, own)
    assert "Ask the &lt;promotion&gt; team on extension 1234." in told
    assert "people who gave you this address" not in told
    del own.contacts["emergency"]
    assert "It is no way to report anything. Fair use" in await page(http, "terms", own)
