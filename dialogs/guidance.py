"""Questions and answers: what was understood becomes a reply with lines, sources, conflicts and next steps."""

from collections.abc import Iterable, Sequence

from dialogs import wording
from dialogs.messages import Block, Bullets, Choice, Citation, Heading, Note, Paragraph, Reply
from knowledge.entries import Conflict, Entry
from knowledge.library import Library
from knowledge.topics import parse
from knowledge.understanding.asks import Ask
from knowledge.understanding.reader import Understood
from knowledge.understanding.relevance import Relevance
from knowledge.understanding.trust import fits

FEW = 7  # items of a list of facts shown at once: about what a phone shows without scrolling twice
FEWER = 4  # the same where several topics are shown
CONFLICTS = 2  # conflicts told in full in one answer; the others are named
MOST_CHOICES = 5
MOST_PLACES = 8  # places of a theme shown
FRAMEWORK = ("competency", "value", "cluster")
MOST_KIN = 12  # entries of the same competency or value that are looked at for next steps


class Guide:
    """Turns what was understood into replies."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._relevance = Relevance(library)

    def reply(self, understood: Understood, question: Sequence[str] = ()) -> Reply:
        """The reply; `question` is the words of the question, used to pick what to show first."""
        if understood.kind == "decline":
            return self._decline(understood)
        if understood.kind == "clarify":
            choices = tuple(Choice(wording.label(topic, self._library), topic) for topic in understood.topics)
            listed = Bullets(tuple(choice.label for choice in choices), numbered=True)
            return Reply("clarify", (Paragraph(wording.CLARIFY), listed), understood.topics, choices)
        return self._theme(understood) or self._answer(understood, question)

    def _theme(self, understood: Understood) -> Reply | None:
        """Every place of the framework that deals with a theme, the likeliest first; None where it is about a topic."""
        slots = understood.parsed.slots if understood.parsed else None
        if not slots or not slots.theme or not slots.residue or parse(understood.topics[0]).family not in FRAMEWORK:
            return None
        ask = Ask.of(slots.spans)
        fitting = [topic for topic in self._library.framework.values() if fits(topic, ask)]
        places = self._relevance.places(slots.residue, fitting)
        if not places[1:] or understood.topics[0] not in dict(places):
            return None
        places.sort(key=lambda place: place[0] != understood.topics[0])
        shown = places[:MOST_PLACES]
        entries = self._library.entries
        rows = tuple(f"{entries[topic].title}: {wording.filled(item.text, item.values)}" for topic, item in shown)
        blocks: list[Block] = [Paragraph(wording.places(len(places), len(shown))), Bullets(rows, numbered=True)]
        sources = tuple(dict.fromkeys(source for topic, _ in shown for source in entries[topic].sources))
        blocks += [Note(wording.OWN_WORDS), *map(Citation, wording.citations(sources, self._library))]
        topics = tuple(topic for topic, _ in shown)
        choices = tuple(Choice(entries[topic].title, topic) for topic in topics[:MOST_CHOICES])
        return Reply("answer", tuple(blocks), topics, choices, tuple(wording.source(s, self._library) for s in sources))

    def _decline(self, understood: Understood) -> Reply:
        refusal = self._library.refusals[understood.refusal or "general"]
        contacts = self._library.contacts
        where = (contacts[name] for name in refusal.contacts if name in contacts)
        blocks: list[Block] = [Paragraph(refusal.reply), *map(Paragraph, where)]
        return Reply("decline", tuple(blocks), (), self._choices(refusal.see, None))

    def _answer(self, understood: Understood, question: Sequence[str]) -> Reply:
        topics = understood.topics
        blocks: list[Block] = [Note(wording.PREMISES[premise]) for premise in understood.premises]
        room = FEW if len(topics) == 1 else FEWER
        partial = False
        for topic in topics:
            entry = self._library.entries[topic]
            part, cut = self._section(entry, question, room, alone=len(topics) == 1, seeking=understood.told)
            blocks += part
            partial |= cut
        blocks += self._differences(topics, question)
        blocks += self._remarks(topics)
        places = tuple(place for topic in topics for place in self._library.entries[topic].sources)
        blocks += [Citation(text) for text in wording.citations(places, self._library)]
        sources = tuple(dict.fromkeys(wording.source(place, self._library) for place in places))
        more = (Choice(wording.MORE, f"{topics[0]}#all"),) if partial and len(topics) == 1 else ()
        choices = self._choices((*understood.options, *self._next(topics[0])), topics[0], exclude=topics)
        return Reply(understood.kind, tuple(blocks), topics, (*more, *choices)[:MOST_CHOICES], sources)

    def whole(self, topic: str) -> Reply:
        """Everything that an entry holds."""
        entry = self._library.entries[topic]
        blocks, _ = self._section(entry, (), len(entry.items) or 1, alone=True)
        for conflict in self._library.conflicts_of(topic):
            blocks += self._conflict(conflict)
        blocks += [*self._remarks((topic,)), *map(Citation, wording.citations(entry.sources, self._library))]
        sources = tuple(wording.source(place, self._library) for place in entry.sources)
        return Reply("answer", tuple(blocks), (topic,), self._choices(self._next(topic), topic), sources)

    def _differences(self, topics: tuple[str, ...], question: Sequence[str]) -> list[Block]:
        """The conflicts that the answer touches: the nearest to the question told, the others named."""
        conflicts = self._relevance.conflicts(topics, question)
        blocks: list[Block] = [block for conflict in conflicts[:CONFLICTS] for block in self._conflict(conflict)]
        others = [conflict.about for conflict in conflicts[CONFLICTS:]]
        return [*blocks, Note(wording.also_differ(others))] if others else blocks

    def _section(
        self, entry: Entry, question: Sequence[str], room: int, *, alone: bool, seeking: bool = False
    ) -> tuple[list[Block], bool]:
        """One entry, and whether some of its items were left out. Lists of indicators are never cut."""
        parts = parse(entry.id)
        blocks: list[Block] = [Heading(entry.title)]
        indicators = parts.aspect in ("level", "positive", "negative") or (
            parts.family == "value" and parts.edition != "met"
        )
        if (
            entry.summary
            and not (indicators and parts.edition != "college" and parts.family == "value")
            and parts.aspect != "level"
        ):
            blocks.append(Paragraph(wording.filled(entry.summary, entry.values)))
        if entry.lists:
            rows = tuple(self._row(topic) for topic in entry.lists)
            blocks.append(Bullets(rows, numbered=True))
        if indicators and alone and seeking:
            closest = self._relevance.items(entry, question, 1)[:1] if len(entry.items) > 1 else ()
            blocks += [Paragraph(f"{wording.CLOSEST} {item.text}") for item in closest]
        items = entry.items if indicators else self._relevance.items(entry, question, room)
        shown = [
            wording.filled(item.text, item.values)
            + ("" if not item.practice or entry.practice else f" ({wording.PRACTICE.rstrip('.').lower()})")
            for item in items
        ]
        if shown:
            blocks.append(Bullets(tuple(shown)))
        return blocks, alone and len(items) < len(entry.items)

    def _row(self, topic: str) -> str:
        entry = self._library.entries[topic]
        return f"{entry.title}: {wording.filled(entry.summary, entry.values)}" if entry.summary else entry.title

    def _remarks(self, topics: Iterable[str]) -> list[Block]:
        found: list[str] = []
        for topic in topics:
            parts = parse(topic)
            if parts.aspect == "level" and (parts.level or 0) > 1:
                found.append(wording.CUMULATIVE)
            if topic == "competency/collaborative/level-2":
                found.append(wording.SERGEANTS)
            if parts.family in ("competency", "value", "cluster"):
                found.append(wording.OWN_WORDS)
            if parts.family == "process":
                found.append(wording.PAST)
            if self._library.entries[topic].practice and parts.family != "do":
                found.append(wording.PRACTICE)
        return [Note(text) for text in dict.fromkeys(found)]

    def _conflict(self, conflict: Conflict) -> list[Block]:
        start = wording.DIFFER if len(conflict.readings) > 1 else wording.FLAWED
        documents = {reading.source.document for reading in conflict.readings}
        apart = len(documents) == len(conflict.readings)
        readings = tuple(wording.reading(reading, self._library, brief=apart) for reading in conflict.readings)
        note: list[Block] = [Paragraph(conflict.note)] if conflict.note else []
        return [Paragraph(f"{start}: {conflict.about}."), Bullets(readings), *note]

    def _next(self, topic: str) -> tuple[str, ...]:
        """Sensible next topics: the family of a competency or value, what the entry names, practice."""
        parts = parse(topic)
        kin = (other for other in self._library.kin.get(parts.key, ())[:MOST_KIN] if other != topic)
        practise = ("do/interview",) if parts.family in ("competency", "value") else ()
        return (*self._library.entries[topic].see, *kin, *practise)

    def _choices(self, topics: Iterable[str], among: str | None, exclude: Iterable[str] = ()) -> tuple[Choice, ...]:
        left_out = set(exclude)
        wanted = [topic for topic in dict.fromkeys(topics) if topic in self._library and topic not in left_out]
        return tuple(Choice(wording.label(topic, self._library, among), topic) for topic in wanted[:MOST_CHOICES])
