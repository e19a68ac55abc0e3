"""What follows from an event."""

from dataclasses import dataclass

from dialogs.messages import Reply
from dialogs.records import NO_CHANGES, Changes
from dialogs.state import State


@dataclass(frozen=True)
class Step:
    """The state as it is then, the replies, and what changes beside the conversation."""

    state: State
    replies: tuple[Reply, ...]
    changes: Changes = NO_CHANGES
