"""Rules that span files: what a schema cannot say. Every problem is found, none is fixed silently."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.bank import BankFile, BankQuestion, FormatFile
from knowledge.bank_rules import practised, question_problems, target_problems
from knowledge.entries import (
    BehaviourFile,
    ConflictFile,
    ContactFile,
    DocumentFile,
    EntryFile,
    Model,
    QuestionFile,
    RefusalFile,
    VocabularyFile,
)
from knowledge.fingerprints import Finder, Print
from knowledge.library import HOME, model_of, schema_of, yaml_files
from knowledge.loading import KnowledgeError, Loc, Problem, line_of, load
from knowledge.understanding.text import words

HANDED_ON = "questions"  # the contact for what the coach cannot answer; a deployment may name none


class _Files:
    """The files that load, by path, with the problems of those that do not."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.problems: list[Problem] = []
        self.loaded: dict[Path, Model] = {}
        self._texts: dict[Path, str] = {}
        for path in yaml_files(home):
            try:
                self.loaded[path] = load(path, model_of(path, home))
            except KnowledgeError as error:
                self.problems += error.problems

    def at(self, path: Path, loc: Loc, message: str, fix: str) -> Problem:
        return Problem(str(path), line_of(self.text(path), loc), message, fix)

    def text(self, path: Path) -> str:
        return self._texts.setdefault(path, path.read_text(encoding="utf-8"))


def check(home: Path = HOME, finder: Finder | None = None) -> list[Problem]:
    """Every problem of the knowledge base. With a finder, fingerprints are checked against the documents too."""
    files = _Files(home)
    problems = list(files.problems)
    for rule in (_headers, _ids, _links, _sources, _names, _phrases, _behaviours, _bank):
        problems += rule(files)
    if finder:
        problems += _fingerprints(files, finder)
    return sorted(problems)


def _entries(files: _Files) -> Iterator[tuple[Path, int, EntryFile]]:
    for path, file in files.loaded.items():
        if isinstance(file, EntryFile):
            yield from ((path, i, file) for i in range(len(file.entries)))


def _headers(files: _Files) -> Iterator[Problem]:
    for path in files.loaded:
        wanted = schema_of(path, files.home)
        if files.text(path).split("\n", 1)[0] != wanted:
            yield Problem(
                str(path), 1, "no editor can check the file against its schema", f"make `{wanted}` the first line"
            )


def _ids(files: _Files) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, i, entries in _entries(files):
        topic = entries.entries[i].id
        if topic in seen:
            yield files.at(
                path,
                ("entries", i, "id"),
                f"the id {topic} stands in {seen[topic].name} too",
                "give each topic one entry",
            )
        seen[topic] = path
    conflicts: dict[str, Path] = {}
    for path, file in files.loaded.items():
        if isinstance(file, ConflictFile):
            for i, conflict in enumerate(file.conflicts):
                if conflict.id in conflicts:
                    yield files.at(
                        path,
                        ("conflicts", i, "id"),
                        f"the id {conflict.id} stands in {conflicts[conflict.id].name} too",
                        "rename one",
                    )
                conflicts[conflict.id] = path


def _references(files: _Files) -> Iterator[tuple[Path, Loc, str, str]]:
    """Every place that names something kept elsewhere: (file, place, kind, name)."""
    for path, i, entries in _entries(files):
        entry = entries.entries[i]
        yield from ((path, ("entries", i, "lists"), "entry", topic) for topic in entry.lists)
        yield from ((path, ("entries", i, "see"), "entry", topic) for topic in entry.see)
        yield from ((path, ("entries", i, "sources", j), "document", s.document) for j, s in enumerate(entry.sources))
    for path, file in files.loaded.items():
        match file:
            case ConflictFile():
                for i, conflict in enumerate(file.conflicts):
                    yield from ((path, ("conflicts", i, "topics"), "entry", topic) for topic in conflict.topics)
                    readings = enumerate(conflict.readings)
                    yield from (
                        (path, ("conflicts", i, "readings", j), "document", r.source.document) for j, r in readings
                    )
            case QuestionFile():
                yield from ((path, ("questions", topic), "entry", topic) for topic in file.questions)
                labelled = enumerate(file.labelled)
                yield from (
                    (path, ("labelled", i), "entry", topic) for i, question in labelled for topic in question.topics
                )
            case RefusalFile():
                for name, refusal in file.refusals.items():
                    yield from ((path, ("refusals", name, "see"), "entry", topic) for topic in refusal.see)
                    yield from (
                        (path, ("refusals", name, "contacts"), "contact", contact) for contact in refusal.contacts
                    )
            case BankFile():
                yield from (
                    (path, ("questions", i, "target"), "entry", question.target)
                    for i, question in enumerate(file.questions)
                )
            case FormatFile():
                for i, form in enumerate(file.formats):
                    where = ("formats", i)
                    yield from ((path, (*where, "sources"), "document", source.document) for source in form.sources)
                    drawn = [topic for draw in form.draws for topic in draw.targets]
                    yield from ((path, (*where, "draws"), "entry", topic) for topic in drawn)
            case VocabularyFile():
                tables = (("competencies", file.competencies), ("clusters", file.clusters), ("ranks", file.ranks))
                yield from ((path, (heading, topic), "entry", topic) for heading, table in tables for topic in table)


def _links(files: _Files) -> Iterator[Problem]:
    loaded = files.loaded.values()
    known = {
        "entry": {file.entries[i].id for _, i, file in _entries(files)},
        "document": {document.name for file in loaded if isinstance(file, DocumentFile) for document in file.documents},
        "contact": {name for file in loaded if isinstance(file, ContactFile) for name in file.contacts} | {HANDED_ON},
    }
    fixes = {
        "entry": "correct the id or write the entry",
        "document": "use a name of documents.yaml",
        "contact": "use a name of contacts.yaml",
    }
    for path, loc, kind, name in _references(files):
        if name not in known[kind]:
            yield files.at(path, loc, f"there is no {kind} called {name}", fixes[kind])


def _sources(files: _Files) -> Iterator[Problem]:
    for path, i, file in _entries(files):
        entry = file.entries[i]
        if not entry.sources and not entry.practice:
            fix = "add `sources:`, or `practice: true` for general practice"
            yield files.at(path, ("entries", i), f"{entry.id} has no source", fix)
        documents = {source.document for source in entry.sources}
        for j, item in enumerate(entry.items):
            for mark in map(Print.parse, item.official):
                if mark.document not in documents:
                    loc = ("entries", i, "items", j, "official")
                    yield files.at(path, loc, f"{mark.document} is not a source of {entry.id}", "add it to `sources:`")


def _names(files: _Files) -> Iterator[Problem]:
    """Within the vocabulary one name may not stand for two things."""
    for path, file in files.loaded.items():
        if not isinstance(file, VocabularyFile):
            continue
        seen: dict[tuple[str, ...], tuple[str, str]] = {}
        for heading, table in file.tables().items():
            for value, names in table.items():
                for name in names:
                    parts = tuple(words(name))
                    where = (heading, str(value))
                    if not parts:
                        yield files.at(path, where, f"the name {name!r} has no letters or figures", "remove it")
                    elif seen.setdefault(parts, where) != where:
                        yield files.at(
                            path, where, f"{name!r} stands under {' '.join(seen[parts])} too", "keep it in one place"
                        )


def _phrases(files: _Files) -> Iterator[Problem]:
    """The same phrase cannot teach two different readings."""
    seen: dict[str, tuple[Path, str]] = {}
    for path, file in files.loaded.items():
        taught: list[tuple[str, Loc, str]] = []
        if isinstance(file, QuestionFile):
            taught = [
                (text, ("questions", topic, i), topic)
                for topic, texts in file.questions.items()
                for i, text in enumerate(texts)
            ]
        elif isinstance(file, RefusalFile):
            taught = [
                (text, ("refusals", name, "phrases", i), name)
                for name, refusal in file.refusals.items()
                for i, text in enumerate(refusal.phrases)
            ]
        for text, loc, topic in taught:
            known = seen.setdefault(" ".join(words(text)), (path, topic))
            if known[1] != topic:
                yield files.at(
                    path, loc, f"{text!r} is an example of {known[1]} in {known[0].name}", "keep it in one place"
                )


def _behaviours(files: _Files) -> Iterator[Problem]:
    """Indicators that exist, and cues whose groups exist."""
    counts = {file.entries[i].id: len(file.entries[i].items) for _, i, file in _entries(files)}
    for path, file in files.loaded.items():
        if not isinstance(file, BehaviourFile):
            continue
        shown: list[tuple[Loc, str]] = [
            (("behaviours", i, "shows", j), name)
            for i, behaviour in enumerate(file.behaviours)
            for j, name in enumerate(behaviour.shows)
        ]
        shown += [(("indicators", name), name) for name in file.indicators]
        for loc, name in shown:
            topic, _, number = name.partition("#")
            if int(number) > counts.get(topic, 0):
                yield files.at(path, loc, f"there is no indicator {name}", "name a topic and one of its statements")
        cues: list[tuple[Loc, str]] = [
            (("behaviours", i, "cues", j), cue)
            for i, behaviour in enumerate(file.behaviours)
            for j, cue in enumerate(behaviour.cues)
        ]
        cues += [(("indicators", name, j), cue) for name, own in file.indicators.items() for j, cue in enumerate(own)]
        for loc, cue in cues:
            for word in cue.replace("/", " ").split():
                if word.startswith("@") and word[1:] not in file.groups:
                    yield files.at(path, loc, f"there is no group {word}", "add it to `groups:` or correct its name")


def _bank(files: _Files) -> Iterator[Problem]:
    """Questions look back, differ from each other, and are enough for every target and every group of people."""
    banks = {path: file for path, file in files.loaded.items() if isinstance(file, BankFile)}
    questions: list[BankQuestion] = [question for file in banks.values() for question in file.questions]
    places: dict[str, tuple[Path, Loc]] = {}
    first: dict[str, tuple[Path, Loc]] = {}
    for path, file in banks.items():
        for i, question in enumerate(file.questions):
            if question.id in places:
                yield files.at(path, ("questions", i, "id"), f"the id {question.id} stands twice", "rename one")
            places.setdefault(question.id, (path, ("questions", i)))
            first.setdefault(question.target, (path, ("questions", i)))
    for name, message, fix in question_problems(questions):
        yield files.at(*places[name], f"{name}: {message}", fix)
    targets = practised([file.entries[i].id for _, i, file in _entries(files)])
    for target, message, fix in target_problems(questions, targets if banks else []):
        yield files.at(*first.get(target, (next(iter(banks)), ("questions",))), f"{target}: {message}", fix)


def _fingerprints(files: _Files, finder: Finder) -> Iterator[Problem]:
    for path, i, file in _entries(files):
        for j, item in enumerate(file.entries[i].items):
            for mark in map(Print.parse, item.official):
                if not mark.variant and not finder.holds(mark):
                    fix = "write the sentence as `quote:` and run `python app.py documents fingerprint`"
                    yield files.at(
                        path, ("entries", i, "items", j, "official"), f"{mark} does not fit the document", fix
                    )
