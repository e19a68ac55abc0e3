"""`app.py teams package`: the zip, its icons, and arguments that are wrong."""

import io
import json
import struct
import zlib
from argparse import Namespace
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.teams_app.manifest import COLOUR, OUTLINE, STRINGS
from bot.teams_app.package import HERE, package, unzipped, zipped
from bot.teams_app.rules import MANIFEST
from tests.bot.teams_app.packing import APP, HOST, files
from tests.bot.test_command_line import run

NEEDED = ("teams", "package", "--app-id", APP, "--domain", HOST)


def test_it_writes_a_zip_with_the_files_at_its_top(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    done = run(*NEEDED, "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == str(out)
    with ZipFile(out) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, STRINGS, COLOUR, OUTLINE]
    assert unzipped(out) == files()


def test_what_a_deployment_decides_is_in_it(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    own = ("--name", "Ask CVF", "--developer", "Exampleshire Police", "--version", "1.2.3", "--starters")
    done = run("teams", "package", "--app-id", APP.upper(), "--domain", "CVF.Example.org", *own, "--out", str(out))
    assert done.returncode == 0
    assert "CVF_TEAMS_WELCOME=starters" in done.stdout
    made = json.loads(unzipped(out)[MANIFEST])
    assert (made["id"], made["version"], made["validDomains"]) == (APP, "1.2.3", [HOST])
    assert (made["name"]["short"], made["developer"]["name"]) == ("Ask CVF", "Exampleshire Police")
    assert made["bots"][0]["commandLists"][0]["commands"][0]["type"] == "prompt"


def test_the_same_wishes_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        assert run(*NEEDED, "--out", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes() == zipped(files())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("teams",), "USE"),
        (("teams", "package"), "--app-id, --domain"),
        (("teams", "package", "--app-id", APP), "--domain"),
        *(
            ((*NEEDED, option, value), f"argument {option}: {value!r} is not {form}")
            for option, value, form in (
                ("--app-id", "cvf", "of the form 12345678-"),
                ("--app-id", f"{{{APP}}}", "of the form 12345678-"),
                ("--app-id", "", "of the form 12345678-"),
                ("--domain", "https://cvf.example.org", "a host name such as"),
                ("--domain", "cvf.example.org:443", "a host name such as"),
                ("--domain", "localhost", "a host name such as"),
                ("--domain", "10.0.0.7", "a host name such as"),
                ("--domain", "cvf-.example.org", "a host name such as"),
                ("--domain", "x." * 130 + "org", "a host name such as"),
                ("--name", "x" * 31, "1 to 30 characters"),
                ("--name", " ", "1 to 30 characters"),
                ("--developer", "x" * 33, "1 to 32 characters"),
                ("--version", "1.0", "of the form 1.0.1"),
                ("--version", "1.0.0-beta", "of the form 1.0.1"),
            )
        ),
    ],
)
def test_wrong_arguments_exit_with_two_and_say_what_is_wanted(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "app.zip"
    done = run(*NEEDED, "--out", str(out))
    assert done.returncode == 2
    assert done.stderr.startswith(f"{out}: No such file or directory -> ")


def test_nothing_is_written_that_teams_would_refuse(tmp_path: Path) -> None:
    out, said, errors = tmp_path / "app.zip", io.StringIO(), io.StringIO()
    wished = Namespace(app_id=APP, domain=HOST, name="x" * 31, developer="x", version="1.0.0", starters=False, out=out)
    assert package(wished, said, errors) == 1
    assert "name.short" in errors.getvalue()
    assert said.getvalue() == ""
    assert not out.exists()


def test_the_commands_explain_themselves() -> None:
    for use in ((), ("package",), ("check",)):
        done = run("teams", *use, "--help")
        assert done.returncode == 0
        assert "usage: app.py teams" in done.stdout


def test_the_outline_is_white_on_a_transparent_ground() -> None:
    pixels = pixels_of(HERE / OUTLINE, 4)
    seen = [pixel for pixel in pixels if pixel[3]]
    assert set(seen) <= {(255, 255, 255, alpha) for alpha in range(1, 256)}
    assert 100 < len(seen) < 32 * 32 / 2
    assert all(not pixels[y * 32 + x][3] for x in range(32) for y in (0, 31))


def test_the_colour_icon_is_opaque_and_its_sign_stays_in_the_middle() -> None:
    pixels = pixels_of(HERE / COLOUR, 3)
    ground = pixels[0]
    drawn = [(place % 192, place // 192) for place, pixel in enumerate(pixels) if pixel != ground]
    assert drawn
    assert all(36 <= x < 156 and 36 <= y < 156 for x, y in drawn)  # Teams may cut off or round what is outside


def pixels_of(path: Path, depth: int) -> list[tuple[int, ...]]:
    """The pixels of a PNG with 8 bits a channel, not interlaced."""
    data, place, packed, width = path.read_bytes(), 8, b"", 0
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, _, bits, colour, *_, interlaced = struct.unpack(">IIBBBBB", body)
            assert (bits, colour, interlaced) == (8, {3: 2, 4: 6}[depth], 0)
        packed += body if kind == b"IDAT" else b""
        place += size + 12
    raw, row, pixels = zlib.decompress(packed), width * depth, list[tuple[int, ...]]()
    above = bytes(row)
    for start in range(0, len(raw), row + 1):
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + row], above, depth)
        pixels += [tuple(above[i : i + depth]) for i in range(0, row, depth)]
    return pixels


def unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """A row of a PNG as it was before it was filtered."""
    made = bytearray(line)
    for i in range(len(made)):
        left, up, corner = made[i - depth] if i >= depth else 0, above[i], above[i - depth] if i >= depth else 0
        guess = left + up - corner
        near = min((left, up, corner), key=lambda one, guess=guess: abs(guess - one))
        made[i] = (made[i] + (0, left, up, (left + up) // 2, near)[kind]) % 256
    return bytes(made)
