"""Sends what a turn could not send, whoever's turn it was: a channel that was away, a server that died."""

import asyncio

from bot.channels.teams import outbound
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.experts import Experts
from bot.log import failed, hashed
from bot.store.outbox import Outbox, Waiting
from bot.store.times import now_ms
from bot.turns import Turns

_ROUND = 5.0  # seconds between rounds
_YOUNG = 20_000  # milliseconds that the turn itself has for a reply
_CLAIMED = 60_000  # milliseconds that a conversation is ours to catch up; then anybody may try again
_MOST = 50  # conversations in a round


class Postman:
    """Goes round until cancelled."""

    def __init__(self, outbox: Outbox, turns: Turns, delivery: Delivery, experts: Experts) -> None:
        self._outbox = outbox
        self._turns = turns
        self._delivery = delivery
        self._experts = experts

    async def go_round(self) -> None:
        """Round after round."""
        while True:
            try:
                await self.once()
            except Exception as error:  # noqa: BLE001 - the next round tries again
                failed("post", error)
            await asyncio.sleep(_ROUND)

    async def once(self) -> None:
        """One round."""
        now = now_ms()
        waiting = await self._outbox.claim(now - _YOUNG, now, now + _CLAIMED, _MOST)
        await asyncio.gather(*map(self._catch_up, waiting))
        await self._experts.post()

    async def _catch_up(self, waiting: Waiting) -> None:
        try:
            await self._turns.catch_up(waiting.conversation, self._delivery.to(outbound.read(waiting.address)))
        except Exception as error:  # noqa: BLE001 - it must not keep the others waiting
            failed("post", error, conversation=hashed(waiting.conversation))
