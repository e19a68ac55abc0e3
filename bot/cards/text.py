"""A reply as Markdown and as plain text. The same blocks, so that no channel says more or less than another."""

import re
from collections.abc import Iterator

from dialogs import wording
from dialogs.messages import (
    Bullets,
    Chart,
    Citation,
    Form,
    Heading,
    Link,
    Note,
    OwnChat,
    Paragraph,
    Parts,
    Reply,
    Report,
    Timer,
)

MARKS = re.compile(r"[\\`*_\[\]<>#|]")


def markdown(reply: Reply) -> str:
    """The reply as Markdown without headings or tables, which Teams does not show in text."""
    return "\n\n".join(_markdown(reply))


def plain(reply: Reply, *, choices: bool = True) -> str:
    """The reply as text for a terminal or a log of a conversation, with or without its next steps."""
    shown = "\n".join(_plain(reply))
    if choices and reply.choices and reply.kind != "clarify":
        shown += "\nNext: " + " | ".join(choice.label for choice in reply.choices)
    return shown


def _markdown(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        match block:
            case Heading(text):
                yield f"**{_escaped(text)}**"
            case Paragraph(text):
                yield _escaped(text)
            case Bullets(items, numbered):
                yield "\n".join(f"{f'{i}.' if numbered else '-'} {_escaped(item)}" for i, item in enumerate(items, 1))
            case Parts(parts):
                yield "\n".join(f"- {_escaped(part.line)}" for part in parts)
            case Note(text):
                yield f"_{_escaped(text)}_"
            case Citation(text):
                yield f"Source: {_escaped(text)}"
            case Timer():
                yield f"_{_escaped(wording.timer(block))}_"
            case Link(label, url):
                yield f"[{_escaped(label)}]({url})"
            case Report() | OwnChat():
                pass  # a channel that can links to it
            case Chart() | Form():
                pass  # the lists and buttons say the same


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\g<0>", text)


def _plain(reply: Reply) -> Iterator[str]:
    first = True
    for block in reply.blocks:
        match block:
            case Heading(text):
                yield text if first else f"\n{text}"
            case Paragraph(text):
                yield text
            case Bullets(items, numbered):
                yield from (f"{f'{i}.' if numbered else '-'} {item}" for i, item in enumerate(items, 1))
            case Parts(parts):
                yield from (f"- {part.line}" for part in parts)
            case Note(text):
                yield f"({text})"
            case Citation(text):
                yield f"Source: {text}"
            case Timer():
                yield f"({wording.timer(block)})"
            case Link(label, url):
                yield url if label == url else f"{label}: {url}"
            case Report(interview):
                yield f"(Report to keep: python app.py report {interview})"
            case OwnChat():
                pass  # a terminal is one already
            case Chart() | Form():
                pass  # as above
        first = False
