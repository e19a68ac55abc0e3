"""Sending to a channel that is busy, away, slow or wrong, over real HTTP."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.channels.teams.connector import Connector, ConnectorError, RejectedError
from bot.channels.teams.credentials import Anonymous


class Tokens:
    """Tokens that can be ended."""

    def __init__(self) -> None:
        self.given = 1

    async def token(self) -> str:
        return f"t{self.given}"

    def drop(self) -> None:
        self.given += 1


class Channel:
    """Takes activities; `refuse` are the statuses to answer with first, in turn."""

    def __init__(self) -> None:
        self.got: dict[str, list[int]] = defaultdict(list)
        self.tokens: list[str] = []
        self.paths: list[str] = []
        self.refuse: list[int] = []
        self.headers: dict[str, str] = {}
        self.busy_every = 0
        self._asked = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/uk/"
        await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._asked += 1
        self.tokens.append(request.headers.get("Authorization", ""))
        self.paths.append(request.rel_url.raw_path)
        if self.refuse:
            status = self.refuse.pop(0)
            if status == 0:
                assert request.transport
                request.transport.abort()
            return web.Response(status=status or 200, headers=self.headers)
        if self.busy_every and self._asked % self.busy_every == 0:
            return web.Response(status=429, headers={"Retry-After": "0"})
        self.got[request.rel_url.raw_path].append(body.get("number", 0))
        return web.json_response({"id": f"id-{self._asked}"})


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.mark.parametrize("statuses", [[429], [503, 502], [412], [504], [0], [401]])
async def test_what_passes_is_tried_again(http: ClientSession, statuses: list[int]) -> None:
    channel = Channel()
    channel.refuse = list(statuses)
    async with channel.running() as url:
        assert (await Connector(lambda: http, Tokens()).send(url, "a", {"number": 1})).startswith("id-")
    assert list(channel.got.values()) == [[1]]


async def test_a_token_that_is_not_taken_is_renewed_once(http: ClientSession) -> None:
    channel = Channel()
    channel.refuse = [401, 401]
    async with channel.running() as url:
        with pytest.raises(RejectedError, match="401"):
            await Connector(lambda: http, Tokens()).send(url, "a", {})
    assert channel.tokens == ["Bearer t1", "Bearer t2"]


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 301, 302, 307, 308])
async def test_what_will_never_pass_is_final_and_no_redirect_is_followed(http: ClientSession, status: int) -> None:
    elsewhere, channel = Channel(), Channel()
    async with elsewhere.running() as other, channel.running() as url:
        channel.refuse, channel.headers = [status], {"Location": other}
        with pytest.raises(RejectedError, match=str(status)):
            await Connector(lambda: http, Tokens()).send(url, "a", {})
    assert elsewhere.tokens == []


async def test_retry_after_is_honoured(http: ClientSession) -> None:
    channel = Channel()
    channel.refuse, channel.headers = [429], {"Retry-After": "1"}
    async with channel.running() as url:
        began = asyncio.get_running_loop().time()
        await Connector(lambda: http, Anonymous()).send(url, "a", {})
        assert asyncio.get_running_loop().time() - began >= 1.0


async def test_it_ends_in_time(http: ClientSession) -> None:
    channel = Channel()
    channel.refuse = [503] * 1000
    async with channel.running() as url:
        with pytest.raises(ConnectorError, match="503"):
            await Connector(lambda: http, Anonymous(), within=0.3).send(url, "a", {})
    with pytest.raises(ConnectorError, match="Connect"):
        await Connector(lambda: http, Anonymous(), within=0.3).send("http://127.0.0.1:9", "a", {})


async def test_names_of_conversations_and_messages_stay_one_part_of_the_path(http: ClientSession) -> None:
    channel = Channel()
    async with channel.running() as url:
        await Connector(lambda: http, Anonymous()).send(url, "19:a/../b@x;messageid=1", {}, "m/1")
    assert channel.paths == ["/uk/v3/conversations/19:a%2F..%2Fb@x;messageid=1/activities/m%2F1"]


async def test_a_token_goes_over_https_only(http: ClientSession) -> None:
    with pytest.raises(RejectedError, match="https only"):
        await Connector(lambda: http, Tokens()).send("http://channel.example", "a", {})


async def test_what_is_too_large_is_not_sent(http: ClientSession) -> None:
    with pytest.raises(RejectedError, match="100000 bytes"):
        await Connector(lambda: http, Anonymous()).send("http://127.0.0.1:9", "a", {"text": "é" * 50_001})


async def test_a_thousand_messages_to_a_busy_channel_all_arrive_in_order_and_once(http: ClientSession) -> None:
    channel = Channel()
    channel.busy_every = 5
    channel.refuse = [429] * 100
    async with channel.running() as url:
        connector = Connector(lambda: http, Tokens(), within=60)
        await asyncio.gather(*(connector.send(url, f"c{n % 40}", {"number": n}) for n in range(1000)))
    assert sum(map(len, channel.got.values())) == 1000
    for conversation in range(40):
        numbers = channel.got[f"/uk/v3/conversations/c{conversation}/activities"]
        assert numbers == list(range(conversation, 1000, 40))
    assert set(channel.tokens) == {"Bearer t1"}


async def test_opening_a_conversation_gives_its_id(http: ClientSession) -> None:
    channel = Channel()
    async with channel.running() as url:
        assert (await Connector(lambda: http, Anonymous()).create(url, {"isGroup": True})).startswith("id-")
    assert channel.paths == ["/uk/v3/conversations"]
    assert json.dumps(channel.tokens) == '[""]'
