"""Who may call the endpoint: requests of every kind to the real one, with tokens of a service with real keys."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channels.teams.bearer import Bearer, Trust
from bot.channels.teams.connector import Connector
from bot.channels.teams.credentials import Anonymous
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.endpoint import Endpoint, Handler
from bot.channels.teams.experts import Experts
from bot.channels.teams.extension import Extension
from bot.channels.teams.gate import Signed
from bot.channels.web import BODY, guard
from bot.store.store import Store
from bot.turns import Turns
from dialogs.conversation import Coach
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.bot.teams.issuer import APP, SERVICE, TENANT, Issuer, activity
from tests.databases import migrated

STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HOSTS = ("smba.trafficmanager.net", ".infra.gov.teams.microsoft.us")
Token = Callable[[Issuer], str | None]
EVIL = "https://evil.example/"


def good(issuer: Issuer) -> str:
    return f"Bearer {issuer.token()}"


def with_claims(**claims: Any) -> Token:
    return lambda issuer: f"Bearer {issuer.token(**claims)}"


def row(token: Token, status: int, body: object = None, headers: dict[str, str] | None = None) -> tuple[Any, ...]:
    return token, activity() if body is None else body, headers or {}, status


def at_service(url: str, status: int) -> tuple[Any, ...]:
    """Token and activity agree on a service."""
    return row(with_claims(serviceurl=url), status, activity(serviceUrl=url))


IN_AN_HOUR = int(time.time()) + 3600
AN_HOUR_AGO = IN_AN_HOUR - 7200
REQUESTS = {
    "a good token": row(good, 200),
    "a scheme in small letters": row(lambda issuer: f"bearer {issuer.token()}", 200),
    "no token": row(lambda _: None, 401),
    "an empty token": row(lambda _: "Bearer ", 401),
    "another scheme": row(lambda issuer: f"Basic {issuer.token()}", 401),
    "garbage": row(lambda _: "Bearer garbage", 401),
    "dots": row(lambda _: "Bearer ..", 401),
    "no ASCII": row(lambda _: "Bearer é.é.é", 401),
    "a head that is no JSON": row(lambda _: "Bearer aGk.aGk.aGk", 401),
    "a very long token": row(lambda _: f"Bearer {'a' * 8001}", 401),
    "expired": row(with_claims(exp=AN_HOUR_AGO), 401),
    "expired a minute ago": row(with_claims(exp=IN_AN_HOUR - 3660), 200),
    "no end": row(with_claims(exp=None), 401),
    "an end that is none": row(with_claims(exp=float("inf")), 401),
    "not yet good": row(with_claims(nbf=IN_AN_HOUR), 401),
    "another audience": row(with_claims(aud="other"), 401),
    "no audience": row(with_claims(aud=None), 401),
    "several audiences": row(with_claims(aud=[APP, "other"]), 401),
    "another issuer": row(with_claims(iss="https://evil.example"), 401),
    "no issuer": row(with_claims(iss=None), 401),
    "an issuer of many": row(with_claims(iss="https://sts.windows.net/x/"), 401),
    "not signed": row(lambda issuer: f"Bearer {issuer.unsigned()}", 401),
    "HS256 with the public key": row(lambda issuer: f"Bearer {issuer.confused()}", 401),
    "another algorithm": row(lambda issuer: f"Bearer {issuer.other_algorithm()}", 401),
    "forged under a known key's name": row(lambda issuer: f"Bearer {issuer.token(signed_with=STRANGER)}", 401),
    "another payload": row(lambda issuer: f"Bearer {issuer.changed()}", 401),
    "an unknown key": row(lambda issuer: f"Bearer {issuer.token('k9', signed_with=STRANGER)}", 401),
    "a broken key": row(lambda issuer: f"Bearer {issuer.token('broken')}", 401),
    "no service claimed": row(with_claims(serviceurl=None), 403),
    "another service claimed": row(with_claims(serviceurl="https://smba.trafficmanager.net/de/"), 403),
    "a service claim that is none": row(with_claims(serviceurl=[SERVICE]), 403),
    "no service": row(good, 403, activity(serviceUrl=None)),
    "an empty service": row(with_claims(serviceurl=""), 403, activity(serviceUrl="")),
    "a foreign host": at_service(EVIL, 403),
    "a host that begins like ours": at_service("https://smba.trafficmanager.net.evil.example/", 403),
    "our host as a user": at_service("https://smba.trafficmanager.net@evil.example/", 403),
    "http": at_service("http://smba.trafficmanager.net/uk/", 403),
    "another port": at_service("https://smba.trafficmanager.net:8443/", 403),
    "a port that is none": at_service("https://smba.trafficmanager.net:x/", 403),
    "a backslash": at_service("https://evil.example\\.smba.trafficmanager.net/", 403),
    "our host in capitals": at_service("https://SMBA.trafficmanager.net/uk/", 200),
    "a host under one of ours": at_service("https://smba.infra.gov.teams.microsoft.us/", 200),
    "no channel": row(good, 403, activity(channelId=None)),
    "a channel that the key does not speak for": row(good, 403, activity(channelId="webchat")),
    "another tenant": row(good, 403, activity(channelData={"tenant": {"id": "other"}})),
    "two tenants": row(good, 403, activity(conversation={"id": "a:1", "tenantId": "other"})),
    "no tenant": row(good, 403, activity(channelData=None, conversation={"id": "a:1"})),
    "a tenant that is none": row(good, 403, activity(channelData={"tenant": {"id": [TENANT]}})),
    "the tenant in capitals": row(good, 200, activity(channelData={"tenant": {"id": TENANT.upper()}})),
    "too large": row(good, 413, activity(text="x" * BODY)),
    "no JSON": row(good, 400, b"hello"),
    "no text": row(good, 400, b"\xff\xfe"),
    "deep JSON": row(good, 400, b"[" * 50_000),
    "a list": row(good, 400, b"[]"),
    "nobody": row(good, 400, activity(**{"from": 7})),
    "a channel of another shape": row(good, 400, activity(channelId=["msteams"])),
    "members of another shape": row(good, 400, activity(membersAdded="x")),
    "a page of another site": row(good, 403, headers={"Origin": "https://evil.example"}),
    "the text/plain trick": row(good, 415, headers={"Content-Type": "text/plain; x=application/json"}),
    "no type": row(good, 415, headers={"Content-Type": ""}),
    "a good token and a search that there is none for": row(good, 501, activity(type="invoke", name="x")),
}  # fmt: skip


@asynccontextmanager
async def serving(library: Library, folder: Path, metadata: str) -> AsyncIterator[str]:
    """The endpoint with sign-in, put together as `wiring` does, for keys that are on this machine."""
    store = Store(migrated(f"sqlite:///{folder / 'cvf.sqlite'}"))
    coach = Coach(library, Keeping(90))
    turns = Turns(coach, store.conversations)
    async with ClientSession() as session:
        trust = Trust(APP, frozenset([TENANT]), HOSTS, metadata)
        delivery = Delivery(Connector(lambda: session, Anonymous()))
        experts = Experts("", store.questions, turns, delivery)
        handler = Handler(turns, delivery, Extension(coach), experts, lambda _: False, greets=True)
        endpoint = Endpoint(Signed(Bearer(trust, lambda: session)), handler)
        names: set[str] = set()
        app = web.Application(middlewares=[guard(names)], client_max_size=BODY)  # type: ignore[arg-type]
        endpoint.add_to(app)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        names.add(f"127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}/api/messages"
        await runner.cleanup()
    await store.close()


async def send(http: ClientSession, url: str, authorization: str | None, body: object, headers: dict[str, str]) -> int:
    given = {"Content-Type": "application/json"} | headers
    if authorization is not None:
        given["Authorization"] = authorization
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(url, data=data, headers=given) as response:
        if response.status >= 400 and response.status != 501:
            assert (await response.json())["error"]["message"]
        return response.status


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def test_every_request_gets_the_status_that_it_should(
    library: Library, tmp_path: Path, http: ClientSession
) -> None:
    assert len(REQUESTS) >= 40
    async with Issuer().running() as issuer, serving(library, tmp_path, issuer.metadata) as url:
        found, wanted = {}, {}
        for name, (token, body, headers, status) in REQUESTS.items():
            found[name], wanted[name] = await send(http, url, token(issuer), body, headers), status
        assert found == wanted


async def test_a_new_key_counts_at_once_and_garbage_does_not_make_us_ask(
    library: Library, tmp_path: Path, http: ClientSession
) -> None:
    async with Issuer().running() as issuer, serving(library, tmp_path, issuer.metadata) as url:
        assert await send(http, url, good(issuer), activity(), {}) == 200
        issuer.keys = {"k2": STRANGER}
        assert await send(http, url, f"Bearer {issuer.token('k2', STRANGER)}", activity(), {}) == 200
        assert issuer.asked == 2
        for n in range(20):
            assert await send(http, url, f"Bearer {issuer.token(f'x{n}', STRANGER)}", activity(), {}) == 401
        assert issuer.asked == 2


async def test_keys_are_fetched_once_for_all_who_wait(library: Library, tmp_path: Path, http: ClientSession) -> None:
    async with Issuer().running() as issuer, serving(library, tmp_path, issuer.metadata) as url:
        issuer.wait = 0.5
        typing = activity(type="typing")
        sent = await asyncio.gather(*(send(http, url, good(issuer), typing, {}) for _ in range(200)))
        assert set(sent) == {200}
        assert issuer.asked == 1


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(status=302, headers={"Location": "/keys"}),
        web.Response(body=b"garbage"),
        web.Response(body=b"[]"),
        web.Response(body=b"{}"),
        web.Response(body=json.dumps({"jwks_uri": "https://evil.example/keys"}).encode()),
        web.Response(body=b" " * (2 << 20)),
    ],
    ids=["broken", "redirect", "garbage", "list", "empty", "elsewhere", "huge"],
)
async def test_without_keys_nobody_comes_in(
    library: Library, tmp_path: Path, http: ClientSession, answer: web.Response
) -> None:
    async with Issuer().running() as issuer, serving(library, tmp_path, issuer.metadata) as url:
        issuer.answer = answer
        assert await send(http, url, good(issuer), activity(), {}) == 503
        asked = issuer.asked
        assert await send(http, url, good(issuer), activity(), {}) == 503
        assert issuer.asked == asked  # not asked again at once


async def test_old_keys_serve_on_while_the_service_is_away(http: ClientSession) -> None:
    now = 0.0
    async with Issuer().running() as issuer:
        bearer = Bearer(Trust(APP, frozenset([TENANT]), HOSTS, issuer.metadata), lambda: http, clock=lambda: now + 1)
        await bearer.check(good(issuer), activity())
        now = 25 * 3600.0
        issuer.answer = web.Response(status=500)
        await bearer.check(good(issuer), activity())
        assert issuer.asked == 2
