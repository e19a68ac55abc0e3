"""The conversation in a terminal: the same coach, the same door, choices by number."""

import asyncio
import os
import secrets
from typing import TextIO

from bot.cards.text import plain
from bot.documents.loading import loaded
from bot.library import library_of
from bot.settings import Settings
from bot.store.opening import MEMORY
from bot.store.prepare import prepare
from bot.store.schema import metadata
from bot.store.store import Store
from bot.turns import Message, Turns, read_reply
from dialogs.conversation import Coach
from dialogs.messages import Choice, Chose, Event, Joined, Reply, Said
from dialogs.privacy import Keeping

_LEAVE = {"quit", "exit", "q"}
WHO = "terminal"
_BOLD, _FAINT, _PLAIN = "\033[1m", "\033[2m", "\033[0m"


def chat(settings: Settings, lines: TextIO, out: TextIO, *, private: bool) -> int:
    """Talk until the input ends or someone leaves. `private` keeps nothing."""
    return asyncio.run(_chat(settings, lines, out, private=private))


async def _chat(settings: Settings, lines: TextIO, out: TextIO, *, private: bool) -> int:
    if not private:
        prepare(settings.store_url)
    store = Store(MEMORY) if private else Store(settings.store_url, settings.masters)
    if private:
        await store.database.run(metadata.create_all)
    keeping = Keeping() if private else Keeping(settings.keep_days, settings.keep_questions)
    coach = Coach(library_of(settings), keeping)
    coach.official = loaded(settings, coach.library)
    turns = Turns(coach, store.conversations)
    colours = out.isatty() and "NO_COLOR" not in os.environ
    offered: tuple[Choice, ...] = ()
    event: Event = Joined()
    try:
        while True:
            stored = await turns.take(Message(WHO, WHO, secrets.token_hex(8), event, None))
            for reply in (read_reply(message.body or "") for message in stored):
                offered = reply.choices or offered
                out.write(_shown(reply, colours=colours) + "\n")
            said = await _next(lines, out)
            if said is None or said.lower() in _LEAVE:
                return 0
            number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
            event = Chose(offered[number - 1].value) if 0 < number <= len(offered) else Said(said)
    finally:
        await store.close()


async def _next(lines: TextIO, out: TextIO) -> str | None:
    """The next line that says something; None at the end of the input."""
    while True:
        if lines.isatty():
            out.write("\n> ")
        out.flush()
        line = await asyncio.to_thread(lines.readline)
        if not line:
            return None
        if line.strip():
            return line.strip()


def _shown(reply: Reply, *, colours: bool) -> str:
    """The reply with its choices numbered. Colours only make it prettier: nothing is said by them alone."""
    title, _, rest = plain(reply, choices=False).partition("\n")
    rows = [f"{_BOLD}{title}{_PLAIN}" if colours else title, *([rest] if rest else [])]
    if reply.choices and reply.kind != "clarify":
        rows.append("")
        rows += [f"  {number}  {choice.label}" for number, choice in enumerate(reply.choices, 1)]
        hint = "Type a number or a question; “quit” leaves."
        rows.append(f"{_FAINT}{hint}{_PLAIN}" if colours else hint)
    return "\n".join(rows)
