"""Handouts over the web: a page to choose, and the handout itself as HTML or Word."""

import asyncio

from aiohttp import web

from bot.channels.access import Access
from bot.channels.web import RefusedError, own_style
from bot.settings import Settings
from dialogs.conversation import Coach
from dialogs.handouts import KINDS, MOST_TARGETS, Handouts, NothingToPrintError
from dialogs.setup import MARKS
from dialogs.wording import handouts as say

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class HandoutPages:
    """The routes; for whoever may open the chat page."""

    def __init__(self, coach: Coach, access: Access, settings: Settings) -> None:
        self._coach, self._access = coach, access
        self._open = settings.access == "local"

    def add_to(self, app: web.Application) -> None:
        """Register them."""
        app.router.add_get("/handouts", self._choose, name="handouts")
        app.router.add_get("/handouts/print", self._print, name="handout")

    async def _choose(self, request: web.Request) -> web.StreamResponse:
        from bot.rendering import environment  # noqa: PLC0415 - templates, for those who want one

        if not self._open:
            await self._access.known(request)
        entries, targets = self._coach.library.entries, self._coach.library.bank.targets
        about = [(target, entries[target].title) for target in targets]
        chosen = set(request.query.getall("about", []))
        facts = {"about": about, "chosen": chosen, "kinds": KINDS, "say": say, "scales": MARKS}
        text = environment().get_template("handouts.html").render(facts)
        return web.Response(text=text, content_type="text/html")

    async def _print(self, request: web.Request) -> web.StreamResponse:
        from bot.handouts.rendering import STYLE, Look, NoWordError, docx, html  # noqa: PLC0415 - as above
        from bot.rendering import style_hash  # noqa: PLC0415 - as above

        if not self._open:
            await self._access.known(request)
        query = request.query
        kinds = [kind for kind in KINDS if kind in query.getall("kind", [])]
        targets = query.getall("about", [])[:MOST_TARGETS]
        look = Look(large=query.get("large") == "1", easier=query.get("easier") == "1")
        try:
            made = Handouts(self._coach.library, self._coach.quoting).make(
                kinds, targets, _marks(query.get("scale", ""))
            )
            if query.get("format") == "docx":
                headers = {"Content-Disposition": 'attachment; filename="handout.docx"'}
                body = await asyncio.to_thread(docx, made, look)  # a large one takes half a second
                return web.Response(body=body, content_type=_WORD, headers=headers)
        except NothingToPrintError as error:
            raise RefusedError(400, "NothingToPrint", f"There is nothing to print: {error}.") from None
        except NoWordError as error:
            raise RefusedError(404, "NoWord", str(error)) from None
        return web.Response(text=html(made, look), content_type="text/html", headers=own_style(style_hash(STYLE)))


def _marks(name: str) -> tuple[str, ...]:
    return next((marks for scale, marks in MARKS.items() if scale == name), ())
