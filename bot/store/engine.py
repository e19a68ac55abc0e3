"""One thread that owns the database and commits what has gathered, in groups.

Each operation is a function of a connection. Under load many share one commit, so that a turn costs a fraction of a
write to disk; a turn is acknowledged only after its commit. If an operation of a group fails, each runs alone, so that
it fails nobody else.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

T = TypeVar("T")
GROUP = 64  # operations in one commit at most: about 20 ms of work
BUSY = 5000  # milliseconds that SQLite waits for another process


class Database:
    """Runs operations in order. `path` None keeps everything in memory."""

    def __init__(self, path: Path | None) -> None:
        self._engine = _engine(path)
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database", daemon=True)
        self._thread.start()

    async def run(self, operation: Callable[[Connection], T]) -> T:
        """The operation's result, once it is committed."""
        return await self.soon(operation)

    def soon(self, operation: Callable[[Connection], T]) -> "asyncio.Future[T]":
        """The same for whoever need not wait: the operation is in the queue when this returns."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Job(operation, loop, future))
        return future

    async def close(self) -> None:
        """Finish what is waiting, then close the database."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)
        self._engine.dispose()

    def _work(self) -> None:
        closing = False
        while not closing:
            gathered = [self._waiting.get()]
            while len(gathered) < GROUP:
                try:
                    gathered.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            closing = None in gathered
            self._commit([job for job in gathered if job])

    def _commit(self, jobs: list["_Job"]) -> None:
        try:
            with self._engine.begin() as connection:
                results = [job.operation(connection) for job in jobs]
        except Exception as error:  # noqa: BLE001 - the error goes to whoever asked
            if len(jobs) == 1:
                jobs[0].fail(error)
                return
            for job in jobs:
                self._commit([job])
            return
        _settle(jobs, results)


class _Job:
    def __init__(
        self,
        operation: Callable[[Connection], Any],  # each job has a result type of its own
        loop: asyncio.AbstractEventLoop,
        future: asyncio.Future[Any],
    ) -> None:
        self.operation = operation
        self.loop = loop
        self.future = future

    def fail(self, error: Exception) -> None:
        self.loop.call_soon_threadsafe(lambda: None if self.future.done() else self.future.set_exception(error))


def _settle(jobs: Sequence[_Job], results: Sequence[object]) -> None:
    """Tell those who wait, each loop once: waking it costs more than the telling."""
    for loop in {job.loop for job in jobs}:
        mine = [(job.future, result) for job, result in zip(jobs, results, strict=True) if job.loop is loop]
        loop.call_soon_threadsafe(_tell, mine)


def _tell(settled: Sequence[tuple["asyncio.Future[Any]", object]]) -> None:
    for future, result in settled:
        if not future.done():
            future.set_result(result)


def _engine(path: Path | None) -> Engine:
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    return engine
