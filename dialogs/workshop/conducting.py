"""Conducts a workshop: an act in, the workshop as it is then and what goes to whom out. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from dialogs.acts import Act, Arrange, Checked, HandOver, Join, Leave, Look, MoreTime, Open, Rate, Ready, Show, Steer
from dialogs.messages import Paragraph, Reply
from dialogs.seat import Received
from dialogs.setup import EXTRA
from dialogs.wording import workshop as say
from dialogs.workshop.cards import Cards, named, reply
from dialogs.workshop.course import FACILITATOR, FOLLOWS, SHARED, Clock, Member, Stage, Workshop
from dialogs.workshop.desk import Desk, numbered
from dialogs.workshop.picture import Found, pictured
from dialogs.workshop.posts import Post, Taken, headed
from dialogs.workshop.seating import joined_late, left_seat, seated_anew
from knowledge.library import Library

MOST_PEOPLE = 300
LONGER = 60  # seconds that the facilitator's "one minute more" gives
MOST_MARK = 5  # of a candidate's own marks, as in the sergeant pack of 2023


class Conductor:
    """Takes the acts of a workshop. Holds nothing between them."""

    def __init__(self, library: Library, page: str = "") -> None:
        """`page`: the address of the web page, for the link to join with."""
        self._library = library
        self._cards = Cards(library)
        self._desk = Desk(library, page)

    def take(self, workshop: Workshop, act: Act, by: str, now: dt.datetime) -> Taken:
        """What comes of an act of a person; nothing where it is not theirs to do.

        Acts can come twice or late: whatever does not fit the workshop as it is changes nothing.
        """
        if isinstance(act, Open | Show | Steer | Arrange) or by == workshop.facilitator:
            return self._about_all(workshop, act, by, now)
        number = workshop.number_of(by)
        match act:
            case Leave(forget=True) if number is not None:
                return self._forgotten(workshop, number, now)
            case _ if workshop.stage is Stage.ENDED:
                told = () if number is None else (Post(number, _said(say.ALREADY)),)
                return Taken(workshop, told)
            case Join():
                return self._joined(workshop, act, by, now)
            case _ if number is None or not workshop.member(number).here:
                return Taken(workshop)
            case Leave():
                return self._left(workshop, number, now)
            case Look():
                return Taken(workshop, (Post(number, self._cards.card(workshop, number, now)),))
            case Ready():
                return self._ready(workshop, number, now)
            case MoreTime(percent):
                return self._given_time(workshop, number, percent, now)
            case HandOver():
                return self._handed(workshop, number, act)
            case Checked() | Rate():
                return self._found(workshop, number, act)
            case _:
                assert_never(act)

    def _about_all(self, workshop: Workshop, act: Act, by: str, now: dt.datetime) -> Taken:
        """What is done with the whole workshop, and all that its facilitator does, who is not one of its people."""
        match act:
            case Show():
                return self._shown(workshop, act, by, now)
            case _ if by != workshop.facilitator:
                return Taken(workshop)
            case Steer():
                return self._steered(workshop, act, now)
            case Arrange():
                return self._arranged(workshop, act, now)
            case Leave(forget=True):
                return self._abandoned(workshop, now)
            case _:
                return Taken(workshop, (self._to_facilitator(workshop, now),))

    def _shown(self, workshop: Workshop, act: Show, by: str, now: dt.datetime) -> Taken:
        if workshop.stage is Stage.ENDED:
            return Taken(workshop)
        shown = replace(workshop, shared=(by, act.conversation))
        return Taken(shown, tuple(self._to_shared(shown, now)))

    def opened(self, workshop: Workshop, now: dt.datetime) -> Taken:
        """A workshop that was just set up."""
        return Taken(workshop, (self._to_facilitator(workshop, now),))

    def over(self, workshop: Workshop, now: dt.datetime) -> Taken:
        """The end of a workshop that nobody has ended in its time."""
        return Taken(workshop) if workshop.stage is Stage.ENDED else self._ended(workshop, now)

    def card(self, workshop: Workshop, number: int, now: dt.datetime) -> Reply:
        """What somebody is shown who asks where the workshop is."""
        return self._desk.view(workshop, now) if number == FACILITATOR else self._cards.card(workshop, number, now)

    # --- coming and going

    def _joined(self, workshop: Workshop, act: Join, by: str, now: dt.datetime) -> Taken:
        number = workshop.number_of(by)
        if number is None:
            if len(workshop.here) >= MOST_PEOPLE:
                return Taken(workshop)
            number = len(workshop.members) + 1
            member = Member(number, by, act.conversation, act.name)
        else:
            before = workshop.member(number)
            if before.here:  # the same person on another device: cards go there from now on
                name = act.name or before.name
                moved = workshop.with_member(replace(before, conversation=act.conversation, name=name))
                return Taken(moved, (Post(number, self._cards.card(moved, number, now)),))
            name = act.name or before.name
            member = replace(before, conversation=act.conversation, name=name, here=True, ready=False)
        came = workshop.with_member(member)
        if came.in_round:
            came = joined_late(came, number)
        others = [seat.number for seat in came.group_of(number) if seat.number != number]
        told = _said(say.SOMEBODY_CAME.format(name=named(member)))
        posts = [Post(number, self._cards.card(came, number, now)), *(Post(other, told) for other in others)]
        return Taken(came, (*posts, self._to_facilitator(came, now)))

    def _left(self, workshop: Workshop, number: int, now: dt.datetime) -> Taken:
        group, role = workshop.group_of(number), workshop.role_of(number)
        member = workshop.member(number)
        gone = left_seat(workshop.with_member(replace(member, here=False, ready=False)), number)
        posts = [Post(number, _said(say.LEFT))]
        for seat in group:
            if seat.number == number or not gone.member(seat.number).here:
                continue
            if role == "candidate":
                posts.append(Post(seat.number, self._cards.card(gone, seat.number, now)))
            elif gone.role_of(seat.number) != seat.role:
                card = self._cards.card(gone, seat.number, now)
                told = replace(card, blocks=(card.blocks[0], Paragraph(say.TAKES_OVER), *card.blocks[1:]))
                posts.append(Post(seat.number, told))
            else:
                posts.append(Post(seat.number, _said(say.SOMEBODY_LEFT.format(name=named(member)))))
        return Taken(gone, (*posts, self._to_facilitator(gone, now)))

    def _forgotten(self, workshop: Workshop, number: int, now: dt.datetime) -> Taken:
        """Nothing of the person is left but an empty place, so that the numbers of the others stay."""
        person = workshop.member(number).person
        left = self._left(workshop, number, now) if workshop.member(number).here else Taken(workshop)
        emptied = left.workshop.with_member(Member(number, "", "", here=False))
        forgotten = replace(
            emptied,
            found=tuple(found for found in emptied.found if found.number != number),
            held=tuple((to, received) for to, received in emptied.held if to != number),
        )
        return Taken(forgotten.without_sharer(person), tuple(post for post in left.posts if post.to != number))

    def _abandoned(self, workshop: Workshop, now: dt.datetime) -> Taken:
        """Its facilitator has had their data deleted: it is over, and nothing of them is left in it."""
        over = self.over(workshop, now)
        unshared = over.workshop.without_sharer(workshop.facilitator)
        left = replace(unshared, facilitator="", conversation="", key="")
        return Taken(left, tuple(post for post in over.posts if post.to != FACILITATOR))

    # --- what each does

    def _ready(self, workshop: Workshop, number: int, now: dt.datetime) -> Taken:
        changed = workshop.with_member(replace(workshop.member(number), ready=True))
        told = (Post(number, _said(say.READY)),)
        everybody = all(member.ready for member in changed.here)  # who is ready so far is on the facilitator's page
        return Taken(changed, (*told, self._to_facilitator(changed, now)) if everybody else told)

    def _given_time(self, workshop: Workshop, number: int, percent: int, now: dt.datetime) -> Taken:
        if percent not in EXTRA:
            return Taken(workshop)
        changed = workshop.with_member(replace(workshop.member(number), extra=percent))
        told = say.EXTRA_SET.format(percent=percent) if percent else say.EXTRA_NONE
        return Taken(changed, (Post(number, headed(self._cards.card(changed, number, now), told)),))

    def _handed(self, workshop: Workshop, number: int, act: HandOver) -> Taken:
        """A sheet goes to the candidate of its group, not before the discussion: observers judge alone."""
        candidate = workshop.candidate_of(workshop.group_of(number))
        watched = workshop.role_of(number) in ("observer", "interviewer")
        if act.round != workshop.round or not workshop.in_round or candidate is None or not watched or act.sheet.empty:
            return Taken(workshop, (Post(number, _said(say.LATE_SHEET)),))
        mark = act.sheet.mark if act.sheet.mark in workshop.plan.marks else ""
        question = self._cards.question(workshop).ask
        received = Received(workshop.round, workshop.target, question, replace(act.sheet, mark=mark))
        told = Post(number, _said(say.HANDED.format(name=named(candidate))))
        if workshop.stage is not Stage.DISCUSSING:
            return Taken(replace(workshop, held=(*workshop.held, (candidate.number, received))), (told,))
        return Taken(workshop, (told, self._delivered(workshop, candidate.number, received)))

    def _found(self, workshop: Workshop, number: int, act: Checked | Rate) -> Taken:
        """Figures of a candidate's own answer; of a round that they did answer in, and the latest of each kind."""
        if act.round != workshop.round or workshop.role_of(number) != "candidate":
            return Taken(workshop)
        before = next((f for f in workshop.found if (f.number, f.round) == (number, act.round)), None)
        found = before or Found(number, act.round, workshop.target)
        if isinstance(act, Checked):
            found = replace(found, ratings=act.ratings, flags=act.flags)
        elif 1 <= act.mark <= MOST_MARK:
            found = replace(found, mark=act.mark)
        kept = tuple(other for other in workshop.found if other is not before)
        changed = replace(workshop, found=(*kept, found))
        if isinstance(act, Checked) or found.mark != act.mark:
            return Taken(changed)
        own = Received(workshop.round, workshop.target, self._cards.question(workshop).ask, own=act.mark)
        return Taken(changed, (Post(number, _said(say.RATED.format(mark=act.mark)), own),))

    # --- the facilitator

    def _steered(self, workshop: Workshop, act: Steer, now: dt.datetime) -> Taken:
        if workshop.stage is Stage.ENDED or (act.round, act.stage) != (workshop.round, workshop.stage):
            return Taken(workshop, (self._to_facilitator(workshop, now),))
        if act.move == "end":
            return self._ended(workshop, now)
        if act.move == "next":
            return self._next(workshop, now)
        clock = workshop.clock
        if clock is None:
            return Taken(workshop, (self._to_facilitator(workshop, now),))
        if act.move == "longer":
            over = max(0, -clock.left(now))  # a minute from now on, not a minute of a time that is past
            changed, told = replace(clock, seconds=clock.seconds + over + LONGER), say.LONGER
        elif act.move == "pause" and clock.halted is None:
            changed, told = replace(clock, halted=now), say.PAUSED
        elif act.move == "resume" and clock.halted is not None:
            changed, told = replace(clock, started=clock.started + (now - clock.halted), halted=None), say.RUNS
        else:
            return Taken(workshop, (self._to_facilitator(workshop, now),))
        ticking = replace(workshop, clock=changed)
        return Taken(ticking, (*self._to_all(ticking, now, told), self._to_facilitator(ticking, now)))

    def _next(self, workshop: Workshop, now: dt.datetime) -> Taken:
        if workshop.stage is Stage.DISCUSSING and workshop.last_round:
            return self._ended(workshop, now)
        if workshop.stage is Stage.GATHERING and not workshop.here:
            return Taken(workshop, (self._to_facilitator(workshop, now),))
        stage = FOLLOWS[workshop.stage]
        members = tuple(replace(member, ready=False) for member in workshop.members)
        moved = replace(workshop, stage=stage, clock=Clock(workshop.seconds_of(stage), now), members=members)
        if stage is Stage.THINKING:
            moved = self._begun(moved)
        posts = list(self._to_all(moved, now))
        if stage is Stage.DISCUSSING:
            posts += [self._delivered(moved, to, received) for to, received in moved.held if moved.member(to).here]
            moved = replace(moved, held=())
        return Taken(moved, (*posts, self._to_facilitator(moved, now)))

    def _begun(self, workshop: Workshop) -> Workshop:
        """The next round: new groups and roles, and a question that was not asked in this workshop before."""
        begun = replace(workshop, round=workshop.round + 1)
        own = [question for question in begun.plan.questions if question.target == begun.target]
        asked = begun.questions
        question = next((q for q in own if q.id not in asked), own[0] if own else None)
        if question is None:
            start = begun.began.toordinal() + begun.round
            question = self._library.bank.next_question(begun.target, asked, None, start)
        return seated_anew(replace(begun, questions=(*asked, question.id)))

    def _ended(self, workshop: Workshop, now: dt.datetime) -> Taken:
        """Over: sheets still on their way are delivered, then everybody is told.

        The picture is drawn now, once: what it would show later or without somebody cannot be compared with it.
        """
        picture = pictured(workshop.found)
        ended = replace(workshop, stage=Stage.ENDED, clock=None, held=(), groups=(), found=(), picture=picture)
        last = [self._delivered(workshop, to, received) for to, received in workshop.held if workshop.member(to).here]
        return Taken(ended, (*last, *self._to_all(ended, now), self._to_facilitator(ended, now)))

    def _arranged(self, workshop: Workshop, act: Arrange, now: dt.datetime) -> Taken:
        groups = numbered(workshop, act.groups)
        wrong = self._desk.wrong(workshop, groups)
        if wrong:
            return Taken(workshop, (Post(FACILITATOR, _said(say.BAD_GROUPS.format(wrong=wrong))),))
        arranged = replace(workshop, arranged=groups)
        return Taken(arranged, (Post(FACILITATOR, _said(say.ARRANGED)), self._to_facilitator(arranged, now)))

    # --- posts

    def _delivered(self, workshop: Workshop, to: int, received: Received) -> Post:
        return Post(to, self._cards.received(workshop, received), received)

    def _to_all(self, workshop: Workshop, now: dt.datetime, told: str = "") -> Iterable[Post]:
        yield from self._to_shared(workshop, now)
        for member in workshop.here:
            card = self._cards.card(workshop, member.number, now)
            yield Post(member.number, headed(card, told) if told else card)

    def _to_shared(self, workshop: Workshop, now: dt.datetime) -> Iterable[Post]:
        if workshop.shared:
            yield Post(SHARED, self._cards.shared(workshop, now))

    def _to_facilitator(self, workshop: Workshop, now: dt.datetime) -> Post:
        return Post(FACILITATOR, self._desk.view(workshop, now))


def _said(text: str) -> Reply:
    return reply((Paragraph(text),), ())
