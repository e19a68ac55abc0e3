"""What the facilitator sees: who is here, who is ready, which step, how long; never an answer, a sheet or a mark."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from dialogs.messages import Block, Bullets, Choice, Heading, Link, Note, Paragraph, Reply, Timer
from dialogs.setup import SIZES
from dialogs.wording import interview as of_interview
from dialogs.wording import workshop as say
from dialogs.wording.report import FLAG_NAMES
from dialogs.workshop.buttons import button
from dialogs.workshop.cards import heading, named, reply
from dialogs.workshop.course import Group, Stage, Workshop
from dialogs.workshop.picture import Row
from dialogs.workshop.seating import MOST, here
from knowledge.library import Library

LEAST = min(SIZES) - 1  # people in a group that a facilitator may form


class Desk:
    """Makes the facilitator's view."""

    def __init__(self, library: Library, page: str) -> None:
        """`page`: the address of the web page, for the link to join with; empty: none is told."""
        self._library = library
        self._page = page

    def view(self, workshop: Workshop, now: dt.datetime) -> Reply:
        """The workshop as its facilitator sees it."""
        if workshop.stage is Stage.ENDED:
            page = self._own_page(workshop)
            return reply([heading(workshop), *self._picture(workshop), *page], ())
        ready = sum(member.ready for member in workshop.here)
        groups = of_interview.count(len(workshop.groups), "group")
        people = say.people(len(workshop.here))
        blocks: list[Block] = [
            heading(workshop),
            Paragraph(say.HERE.format(here=people, groups=groups, ready=ready)),
        ]
        if workshop.clock:
            # The plan's own time: a group that has more of it cannot be told from one that is slow.
            left = workshop.clock.left(now)
            blocks.append(Timer(say.CLOCK, max(0, left), workshop.clock.halted is None))
            if left <= 0 and any((workshop.left(group, now) or 0) > 0 for group in workshop.groups):
                blocks.append(Note(say.STILL_WITHIN))
        lines = [self._line(workshop, at, group) for at, group in enumerate(workshop.groups, 1)]
        seated = {seat.number for group in workshop.groups for seat in group}
        waiting = [named(member) for member in workshop.here if member.number not in seated]
        if waiting:
            lines.append(say.WAITING.format(names=of_interview.listed(waiting)))
        if lines:
            blocks.append(Bullets(tuple(lines)))
        if workshop.code:
            blocks += [*self._way_in(workshop), *self._own_page(workshop)]
        return reply(blocks, self._ways(workshop))

    def _way_in(self, workshop: Workshop) -> list[Block]:
        told: list[Block] = [Paragraph(say.CODE.format(code=workshop.code))]
        if self._page:
            link = f"{self._page}/#join={workshop.code}"
            told += [Paragraph(say.LINK), Link(link, link)]
        return [*told, Note(say.CODE_WHAT)] if workshop.stage is Stage.GATHERING else told[:1]

    def _own_page(self, workshop: Workshop) -> list[Block]:
        if not self._page or not workshop.key:
            return []
        link = f"{self._page}/workshop/{workshop.id}?key={workshop.key}"
        return [Link(say.PAGE if workshop.stage is Stage.ENDED else say.LIVE_PAGE, link)]

    def _picture(self, workshop: Workshop) -> list[Block]:
        """The whole group in figures, nobody of it."""
        rows = rows_of(workshop, self._library)
        if not rows:
            return [Paragraph(say.NO_PICTURE)]
        blocks: list[Block] = [Paragraph(say.PICTURE)]
        for title, told in rows:
            blocks += [Heading(title), Bullets(tuple(told_of(label, row) for label, row in told))]
        return [*blocks, Note(say.PICTURE_HIDES)]

    def _line(self, workshop: Workshop, at: int, group: Group) -> str:
        members = [workshop.member(seat.number) for seat in here(workshop, group)]
        if len(members) == 1:
            return f"{say.GROUP.format(at=at)}: {say.ALONE_IN.format(name=named(members[0]))}"
        names = [f"{named(member)}{say.IS_READY if member.ready else ''}" for member in members]
        return f"{say.GROUP.format(at=at)}: {of_interview.listed(names)}"

    def _ways(self, workshop: Workshop) -> list[Choice]:
        ways = {"next": say.NEXT_BUTTON}
        if workshop.stage is Stage.GATHERING or (workshop.stage is Stage.DISCUSSING and not workshop.last_round):
            ways = {"next": say.START_BUTTON.format(at=workshop.round + 1)}
        if workshop.clock:
            halted = workshop.clock.halted is not None
            ways |= {"resume": say.RESUME_BUTTON} if halted else {"pause": say.PAUSE_BUTTON}
            ways |= {"longer": say.LONGER_BUTTON}
        ways |= {"end": say.END_BUTTON}
        if workshop.stage is Stage.DISCUSSING and workshop.last_round:
            del ways["next"]
        return [Choice(label, button(name, workshop)) for name, label in ways.items()]

    def wrong(self, workshop: Workshop, groups: tuple[tuple[int, ...], ...]) -> str:
        """What is wrong with groups that the facilitator formed; empty where they can begin."""
        numbers = Counter(number for group in groups for number in group)
        members = {member.number: named(member) for member in workshop.here}
        twice = [members.get(number, say.PERSON.format(number=number)) for number, n in numbers.items() if n > 1]
        lacking = [name for number, name in members.items() if number not in numbers]
        strange = [say.PERSON.format(number=number) for number in numbers if number not in members]
        sizes = [say.GROUP.format(at=at) for at, group in enumerate(groups, 1) if not LEAST <= len(group) <= MOST]
        told = {say.TWICE: twice, say.LACKING: lacking, say.STRANGE: strange, say.SIZE: sizes}
        return "; ".join(what.format(names=of_interview.listed(names)) for what, names in told.items() if names)


def numbered(workshop: Workshop, groups: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Groups of names or numbers as numbers; 0 for nobody."""
    names = {named(member).casefold(): member.number for member in workshop.here}
    return tuple(
        tuple(int(name) if name.isdecimal() and len(name) < 4 else names.get(name.casefold(), 0) for name in group)
        for group in groups
    )


def rows_of(workshop: Workshop, library: Library) -> list[tuple[str, list[tuple[str, Row]]]]:
    """The picture's rows under their headings, each with what it is about in words; those that there are."""
    picture = workshop.picture
    if picture is None:
        return []
    parts = [(row.label.capitalize(), row) for row in picture.parts]
    flags = [(FLAG_NAMES.get(row.label, row.label), row) for row in picture.flags]
    marks = [(of_interview.target(row.label, library), row) for row in picture.marks]
    return [(heading, rows) for heading, rows in zip(say.PICTURE_PARTS, (parts, flags, marks), strict=True) if rows]


def told_of(label: str, row: Row) -> str:
    """A row in words."""
    counts = (say.COUNT.format(head=head, count=say.FEW if count is None else count) for head, count in row.counts)
    return f"{label}: {', '.join(counts)} ({of_interview.count(row.people, 'answer')})"
