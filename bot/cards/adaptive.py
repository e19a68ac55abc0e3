"""A reply as an Adaptive Card 1.5, the newest that Teams shows from a bot.

Texts stand in TextRuns: a TextBlock would read Markdown in them, and what people write and what documents say must
never become a link or a list by accident. Headings are TextBlocks, which alone a screen reader can jump to, unless they
hold marks. Meaning never hangs on colour: what a tint says stands there in words.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.cards.text import MARKS, plain
from dialogs import wording
from dialogs.messages import (
    Block,
    Bullets,
    Chart,
    Choice,
    Citation,
    Form,
    Heading,
    Input,
    Link,
    Note,
    OwnChat,
    Paragraph,
    Part,
    Parts,
    Reply,
    Report,
    Timer,
)

Element = dict[str, Any]

LARGEST = 28_000  # bytes of a card that Teams shows
MOST_ACTIONS = 6
_LONGEST_FALLBACK, _LONGEST_SPOKEN = 1500, 300  # characters
_TINTS = {"clear": "good", "thin": "warning", "missing": "attention", "unsure": "emphasis"}
_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def card(reply: Reply) -> Element:
    """The card. Everything that the text says is on it; its choices are buttons that carry ids."""
    shown = tuple(block for block in reply.blocks if not isinstance(block, Report))  # that is a command to type
    words = plain(replace(reply, blocks=shown), choices=False)
    made: Element = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "fallbackText": _cut(words, _LONGEST_FALLBACK),
        "speak": _cut(" ".join(words.split()), _LONGEST_SPOKEN),
        "body": [element for i, block in enumerate(shown) for element in _elements(block, first=i == 0)],
    }
    forms = [block for block in shown if isinstance(block, Form)]
    choices = [choice for choice in reply.choices if not any(form.says(choice.value) for form in forms)]
    if choices:
        made["actions"] = [_action(choice) for choice in choices[:MOST_ACTIONS]]
    return made


def _action(choice: Choice) -> Element:
    # Without associatedInputs a button would be held back by an input that is left empty.
    data = {"choose": choice.value}
    return {"type": "Action.Submit", "title": choice.label, "data": data, "associatedInputs": "none"}


def _elements(block: Block, *, first: bool) -> Iterator[Element]:
    match block:
        case Heading(text):
            look = {"weight": "Bolder", "size": "Medium" if first else "Default"}
            plain_words = not MARKS.search(text)
            heading = {"type": "TextBlock", "text": text, "wrap": True, "style": "heading", **look}
            yield heading if plain_words else _text(text, **look)
        case Paragraph(text):
            yield _text(text)
        case Bullets(items, numbered):
            for i, item in enumerate(items, 1):
                yield _item(f"{i}." if numbered else "•", item)
        case Parts(parts):
            yield from map(_part, parts)
        case Chart():
            yield _chart(block)
        case Form(inputs, send, value):
            yield from map(_input, inputs)
            action = {"type": "Action.Submit", "title": send, "data": {"choose": value}}
            yield {"type": "ActionSet", "actions": [action]}
        case Note(text):
            yield _text(text, italic=True)
        case Citation(text):
            yield _text(f"Source: {text}", size="Small")
        case Timer():
            yield _text(wording.timer(block), italic=True)
        case Link(label, url):
            yield _text(label, selectAction={"type": "Action.OpenUrl", "url": url}, underline=True)
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
    return {"type": "ColumnSet", "spacing": "Small", "columns": columns}


def _part(part: Part) -> Element:
    """A part of STAR: what was found of it, and under that the person's own words."""
    name = {"type": "TextRun", "text": f"{part.name}: ", "weight": "Bolder"}
    items = [{"type": "RichTextBlock", "inlines": [name, {"type": "TextRun", "text": part.said}]}]
    if part.quote:
        items.append(_text(part.quote, italic=True) | {"spacing": "Small"})
    return {"type": "Container", "style": _TINTS[part.rating], "spacing": "Small", "items": items}


def _chart(chart: Chart) -> Element:
    """Stacked bars; where a client cannot draw them the same figures as text."""
    rows = [_text(f"{bar.label}: {', '.join(f'{many} {kind}' for kind, many in bar.amounts)}") for bar in chart.bars]
    data = [
        {
            "title": bar.label,
            "data": [{"legend": kind, "value": many, "color": _TINTS[kind]} for kind, many in bar.amounts],
        }
        for bar in chart.bars
    ]
    fallback = {"type": "Container", "items": [_text(chart.title, weight="Bolder"), *rows]}
    return {"type": "Chart.HorizontalBar.Stacked", "title": chart.title, "data": data, "fallback": fallback}


def _input(given: Input) -> Element:
    asked: Element = {"id": given.name, "label": given.label, "isRequired": True, "errorMessage": given.wrong}
    if given.picked:
        marks = [{"title": str(number), "value": str(number)} for number in range(given.least, given.most + 1)]
        return {"type": "Input.ChoiceSet", "style": "expanded", "choices": marks, **asked}
    if given.value is not None:
        asked["value"] = given.value
    return {"type": "Input.Number", "min": given.least, "max": given.most, **asked}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
