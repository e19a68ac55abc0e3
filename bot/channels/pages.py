"""The pages on privacy and terms, open to everybody: Teams links to them, and people read them before they come in."""

from aiohttp import web

from bot.settings import Settings
from dialogs import wording
from knowledge.library import Library

PAGES = ("privacy", "terms")


class Pages:
    """The routes."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._facts: dict[str, object] = {
            "contacts": library.contacts,
            "days": wording.in_days(settings.keep_days),
            "experts": bool(settings.teams_experts),
            "questions": settings.keep_questions,
            "say": wording,
            "teams": bool(settings.teams_app_id),
        }

    def add_to(self, app: web.Application) -> None:
        """Register them."""
        for name in PAGES:
            app.router.add_get(f"/{name}", self._page, name=name)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        from bot.rendering import environment  # noqa: PLC0415 - templates, for those who want one

        text = environment().get_template(f"{request.path[1:]}.html").render(self._facts)
        return web.Response(text=text, content_type="text/html")
