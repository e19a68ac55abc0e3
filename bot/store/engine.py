"""Threads that own the database and commit what has gathered, in groups.

Each operation is a function of a connection. Under load many share one commit, so that a turn costs a fraction of a
write to disk; a turn is acknowledged only after its commit. If an operation of a group fails, each runs alone, so that
it fails nobody else. Operations with the same key run in their order; SQLite, which has one writer, has one thread.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from zlib import crc32

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.log import failed, log
from bot.store.opening import CONNECTIONS, opened

T = TypeVar("T")
GROUP = 64  # operations in one commit at most: about 20 ms of work


class AwayError(Exception):
    """The database cannot be reached or cannot write now. What was asked for may be asked for again."""


class Database:
    """Runs operations. `url` is SQLAlchemy's address of the database."""

    def __init__(self, url: str) -> None:
        self._engine = opened(url)
        self.shared = self._engine.dialect.name != "sqlite"  # whether other replicas may use it too
        self._workers = [_Worker(self, number) for number in range(CONNECTIONS if self.shared else 1)]

    async def run(self, operation: Callable[[Connection], T], key: str = "") -> T:
        """The operation's result, once it is committed. Raises AwayError."""
        return await self.soon(operation, key)

    def soon(self, operation: Callable[[Connection], T], key: str = "") -> "asyncio.Future[T]":
        """The same for whoever need not wait: the operation is in the queue when this returns."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        worker = self._workers[crc32(key.encode()) % len(self._workers)]
        worker.waiting.put(_Job(operation, loop, future))
        return future

    async def alive(self) -> None:
        """Ask the database something. Raises AwayError."""
        await self.run(lambda connection: connection.execute(text("SELECT 1")).scalar())

    async def scrub(self) -> None:
        """Take what was deleted out of SQLite's write-ahead log too; its file is overwritten at once (secure_delete).

        PostgreSQL keeps its log for longer: there, a destroyed key makes it unreadable.
        """
        if not self.shared and self._engine.url.database:
            await asyncio.to_thread(self._scrub)

    def _scrub(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
        if busy:  # somebody reads elsewhere, such as a backup; the next deletion or the next hour does it
            log("not scrubbed")

    @property
    def depth(self) -> int:
        """Operations that wait."""
        return sum(worker.waiting.qsize() for worker in self._workers)

    async def close(self) -> None:
        """Finish what is waiting, then close the database."""
        for worker in self._workers:
            worker.waiting.put(None)
        for worker in self._workers:
            await asyncio.to_thread(worker.thread.join)
        self._engine.dispose()

    def commit(self, jobs: list["_Job"]) -> None:
        """Run some operations as one transaction, alone where one of them fails."""
        try:
            with self._engine.begin() as connection:
                results = [job.operation(connection) for job in jobs]
        except Exception as error:  # noqa: BLE001 - the error goes to whoever asked
            if len(jobs) == 1 or _is_lost(error):
                for job in jobs:
                    job.fail(error)
            else:
                for job in jobs:
                    self.commit([job])
            return
        _settle(jobs, results)


class _Worker:
    """A thread and what waits for it."""

    def __init__(self, database: Database, number: int) -> None:
        self.waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._database = database
        self.thread = threading.Thread(target=self._work, name=f"database-{number}", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        closing = False
        while not closing:
            gathered = [self.waiting.get()]
            while len(gathered) < GROUP:
                try:
                    gathered.append(self.waiting.get_nowait())
                except queue.Empty:
                    break
            closing = None in gathered
            self._database.commit([job for job in gathered if job])


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
        if isinstance(error, OperationalError) or _is_lost(error):
            failed("database", error)
            error = AwayError(type(error).__name__)
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


def _is_lost(error: Exception) -> bool:
    """Whether there is no connection: what else waits would only wait for it too."""
    return isinstance(error, PoolTimeoutError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
