"""What every route shares: our own hosts and origins only, JSON in, one shape of error out, safe headers."""

from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from pydantic import BaseModel, ValidationError

from bot.log import failed
from bot.store.engine import AwayError
from bot.turns import BusyError

M = TypeVar("M", bound=BaseModel)
BODY = 256 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class RefusedError(Exception):
    """A request that is not carried out, with the status and what to do instead."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def guard(hosts: frozenset[str]) -> Middleware:
    """The middleware around every route. A foreign Host is a rebound name, a foreign Origin another site's page."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _ours(request, hosts)
            response = await handler(request)
        except RefusedError as refused:
            response = problem(refused.status, refused.code, refused.message)
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
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return guarded


def _ours(request: web.Request, hosts: frozenset[str]) -> None:
    if request.path == "/healthz":
        return
    if request.host.lower() not in hosts:
        raise RefusedError(
            403, "WrongHost", "This address is not one of this service's. Set CVF_PUBLIC_URL to allow it."
        )
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2].lower() not in hosts:
        raise RefusedError(403, "WrongOrigin", "Pages of other sites may not use this service.")


async def body_of(request: web.Request, model: type[M]) -> M:
    """The request's JSON. Raises RefusedError: 415 for another type, 400 for another shape."""
    raw = await request.read()
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
