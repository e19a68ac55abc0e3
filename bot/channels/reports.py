"""Reports to keep, for the browser that the answers were given in."""

from aiohttp import web

from bot.channels.access import Access
from bot.channels.web import RefusedError, own_style
from bot.store.conversations import Conversations
from dialogs.wording import report as say
from knowledge.library import Library


class Reports:
    """The route."""

    def __init__(self, store: Conversations, access: Access, library: Library, days: int) -> None:
        self._store, self._access, self._library, self._days = store, access, library, days

    def add_to(self, app: web.Application) -> None:
        """Register it."""
        app.router.add_get("/chat/report/{interview:[a-z0-9]{1,20}}", self._report, name="report")

    async def _report(self, request: web.Request) -> web.StreamResponse:
        from bot.rendering import style_hash  # noqa: PLC0415 - templates, for those who want one
        from bot.report import STYLE, html, markdown, reported  # noqa: PLC0415 - templates, for those who want one

        person = await self._access.known(request)
        answers, _ = await self._store.kept(person)
        report = reported(answers, request.match_info["interview"], self._library, self._days)
        if report is None:
            raise RefusedError(404, "NoReport", say.NOTHING)
        if request.query.get("format") == "md":
            headers = {"Content-Disposition": 'attachment; filename="cvf-practice.md"'}
            return web.Response(text=markdown(report), content_type="text/markdown", headers=headers)
        return web.Response(text=html(report), content_type="text/html", headers=own_style(style_hash(STYLE)))
