"""What a statement is told in: the official wording where it is loaded, our plain words, and when which."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dialogs import wording
from dialogs.messages import Choice, Citation, Note, Paragraph
from knowledge.entries import Entry, Item
from knowledge.library import Library
from knowledge.official.pasted import Pasted
from knowledge.official.wordings import Official, Wordings
from knowledge.topics import parse

Told = Literal["usual", "plain", "official"]
PLAIN, OFFICIAL = "#plain", "#official"  # after a topic id in a choice
QUOTED = ("competency", "value", "cluster", "level")  # families that are quoted unasked: people are assessed by them
_PLAIN = re.compile(
    r"\b(?:in|use|using)\s+(?:plain|simpler?|easy|easier|everyday|your own)\s+(?:words?|english|language|terms)\b"
    r"|\bplain english\b"
)
_OFFICIAL = re.compile(
    r"\b(?:official|exact|actual|original|precise)\s+(?:wordings?|words|texts?|sentences?)\b"
    r"|\bword for word\b|\bverbatim\b"
)
_FILLERS = re.compile(
    r"\b(?:and|now|please|pls|it|that|this|say|tell|show|give|put|explain|me|the|what|is|s|in|can|you)\b"
)


@dataclass
class Telling:
    """How one answer is told, which statements it has quoted so far, and of which entries it told some in our words."""

    told: Told = "usual"
    quoted: list[tuple[Entry, int, Official]] = field(default_factory=list)
    own: list[Entry] = field(default_factory=list)


class Quoting:
    """Quotes what is loaded. `official` can be put in place of at any time: answers are made from what it is then."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.official = Wordings()

    def line(self, entry: Entry, item: Item, telling: Telling) -> str:
        """A statement as the answer has it."""
        if not self.official:
            telling.own.append(entry)
            return wording.filled(item.text, item.values)
        number = next(i for i, other in enumerate(entry.items, 1) if other is item)
        unasked = telling.told == "usual" and parse(entry.id).family in QUOTED
        official = self.official.of(entry.id, number) if unasked or telling.told == "official" else ()
        if official:
            telling.quoted.append((entry, number, official[0]))
            return official[0].text
        telling.own.append(entry)
        return wording.filled(item.text, item.values)

    def heading(self, entries: Collection[Entry], telling: Telling) -> list[Paragraph]:
        """Before statements of some entries that are, or are partly, quoted."""
        if any(entry.verbatim for entry in entries):
            return [Paragraph(wording.OFFICIAL)]
        if not any(entry in entries for entry, *_ in telling.quoted):
            return []
        mixed = any(entry in entries for entry in telling.own)
        return [Paragraph(wording.MIXED if mixed else wording.OFFICIAL)]

    def notes(self, topics: tuple[str, ...], telling: Telling) -> list[Note]:
        """What has to be known about the words of the answer."""
        if telling.quoted:
            return [
                Note(
                    wording.damaged(number, self._library.documents[official.edition], entry.items[number - 1].damaged)
                )
                for entry, number, official in telling.quoted
                if official.edition in entry.items[number - 1].damaged and not official.mended
            ]
        if telling.told == "official":
            return [Note(wording.NO_OFFICIAL if self.official else wording.OWN_WORDS)]
        if any(parse(topic).family in QUOTED and not self._library.entries[topic].verbatim for topic in topics):
            return [Note(wording.PLAIN if self.official else wording.OWN_WORDS)]
        return []

    def citations(self, telling: Telling) -> list[Citation]:
        """The files that were quoted, and where in them."""
        return [Citation(text) for text in wording.quoted_from(official for *_, official in telling.quoted)]

    def choices(self, topics: tuple[str, ...], telling: Telling) -> tuple[Choice, ...]:
        """The other way of telling the same, where there is one."""
        if not self.official or len(topics) != 1 or topics[0] not in self._library:
            return ()
        if telling.quoted:
            return (Choice(wording.IN_PLAIN_WORDS, f"{topics[0]}{PLAIN}"),)
        items = range(1, len(self._library.entries[topics[0]].items) + 1)
        loaded = any(self.official.of(topics[0], number) for number in items)
        return (Choice(wording.IN_OFFICIAL_WORDS, f"{topics[0]}{OFFICIAL}"),) if loaded else ()


def places(found: Sequence[Pasted], library: Library) -> tuple[tuple[str, str], ...]:
    """Where sentences belong that somebody has pasted: topic and what to say; the framework first."""
    marks = [mark for each in found for mark in each.marks]
    marks.sort(key=lambda mark: parse(mark.topic).family not in QUOTED)
    told = (
        (m.topic, wording.stands(library.entries[m.topic].title, m.item, library.documents[m.print.document]))
        for m in marks
    )
    return tuple(dict.fromkeys(told))


def asked_in(text: str) -> tuple[Told, bool]:
    """What words somebody asks for, and whether the message asks for nothing else."""
    said = " ".join(text.lower().replace("’", "'").split())
    for told, pattern in (("plain", _PLAIN), ("official", _OFFICIAL)):
        if pattern.search(said):
            rest = re.sub(r"[\W\d_]+", "", _FILLERS.sub(" ", pattern.sub(" ", said)))
            return told, not rest  # type: ignore[return-value]  # one of the two literals above
    return "usual", False
