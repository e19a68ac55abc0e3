"""A real server process for tests, and small real clients for its two protocols."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession, web

from tests.conftest import ROOT


class Server:
    """`python app.py serve` on a free port. `restart` after `kill` comes back at the same one."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._settings = {"CVF_DATABASE": str(folder / "cvf.sqlite"), "CVF_PORT": "0", **settings}
        self.log = folder / "log"
        self.url = ""

    def start(self) -> Self:
        if self.url:
            self._settings["CVF_PORT"] = self.url.rsplit(":", 1)[1]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py", "serve"],
                cwd=ROOT,
                env=os.environ | self._settings,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, f"{line} {self.log.read_text()}"
        self.url = found[0]
        return self

    def kill(self) -> None:
        self.process.kill()
        self._ended()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def _ended(self) -> int:
        code = self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()


class WebChat:
    """A person on the chat page, over polling."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http, self._root, self._watermark = http, f"{url}/v3/directline", ""

    async def open(self, code: str = "") -> list[dict[str, Any]]:
        async with self._http.post(f"{self._root}/tokens/generate", json={"code": code}) as response:
            given = await response.json()
        self.headers = {"Authorization": f"Bearer {given['token']}"}
        self._home = f"{self._root}/conversations/{given['conversationId']}"
        async with self._http.post(f"{self._root}/conversations", headers=self.headers) as response:
            assert response.status == 201
        return await self.replies()

    async def say(self, text: str, value: object = None) -> list[dict[str, Any]]:
        await self.send(text, uuid.uuid4().hex, value)
        return await self.replies()

    async def send(self, text: str, name: str, value: object = None) -> None:
        """Send a message under the client's own name for it: the same name again is the same message."""
        activity = {"type": "message", "text": text, "value": value, "from": {"id": "me"}}
        activity["channelData"] = {"clientActivityID": name}
        async with self._http.post(f"{self._home}/activities", json=activity, headers=self.headers) as response:
            assert response.status == 200, await response.text()

    async def replies(self) -> list[dict[str, Any]]:
        url = f"{self._home}/activities?watermark={self._watermark}"
        async with self._http.get(url, headers=self.headers) as response:
            batch = await response.json()
        self._watermark = batch["watermark"]
        return [activity for activity in batch["activities"] if activity["from"].get("role") == "bot"]


class Channel:
    """A Bot Framework channel: it sends activities and takes the replies at its own service URL."""

    def __init__(self, http: ClientSession, url: str, name: str = "msteams") -> None:
        self.name = name
        self._http, self._url, self.got = http, url, asyncio.Queue[dict[str, Any]]()
        self.person = uuid.uuid4().hex
        self.refused = asyncio.Event()
        self.opened = asyncio.Queue[dict[str, Any]]()
        self.answers: list[int] = []  # statuses to refuse with before taking anything
        self._seen: set[int] = set()  # numbers of replies: a crash between sending and marking may repeat one

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v3/conversations/{id}/activities/{reply}", self._take)
        app.router.add_post("/v3/conversations/{id}/activities", self._take)
        app.router.add_post("/v3/conversations", self._open)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.service = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _open(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        self.opened.put_nowait(body)
        return web.json_response({"id": f"{body['channelData']['channel']['id']};messageid=1"})

    async def _take(self, request: web.Request) -> web.Response:
        if self.answers:
            self.refused.set()
            return web.Response(status=self.answers.pop(0))
        self.got.put_nowait(json.loads(await request.read()))
        return web.json_response({"id": "kept"})

    def activity(self, **fields: object) -> dict[str, object]:
        return {
            "type": "message",
            "id": uuid.uuid4().hex,
            "channelId": self.name,
            "serviceUrl": self.service,
            "from": {"id": f"29:{self.person}", "name": "Sam", "aadObjectId": str(uuid.uuid4())},
            "recipient": {"id": "28:bot", "name": "CVF coach"},
            "conversation": {"id": f"a:{self.person}", "conversationType": "personal", "tenantId": str(uuid.uuid4())},
            "channelData": {"tenant": {"id": str(uuid.uuid4())}},
            "locale": "en-GB",
            **fields,
        }

    async def send(self, activity: dict[str, object]) -> int:
        async with self._http.post(f"{self._url}/api/messages", json=activity) as response:
            return response.status

    async def say(self, text: str, value: object = None) -> list[dict[str, Any]]:
        assert await self.send(self.activity(text=text, value=value)) == 200
        return self.came()

    def came(self) -> list[dict[str, Any]]:
        """What has come since, each once."""
        came = [self.got.get_nowait() for _ in range(self.got.qsize())]
        new = [activity for activity in came if activity["channelData"]["number"] not in self._seen]
        self._seen.update(activity["channelData"]["number"] for activity in new)
        return new


def text_of(activity: dict[str, Any]) -> str:
    """What a message says: its text, or that of its card."""
    cards = activity.get("attachments") or []
    return str(cards[0]["content"]["fallbackText"] if cards else activity["text"])


def offered_in(activity: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message, and what its inputs can send: what each says and what it carries."""
    cards = [card["content"] for card in activity.get("attachments") or []]
    found: dict[str, str] = {}
    for card in cards:
        found |= {one["title"]: one["data"]["choose"] for one in card.get("actions", []) if "data" in one}
        sends = [one["actions"][0]["data"]["choose"] for one in card["body"] if one["type"] == "ActionSet"]
        for given in (one for one in card["body"] if one["type"] == "Input.ChoiceSet"):
            for choice in given["choices"]:
                found[f"{given['id'].capitalize()} {choice['title']}"] = sends[0].replace("{mark}", choice["value"])
    suggested = activity.get("suggestedActions", {}).get("actions", [])
    return found | {one["title"]: one["value"]["choose"] for one in suggested}
