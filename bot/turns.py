"""The one door: every channel's messages go through `Turns.take`, which makes one transaction of each turn.

Lock the conversation, look whether the message was answered before, load, step, commit, send, mark as sent. A crash at
any point loses nothing; only one between sending and marking can repeat a reply, which keeps its number. What a channel
does not take now stays marked as unsent: the next message of the conversation or the outbox sends it, in order. Of
several replicas one at a time sends in a conversation, and what others leave meanwhile too.
"""

import asyncio
import datetime as dt
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from pydantic import TypeAdapter

from bot import metrics
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
_NONE_MADE: Mapping[int, Reply] = {}


class LaterError(Exception):
    """A channel does not take a reply now; it stays to be sent."""


class GoneError(Exception):
    """A channel will never take a reply: the person has removed the coach or the conversation is no more."""


Deliver = Callable[[int, Reply], Awaitable[None]]  # the number of the reply and what it says


class BusyError(Exception):
    """A conversation kept moving on elsewhere; the message was not taken."""


@dataclass(frozen=True)
class Message:
    """A message from a channel. `activity` is the channel's id of it: the same id twice is the same message.

    `address` is where replies go, for a channel that they are sent to; `shared` whether others read them;
    `facilitates` whether the deployment lets the person set up workshops.
    """

    conversation: str
    person: str
    activity: str
    event: Event
    heard: str | None = None
    address: str | None = None
    shared: bool = False
    facilitates: bool = False

    @property
    def owner(self) -> str:
        """Whom the conversation belongs to: the person, or where others read it too the conversation itself."""
        return hashlib.sha256(self.conversation.encode()).hexdigest() if self.shared else self.person


def read_reply(body: str) -> Reply:
    """A stored reply."""
    return _REPLY.validate_json(body)


@dataclass(frozen=True)
class _Answer:
    """The replies as stored; those just made, by number; whether we send them, and earlier ones first."""

    replies: Sequence[Stored]
    made: Mapping[int, Reply]
    ours: bool
    behind: bool


class Turns:
    """Takes turns. One at a time in a conversation, any number side by side."""

    def __init__(self, coach: Coach, store: Conversations, clock: Callable[[], dt.datetime] | None = None) -> None:
        self._coach = coach
        self._store = store
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._catching_up: set[asyncio.Task[None]] = set()
        self.acted: Callable[[], None] = lambda: None  # called when somebody has done something in a workshop

    async def take(self, message: Message, deliver: Deliver | None = None) -> Sequence[Stored]:
        """Answer a message once; the replies as stored. Without `deliver` the channel reads them from the log.

        Raises BusyError if another replica kept winning.
        """
        lock = self._locks.setdefault(message.conversation, asyncio.Lock())
        async with lock:
            answer = await self._answer(message, stored_is_sent=deliver is None)
            if deliver and answer.ours:
                unsent = await self._store.unsent(message.conversation) if answer.behind else answer.replies
                await self._send(message.conversation, unsent, deliver, answer.made)
            return answer.replies

    async def catch_up(self, conversation: str, deliver: Deliver) -> None:
        """Send what a conversation was not sent so far."""
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            await self._send(conversation, await self._store.unsent(conversation), deliver)

    async def _send(
        self, conversation: str, replies: Sequence[Stored], deliver: Deliver, made: Mapping[int, Reply] = _NONE_MADE
    ) -> None:
        """Send in order until one cannot be sent now; then leave the sending to others.

        `made`: replies that were just made, which need not be read.
        """
        everything = False
        try:
            for reply in replies:
                if reply.sent or not reply.body:
                    continue
                try:
                    await deliver(reply.number, made.get(reply.number) or read_reply(reply.body))
                except GoneError as error:  # marked all the same: nobody is there to send it to
                    failed("gone", error, conversation=hashed(conversation))
                self._store.mark_sent(conversation, [reply.number])
            everything = True
        except LaterError as error:
            failed("send", error, conversation=hashed(conversation))
        finally:
            leaving = self._store.release(conversation, everything=everything)
            if leaving:
                leaving.add_done_callback(lambda left: self._left(left, conversation, deliver))

    def _left(self, leaving: "asyncio.Future[bool]", conversation: str, deliver: Deliver) -> None:
        """Another replica left something while this one was sending: send that too."""
        if leaving.cancelled() or leaving.exception() or leaving.result():
            return
        task = asyncio.create_task(self.catch_up(conversation, deliver))
        self._catching_up.add(task)
        task.add_done_callback(self._catching_up.discard)

    async def _answer(self, message: Message, *, stored_is_sent: bool) -> _Answer:
        started = time.perf_counter()
        for _ in range(TRIES):
            loaded = await self._store.load(message.conversation, message.activity, message.person, message.owner)
            if loaded.replies is not None:
                log("repeat", conversation=hashed(message.conversation))
                ours = not loaded.behind or await self._store.claim(message.conversation)
                return _Answer(loaded.replies, _NONE_MADE, ours, loaded.behind)
            person = replace(loaded.person, facilitates=loaded.person.facilitates or message.facilitates)
            step = self._step(message, loaded.state, person)
            write = Write(
                message.conversation,
                message.person,
                message.owner,
                message.activity,
                saved(step.state),
                loaded.last,
                message.heard,
                tuple(_REPLY.dump_json(reply).decode() for reply in step.replies),
                sent=stored_is_sent,
                changes=step.changes,
                address=message.address,
                due=due(step.state, self._coach.days) if self._coach.days else None,
            )
            kept = await self._store.commit(write)
            if kept is not None:
                kinds, spent = [reply.kind for reply in step.replies], time.perf_counter() - started
                metrics.turned(message.conversation, kinds, spent)
                log("turn", conversation=hashed(message.conversation), kinds=",".join(kinds), ms=round(spent * 1000, 1))
                if step.changes.acts:
                    self.acted()
                made = {stored.number: reply for stored, reply in zip(kept.replies, step.replies, strict=True)}
                return _Answer(kept.replies, made, kept.ours, loaded.behind)
        raise BusyError

    def _step(self, message: Message, text: str | None, person: Person) -> Step:
        """The step, or an apology: a fault of ours must not take the conversation with it."""
        try:
            state = restored(text) if text else NEW
        except SavedStateError as error:
            failed("state", error, conversation=hashed(message.conversation))
            state = NEW
        try:
            return self._coach.step(state, message.event, self._clock(), person, shared=message.shared)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer and the log the place
            failed("step", error, conversation=hashed(message.conversation))
            return Step(_welcomed(state), (Reply("decline", (Paragraph(wording.FAILED),)),))


def _welcomed(state: State) -> State:
    return replace(state, welcomed=True)
