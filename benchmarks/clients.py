"""A real server and its users, shared by what measures load and faults. They are those of the tests."""

import itertools
import re
from pathlib import Path

from tests.serving import Server, WebChat

ASKED = ("whats lvl 2 ownership", "neg indicators courage", "and level 3?", "how was the interview scored", "help")
INTERVIEW = (
    "practice interview",
    "I led a team of four in a care home where a resident had gone missing.",
    "I had to find her quickly and keep her family informed.",
    "I split the streets between us, rang the hospital and called her daughter every half hour.",
    "We found her in forty minutes, and the home changed how it signs visitors in.",
    "stop",
)
ROUND = (*ASKED, *INTERVIEW)


def memory(server: Server) -> float:
    """The memory that the server's process holds, in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


class User:
    """Somebody on the chat page who asks questions and practises an interview, over and over."""

    def __init__(self, chat: WebChat) -> None:
        self._chat, self._round = chat, itertools.cycle(ROUND)

    async def open(self) -> None:
        """Start a conversation."""
        await self._chat.open()

    async def turn(self) -> bool:
        """Say the next thing; whether it was answered."""
        return bool(await self._chat.say(next(self._round)))
