"""People in a workshop for tests: each in a browser or a Teams chat of their own, and all that they were shown."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Self

from aiohttp import ClientSession, CookieJar, TCPConnector

from tests.serving import Channel, Server, WebChat, offered_in, text_of

CODE = re.compile(r"Code to join: ([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})")
PATIENCE = 15.0  # seconds until something must have come


class Somebody:
    """One person; `seen` is every message that they were shown, in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: list[str] = []
        self.buttons: dict[str, str] = {}

    def _take(self, activities: list[dict[str, Any]]) -> None:
        for activity in activities:
            self.seen.append(text_of(activity))
            self.buttons = offered_in(activity) or self.buttons

    async def look(self) -> None:
        raise NotImplementedError

    async def say(self, text: str, value: object = None) -> None:
        raise NotImplementedError

    async def press(self, label: str) -> None:
        """Press the button that says so, as shown last."""
        assert label in self.buttons, f"{self.name} has no {label}: {list(self.buttons)}; {self.seen[-1]}"
        await self.say("", {"choose": self.buttons[label]})

    async def until(self, text: str, after: int = 0) -> str:
        """Wait until a message that comes after the first so many says this; it."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < deadline:
            await self.look()
            for message in self.seen[after:]:
                if text in message:
                    return message
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} never sees {text!r}; the last: {self.seen[-3:]}")


class OnThePage(Somebody):
    """In a browser of their own."""

    async def enter(self, http: ClientSession, server: Server, code: str = "") -> Self:
        self.http = http
        self._chat = WebChat(http, server.url)
        self._take(await self._chat.open(code))
        return self

    async def look(self) -> None:
        self._take(await self._chat.replies())

    async def say(self, text: str, value: object = None) -> None:
        self._take(await self._chat.say(text, value))


class InTeams(Somebody):
    """In a Teams chat of their own, with the coach's replies at a service of the test's."""

    def enter(self, channel: Channel) -> Self:
        self.channel = channel
        return self

    async def look(self) -> None:
        await asyncio.sleep(0)
        self._take(self.channel.came())

    async def say(self, text: str, value: object = None) -> None:
        assert await self.channel.send(self.channel.activity(text=text, value=value)) == 200
        await self.look()


class Room:
    """The people of a workshop."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.people: dict[str, Somebody] = {}
        self.gone: set[str] = set()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def on_the_page(self, name: str, code: str = "") -> OnThePage:
        http = await self._stack.enter_async_context(
            ClientSession(cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(force_close=True))
        )
        self.people[name] = person = await OnThePage(name).enter(http, self.server, code)
        return person

    async def in_teams(self, name: str) -> InTeams:
        http = await self._stack.enter_async_context(ClientSession(connector=TCPConnector(force_close=True)))
        channel = await self._stack.enter_async_context(Channel(http, self.server.url))
        self.people[name] = person = InTeams(name).enter(channel)
        return person

    async def all(self, condition: Callable[[Somebody], bool], what: str) -> None:
        """Wait until it holds for everybody."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while lacking := [p for p in self.people.values() if not condition(p)]:
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"{what}: {[(p.name, p.seen[-2:]) for p in lacking]}")
            for person in lacking:
                await person.look()
            await asyncio.sleep(0.1)


def code_in(text: str) -> str:
    """The code to join with that the facilitator is shown."""
    found = CODE.search(text)
    assert found, text
    return found[1]
