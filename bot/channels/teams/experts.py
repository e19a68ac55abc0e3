"""Questions handed on to people in a channel of a team, and their answers on the way back."""

from typing import Any

from bot.channels.teams import inbound, outbound
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.inbound import Body
from bot.log import failed, hashed, log
from bot.store.questions import Question, Questions
from bot.store.times import now_ms
from bot.turns import LaterError, Message, Turns
from dialogs.messages import Bullets, Heading, Paragraph, PersonAnswered, Reply
from dialogs.wording import together as say

_CLAIMED = 60_000  # milliseconds that a question is ours to post; then anybody may try again


class Experts:
    """Posts questions to the channel named, each as a thread of its own. Nobody there learns who asked."""

    def __init__(self, channel: str, questions: Questions, turns: Turns, delivery: Delivery) -> None:
        """`channel` is empty where a deployment has no such people."""
        self._channel = channel
        self._questions = questions
        self._turns = turns
        self._delivery = delivery

    async def post(self) -> None:
        """Post what has been agreed to since."""
        if not self._channel:
            return
        now = now_ms()
        for question in await self._questions.claim(now, now + _CLAIMED):
            if question.address is None:
                continue
            try:
                thread = await self._delivery.open(outbound.read(question.address), self._thread(question))
            except LaterError as error:
                failed("handing", error, question=hashed(question.id))
                continue
            await self._questions.posted(question.id, thread)
            log("handed", question=hashed(question.id))

    async def takes(self, body: Body) -> bool:
        """Whether a message answers a question; then it is passed on."""
        thread = body["conversation"]["id"]
        if not self._channel or not thread.startswith(f"{self._channel};"):
            return False
        question = await self._questions.asked_in(thread)
        answer = inbound.said(body)
        if question is None or not answer:
            return False
        waits = bool(question.text and question.address)
        if waits:
            await self._pass_on(question, answer, inbound.id_of(body))
        note = Reply("action", (Paragraph(say.PASSED_ON if waits else say.NOBODY_WAITS),))
        await self._delivery.say(outbound.address_of(body), note)
        return True

    async def _pass_on(self, question: Question, answer: str, activity: str) -> None:
        assert question.address
        came = PersonAnswered(question.text, answer)
        message = Message(question.conversation, question.person, f"answer:{activity}", came, address=question.address)
        await self._turns.take(message, self._delivery.to(outbound.read(question.address)))

    def _thread(self, question: Question) -> dict[str, Any]:
        """The body of the request that opens a thread with the question."""
        assert question.address
        to = outbound.read(question.address)
        blocks = (Heading(say.HANDED_ON), Bullets((f"“{question.text}”",)), Paragraph(say.HOW_TO_ANSWER))
        first = {"type": "message", "from": {"id": to.bot}, **outbound.said(Reply("action", blocks), to)}
        place = {"channel": {"id": self._channel}}
        return {"isGroup": True, "bot": {"id": to.bot}, "channelData": place, "activity": first}
