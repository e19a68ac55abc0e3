"""What is counted while the server runs, for Prometheus: names of kinds, never an id and never a text."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CHANNELS = frozenset(["web", "msteams", "emulator", "terminal"])  # others come from outside and count as one
REGISTRY = CollectorRegistry()
TURNS = Counter("cvf_turns", "Turns taken, by channel and kind of the reply", ["channel", "kind"], registry=REGISTRY)
SECONDS = Histogram(
    "cvf_turn_seconds",
    "Time from a message to its replies being kept, by channel",
    ["channel"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
ERRORS = Counter("cvf_errors", "Failures, by what was done", ["event"], registry=REGISTRY)
REFUSED = Counter("cvf_refused", "Requests that were not carried out, by status", ["status"], registry=REGISTRY)
SOCKETS = Gauge("cvf_sockets", "Open streams of chat pages", registry=REGISTRY)
UNSENT = Gauge("cvf_unsent", "Replies in the database that have not reached their channel", registry=REGISTRY)
WAITING = Gauge("cvf_database_waiting", "Operations that wait for the database", registry=REGISTRY)


def turned(conversation: str, kinds: Sequence[str], seconds: float) -> None:
    """Count a turn. Of the conversation only its channel is looked at."""
    named = conversation.partition(":")[0]
    channel = named if named in CHANNELS else "other"
    for kind in kinds or ["none"]:
        TURNS.labels(channel, kind).inc()
    SECONDS.labels(channel).observe(seconds)


def exposition() -> bytes:
    """Everything in the text format of Prometheus."""
    return generate_latest(REGISTRY)
