"""Tokens that let the bot send: from Entra by MSAL, which is synchronous and so works in a thread of its own."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

SCOPE = "https://api.botframework.com/.default"  # what a token for the Bot Framework's connector is asked for
_LEGACY_TENANT = "botframework.com"  # where old MultiTenant registrations sign in
_EARLY = 240.0  # seconds before its end that a token is renewed, while it still serves; MSAL itself lets go at 300
_PAUSE = 5.0  # seconds after a failure before the token service is asked again
_LONGEST = 10.0  # seconds that a request to the token service may take

_KEY = re.compile(r"-----BEGIN (\w+ )?PRIVATE KEY-----.*?-----END (\w+ )?PRIVATE KEY-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)

Kind = Literal["SingleTenant", "UserAssignedMSI", "MultiTenant"]


class TokenError(Exception):
    """No token could be had; the message names Entra's own error and no secret."""


class Tokens(Protocol):
    """Where tokens come from."""

    async def token(self) -> str | None:
        """A token that is good now, None where none is needed. Raises TokenError."""

    def drop(self) -> None:
        """Forget the token: the channel did not take it."""


class Anonymous:
    """No sign-in: the playground."""

    async def token(self) -> str | None:
        """None."""
        return None

    def drop(self) -> None:
        """Nothing to forget."""


@dataclass(frozen=True)
class Registration:
    """How the bot is registered. One of secret and certificate; a managed identity has neither."""

    kind: Kind
    app_id: str
    tenant: str = ""
    secret: str = ""
    certificate: Path | None = None


class Entra:
    """Tokens of one registration: one request however many turns wait, kept until shortly before their end.

    Raises ValueError for a certificate file that cannot be used. `http` is what MSAL sends with; None: its own.
    """

    def __init__(
        self, registration: Registration, http: object = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._registration = registration
        self._http = http
        self._clock = clock
        self._certificate = read_certificate(registration.certificate) if registration.certificate else None
        self._client: Any = None  # MSAL has no types
        self._token, self._ends, self._not_before = "", 0.0, 0.0
        self._asking = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """A token that is good now. Raises TokenError."""
        now = self._clock()
        if now >= self._ends:
            await self._renew()
        elif now >= self._ends - _EARLY and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._renew_early())
        return self._token

    def drop(self) -> None:
        """Forget the token, and MSAL's own memory of it."""
        self._token, self._ends, self._client = "", 0.0, None

    async def _renew_early(self) -> None:
        """The old token still serves, so a failure waits for the next time."""
        try:
            await self._renew(early=True)
        except TokenError:
            self._not_before = self._clock() + _PAUSE

    async def _renew(self, *, early: bool = False) -> None:
        async with self._asking:
            now = self._clock()
            if now < self._ends - (_EARLY if early else 0):  # somebody else has asked meanwhile
                return
            if now < self._not_before:
                raise TokenError("the token service failed a moment ago")
            try:
                answer = await asyncio.to_thread(self._ask)
            except Exception as error:  # noqa: BLE001 - MSAL and requests raise many kinds
                self._not_before = self._clock() + _PAUSE
                raise TokenError(f"the token service cannot be reached: {type(error).__name__}") from None
            if "access_token" not in answer:
                self._not_before = self._clock() + _PAUSE
                raise TokenError(_said(answer))
            self._token = str(answer["access_token"])
            self._ends = now + float(answer.get("expires_in") or 0)

    def _ask(self) -> dict[str, Any]:
        """Ask Entra; runs in a thread, where the import of MSAL holds nobody up either."""
        if self._client is None:
            self._client = self._signed_on()
        if self._registration.kind == "UserAssignedMSI":
            answer = self._client.acquire_token_for_client(resource=SCOPE.removesuffix("/.default"))
        else:
            answer = self._client.acquire_token_for_client(scopes=[SCOPE])
        return dict(answer or {})

    def _signed_on(self) -> object:
        import msal  # noqa: PLC0415 - 20 MB that only a signed-in bot needs

        own = self._registration
        if own.kind == "UserAssignedMSI":
            identity = msal.UserAssignedManagedIdentity(client_id=own.app_id)
            return msal.ManagedIdentityClient(identity, http_client=self._http or _session())
        tenant = _LEGACY_TENANT if own.kind == "MultiTenant" else own.tenant
        return msal.ConfidentialClientApplication(
            own.app_id,
            client_credential=self._certificate or own.secret,
            authority=f"https://login.microsoftonline.com/{tenant}",
            instance_discovery=False,  # the authority is known: no need to ask whether it is one
            http_client=self._http or _session(),
        )


def _session() -> object:
    """What MSAL sends with: bounded in time, which its own default is not for a managed identity."""
    import requests  # noqa: PLC0415 - comes with MSAL

    class Bounded(requests.Session):
        def request(self, *args: Any, **options: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
            return super().request(*args, **{"timeout": _LONGEST, **options})

    return Bounded()


def read_certificate(path: Path) -> dict[str, str]:
    """Key and certificate as MSAL takes them. Raises ValueError with what to do."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise ValueError(f"{path}: cannot be read ({why}) -> a PEM file with key and certificate") from None
    key, certificates = _KEY.search(text), _CERTIFICATE.findall(text)
    if not key or not certificates:
        raise ValueError(f"{path}: no private key or no certificate in it -> a PEM file with both")
    return {"private_key": key[0], "public_certificate": "\n".join(certificates)}


def _said(answer: dict[str, Any]) -> str:
    """Entra's own error: a code such as AADSTS7000215, never the words around it."""
    codes = answer.get("error_codes")
    code = f" AADSTS{codes[0]}" if isinstance(codes, list) and codes else ""
    return f"the token service refused: {answer.get('error') or 'no token'}{code}"
