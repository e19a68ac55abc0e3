"""Random requests to every route of a real server; `python -m benchmarks.fuzz` sends twenty thousand."""

from pathlib import Path

from benchmarks.fuzz import fuzz, routes
from tests.serving import Server

REQUESTS = 300


def test_no_random_request_breaks_the_server(tmp_path: Path) -> None:
    with Server(tmp_path, CVF_PLAYGROUND="1") as server:
        tried = fuzz(server, REQUESTS)
    assert tried.faults == []
    assert tried.requests == REQUESTS
    assert set(tried.statuses) <= set(routes())
    assert len(tried.statuses) > len(routes()) / 2
