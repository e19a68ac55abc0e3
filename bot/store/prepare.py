"""Make the database ready before the program opens it."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import NotReadyError

_ROOT = Path(__file__).parent.parent.parent


def prepare(url: str) -> None:
    """Make the folder of a file and bring the tables to the newest version. Raises NotReadyError."""
    where = make_url(url)
    if where.database and where.get_backend_name() == "sqlite":
        try:
            Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotReadyError(f"{where.database}: {error.strerror}") from error
    done = subprocess.run(
        [sys.executable, "-m", "bot.store.migrate"],
        cwd=_ROOT,
        env=os.environ | {"CVF_MIGRATE": url},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotReadyError(" ".join(done.stderr.split()))
