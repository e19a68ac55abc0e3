"""People on the chat page for benchmarks: each with a token, a conversation and a place in it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

_ROOT = "/v3/directline"


@dataclass
class Person:
    """Somebody on the page of a server; `url` may change to that of another."""

    http: ClientSession
    url: str
    person: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    watermark: str = ""

    async def enter(self) -> None:
        """Come in for the first time."""
        async with self.http.post(f"{self.url}{_ROOT}/tokens/generate", json={}) as response:
            response.raise_for_status()
            given = await response.json()
        self.person = given["conversationId"]
        self.headers = {"Authorization": f"Bearer {given['token']}"}
        async with self.http.post(f"{self.url}{_ROOT}/conversations", headers=self.headers) as response:
            response.raise_for_status()

    async def refresh(self) -> None:
        """A new token before the old one ends."""
        async with self.http.post(f"{self.url}{_ROOT}/tokens/refresh", headers=self.headers) as response:
            response.raise_for_status()
            self.headers = {"Authorization": f"Bearer {(await response.json())['token']}"}

    async def send(self, text: str, name: str = "") -> int:
        """Send a message under a name; the status of the response."""
        activity = {"type": "message", "text": text, "channelData": {"clientActivityID": name or uuid.uuid4().hex}}
        url = f"{self.url}{_ROOT}/conversations/{self.person}/activities"
        async with self.http.post(url, json=activity, headers=self.headers) as response:
            await response.read()
            return response.status

    async def read(self) -> list[dict[str, Any]]:
        """Read what came since."""
        url = f"{self.url}{_ROOT}/conversations/{self.person}/activities?watermark={self.watermark}"
        async with self.http.get(url, headers=self.headers) as response:
            response.raise_for_status()
            batch = await response.json()
        self.watermark = batch["watermark"]
        return list(batch["activities"])
