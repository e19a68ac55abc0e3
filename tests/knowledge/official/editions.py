"""An edition made of the project's own statements, so that documents can be made without a word of anybody's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.entries import Entry
from knowledge.fingerprints import Print, hash_words, normalised_words
from knowledge.library import Library
from knowledge.official.matching import Mark
from knowledge.official.shingles import shingles_of

NAME = "made-up"


@dataclass(frozen=True)
class Section:
    """An entry as a document has it: a heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """Sections, and the fingerprints of their sentences in the order of the sections."""

    sections: tuple[Section, ...]
    marks: tuple[Mark, ...]
    shingles: dict[str, tuple[int, ...]]

    @property
    def sentences(self) -> dict[Mark, str]:
        """Each sentence by its fingerprint."""
        texts = (text for section in self.sections for text in section.sentences)
        return dict(zip(self.marks, texts, strict=True))


def edition(library: Library, families: Iterable[str] = ("competency", "value", "cluster")) -> Edition:
    """Of the statements of entries whose ids begin so."""
    wanted = tuple(f"{family}/" for family in families)
    entries = [entry for entry in library.entries.values() if entry.id.startswith(wanted) and entry.items]
    sections = tuple(Section(entry.title, tuple(_whole(entry))) for entry in entries)
    marks, shingles, at = [], {}, 0
    for entry, section in zip(entries, sections, strict=True):
        at += len(normalised_words(section.heading))
        for number, text in enumerate(section.sentences, 1):
            words = normalised_words(text)
            print_ = Print(NAME, at, len(words), hash_words(words))
            marks.append(Mark(entry.id, number, print_))
            shingles[print_.hash] = shingles_of(words)
            at += len(words)
    return Edition(sections, tuple(marks), shingles)


def _whole(entry: Entry) -> Iterator[str]:
    for item in entry.items:
        assert not item.values
        yield item.text
