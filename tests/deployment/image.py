"""The image without an engine: what its build would copy, and its commands run as they stand in its environment."""

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Self

from tests.conftest import ROOT

_BIN = Path(sys.executable).parent  # stands in for the image's own Python with the pinned packages


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile: each one's keyword and the rest."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return [
        (keyword, rest.strip()) for keyword, _, rest in (line.partition(" ") for line in lines.splitlines() if line)
    ]


def rest_of(keyword: str) -> list[str]:
    """What follows a keyword, once for each time that it stands there."""
    return [rest for found, rest in instructions() if found == keyword]


def environment() -> dict[str, str]:
    """What ENV sets."""
    return dict(pair.split("=", 1) for rest in rest_of("ENV") for pair in shlex.split(rest))


def command() -> list[str]:
    """CMD, which must be a list: a shell in between would keep the signal to stop to itself."""
    return [str(word) for word in json.loads(rest_of("CMD")[-1])]


def health_check() -> list[str]:
    """The command of HEALTHCHECK, a list too."""
    return [str(word) for word in json.loads(rest_of("HEALTHCHECK")[-1].partition(" CMD ")[2])]


def context(root: Path) -> Iterator[PurePosixPath]:
    """The files of a folder that reach the build, by Docker's rules for .dockerignore."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    kept = {pattern[1:].split("/")[0] for pattern in patterns if pattern.startswith("!")}
    for folder, folders, files in os.walk(root):
        here = PurePosixPath(Path(folder).relative_to(root).as_posix())
        folders[:] = [name for name in folders if not _ignored(here / name, patterns) or name in kept]
        yield from (here / name for name in files if not _ignored(here / name, patterns))


def _ignored(path: PurePosixPath, patterns: list[str]) -> bool:
    """The last pattern that fits decides; one that fits a folder fits what is in it."""
    ignored = False
    for pattern in patterns:
        if any(_fits(part, pattern.removeprefix("!")) for part in [path, *path.parents]):
            ignored = not pattern.startswith("!")
    return ignored


def _fits(path: PurePosixPath, pattern: str) -> bool:
    assert "/" not in pattern.removeprefix("**/"), "these rules know names, at the top or with **/ anywhere"
    return fnmatchcase(path.name, pattern.removeprefix("**/")) and (pattern.startswith("**/") or len(path.parts) == 1)


class Image:
    """The files of the context in a folder, and its commands run there as the image runs them."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.app = folder / "app"
        self.data = folder / "data"
        self.port = free_port()
        self._settings = {"CVF_PORT": str(self.port), **settings}
        for path in context(ROOT):
            (self.app / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, self.app / path)

    def files(self) -> set[Path]:
        """What is in the folder of the program."""
        return set(self.app.rglob("*"))

    def run(self, words: list[str], **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            self._placed(words),
            cwd=self.app,
            env=self._environment(settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def __enter__(self) -> Self:
        self.log = (self.app.parent / "log").open("a")
        self.process = subprocess.Popen(
            self._placed(command()),
            cwd=self.app,
            env=self._environment({}),
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.process.stdout
        started = self.process.stdout.readline()
        assert "The CVF coach is at" in started, Path(self.log.name).read_text()
        return self

    def stop(self) -> int:
        """Tell it to stop, as an engine does; its exit code."""
        self.process.terminate()
        return self.process.wait(30)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()
        self.log.close()

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        own = {name: self._placed([value])[0] for name, value in environment().items()}
        return {"PATH": f"{_BIN}:{os.defpath}", **own, **self._settings, **settings}

    def _placed(self, words: list[str]) -> list[str]:
        """With the image's /data where it is here."""
        return [word.replace("/data/", f"{self.data}/") for word in words]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
