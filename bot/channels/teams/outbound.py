"""A reply as the activity that a channel takes, and where it goes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter
from pydantic_core import to_json

from bot.cards.adaptive import LARGEST, MOST_ACTIONS, card
from bot.channels.activities import reply_fields
from bot.channels.teams.inbound import Body
from dialogs.messages import Heading, OwnChat, Paragraph, Reply
from dialogs.wording import together as say

CARD = "application/vnd.microsoft.card.adaptive"
TEAMS = "msteams"
_LONGEST_SUMMARY = 120  # characters of what a notification shows
_CHAT = "https://teams.microsoft.com/l/chat/0/0"  # opens a chat: the deep link of Teams


@dataclass(frozen=True)
class Address:
    """Where replies of a conversation go."""

    service: str
    conversation: str
    channel: str
    bot: str
    person: str


_ADDRESS: TypeAdapter[Address] = TypeAdapter(Address)


def address_of(body: Body) -> Address:
    """Where replies to an activity go."""
    return Address(
        body.get("serviceUrl") or "",
        body["conversation"]["id"],
        body.get("channelId") or "unknown",
        body["recipient"]["id"],
        body["from"]["id"],
    )


def written(address: Address) -> str:
    """The address as the store keeps it."""
    return _ADDRESS.dump_json(address).decode()


def read(text: str) -> Address:
    """A stored address."""
    return _ADDRESS.validate_json(text)


def activity_of(reply: Reply, number: int, to: Address) -> dict[str, Any]:
    """The activity to send, made by hand: botbuilder copies and checks one in 4 ms.

    Teams gets a card, other channels Markdown with suggested actions. The number is a lasting id, by which a channel
    or a test can drop repeats.
    """
    return {
        "type": "message",
        "from": {"id": to.bot},
        "recipient": {"id": to.person},
        "conversation": {"id": to.conversation},
        "channelId": to.channel,
        "serviceUrl": to.service,
        "channelData": {"number": number},
        **said(reply, to),
    }


def typing(to: Address) -> dict[str, Any]:
    """That an answer is being written."""
    sender, place = {"id": to.bot}, {"id": to.conversation}
    return {"type": "typing", "from": sender, "recipient": {"id": to.person}, "conversation": place}


def said(reply: Reply, to: Address) -> dict[str, Any]:
    """What a message has in it, with a link where something goes on in a chat of one's own."""
    own = next((_own_chat(block, to) for block in reply.blocks if isinstance(block, OwnChat)), "")
    if to.channel == TEAMS:
        content = card(reply)
        if own:
            link = {"type": "Action.OpenUrl", "title": say.OPEN, "url": own}
            content["actions"] = [link, *content.get("actions", [])][:MOST_ACTIONS]
        if len(to_json(content)) <= LARGEST:
            return {"summary": _summary(reply), "attachments": [{"contentType": CARD, "content": content}]}
    fields = reply_fields(reply)  # also for what is too long for a card: a text may have three times as much
    if own:
        fields["text"] += f"\n\n[{say.OPEN}]({own})"
    return fields


def _own_chat(block: OwnChat, to: Address) -> str:
    app = quote(to.bot.removeprefix("28:"), safe="")
    return f"{_CHAT}?users=28:{app}" + (f"&message={quote(block.say)}" if block.say else "")


def _summary(reply: Reply) -> str:
    """What a notification shows: the first line."""
    first = next((block.text for block in reply.blocks if isinstance(block, Heading | Paragraph)), "")
    return first if len(first) <= _LONGEST_SUMMARY else f"{first[: _LONGEST_SUMMARY - 1]}…"
