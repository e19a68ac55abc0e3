"""What people wrote is sealed with a key of their own, so that destroying the key destroys every copy.

Keys are kept wrapped by a master key that is not in the database. AES-256-GCM by `cryptography`; sealed text is bound
to its owner. Without a master key nothing is sealed, and what was written before stays readable when one is set.
"""

import base64
import hashlib
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, delete, select, update

from bot.store.opening import insert
from bot.store.schema import keys

_MARK = "\x02"  # begins what is sealed; stripped from the beginning of what is not
_SIZE, _NONCE = 32, 12  # bytes
_WRAPPED = select(keys.c.master, keys.c.wrapped).where(keys.c.owner == bindparam("owner"))


class LostKeyError(Exception):
    """Something is sealed with a key that is not there any more."""


class Seal:
    """Seals and opens the texts of one owner; without a key it leaves them as they are."""

    def __init__(self, owner: str, key: bytes | None) -> None:
        self._owner = owner.encode()
        self._cipher = AESGCM(key) if key else None
        self.seals = key is not None

    def sealed(self, text: str) -> str:
        """The text as it is kept."""
        if self._cipher is None:
            return text.lstrip(_MARK)
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), self._owner)
        return _MARK + base64.b64encode(sealed).decode()

    def opens(self, kept: str) -> bool:
        """Whether a text can be opened."""
        try:
            self.opened(kept)
        except LostKeyError:
            return False
        return True

    def opened(self, kept: str) -> str:
        """The text that was kept. Raises LostKeyError."""
        if not kept.startswith(_MARK):
            return kept
        sealed = base64.b64decode(kept[len(_MARK) :])
        if self._cipher is None:
            raise LostKeyError
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._owner).decode()
        except InvalidTag:
            raise LostKeyError from None


class Keys:
    """The keys of owners. `masters`: the newest first; older ones still open what they wrapped."""

    def __init__(self, masters: Sequence[bytes] = ()) -> None:
        self._masters = {_name(master): master for master in masters}
        self._newest = next(iter(self._masters), None)

    def to_read(self, connection: Connection, owner: str) -> Seal:
        """What opens the texts of an owner. Raises LostKeyError where its master key is not set."""
        if self._newest is None:
            return Seal(owner, None)
        row = connection.execute(_WRAPPED, {"owner": owner}).first()
        return self.seal(owner, row.master, row.wrapped) if row else Seal(owner, None)

    def seal(self, owner: str, master: str, wrapped: str) -> Seal:
        """What opens the texts of an owner whose wrapped key is known. Raises LostKeyError."""
        return Seal(owner, self._unwrapped(owner, master, wrapped))

    def to_write(self, connection: Connection, owner: str) -> Seal:
        """What seals the texts of an owner; a key is made where there is none."""
        found = self.to_read(connection, owner)
        if found.seals or self._newest is None:
            return found
        row = {"owner": owner, "master": self._newest, "wrapped": self._wrapped(owner, secrets.token_bytes(_SIZE))}
        connection.execute(insert(connection, keys).on_conflict_do_nothing(), row)
        return self.to_read(connection, owner)  # perhaps that of another replica, which was faster

    def destroy(self, connection: Connection, owner: str) -> None:
        """Make everything unreadable that is sealed for an owner."""
        connection.execute(delete(keys).where(keys.c.owner == owner))

    def rotate(self, connection: Connection) -> int:
        """Wrap every key with the newest master; how many were wrapped with another."""
        rows = connection.execute(select(keys).where(keys.c.master != self._newest)).all()
        for row in rows:
            key = self._unwrapped(row.owner, row.master, row.wrapped)
            values = {"master": self._newest, "wrapped": self._wrapped(row.owner, key)}
            connection.execute(update(keys).where(keys.c.owner == row.owner).values(values))
        return len(rows)

    def missing(self, connection: Connection) -> list[str]:
        """Names of master keys that wrapped something and are not set."""
        used = connection.execute(select(keys.c.master).distinct()).scalars()
        return sorted(set(used) - set(self._masters))

    def _wrapped(self, owner: str, key: bytes) -> str:
        assert self._newest
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._masters[self._newest]).encrypt(nonce, key, owner.encode())
        return base64.b64encode(nonce + sealed).decode()

    def _unwrapped(self, owner: str, master: str, wrapped: str) -> bytes:
        if master not in self._masters:
            raise LostKeyError
        sealed = base64.b64decode(wrapped)
        try:
            return AESGCM(self._masters[master]).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
        except InvalidTag:
            raise LostKeyError from None


def _name(master: bytes) -> str:
    """What tells master keys apart in the database."""
    return hashlib.sha256(b"cvf master key" + master).hexdigest()[:16]
