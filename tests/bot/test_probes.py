"""Alive, ready and the figures, of a real server over a database that goes away and comes back."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from tests.databases import Postgres
from tests.serving import Server, WebChat

TOKEN = "for-the-scraper"  # noqa: S105 - made up
WORDS = "the canary by the canal"


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def status(http: ClientSession, url: str, token: str = "") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with http.get(url, headers=headers) as response:
        return response.status


async def test_ready_only_while_the_database_answers_and_alive_all_the_time(
    http: ClientSession, tmp_path: Path
) -> None:
    postgres = Postgres(tmp_path / "postgres")
    with Server(tmp_path, CVF_DATABASE_URL=postgres.database()) as server:
        assert await status(http, f"{server.url}/readyz") == 200
        postgres.stop()
        assert await status(http, f"{server.url}/readyz") == 503
        assert await status(http, f"{server.url}/healthz") == 200
        again = Postgres(tmp_path / "postgres")
        for _ in range(150):
            ready = await status(http, f"{server.url}/readyz")
            if ready == 200:
                break
            await asyncio.sleep(0.2)
        assert ready == 200
        again.stop()


async def test_figures_are_for_whoever_has_the_token_and_hold_no_word_and_no_name(
    http: ClientSession, tmp_path: Path
) -> None:
    with Server(tmp_path, CVF_METRICS_TOKEN=TOKEN) as server:
        person = WebChat(http, server.url)
        await person.open()
        await person.say("courage")
        await person.say(WORDS)
        assert await status(http, f"{server.url}/nowhere-{uuid.uuid4().hex}") == 404
        assert await status(http, f"{server.url}/metrics") == 401
        assert await status(http, f"{server.url}/metrics", "wrong") == 401
        async with http.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}) as response:
            text = await response.text()
        figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        assert figures['cvf_turns_total{channel="web",kind="answer"}'] == "1.0"
        assert figures['cvf_turn_seconds_count{channel="web"}'] == "3.0"
        assert figures['cvf_refused_total{status="404"}'] == "1.0"
        assert figures["cvf_unsent"] == "0.0"
        assert "canary" not in text
        for cookie in http.cookie_jar:
            assert cookie.value not in text


async def test_there_are_no_figures_without_a_token(http: ClientSession, tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        assert await status(http, f"{server.url}/metrics", "") == 404
