"""`teams package` on the command line: the zip that Teams and its admin centre take."""

import json
import zlib
from argparse import Namespace
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TextIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from bot.teams_app.manifest import COLOUR, OUTLINE, STRINGS, Wishes, manifest, strings
from bot.teams_app.rules import MANIFEST, problems

DONE, FOUND, WRONG_USE = 0, 1, 2
HERE = Path(__file__).parent
_LARGEST = 1024 * 1024  # bytes of a file of a package; ours have a few thousand
STARTERS = (
    "Its prompt starters take the place of a welcome message: set CVF_TEAMS_WELCOME=starters where the coach runs."
)
NEXT = "Upload it in Teams or in its admin centre: docs/deployment.md says how."


def package(options: Namespace, out: TextIO, errors: TextIO) -> int:
    """Write the package. 1 where Teams would refuse it, each problem named; nothing is written then."""
    files = files_for(
        Wishes(
            app_id=options.app_id,
            domain=options.domain,
            name=options.name,
            developer=options.developer,
            version=options.version,
            starters=options.starters,
        )
    )
    found = problems(files)
    if found:
        errors.writelines(f"{problem}\n" for problem in found)
        return FOUND
    try:
        options.out.write_bytes(zipped(files))
    except OSError as error:
        errors.write(f"{options.out}: {error.strerror} -> name a file that can be written with --out\n")
        return WRONG_USE
    out.write(f"{options.out}\n{NEXT}\n")
    if options.starters:
        out.write(f"{STARTERS}\n")
    return DONE


def files_for(wishes: Wishes) -> dict[str, bytes]:
    """The files of the package by name."""
    made = manifest(wishes)
    icons = {name: (HERE / name).read_bytes() for name in (COLOUR, OUTLINE)}
    return {MANIFEST: _json(made), STRINGS: _json(strings(made)), **icons}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip: the same bytes for the same files, as their times are left out."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return packed.getvalue()


def unzipped(path: Path) -> dict[str, bytes]:
    """The files of a zip by name. Raises OSError, and ValueError where it is none that can be read."""
    try:
        with ZipFile(path) as archive:
            return {one.filename: archive.read(one) for one in archive.infolist() if one.file_size <= _LARGEST}
    except (BadZipFile, zlib.error, RuntimeError, EOFError):
        raise ValueError(f"{path}: not a zip that can be read") from None


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
