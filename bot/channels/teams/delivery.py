"""How replies go out: at once in their turn, else by the postman."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.channels.teams.connector import Connector, ConnectorError, RejectedError
from bot.channels.teams.outbound import Address, activity_of, typing
from bot.log import failed, hashed
from bot.turns import Deliver, GoneError, LaterError
from dialogs.messages import Reply

_IN_TURN = 10.0  # seconds that a turn tries to send: Teams sends a message again after 15


class Delivery:
    """Sends through the connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def to(self, address: Address, reply_to: str | None = None) -> Deliver:
        """What a turn delivers its replies with."""

        async def deliver(number: int, reply: Reply) -> None:
            await self._send(address, activity_of(reply, number, address), reply_to)

        return deliver

    async def show_typing(self, address: Address) -> None:
        """Show that an answer is being written; where that fails nobody misses it."""
        try:
            await self._send(address, typing(address), None)
        except (LaterError, GoneError) as error:
            failed("typing", error, conversation=hashed(address.conversation))

    async def say(self, address: Address, reply: Reply) -> None:
        """Say something that is not kept, such as that something was passed on."""
        try:
            await self._send(address, activity_of(reply, 0, address), None)
        except (LaterError, GoneError) as error:
            failed("say", error, conversation=hashed(address.conversation))

    async def open(self, address: Address, body: Mapping[str, Any]) -> str:
        """Open a conversation on the service of an address; its id. Raises LaterError."""
        try:
            async with asyncio.timeout(_IN_TURN):
                return await self._connector.create(address.service, body)
        except (ConnectorError, TimeoutError) as error:
            raise LaterError from error

    async def _send(self, address: Address, activity: Mapping[str, Any], reply_to: str | None) -> None:
        try:
            async with asyncio.timeout(_IN_TURN):
                await self._connector.send(address.service, address.conversation, activity, reply_to)
        except RejectedError as error:
            raise GoneError from error
        except (ConnectorError, TimeoutError) as error:
            raise LaterError from error
