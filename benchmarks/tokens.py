"""How long the event loop stands still while a token service takes 2 s and 1,000 turns wait for a token.

`python -m benchmarks.tokens [TRIES]`. MSAL is imported, signs in and asks in a thread; the service is that of the
tests, over real HTTP, here in the same process, which can only make it look worse.
"""

import asyncio
import subprocess
import sys
import time

from bot.channels.teams.credentials import Entra, Registration
from tests.bot.teams import entra as service

TURNS, TAKES = 1000, 2.0
_ONE = "one"  # a process measures once: a second time MSAL is imported already


async def measured(registration: Registration) -> tuple[float, int]:
    """The longest standstill in milliseconds, and the requests to the token service."""
    with service.Entra().running() as running:
        running.wait = TAKES
        tokens = Entra(registration, running.http())
        longest, waiting = 0.0, True

        async def watch() -> None:
            nonlocal longest
            while waiting:
                before = time.perf_counter()
                await asyncio.sleep(0.001)
                longest = max(longest, time.perf_counter() - before - 0.001)

        watching = asyncio.create_task(watch())
        await asyncio.gather(*(tokens.token() for _ in range(TURNS)))
        waiting = False
        await watching
        return longest * 1000, len(running.asked)


def main(tries: int) -> None:
    """Measure in processes of their own, and print."""
    for _ in range(tries):
        subprocess.run([sys.executable, "-m", "benchmarks.tokens", _ONE], check=True)  # noqa: S603 - our own program


if __name__ == "__main__":
    if _ONE in sys.argv:
        stood, asked = asyncio.run(measured(Registration("SingleTenant", "app", "tenant", secret="secret")))  # noqa: S106 - of no service
        print(f"{TURNS} turns, {asked} token request, longest standstill of the loop {stood:.1f} ms")
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
