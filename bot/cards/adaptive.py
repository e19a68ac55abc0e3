"""A reply as an Adaptive Card 1.5, the newest that Teams shows from a bot.

Texts stand in TextRuns: a TextBlock would read Markdown in them, and what people write and what documents say must
never become a link or a list by accident. Headings are TextBlocks, which alone a screen reader can jump to, unless they
hold marks. Meaning never hangs on colour.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.cards.text import MARKS, plain
from dialogs import wording
from dialogs.messages import (
    Block,
    Bullets,
    Choice,
    Citation,
    Heading,
    Note,
    OwnChat,
    Paragraph,
    Reply,
    Report,
    Timer,
)

Element = dict[str, Any]

LARGEST = 28_000  # bytes of a card that Teams shows
MOST_ACTIONS = 6
_LONGEST_FALLBACK, _LONGEST_SPOKEN = 1500, 300  # characters
_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def card(reply: Reply) -> Element:
    """The card. Everything that the text says is on it; its choices are buttons that carry ids."""
    shown = tuple(block for block in reply.blocks if not isinstance(block, Report))  # that is a command to type
    words = plain(replace(reply, blocks=shown), choices=False)
    made: Element = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": _cut(words, _LONGEST_FALLBACK),
        "speak": _cut(" ".join(words.split()), _LONGEST_SPOKEN),
        "body": [element for i, block in enumerate(shown) for element in _elements(block, first=i == 0)],
    }
    if reply.choices:
        made["actions"] = [_action(choice) for choice in reply.choices[:MOST_ACTIONS]]
    return made


def _action(choice: Choice) -> Element:
    return {"type": "Action.Submit", "title": choice.label, "data": {"choose": choice.value}}


def _elements(block: Block, *, first: bool) -> Iterator[Element]:
    match block:
        case Heading(text):
            look = {"weight": "bolder", "size": "medium" if first else "default"}
            plain_words = not MARKS.search(text)
            heading = {"type": "TextBlock", "text": text, "wrap": True, "style": "heading", **look}
            yield heading if plain_words else _text(text, **look)
        case Paragraph(text):
            yield _text(text)
        case Bullets(items, numbered):
            for i, item in enumerate(items, 1):
                yield _item(f"{i}." if numbered else "•", item)
        case Note(text):
            yield _text(text, italic=True)
        case Citation(text):
            yield _text(f"Source: {text}", size="small")
        case Timer():
            yield _text(wording.timer(block), italic=True)
        case Report() | OwnChat():
            pass  # the channel links to them


def _text(text: str, **look: object) -> Element:
    """Text that is shown as it is."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}


def _item(mark: str, text: str) -> Element:
    """An item of a list; the text keeps clear of its mark on every line."""
    columns = [
        {"type": "Column", "width": "auto", "items": [_text(mark)]},
        {"type": "Column", "width": "stretch", "items": [_text(text)]},
    ]
    return {"type": "ColumnSet", "spacing": "small", "columns": columns}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
