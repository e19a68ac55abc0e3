"""Setting up a workshop: a draft that is shown whole, changed by buttons or in words, and opened."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from dialogs.acts import Open
from dialogs.interview.asides import is_question
from dialogs.interview.plan import planned
from dialogs.interview.wishes import NO_WISH, Wish, Wishes, joined_level
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Reply
from dialogs.records import NOBODY, Changes, Person
from dialogs.setup import MARKS, SIZES, Draft, Plan, Scale
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import hosting as say
from dialogs.wording import interview as of_interview
from dialogs.workshop.cards import TOPIC, reply
from knowledge.library import Library

SET = "do/workshop#set:"
ROUNDS = range(1, 7)
MOST_MINUTES = 30
_LEAST_SECONDS = 10
LONGEST_TITLE = 60
_NUMBERS = {word: at for at, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)}
_COUNT = r"(?P<n>\d{1,2}|" + "|".join(_NUMBERS) + ")"
_ROUNDS = re.compile(rf"\b{_COUNT} rounds?\b")
_SIZE = re.compile(rf"\bgroups? of {_COUNT}\b|\b(?P<word>trios?|threes|fours|quads?)\b")
_TITLE = re.compile(r"^\s*(?:the )?(?:title|name|call it)(?:\s+is)?\s*[:\-–]?\s+(?P<title>\S.*)$", re.IGNORECASE)
_SCALES: tuple[tuple[Scale, re.Pattern[str]], ...] = (
    ("none", re.compile(r"\b(?:no|without) (?:marks?|marking|scores?|scale)\b")),
    ("A-D", re.compile(r"\ba ?(?:to|-) ?d\b")),
    ("1-4", re.compile(r"\b(?:marks?|scale|score)\D{0,12}(?:1|one) ?(?:to|-) ?(?:4|four)\b")),
    ("1-5", re.compile(r"\b(?:marks?|scale|score)\D{0,12}(?:1|one) ?(?:to|-) ?(?:5|five)\b")),
)
_EVIDENCE = re.compile(r"\bevidence only\b|\bonly evidence\b")
_JUDGED = re.compile(r"\bwith (?:judgements?|feedback|evaluation|strengths?)\b|\bnot evidence only\b")
_TIME = re.compile(
    rf"\b{_COUNT}(?P<half> and a half)? ?(?P<unit>min(?:ute)?s?|sec(?:ond)?s?)\b(?: (?:to|for|of|each|per|the))* "
    r"?(?P<what>think\w*|answer\w*|notes?|evaluat\w*|sheets?|discuss\w*|talk\w*|feedback)"
)
_PARTS = {"think": "think", "answer": "answer", "note": "evaluate", "evalu": "evaluate", "sheet": "evaluate"}
_ASKS = re.compile(
    r"^\s*(?:(?:hi|hello|hey|please|ok|can you|could you|can we|could we|i want to|i'd like to|i would like to"
    r"|i need to|let's|let us|we want to|we'd like to)[, ]+)*"
    r"(?:set up|setup|start|create|open|run|begin|plan|host|make)\s+(?:(?:a|an|my|our|the|new)\s+)*"
    r"(?:[\w'-]+\s+){0,3}?workshop\b"
    r"|^\s*new workshop\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\s*(?:please )?(?:open|start|create|begin|go|yes|ok(?:ay)?|ready|done|that'?s (?:it|all))"
    r"(?: (?:it|the workshop|now|please))*[.!]?\s*$"
)
_DROPS = re.compile(
    r"^\s*(?:stop|cancel|never ?mind|drop it|forget it|no)(?: (?:it|the workshop|setting up))*[.!]?\s*$"
)
_PACK = re.compile(r"\b(?:pack|questions? from)\b[: ]+(?P<name>[\w '’-]+)")
_BANK = re.compile(r"\b(?:from|use) the bank\b|\bno pack\b")


@dataclass(frozen=True)
class Heard:
    """A draft after a message, and whether anything in the message was for it."""

    draft: Draft
    changed: bool


class Hosting:
    """Makes drafts. Holds nothing between messages."""

    def __init__(self, library: Library, wishes: Wishes) -> None:
        self._library = library
        self._wishes = wishes

    @staticmethod
    def asks(text: str) -> bool:
        """Whether a message plainly asks to set a workshop up."""
        return bool(_ASKS.match(text.replace("’", "'"))) and not is_question(text)

    def begin(self, state: State, text: str, person: Person, now: dt.datetime) -> Step:
        """A new draft, with what the message says of it, for somebody who may set workshops up."""
        if not person.facilitates:
            choices = [Choice(self._library.entries[topic].title, topic) for topic in ("do/interview", "about/values")]
            return Step(state, (reply((Paragraph(say.NOT_YOURS), Note(say.TO_JOIN)), choices),))
        values = tuple(t for t in self._library.bank.targets if t.startswith("value/"))[: say.FOUR]
        day = f"{now.day} {now:%B %Y}"
        draft = self._heard(Draft(Plan(say.TITLE.format(day=day), values)), text, now).draft
        return Step(replace(state, hosting=draft), (self._shown(draft),))

    def take(self, state: State, text: str, now: dt.datetime) -> Step | None:
        """A message about the draft; None where it is about something else."""
        if state.hosting is None:
            return None
        said = " ".join(text.lower().split())
        if _OPENS.match(said):
            return self._opened(state)
        if _DROPS.match(said):
            return Step(replace(state, hosting=None), (reply((Paragraph(say.DROPPED),), ()),))
        if is_question(text):
            return None
        heard = self._heard(state.hosting, text, now)
        return Step(replace(state, hosting=heard.draft), (self._shown(heard.draft),)) if heard.changed else None

    def press(self, state: State, value: str) -> Step | None:
        """A button of a draft; None for any other."""
        if not value.startswith(SET):
            return None
        draft = state.hosting
        if draft is None:
            return Step(state, (reply((Paragraph(say.NO_DRAFT),), ()),))
        name, _, argument = value.removeprefix(SET).partition("=")
        plan = draft.plan
        match name:
            case "open":
                return self._opened(state)
            case "drop":
                return Step(replace(state, hosting=None), (reply((Paragraph(say.DROPPED),), ()),))
            case "rounds" if argument.isdecimal() and int(argument) in ROUNDS:
                plan = replace(plan, rounds=int(argument))
            case "size" if argument.isdecimal() and int(argument) in SIZES:
                plan = replace(plan, size=int(argument))
            case "scale":
                scale = next((scale for scale in MARKS if scale == argument), plan.scale)
                plan = replace(plan, scale=scale, evidence_only=False)
            case "evidence":
                plan = replace(plan, evidence_only=not plan.evidence_only)
            case "level" if argument in ("1", "2", "3"):
                return self._levelled(state, draft, int(argument))
            case "pack" if argument in self._library.packs:
                draft = self._with_pack(draft, argument)
                plan = draft.plan
            case _:
                pass
        changed = replace(draft, plan=plan)
        return Step(replace(state, hosting=changed), (self._shown(changed),))

    def _opened(self, state: State) -> Step:
        assert state.hosting
        if state.hosting.pending:
            return Step(state, (self._shown(state.hosting),))
        opened = Changes(acts=(Open(state.hosting.plan),))
        return Step(replace(state, hosting=None), (reply((Paragraph(say.OPENING),), ()),), opened)

    def _levelled(self, state: State, draft: Draft, level: int) -> Step:
        targets = tuple(joined_level(name, level) for name in draft.pending)
        changed = Draft(replace(draft.plan, targets=targets, questions=()))
        return Step(replace(state, hosting=changed), (self._shown(changed),))

    # --- what a message says

    def _heard(self, draft: Draft, text: str, now: dt.datetime) -> Heard:
        titled = _TITLE.match(text)
        if titled:
            plan = replace(draft.plan, title=titled["title"].strip(' .“”"')[:LONGEST_TITLE])
            return Heard(replace(draft, plan=plan), changed=True)
        said = " ".join(text.lower().split())
        plan = self._sized(draft.plan, said)
        for scale, pattern in _SCALES:
            if pattern.search(said):
                plan = replace(plan, scale=scale, evidence_only=False)
        if _EVIDENCE.search(said):
            plan = replace(plan, evidence_only=True)
        elif _JUDGED.search(said):
            plan = replace(plan, evidence_only=False)
        plan = self._timed(plan, said)
        changed = replace(draft, plan=plan)
        pack = _PACK.search(said)
        if pack and (name := self._pack_named(pack["name"])):
            changed = self._with_pack(changed, name)
        elif _BANK.search(said):
            changed = replace(changed, plan=replace(changed.plan, questions=()))
        else:
            changed = self._about(changed, _TIME.sub(" ", _ROUNDS.sub(" ", _SIZE.sub(" ", said))), now)
        patterns = (_ROUNDS, _SIZE, _EVIDENCE, _JUDGED, _TIME, *(pattern for _, pattern in _SCALES))
        return Heard(changed, changed != draft or any(pattern.search(said) for pattern in patterns))

    def _sized(self, plan: Plan, said: str) -> Plan:
        rounds = _ROUNDS.search(said)
        if rounds and _number(rounds["n"]) in ROUNDS:
            plan = replace(plan, rounds=_number(rounds["n"]))
        size = _SIZE.search(said)
        if size:
            wanted = _number(size["n"]) if size["n"] else 4 if size["word"].startswith(("four", "quad")) else 3
            plan = replace(plan, size=min(max(wanted, SIZES[0]), SIZES[-1]))
        return plan

    def _timed(self, plan: Plan, said: str) -> Plan:
        times = {"think": plan.think, "answer": plan.answer, "evaluate": plan.evaluate, "discuss": plan.discuss}
        for found in _TIME.finditer(said):
            minutes = found["unit"].startswith("min")
            seconds = _number(found["n"]) * (60 if minutes else 1) + (30 if found["half"] and minutes else 0)
            part = next((part for start, part in _PARTS.items() if found["what"].startswith(start)), "discuss")
            times[part] = min(max(seconds, _LEAST_SECONDS), MOST_MINUTES * 60)
        think, answer, evaluate, discuss = times.values()
        return replace(plan, think=think, answer=answer, evaluate=evaluate, discuss=discuss)

    def _about(self, draft: Draft, said: str, now: dt.datetime) -> Draft:
        """Values, competencies and levels, or a selection process with its own targets and times."""
        wish = self._wishes.read(said)
        if draft.pending and wish.level and not wish.targets:
            targets = tuple(joined_level(name, wish.level) for name in draft.pending)
            return Draft(replace(draft.plan, targets=targets, questions=()))
        if not wish.targets and not wish.form:
            return draft
        wanted = Wish(wish.targets, wish.level, wish.ranks, form=wish.form, timers=bool(wish.form) or None)
        found = planned(wanted if wanted != NO_WISH else wish, self._library, NOBODY, now.toordinal())
        if found == "level":
            return replace(draft, pending=tuple(wish.targets))
        if isinstance(found, str):
            return draft
        targets = tuple(target for target in dict.fromkeys(found.targets) if target in self._library.bank.targets)
        plan = replace(draft.plan, targets=targets, questions=()) if targets else draft.plan
        if wish.form:
            plan = replace(plan, think=found.think or plan.think, answer=found.answer or plan.answer)
        return Draft(plan)

    def _pack_named(self, said: str) -> str | None:
        wanted = said.strip()
        return next((n for n, pack in self._library.packs.items() if wanted in (n, pack.title.lower())), None)

    def _with_pack(self, draft: Draft, name: str) -> Draft:
        pack = self._library.packs[name]
        targets = tuple(dict.fromkeys(question.target for question in pack.questions))
        return Draft(replace(draft.plan, targets=targets, questions=pack.questions))

    # --- what it looks like

    def _shown(self, draft: Draft) -> Reply:
        plan = draft.plan
        if draft.pending:
            names = of_interview.listed([self._library.entries[name].title for name in draft.pending])
            choices = [Choice(say.LEVEL.format(level=level), f"{SET}level={level}") for level in (1, 2, 3)]
            return reply((Paragraph(say.WHICH_LEVEL.format(names=names)),), choices)
        about = of_interview.listed([of_interview.target(target, self._library) for target in plan.targets])
        own = next((p.title for p in self._library.packs.values() if p.questions == plan.questions), say.OWN_PACK)
        rows = (
            say.ABOUT.format(about=about),
            (say.ROUNDS if plan.rounds >= plan.size else say.ROUNDS_FEW).format(
                rounds=of_interview.count(plan.rounds, "round"), size=plan.size
            ),
            say.times(plan.think, plan.answer, plan.evaluate, plan.discuss),
            say.FROM_PACK.format(title=own, count=len(plan.questions)) if plan.questions else say.FROM_BANK,
            say.EVIDENCE if plan.evidence_only else say.SCALES[plan.scale],
        )
        blocks: list[Block] = [Heading(plan.title), Bullets(rows), Note(say.CHANGE), Note(say.MARKS_WHOSE)]
        if self._library.packs:
            names = of_interview.listed([f"“{pack.title}”" for pack in self._library.packs.values()])
            blocks.append(Note(say.PACKS.format(names=names)))
        rounds = plan.rounds % 4 + 1 if plan.rounds < max(ROUNDS) else 1
        scales = list(MARKS)
        following = scales[(scales.index(plan.scale) + 1) % len(scales)]
        choices = [
            Choice(say.OPEN, f"{SET}open"),
            Choice(of_interview.count(rounds, "round"), f"{SET}rounds={rounds}"),
            Choice(
                say.GROUPS_OF.format(size=SIZES[plan.size == SIZES[0]]), f"{SET}size={SIZES[plan.size == SIZES[0]]}"
            ),
            Choice(say.SCALE_BUTTONS[following], f"{SET}scale={following}"),
            Choice(say.JUDGED if plan.evidence_only else say.EVIDENCE_ONLY, f"{SET}evidence"),
            Choice(say.DROP, f"{SET}drop"),
        ]
        return Reply("action", tuple(blocks), TOPIC, tuple(choices))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]
