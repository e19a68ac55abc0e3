"""Who may call the endpoint."""

from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.teams.bearer import Bearer
from bot.channels.teams.inbound import Body, parsed
from bot.channels.web import RefusedError

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])


class Gate(Protocol):
    """Lets requests in."""

    async def admitted(self, request: web.Request) -> Body:
        """The activity of a request. Raises RefusedError for anything that must not be answered."""


class Signed:
    """Microsoft's channel service, by its token."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def admitted(self, request: web.Request) -> Body:
        """The activity of a request with a good token that fits it."""
        _is_from_a_channel(request)
        authorization = request.headers.get("Authorization")
        if not authorization:  # nothing of it is read
            raise RefusedError(401, "Unauthorized", "Channels sign in with a token.")
        body = parsed(await request.read())
        await self._bearer.check(authorization, body)
        return body


class Playground:
    """Programs on this machine, without sign-in, with replies to this machine only.

    A page of another site can send text/plain without asking, so the type has to be exact.
    """

    async def admitted(self, request: web.Request) -> Body:
        """The activity of a request from here."""
        _is_from_a_channel(request)
        if request.remote not in _LOOPBACK:
            raise RefusedError(403, "NotLocal", "Without sign-in this endpoint answers this machine only.")
        body = parsed(await request.read())
        if not _is_local(body.get("serviceUrl") or ""):
            raise RefusedError(403, "WrongServiceUrl", "Without sign-in replies go to this machine only.")
        return body


def _is_from_a_channel(request: web.Request) -> None:
    if request.content_type != "application/json":
        raise RefusedError(415, "WrongType", "Send application/json.")
    if request.headers.get("Origin") is not None:
        raise RefusedError(403, "WrongOrigin", "Channels call this endpoint, pages do not.")


def _is_local(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK
