"""An hour of people at a moderate rate, and whether the memory of the server stays where it was.

`python -m benchmarks.soak [--minutes 60] [--rate 5]`. One server with SQLite; people come, ask, practise, read and go.
Prints the memory each minute. Exit code 1 where it is more than a tenth above that after five minutes, or a request
failed.
"""

import argparse
import asyncio
import sys
import tempfile
import time

from aiohttp import ClientSession, TCPConnector

from benchmarks.clients import Person
from benchmarks.serving import memory, started

ANSWER = (
    "Last November I was on the night shift in a care home in Leeds and a resident had stopped eating. I had to find "
    "out why. I sat down next to her and asked her what she fancied, then I asked the cook to make it. She finished "
    "the whole bowl and we put it into her care plan."
)
SAID = (
    "whats lvl 2 ownership",
    "and level 3?",
    "neg indicators courage",
    "which value gets broken by playing favourites",
    "practise compassion, 1 question",
    ANSWER,
    "that's all",
    "skip",
    "4",
    "stop",
    "my progress",
    "what will sergeants earn next year",
)
STAY = 6  # times that somebody says all of it before somebody else takes their place
WARM, GROWTH = 5, 1.10  # minutes until memory is compared, and what it may come to


async def soak(minutes: float, rate: float) -> int:
    """Run; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        server, url = started(["app.py", "serve"], folder)
        turns = failed = 0
        readings: list[float] = []
        async with ClientSession(connector=TCPConnector(limit=64)) as http:

            async def somebody(start: float, until: float) -> None:
                nonlocal turns, failed
                await asyncio.sleep(start)
                while time.monotonic() < until:
                    person = Person(http, url)
                    await person.enter()
                    for said in SAID * STAY:
                        if time.monotonic() >= until:
                            return
                        before = time.monotonic()
                        failed += await person.send(said) != 200
                        await person.read()
                        turns += 1
                        await asyncio.sleep(max(0.0, people / rate - (time.monotonic() - before)))

            people = max(1, int(rate * 4))  # each says something every four seconds
            until = time.monotonic() + minutes * 60
            going = [asyncio.create_task(somebody(4 * at / people, until)) for at in range(people)]
            while time.monotonic() < until:
                await asyncio.sleep(min(60, max(0.1, until - time.monotonic())))
                readings.append(memory(server))
                print(f"minute {len(readings):3}  {readings[-1]:6.1f} MB  {turns} turns  {failed} failed", flush=True)
            await asyncio.gather(*going)
        server.terminate()
        server.wait()
    warm = readings[min(WARM, len(readings)) - 1]
    growth = readings[-1] / warm
    print(f"after {WARM} minutes {warm:.1f} MB, at the end {readings[-1]:.1f} MB: {growth:.3f} times, at most {GROWTH}")
    return int(growth > GROWTH or failed > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=5, help="turns a second")
    given = parser.parse_args()
    sys.exit(asyncio.run(soak(given.minutes, given.rate)))
