"""Questions and answers: what was understood becomes a reply with lines, sources, conflicts and next steps."""

from collections.abc import Iterable, Sequence

from dialogs import wording
from dialogs.messages import Block, Bullets, Choice, Citation, Heading, Note, Paragraph, Reply
from dialogs.quoting import QUOTED, Quoting, Telling, Told
from dialogs.quoting import places as standing
from knowledge.entries import Conflict, Entry
from knowledge.library import Library
from knowledge.official.pasted import Pasted
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
        self.quoting = Quoting(library)

    def reply(self, understood: Understood, question: Sequence[str] = (), told: Told = "usual") -> Reply:
        """The reply; `question` is the words of the question, used to pick what to show first."""
        if understood.kind == "decline":
            return self._decline(understood)
        if understood.kind == "clarify":
            choices = tuple(Choice(wording.label(topic, self._library), topic) for topic in understood.topics)
            listed = Bullets(tuple(choice.label for choice in choices), numbered=True)
            return Reply("clarify", (Paragraph(wording.CLARIFY), listed), understood.topics, choices)
        return self._theme(understood) or self._answer(understood, question, Telling(told))

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
        telling = Telling()
        rows = tuple(
            f"{entries[topic].title}: {self.quoting.line(entries[topic], item, telling)}" for topic, item in shown
        )
        blocks: list[Block] = [Paragraph(wording.places(len(places), len(shown)))]
        blocks += [*self.quoting.heading([entries[topic] for topic, _ in shown], telling), Bullets(rows, numbered=True)]
        sources = tuple(dict.fromkeys(source for topic, _ in shown for source in entries[topic].sources))
        topics = tuple(topic for topic, _ in shown)
        blocks += self.quoting.notes(topics, telling)
        blocks += [*map(Citation, wording.citations(sources, self._library)), *self.quoting.citations(telling)]
        choices = tuple(Choice(entries[topic].title, topic) for topic in topics[:MOST_CHOICES])
        return Reply("answer", tuple(blocks), topics, choices, tuple(wording.source(s, self._library) for s in sources))

    def _decline(self, understood: Understood) -> Reply:
        refusal = self._library.refusals[understood.refusal or "general"]
        contacts = self._library.contacts
        where = (contacts[name] for name in refusal.contacts if name in contacts)
        blocks: list[Block] = [Paragraph(refusal.reply), *map(Paragraph, where)]
        return Reply("decline", tuple(blocks), (), self._choices(refusal.see, None))

    def _answer(self, understood: Understood, question: Sequence[str], telling: Telling) -> Reply:
        topics = understood.topics
        blocks: list[Block] = [Note(wording.PREMISES[premise]) for premise in understood.premises]
        room = FEW if len(topics) == 1 else FEWER
        partial = False
        for topic in topics:
            entry = self._library.entries[topic]
            part, cut = self._section(entry, question, room, telling, alone=len(topics) == 1, seeking=understood.told)
            blocks += part
            partial |= cut
        blocks += self._differences(topics, question)
        blocks += self._remarks(topics, telling)
        places = tuple(place for topic in topics for place in self._library.entries[topic].sources)
        blocks += [*map(Citation, wording.citations(places, self._library)), *self.quoting.citations(telling)]
        sources = tuple(dict.fromkeys(wording.source(place, self._library) for place in places))
        more = (Choice(wording.MORE, f"{topics[0]}#all"),) if partial and len(topics) == 1 else ()
        others = (*more, *self.quoting.choices(topics, telling))
        choices = self._choices((*understood.options, *self._next(topics[0])), topics[0], exclude=topics)
        return Reply(understood.kind, tuple(blocks), topics, (*others, *choices)[:MOST_CHOICES], sources)

    def whole(self, topic: str, told: Told = "usual") -> Reply:
        """Everything that an entry holds."""
        entry, telling = self._library.entries[topic], Telling(told)
        blocks, _ = self._section(entry, (), len(entry.items) or 1, telling, alone=True)
        for conflict in self._library.conflicts_of(topic):
            blocks += self._conflict(conflict)
        blocks += [*self._remarks((topic,), telling), *map(Citation, wording.citations(entry.sources, self._library))]
        blocks += self.quoting.citations(telling)
        sources = tuple(wording.source(place, self._library) for place in entry.sources)
        choices = (*self.quoting.choices((topic,), telling), *self._choices(self._next(topic), topic))
        return Reply("answer", tuple(blocks), (topic,), choices[:MOST_CHOICES], sources)

    def pasted(self, found: Sequence[Pasted]) -> Reply:
        """Where official sentences belong that somebody has pasted, and what the first means."""
        places = standing(found, self._library)
        topics = tuple(dict.fromkeys(topic for topic, _ in places))
        blocks: list[Block] = [Paragraph(wording.pasted(whole=found[0].whole))]
        blocks.append(Bullets(tuple(dict.fromkeys(text for _, text in places))[:MOST_PLACES], numbered=len(places) > 1))
        if len(found) == 1 and (found[0].whole or len(places) == 1):
            mark = next(mark for mark in found[0].marks if mark.topic == topics[0])
            item = self._library.entries[mark.topic].items[mark.item - 1]
            blocks.append(Paragraph(f"{wording.IN_PLAIN_WORDS}: {wording.filled(item.text, item.values)}"))
        sources = tuple(dict.fromkeys(place for topic in topics for place in self._library.entries[topic].sources))
        blocks += map(Citation, wording.citations(sources, self._library))
        choices = self._choices(topics, None)
        told = tuple(wording.source(place, self._library) for place in sources)
        return Reply("answer", tuple(blocks), topics[:MOST_PLACES], choices, told)

    def _differences(self, topics: tuple[str, ...], question: Sequence[str]) -> list[Block]:
        """The conflicts that the answer touches: the nearest to the question told, the others named."""
        conflicts = self._relevance.conflicts(topics, question)
        blocks: list[Block] = [block for conflict in conflicts[:CONFLICTS] for block in self._conflict(conflict)]
        others = [conflict.about for conflict in conflicts[CONFLICTS:]]
        return [*blocks, Note(wording.also_differ(others))] if others else blocks

    def _section(
        self,
        entry: Entry,
        question: Sequence[str],
        room: int,
        telling: Telling,
        *,
        alone: bool,
        seeking: bool = False,
    ) -> tuple[list[Block], bool]:
        """One entry, and whether some of its items were left out. Lists of indicators are never cut."""
        parts = parse(entry.id)
        blocks: list[Block] = [Heading(entry.title)]
        indicators = parts.aspect in ("level", "positive", "negative") or (
            parts.family == "value" and parts.edition != "met"
        )
        quoted = bool(self.quoting.choices((entry.id,), Telling())) and telling.told != "plain"
        if (
            entry.summary
            and not (quoted and entry.items and parts.family in QUOTED)
            and not (indicators and parts.edition != "college" and parts.family == "value")
            and parts.aspect != "level"
        ):
            blocks.append(Paragraph(wording.filled(entry.summary, entry.values)))
        if entry.lists:
            rows = tuple(self._row(topic) for topic in entry.lists)
            blocks.append(Bullets(rows, numbered=True))
        if indicators and alone and seeking:
            closest = self._relevance.items(entry, question, 1)[:1] if len(entry.items) > 1 else ()
            blocks += [
                Paragraph(f"{wording.CLOSEST} {self.quoting.line(entry, item, Telling(telling.told))}")
                for item in closest
            ]
        items = entry.items if indicators else self._relevance.items(entry, question, room)
        shown = [
            self.quoting.line(entry, item, telling)
            + ("" if not item.practice or entry.practice else f" ({wording.PRACTICE.rstrip('.').lower()})")
            for item in items
        ]
        if shown:
            blocks += [*self.quoting.heading([entry], telling), Bullets(tuple(shown))]
        return blocks, alone and len(items) < len(entry.items)

    def _row(self, topic: str) -> str:
        entry = self._library.entries[topic]
        return f"{entry.title}: {wording.filled(entry.summary, entry.values)}" if entry.summary else entry.title

    def _remarks(self, topics: tuple[str, ...], telling: Telling) -> list[Block]:
        found: list[str] = []
        for topic in topics:
            parts = parse(topic)
            if parts.aspect == "level" and (parts.level or 0) > 1:
                found.append(wording.CUMULATIVE)
            if topic == "competency/collaborative/level-2":
                found.append(wording.SERGEANTS)
            if parts.family == "process":
                found.append(wording.PAST)
            if self._library.entries[topic].practice and parts.family != "do":
                found.append(wording.PRACTICE)
        return [*map(Note, dict.fromkeys(found)), *self.quoting.notes(topics, telling)]

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
