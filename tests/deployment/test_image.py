"""The Dockerfile and .dockerignore, as far as they can be tried without an engine: no image is built here."""

import datetime as dt
import re
import shlex
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from bot.settings import read_settings
from bot.store.backup import restore
from tests.conftest import ROOT
from tests.deployment.image import Image, command, context, environment, free_port, health_check, rest_of
from tests.deployment.settings_table import GUIDE

CODES = {"CVF_ACCESS": "codes", "CVF_PUBLIC_URL": "https://cvf.example.org"}
LEFT_OUT = (
    ".env",
    ".git/config",
    ".venv/bin/python",
    "benchmarks/serving.py",
    "bot/__pycache__/server.cpython-311.pyc",
    "data/cvf.sqlite",
    "docs/deployment.md",
    "key.pem",
    "requirements-dev.txt",
    "tests/bot/test_http.py",
)


def test_nothing_but_the_program_reaches_the_build(tmp_path: Path) -> None:
    wanted = (
        "app.py",
        "bot/settings.py",
        "bot/web/page.js",
        "knowledge/language/names.yaml",
        "requirements-documents.txt",
    )
    for name in (*LEFT_OUT, *wanted):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {str(path) for path in context(tmp_path)} == set(wanted)


def test_every_file_of_the_program_reaches_the_build() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--", "app.py", "bot", "dialogs", "knowledge", "LICENSE", "NOTICE.md"],  # noqa: S607 - the developer's git
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(listed.stdout.splitlines()) <= {str(path) for path in context(ROOT)}


def test_what_the_build_copies_is_there_and_the_packages_are_pinned() -> None:
    reached = {part for path in context(ROOT) for part in (path, *path.parents)}
    for rest in rest_of("COPY"):
        *sources, _ = shlex.split(rest)
        assert all(any(str(part) == source for part in reached) for source in sources), rest
    assert any("--require-hashes -r requirements-documents.txt" in rest for rest in rest_of("RUN"))
    assert "--hash=sha256:" in (ROOT / "requirements-documents.txt").read_text(encoding="utf-8")


def test_it_runs_as_somebody_with_no_rights_and_holds_no_secret() -> None:
    assert int(rest_of("USER")[-1]) > 0
    assert not [name for name in environment() if "SECRET" in name or "CERTIFICATE" in name]
    data = Path(rest_of("VOLUME")[-1])
    assert Path(environment()["CVF_DATABASE"]).parent == data
    assert [str(read_settings(environment() | CODES).port)] == rest_of("EXPOSE")


def test_without_settings_it_says_what_to_set(tmp_path: Path) -> None:
    done = Image(tmp_path).run(command())
    assert done.returncode == 2
    assert "CVF_ACCESS" in done.stderr
    assert "CVF_PUBLIC_URL" in done.stderr


def test_it_serves_is_healthy_and_stops(tmp_path: Path) -> None:
    image = Image(tmp_path, **CODES)
    before = image.files()
    with image:
        healthy = image.run(health_check())
        assert healthy.returncode == 0, healthy.stderr
        away = f"http://127.0.0.1:{free_port()}"
        assert image.run(health_check(), http_proxy=away, HTTP_PROXY=away).returncode == 0
        assert image.stop() == 0
        assert image.run(health_check()).returncode != 0
    assert image.files() == before  # so that its file system can be read-only
    assert (image.data / "cvf.sqlite").exists()


def test_the_guides_commands_inside_the_container_work_while_it_runs(tmp_path: Path) -> None:
    lines = [line.strip() for line in GUIDE.read_text(encoding="utf-8").replace("`", "\n").splitlines()]
    tomorrow = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
    inside = [
        [re.sub(r"^\d{4}-\d\d-\d\d$", tomorrow, word) for word in shlex.split(line)[3:]]
        for line in lines
        if line.startswith("docker exec cvf python ")
    ]
    assert len(inside) == 2
    with Image(tmp_path, **CODES) as image:
        for words in inside:
            done = image.run(words)
            assert done.returncode == 0, done.stderr
        assert "Leeds workshop" in image.run(["python", "app.py", "codes", "list"]).stdout
    restored = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    restore(restored, image.data / "backup.gz", image.data / "backup.gz.keys", ())
    with closing(sqlite3.connect(tmp_path / "restored.sqlite")) as kept:
        assert kept.execute("SELECT label FROM access_codes").fetchall() == [("Leeds workshop",)]
