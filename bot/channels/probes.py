"""For whoever runs the coach: whether it lives, whether it can take people now, and its figures."""

import asyncio
import hmac

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot import metrics
from bot.channels.web import RefusedError
from bot.store.engine import AwayError
from bot.store.store import Store

PATHS = frozenset(["/healthz", "/readyz", "/metrics"])  # asked by address, so that any Host may stand there
_PATIENCE = 2.0  # seconds that the database has to answer


class Probes:
    """The routes. `token` opens /metrics; without one that route is not there."""

    def __init__(self, store: Store, token: str) -> None:
        self._store = store
        self._token = token
        self._draining = False

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_get("/healthz", self._alive, name="health")
        app.router.add_get("/readyz", self._ready, name="ready")
        if self._token:
            app.router.add_get("/metrics", self._metrics, name="metrics")
        app.on_shutdown.append(self._drain)

    async def _drain(self, _: web.Application) -> None:
        self._draining = True

    async def _alive(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "ok"})

    async def _ready(self, _: web.Request) -> web.StreamResponse:
        """The knowledge is there since the start: it would not have begun without."""
        if self._draining:
            return web.json_response({"status": "draining"}, status=503)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._store.database.alive()
        except (AwayError, TimeoutError):
            return web.json_response({"status": "no database"}, status=503)
        return web.json_response({"status": "ok"})

    async def _metrics(self, request: web.Request) -> web.StreamResponse:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), self._token.encode())
        if scheme.lower() != "bearer" or not right:
            raise RefusedError(401, "Unauthorized", "Send the token that CVF_METRICS_TOKEN is set to.")
        metrics.WAITING.set(self._store.database.depth)
        try:
            metrics.UNSENT.set(await self._store.outbox.depth())
        except AwayError:
            metrics.UNSENT.set(float("nan"))
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})
