"""A server at a moderate rate for an hour: `python -m benchmarks.soak [--minutes 60] [--after 5] [--users 20]`.

Prints the server's memory, the turns and the errors of each minute. Exit code 1 if its memory at the end is more than
1.10 times that after the first minutes (`--after`), or if anything went unanswered.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import ClientError, ClientSession

from benchmarks.clients import User, memory
from tests.serving import Server, WebChat

MOST = 1.10  # times the memory after the first minutes


class Soak:
    """Users of one server who take turns at a steady rate."""

    def __init__(self, server: Server, users: int, rate: float) -> None:
        self._server, self._users, self._pause = server, users, users / rate
        self.turns = self.errors = 0

    async def run(self, minutes: int, after: int) -> bool:
        """Whether the memory stayed, and everything was answered."""
        kept: list[float] = []
        async with ClientSession() as http, asyncio.TaskGroup() as group:
            talking = [group.create_task(self._talk(http, number)) for number in range(self._users)]
            for minute in range(1, minutes + 1):
                await asyncio.sleep(60)
                kept.append(memory(self._server))
                print(f"{minute:4} min  {kept[-1]:6.1f} MB  {self.turns:6} turns  {self.errors} errors", flush=True)
            for task in talking:
                task.cancel()
        ratio = kept[-1] / kept[after - 1]
        print(f"memory at the end / after {after} min  {ratio:.2f}  at most {MOST}  {self.errors} errors")
        return ratio <= MOST and not self.errors

    async def _talk(self, http: ClientSession, number: int) -> None:
        await asyncio.sleep(self._pause * number / self._users)
        user = User(WebChat(http, self._server.url))
        await user.open()
        due = time.monotonic()
        while True:
            try:
                self.errors += not await user.turn()
            except (ClientError, AssertionError, KeyError):
                self.errors += 1
            self.turns += 1
            due += self._pause
            await asyncio.sleep(max(0.0, due - time.monotonic()))


def main() -> int:
    """Run it, and say how it went by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--after", type=int, default=5)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rate", type=float, default=5.0, help="turns a second, of all users together")
    given = parser.parse_args()
    if not 1 <= given.after <= given.minutes:
        parser.error("--after: a minute of the run")
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        soak = Soak(server, given.users, given.rate)
        return 0 if asyncio.run(soak.run(given.minutes, given.after)) else 1


if __name__ == "__main__":
    sys.exit(main())
