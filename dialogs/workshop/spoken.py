"""What people say in words in a workshop: coming in, going out, asking where it is, and the facilitator's moves."""

import re

from dialogs.acts import Steering
from dialogs.interview.asides import is_question

_JOINS = re.compile(
    r"^\s*(?:please\s+)?join(?:\s+(?:the\s+)?workshop)?(?:\s+with)?(?:\s+(?:the\s+)?code)?\s+"
    r"(?P<code>(?!code\b)[A-Za-z0-9]{4}(?:[ -]?[A-Za-z0-9]{4}){3})(?:\s+as\s+(?P<name>\S.{0,38}\S|\S))?[.!]?\s*$",
    re.IGNORECASE,
)
# A code as it is handed out: nothing else is written so, whatever is said around it.
_CODE = re.compile(r"(?<![\w-])[2-9A-HJKMNP-TV-Z]{4}(?:-[2-9A-HJKMNP-TV-Z]{4}){3}(?![\w-])", re.IGNORECASE)
_AS = re.compile(r"\b(?:as|i'?m|i am|my name is|call me)\s+(?P<name>[^\s,.;:!?][^,.;:!?]{0,38})", re.IGNORECASE)
_NAMES = re.compile(
    r"^\s*(?:call me|my name is|i am called|i'm called)\s+(?P<name>\S.{0,38}\S|\S)[.!]?\s*$", re.IGNORECASE
)
_CONTROLS = re.compile(
    r"^\s*(?:please\s+)?(?:help|help me|menu|stop|quit|exit|cancel|pause|what now|what next)[.!?]*\s*$", re.IGNORECASE
)
_LEAVES = re.compile(
    r"^\s*(?:i\s+(?:want|have|need)\s+to\s+)?leave(?:\s+(?:the|this)\s+workshop)?[.!]?\s*$", re.IGNORECASE
)
_READY = re.compile(r"^\s*(?:i'?m\s+|i\s+am\s+|we\s+are\s+|we're\s+)?ready[.!]?\s*$", re.IGNORECASE)
_LOOKS = re.compile(
    r"^\s*(?:(?:show|see)\s+(?:me\s+)?)?(?:the\s+|my\s+)?workshop[.!?]?\s*$"
    r"|^\s*where\s+(?:are\s+we|is\s+the\s+workshop)(?:\s+now)?[.!?]?\s*$",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"^\s*groups?\s*(?:are\s*)?[:=]\s*(?P<groups>.+)$", re.IGNORECASE | re.DOTALL)
_SAID_STEERS: tuple[tuple[Steering, re.Pattern[str]], ...] = (
    ("next", re.compile(r"^\s*(?:next|next step|next round|start(?: the)?(?: next)? round)[.!]?\s*$", re.IGNORECASE)),
    ("pause", re.compile(r"^\s*pause(?: the clock)?[.!]?\s*$", re.IGNORECASE)),
    ("resume", re.compile(r"^\s*(?:resume|go on|start the clock(?: again)?)[.!]?\s*$", re.IGNORECASE)),
    ("longer", re.compile(r"^\s*(?:(?:one|1|a) minute more|more time|longer)[.!]?\s*$", re.IGNORECASE)),
    ("end", re.compile(r"^\s*end(?: the)? workshop[.!]?\s*$", re.IGNORECASE)),
)


def joining(text: str) -> tuple[str, str] | None:
    """The code and the name that somebody comes in with; None where the message does not plainly say so."""
    found = _JOINS.match(text)
    if found:
        return found["code"], (found["name"] or "").strip()
    code = _CODE.search(text)
    if not code:
        return None
    name = _AS.search(text, code.end()) or _AS.search(text[: code.start()])
    return code[0], name["name"].strip() if name else ""


def naming(text: str) -> str:
    """The name that somebody gives; empty where the message does not plainly say so."""
    found = _NAMES.match(text)
    return found["name"] if found else ""


def steers_away(text: str) -> bool:
    """Whether a message is for the coach whatever somebody is writing down: help, stop, a question."""
    return bool(_CONTROLS.match(text)) or is_question(text)


def leaves(text: str) -> bool:
    """Whether somebody goes."""
    return bool(_LEAVES.match(text))


def is_ready(text: str) -> bool:
    """Whether somebody is ready for the next step."""
    return bool(_READY.match(text))


def looks(text: str) -> bool:
    """Whether somebody asks where the workshop is."""
    return bool(_LOOKS.match(text))


def steering(text: str) -> Steering | None:
    """The facilitator's move."""
    return next((move for move, pattern in _SAID_STEERS if pattern.match(text)), None)


def groups(text: str) -> tuple[tuple[str, ...], ...]:
    """The groups that a facilitator forms: names or numbers, groups apart by semicolons or lines."""
    found = _GROUPS.match(text)
    rows = re.split(r"[;\n/]+", found["groups"]) if found else []
    return tuple(tuple(re.split(r"\s*(?:,| and )\s*", row.strip())) for row in rows if row.strip())
