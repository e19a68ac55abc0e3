"""Bot Framework activities as the web chat sends and shows them (Direct Line 3.0)."""

import datetime as dt
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.cards.text import markdown
from bot.store.conversations import Stored
from bot.turns import read_reply
from dialogs.messages import Chose, Event, Reply, Report, Said, Timer
from dialogs.wording import interview as say

COACH = {"id": "coach", "name": "CVF coach", "role": "bot"}
_BLANK = re.compile(r"\{([a-z]+)\}")
_NUMBER = re.compile(r"[0-9]{1,3}")
LONGEST = 20_000  # characters of a message: an answer of 800 words has about 5,000


class Sender(BaseModel):
    """Who wrote it, in the client's words; only echoed."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field("", max_length=200)


class ClientData(BaseModel):
    """The client's own id of a message: the same id again is the same message."""

    model_config = ConfigDict(extra="ignore")

    client_id: str = Field("", alias="clientActivityID", max_length=150)


class Incoming(BaseModel):
    """A message from a person."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    type: str = Field(max_length=50)
    text: str | None = Field(None, max_length=LONGEST)
    value: Any = None
    sender: Sender = Field(default_factory=Sender, alias="from")
    data: ClientData = Field(default_factory=ClientData, alias="channelData")

    @property
    def event(self) -> Event:
        """What it means."""
        return event_of(self.text, self.value)


def event_of(text: str | None, value: object) -> Event:
    """A pressed button carries {"choose": ...}, a form also its inputs; anything else is what was written."""
    if isinstance(value, dict) and isinstance(value.get("choose"), str):
        return Chose(_BLANK.sub(lambda blank: _given(value.get(blank[1])), value["choose"][:LONGEST]))
    return Said(text or (value if isinstance(value, str) else ""))


def _given(value: object) -> str:
    """What was given for an input: a small whole number, else nothing."""
    return str(value) if _NUMBER.fullmatch(str(value)) else ""


def heard(activity: Incoming) -> str:
    """The message as the log keeps it."""
    return Incoming(
        type="message", text=activity.text or "", sender=activity.sender, data=activity.data
    ).model_dump_json(by_alias=True, exclude={"value"})


def shown(conversation: str, message: Stored) -> dict[str, Any]:
    """A message of the log as an activity."""
    base: dict[str, Any] = {
        "type": "message",
        "id": activity_id(conversation, message.number),
        "timestamp": dt.datetime.fromtimestamp(message.at / 1000, dt.UTC).isoformat().replace("+00:00", "Z"),
        "channelId": "directline",
        "conversation": {"id": conversation},
    }
    if message.reply:
        return base | {"from": COACH, **_on_the_page(read_reply(message.body or ""), message.at)}
    said = Incoming.model_validate_json(message.body or "")
    return base | {
        "from": {"id": said.sender.id, "role": "user"},
        "text": said.text,
        "channelData": {"clientActivityID": said.data.client_id},
    }


def reply_fields(reply: Reply) -> dict[str, Any]:
    """What a reply says: Markdown, and its choices as suggested actions that carry ids."""
    fields: dict[str, Any] = {"text": markdown(reply), "textFormat": "markdown", "inputHint": "acceptingInput"}
    if reply.choices:
        fields["suggestedActions"] = {
            "to": [],
            "actions": [
                {
                    "type": "messageBack",
                    "title": choice.label,
                    "text": choice.label,
                    "displayText": choice.label,
                    "value": {"choose": choice.value},
                }
                for choice in reply.choices
            ],
        }
    return fields


def _on_the_page(reply: Reply, at: int) -> dict[str, Any]:
    """What a reply says, with what only a page can do: a link to a report, a timer that runs down."""
    fields = reply_fields(reply)
    for block in reply.blocks:
        match block:
            case Report(interview):
                url = f"/chat/report/{interview}"
                fields["text"] += f"\n\n[{say.REPORT_PAGE}]({url})\n\n[{say.REPORT_FILE}]({url}?format=md)"
            case Timer(label, seconds, running):
                ends = at + seconds * 1000 if running else None
                fields["channelData"] = {"timer": {"label": label, "seconds": seconds, "ends": ends}}
    return fields


def activity_id(conversation: str, number: int) -> str:
    """The lasting id of a message."""
    return f"{conversation}|{number:07d}"
