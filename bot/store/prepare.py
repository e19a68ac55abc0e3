"""Make the database ready before the program opens it."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent


def prepare(path: Path) -> None:
    """Make the database's folder and bring its tables to the newest version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "bot.store.migrate", str(path.resolve())], check=True, cwd=_ROOT)  # noqa: S603 - our own program
