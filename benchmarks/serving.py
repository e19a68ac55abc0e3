"""Turns a second through `/api/messages`, ours beside echoes on other adapters, in one run.

`make bench-serving`, or `python -m benchmarks.serving [ROUNDS]`. Ours understands the question, keeps the turn in
SQLite (synchronous=FULL) and sends the answer as a card; the others send the text back. Read the ratios: the client
and the channel run on the same machine and take their share.
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from aiohttp import ClientSession, TCPConnector, web

ASKED = ("whats lvl 2 ownership", "neg indicators courage", "and level 3?", "how was the interview scored", "help")
SENT = {1: 300, 16: 1500}  # messages of a measurement, by its users
FLOOR = "Agents SDK, echo"
COMMANDS = {
    "bare aiohttp, echo": ["-m", "benchmarks.echoes", "aiohttp"],
    "our adapter, echo": ["-m", "benchmarks.echoes", "ours"],
    FLOOR: ["-m", "benchmarks.echoes", "agents"],
    "botbuilder, echo": ["-m", "benchmarks.echoes", "botbuilder"],
    "CVF coach": ["app.py", "serve"],
}


def started(arguments: list[str], folder: str) -> tuple[subprocess.Popen[str], str]:
    """A server and its address."""
    environ = os.environ | {"CVF_PORT": "0", "CVF_PLAYGROUND": "1", "CVF_DATABASE": str(Path(folder) / "bench.sqlite")}
    server = subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ
    )
    assert server.stdout
    found = re.search(r"http://[\d.]+:\d+", server.stdout.readline())
    assert found
    return server, found[0]


def memory(server: subprocess.Popen[str]) -> float:
    """The memory that the process holds, in MB."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


async def measured(http: ClientSession, url: str, service: str, users: int) -> tuple[float, list[float]]:
    """Turns a second, and the time of each in milliseconds."""
    times: list[float] = []

    async def user(name: str) -> None:
        for number in range(SENT[users] // users):
            activity = {
                "type": "message",
                "id": uuid.uuid4().hex,
                "channelId": "msteams",
                "serviceUrl": service,
                "from": {"id": name},
                "recipient": {"id": "bot"},
                "conversation": {"id": name},
                "text": ASKED[number % len(ASKED)],
            }
            before = time.perf_counter()
            async with http.post(f"{url}/api/messages", json=activity) as response:
                assert response.status < 300, await response.text()  # the Agents SDK says 202
            times.append((time.perf_counter() - before) * 1000)

    before = time.perf_counter()
    await asyncio.gather(*(user(uuid.uuid4().hex) for _ in range(users)))
    return len(times) / (time.perf_counter() - before), times


async def main(rounds: int) -> None:
    """Measure side by side and print."""
    got = 0

    async def take(_: web.Request) -> web.Response:
        nonlocal got
        got += 1
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_post("/v3/conversations/{id}/activities/{reply}", take)
    app.router.add_post("/v3/conversations/{id}/activities", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    service = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as folder:
        servers = {name: started(arguments, folder) for name, arguments in COMMANDS.items()}
        rates: dict[tuple[str, int], list[float]] = {}
        times: dict[tuple[str, int], list[float]] = {}
        async with ClientSession(connector=TCPConnector(limit=64)) as http:
            for number in range(rounds + 1):
                for users in SENT:
                    for name, (_, url) in servers.items():
                        before = got
                        rate, spent = await measured(http, url, service, users)
                        assert got - before == len(spent), "every message gets its answer"
                        if number:  # the first round warms up
                            rates.setdefault((name, users), []).append(rate)
                            times.setdefault((name, users), []).extend(spent)
        for users in SENT:
            floor = statistics.median(rates[FLOOR, users])
            for name, (server, _) in servers.items():
                rate = statistics.median(rates[name, users])
                cuts = statistics.quantiles(times[name, users], n=100)
                print(
                    f"{users:3} users  {name:18} {rate:6.0f} turns/s  {rate / floor:5.2f} of the Agents SDK's  "
                    f"p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  p99 {cuts[98]:6.1f} ms  {memory(server):5.0f} MB"
                )
        for server, _ in servers.values():
            server.kill()
            server.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
