"""The Bot Framework endpoint `/api/messages`; the only file that knows botbuilder.

Who may call it is decided before anything is done with it: see `gate`.
"""

import asyncio
from collections.abc import Callable

from aiohttp import web
from botbuilder.core import ActivityHandler, BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, DeliveryModes, ResourceResponse

from bot.channels.teams import inbound, outbound
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.experts import Experts
from bot.channels.teams.extension import QUERY, Extension
from bot.channels.teams.gate import Gate
from bot.channels.teams.inbound import Body
from bot.turns import Message, Turns
from dialogs.messages import Event, Joined, Reply

_BODY, _INVOKED, _EXPECTED = "cvf.body", "cvf.invoked", "cvf.expected"
_PATIENCE = 1.0  # seconds before the channel shows that an answer is being written
_AGAIN = 3.0  # seconds after which it has to be told again


class Endpoint:
    """Takes activities from a Bot Framework channel; the replies go out through the delivery."""

    def __init__(self, gate: Gate, handler: "Handler") -> None:
        self._gate = gate
        self._adapter = _Adapter()
        self._handler = handler

    def add_to(self, app: web.Application) -> None:
        """Register the route."""
        app.router.add_post("/api/messages", self._messages, name="messages")

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body = await self._gate.admitted(request)
        context = TurnContext(self._adapter, _activity(body))
        context.turn_state[_BODY] = body
        context.turn_state[_EXPECTED] = []
        await self._adapter.run_pipeline(context, self._handler.on_turn)
        if _expects(context.activity):
            return web.json_response({"activities": context.turn_state[_EXPECTED]})
        answer = context.turn_state.get(_INVOKED)
        if answer is None or answer.body is None:
            return web.Response(status=answer.status if answer else 200)
        return web.json_response(answer.body, status=answer.status)


class Handler(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    """What is done with activities. `greets`: whether a message welcomes somebody in a chat of their own.

    `facilitates`: whether the deployment lets whoever an activity is from set up workshops.
    """

    def __init__(
        self,
        turns: Turns,
        delivery: Delivery,
        extension: Extension,
        experts: Experts,
        facilitates: Callable[[Body], bool],
        *,
        greets: bool,
    ) -> None:
        self._turns = turns
        self._delivery = delivery
        self._extension = extension
        self._experts = experts
        self._facilitates = facilitates
        self._greets = greets

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A message, typed or by a button."""
        body = turn_context.turn_state[_BODY]
        event = inbound.event_in(body)
        if event and not await self._experts.takes(body):
            await self._take(turn_context, event)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Somebody was added."""
        await self._met(turn_context)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app was installed."""
        await self._met(turn_context)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """A request that is answered in its own response: a search."""
        if turn_context.activity.name == QUERY:
            return InvokeResponse(status=200, body=self._extension.answer(turn_context.turn_state[_BODY].get("value")))
        return InvokeResponse(status=501)  # the Bot Framework's word for an invoke that a bot does not have

    async def _met(self, turn_context: TurnContext) -> None:
        """The first of the events that tell of somebody's arrival is the one that is answered."""
        body = turn_context.turn_state[_BODY]
        if isinstance(inbound.event_in(body), Joined) and (self._greets or inbound.is_shared(body)):
            await self._take(turn_context, Joined())

    async def _take(self, turn_context: TurnContext, event: Event) -> None:
        body = turn_context.turn_state[_BODY]
        to = outbound.address_of(body)
        shared = inbound.is_shared(body)
        message = Message(
            inbound.key_of(body),
            inbound.person_of(body),
            inbound.id_of(body),
            event,
            address=outbound.written(to),
            shared=shared,
            facilitates=self._facilitates(body),
        )
        if _expects(turn_context.activity):

            async def collect(number: int, reply: Reply) -> None:
                turn_context.turn_state[_EXPECTED].append(outbound.activity_of(reply, number, to))

            await self._turns.take(message, collect)
            return
        telling = asyncio.create_task(self._tell_of_writing(to))
        deliver = self._delivery.to(to, reply_to=body.get("id"))

        async def send(number: int, reply: Reply) -> None:
            telling.cancel()
            await deliver(number, reply)

        try:
            await self._turns.take(message, send)
        finally:
            telling.cancel()

    async def _tell_of_writing(self, to: outbound.Address) -> None:
        """While it takes long, the channel shows that an answer is being written."""
        pause = _PATIENCE
        while True:
            await asyncio.sleep(pause)
            await self._delivery.show_typing(to)
            pause = _AGAIN


class _Adapter(BotAdapter):  # type: ignore[misc]  # botbuilder has no types
    """Runs turns. It sends nothing: botbuilder's own client is slow and does not try again (B4 to B8)."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Only the answer to an invoke comes this way: replies go through the turn's own delivery."""
        for activity in activities:
            assert activity.type == ActivityTypes.invoke_response
            context.turn_state[_INVOKED] = activity.value
        return [ResourceResponse(id="") for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        raise NotImplementedError


def _expects(activity: Activity) -> bool:
    """Whether the channel takes the replies as the answer to its request."""
    return bool(activity.delivery_mode == DeliveryModes.expect_replies and activity.type != ActivityTypes.invoke)


def _activity(body: Body) -> Activity:
    """What botbuilder chooses a handler by. All else is read from the body: to deserialise it takes 0.25 ms."""
    return Activity(type=body["type"], name=body.get("name"), delivery_mode=body.get("deliveryMode"))
