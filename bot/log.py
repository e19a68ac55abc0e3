"""Logs for machines: one JSON object a line, with ids that are hashed and never what anyone wrote."""

import datetime as dt
import hashlib
import json
import logging
import sys
from typing import TextIO

from bot import metrics

_LOG = logging.getLogger("cvf")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        fields: dict[str, object] = getattr(record, "fields", {})
        event = record.getMessage() if record.name == _LOG.name else record.name
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "event": event, **fields}
        if record.exc_info and record.exc_info[1]:  # where, not what: an exception's text may hold a person's words
            error = record.exc_info[1]
            trace = error.__traceback__
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
            line |= {"error": type(error).__name__, "place": place}
        return json.dumps(line)


def configure(level: str, out: TextIO = sys.stderr) -> None:
    """Send every log of the program to `out`."""
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Json())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _LOG.setLevel(level.upper())


def log(event: str, level: int = logging.INFO, **fields: str | float | None) -> None:
    """Log an event. Fields are ids, counts and names of kinds."""
    _LOG.log(level, event, extra={"fields": fields})


def failed(event: str, error: BaseException, **fields: str | float | None) -> None:
    """Log that something broke, and where."""
    metrics.ERRORS.labels(event).inc()
    _LOG.error(event, exc_info=error, extra={"fields": fields})


def hashed(name: str) -> str:
    """An id that tells conversations apart in a log and names nobody."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
