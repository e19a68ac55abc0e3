"""Running servers quote what is in the folder beside them, and what is added and removed while they run."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from tests.conftest import ROOT
from tests.databases import Postgres
from tests.serving import Server, WebChat, text_of

QUOTED = "Official wording, word for word:"


@asynccontextmanager
async def somebody(server: Server) -> AsyncIterator[WebChat]:
    """A person in a browser of their own."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        person = WebChat(http, server.url)
        await person.open()
        yield person


async def until(person: WebChat, *, quoted: bool) -> str:
    for _ in range(60):
        said = text_of((await person.say("whats level 2 ownership"))[-1])
        if (QUOTED in said) == quoted:
            return said
        await asyncio.sleep(0.25)
    pytest.fail(said)


async def test_a_folder_is_searched_at_start_and_again_only_where_something_changed(
    documents: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    shutil.copy(documents / "001_168aeb0df4d7181a.txt", folder / "framework.txt")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 secret words")
    with Server(tmp_path, CVF_DOCUMENTS=str(folder)) as server:
        async with somebody(server) as person:
            assert "framework.txt, line" in await until(person, quoted=True)
        assert server.stop() == 0
        first = server.log.read_text()
        assert first.count('"event": "searched"') == 1
        assert '"document": "broken.pdf"' in first
        assert "secret words" not in first
        server.start()
        async with somebody(server) as person:
            await until(person, quoted=True)
        assert server.log.read_text().count('"event": "searched"') == 1


async def test_what_one_adds_all_replicas_quote_until_it_is_removed(
    documents: Path, tmp_path: Path, postgres: Postgres
) -> None:
    settings = {"CVF_DATABASE_URL": postgres.database(), "CVF_DOCUMENTS": str(tmp_path / "none")}

    async def run(*words: str) -> None:
        asked = [sys.executable, "app.py", "documents", *words]
        process = await asyncio.create_subprocess_exec(
            *asked, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL
        )
        assert await process.wait() == 0

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with Server(tmp_path / "a", **settings) as one, Server(tmp_path / "b", **settings) as other:
        async with somebody(one) as sam, somebody(other) as alex:
            for person in (sam, alex):
                await until(person, quoted=False)
            await run("add", str(documents))
            for person in (sam, alex):
                await until(person, quoted=True)
            await run("remove", "001_168aeb0df4d7181a.txt")
            for person in (sam, alex):
                await until(person, quoted=False)
