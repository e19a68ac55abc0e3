"""Deletes what is older than the setting, every hour."""

import asyncio
import datetime as dt

from bot.log import failed, hashed, log
from bot.store.retention import Retention
from bot.store.times import ms
from dialogs.example.shelf import KEPT_FOR
from dialogs.state import SavedStateError, due, pruned, restored, saved

HOUR = 3600.0


async def sweep_hourly(store: Retention, days: int) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            log("swept", rows=await sweep(store, days, dt.datetime.now(dt.UTC)))
        except Exception as error:  # noqa: BLE001 - the next hour tries again
            failed("sweep", error)
        await asyncio.sleep(HOUR)


async def sweep(store: Retention, days: int, now: dt.datetime) -> int:
    """Delete what is overdue now; how many rows that were, states that were shortened counted too."""
    rows = await store.drop_older(ms(now - dt.timedelta(days=days)), ms(now - KEPT_FOR))
    for overdue in await store.due(ms(now)):
        try:
            state = restored(overdue.state)
        except SavedStateError as error:
            failed("state", error, conversation=hashed(overdue.conversation))
            continue
        shorter = pruned(state, days, now)
        private = state.interview and not shorter.interview and state.interview.plan and state.interview.plan.private
        clean_since = state.interview.began if private and state.interview else None
        rows += await store.prune(overdue, saved(shorter), due(shorter, days), clean_since)
    if rows:
        await store.scrub()
    return rows
