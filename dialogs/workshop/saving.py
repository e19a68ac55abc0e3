"""A workshop as versioned JSON of our own, and as each person's own chat knows it."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from dialogs.acts import Act
from dialogs.messages import WorkshopSays
from dialogs.seat import Place
from dialogs.workshop.cards import named
from dialogs.workshop.course import FACILITATOR, SHARED, Workshop
from dialogs.workshop.posts import Post
from knowledge.library import Library

VERSION = 1


@checked(frozen=True)
class _Saved:
    version: int
    workshop: Workshop


_SAVED: TypeAdapter[_Saved] = TypeAdapter(_Saved)
_ACT: TypeAdapter[Act] = TypeAdapter(Act)
_SAYS: TypeAdapter[WorkshopSays] = TypeAdapter(WorkshopSays)


def saved(workshop: Workshop) -> str:
    """The workshop as JSON."""
    return _SAVED.dump_json(_Saved(VERSION, workshop)).decode()


def restored(text: str) -> Workshop:
    """The workshop that was saved. A version that changes its shape raises VERSION and turns the former one here."""
    return _SAVED.validate_json(text).workshop


def saved_act(act: Act) -> str:
    """An act as JSON."""
    return _ACT.dump_json(act).decode()


def restored_act(text: str) -> Act:
    """The act that was saved."""
    return _ACT.validate_json(text)


def saved_post(says: WorkshopSays) -> str:
    """What a workshop says to somebody as JSON."""
    return _SAYS.dump_json(says).decode()


def restored_post(text: str) -> WorkshopSays:
    """What was saved."""
    return _SAYS.validate_json(text)


@dataclass(frozen=True)
class Addressed:
    """Something that a workshop says, and to whom."""

    person: str
    conversation: str
    says: WorkshopSays


def addressed(workshop: Workshop, name: str, posts: tuple[Post, ...], library: Library) -> tuple[Addressed, ...]:
    """Posts with the people they go to; without those to somebody whose data are deleted. `name`: the workshop's."""
    found = []
    for post in posts:
        if post.to == SHARED:
            if workshop.shared:
                person, conversation = workshop.shared
                says = WorkshopSays(post.reply, None, moves=False, shared=True)
                found.append(Addressed(person, conversation, says))
            continue
        place = _place(workshop, name, post.to, library)
        if post.to == FACILITATOR:
            says = WorkshopSays(post.reply, place)
            found.append(Addressed(workshop.facilitator, workshop.conversation, says))
            continue
        member = workshop.member(post.to)
        found.append(Addressed(member.person, member.conversation, WorkshopSays(post.reply, place, post.received)))
    return tuple(each for each in found if each.person)


def _place(workshop: Workshop, name: str, number: int, library: Library) -> Place | None:
    if number == FACILITATOR:
        return Place(name, workshop.round, workshop.stage, "facilitator")
    if not workshop.member(number).here:
        return None
    role = workshop.role_of(number)
    if not workshop.in_round or role is None:
        return Place(name, workshop.round, workshop.stage)
    candidate = workshop.candidate_of(workshop.group_of(number))
    question = workshop.questions[-1]
    return Place(
        name,
        workshop.round,
        workshop.stage,
        role,
        workshop.target,
        question if role == "candidate" and question in library.bank.questions else "",
        named(candidate) if candidate else "",
        workshop.plan.marks,
        workshop.plan.evidence_only,
    )
