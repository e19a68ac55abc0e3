"""What a force adds of its own: a folder of YAML beside the knowledge base, checked by the same rules, no Python.

`documents.yaml`, `vocabulary.yaml` and `contacts.yaml`, and any number of files in `entries/`, `bank/` and `packs/`.
docs/overlay/ is one that works.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import Field

from knowledge.bank import AUDIENCES, Bank, BankFile, PackFile
from knowledge.bank_rules import question_problems
from knowledge.entries import ContactFile, DocumentFile, Entry, EntryFile, Model, Phrase, TopicId
from knowledge.library import Library
from knowledge.loading import KnowledgeError, Loc, Problem, line_of, load
from knowledge.topics import FAMILIES, parse
from knowledge.understanding.text import words

LEAST = 3  # questions of a target that can be practised, so that somebody who does it again is asked another one


class OverlayVocabularyFile(Model):
    """Names of what a force adds: its editions, and the values and competencies that the framework does not have."""

    editions: dict[str, tuple[Phrase, ...]] = Field(default={}, description="Short name: how people name the edition")
    values: dict[TopicId, tuple[Phrase, ...]] = Field(default={}, description="value/kindness: how people name it")
    competencies: dict[TopicId, tuple[Phrase, ...]] = Field(default={}, description="competency/...: its names")


OVERLAY_FILES: dict[str, type[Model]] = {
    "documents.yaml": DocumentFile,
    "vocabulary.yaml": OverlayVocabularyFile,
    "contacts.yaml": ContactFile,
}
OVERLAY_FOLDERS: dict[str, type[Model]] = {"entries": EntryFile, "bank": BankFile, "packs": PackFile}


@dataclass
class _Overlay:
    """The files of a folder that can be read, and what is wrong."""

    folder: Path
    files: dict[Path, Model] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def at(self, path: Path, loc: Loc, message: str, fix: str) -> Problem:
        return Problem(str(path), line_of(path.read_text(encoding="utf-8"), loc), message, fix)

    def entries(self) -> Iterator[tuple[Path, int, Entry]]:
        for path, file in self.files.items():
            if isinstance(file, EntryFile):
                yield from ((path, i, entry) for i, entry in enumerate(file.entries))

    def packs(self) -> Iterator[tuple[Path, PackFile]]:
        yield from ((path, file) for path, file in self.files.items() if isinstance(file, PackFile))


def overlaid(library: Library, folder: Path) -> Library:
    """The knowledge base with what a folder adds. Raises KnowledgeError with every problem of every file."""
    overlay = _read(folder)
    vocabulary = _vocabulary(overlay)
    for rule in (_ids, _editions, _names, _links, _bank, _packs):
        overlay.problems += rule(overlay, vocabulary, library)
    if overlay.problems:
        raise KnowledgeError(overlay.problems)
    questions = [
        question for file in overlay.files.values() if isinstance(file, BankFile) for question in file.questions
    ]
    contacts = {n: text for f in overlay.files.values() if isinstance(f, ContactFile) for n, text in f.contacts.items()}
    documents = [each for file in overlay.files.values() if isinstance(file, DocumentFile) for each in file.documents]
    names = library.vocabulary
    topics = {entry.id: (entry.title, *entry.words) for *_, entry in overlay.entries() if not parse(entry.id).edition}
    return Library(
        entries=(*library.entries.values(), *(entry for *_, entry in overlay.entries())),
        conflicts=library.conflicts,
        documents=(*library.documents.values(), *documents),
        vocabulary=names.model_copy(
            update={
                "editions": names.editions | vocabulary.editions,
                "values": names.values | vocabulary.values,
                "competencies": names.competencies | vocabulary.competencies,
                "topics": topics,
            }
        ),
        refusals=library.refusals,
        contacts=library.contacts | contacts,
        interviews=replace(
            library.interviews,
            bank=Bank(
                (*library.bank.questions.values(), *questions),
                [question for _, file in overlay.packs() for pack in file.packs for question in pack.questions],
            ),
            packs={pack.id: pack for _, file in overlay.packs() for pack in file.packs},
        ),
    )


def _read(folder: Path) -> _Overlay:
    overlay = _Overlay(folder)
    if not folder.is_dir():
        overlay.problems.append(Problem(str(folder), 1, "there is no such folder", "correct CVF_OVERLAY"))
    for path in sorted(path for ending in ("*.yaml", "*.yml") for path in folder.rglob(ending)):
        inside = path.relative_to(folder).parts
        model = OVERLAY_FOLDERS.get(inside[0]) if len(inside) > 1 else OVERLAY_FILES.get(inside[0])
        if model is None:
            places = ", ".join([*OVERLAY_FILES, *(f"{name}/" for name in OVERLAY_FOLDERS)])
            overlay.problems.append(Problem(str(path), 1, "nothing is read from here", f"move it to one of {places}"))
            continue
        try:
            overlay.files[path] = load(path, model)
        except KnowledgeError as error:
            overlay.problems += error.problems
    return overlay


def _vocabulary(overlay: _Overlay) -> OverlayVocabularyFile:
    found = (file for file in overlay.files.values() if isinstance(file, OverlayVocabularyFile))
    return next(found, OverlayVocabularyFile())


_Rule = Iterable[Problem]


def _ids(overlay: _Overlay, _: OverlayVocabularyFile, library: Library) -> _Rule:
    seen = dict.fromkeys(library.entries, "the knowledge base")
    for path, i, entry in overlay.entries():
        if entry.id in seen:
            fix = "choose another id: what the project ships cannot be replaced"
            yield overlay.at(path, ("entries", i, "id"), f"the id {entry.id} stands in {seen[entry.id]} too", fix)
        seen[entry.id] = path.name


def _editions(overlay: _Overlay, vocabulary: OverlayVocabularyFile, library: Library) -> _Rule:
    """An entry of the framework needs an edition and a name, so that a question can mean it."""
    for path, i, entry in overlay.entries():
        topic, loc = parse(entry.id), ("entries", i, "id")
        if topic.family not in FAMILIES:
            continue
        if topic.edition not in vocabulary.editions:
            fix = "begin the id with the short name of an edition of yours, which vocabulary.yaml names"
            yield overlay.at(path, loc, f"{entry.id} is of no edition of yours", fix)
        if topic.key not in {**library.vocabulary.values, **library.vocabulary.competencies} | {
            **vocabulary.values,
            **vocabulary.competencies,
        }:
            yield overlay.at(path, loc, f"nobody can name {topic.key}", "add it to vocabulary.yaml with its names")


def _names(overlay: _Overlay, vocabulary: OverlayVocabularyFile, library: Library) -> _Rule:
    seen = {
        tuple(words(name)): value
        for table in library.vocabulary.tables().values()
        for value, names in table.items()
        for name in names
    }
    path = overlay.folder / "vocabulary.yaml"
    for heading in type(vocabulary).model_fields:
        for value, names in getattr(vocabulary, heading).items():
            for name in names:
                if seen.setdefault(tuple(words(name)), value) != value:
                    other = seen[tuple(words(name))]
                    yield overlay.at(path, (heading, value), f"{name!r} names {other} already", "choose another name")


def _links(overlay: _Overlay, _: OverlayVocabularyFile, library: Library) -> _Rule:
    topics = {*library.entries, *(entry.id for *_, entry in overlay.entries())}
    added = (each.name for file in overlay.files.values() if isinstance(file, DocumentFile) for each in file.documents)
    documents = {*library.documents, *added}
    for path, i, entry in overlay.entries():
        if not entry.sources and not entry.practice:
            fix = "add `sources:`, or `practice: true` for general practice"
            yield overlay.at(path, ("entries", i), f"{entry.id} has no source", fix)
        for j, source in enumerate(entry.sources):
            if source.document not in documents:
                loc = ("entries", i, "sources", j)
                yield overlay.at(
                    path, loc, f"there is no document called {source.document}", "add it to documents.yaml"
                )
        for part, names in (("lists", entry.lists), ("see", entry.see)):
            for name in names:
                if name not in topics:
                    fix = "correct the id or write the entry"
                    yield overlay.at(path, ("entries", i, part), f"there is no entry called {name}", fix)


def _bank(overlay: _Overlay, _: OverlayVocabularyFile, library: Library) -> _Rule:
    topics = {*library.entries, *(entry.id for *_, entry in overlay.entries())}
    banks = [(path, file) for path, file in overlay.files.items() if isinstance(file, BankFile)]
    places = {q.id: (path, ("questions", i)) for path, file in banks for i, q in enumerate(file.questions)}
    questions = [question for _, file in banks for question in file.questions]
    for question in questions:
        if question.id in library.bank.questions:
            yield overlay.at(*places[question.id], f"the id {question.id} is one of the project's", "choose another id")
        if question.target not in topics:
            fix = "correct the target or write the entry"
            yield overlay.at(*places[question.id], f"there is no entry called {question.target}", fix)
    for name, message, fix in question_problems([*library.bank.questions.values(), *questions]):
        if name in places:
            yield overlay.at(*places[name], f"{name}: {message}", fix)
    for target in dict.fromkeys(question.target for question in questions):
        own = [q for q in (*library.bank.questions.values(), *questions) if q.target == target]
        first = next(places[question.id] for question in questions if question.target == target)
        if len(own) < LEAST:
            yield overlay.at(*first, f"{target} has {len(own)} questions, {LEAST} are needed", "write more")
        for audience in AUDIENCES:
            if not any(audience in question.suits for question in own):
                yield overlay.at(
                    *first, f"no question of {target} suits {audience}", "write one, or add it to `suits:`"
                )


def _packs(overlay: _Overlay, _: OverlayVocabularyFile, library: Library) -> _Rule:
    """Questions of packs look back and are about something that is known; names are one pack's or question's own."""
    topics = {*library.entries, *(entry.id for *_, entry in overlay.entries())}
    seen: dict[str, str] = dict.fromkeys(library.bank.questions, "the project's bank")
    for path, file in overlay.packs():
        for i, pack in enumerate(file.packs):
            if seen.setdefault(pack.id, f"{path.name}, pack {i + 1}") != f"{path.name}, pack {i + 1}":
                fix = "choose another id"
                yield overlay.at(path, ("packs", i, "id"), f"the id {pack.id} stands in {seen[pack.id]} too", fix)
            places = {question.id: ("packs", i, "questions", j) for j, question in enumerate(pack.questions)}
            for j, question in enumerate(pack.questions):
                loc = ("packs", i, "questions", j)
                if seen.setdefault(question.id, pack.id) != pack.id:
                    yield overlay.at(
                        path, loc, f"the id {question.id} is that of {seen[question.id]}", "choose another"
                    )
                if question.target not in topics:
                    fix = "correct the target or write the entry"
                    yield overlay.at(path, loc, f"there is no entry called {question.target}", fix)
            for name, message, fix in question_problems(pack.questions):
                yield overlay.at(path, places[name], f"{name}: {message}", fix)
