"""From a complete answer to its feedback: names, one probe, the person's own mark, and what is kept."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs import star
from dialogs.interview.asking import TOPIC, Asking
from dialogs.interview.course import TRANSITIONS, Interview, Move, Phase, Round, Try
from dialogs.messages import Block, Bullets, Heading, Note, Paragraph, Reply
from dialogs.records import NO_CHANGES, Answered, Changes, Practice
from dialogs.wording import interview as say
from knowledge.library import Library
from knowledge.star.assess import Assessment, Assessor
from knowledge.star.judging import Rating
from knowledge.topics import parse

NAME = "[name]"
MOST_KEPT = 20_000  # characters of an answer, as a message may have
# What is asked after, the weightiest gap first. Flags count once every part is there.
_PARTS = ("action", "result", "situation", "task")
_FLAGS = {"hypothetical": "situation", "generalised": "situation", "we-not-i": "action", "no-reasoning": "reasoning"}
_FLAGS |= {"no-reflection": "learning"}


@dataclass(frozen=True)
class Outcome:
    """What comes of a message: the interview as it is now, the replies, and what changes beside it."""

    interview: Interview | None
    replies: tuple[Reply, ...] = ()
    changes: Changes = NO_CHANGES


class Checking:
    """Checks answers in the course of an interview."""

    def __init__(self, library: Library, assessor: Assessor, asking: Asking) -> None:
        self._library = library
        self._assessor = assessor
        self._asking = asking

    def complete(self, interview: Interview, move: Move, now: dt.datetime) -> Outcome:
        """The answer is complete: deal with names, else judge it."""
        current = interview.round
        assert interview.plan
        if not (current.clean or interview.plan.private) and self.names_in(current):
            waiting = interview.moved(move, Phase.NAMING)
            return Outcome(waiting, (self.names(waiting),))
        return self._judged(interview, move, now)

    def names(self, interview: Interview) -> Reply:
        """Asks what to do with the names in the answer."""
        return self._asking.names(interview, self.names_in(interview.round))

    def names_in(self, current: Round) -> list[str]:
        """What may identify somebody in the answer."""
        text = text_of(current)
        return [text[start:end] for start, end in self._assessor.named(text)]

    def settled(self, interview: Interview, move: Move, now: dt.datetime, also: Sequence[str] = ()) -> Outcome:
        """The person has said what to do with the names; `also` is what else shall be taken out."""
        current = replace(interview.round, clean=True, unkept=interview.round.unkept or move is Move.LEAVE_OUT)
        note = say.NOT_KEPT if move is Move.LEAVE_OUT else ""
        clean_since = current.since if move is not Move.KEEP else None
        if move is Move.TAKE_OUT:
            current, note = (
                replace(current, said=(without_names(text_of(current), self._assessor, also),)),
                say.NAMES_OUT,
            )
        outcome = self._judged(interview.with_round(current), move, now)
        first, *rest = outcome.replies
        noted = replace(first, blocks=(Note(note), *first.blocks)) if note else first
        changes = replace(outcome.changes, clean_since=clean_since)
        return Outcome(outcome.interview, (noted, *rest), changes)

    def _judged(self, interview: Interview, move: Move, now: dt.datetime) -> Outcome:
        plan, current = interview.plan, interview.round
        assert plan
        found = self._assessor.assess(text_of(current))
        probed = gap(found) if current.probed is None and not current.tries and not plan.gentle else None
        if probed and Phase.PROBING in targets_of(interview, move):
            asking = interview.with_round(replace(current, probed=probed)).moved(move, Phase.PROBING)
            return Outcome(asking, (self._asking.probe(asking),))
        value = parse(current.target).family == "value"
        wanted = interview.marking and value and found.judgeable and current.mark is None and not plan.gentle
        if wanted and Phase.RATING in targets_of(interview, move):
            rating = interview.moved(move, Phase.RATING)
            return Outcome(rating, (self._asking.mark(rating),))
        return self.feedback(interview, move, now, found)

    def onwards(self, interview: Interview, move: Move, now: dt.datetime) -> Outcome:
        """On to the mark or the feedback, without another probe."""
        return self._judged(interview, move, now)

    def feedback(self, interview: Interview, move: Move, now: dt.datetime, found: Assessment | None = None) -> Outcome:
        """What the check says, and the answer kept."""
        plan, current = interview.plan, interview.round
        assert plan
        found = found or self._assessor.assess(text_of(current))
        tried = self._try(found, current, hide=plan.private)
        before = current.tries[-1] if current.tries else None
        after = interview.with_round(replace(current, tries=(*current.tries, tried))).moved(move, Phase.FEEDBACK)
        reply = self._told(after, found, before)
        took = _took(interview, now)
        if took:
            reply = replace(reply, blocks=(*reply.blocks, took))
        return Outcome(replace(after, clock=None), (reply,), self._kept(after, tried, text_of(current), now))

    def closed(self, interview: Interview, now: dt.datetime) -> Outcome:
        """An answer that was begun when the interview was stopped: checked and kept, without a word more."""
        current, plan = interview.round, interview.plan
        assert plan
        text = text_of(current)
        if not text or interview.phase is Phase.FEEDBACK:
            return Outcome(interview)
        found = self._assessor.assess(text)
        clean = None
        if not (current.clean or plan.private) and self.names_in(current):
            text, clean = without_names(text, self._assessor), current.since
        tried = self._try(self._assessor.assess(text), replace(current, said=(text,)), hide=plan.private)
        after = interview.with_round(replace(current, said=(text,), tries=(*current.tries, tried)))
        told = replace(self._told(after, found, None), choices=())
        return Outcome(after, (told,), replace(self._kept(after, tried, text, now), clean_since=clean))

    def again(self, interview: Interview) -> Reply:
        """The feedback once more, or where the interview waits if the answer is no longer there."""
        text = text_of(interview.round)
        before = interview.round.tries[-2] if len(interview.round.tries) > 1 else None
        return self._told(interview, self._assessor.assess(text), before) if text else self._asking.onwards(interview)

    def _try(self, found: Assessment, current: Round, *, hide: bool) -> Try:
        text = text_of(current)
        strong = star.strongest(found)
        return Try(
            "" if hide or current.unkept else text,
            found.judgeable,
            ratings_of(found),
            tuple(flag.name for flag in found.flags),
            len(text.split()),
            current.mark,
            "" if hide or current.unkept else star.quoted(text, found.parts[strong].evidence[:1]) if strong else "",
        )

    def _kept(self, interview: Interview, tried: Try, text: str, now: dt.datetime) -> Changes:
        current, plan = interview.round, interview.plan
        assert plan
        if plan.private or current.unkept:
            return NO_CHANGES
        name = f"{interview.id}-{len(interview.rounds)}-{len(current.tries)}"
        figures = (tried.judged, tried.ratings, tried.flags, tried.words, tried.mark)
        practice = Practice(name, interview.id, now, current.question, current.target, *figures)
        return Changes(answered=(Answered(practice, text[:MOST_KEPT]),))

    def _told(self, interview: Interview, found: Assessment, before: Try | None) -> Reply:
        plan, current = interview.plan, interview.round
        assert plan
        touched = [] if plan.gentle else self._assessor.touched(found, current.target)
        reply = star.feedback(found, touched, self._library, gentle=plan.gentle)
        blocks: list[Block] = list(reply.blocks)
        if plan.surprise:
            blocks.insert(0, Note(say.ABOUT.format(what=say.target(current.target, self._library))))
        if current.mark is not None:
            blocks.append(Note(say.YOUR_MARK.format(mark=current.mark)))
        if before and found.judgeable and before.judged:
            rows = tuple(
                f"{name.capitalize()}: {rating}"
                if rating == now
                else say.CHANGED.format(part=name.capitalize(), before=rating, now=now)
                for (name, rating), now in zip(before.ratings.items(), ratings_of(found).values(), strict=True)
            )
            blocks += [Heading(say.COMPARED), Bullets(rows)]
        return Reply("action", tuple(blocks), TOPIC, self._asking.after_feedback(interview))


def text_of(current: Round) -> str:
    """The answer as far as it has come."""
    return "\n\n".join(current.said)


def without_names(text: str, assessor: Assessor, also: Sequence[str] = ()) -> str:
    """The text with what identifies people taken out, and with what else the person named."""
    for name in also:
        text = re.sub(rf"\b{re.escape(name)}\b", NAME, text, flags=re.IGNORECASE)
    for start, end in reversed(assessor.named(text)):
        text = text[:start] + NAME + text[end:]
    return text


def ratings_of(found: Assessment) -> dict[str, Rating]:
    """The ratings as they are counted: what was only asked after ("is it this?") does not count as clear."""
    return {
        name: "thin" if part.unsure and part.rating == "clear" else part.rating for name, part in found.parts.items()
    }


def gap(found: Assessment) -> str | None:
    """The weightiest gap of an answer: the name of the probe to ask; None where it has none or cannot be judged."""
    if not found.judgeable:
        return None
    flags = {flag.name for flag in found.flags}
    early = next((_FLAGS[name] for name in ("hypothetical", "generalised") if name in flags), None)
    for rating in ("missing", "thin"):
        part = next((name for name in _PARTS if found.parts[name].rating == rating), None)
        if part:
            return early or part
    return early or next((_FLAGS[name] for name in _FLAGS if name in flags), None)


def targets_of(interview: Interview, move: Move) -> tuple[Phase, ...]:
    """Where a move can lead from where the interview is."""
    return TRANSITIONS[interview.phase].get(move, ())


def _took(interview: Interview, now: dt.datetime) -> Paragraph | None:
    """How long the answer took, where the person had set a time."""
    clock = interview.clock
    if clock is None or clock.kind != "answer":
        return None
    taken = clock.seconds - clock.left(now)
    over = f" {say.RAN_OUT}" if taken > clock.seconds else ""
    return Paragraph(say.TOOK.format(took=say.minutes(taken), given=say.minutes(clock.seconds)) + over)
