"""In front of others: questions are answered; what is somebody's own goes on in a chat of their own."""

from dataclasses import replace

from dialogs.messages import Choice, Heading, OwnChat, Paragraph, Reply
from dialogs.wording import together as say
from knowledge.library import Library

# Practice, what is kept of a person and their settings: never shown where others read.
OWN = frozenset(
    f"do/{name}"
    for name in (
        "interview",
        "example",
        "progress",
        "export",
        "settings",
        "resume",
        "forget",
        "privacy",
        "person",
        "workshop",
    )
)
ASKED = ("about/competencies", "about/values", "do/help")


def is_own(value: str) -> bool:
    """Whether a topic or the value of a button belongs into a chat of one's own."""
    return value.partition("#")[0] in OWN


def fit(reply: Reply) -> Reply:
    """The reply without next steps that belong into a chat of one's own."""
    return replace(reply, choices=tuple(choice for choice in reply.choices if not is_own(choice.value)))


def moved(text: str = "") -> Reply:
    """Where to go on; `text` is what to say there."""
    return Reply("action", (Paragraph(say.ELSEWHERE), OwnChat(text)), ("do/interview",))


def welcome(library: Library) -> Reply:
    """Said once when the coach comes to a group or a team: short, as many read it."""
    choices = tuple(Choice(library.entries[topic].title, topic) for topic in ASKED)
    return Reply("action", (Heading(say.WELCOME), Paragraph(say.WELCOME_WHAT), OwnChat()), ("do/greeting",), choices)
