"""`app.py check --live` against real servers: one that is as it should be, and ones with a fault each."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from aiohttp import web

import app
from tests.deployment.image import free_port
from tests.serving import Server


async def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, str]]:
    """The exit code, and what each point says."""
    code = await asyncio.to_thread(app.main, ["check", "--live", *words])
    lines = capsys.readouterr().out.splitlines()
    points = {what[9:]: f"{what[:9].strip()} {found}" for what, _, found in (line.partition(": ") for line in lines)}
    return code, points


async def test_a_local_start_lacks_nothing_and_the_visit_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Server(tmp_path) as server:
        code, points = await checked(capsys, server.url)
    assert code == 0
    assert points["Conversation"] == "done answered with its source"
    assert points["Deletion"] == "done this visit is deleted"
    assert points["Foreign host"] == "done answered with 403"
    assert points["Strangers"].startswith("optional let in")
    assert points["Encryption"] == "optional none, on this machine -> put a reverse proxy with TLS in front"


async def test_with_codes_nobody_is_let_in_and_a_code_tries_the_conversation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    settings = {"CVF_ACCESS": "codes", "CVF_PUBLIC_URL": address, "CVF_PORT": address.rpartition(":")[2]}
    with Server(tmp_path, **settings):
        tomorrow = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
        monkeypatch.setenv("CVF_PUBLIC_URL", address)
        monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
        await asyncio.to_thread(app.main, ["codes", "add", "live", "--until", tomorrow])
        given = capsys.readouterr().out.split()[0]
        code, points = await checked(capsys)
        assert code == 0
        assert points["Strangers"] == "done not let in (401)"
        assert points["Conversation"].startswith("optional not tried")
        code, points = await checked(capsys, address, "--code", given)
        assert code == 0
        assert points["Conversation"] == "done answered with its source"
        code, points = await checked(capsys, address, "--code", "WRONG")
        assert code == 1
        assert points["Conversation"].startswith("missing the code is not known")


async def test_an_open_endpoint_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Server(tmp_path, CVF_PLAYGROUND="1") as server:
        code, points = await checked(capsys, server.url)
    assert code == 1
    assert points["Unsigned messages"].endswith("-> unset CVF_PLAYGROUND, and set CVF_TEAMS_APP_ID where Teams is used")


async def test_another_site_behind_the_address_is_no_coach(capsys: pytest.CaptureFixture[str]) -> None:
    async def anything(_: web.Request) -> web.Response:
        return web.json_response({})

    site = web.Application()
    site.router.add_route("*", "/{rest:.*}", anything)
    runner = web.AppRunner(site)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    code, points = await checked(capsys, f"http://127.0.0.1:{port}")
    await runner.cleanup()
    assert code == 1
    wrong = {what for what, found in points.items() if found.startswith("missing")}
    assert wrong == {"Security headers", "Foreign host", "Unsigned messages", "Figures", "Conversation"}


async def test_nobody_there_is_one_point_and_no_address_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    code, points = await checked(capsys, f"http://127.0.0.1:{free_port()}")
    assert code == 1
    assert points.keys() == {"Alive", ""}  # and how many are missing
    assert points["Alive"].startswith("missing no answer")
    assert (await checked(capsys, "cvf.example.org"))[0] == 2
