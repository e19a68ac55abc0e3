"""Packages of the npm registry, fetched for a test and never kept; without npm the test is skipped."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def packed(package: str, folder: Path) -> Path:
    """The archive of a package."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip(f"no npm to fetch {package} with")
    fetched = subprocess.run(
        [npm, "pack", package, "--silent"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if fetched.returncode:
        pytest.skip(f"the npm registry cannot be reached, so {package} was not tried")
    return folder / Path(fetched.stdout.strip()).name


def file_of(package: str, member: str, folder: Path) -> bytes:
    """A file of a package."""
    with tarfile.open(packed(package, folder)) as archive:
        found = archive.extractfile(f"package/{member}")
        assert found
        return found.read()
