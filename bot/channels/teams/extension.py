"""The search box of a message: entries found while typing, each a card to put into the conversation."""

from dataclasses import replace
from typing import Any

from bot.cards.adaptive import card
from bot.channels.teams.outbound import CARD
from dialogs.conversation import WHOLE, Coach
from dialogs.messages import Bullets, Heading, Paragraph, Reply
from dialogs.wording import together as say
from knowledge.library import Library

QUERY = "composeExtension/query"
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
MOST, FEWEST = 25, 1  # results of a page; Teams asks for 25
_LONGEST_QUERY, _LONGEST_PREVIEW = 200, 140  # characters


class Extension:
    """Answers queries; keeps nothing, so typing fast costs nothing."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach

    def answer(self, value: object) -> dict[str, Any]:
        """The answer to a query; anything odd in it counts as not said."""
        text, skip, count = _query(value)
        found = self._coach.search(text)
        if not found:
            return {"composeExtension": {"type": "message", "text": say.NOTHING_FOUND}}
        results = [self._result(topic) for topic in found[skip : skip + count]]
        return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": results}}

    def _result(self, topic: str) -> dict[str, Any]:
        """A card without buttons: where it lands the coach may not be, and a button would lead nowhere."""
        reply = replace(self._coach.say(f"{topic}{WHOLE}").reply, choices=())
        preview = {"title": _title(topic, self._coach.library), "text": _preview(reply)}
        return {
            "contentType": CARD,
            "content": card(reply),
            "preview": {"contentType": THUMBNAIL, "content": preview},
        }


def _query(value: object) -> tuple[str, int, int]:
    """What is looked for, how many results to leave out and how many to give."""
    given = value if isinstance(value, dict) else {}
    parameters = given.get("parameters")
    named = [one for one in parameters if isinstance(one, dict)] if isinstance(parameters, list) else []
    texts = [one.get("value") for one in named if one.get("name") == "query"]
    text = texts[0][:_LONGEST_QUERY] if texts and isinstance(texts[0], str) else ""
    options = given.get("queryOptions")
    paging = options if isinstance(options, dict) else {}
    skip, count = _whole(paging.get("skip"), 0), _whole(paging.get("count"), MOST)
    return text, max(skip, 0), min(max(count, FEWEST), MOST)


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _title(topic: str, library: Library) -> str:
    return library.entries[topic].title


def _preview(reply: Reply) -> str:
    """The first words of what the card says."""
    for block in reply.blocks:
        text = block.text if isinstance(block, Paragraph) else block.items[0] if isinstance(block, Bullets) else ""
        if text and not isinstance(block, Heading):
            return text if len(text) <= _LONGEST_PREVIEW else f"{text[: _LONGEST_PREVIEW - 1]}…"
    return ""
