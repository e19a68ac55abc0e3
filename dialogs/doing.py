"""What can be done while practising: begin, steer and end an interview or an example, the examples kept, settings."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from dialogs import wording
from dialogs.example import builder as building
from dialogs.example.builder import Builder, Built
from dialogs.example.shelf import Shelf
from dialogs.interview import commands
from dialogs.interview.checking import Outcome
from dialogs.interview.course import Move, Phase
from dialogs.interview.interviewer import Interviewer
from dialogs.interview.opening import Desk, joined
from dialogs.interview.summary import report
from dialogs.interview.wishes import NO_WISH, SUGGESTED, Wish, Wishes
from dialogs.messages import Choice, Heading, Note, Paragraph, Reply
from dialogs.progress import progress
from dialogs.records import Changes, Person
from dialogs.settings import settings
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import example as of_example
from dialogs.wording import interview as of_interview
from knowledge.library import HOME, Library
from knowledge.star.assess import Assessor
from knowledge.understanding.parser import Parser

MOST_CHOICES = 6
_LOOK = re.compile(r"\b(check|look (?:at|over)|assess|review|read|feedback|good enough|rate|mark)\b", re.IGNORECASE)
_BUILD = re.compile(r"\b(build|help|write|make|create|new|start|think of)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(that|it|this)\b", re.IGNORECASE)
_TELLING = (Phase.ASKED, Phase.ANSWERING, Phase.PROBING)  # where a message may have been a part of the answer
_ANEW = (Phase.CHOOSING, Phase.ASKED, Phase.FEEDBACK, Phase.PAUSED, Phase.ENDED)  # where a new interview may begin
_STOPS = re.compile(r"\b(stop|end|quit|exit|cancel|enough|leave|abort|finish)\b", re.IGNORECASE)
_PAUSES = re.compile(r"\b(pause|break|minute|moment|later|tomorrow|wait|hang on|hold on|not now)\b", re.IGNORECASE)


class Doing:
    """Does what is wanted, over interviews, examples and settings. Holds nothing between messages."""

    def __init__(self, library: Library, parser: Parser, days: int | None) -> None:
        self._library = library
        self._days = days
        self.wishes = Wishes(library, parser)
        self.shelf = Shelf(library)

    @cached_property
    def _assessor(self) -> Assessor:
        """Loaded with the first practice: it takes 20 MB that questions do not need."""
        return Assessor(self._library, HOME / "weights" / "star")

    @cached_property
    def interviewer(self) -> Interviewer:
        """Conducts the interviews."""
        return Interviewer(self._library, self.wishes, self._assessor, self._days)

    @cached_property
    def builder(self) -> Builder:
        """Builds and checks examples."""
        return Builder(self._library, self._assessor, keeps=self._days is not None)

    # --- the way back

    def aside(self, state: State, text: str, reply: Reply) -> tuple[State, Reply]:
        """The answer to something else, with the way back; what was said can still be added to the answer."""
        interview = state.interview
        if state.building and not state.building.resting:
            back = Choice(of_example.BACK_TO_IT, f"{building.HERE}back-to-it")
            return state, replace(reply, choices=(back, *reply.choices)[:MOST_CHOICES])
        if interview is None or interview.phase is Phase.ENDED:
            return state, reply
        if not interview.running:
            back = Choice(of_interview.GO_ON, f"{commands.HERE}{Move.RESUME}")
            return state, replace(reply, choices=(back, *reply.choices)[:MOST_CHOICES])
        ways = [Choice(of_interview.BACK, f"{commands.HERE}{commands.BACK}")]
        if text and interview.phase in _TELLING:
            interview = replace(interview, aside=text)
            ways.append(Choice(of_interview.ADD_THIS, commands.button(Move.ADD, interview)))
        note = (Note(of_interview.NOT_YET),) if interview.phase is Phase.CHOOSING else ()
        told = replace(reply, blocks=(*reply.blocks, *note), choices=(*ways, *reply.choices)[:MOST_CHOICES])
        return replace(state, interview=interview), told

    # --- buttons and actions

    def press(self, state: State, value: str, person: Person, now: dt.datetime) -> Step | None:
        """A button of an interview or an example; None for any other."""
        desk = desk_of(state, person, now)
        command = commands.pressed(value)
        if command and command.name == "set":
            return self.settings(state, command.argument)
        if command:
            if command.name == "new" and command.argument in self._library.bank.targets:
                return self._started(state, joined(state.wish, Wish(targets=(command.argument,))), desk)
            if command.name == commands.EXAMPLE and state.interview and state.interview.rounds:
                return self.kept_as_example(state, person, now)
            if state.interview is None:
                return None
            return conducted(state, self.interviewer.press(state.interview, command, desk))
        command = commands.pressed(value, building.HERE)
        if command is None:
            return None
        shelved = self.shelf.press(command, person, now)
        if shelved:
            return self.shelved(state, shelved)
        return built(state, self.builder.press(state.building, command, now, person))

    def act(self, state: State, topic: str, text: str, person: Person, now: dt.datetime) -> Step | None:
        """What was understood as a wish to do something; None for what is done elsewhere."""
        desk = desk_of(state, person, now)
        acts: dict[str, Callable[[], Step | None]] = {
            "do/interview": lambda: self.begun(state, text, desk),
            "do/example": lambda: self._example(state, text, now),
            "do/progress": lambda: Step(state, self._with_way_back(state, progress(person, self._library))),
            "do/export": lambda: Step(state, (self._export(state, person),)),
            "do/settings": lambda: self.settings(state, text),
            "do/stop": lambda: self._moved(state, _ending(text), desk),
            "do/resume": lambda: self._moved(state, Move.RESUME, desk),
        }
        return acts[topic]() if topic in acts else None

    def set_timers(self, state: State, text: str, desk: Desk) -> Step:
        """Timers for the interview that runs, and for those to come."""
        said = self.wishes.read(text)
        step = self.settings(state, text)
        interview = state.interview
        if interview is None or interview.plan is None or not interview.running:
            return step
        timed = self.interviewer.timed(interview, said, desk)
        return Step(replace(step.state, interview=timed.interview), timed.replies)

    def begun(self, state: State, text: str, desk: Desk) -> Step | None:
        """A new interview as this message asks for it."""
        said = self.wishes.read(text)
        if not said.says_what and _POINTS.search(text):
            said = replace(said, targets=self._talked_about(state))
        return self._started(state, joined(state.wish, said), desk)

    def _talked_about(self, state: State) -> tuple[str, ...]:
        """What "test me on that" means: the value or competency that was talked about."""
        targets = (topic.removesuffix("/positive").removesuffix("/negative") for topic in state.context.topics)
        return tuple(target for target in targets if target in self._library.bank.targets)[:1]

    def _started(self, state: State, wish: Wish, desk: Desk) -> Step | None:
        interview = state.interview
        if interview and interview.phase not in _ANEW:
            reply = self.interviewer.where(interview, desk)
            return Step(state, (replace(reply, blocks=(Paragraph(of_interview.IN_ONE), *reply.blocks)),))
        if interview and interview.phase is Phase.PAUSED and not wish.says_what:
            return Step(state, (self.interviewer.where(interview, desk),))
        begun = self.interviewer.start(wish, desk, interview)
        plan = begun.interview.plan if begun.interview else None
        told = state.told or (plan is not None and not plan.private)
        return conducted(replace(state, told=told), begun)

    def _moved(self, state: State, move: Move, desk: Desk) -> Step | None:
        if state.building and not state.building.resting and move is not Move.RESUME:
            return built(state, self.builder.take(state.building, "stop", desk.now, desk.person))
        if state.building and state.building.resting and move is Move.RESUME:
            return built(state, self.builder.start(state.building, desk.now))
        interview = state.interview
        if interview is None or (interview.phase is Phase.ENDED and move is not Move.RESUME):
            return None
        if move is Move.RESUME and interview.running:
            return Step(state, (self.interviewer.where(interview, desk),))
        if move is not Move.RESUME and not interview.may(move):
            move = Move.PAUSE if interview.may(Move.PAUSE) else Move.STOP
        return conducted(state, self.interviewer.press(interview, commands.Command(move), desk))

    def _example(self, state: State, text: str, now: dt.datetime) -> Step | None:
        """Build an example, or check one that is there already."""
        if _LOOK.search(text) and not _BUILD.search(text):
            return built(state, self.builder.check("", now))
        return built(state, self.builder.start(state.building, now))

    def kept_as_example(self, state: State, person: Person, now: dt.datetime) -> Step | None:
        """The answer just given, put into the example bank."""
        assert state.interview
        tries = state.interview.round.tries
        if not tries or not tries[-1].text:
            return Step(state, (Reply("action", (Paragraph(of_example.DROPPED),), building.TOPIC),))
        return built(state, self.builder.keep(tries[-1].text, now, person))

    def shelved(self, state: State, shelved: tuple[Reply, Changes]) -> Step:
        """What comes of an order about the examples kept."""
        reply, changes = shelved
        if state.building and state.building.resting and state.building.holds_words:
            go_on = Choice(of_example.GO_ON_WITH_REST, f"{building.HERE}go-on")
            reply = replace(reply, choices=(go_on, *reply.choices)[:MOST_CHOICES])
        return Step(state, self._with_way_back(state, reply), changes)

    def _with_way_back(self, state: State, reply: Reply) -> tuple[Reply, ...]:
        return (self.aside(state, "", reply)[1],)

    def _export(self, state: State, person: Person) -> Reply:
        choices = [Choice(of_example.EXPORT, f"{building.HERE}export")] if person.examples else []
        if state.interview and state.interview.phase is Phase.ENDED and report(state.interview, self._library):
            choices.insert(0, Choice(of_interview.REPORT, f"{commands.HERE}{commands.REPORT}"))
        title = self._library.entries["do/export"].title
        choices.append(Choice(wording.label("do/privacy", self._library), "do/privacy"))
        text = wording.EXPORT if self._days is not None else wording.NOTHING_STORED
        return Reply("action", (Heading(title), Paragraph(text)), ("do/export",), tuple(choices))

    def settings(self, state: State, text: str) -> Step:
        """What a message sets for the interviews to come."""
        said = replace(self.wishes.read(text), targets=(), form=None, number=None, surprise=False)
        wish = joined(state.wish, said)
        if said.timers is False:
            wish = replace(wish, think=None, answer=None)
        elif wish.timers and wish.think is None and wish.answer is None:
            wish = replace(wish, think=SUGGESTED[0], answer=SUGGESTED[1])
        return Step(replace(state, wish=wish), (settings(wish, changed=said != NO_WISH),))


def _ending(text: str) -> Move:
    """Whether somebody wants to stop, to pause, or has just finished an answer; in doubt the one that loses nothing."""
    return Move.STOP if _STOPS.search(text) else Move.PAUSE if _PAUSES.search(text) else Move.DONE


def desk_of(state: State, person: Person, now: dt.datetime) -> Desk:
    """What an interview has to know beside its own state."""
    return Desk(person, state.asked, state.told, now)


def conducted(state: State, outcome: Outcome | None) -> Step | None:
    """A step of the interview as one of the conversation."""
    if outcome is None:
        return None
    asked = state.asked
    if outcome.interview and outcome.interview.rounds:
        latest = outcome.interview.round.question
        asked = (*(name for name in asked if name != latest), latest)
    return Step(replace(state, interview=outcome.interview, asked=asked), outcome.replies, outcome.changes)


def built(state: State, outcome: Built | None) -> Step | None:
    """A step of the example as one of the conversation."""
    if outcome is None:
        return None
    replies = outcome.replies
    if outcome.building is None and state.interview and state.interview.running:  # the answer kept was one of its own
        back = Choice(of_interview.BACK, f"{commands.HERE}{commands.BACK}")
        replies = tuple(replace(reply, choices=(back, *reply.choices)[:MOST_CHOICES]) for reply in replies)
    return Step(replace(state, building=outcome.building), replies, outcome.changes)
