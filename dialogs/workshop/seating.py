"""Who sits with whom, and who has which role: everybody takes turns, and nobody is left without a group."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.seat import Role
from dialogs.setup import SIZES
from dialogs.workshop.course import Group, Member, Seat, Workshop

MOST = max(SIZES)


def grouped(numbers: Sequence[int], size: int) -> tuple[tuple[int, ...], ...]:
    """People in groups of about a size, the sizes differing by one at most and never above four.

    Fewer than three people make one group; a group smaller than the size is made rather than one of more than four.
    """
    if not numbers:
        return ()
    many = max(1, round(len(numbers) / size), -(-len(numbers) // MOST))
    least, over = divmod(len(numbers), many)
    groups, at = [], 0
    for place in range(many):
        end = at + least + (place < over)
        groups.append(tuple(numbers[at:end]))
        at = end
    return tuple(groups)


def regrouped(workshop: Workshop) -> tuple[tuple[int, ...], ...]:
    """The groups of the next round: the facilitator's, else as before, mended for who left, came, or is alone."""
    here = [member.number for member in workshop.here]
    before = workshop.arranged or tuple(tuple(seat.number for seat in group) for group in workshop.groups)
    kept = [[number for number in group if number in here] for group in before]
    kept = [group for group in kept if group]
    seated = {number for group in kept for number in group}
    waiting = [number for number in here if number not in seated]
    if not kept:
        return grouped(waiting, workshop.plan.size)
    waiting += [number for group in kept if len(group) == 1 for number in group]
    kept = [group for group in kept if len(group) > 1]
    while waiting:
        roomy = min((group for group in kept if len(group) < MOST), key=len, default=None)
        if len(waiting) >= workshop.plan.size or roomy is None:
            kept.append(waiting[: workshop.plan.size])
            waiting = waiting[workshop.plan.size :]
        else:
            roomy.append(waiting.pop(0))
    return tuple(map(tuple, kept))


def seated(group: Sequence[Member]) -> Group:
    """Roles for a round: candidate is who was it least often, interviewer likewise among the rest, the others observe.

    Somebody alone is the candidate; the coach asks the question.
    """
    candidate = min(group, key=lambda member: (member.had("candidate"), group.index(member)))
    rest = [member for member in group if member is not candidate]
    if not rest:
        return (Seat(candidate.number, "candidate"),)
    # Who comes after the candidate begins, so that roles go round the table.
    turned = [*group[group.index(candidate) + 1 :], *group[: group.index(candidate)]]
    interviewer = min(turned, key=lambda member: (member.had("interviewer"), turned.index(member)))
    observers = tuple(Seat(member.number, "observer") for member in turned if member is not interviewer)
    return (Seat(candidate.number, "candidate"), Seat(interviewer.number, "interviewer"), *observers)


def seated_anew(workshop: Workshop) -> Workshop:
    """The workshop with everybody in a group and a role, and the roles counted."""
    groups = tuple(seated([workshop.member(number) for number in group]) for group in regrouped(workshop))
    for seat in (seat for group in groups for seat in group):
        workshop = workshop.with_member(counted(workshop.member(seat.number), seat.role))
    return replace(workshop, groups=groups, arranged=())


def counted(member: Member, role: Role) -> Member:
    """Somebody with one more turn in a role."""
    return replace(member, turns={**member.turns, role: member.had(role) + 1})


def joined_late(workshop: Workshop, number: int) -> Workshop:
    """Somebody who comes in during a round observes in the smallest group with room; else they wait for the next."""
    roomy = [group for group in workshop.groups if len(here(workshop, group)) < MOST and workshop.candidate_of(group)]
    if not roomy:
        return workshop
    smallest = min(roomy, key=lambda group: len(here(workshop, group)))
    role: Role = "observer" if any(seat.role == "interviewer" for seat in here(workshop, smallest)) else "interviewer"
    grown = tuple((*group, Seat(number, role)) if group is smallest else group for group in workshop.groups)
    return replace(workshop.with_member(counted(workshop.member(number), role)), groups=grown)


def left_seat(workshop: Workshop, number: int) -> Workshop:
    """A seat given up: where an interviewer goes, an observer takes over."""
    groups = []
    for group in workshop.groups:
        if not any(seat.number == number for seat in group):
            groups.append(group)
            continue
        role = next(seat.role for seat in group if seat.number == number)
        rest = [seat for seat in group if seat.number != number]
        heir = next((seat for seat in rest if seat.role == "observer"), None)
        if role == "interviewer" and heir:
            rest = [Seat(seat.number, "interviewer") if seat is heir else seat for seat in rest]
        if rest:
            groups.append(tuple(rest))
    return replace(workshop, groups=tuple(groups))


def here(workshop: Workshop, group: Group) -> Group:
    """The seats of a group whose people have not left."""
    return tuple(seat for seat in group if workshop.member(seat.number).here)
