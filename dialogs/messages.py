"""What comes in from a person and what goes out to them, whatever the channel.

In: events. Out: replies made of blocks, choices, topics and sources. Blocks carry their `type`, so that a stored reply
can be read again.
"""

import re
from dataclasses import dataclass
from typing import Literal

from dialogs.seat import Place, Received


@dataclass(frozen=True)
class Joined:
    """Someone opened the conversation."""


@dataclass(frozen=True)
class Said:
    """Someone wrote a message."""

    text: str


@dataclass(frozen=True)
class Chose:
    """Someone pressed a button; `value` is that of its choice."""

    value: str


@dataclass(frozen=True)
class PersonAnswered:
    """A person has answered a question that was handed on."""

    question: str
    answer: str


Kind = Literal["answer", "clarify", "decline", "action"]


@dataclass(frozen=True)
class Heading:
    """The title of an answer or of a part of it."""

    text: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: str
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where a person may refer to "the first one"."""

    items: tuple[str, ...]
    numbered: bool = False
    type: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Note:
    """Something to know about the answer: a corrected premise, a conflict, what is not official wording."""

    text: str
    type: Literal["note"] = "note"


@dataclass(frozen=True)
class Citation:
    """Where an answer is from."""

    text: str
    type: Literal["citation"] = "citation"


@dataclass(frozen=True)
class Timer:
    """A timer that runs down where a channel can show it; it never ends anything. `seconds` are left of it."""

    label: str
    seconds: int
    running: bool
    type: Literal["timer"] = "timer"


@dataclass(frozen=True)
class Report:
    """Where the report of an interview can be had; each channel says how."""

    interview: str
    type: Literal["report"] = "report"


@dataclass(frozen=True)
class OwnChat:
    """The way to a chat of one's own with the coach, where a channel has one; `say` is what to say there."""

    say: str = ""
    type: Literal["own_chat"] = "own_chat"


@dataclass(frozen=True)
class Link:
    """A page of this service; each channel makes a link of it."""

    label: str
    url: str
    type: Literal["link"] = "link"


@dataclass(frozen=True)
class Part:
    """What the check found of a part of STAR; `said` tells it in words, `quote` is the person's own."""

    name: str
    rating: Literal["clear", "thin", "missing", "unsure"]
    said: str
    quote: str = ""

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.name}: {self.said} {self.quote}".rstrip()


@dataclass(frozen=True)
class Parts:
    """The parts of STAR in an answer."""

    parts: tuple[Part, ...]
    type: Literal["parts"] = "parts"


@dataclass(frozen=True)
class Bar:
    """A row of a chart: how many of each kind, such as 3 clear and 1 thin."""

    label: str
    amounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Chart:
    """What the lists of a reply say, as a picture where a channel can draw one."""

    title: str
    bars: tuple[Bar, ...]
    type: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Input:
    """A whole number from `least` to `most` that a person gives: chosen where that is `picked`, else typed."""

    name: str
    label: str
    least: int
    most: int
    wrong: str  # what is said of anything else
    value: int | None = None
    picked: bool = False


@dataclass(frozen=True)
class Form:
    """Inputs where a channel has them, beside or in place of buttons.

    Sending them says `value`, in which {name} stands for what was given for the input of that name.
    """

    inputs: tuple[Input, ...]
    send: str
    value: str
    type: Literal["form"] = "form"

    def says(self, value: str) -> bool:
        """Whether sending the form can say this."""
        return bool(re.fullmatch(re.sub(r"\\\{[a-z]+\\\}", r"\\d+", re.escape(self.value)), value))


Block = Heading | Paragraph | Bullets | Note | Citation | Timer | Report | OwnChat | Link | Parts | Chart | Form


@dataclass(frozen=True)
class Choice:
    """A next step offered as a button. `value` is what choosing it says: a topic id."""

    label: str
    value: str


@dataclass(frozen=True)
class Reply:
    """One reply. `topics` are the ids that its blocks show, main one first (for a clarify: the ids offered)."""

    kind: Kind
    blocks: tuple[Block, ...]
    topics: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkshopSays:
    """A card from a workshop, the place that somebody has in it then, and a sheet written for them, if one came.

    `place` is None for who is no longer in it. Where it is not about their place, `moves` is False. `shared`: it goes
    into a chat that others read too.
    """

    reply: Reply
    place: Place | None
    received: Received | None = None
    moves: bool = True
    shared: bool = False


Event = Joined | Said | Chose | PersonAnswered | WorkshopSays
