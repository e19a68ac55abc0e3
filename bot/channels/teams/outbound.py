"""A reply as the activity that a channel takes, and where it goes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter

from bot.channels.activities import reply_fields
from bot.channels.teams.inbound import Body
from dialogs.messages import OwnChat, Reply
from dialogs.wording import together as say

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

    The number is a lasting id, by which a channel or a test can drop repeats.
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
    """What a message has in it; the way to a chat of one's own is a link."""
    fields = reply_fields(reply)
    for block in reply.blocks:
        if isinstance(block, OwnChat):
            app = quote(to.bot.removeprefix("28:"), safe="")
            url = f"{_CHAT}?users=28:{app}" + (f"&message={quote(block.say)}" if block.say else "")
            fields["text"] += f"\n\n[{say.OPEN}]({url})"
    return fields
