"""`python -m bot.documents.extract KIND FILE`: read one file in a process of its own and print its text as JSON.

A file from outside can be made to take all time and memory there is: the process gives itself limits first, and whoever
started it ends it after a time. What is wrong with a file comes back as `{"wrong": ...}`.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.documents.formats import READERS, UnreadableError

MEMORY = 1024**3  # bytes of address space
SECONDS = 60  # of processor time
DAMAGED = "it is damaged or cut off -> open it in its own program, save it again, and add that"


def main(kind: str, file: Path) -> None:
    """Print what was read, or what is wrong."""
    _limit()
    try:
        found = asdict(READERS[kind](file.read_bytes()))
    except ModuleNotFoundError as missing:
        found = {"wrong": f"{kind} is read with {missing.name}, which is not installed -> run `make documents`"}
    except UnreadableError as error:
        found = {"wrong": str(error)}
    except MemoryError:
        found = {"wrong": "it takes too much memory to read -> add the part that is needed"}
    except Exception as error:  # noqa: BLE001 - the libraries raise what they like for a damaged file
        found = {"wrong": f"{DAMAGED} ({type(error).__name__})"}
    json.dump(found, sys.stdout)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none; the time is limited from outside
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
