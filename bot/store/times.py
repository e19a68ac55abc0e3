"""Times as the tables have them."""

import datetime as dt
import time


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def ms(moment: dt.datetime) -> int:
    """The same of a moment."""
    return int(moment.timestamp() * 1000)
