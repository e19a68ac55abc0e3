"""Building one example: the parts in turn, each checked and helped on with a question, never written for anybody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs import star
from dialogs.example.building import PARTS, Building, Step
from dialogs.interview.checking import without_names
from dialogs.interview.commands import Command, Commands
from dialogs.interview.course import Move
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Reply
from dialogs.records import MOST_EXAMPLES, NO_CHANGES, Changes, Example, Person
from dialogs.wording import example as say
from dialogs.wording import interview as words
from knowledge.library import Library
from knowledge.star.assess import Assessment, Assessor

HERE = "do/example#"
TOPIC = ("do/example",)
MOST_SHOWN, LEAST_SIGNS = 3, 2  # values and competencies named, and signs from which one is
LONGEST_NAME = 60
_ONWARDS = (Move.DONE, Move.NEXT, Move.SKIP, Move.RESUME)
_RATED = (Step.SITUATION, Step.TASK, Step.ACTION, Step.RESULT)


@dataclass(frozen=True)
class Built:
    """What comes of a message."""

    building: Building | None
    replies: tuple[Reply, ...]
    changes: Changes = NO_CHANGES


class Builder:
    """Helps to build and check examples; holds nothing between messages."""

    def __init__(self, library: Library, assessor: Assessor, *, keeps: bool) -> None:
        self._library = library
        self._assessor = assessor
        self._commands = Commands(library.commands)
        self._keeps = keeps

    def start(self, before: Building | None, now: dt.datetime) -> Built:
        """A new example, or the one that rests."""
        if before and before.holds_words:
            choices = (Choice(say.GO_ON, f"{HERE}go-on"), Choice(say.NEW, f"{HERE}new"))
            return Built(replace(before, resting=True), (_reply([Paragraph(say.UNFINISHED)], choices),))
        return self._asked(Building(now), say.START)

    def check(self, text: str, now: dt.datetime) -> Built:
        """A pasted example; without text it is asked for."""
        if not text.strip():
            return self._asked(Building(now, Step.PASTE))
        return self._checked(Building(now, Step.CHECKED, fixed=text.strip()))

    def keep(self, text: str, now: dt.datetime, person: Person) -> Built:
        """Keep an answer that was given in an interview."""
        return self._keep(Building(now, Step.CHECKED, fixed=text), person)

    def take(self, building: Building, text: str, now: dt.datetime, person: Person) -> Built | None:
        """A message while building; None where it steers something else."""
        command = self._commands.spoken(text)
        if building.step in PARTS and text.strip(" .!").casefold() in ("back", "go back", "previous"):
            command = Command("back")
        if building.step is Step.NAME and command and command.name in _ONWARDS:
            return self._named(building, _first_words(building.text), now, person)  # they do not care for a name
        if building.step is Step.CHECKED and command and command.name in (*_ONWARDS, "example"):
            command = Command(Move.KEEP)
        if building.step is Step.NAME and not (command and command.name in (Move.STOP, Move.PAUSE, Move.LEAVE_OUT)):
            return None if text.strip().casefold() == "help" else self._named(building, text, now, person)
        if command:
            return self._obeyed(building, command.name, now, person)
        return None

    def told(self, building: Building, text: str, now: dt.datetime) -> Built:
        """Words for the part that is asked for."""
        if building.step is Step.PASTE:
            return self.check(text, now)
        if building.step not in PARTS:
            return Built(building, (self.where(building),))
        more = building.with_part((*building.parts.get(building.step, ()), text))
        if building.step in _RATED and building.step not in building.helped:
            said = " ".join(more.parts[building.step])
            if not self._assessor.tells(said, building.step.value):
                helped = replace(more, helped=(*more.helped, building.step.value))
                blocks: list[Block] = [Paragraph(say.HELP[building.step]), Note(say.HELP_HINT)]
                return Built(helped, (_reply(blocks, _steps(helped)),))
        return self._onwards(more)

    def press(self, building: Building | None, command: Command, now: dt.datetime, person: Person) -> Built:
        """A button of the builder."""
        if building is None or command.name == "new":
            return self._asked(Building(now), say.START)
        if command.name == "go-on":
            return self._asked(replace(building, resting=False))
        if command.name == "keep":
            return self._keep(building, person)
        if command.name == "call" and building.step is Step.NAME:
            return self._named(building, command.argument, now, person)
        if command.name == "change" and command.argument in PARTS and not building.fixed:
            back = replace(building, step=Step(command.argument), revising=True)
            return self._asked(replace(back, helped=tuple(part for part in back.helped if part != command.argument)))
        return self._obeyed(building, command.name, now, person)

    def where(self, building: Building) -> Reply:
        """What is asked for."""
        if building.step is Step.CHECKED:
            return self._checked(building).replies[-1]
        if building.step is Step.NAMES:
            return self._names(building)
        blocks: list[Block] = [Paragraph(say.ASK[building.step])]
        if building.step in PARTS:
            blocks.insert(0, Heading(say.PART.format(number=PARTS.index(building.step) + 1, total=len(PARTS))))
        if building.step in PARTS:
            optional = building.step in (Step.REASONING, Step.LEARNING)
            blocks.append(Note(say.OPTIONAL if optional else say.PART_HINT))
        return _reply(blocks, _steps(building))

    # --- steps

    def _asked(self, building: Building, opening: str = "") -> Built:
        reply = self.where(building)
        return Built(building, (replace(reply, blocks=(Paragraph(opening), *reply.blocks)) if opening else reply,))

    def _obeyed(self, building: Building, name: str, now: dt.datetime, person: Person) -> Built:
        if name in (Move.STOP, Move.PAUSE):
            if not building.holds_words:
                return Built(None, (_reply([Paragraph(say.DROPPED)], _others()),))
            return Built(replace(building, resting=True), (_reply([Paragraph(say.RESTING)], _others()),))
        if building.step is Step.NAMES and name in (Move.TAKE_OUT, Move.KEEP, Move.DONE, Move.RESUME):
            cleaned = name != Move.KEEP
            text = without_names(building.text, self._assessor) if cleaned else building.text
            return self._asked(replace(building, fixed=text, step=Step.NAME, cleaned=cleaned))
        if name == Move.LEAVE_OUT:
            return Built(None, (_reply([Paragraph(say.DROPPED)], _others()),), Changes(clean_since=building.began))
        if name in (Move.OVER, Move.REDO):
            return self._asked(Building(now), say.START)
        if building.step is Step.CHECKED and name == Move.KEEP:
            return self._keep(building, person)
        if building.step in PARTS and name == "back":
            at = max(PARTS.index(building.step) - 1, 0)
            return self._asked(replace(building, step=PARTS[at]))
        if building.step in PARTS and name in _ONWARDS:
            return self._onwards(building)
        return Built(building, (self.where(building),))

    def _onwards(self, building: Building) -> Built:
        at = PARTS.index(building.step) + 1
        if building.revising or at == len(PARTS):
            if not building.holds_words:
                return Built(None, (_reply([Paragraph(say.DROPPED)], _others()),))
            return self._checked(replace(building, step=Step.CHECKED, revising=False))
        return self._asked(replace(building, step=PARTS[at]))

    def _checked(self, building: Building) -> Built:
        """The parts put together, the check of the whole, and what it may show."""
        found = self._assessor.assess(building.text)
        feedback = star.feedback(found, [], self._library)
        blocks: list[Block] = []
        if not building.fixed:
            blocks += [Heading(say.TOGETHER), *(Paragraph(part) for part in building.text.split("\n\n"))]
        blocks += feedback.blocks
        shown = shows(found, self._assessor, self._library)
        if found.judgeable and shown:
            rows = tuple(words.target(target, self._library) for target in shown)
            blocks += [Heading(say.MAY_SHOW), Bullets(rows), Note(say.MAY_SHOW_NOTE)]
        elif found.judgeable:
            blocks.append(Note(say.SHOWS_NOTHING))
        choices = [Choice(say.KEEP, f"{HERE}keep")] if self._keeps else []
        weak = next((part for part in _RATED if found.judgeable and found.parts[part].rating != "clear"), None)
        if weak and not building.fixed:
            choices.append(Choice(say.CHANGE.format(part=weak.value), f"{HERE}change={weak.value}"))
        choices += [Choice(say.ANEW, f"{HERE}new"), Choice(say.LEAVE, f"{HERE}{Move.LEAVE_OUT}")]
        return Built(building, (_reply(blocks, choices),))

    def _keep(self, building: Building, person: Person) -> Built:
        if not self._keeps:
            return Built(building, (_reply([Paragraph(say.NOT_HERE)], _others()),))
        if len(person.examples) >= MOST_EXAMPLES:
            return Built(building, (_reply([Paragraph(say.FULL.format(most=MOST_EXAMPLES))], _others()),))
        step = Step.NAMES if self._assessor.named(building.text) else Step.NAME
        return self._asked(replace(building, fixed=building.text, step=step))

    def _names(self, building: Building) -> Reply:
        text = building.text
        found = list(dict.fromkeys(text[start:end] for start, end in self._assessor.named(text)))[:3]
        named = words.listed([f"“{name}”" for name in found]) if found else ""
        choices = [
            Choice(label, f"{HERE}{move}")
            for label, move in (
                (words.TAKE_OUT, Move.TAKE_OUT),
                (words.KEEP, Move.KEEP),
                (words.LEAVE_OUT, Move.LEAVE_OUT),
            )
        ]
        return _reply([Paragraph(say.NAMES.format(names=named))], choices)

    def _named(self, building: Building, text: str, now: dt.datetime, person: Person) -> Built:
        name = " ".join(text.split())[:LONGEST_NAME].strip(" .“”\"'") or say.MINE
        taken = {example.name.casefold() for example in person.examples}
        number, free = 2, name
        while free.casefold() in taken:
            free, number = f"{name} ({number})", number + 1
        found = self._assessor.assess(building.text)
        ratings = {part: what.rating for part, what in found.parts.items()}
        shown = tuple(shows(found, self._assessor, self._library))
        key = f"x{int(now.timestamp() * 1000):x}"
        example = Example(key, free, building.text, now, now, shown, ratings)
        practise = [
            Choice(say.PRACTISE.format(what=words.target(target, self._library)), f"do/interview#new={target}")
            for target in shown[:2]
        ]
        reply = _reply([Paragraph(say.KEPT.format(name=free))], [*practise, *_others()])
        clean_since = building.began if building.cleaned else None
        return Built(None, (reply,), Changes(examples=(example,), clean_since=clean_since))


def shows(found: Assessment, assessor: Assessor, library: Library) -> list[str]:
    """The Met values and competencies whose indicators an example may show, the fullest first."""
    names = [target for target in library.bank.targets if target.startswith("value/") or target.endswith("/level-2")]
    counts = {}
    for target in names:
        signs = [sign for sign in assessor.touched(found, target) if "/negative#" not in sign.indicator]
        if len(signs) >= LEAST_SIGNS:
            counts[target] = sum(sign.chance for sign in signs)
    return sorted(counts, key=lambda target: -counts[target])[:MOST_SHOWN]


def _first_words(text: str) -> str:
    return " ".join(text.split()[:5])[:LONGEST_NAME]


def _steps(building: Building) -> list[Choice]:
    if building.step is Step.NAME:
        start = _first_words(building.text)
        call = Choice(say.CALL_IT.format(name=start), f"{HERE}call={start}")
        return [call, Choice(say.LEAVE, f"{HERE}{Move.LEAVE_OUT}")]
    if building.step is Step.PASTE:
        return [Choice(say.BUILD, f"{HERE}new"), Choice(say.STOP, f"{HERE}{Move.STOP}")]
    first = building.step is Step.SITUATION
    back = [] if first else [Choice(say.BACK, f"{HERE}back")]
    return [Choice(say.NEXT, f"{HERE}{Move.NEXT}"), *back, Choice(say.STOP, f"{HERE}{Move.STOP}")]


def _others() -> list[Choice]:
    return [Choice(say.MINE, f"{HERE}mine"), Choice(words.AGAIN, "do/interview")]


def _reply(blocks: Sequence[Block], choices: Sequence[Choice]) -> Reply:
    return Reply("action", tuple(blocks), TOPIC, tuple(choices))
