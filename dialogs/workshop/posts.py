"""What a workshop says to its people, and what comes of an act."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.messages import Paragraph, Reply
from dialogs.seat import Received
from dialogs.workshop.course import FACILITATOR, Workshop


@dataclass(frozen=True)
class Post:
    """Something for one person: a card, and a sheet for their history if one came. `to`: their number."""

    to: int
    reply: Reply
    received: Received | None = None


@dataclass(frozen=True)
class Taken:
    """What comes of an act."""

    workshop: Workshop
    posts: tuple[Post, ...] = ()


def headed(card: Reply, told: str) -> Reply:
    """A card with something to know before it."""
    return replace(card, blocks=(Paragraph(told), *card.blocks))


def latest(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Posts without those to the facilitator that a later one makes old: each shows the whole workshop."""
    last = max((at for at, post in enumerate(posts) if post.to == FACILITATOR), default=-1)
    return tuple(post for at, post in enumerate(posts) if post.to != FACILITATOR or at == last)
