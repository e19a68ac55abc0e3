"""An activity as it comes from a Bot Framework channel: its shape, who and where it is, and what was said."""

import hashlib
import html
import json
import re
import uuid
from typing import Any

from bot.channels.activities import LONGEST, event_of
from bot.channels.web import RefusedError
from dialogs.messages import Event, Joined

_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_SPACES = re.compile(r"[ \t\xa0]+")
_LONGEST_KEY = 300  # characters of a conversation's key in the store
_SHARED = frozenset(["groupchat", "channel"])

Body = dict[str, Any]  # JSON from outside, its necessary places checked by `parsed`


def parsed(raw: bytes) -> Body:
    """The activity in a request's body. Raises RefusedError (400) for anything else."""
    try:
        body = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RefusedError(400, "BadJson", "The body is not JSON.") from None
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise RefusedError(400, "BadActivity", "The body is not an activity: it has no type.")
    for place in ("conversation", "from", "recipient"):
        if not isinstance(body.get(place), dict) or not isinstance(body[place].get("id"), str):
            raise RefusedError(400, "BadActivity", f"The activity has no {place}.id.")
    if not all(isinstance(body.get(name) or "", str) for name in ("text", "id", "channelId", "serviceUrl", "name")):
        raise RefusedError(400, "BadActivity", "text, id, name, channelId and serviceUrl are strings.")
    if not isinstance(body.get("membersAdded") or [], list):
        raise RefusedError(400, "BadActivity", "membersAdded is a list.")
    return body


def key_of(body: Body) -> str:
    """The conversation's key in the store. In a channel of a team each thread is a conversation."""
    return f"{body.get('channelId') or 'unknown'}:{body['conversation']['id']}"[:_LONGEST_KEY]


def person_of(body: Body) -> str:
    """Who it is from, as a hash: the store has no use for the name that Teams has for somebody."""
    return hashlib.sha256(f"{body.get('channelId') or 'unknown'}:{body['from']['id']}".encode()).hexdigest()


def id_of(body: Body) -> str:
    """The channel's id of it; one of our own where there is none, so that nothing is taken for a repeat."""
    return (body.get("id") or uuid.uuid4().hex)[:150]


def is_shared(body: Body) -> bool:
    """Whether others read the conversation."""
    conversation = body["conversation"]
    kind = conversation.get("conversationType")
    return conversation.get("isGroup") is True or (isinstance(kind, str) and kind.casefold() in _SHARED)


def is_mentioned(body: Body) -> bool:
    """Whether the coach is meant: channels may pass on everything that is said in a group."""
    name = body["recipient"].get("name")
    named = [found.casefold() for found in _AT.findall(body.get("text") or "")]
    return bool(_mentions(body)) or (isinstance(name, str) and name.casefold() in named)


def said(body: Body) -> str:
    """What was said, without the mention of the coach; names of others stay as words."""
    text = body.get("text") or ""
    names = [body["recipient"].get("name")]
    for mention in _mentions(body):
        markup, mentioned = mention.get("text"), mention["mentioned"]
        if isinstance(markup, str) and markup:
            text = text.replace(markup, " ")
        names.append(mentioned.get("name"))
    ours = {name.casefold() for name in names if isinstance(name, str)}
    text = _AT.sub(lambda found: " " if found[1].casefold() in ours else found[1], text)
    return _SPACES.sub(" ", html.unescape(text)).strip()[:LONGEST]


def event_in(body: Body) -> Event | None:
    """What it means to the coach; None for what asks for nothing."""
    kind = body["type"]
    if kind == "message":
        value = body.get("value")
        if is_shared(body) and value is None and not is_mentioned(body):
            return None
        return event_of(said(body), value)
    return Joined() if _arrives(body) else None


def _arrives(body: Body) -> bool:
    """Whether somebody meets the coach: in a chat of their own by any event, elsewhere when the coach is added."""
    if body["type"] == "installationUpdate":
        return str(body.get("action") or "add").startswith("add")
    if body["type"] != "conversationUpdate":
        return False
    coach = body["recipient"]["id"]
    added = body.get("membersAdded")
    ids = [member.get("id") for member in added if isinstance(member, dict)] if isinstance(added, list) else []
    return coach in ids if is_shared(body) else any(one != coach for one in ids)


def _mentions(body: Body) -> list[Body]:
    """The entities that mention the coach."""
    entities = body.get("entities")
    every = [entity for entity in entities if isinstance(entity, dict)] if isinstance(entities, list) else []
    found = [one for one in every if one.get("type") == "mention" and isinstance(one.get("mentioned"), dict)]
    return [one for one in found if one["mentioned"].get("id") == body["recipient"]["id"]]
