"""Workshops at work: takes in what people do, soon after they did it, and brings each person what is theirs.

Every replica does so. What was taken in is one transaction; what it says goes through the one door like any message,
under an id of its own, so that a crash or another replica brings nothing twice and loses nothing.
"""

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.log import failed, hashed, log
from bot.store.engine import AwayError
from bot.store.times import ms, now_ms
from bot.store.workshops import Acted, Conducted, Posted
from bot.store.workshops import Workshops as Store
from bot.turns import BusyError, Deliver, Message, Turns
from dialogs.acts import Join, Open, Show
from dialogs.messages import Paragraph, Reply, WorkshopSays
from dialogs.wording import workshop as say
from dialogs.workshop.cards import TOPIC
from dialogs.workshop.conducting import Conductor
from dialogs.workshop.course import LASTS, Stage, Workshop
from dialogs.workshop.posts import Post, latest
from dialogs.workshop.saving import Addressed, addressed, restored, saved
from knowledge.library import Library

_GLANCE = 1.0  # seconds between looks for what other replicas have left
_OVERDUE = 60.0  # seconds between looks for workshops whose time is over
_CLAIMED = 30_000  # milliseconds that a post is ours to bring; then anybody may
_AT_ONCE = 40  # posts brought side by side
_BATCH = 80  # posts claimed at once, so that replicas share them


class Conducting:
    """A conductor as the store asks for it."""

    def __init__(self, library: Library, page: str, clock: Callable[[], dt.datetime]) -> None:
        """`page`: the address of the web page, for the link to join with; empty: none is told."""
        self._library = library
        self._conductor = Conductor(library, page)
        self._clock = clock

    def begun(self, name: str, opening: Acted, code: str) -> Conducted:
        """A workshop that is set up."""
        now = self._clock()
        assert isinstance(opening.act, Open)
        workshop = Workshop(
            opening.act.plan,
            opening.person,
            opening.conversation,
            now,
            id=name,
            code=code,
            key=secrets.token_hex(16),
        )
        taken = self._conductor.opened(workshop, now)
        return self._conducted(name, taken.workshop, taken.posts)

    def taken(self, name: str, state: str, acts: Sequence[Acted]) -> Conducted:
        """A workshop after some acts; after none of them it is ended, as its time is over."""
        now, workshop = self._clock(), restored(state)
        posts: list[Post] = []
        for acted in acts:
            act = acted.act
            if isinstance(act, Join | Show):
                act = replace(act, conversation=acted.conversation)
            try:
                taken = self._conductor.take(workshop, act, acted.person, now)
            except Exception as error:  # noqa: BLE001 - a fault of ours in one act must not hold up the workshop
                failed("act", error, workshop=hashed(name))
                continue
            workshop = taken.workshop
            posts += taken.posts
        if not acts:
            taken = self._conductor.over(workshop, now)
            workshop, posts = taken.workshop, list(taken.posts)
        return self._conducted(name, workshop, latest(posts))

    def unknown(self, acted: Acted) -> Addressed:
        """What is said of an act for a workshop that is not there."""
        by_code, shared = isinstance(acted.act, Join | Show), isinstance(acted.act, Show)
        told = Reply("action", (Paragraph(say.NO_CODE if by_code else say.NOT_IN),), TOPIC)
        says = WorkshopSays(told, None, moves=not by_code, shared=shared)
        return Addressed(acted.person, acted.conversation, says)

    def _conducted(self, name: str, workshop: Workshop, posts: Sequence[Post]) -> Conducted:
        said = addressed(workshop, name, tuple(posts), self._library)
        return Conducted(saved(workshop), workshop.stage is Stage.ENDED, workshop.facilitator, said)


class Workshops:
    """The work. `deliver` says how replies go to an address, `tell` wakes the pages that show a conversation."""

    def __init__(
        self,
        store: Store,
        conducting: Conducting,
        turns: Turns,
        deliver: Callable[[str], Deliver] | None,
        tell: Callable[[str], None],
    ) -> None:
        self._store = store
        self._conducting = conducting
        self._turns = turns
        self._deliver = deliver
        self._tell = tell
        self._news = asyncio.Event()
        self._room = asyncio.Semaphore(_AT_ONCE)

    def poke(self) -> None:
        """Somebody has done something."""
        self._news.set()

    async def go_round(self) -> None:
        """Work until cancelled."""
        ended = 0.0
        while True:
            try:
                now = asyncio.get_running_loop().time()
                if now - ended > _OVERDUE:
                    ended = now
                    await self._store.end_overdue(ms(dt.datetime.now(dt.UTC) - LASTS), self._conducting)
                await self.once()
            except AwayError as error:
                failed("workshops", error)
            except Exception as error:  # noqa: BLE001 - the next round tries again
                failed("workshops", error)
            try:
                async with asyncio.timeout(_GLANCE):
                    await self._news.wait()
            except TimeoutError:
                continue
            self._news.clear()

    async def once(self) -> None:
        """Take in what waits and bring what is to be brought."""
        await self._store.work(self._conducting)
        while posts := await self._store.claim(now_ms(), now_ms() + _CLAIMED, _BATCH):
            by_conversation: dict[str, list[Posted]] = {}
            for post in posts:
                by_conversation.setdefault(post.conversation, []).append(post)
            await asyncio.gather(*map(self._bring, by_conversation.values()))
            log("brought", posts=len(posts))

    async def _bring(self, posts: Sequence[Posted]) -> None:
        """The posts of one conversation, in their order."""
        async with self._room:
            for post in posts:
                deliver = self._deliver(post.address) if post.address and self._deliver else None
                name = f"workshop:{post.name}"
                message = Message(
                    post.conversation, post.person, name, post.says, None, post.address, shared=post.says.shared
                )
                try:
                    await self._turns.take(message, deliver)
                except (AwayError, BusyError) as error:  # it stays, and the next who claims it brings it
                    failed("bring", error, conversation=hashed(post.conversation))
                    return
                await self._store.brought(post.id)
                self._tell(post.conversation)
