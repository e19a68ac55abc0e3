"""Limits: the bucket with a moved clock, and a real server that is asked for too much."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError

from bot.channels.limits import GUESSES, STREAMS, Limit
from bot.channels.web import RefusedError
from tests.serving import Server, WebChat

TOKEN = "for-the-scraper"  # noqa: S105 - made up
GENERATE = "/v3/directline/tokens/generate"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_at_once_and_then_so_many_a_minute() -> None:
    clock = Clock()
    limit = Limit(30, clock)
    for _ in range(30):
        limit.take("ann")
    with pytest.raises(RefusedError) as refused:
        limit.take("ann")
    assert (refused.value.status, refused.value.again) == (429, 2)
    limit.take("bob")
    clock.now = 2.0
    limit.take("ann")
    with pytest.raises(RefusedError):
        limit.take("ann")


def test_a_clock_set_back_gives_nothing_and_none_is_no_limit() -> None:
    clock = Clock()
    limit = Limit(1, clock)
    limit.take("ann")
    clock.now = -100.0
    with pytest.raises(RefusedError):
        limit.take("ann")
    free = Limit(0, clock)
    for _ in range(1000):
        free.take("ann")


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    limit = Limit(1, Clock())
    for number in range(120_000):
        limit.take(str(number))
    assert len(limit._buckets) <= 50_000  # noqa: SLF001 - what is remembered is the point


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_too_many_messages_are_refused_with_the_time_to_wait_and_other_people_go_on(
    http: ClientSession, tmp_path: Path
) -> None:
    with Server(tmp_path, CVF_MESSAGES_PER_MINUTE="3") as server:
        ann = WebChat(http, server.url)
        await ann.open()
        for _ in range(3):
            await ann.say("courage")
        home = f"{server.url}/v3/directline/conversations"
        async with http.post(f"{server.url}{GENERATE}", json={}) as response:
            given = await response.json()
        headers = {"Authorization": f"Bearer {given['token']}"}
        url = f"{home}/{given['conversationId']}/activities"
        async with http.post(url, json={"type": "message", "text": "courage"}, headers=headers) as response:
            assert response.status == 429
            assert 1 <= int(response.headers["Retry-After"]) <= 20
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as other:
            bob = WebChat(other, server.url)
            await bob.open()
            assert await bob.say("courage")


async def test_codes_cannot_be_guessed_at_will(http: ClientSession, tmp_path: Path) -> None:
    with Server(tmp_path, CVF_ACCESS="codes") as server:

        async def guess(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            async with http.post(f"{server.url}{GENERATE}", json={"code": "A" * 12}, headers=headers) as response:
                return response.status

        assert [await guess("192.0.2.1") for _ in range(GUESSES)] == [401] * GUESSES
        assert await guess("192.0.2.1") == 429
        assert await guess("192.0.2.2") == 401


async def test_one_person_has_so_many_streams(http: ClientSession, tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        async with http.post(f"{server.url}{GENERATE}", json={}) as response:
            given = await response.json()
        url = f"{server.url}/v3/directline/conversations/{given['conversationId']}/stream?t={given['token']}"
        streams = [await http.ws_connect(url) for _ in range(STREAMS)]
        with pytest.raises(WSServerHandshakeError) as refused:
            await http.ws_connect(url)
        assert refused.value.status == 429
        for stream in streams:
            await stream.close()
        await (await http.ws_connect(url)).close()


async def test_slow_clients_are_cut_off(http: ClientSession, tmp_path: Path) -> None:
    """Both wait for the time that the server gives them, side by side."""
    with Server(tmp_path, CVF_METRICS_TOKEN=TOKEN) as server:
        await asyncio.gather(a_body_that_dribbles_in(server), a_stream_that_nobody_reads(http, server))


async def a_body_that_dribbles_in(server: Server) -> None:
    port = urlsplit(server.url).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {GENERATE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    async with asyncio.timeout(40):
        answer = await reader.readuntil(b"}}")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "TooSlow"
    writer.close()
    await writer.wait_closed()


async def a_stream_that_nobody_reads(http: ClientSession, server: Server) -> None:
    async with http.post(f"{server.url}{GENERATE}", json={}) as response:
        given = await response.json()
    port = urlsplit(server.url).port
    path = f"/v3/directline/conversations/{given['conversationId']}/stream?t={given['token']}"
    with socket.create_connection(("127.0.0.1", port or 0)) as deaf:
        deaf.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        seen = []
        for _ in range(120):
            async with http.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}) as response:
                seen.append("cvf_sockets 1.0" in await response.text())
            if seen[-1] is False and True in seen:
                break
            await asyncio.sleep(0.5)
        assert True in seen
        assert seen[-1] is False
