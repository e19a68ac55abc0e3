"""Packages for tests: ours, as the program makes it, and what is made of one by hand."""

import json
from collections.abc import Callable
from typing import Any

from bot.teams_app.manifest import STRINGS, Wishes, strings
from bot.teams_app.package import files_for
from bot.teams_app.rules import MANIFEST

APP = "12345678-90ab-cdef-1234-567890abcdef"
HOST = "cvf.example.org"
Change = Callable[[dict[str, Any]], object]


def files(*, starters: bool = False) -> dict[str, bytes]:
    return files_for(Wishes(APP, HOST, "CVF coach", "CVF coach project", "1.0.0", starters))


def changed(change: Change) -> dict[str, bytes]:
    """Our package with another manifest, and the strings of that one."""
    made = files()
    manifest = json.loads(made[MANIFEST])
    change(manifest)
    made[MANIFEST] = json.dumps(manifest).encode()
    made[STRINGS] = json.dumps(strings(manifest)).encode()
    return made


def at(path: str, value: object) -> Change:
    """Put a value at a place of the manifest, such as bots/0/botId; None takes away what is there."""
    *above, last = (int(part) if part.isdigit() else part for part in path.split("/"))

    def change(manifest: dict[str, Any]) -> None:
        place: Any = manifest
        for part in above:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return change
