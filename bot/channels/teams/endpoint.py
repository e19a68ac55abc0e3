"""The Bot Framework endpoint `/api/messages`; the only file that knows botbuilder.

It answers without sign-in, so it is open only behind the playground setting: on this machine, for JSON that says so
exactly (a page of another site can send text/plain without asking), with replies to this machine only.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from botbuilder.core import ActivityHandler, BotAdapter, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from bot.channels.activities import LONGEST, event_of, reply_fields
from bot.channels.web import RefusedError, problem
from bot.log import failed, hashed
from bot.turns import Message, Turns
from dialogs.messages import Event, Joined, Reply

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_INVOKED = "cvf.invoked"
_SEND = ClientTimeout(total=15)  # seconds; Teams itself gives a turn 15


class Endpoint:
    """Takes activities from a Bot Framework channel and sends the replies to it."""

    def __init__(self, turns: Turns) -> None:
        self._adapter = _Adapter()
        self._handler = _Handler(turns, self._adapter.post)

    def add_to(self, app: web.Application) -> None:
        """Register the route."""
        app.router.add_post("/api/messages", self._messages, name="messages")
        app.cleanup_ctx.append(self._adapter.connected)

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        activity = await _activity(request)
        context = TurnContext(self._adapter, activity)
        try:
            await self._adapter.run_pipeline(context, self._handler.on_turn)
        except (ClientError, TimeoutError) as error:  # the reply is kept and goes out when the channel sends again
            failed("send", error, conversation=hashed(activity.conversation.id))
            return problem(503, "ChannelAway", "The channel did not take the reply. Send the activity again.")
        answer = context.turn_state.get(_INVOKED)
        return web.Response(status=answer.status if answer else 200)


class _Handler(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    def __init__(self, turns: Turns, send: Callable[[dict[str, Any]], Awaitable[str]]) -> None:
        self._turns = turns
        self._send = send

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        await self._take(turn_context, event_of((activity.text or "")[:LONGEST], activity.value))

    async def on_members_added_activity(self, members_added: list[Any], turn_context: TurnContext) -> None:
        if any(member.id != turn_context.activity.recipient.id for member in members_added):
            await self._take(turn_context, Joined())

    async def _take(self, turn_context: TurnContext, event: Event) -> None:
        activity = turn_context.activity
        person = f"{activity.channel_id}:{activity.from_property.id}"

        async def deliver(number: int, reply: Reply) -> None:
            await self._send(_reply(activity, number, reply))

        key = f"{activity.channel_id}:{activity.conversation.id}"[:300]
        await self._turns.take(Message(key, person, activity.id or f"{event}"[:150], event), deliver)


class _Adapter(BotAdapter):  # type: ignore[misc]  # botbuilder has no types
    """Sends through one shared session; botbuilder's own client is slow and does not send again (B4 to B8)."""

    def __init__(self) -> None:
        super().__init__()
        self._session: ClientSession | None = None

    async def connected(self, _: web.Application) -> AsyncIterator[None]:
        """The session lives as long as the application."""
        async with ClientSession(timeout=_SEND) as self._session:
            yield

    async def post(self, activity: dict[str, Any]) -> str:
        """Send an activity to its conversation; the channel's id of it."""
        assert self._session
        url = f"{activity['serviceUrl'].rstrip('/')}/v3/conversations/{quote(activity['conversation']['id'], safe='')}"
        url += "/activities" + (f"/{quote(activity['replyToId'], safe='')}" if activity.get("replyToId") else "")
        async with self._session.post(url, json=activity, allow_redirects=False) as response:
            response.raise_for_status()
            answer = await response.json(content_type=None)
        return str(answer.get("id", "")) if isinstance(answer, dict) else ""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        sent = []
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:  # the answer to the request itself, not a message
                context.turn_state[_INVOKED] = activity.value
            else:
                sent.append(ResourceResponse(id=await self.post(activity.serialize())))
        return sent

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        raise NotImplementedError


async def _activity(request: web.Request) -> Activity:
    """The activity of a request. Raises RefusedError for anything that must not be answered."""
    if request.content_type != "application/json":
        raise RefusedError(415, "WrongType", "Send application/json.")
    if request.headers.get("Origin") is not None:
        raise RefusedError(403, "WrongOrigin", "Channels call this endpoint, pages do not.")
    if request.remote not in _LOOPBACK:
        raise RefusedError(403, "NotLocal", "Without sign-in this endpoint answers this machine only.")
    try:
        body = json.loads(await request.read())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RefusedError(400, "BadJson", "The body is not JSON.") from None
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise RefusedError(400, "BadActivity", "The body is not an activity: it has no type.")
    for place in ("conversation", "from", "recipient"):
        if not isinstance(body.get(place), dict) or not isinstance(body[place].get("id"), str):
            raise RefusedError(400, "BadActivity", f"The activity has no {place}.id.")
    if not all(isinstance(body.get(name) or "", str) for name in ("text", "id", "channelId", "serviceUrl")):
        raise RefusedError(400, "BadActivity", "text, id, channelId and serviceUrl are strings.")
    if not _is_local(body.get("serviceUrl") or ""):
        raise RefusedError(403, "WrongServiceUrl", "Without sign-in replies go to this machine only.")
    try:
        activity: Activity = Activity().deserialize(body)
        for member in activity.members_added or []:
            str(member.id)
    except Exception:  # noqa: BLE001 - botbuilder raises many kinds for a body of the wrong shape
        raise RefusedError(400, "BadActivity", "The activity has a field of the wrong shape.") from None
    activity.channel_id = activity.channel_id or "unknown"
    return activity


def _is_local(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK


def _reply(to: Activity, number: int, reply: Reply) -> dict[str, Any]:
    """A reply as the activity to send, made by hand: botbuilder copies and checks one in 4 ms.

    Its number is a lasting id, by which a channel or a test can drop repeats.
    """
    return {
        "type": "message",
        "from": {"id": to.recipient.id, "name": to.recipient.name},
        "recipient": {"id": to.from_property.id, "name": to.from_property.name},
        "conversation": {"id": to.conversation.id},
        "channelId": to.channel_id,
        "serviceUrl": to.service_url,
        "replyToId": to.id,
        "channelData": {"number": number},
        **reply_fields(reply),
    }
