"""Whether a request is from Microsoft's channel service, and whether its token fits what it says.

The rules are those of the Bot Framework's authentication reference, with the tenant added, which no SDK looks at.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from aiohttp import ClientSession
from jwt.exceptions import PyJWTError

from bot.channels.teams.keys import Key, Keys, KeysAwayError
from bot.channels.web import RefusedError

_LEEWAY = 300  # seconds that clocks may differ: what the Bot Framework allows
_LONGEST = 8000  # characters of a token; Microsoft's have about 1,000
_ALGORITHM = "RS256"


@dataclass(frozen=True)
class Trust:
    """What a deployment trusts: its own app id, tenants in lower case, hosts (".x" for every host under x)."""

    app_id: str
    tenants: frozenset[str]
    hosts: tuple[str, ...]
    metadata: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"


class Bearer:
    """Checks tokens."""

    def __init__(
        self, trust: Trust, session: Callable[[], ClientSession], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._trust = trust
        self._keys = Keys(trust.metadata, session, clock)

    async def check(self, authorization: str | None, activity: Mapping[str, Any]) -> None:
        """Raises RefusedError: 401 for a bad token, 403 for one that does not fit, 503 where it cannot be told."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.casefold() != "bearer" or not token or len(token) > _LONGEST:
            raise RefusedError(401, "Unauthorized", "Channels sign in with a token.")
        key = await self._key(token)
        claims = self._claims(token, key)
        channel, service = activity.get("channelId"), activity.get("serviceUrl")
        if not isinstance(channel, str) or channel not in key.endorsements:
            raise RefusedError(403, "WrongChannel", "The token does not speak for this channel.")
        claimed = claims.get("serviceurl") or claims.get("serviceUrl")
        if not isinstance(service, str) or not service or claimed != service:
            raise RefusedError(403, "WrongServiceUrl", "The token is for another service address.")
        if not _is_among(service, self._trust.hosts):
            raise RefusedError(403, "WrongServiceUrl", "Replies do not go to this host: see CVF_TEAMS_HOSTS.")
        found = _tenants(activity)
        if not found or not found <= self._trust.tenants:
            raise RefusedError(403, "WrongTenant", "This directory may not: see CVF_TEAMS_ALLOWED_TENANTS.")

    async def _key(self, token: str) -> Key:
        try:
            header = jwt.get_unverified_header(token)
        except (PyJWTError, ValueError, RecursionError):
            raise RefusedError(401, "BadToken", "The token cannot be read.") from None
        name = header.get("kid")
        if header.get("alg") != _ALGORITHM or not isinstance(name, str):
            raise RefusedError(401, "BadToken", "The token is not signed as channels do.")
        try:
            key = await self._keys.find(name)
        except KeysAwayError:
            raise RefusedError(503, "KeysAway", "The token cannot be checked now. Send it again.") from None
        if key is None:
            raise RefusedError(401, "BadToken", "The token is signed with an unknown key.")
        return key

    def _claims(self, token: str, key: Key) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=[_ALGORITHM],
                audience=self._trust.app_id,
                issuer=self._trust.issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
            raise RefusedError(401, "BadToken", "The token is not good.") from None
        if not isinstance(claims.get("aud"), str):  # one token, one bot
            raise RefusedError(401, "BadToken", "The token is not good.")
        return claims


def _tenants(activity: Mapping[str, Any]) -> set[str]:
    """The directories that an activity names; what is named wrongly is none of ours."""
    data, conversation = activity.get("channelData"), activity.get("conversation")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = [tenant.get("id")] if isinstance(tenant, dict) else []
    if isinstance(conversation, dict):
        named.append(conversation.get("tenantId"))
    return {one.casefold() if isinstance(one, str) else "?" for one in named if one is not None}


def _is_among(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address is an https one at a host of the list; on this machine http will do, for tests."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.username is not None or "\\" in url or any(character.isspace() for character in url):
        return False
    local = host in ("127.0.0.1", "localhost") and host in hosts
    if not local and (parts.scheme != "https" or port not in (None, 443)):
        return False
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in hosts)
