"""The facilitator's page of a workshop: who is ready while it runs, the group in figures when it is over."""

import csv
import datetime as dt
import hmac
import io

from aiohttp import web

from bot.channels.access import Access
from bot.channels.web import RefusedError
from bot.store.workshops import Workshops as Store
from dialogs.wording import workshop as say
from dialogs.workshop.cards import named
from dialogs.workshop.course import Stage, Workshop
from dialogs.workshop.desk import rows_of
from dialogs.workshop.saving import restored
from dialogs.workshop.seating import here
from knowledge.library import Library

_MARK = "\ufeff"  # by which spreadsheets know UTF-8


class WorkshopPages:
    """The routes. A page is for whoever set the workshop up: by their browser, or by the key that they were sent."""

    def __init__(self, store: Store, access: Access, library: Library) -> None:
        self._store, self._access, self._library = store, access, library

    def add_to(self, app: web.Application) -> None:
        """Register them."""
        app.router.add_get("/workshop/{workshop:[a-z0-9]{1,32}}", self._page, name="workshop")
        app.router.add_get("/workshop/{workshop:[a-z0-9]{1,32}}/figures.csv", self._csv, name="figures")

    async def _of(self, request: web.Request) -> Workshop:
        """The workshop. Raises RefusedError: 404 for anybody else, as for one that is not there."""
        held = await self._store.state(request.match_info["workshop"])
        workshop = restored(held) if held else None
        key = request.query.get("key", "")
        if workshop and key and hmac.compare_digest(key.encode("utf-8", "replace"), workshop.key.encode()):
            return workshop
        try:
            person = await self._access.known(request)
        except RefusedError:
            person = ""
        if workshop is None or workshop.facilitator != person:
            raise RefusedError(404, "NoWorkshop", "There is no such workshop of yours.")
        return workshop

    async def _page(self, request: web.Request) -> web.StreamResponse:
        from bot.rendering import environment  # noqa: PLC0415 - templates, for those who want one

        workshop = await self._of(request)
        now = dt.datetime.now(dt.UTC)
        key = request.query.get("key", "")
        facts: dict[str, object] = {"workshop": workshop, "say": say, "query": f"?key={key}" if key else ""}
        if workshop.stage is Stage.ENDED:
            facts["figures"] = rows_of(workshop, self._library)
            text = environment().get_template("figures.html").render(facts)
        else:
            left = workshop.clock.left(now) if workshop.clock else None
            facts |= {"left": None if left is None else max(0, left), "groups": _groups(workshop)}
            facts["waiting"] = _waiting(workshop)
            text = environment().get_template("workshop.html").render(facts)
        return web.Response(text=text, content_type="text/html")

    async def _csv(self, request: web.Request) -> web.StreamResponse:
        workshop = await self._of(request)
        if workshop.stage is not Stage.ENDED:
            raise RefusedError(409, "NotOver", "The figures are there when the workshop is over.")
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["figures of", "about", "answers", "which", "count"])
        for heading, rows in rows_of(workshop, self._library):
            for label, row in rows:
                for head, count in row.counts:
                    writer.writerow([heading, label, row.people, head, say.FEW if count is None else count])
        headers = {"Content-Disposition": 'attachment; filename="workshop.csv"'}
        return web.Response(text=_MARK + out.getvalue(), content_type="text/csv", headers=headers)


def _groups(workshop: Workshop) -> list[list[tuple[str, str, bool]]]:
    """The groups: name, what they do in this round, and whether they are ready."""
    found = []
    for group in workshop.groups:
        seats = [(workshop.member(seat.number), seat.role) for seat in here(workshop, group)]
        found.append([(named(member), say.ROLE_NAMES[role], member.ready) for member, role in seats])
    return [group for group in found if group]


def _waiting(workshop: Workshop) -> list[tuple[str, bool]]:
    seated = {seat.number for group in workshop.groups for seat in group}
    return [(named(member), member.ready) for member in workshop.here if member.number not in seated]
