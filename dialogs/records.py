"""What is kept about a person beside the conversation: practised answers and their examples, and changes to both."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dialogs.acts import Act
from dialogs.seat import Received
from knowledge.star.judging import Rating

MOST_EXAMPLES = 30


@dataclass(frozen=True)
class Practice:
    """The figures of one answer that was checked. `mark` is the person's own, 1 to 5, never the coach's."""

    id: str
    interview: str
    at: dt.datetime
    question: str
    target: str
    judged: bool
    ratings: Mapping[str, Rating]
    flags: tuple[str, ...]
    words: int
    mark: int | None = None


@dataclass(frozen=True)
class Answered:
    """An answer to keep: its figures and its text."""

    practice: Practice
    text: str


@dataclass(frozen=True)
class Example:
    """One of a person's own examples; `targets` are what it may show, the likeliest first."""

    id: str
    name: str
    text: str
    at: dt.datetime
    used: dt.datetime
    targets: tuple[str, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """What is known of a person when a turn begins: practices and sheets received by age, examples by name.

    `facilitates`: whether they may set up workshops.
    """

    practices: tuple[Practice, ...] = ()
    examples: tuple[Example, ...] = ()
    received: tuple[Received, ...] = ()
    facilitates: bool = False


NOBODY = Person()


@dataclass(frozen=True)
class Asked:
    """The question that was answered last; its text only where the deployment keeps those."""

    text: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """What became of a question. `about`: the topics of the answer or those offered, or the kind of the refusal."""

    outcome: Literal["refused", "asked back", "right", "wrong"]
    about: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Changes:
    """What a step changes beside the conversation's state.

    `clean_since`: the conversation's messages from then on are emptied (names taken out, practice without keeping).
    `handed`: a question to hand on to a person, agreed to. `heard`: for whoever keeps the knowledge.
    `acts` are what the person does in `workshop`; `received` is a sheet that was written for them there.
    With `forget` everything stored about the person goes before the replies are kept.
    """

    answered: tuple[Answered, ...] = ()
    examples: tuple[Example, ...] = ()
    dropped: tuple[str, ...] = ()
    clean_since: dt.datetime | None = None
    handed: str = ""
    heard: tuple[Heard, ...] = ()
    workshop: str = ""
    acts: tuple[Act, ...] = ()
    received: Received | None = None
    forget: bool = False


NO_CHANGES = Changes()
