"""Tokens to send with, from a service like Entra."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.teams.credentials import Entra, Registration, TokenError
from tests.bot.teams import entra as service

SECRET = Registration("SingleTenant", "app", "tenant", secret="s3cret")  # noqa: S106 - of a service in this test


@pytest.fixture
def entra() -> Iterator[service.Entra]:
    with service.Entra().running() as running:
        yield running


async def test_one_request_however_many_wait_and_no_turn_is_held_up(entra: service.Entra) -> None:
    entra.wait = 2.0
    tokens = Entra(SECRET, entra.http())
    longest, stopped = 0.0, False

    async def tick() -> None:
        nonlocal longest
        while not stopped:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    ticking = asyncio.create_task(tick())
    found = await asyncio.gather(*(tokens.token() for _ in range(1000)))
    stopped = True
    await ticking
    assert set(found) == {"token-1"}
    assert len(entra.asked) == 1
    assert longest < 1.0  # how long exactly is measured in benchmarks: here only that nobody waits for the service


async def test_what_is_asked_for(entra: service.Entra) -> None:
    await Entra(SECRET, entra.http()).token()
    (asked,) = entra.asked
    assert asked["tenant"] == "tenant"
    assert asked["client_id"] == "app"
    assert asked["client_secret"] == SECRET.secret
    assert asked["scope"] == "https://api.botframework.com/.default"


async def test_an_old_registration_signs_in_where_bots_do(entra: service.Entra) -> None:
    await Entra(Registration("MultiTenant", "app", secret="x"), entra.http()).token()  # noqa: S106 - in this test only
    assert entra.asked[0]["tenant"] == "botframework.com"


async def test_a_certificate_signs_instead_of_a_secret(entra: service.Entra, tmp_path: Path) -> None:
    path, key = service.certificate(tmp_path)
    await Entra(Registration("SingleTenant", "app", "tenant", certificate=path), entra.http()).token()
    (asked,) = entra.asked
    assert "client_secret" not in asked
    assert service.signed(asked["client_assertion"], key)["iss"] == "app"


async def test_a_managed_identity_asks_its_own_machine(entra: service.Entra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{entra.url}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", "here")
    tokens = Entra(Registration("UserAssignedMSI", "app"))
    assert {await tokens.token() for _ in range(10)} == {"token-1"}
    (asked,) = entra.asked
    assert (asked["client_id"], asked["resource"], asked["header"]) == ("app", "https://api.botframework.com", "here")


async def test_a_token_is_renewed_before_its_end_and_nobody_waits(entra: service.Entra) -> None:
    entra.lasts = 200  # so it is time to renew at once, while the token still serves
    tokens = Entra(SECRET, entra.http())
    assert await tokens.token() == "token-1"
    assert await tokens.token() == "token-1"
    async with asyncio.timeout(10):
        while await tokens.token() == "token-1":  # noqa: ASYNC110 - it is renewed behind our back
            await asyncio.sleep(0.01)


async def test_a_token_that_the_channel_does_not_take_is_asked_for_anew(entra: service.Entra) -> None:
    tokens = Entra(SECRET, entra.http())
    assert await tokens.token() == "token-1"
    tokens.drop()
    assert await tokens.token() == "token-2"


@pytest.mark.parametrize(
    "content", [None, b"", b"-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----", b"\xff\xfe"]
)
def test_a_certificate_that_cannot_be_used_stops_the_start(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bot.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match="PEM file with"):
        Entra(Registration("SingleTenant", "app", "tenant", certificate=path))


async def test_a_refusal_names_the_code_and_no_secret(entra: service.Entra) -> None:
    words = f"AADSTS7000215: Invalid client secret {SECRET.secret}"
    entra.error = {"error": "invalid_client", "error_codes": [7000215], "error_description": words}
    tokens = Entra(SECRET, entra.http())
    with pytest.raises(TokenError, match="invalid_client AADSTS7000215") as refused:
        await tokens.token()
    assert SECRET.secret not in str(refused.value)
    with pytest.raises(TokenError, match="a moment ago"):  # the service is not asked again at once
        await tokens.token()
    assert len(entra.asked) == 1


async def test_a_service_that_is_away_is_named() -> None:
    with service.Entra().running() as gone:
        http = gone.http()
    with pytest.raises(TokenError, match="cannot be reached"):
        await Entra(SECRET, http).token()
