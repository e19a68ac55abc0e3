"""What goes out to a person, whatever the channel: replies made of blocks, choices, topics and sources."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "clarify", "decline", "action"]


@dataclass(frozen=True)
class Heading:
    """The title of an answer or of a part of it."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where a person may refer to "the first one"."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Note:
    """Something to know about the answer: a corrected premise, a conflict, what is not official wording."""

    text: str


@dataclass(frozen=True)
class Citation:
    """Where an answer is from."""

    text: str


Block = Heading | Paragraph | Bullets | Note | Citation


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
