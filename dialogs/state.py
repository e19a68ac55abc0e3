"""What a conversation remembers between messages, and how it is saved: versioned JSON of our own."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from knowledge.understanding.context import NOTHING_SAID, Context

VERSION = 1


@dataclass(frozen=True)
class State:
    """One conversation. `at` is when the last message came, None before the first."""

    context: Context = NOTHING_SAID
    welcomed: bool = False
    at: dt.datetime | None = None


NEW = State()


class SavedStateError(Exception):
    """A saved state that this version cannot read."""


@checked(frozen=True)
class _Saved:
    version: int
    state: State


_SAVED: TypeAdapter[_Saved] = TypeAdapter(_Saved)
_ANY: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def saved(state: State) -> str:
    """The state as JSON."""
    return _SAVED.dump_json(_Saved(VERSION, state)).decode()


def restored(text: str) -> State:
    """The state that was saved, by this version or a former one. Raises SavedStateError for anything else.

    A version that changes the shape of `State` raises VERSION, turns the former shape into the new one here, and adds a
    golden file to tests/saved_states.
    """
    try:
        return _SAVED.validate_json(text).state
    except ValidationError as error:
        try:
            version = _ANY.validate_json(text).get("version")
        except ValidationError:
            version = None
        where = ", ".join(".".join(map(str, part["loc"])) for part in error.errors(include_input=False))
        raise SavedStateError(f"a saved state of version {version} cannot be read: {where or 'not JSON'}") from None
