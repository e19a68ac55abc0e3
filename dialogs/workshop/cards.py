"""The card of each person at each stage: what to do now, with whom, and for how long."""

import datetime as dt
from collections.abc import Sequence

from dialogs import wording
from dialogs.messages import Block, Bullets, Choice, Citation, Heading, Note, Paragraph, Reply, Timer
from dialogs.seat import Noted, Received
from dialogs.setup import EXTRA
from dialogs.wording import interview as of_interview
from dialogs.wording import workshop as say
from dialogs.workshop.buttons import button
from dialogs.workshop.course import Group, Member, Seat, Stage, Workshop
from dialogs.workshop.seating import here
from knowledge.bank import BankQuestion
from knowledge.library import Library

TOPIC = ("do/workshop",)


class Cards:
    """Makes the cards. Holds nothing between them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def card(self, workshop: Workshop, number: int, now: dt.datetime) -> Reply:
        """Where somebody stands in a workshop and what is theirs to do."""
        member = workshop.member(number)
        if workshop.stage is Stage.ENDED:
            return reply([Heading(say.ENDED), Paragraph(say.ENDED_WHAT)], ())
        role = workshop.role_of(number)
        if not workshop.in_round or role is None:
            return self._waiting(workshop, member)
        group = workshop.group_of(number)
        blocks: list[Block] = [
            Heading(f"{say.ROUND.format(at=workshop.round, of=workshop.plan.rounds)} · {say.ROLES[role]}"),
            *self._company(workshop, group, member),
        ]
        candidate = workshop.candidate_of(group)
        if candidate is None:
            blocks += [Paragraph(say.CANDIDATE_LEFT), *self._question(workshop)]
            return reply(blocks, self._ways(workshop, member))
        parts = {"candidate": self._candidate, "interviewer": self._interviewer, "observer": self._observer}
        told, choices = parts[role](workshop, candidate)
        left = workshop.left(group, now)
        if left is not None and workshop.clock:
            blocks += [*told, Timer(say.STAGES[workshop.stage], max(0, left), workshop.clock.halted is None)]
        else:
            blocks += told
        if role == "observer":
            blocks.append(Note(say.METHOD))
        return reply(blocks, [*choices, *self._ways(workshop, member)])

    def shared(self, workshop: Workshop, now: dt.datetime) -> Reply:
        """What everybody may read in a chat that all share: the step and the clock, nobody's name or question."""
        blocks: list[Block] = [heading(workshop)]
        if workshop.stage is Stage.ENDED:
            return reply(blocks, ())
        if workshop.in_round:
            blocks.append(Paragraph(say.SHARED[workshop.stage]))
        if workshop.clock:
            left = workshop.clock.left(now)
            blocks.append(Timer(say.CLOCK, max(0, left), workshop.clock.halted is None))
        blocks.append(Note(say.SHARED_JOIN.format(code=workshop.code)))
        return reply(blocks, ())

    def _waiting(self, workshop: Workshop, member: Member) -> Reply:
        name = say.YOU_ARE if member.name else say.NO_NAME
        blocks: list[Block] = [
            Heading(say.JOINED.format(title=workshop.plan.title)),
            Paragraph(name.format(name=named(member))),
            Paragraph(say.WAIT_ROUND if workshop.in_round else say.WAIT_START),
            Note(say.WHO_SEES),
        ]
        return reply(blocks, [*self._more_time(workshop, member), *self._ways(workshop, member)])

    def _company(self, workshop: Workshop, group: Group, member: Member) -> list[Block]:
        others = [seat for seat in here(workshop, group) if seat.number != member.number]
        if not others:
            return [Paragraph(say.ALONE)]
        return [Paragraph(say.WITH.format(names=of_interview.listed([_described(workshop, seat) for seat in others])))]

    def _candidate(self, workshop: Workshop, candidate: Member) -> tuple[list[Block], list[Choice]]:
        match workshop.stage:
            case Stage.THINKING:
                return [*self._question(workshop), Paragraph(say.THINK)], self._more_time(workshop, candidate)
            case Stage.ANSWERING:
                return [*self._question(workshop), Paragraph(say.ANSWER)], [
                    Choice(say.TYPE_BUTTON, button("type", workshop))
                ]
            case Stage.EVALUATING:
                marks = [Choice(say.MARK_BUTTON.format(mark=n), button("rate", workshop, str(n))) for n in range(1, 6)]
                return [Paragraph(say.CANDIDATE_WAITS)], marks
            case _:
                return [Paragraph(say.DISCUSS), Paragraph(say.DISCUSS_CANDIDATE)], []

    def _interviewer(self, workshop: Workshop, candidate: Member) -> tuple[list[Block], list[Choice]]:
        match workshop.stage:
            case Stage.THINKING:
                told = say.THINK_ASK.format(name=named(candidate))
                return [*self._question(workshop), Paragraph(told), *self._probes(workshop)], []
            case Stage.ANSWERING:
                return [*self._question(workshop), Paragraph(say.ASK), *self._probes(workshop)], []
            case Stage.EVALUATING:
                return [Paragraph(say.CLASSIFY_ASK)], []
            case _:
                return [Paragraph(say.DISCUSS)], []

    def _observer(self, workshop: Workshop, candidate: Member) -> tuple[list[Block], list[Choice]]:
        match workshop.stage:
            case Stage.THINKING:
                told = say.THINK_OBSERVE.format(name=named(candidate))
                return [*self._question(workshop), Paragraph(told)], []
            case Stage.ANSWERING:
                return [*self._question(workshop), Paragraph(say.OBSERVE.format(name=named(candidate)))], []
            case Stage.EVALUATING:
                blocks: list[Block] = [Paragraph(say.CLASSIFY)]
                if not workshop.plan.evidence_only:
                    blocks.append(Paragraph(say.EVALUATE.format(mark=_marks(workshop.plan.marks))))
                return blocks, [Choice(say.CLASSIFY_BUTTON, button("classify", workshop))]
            case _:
                return [Paragraph(say.DISCUSS)], [Choice(say.HAND_BUTTON, button("hand", workshop))]

    def question(self, workshop: Workshop) -> BankQuestion:
        """The question of this round."""
        name = workshop.questions[workshop.round - 1]
        own = next((question for question in workshop.plan.questions if question.id == name), None)
        return own or self._library.bank.questions[name]

    def _question(self, workshop: Workshop) -> list[Block]:
        about = say.ABOUT.format(what=of_interview.target(workshop.target, self._library))
        return [Paragraph(f"{say.QUESTION_IS}: {self.question(workshop).ask}"), Note(about)]

    def _probes(self, workshop: Workshop) -> list[Block]:
        asked = self.question(workshop).probes
        return [Bullets(tuple(f"{said}: {asked[name]}" for name, said in say.PROBE_NAMES.items() if name in asked))]

    def _more_time(self, workshop: Workshop, member: Member) -> list[Choice]:
        others = [percent for percent in EXTRA if percent != member.extra]
        return [Choice(say.more_time(percent), button("extra", workshop, str(percent))) for percent in others]

    def _ways(self, workshop: Workshop, member: Member) -> list[Choice]:
        ready = [] if member.ready else [Choice(say.READY_BUTTON, button("ready", workshop))]
        return [*ready, Choice(say.LEAVE_BUTTON, button("leave", workshop))]

    def received(self, workshop: Workshop, received: Received) -> Reply:
        """A sheet in its candidate's hands."""
        sheet = received.sheet
        blocks: list[Block] = [
            Heading(say.RECEIVED.format(round=received.round)),
            Note(say.ABOUT.format(what=of_interview.target(received.target, self._library))),
        ]
        if sheet.notes:
            blocks += [Paragraph(say.EVIDENCE), Bullets(tuple(map(self._noted, sheet.notes)))]
        if sheet.strength:
            blocks.append(Paragraph(say.STRENGTH.format(text=sheet.strength)))
        if sheet.suggestion:
            blocks.append(Paragraph(say.SUGGESTION.format(text=sheet.suggestion)))
        if sheet.mark and sheet.mark in workshop.plan.marks:
            blocks.append(Paragraph(say.MARK.format(mark=sheet.mark, scale=say.SCALES[workshop.plan.scale])))
        return reply([*blocks, Citation(wording.PRACTICE)], ())

    def _noted(self, note: Noted) -> str:
        topic, _, number = note.indicator.partition("#")
        if topic not in self._library:
            return note.text
        return say.UNDER.format(text=note.text, indicator=self._library.entries[topic].items[int(number) - 1].text)


def _described(workshop: Workshop, seat: Seat) -> str:
    return f"{named(workshop.member(seat.number))} ({say.ROLE_NAMES[seat.role]})"


def _marks(marks: Sequence[str]) -> str:
    return say.WITH_MARK.format(least=marks[0], most=marks[-1]) if marks else ""


def named(member: Member) -> str:
    """How the others see somebody."""
    return say.named(member.name, member.number)


def heading(workshop: Workshop) -> Heading:
    """Which workshop it is and where it stands."""
    at = f" · {say.ROUND.format(at=workshop.round, of=workshop.plan.rounds)}" if workshop.in_round else ""
    return Heading(f"{workshop.plan.title}{at} · {say.STAGES[workshop.stage]}")


def reply(blocks: Sequence[Block], choices: Sequence[Choice]) -> Reply:
    """A card of a workshop."""
    return Reply("action", tuple(blocks), TOPIC, tuple(choices)[:6])
