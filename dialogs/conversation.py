"""One step of a conversation: state and event in, state and replies out. Pure: the clock comes in with the event."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import assert_never

from dialogs import together, wording
from dialogs.attending import Attending, checked, forgetting
from dialogs.doing import Doing
from dialogs.guidance import Guide
from dialogs.handing import Handing
from dialogs.hosting import Hosting
from dialogs.interview.asides import is_question
from dialogs.messages import (
    Choice,
    Chose,
    Event,
    Heading,
    Joined,
    Kind,
    Paragraph,
    PersonAnswered,
    Reply,
    Said,
    WorkshopSays,
)
from dialogs.practice import Practice
from dialogs.privacy import FORGET_NOW, HELP, Keeping, Privacy
from dialogs.quoting import OFFICIAL, PLAIN, Quoting, Told, asked_in
from dialogs.records import NOBODY, Changes, Person
from dialogs.search import Search
from dialogs.state import NEW, State, pruned
from dialogs.step import Step
from dialogs.verdicts import Verdicts
from dialogs.workshop.buttons import HERE as WORKSHOP
from dialogs.workshop.spoken import joining
from knowledge.library import HOME, Library
from knowledge.official.matching import marks_of
from knowledge.official.pasted import Pastes
from knowledge.official.shingles import FILE as SHINGLES
from knowledge.official.shingles import read_shingles
from knowledge.official.wordings import Wordings
from knowledge.understanding.context import NOTHING_SAID, Context, ask_of_topic
from knowledge.understanding.reader import Reader, Understood
from knowledge.understanding.text import words

WHOLE = "#all"  # after a topic id in a choice: everything about it, not only what fits a phone
WAYS: dict[str, Told] = {"": "usual", WHOLE: "usual", PLAIN: "plain", OFFICIAL: "official"}
FORGOTTEN_AFTER = dt.timedelta(hours=12)  # "and level 3?" a day later is a new question: better asked back than guessed
HEARD_FIRST = ("distress", "crime", "misconduct")  # whatever somebody is doing, these are answered
WELCOME = ("do/interview", "do/example", "about/competencies", "about/values", "process/overview", HELP)


@dataclass(frozen=True)
class Turn:
    """A reply, the context that the next message is read in, and how the message was read."""

    reply: Reply
    context: Context
    understood: Understood


class Coach:
    """Takes part in conversations. Holds nothing between messages: state and context come in and go out."""

    def __init__(self, library: Library, keeping: Keeping | None = None, *, experts: bool = False) -> None:
        """`experts`: whether there are people whom questions can be handed on to."""
        self.library = library
        self._keeping = keeping or Keeping()
        self.days = self._keeping.days
        self._privacy = Privacy(library, self._keeping)
        self._reader = Reader(library)
        self._search = Search(library, self._reader)
        self._guide = Guide(library)
        self._pastes = Pastes(marks_of(library), read_shingles(HOME / "weights" / SHINGLES))
        self._handing = Handing(library, experts=experts)
        self._verdicts = Verdicts(library, texts=self._keeping.questions)
        self._doing = Doing(library, self._reader.parser, self._keeping.days)
        self._practice = Practice(library, self._doing)
        self._attending = Attending(library)
        self._hosting = Hosting(library, self._doing.wishes)

    def step(
        self, state: State, event: Event, now: dt.datetime, person: Person = NOBODY, *, shared: bool = False
    ) -> Step:
        """Whose turn it is and what comes of it. `person` is what is kept of who said it; `shared`: others read it."""
        if isinstance(event, Said) and not self._privacy.asks_to_forget(event.text):
            event = _button_for(event.text, state.offered) or event
        step = self._among_others(state, event, now) if shared else self._step(state, event, now, person)
        step = checked(state, step)
        offered = tuple(choice for reply in step.replies for choice in reply.choices)
        return replace(step, state=replace(step.state, offered=offered)) if step.replies else step

    def _step(self, state: State, event: Event, now: dt.datetime, person: Person) -> Step:
        kept = pruned(state, self._keeping.days, now) if self._keeping.days else state
        met = replace(kept, welcomed=True, at=now, unanswered="", asked_last=None)
        match event:
            case Joined():
                replies = () if state.welcomed else (self._welcome(),)
                return Step(replace(state, welcomed=True), replies)
            case PersonAnswered():
                return self._handing.answered(state, event)
            case WorkshopSays():
                return self._attending.says(state, event)
            case Chose(value) if value.startswith(WORKSHOP):
                step = self._hosting.press(met, value) or self._attending.press(met, value, now)
                return step or self._chose(met, value, self._remembered(kept, now), person, now)
            case Chose(value):
                handed = self._handing.press(met, value, kept.unanswered)
                judged = handed or self._verdicts.press(met, value, kept.asked_last)
                return judged or self._chose(met, value, self._remembered(kept, now), person, now)
            case Said(text):
                if self._privacy.asks_to_forget(text):
                    return self._forget(state, now)
                own = self._attending.take(met, text) or self._hosting.take(met, text, now)
                if own is None and self.days and met.interview is None and self._hosting.asks(text):
                    own = self._hosting.begin(met, text, person, now)
                own = own or self._practice.steers(met, text, person, now)
                return own or self._told(met, text, kept, person, now)
            case _:
                assert_never(event)

    def _among_others(self, state: State, event: Event, now: dt.datetime) -> Step:
        """The same where others read it: questions are answered, the rest goes on in a chat of one's own."""
        met = replace(state, welcomed=True, at=now)
        match event:
            case Joined():
                replies = () if state.welcomed else (together.welcome(self.library),)
                return Step(replace(state, welcomed=True), replies)
            case Said(text) if joining(text):
                return self._attending.show(met, text)
            case Said(text) if self._privacy.asks_to_forget(text) or self._practice.steers_alone(text):
                return Step(met, (together.moved(text),))
            case Said(text) | Chose(text):
                if together.is_own(text):
                    return Step(met, (together.moved(),))
                if isinstance(event, Chose) and not self._is_topic(text):
                    return Step(met, (self._outdated(),))
                turn = self.say(text, self._remembered(state, now))
                if turn.reply.kind == "action" and together.is_own(turn.reply.topics[0]):
                    return Step(met, (together.moved(text),))
                heard = self._verdicts.noted(text, turn.understood, turn.reply, practising=False)
                return Step(replace(met, context=turn.context), (together.fit(turn.reply),), Changes(heard=heard))
            case WorkshopSays(reply):
                return Step(state, (reply,) if event.shared else ())
            case PersonAnswered():
                return Step(state, ())
            case _:
                assert_never(event)

    def _told(self, met: State, text: str, kept: State, person: Person, now: dt.datetime) -> Step:
        """A message that has to be understood first."""
        turn = self.say(text, self._remembered(kept, now))
        own = self._practice.belongs(met, text, turn.understood, turn.reply, person, now)
        if own is None and not _asked(text, turn.understood):
            own = self._attending.noted(met, text)
        return own or self._answered(met, text, turn, person, now)

    def _chose(self, met: State, value: str, context: Context, person: Person, now: dt.datetime) -> Step:
        if value == FORGET_NOW:
            return self._forget(met, now)
        pressed = self._doing.press(met, value, person, now)
        if pressed:
            return pressed
        if not self._is_topic(value):
            return Step(met, (self._doing.aside(met, "", self._outdated())[1],))
        return self._answered(met, "", self.say(value, context), person, now)

    def _answered(self, met: State, text: str, turn: Turn, person: Person, now: dt.datetime) -> Step:
        """An answer to a question, or something to do; in the middle of a practice with the way back to it."""
        if turn.reply.kind == "action" and turn.reply.topics:
            if turn.reply.topics[0] == "do/workshop" and self.days:
                return self._hosting.begin(met, text, person, now)
            acted = self._doing.act(met, turn.reply.topics[0], text, person, now)
            if acted:
                return acted
        practising = met.interview is not None or met.building is not None
        heard = self._verdicts.noted(text, turn.understood, turn.reply, practising=practising)
        state, reply = self._doing.aside(met, text, self._privacy.reply(turn.reply, person))
        state, reply = self._handing.offered(state, text, turn.understood, reply)
        state, reply = self._verdicts.offered(state, text, reply)
        return Step(replace(state, context=turn.context), (reply,), Changes(heard=heard))

    def _remembered(self, state: State, now: dt.datetime) -> Context:
        """What the conversation is about, unless that is long ago or the knowledge base has changed since."""
        known = all(topic in self.library for topic in (*state.context.topics, *state.context.listed))
        recent = state.at is not None and now - state.at <= FORGOTTEN_AFTER
        return state.context if known and recent else NOTHING_SAID

    def _forget(self, state: State, now: dt.datetime) -> Step:
        return Step(replace(NEW, welcomed=True, at=now), (self._privacy.forgotten(),), forgetting(state.seat))

    def _welcome(self) -> Reply:
        blocks = (
            Heading(wording.WELCOME),
            Paragraph(wording.WELCOME_WHAT),
            Paragraph(wording.kept(self._keeping.days)),
        )
        choices = tuple(Choice(wording.label(topic, self.library), topic) for topic in WELCOME)
        return Reply("action", blocks, ("do/greeting",), choices)

    def _outdated(self) -> Reply:
        return Reply("decline", (Paragraph(wording.OUTDATED),), (), (Choice(wording.label(HELP, self.library), HELP),))

    def _is_topic(self, value: str) -> bool:
        topic, sign, rest = value.partition("#")
        return topic in self.library and f"{sign}{rest}" in WAYS

    @property
    def quoting(self) -> Quoting:
        """What tells statements in official wording or plain words, for handouts too."""
        return self._guide.quoting

    @property
    def official(self) -> Wordings:
        """The official wording that answers quote; another can be put in its place at any time."""
        return self._guide.quoting.official

    @official.setter
    def official(self, loaded: Wordings) -> None:
        self._guide.quoting.official = loaded

    def search(self, text: str) -> tuple[str, ...]:
        """The topics that fit what is being typed, the likeliest first."""
        return self._search.find(text)

    def say(self, text: str, context: Context = NOTHING_SAID) -> Turn:
        """Answer a message; the value of a choice counts as having chosen it."""
        topic, sign, rest = text.partition("#")
        if topic in self.library and f"{sign}{rest}" in WAYS:
            return self._chosen(topic, f"{sign}{rest}")
        if not text.strip():  # a mention alone, or a picture
            return self._chosen(HELP)
        if self._practice.asks(text):
            return self._chosen("do/interview")
        pasted = self._pastes.find(text)
        if pasted:
            reply = self._guide.pasted(pasted)
            understood = Understood("answer", reply.topics, ask=ask_of_topic(reply.topics[0]), reason="pasted")
            return Turn(reply, self._after(reply, understood, context), understood)
        told, only = asked_in(text)
        if only and context.topics:
            understood = Understood("answer", context.topics, ask=context.ask, reason="the same in other words")
            reply = self._guide.reply(understood, (), told)
            return Turn(reply, self._after(reply, understood, context), understood)
        understood = self._reader.read(text, context)
        question = tuple(token.text for token in understood.parsed.tokens) if understood.parsed else ()
        reply = self._guide.reply(understood, question, told)
        return Turn(reply, self._after(reply, understood, context), understood)

    def _chosen(self, topic: str, way: str = "") -> Turn:
        kind: Kind = "action" if topic.startswith("do/") else "answer"
        understood = Understood(kind, (topic,), ask=ask_of_topic(topic), reason="chosen")
        reply = self._guide.whole(topic, WAYS[way]) if way else self._guide.reply(understood)
        return Turn(reply, self._after(reply, understood, Context()), understood)

    def _after(self, reply: Reply, understood: Understood, before: Context) -> Context:
        """A refusal or an action leaves the subject as it was."""
        if reply.kind == "clarify":
            return Context(before.topics, understood.ask if understood.ask.named else before.ask, reply.topics)
        if reply.kind != "answer":
            return before
        listed = self._listed(reply.topics, understood)
        return Context(reply.topics, understood.ask, listed or before.listed)

    def _listed(self, topics: tuple[str, ...], understood: Understood) -> tuple[str, ...]:
        """What "the first one" may point to: several topics shown, or the list that one topic is about."""
        if len(topics) > 1:
            return topics
        editions = understood.ask.editions
        if topics == ("about/values",) and len(editions) == 1:
            places = ((value, editions[0], "definition", None) for value in self.library.vocabulary.values)
            return tuple(self.library.framework[place] for place in places if place in self.library.framework)
        return self.library.entries[topics[0]].lists


def _asked(text: str, understood: Understood) -> bool:
    """Whether somebody who takes notes asks or needs something: a question, a name alone, or help."""
    bare = understood.parsed is not None and not understood.parsed.slots.residue
    return is_question(text) or understood.refusal in HEARD_FIRST or (bare and understood.kind in ("answer", "action"))


def _button_for(text: str, offered: tuple[Choice, ...]) -> Chose | None:
    """The button that a typed message names: channels lose their buttons, and some people type what they read."""
    begins, said = _first(text), words(text)
    alike = (choice for choice in offered if said and _first(choice.label) == begins)  # reading every label costs more
    chosen = next((choice for choice in alike if words(choice.label) == said), None)
    return Chose(chosen.value) if chosen else None


def _first(text: str) -> str:
    """The letter or figure that a text begins with."""
    return next((char for char in text if char.isalnum()), "").casefold()
