"""What every route shares: our own hosts and origins only, JSON in, one shape of error out, safe headers."""

import asyncio
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from pydantic import BaseModel, ValidationError

from bot import metrics
from bot.log import failed
from bot.store.engine import AwayError
from bot.turns import BusyError

M = TypeVar("M", bound=BaseModel)
_PATIENCE = 20.0  # seconds that a body may take to arrive
_REFUSED = 400  # and every status from there on
BODY = 256 * 1024  # bytes
_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def own_style(style_hash: str) -> dict[str, str]:
    """The headers of a page that carries its style sheet in itself: that one is allowed and no other."""
    return {_POLICY: HEADERS[_POLICY].replace("style-src 'self'", f"style-src '{style_hash}'")}


class RefusedError(Exception):
    """A request that is not carried out, with the status and what to do instead."""

    def __init__(self, status: int, code: str, message: str, again: int = 0) -> None:
        """`again`: seconds after which the same may be asked for again."""
        super().__init__(message)
        self.status, self.code, self.message, self.again = status, code, message, again


def guard(hosts: frozenset[str], anywhere: frozenset[str] = frozenset()) -> Middleware:
    """The middleware around every route. A foreign Host is a rebound name, a foreign Origin another site's page.

    `anywhere`: paths that may be asked for under any name.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.path not in anywhere:
                _ours(request, hosts)
            response = await handler(request)
        except RefusedError as refused:
            response = problem(refused.status, refused.code, refused.message)
            if refused.again:
                response.headers["Retry-After"] = str(refused.again)
        except web.HTTPException as error:
            response = problem(error.status, error.reason.replace(" ", ""), error.reason)
        except AwayError:
            response = problem(503, "Away", "The database cannot be reached just now. Send it again in a moment.")
        except BusyError:
            response = problem(503, "Busy", "The conversation is busy. Send it again.")
        except (ConnectionResetError, TimeoutError):
            raise
        except Exception as error:  # noqa: BLE001 - the last stop before the wire
            failed("request", error, path=request.match_info.route.name)
            response = problem(500, "Failed", "Something went wrong on our side.")
        if response.status >= _REFUSED:
            metrics.REFUSED.labels(str(response.status)).inc()
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return guarded


def _ours(request: web.Request, hosts: frozenset[str]) -> None:
    if request.host.lower() not in hosts:
        raise RefusedError(
            403, "WrongHost", "This address is not one of this service's. Set CVF_PUBLIC_URL to allow it."
        )
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2].lower() not in hosts:
        raise RefusedError(403, "WrongOrigin", "Pages of other sites may not use this service.")


async def body_of(request: web.Request, model: type[M]) -> M:
    """The request's JSON. Raises RefusedError: 408 for a slow one, 415 for another type, 400 for another shape."""
    try:
        async with asyncio.timeout(_PATIENCE):
            raw = await request.read()
    except TimeoutError:
        raise RefusedError(408, "TooSlow", "The request did not arrive in time. Send it again.") from None
    if raw and request.content_type != "application/json":
        raise RefusedError(415, "WrongType", "Send application/json.")
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "body"
        raise RefusedError(400, "BadArgument", f"{where}: {first['msg']}") from None


def problem(status: int, code: str, message: str) -> web.Response:
    """The one shape of an error."""
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
