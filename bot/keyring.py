"""`keys` on the command line: the master keys that what people write is sealed with."""

import asyncio
import base64
import secrets
from argparse import Namespace
from collections.abc import Mapping
from typing import TextIO

from bot.settings import KEY_BYTES, Settings, SettingsError, read_settings
from bot.store.prepare import prepare
from bot.store.store import Store


def keyring(options: Namespace, environ: Mapping[str, str], out: TextIO) -> int:
    """Make a master key, or wrap every person's key with the newest one."""
    if options.use == "new":
        out.write(f"{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
        return 0
    settings = read_settings(environ)
    if not settings.masters:
        raise SettingsError("CVF_KEYS: not set -> the new key, then the old ones")
    prepare(settings.store_url)
    out.write(f"{asyncio.run(_rotated(settings))} keys wrapped anew; the older master keys can go\n")
    return 0


async def _rotated(settings: Settings) -> int:
    store = Store(settings.store_url, settings.masters)
    try:
        missing = await store.keys_missing()
        if missing:
            raise SettingsError(f"CVF_KEYS: {len(missing)} of the keys in use are not set -> add them after the newest")
        return await store.database.run(store.keys.rotate)
    finally:
        await store.close()
