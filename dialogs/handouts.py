"""What stands on a handout: indicators side by side, question cards, observer sheets, STAR on one page. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dialogs import wording
from dialogs.quoting import Quoting, Telling
from dialogs.wording import handouts as say
from dialogs.wording import interview as of_interview
from dialogs.wording import workshop as of_workshop
from knowledge.bank import PROBES
from knowledge.entries import Entry
from knowledge.library import Library
from knowledge.topics import parse

Kind = Literal["indicators", "questions", "sheets", "star"]
KINDS: tuple[Kind, ...] = ("indicators", "questions", "sheets", "star")
MOST_TARGETS = 12
MOST_QUESTIONS = 6  # of a target
ROOM = 10  # lines to write on


@dataclass(frozen=True)
class Listed:
    """A list under a heading."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """Lists side by side, each under its own heading."""

    heading: str
    lists: tuple[Listed, ...]


@dataclass(frozen=True)
class Card:
    """A question to cut out, and its follow-ups: what for, and the words."""

    about: str
    ask: str
    probes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Blank:
    """Room to write, of so many lines."""

    heading: str
    lines: int


@dataclass(frozen=True)
class Grid:
    """Statements with room for the evidence beside each."""

    heading: str
    heads: tuple[str, str]
    rows: tuple[str, ...]


Part = Listed | Beside | Card | Blank | Grid


@dataclass(frozen=True)
class Page:
    """A page of a handout: where it is from and what to know of it stand at its end."""

    title: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handout:
    """Pages to print."""

    title: str
    pages: tuple[Page, ...]


class NothingToPrintError(Exception):
    """There is nothing of the kind for the targets; says what to name instead."""


class Handouts:
    """Makes them, in official wording where it is loaded."""

    def __init__(self, library: Library, quoting: Quoting) -> None:
        self._library = library
        self._quoting = quoting

    def make(self, kinds: Sequence[Kind], targets: Sequence[str], marks: Sequence[str] = ()) -> Handout:
        """The pages of some kinds about some targets. Raises NothingToPrintError."""
        unknown = [target for target in targets if target not in self._library]
        if unknown:
            raise NothingToPrintError(say.UNKNOWN.format(names=", ".join(unknown)))
        pages: list[Page] = []
        for kind in kinds:
            if kind == "star":
                pages.append(self._star())
                continue
            for target in targets[:MOST_TARGETS]:
                match kind:
                    case "indicators":
                        pages.append(self._indicators(target))
                    case "questions":
                        pages += self._questions(target)
                    case _:
                        pages.append(self._sheet(target, marks))
        if not pages:
            raise NothingToPrintError(say.NO_TARGET)
        return Handout(say.TITLES[kinds[0]] if len(kinds) == 1 else say.TITLE, tuple(pages))

    def _indicators(self, target: str) -> Page:
        """The entry itself, and what belongs to it: both sides of a value, the level asked for or every level."""
        telling = Telling()
        entries = list(self._family(target))
        sides = [entry for entry in entries if parse(entry.id).aspect in ("positive", "negative")]
        parts: list[Part] = [
            Listed(entry.title, self._lines(entry, telling)) for entry in entries if entry not in sides and entry.items
        ]
        if sides:
            lists = tuple(Listed(say.SIDES[parse(e.id).aspect], self._lines(e, telling)) for e in sides)
            parts.append(Beside(say.BESIDE, lists))
        return self._page(self._library.entries[target].title, parts, entries, telling)

    def _questions(self, target: str) -> Iterator[Page]:
        own = [q for q in self._library.bank.questions.values() if q.target == target][:MOST_QUESTIONS]
        about = of_interview.target(target, self._library)
        cards = [
            Card(about, q.ask, tuple((of_workshop.PROBE_NAMES[name], q.probes[name]) for name in PROBES)) for q in own
        ]
        if cards:
            yield Page(say.CARDS.format(about=about), tuple(cards), notes=(say.FROM_BANK,))

    def _sheet(self, target: str, marks: Sequence[str]) -> Page:
        telling = Telling()
        entries = [e for e in self._family(target) if parse(e.id).aspect != "definition"] or [
            self._library.entries[target]
        ]
        grids = [Grid(e.title, (say.STATEMENT, say.EVIDENCE), self._lines(e, telling)) for e in entries if e.items]
        mark = [Blank(say.MARK.format(least=marks[0], most=marks[-1]), 1)] if marks else []
        parts: list[Part] = [
            Blank(say.WHO, 1),
            Blank(say.OBSERVE, ROOM),
            *grids,
            Blank(say.STRENGTH, 2),
            Blank(say.SUGGESTION, 2),
            *mark,
        ]
        page = self._page(say.SHEET.format(about=self._library.entries[target].title), parts, entries, telling)
        return Page(page.title, page.parts, page.sources, (*page.notes, of_workshop.METHOD))

    def _star(self) -> Page:
        entry, telling = self._library.entries["star/what"], Telling("plain")
        told = tuple(wording.filled(item.text, item.values) for item in entry.items if item.practice)
        parts: list[Part] = [Listed(entry.title, told)]
        parts += [Blank(say.PART.format(part=part), 3) for part in say.PARTS]
        page = self._page(say.STAR, parts, [entry], telling)
        return Page(page.title, page.parts, page.sources, (wording.PRACTICE,))

    def _family(self, target: str) -> Iterator[Entry]:
        """The entry and what belongs to it in its own edition."""
        wanted, entries = parse(target), self._library.entries
        yield entries[target]
        if wanted.aspect == "definition":
            for topic in self._library.kin.get(wanted.key, ()):
                found = parse(topic)
                if found.edition == wanted.edition and found.aspect in ("level", "positive", "negative"):
                    yield entries[topic]

    def _lines(self, entry: Entry, telling: Telling) -> tuple[str, ...]:
        return tuple(self._quoting.line(entry, item, telling) for item in entry.items)

    def _page(self, title: str, parts: Sequence[Part], entries: Sequence[Entry], telling: Telling) -> Page:
        places = [place for entry in entries for place in entry.sources]
        sources = [*wording.citations(places, self._library), *(c.text for c in self._quoting.citations(telling))]
        heading = [block.text for block in self._quoting.heading(entries, telling)]
        notes = [text.rstrip(":") + "." for text in heading] or [say.OWN_WORDS]
        notes += [note.text for note in self._quoting.notes((), telling)]
        return Page(title, tuple(parts), tuple(dict.fromkeys(sources)), tuple(notes))
