"""A person's own examples: list, open, rename, delete, all as messages."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process, utils

from dialogs import wording
from dialogs.example.builder import HERE, LONGEST_NAME, TOPIC
from dialogs.interview.commands import Command
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Reply
from dialogs.records import NO_CHANGES, Changes, Example, Person
from dialogs.wording import example as say
from dialogs.wording import interview as words
from knowledge.library import Library

KEPT_FOR = dt.timedelta(days=365)  # without use
WARNED_BEFORE = dt.timedelta(days=30)
_CLOSE = 80.0  # how near a typed name must be to an example's
_ME = r"(?: me)?"
_LIST = re.compile(
    rf"^(?:please )?(?:(?:show|list|open|see|read){_ME} )?(?:all )?(?:of )?my examples?(?: please)?[.?! ]*$",
    re.IGNORECASE,
)
_EXPORT = re.compile(
    rf"^(?:please )?(?:export|download|print|give|send){_ME} (?:all )?(?:of )?my examples?[.! ]*$", re.IGNORECASE
)
_RENAME = re.compile(
    r"^(?:please )?rename (?:my |the )?(?:example )?(.{1,80}?) (?:to|as|into) (.{1,80})$", re.IGNORECASE
)
_DELETE = re.compile(r"^(?:please )?(?:delete|remove|bin) (?:my |the )?(example )?(.{1,80})$", re.IGNORECASE)
_SHOW = re.compile(rf"^(?:please )?(?:show|open|read|see){_ME} (?:my |the )?(example )?(.{{1,80}})$", re.IGNORECASE)


class Shelf:
    """Answers to what a person does with their examples."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def take(self, text: str, person: Person, now: dt.datetime) -> tuple[Reply, Changes] | None:
        """What a message does with the examples; None where it does nothing with them."""
        said = " ".join(text.split())
        if _EXPORT.match(said):
            return self.everything(person), NO_CHANGES
        if _LIST.match(said):
            return self.list(person, now), NO_CHANGES
        found = _RENAME.match(said)
        if found:
            return self._renamed(person, found[1], found[2])
        for pattern, act in ((_DELETE, self._sure), (_SHOW, self._shown)):
            found = pattern.match(said)
            if found:
                example = named(person, found[2])
                if example:
                    return act(example, now)
                if found[1]:
                    return self._unknown(found[2], person), NO_CHANGES
        return None

    def press(self, command: Command, person: Person, now: dt.datetime) -> tuple[Reply, Changes] | None:
        """A button about examples; None for the builder's."""
        if command.name == "mine":
            return self.list(person, now), NO_CHANGES
        if command.name == "export":
            return self.everything(person), NO_CHANGES
        if command.name not in ("show", "sure", "delete"):
            return None
        example = next((example for example in person.examples if example.id == command.argument), None)
        if example is None:
            return self.list(person, now), NO_CHANGES
        if command.name == "show":
            return self._shown(example, now)
        if command.name == "sure":
            return self._sure(example, now)
        reply = _reply([Paragraph(say.DELETED.format(name=example.name))], _others())
        return reply, Changes(dropped=(example.id,))

    def list(self, person: Person, now: dt.datetime) -> Reply:
        """The examples by number."""
        if not person.examples:
            return _reply([Paragraph(say.NONE)], [Choice(say.BUILD, f"{HERE}new")])
        rows = []
        for example in person.examples:
            shown = [words.target(target, self._library) for target in example.targets if target in self._library]
            rows.append(f"{example.name} ({', '.join(shown)})" if shown else example.name)
        blocks: list[Block] = [Heading(say.LIST), Bullets(tuple(rows), numbered=True)]
        for example in person.examples:
            if now - example.used > KEPT_FOR - WARNED_BEFORE:
                day = wording.day((example.used + KEPT_FOR).date())
                blocks.append(Note(say.SOON.format(name=example.name, day=day)))
        blocks.append(Note(say.FOR_YOU))
        first = person.examples[:4]
        choices = [Choice(words.SHOW_EXAMPLE.format(name=e.name), f"{HERE}show={e.id}") for e in first]
        return _reply(blocks, [*choices, Choice(say.EXPORT, f"{HERE}export"), Choice(say.BUILD, f"{HERE}new")])

    def everything(self, person: Person) -> Reply:
        """The names of all examples with their texts, as much as one message holds."""
        if not person.examples:
            return _reply([Paragraph(say.NONE)], _others())
        blocks: list[Block] = []
        room = 20_000  # characters: channels refuse messages above 28 KB
        for example in person.examples:
            room -= len(example.text)
            if room < 0:
                blocks.append(Note(say.REST.format(name=example.name)))
                break
            blocks += [Heading(example.name), *map(Paragraph, example.text.split("\n\n"))]
        return _reply(blocks, _others())

    def _shown(self, example: Example, now: dt.datetime) -> tuple[Reply, Changes]:
        """One example; opening it counts as use."""
        blocks: list[Block] = [Heading(example.name), *map(Paragraph, example.text.split("\n\n"))]
        shown = [target for target in example.targets if target in self._library]
        if shown:
            named = words.listed([words.target(target, self._library) for target in shown])
            blocks.append(Note(say.SHOWS.format(what=named)))
        practise = [
            Choice(say.PRACTISE.format(what=words.target(target, self._library)), f"do/interview#new={target}")
            for target in shown[:2]
        ]
        choices = [*practise, Choice(say.DELETE, f"{HERE}sure={example.id}"), Choice(say.MINE, f"{HERE}mine")]
        return _reply(blocks, choices), Changes(examples=(replace(example, used=now),))

    def _sure(self, example: Example, _: dt.datetime) -> tuple[Reply, Changes]:
        choices = [Choice(say.YES_DELETE, f"{HERE}delete={example.id}"), Choice(say.MINE, f"{HERE}mine")]
        return _reply([Paragraph(say.SURE.format(name=example.name))], choices), NO_CHANGES

    def _renamed(self, person: Person, old: str, new: str) -> tuple[Reply, Changes] | None:
        example = named(person, old)
        if example is None:
            return self._unknown(old, person), NO_CHANGES
        name = " ".join(new.split())[:LONGEST_NAME].strip(" .“”\"'") or example.name
        reply = _reply([Paragraph(say.RENAMED.format(old=example.name, new=name))], _others())
        return reply, Changes(examples=(replace(example, name=name),))

    def _unknown(self, name: str, person: Person) -> Reply:
        rows = tuple(example.name for example in person.examples)
        listed: list[Block] = [Bullets(rows, numbered=True)] if rows else []
        return _reply([Paragraph(say.UNKNOWN.format(name=name[:LONGEST_NAME])), *listed], _others())


def named(person: Person, said: str) -> Example | None:
    """The example that is meant: by its number or a name near to its own."""
    said = said.strip(" .“”\"'")
    if said.isdigit():
        return person.examples[int(said) - 1] if 0 < int(said[:4]) <= len(person.examples) else None
    names = [example.name for example in person.examples]
    found = process.extractOne(said, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_CLOSE)
    return person.examples[found[2]] if found else None


def _others() -> list[Choice]:
    return [Choice(say.MINE, f"{HERE}mine"), Choice(say.BUILD, f"{HERE}new")]


def _reply(blocks: Sequence[Block], choices: Sequence[Choice]) -> Reply:
    return Reply("action", tuple(blocks), TOPIC, tuple(choices))
