"""The one door: every channel's messages go through `Turns.take`, which makes one transaction of each turn.

Lock the conversation, look whether the message was answered before, load, step, commit, send, mark as sent. A crash at
any point loses nothing; only one between sending and marking can repeat a reply, which keeps its number.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from pydantic import TypeAdapter

from bot.log import failed, hashed, log
from bot.store.conversations import Conversations, Stored, Write
from dialogs import wording
from dialogs.conversation import Coach
from dialogs.messages import Event, Paragraph, Reply
from dialogs.records import Person
from dialogs.state import NEW, SavedStateError, State, due, restored, saved
from dialogs.step import Step

TRIES = 5  # loads and steps again when another replica was faster
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)

Deliver = Callable[[int, Reply], Awaitable[None]]  # the number of the reply and what it says


class BusyError(Exception):
    """A conversation kept moving on elsewhere; the message was not taken."""


@dataclass(frozen=True)
class Message:
    """A message from a channel. `activity` is the channel's id of it: the same id twice is the same message."""

    conversation: str
    person: str
    activity: str
    event: Event
    heard: str | None = None


def read_reply(body: str) -> Reply:
    """A stored reply."""
    return _REPLY.validate_json(body)


class Turns:
    """Takes turns. One at a time in a conversation, any number side by side."""

    def __init__(self, coach: Coach, store: Conversations, clock: Callable[[], dt.datetime] | None = None) -> None:
        self._coach = coach
        self._store = store
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, message: Message, deliver: Deliver | None = None) -> Sequence[Stored]:
        """Answer a message once; the replies as stored. Without `deliver` the channel reads them from the log.

        Raises BusyError if another replica kept winning.
        """
        lock = self._locks.setdefault(message.conversation, asyncio.Lock())
        async with lock:
            replies = await self._answer(message, stored_is_sent=deliver is None)
            unsent = [reply for reply in replies if not reply.sent and reply.body]
            if deliver and unsent:
                for reply in unsent:
                    await deliver(reply.number, read_reply(reply.body or ""))
                self._store.mark_sent(message.conversation, [reply.number for reply in unsent])
            return replies

    async def _answer(self, message: Message, *, stored_is_sent: bool) -> Sequence[Stored]:
        started = time.perf_counter()
        for _ in range(TRIES):
            loaded = await self._store.load(message.conversation, message.activity, message.person)
            if loaded.replies is not None:
                log("repeat", conversation=hashed(message.conversation))
                return loaded.replies
            step = self._step(message, loaded.state, loaded.person)
            write = Write(
                message.conversation,
                message.person,
                message.activity,
                saved(step.state),
                loaded.last,
                message.heard,
                tuple(_REPLY.dump_json(reply).decode() for reply in step.replies),
                sent=stored_is_sent,
                changes=step.changes,
                due=due(step.state, self._coach.days) if self._coach.days else None,
            )
            replies = await self._store.commit(write)
            if replies is not None:
                kinds = ",".join(reply.kind for reply in step.replies)
                spent = round((time.perf_counter() - started) * 1000, 1)
                log("turn", conversation=hashed(message.conversation), kinds=kinds, ms=spent)
                return replies
        raise BusyError

    def _step(self, message: Message, text: str | None, person: Person) -> Step:
        """The step, or an apology: a fault of ours must not take the conversation with it."""
        try:
            state = restored(text) if text else NEW
        except SavedStateError as error:
            failed("state", error, conversation=hashed(message.conversation))
            state = NEW
        try:
            return self._coach.step(state, message.event, self._clock(), person)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer and the log the place
            failed("step", error, conversation=hashed(message.conversation))
            return Step(_welcomed(state), (Reply("decline", (Paragraph(wording.FAILED),)),))


def _welcomed(state: State) -> State:
    return replace(state, welcomed=True)
