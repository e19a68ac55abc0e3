"""Random requests to every route of a real server: no 5xx, no failure in the log, no answer without safe headers.

`python -m benchmarks.fuzz [--requests 20000]` prints a row for each route and the statuses it answered with. Exit
code 1 where there was a 5xx, a request without an answer, or an error in the log. The routes are the application's own,
so that a new one is tried without being named here.
"""

import argparse
import http.client
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from bot.channels.web import HEADERS
from bot.server import make_app
from bot.settings import read_settings
from tests.serving import Server

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
SERVER_ERROR = 500
SLOW = 10  # seconds that an answer may take
_TEXT = some.text(max_size=60)
_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | _TEXT,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)
_NAMES = (
    *("type", "text", "value", "from", "id", "conversation", "channelData", "clientActivityID", "serviceUrl", "code"),
    *("channelId", "recipient", "name", "membersAdded", "replyToId", "attachments", "locale"),
)
_KINDS: tuple[object, ...] = ("message", "invoke", "conversationUpdate", "msteams", "adaptiveCard/action", "", {}, [])
_LIKELY = some.dictionaries(some.sampled_from(_NAMES), some.sampled_from(_KINDS) | _JSON, max_size=9)
_MESSAGE = some.builds(lambda text, value: {"type": "message", "text": text, "value": value}, _TEXT, _JSON)
_BODIES = some.one_of(
    some.just(b""),
    some.binary(max_size=200),
    some.builds(lambda given: json.dumps(given).encode(), some.one_of(_JSON, _LIKELY, _MESSAGE)),
    some.builds(lambda size: b"[" * size, some.integers(1, 100_000)),
    some.builds(lambda size: b'"' + b"x" * size + b'"', some.integers(200_000, 300_000)),
)
_VALUES = some.text(some.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
_HEADERS = some.dictionaries(
    some.sampled_from(
        ["Content-Type", "Origin", "Cookie", "X-Forwarded-User", "X-Forwarded-Proto", "Accept", "Upgrade", "Range"]
    ),
    some.sampled_from(["application/json", "text/plain", "websocket", "https", "null", "bytes=0-"]) | _VALUES,
    max_size=4,
)
_PART = re.compile(r"\{[a-z]+\}")
_QUERY = some.dictionaries(some.sampled_from(["watermark", "t", "code", "format", "x"]), _TEXT, max_size=3)


@dataclass(frozen=True)
class Known:
    """Somebody whom the server knows."""

    conversation: str
    token: str


@dataclass
class Tried:
    """What became of the requests, by route."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(sum(counts.values()) for counts in self.statuses.values())


def routes() -> list[str]:
    """The paths of the application, as its router writes them."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"CVF_DATABASE": str(Path(folder) / "routes.sqlite"), "CVF_PLAYGROUND": "1"}
        app = make_app(read_settings(given), 0)
        return sorted({resource.canonical for resource in app.router.resources()})


def fuzz(server: Server, many: int) -> Tried:
    """Send so many requests, half of them with a token that is good."""
    tried = Tried()
    address = urlsplit(server.url).netloc
    known = _entered(address)

    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        some.sampled_from(routes()),
        some.sampled_from([*METHODS, "GET", "POST", "POST", "POST"]),
        some.sampled_from([known, None]),
        _TEXT,
        _QUERY,
        _HEADERS,
        _BODIES,
    )
    def request(
        route: str,
        method: str,
        who: Known | None,
        part: str,
        query: dict[str, str],
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        path = route.replace("{id}", who.conversation) if who else route
        path = _PART.sub(quote(part, safe="") or "x", path)
        if who:
            headers = {"Content-Type": "application/json", **headers, "Authorization": f"Bearer {who.token}"}
        try:
            status, given, _ = _answered(
                address, method, f"{path}?{urlencode(query)}" if query else path, headers, body
            )
        except (OSError, http.client.HTTPException) as error:
            tried.faults.append(f"{method} {route}: {error!r}")
            return
        tried.statuses[route][status] += 1
        if status >= SERVER_ERROR:
            tried.faults.append(f"{method} {route}: {status}")
        if missing := [name for name in HEADERS if name not in given and status != http.client.SWITCHING_PROTOCOLS]:
            tried.faults.append(f"{method} {route}: {status} without {', '.join(missing)}")

    request()
    errors = [line for line in server.log.read_text().splitlines() if "Traceback" in line or '"level": "error"' in line]
    tried.faults += [f"log: {line[:200]}" for line in errors]
    return tried


def _entered(address: str) -> Known:
    body = {"Content-Type": "application/json"}
    *_, answer = _answered(address, "POST", "/v3/directline/tokens/generate", body, b"{}")
    found = json.loads(answer)
    return Known(found["conversationId"], found["token"])


def _answered(
    address: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(address, timeout=SLOW)
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        if response.status == http.client.SWITCHING_PROTOCOLS:
            return response.status, response.headers, b""
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def main(many: int) -> int:
    """Run and print; the exit code."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder), CVF_PLAYGROUND="1") as server:
        tried = fuzz(server, many)
    for route, counts in sorted(tried.statuses.items()):
        answered = "  ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
        print(f"{route:45} {sum(counts.values()):6}   {answered}")
    print(f"{tried.requests} requests, {len(tried.faults)} faults")
    for fault, times in Counter(tried.faults).most_common(20):
        print(f"{times:5} {fault}")
    return int(bool(tried.faults))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    sys.exit(main(parser.parse_args().requests))
